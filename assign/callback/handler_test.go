package callback_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/twiml/webhook"
)

func newHandler(t testing.TB, f callback.Func, change ...func(*callback.HandlerConfig)) (*callback.Handler, *reports) {
	t.Helper()
	told := &reports{}
	cfg := callback.HandlerConfig{Verifier: verifier(), OnError: told.add}
	for _, c := range change {
		c(&cfg)
	}
	h, err := callback.NewHandler(cfg, f)
	require.NoError(t, err)
	return h, told
}

// post makes a signed request.
func post(form string) *http.Request {
	r := httptest.NewRequest(http.MethodPost, asked, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return sign(r)
}

func sign(r *http.Request) *http.Request {
	if err := webhook.SignRequest(r, token); err != nil {
		panic(err)
	}
	return r
}

func do(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

var errBoom = errors.New("boom, with a secret")

// TestHandler tells what each thing that a function can do, and each request,
// is answered with.
func TestHandler(t *testing.T) {
	good := question().Encode()
	says := func(i assign.Instruction, err error) callback.Func {
		return func(context.Context, *assign.Request) (assign.Instruction, error) { return i, err }
	}
	panics := func(value any) callback.Func {
		return func(context.Context, *assign.Request) (assign.Instruction, error) { panic(value) }
	}
	unsigned := httptest.NewRequest(http.MethodPost, asked, strings.NewReader(good))
	unsigned.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	forged := post(good)
	forged.Header.Set(webhook.SignatureHeader, "Zm9yZ2Vk")
	other := httptest.NewRequest(http.MethodPost, asked, strings.NewReader("{}"))
	other.Header.Set("Content-Type", "application/json")
	cut := post(good)
	cut.Body = io.NopCloser(io.MultiReader(strings.NewReader("a=1"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	tests := []struct {
		name   string
		f      callback.Func
		r      *http.Request
		status int
		body   string // of a 200
		kind   callback.Kind
	}{
		{"an instruction", says(&assign.Accept{}, nil), post(good), 200, accept, ""},
		{"none", says(nil, nil), post(good), 200, "{}", ""},
		{"parameters are not taken from the query", says(nil, nil), sign(httptest.NewRequest(http.MethodPost, asked+"?"+good, http.NoBody)), 415, "", callback.KindRequest},
		{"an error", says(nil, errBoom), post(good), 500, "", callback.KindFunction},
		{"an error beside an instruction", says(&assign.Accept{}, errBoom), post(good), 500, "", callback.KindFunction},
		{"an instruction that cannot be sent", says(&assign.Call{}, nil), post(good), 500, "", callback.KindFunction},
		{"a nil pointer as an instruction", says((*assign.Dequeue)(nil), nil), post(good), 500, "", callback.KindPanic},
		{"a panic", panics("boom"), post(good), 500, "", callback.KindPanic},
		{"a panic with an error", panics(errBoom), post(good), 500, "", callback.KindPanic},
		{"the abort of net/http", panics(http.ErrAbortHandler), post(good), 500, "", callback.KindPanic},
		{"a goroutine that ends", func(context.Context, *assign.Request) (assign.Instruction, error) { runtime.Goexit(); return nil, nil }, post(good), 500, "", callback.KindPanic},
		{"not signed", says(nil, nil), unsigned, 403, "", callback.KindRequest},
		{"signed by somebody else", says(nil, nil), forged, 403, "", callback.KindRequest},
		{"GET", says(nil, nil), sign(httptest.NewRequest(http.MethodGet, asked+"?"+good, nil)), 405, "", callback.KindRequest},
		{"HEAD", says(nil, nil), httptest.NewRequest(http.MethodHead, asked, nil), 405, "", callback.KindRequest},
		{"no form", says(nil, nil), sign(other), 415, "", callback.KindRequest},
		{"a parameter is missing", says(nil, nil), post("TaskSid=x"), 400, "", callback.KindRequest},
		{"no parameters", says(nil, nil), post(""), 400, "", callback.KindRequest},
		{"a malformed form", says(nil, nil), malformed(), 400, "", callback.KindRequest},
		{"an oversized form", says(nil, nil), post(good + "&x=" + strings.Repeat("x", webhook.MaxBytes-len(good)-3)), 200, "{}", ""},
		{"an oversized form", says(nil, nil), oversized(), 413, "", callback.KindRequest},
		{"cut off", says(nil, nil), cut, 400, "", callback.KindRequest},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, told := newHandler(t, tt.f)
			w := do(h, tt.r)
			assert.Equal(t, tt.status, w.Code)
			assert.NotContains(t, w.Body.String(), "secret")
			if tt.kind == "" {
				assert.Equal(t, "application/json", w.Header().Get("Content-Type"))
				assert.Equal(t, tt.body, w.Body.String())
				assert.Empty(t, told.take())
				return
			}
			assert.True(t, strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain"))
			list := told.take()
			require.Len(t, list, 1)
			assert.Equal(t, tt.kind, list[0].Kind)
			assert.Equal(t, tt.kind == callback.KindPanic, len(list[0].Stack) > 0)
			assert.Equal(t, tt.status == 405, w.Header().Get("Allow") == "POST")
		})
	}
}

func malformed() *http.Request {
	r := httptest.NewRequest(http.MethodPost, asked, strings.NewReader("a=%zz"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set(webhook.SignatureHeader, "AAAA")
	return r
}

func oversized() *http.Request {
	r := malformed()
	r.Body = io.NopCloser(strings.NewReader(strings.Repeat("x", webhook.MaxBytes+1)))
	return r
}

func TestHandlerUnwraps(t *testing.T) {
	h, told := newHandler(t, func(context.Context, *assign.Request) (assign.Instruction, error) { panic(errBoom) })
	do(h, post(question().Encode()))
	list := told.take()
	require.Len(t, list, 1)
	require.ErrorIs(t, list[0], errBoom)
	assert.Contains(t, string(list[0].Stack), "TestHandlerUnwraps")
	assert.Contains(t, list[0].Error(), "callback: answer: the function panicked: boom")
}

// TestSlowFunction shows that the answer comes in time, whatever the function
// does with its context, and that what it says later is reported.
func TestSlowFunction(t *testing.T) {
	tests := []struct {
		name  string
		f     callback.Func
		kinds []callback.Kind // reported in the end
	}{
		{"listens to its context", func(ctx context.Context, _ *assign.Request) (assign.Instruction, error) {
			<-ctx.Done()
			time.Sleep(time.Millisecond)
			return nil, ctx.Err()
		}, []callback.Kind{callback.KindTimeout, callback.KindFunction}},
		{"does not", func(context.Context, *assign.Request) (assign.Instruction, error) {
			time.Sleep(time.Hour)
			return &assign.Accept{}, nil
		}, []callback.Kind{callback.KindTimeout}},
		{"panics later", func(context.Context, *assign.Request) (assign.Instruction, error) {
			time.Sleep(time.Hour)
			panic("late")
		}, []callback.Kind{callback.KindTimeout, callback.KindPanic}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, told := newHandler(t, tt.f)
				client := newClient(t, resttest.Serving(h))
				began := time.Now()
				got, err := client.Ask(t.Context(), asked, "", question())
				require.NoError(t, err)
				assert.Equal(t, callback.DefaultAnswerTimeout, time.Since(began), "before the other side gives up")
				assert.Equal(t, callback.Failed, got.Outcome)
				assert.Equal(t, []string{"11200"}, codes(got.Alerts), "a status, and not silence")
				require.NoError(t, h.Shutdown(t.Context()))
				var kinds []callback.Kind
				for _, e := range told.take() {
					kinds = append(kinds, e.Kind)
				}
				assert.Equal(t, tt.kinds, kinds)
			})
		})
	}
	t.Run("fast enough", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h, _ := newHandler(t, func(ctx context.Context, _ *assign.Request) (assign.Instruction, error) {
				deadline, ok := ctx.Deadline()
				assert.True(t, ok)
				time.Sleep(time.Until(deadline) - 1)
				return &assign.Accept{}, ctx.Err()
			})
			assert.Equal(t, accept, do(h, post(question().Encode())).Body.String())
		})
	})
	t.Run("nobody waits any more", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			h, told := newHandler(t, func(ctx context.Context, _ *assign.Request) (assign.Instruction, error) {
				<-ctx.Done()
				return nil, nil
			})
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			w := do(h, post(question().Encode()).WithContext(ctx))
			require.NoError(t, h.Shutdown(t.Context()))
			for _, e := range told.take() {
				assert.Equal(t, callback.KindCanceled, e.Kind)
				assert.Equal(t, http.StatusServiceUnavailable, w.Code)
			}
		})
	})
}

func TestHandlerBounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, told := newHandler(t, func(ctx context.Context, _ *assign.Request) (assign.Instruction, error) {
			<-ctx.Done()
			time.Sleep(10 * time.Second)
			return nil, nil
		}, func(c *callback.HandlerConfig) { c.Running = 2; c.Timeout = time.Second })
		for range 2 {
			assert.Equal(t, 503, do(h, post(question().Encode())).Code)
		}
		told.take()
		assert.Equal(t, 503, do(h, post(question().Encode())).Code)
		assert.Equal(t, callback.KindFull, told.take()[0].Kind)

		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, h.Shutdown(ctx), context.DeadlineExceeded)
		assert.Equal(t, 503, do(h, post(question().Encode())).Code)
		assert.Equal(t, callback.KindClosed, told.take()[0].Kind)
		require.NoError(t, h.Shutdown(t.Context()))
	})
	synctest.Test(t, func(t *testing.T) {
		h, told := newHandler(t, func(ctx context.Context, _ *assign.Request) (assign.Instruction, error) {
			<-ctx.Done()
			time.Sleep(time.Millisecond)
			return nil, ctx.Err()
		})
		go do(h, post(question().Encode()))
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		require.ErrorIs(t, h.Shutdown(ctx), &callback.Error{Kind: callback.KindCanceled})
		synctest.Wait()
		list := told.take()
		require.NotEmpty(t, list, "the function's context was canceled")
		assert.Equal(t, callback.KindCanceled, list[0].Kind)
		require.NoError(t, h.Shutdown(t.Context()))
	})
}

func TestHandlerConfig(t *testing.T) {
	f := func(context.Context, *assign.Request) (assign.Instruction, error) { return nil, nil }
	g := func(context.Context, *callback.Event) error { return nil }
	for name, cfg := range map[string]callback.HandlerConfig{
		"Verifier": {}, "Timeout": {Verifier: verifier(), Timeout: -1}, "Running": {Verifier: verifier(), Running: -1},
	} {
		h, err := callback.NewHandler(cfg, f)
		require.ErrorIs(t, err, &callback.Error{Kind: callback.KindConfig})
		assert.Contains(t, err.Error(), name)
		assert.Nil(t, h)
		_, err = callback.NewEventHandler(cfg, g)
		require.ErrorIs(t, err, &callback.Error{Kind: callback.KindConfig})
	}
	_, err := callback.NewHandler(callback.HandlerConfig{Verifier: verifier()}, nil)
	require.ErrorIs(t, err, &callback.Error{Kind: callback.KindConfig})
	_, err = callback.NewEventHandler(callback.HandlerConfig{Verifier: verifier()}, nil)
	require.ErrorIs(t, err, &callback.Error{Kind: callback.KindConfig})
	h, err := callback.NewHandler(callback.HandlerConfig{Verifier: verifier()}, f)
	require.NoError(t, err)
	assert.Equal(t, 405, do(h, httptest.NewRequest("PUT", asked, nil)).Code, "nobody is told")
}
