package exchange_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/exchange"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/twiml"
)

func Example() {
	client := exchange.New(exchange.Config{
		HTTP: &http.Client{Transport: resttest.Network(func(*http.Request) (*http.Response, error) {
			return answer(200, "", "<Response/>"), nil
		})},
		Token: token, Timeout: 15 * time.Second, MaxBody: twiml.MaxBytes,
	})
	got, failed := client.Do(context.Background(), exchange.Request{Method: "POST", URL: start, Form: "CallStatus=ringing"})
	fmt.Println(got.Status, string(got.Body), failed == nil)
	_, failed = client.Do(context.Background(), exchange.Request{Method: "POST", URL: "/start"})
	fmt.Println(failed.Code, failed)
	// Output:
	// 200 <Response/> true
	// 11100 want an absolute http or https URL
}

// TestRequests is what arrives of a request without redirects.
func TestRequests(t *testing.T) {
	tests := []struct {
		name string
		exchange.Request
		want string
	}{
		{"the form of a POST is its body", exchange.Request{Method: "POST", URL: start, Form: "a=1&b=2"}, "POST " + start + " a=1&b=2"},
		{"the form of a GET is its query", exchange.Request{Method: "GET", URL: start, Form: "a=1"}, "GET " + start + "?a=1"},
		{"behind what is there", exchange.Request{Method: "GET", URL: start + "?x=%20", Form: "a=1"}, "GET " + start + "?x=%20&a=1"},
		{"no form, no body", exchange.Request{Method: "POST", URL: start}, "POST " + start},
		{"no form, no query", exchange.Request{Method: "GET", URL: start}, "GET " + start},
		{"the fragment is not sent", exchange.Request{Method: "GET", URL: start + "#rc=3&%2F", Form: "a=1"}, "GET " + start + "?a=1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			calls := 0
			client := newClient(func(r *http.Request) (*http.Response, error) {
				calls++
				assert.Equal(t, tt.want, line(t, r))
				form := ""
				if r.Method == "POST" {
					form = tt.Form
				}
				assert.True(t, signed(t, r, form))
				assert.Equal(t, "text/*", r.Header.Get("Accept"))
				return answer(200, "", "hello"), nil
			}, func(c *exchange.Config) { c.Accept = "text/*" })
			got, failed := client.Do(t.Context(), tt.Request)
			require.Nil(t, failed)
			assert.Equal(t, 1, calls)
			assert.Equal(t, 200, got.Status)
			assert.Equal(t, "text/plain", got.ContentType)
			assert.Equal(t, "hello", string(got.Body))
			assert.Equal(t, tt.URL, got.URL.String())
			assert.Zero(t, got.Redirects)
		})
	}
	t.Run("without a token, and without a header", func(t *testing.T) {
		client := newClient(func(r *http.Request) (*http.Response, error) {
			assert.Equal(t, "POST "+start+" a=1", line(t, r))
			assert.Len(t, r.Header, 1, "Content-Type")
			return answer(204, "", ""), nil
		}, func(c *exchange.Config) { c.Token = "" })
		got, failed := client.Do(t.Context(), exchange.Request{Method: "POST", URL: start, Form: "a=1"})
		require.Nil(t, failed)
		assert.Equal(t, 204, got.Status)
	})
}

// TestUnsentRequests are those that nobody gets.
func TestUnsentRequests(t *testing.T) {
	client := newClient(func(*http.Request) (*http.Response, error) {
		t.Error("sent")
		return nil, io.EOF
	})
	for _, bad := range []string{"", "/path", "//app.example/", "ftp://app.example/", "http://", "http:opaque", "http://:80/", "http://u:secret@%zz/", "ftp://u:secret@app.example"} {
		_, failed := client.Do(t.Context(), exchange.Request{Method: "POST", URL: bad})
		require.NotNil(t, failed, bad)
		assert.Equal(t, twiml.CodeURLInvalid, failed.Code, bad)
		assert.NotContains(t, failed.URL+failed.Error(), "secret")
	}
	for name, r := range map[string]exchange.Request{
		"a method that is none":       {Method: "a b", URL: start},
		"more than anybody will read": {Method: "POST", URL: start, Form: "a=" + strings.Repeat("x", 2<<20)},
	} {
		_, failed := client.Do(t.Context(), r)
		require.NotNil(t, failed, name)
		assert.Equal(t, twiml.CodeConnectFailed, failed.Code, name)
		assert.Equal(t, start, failed.URL)
	}
}

// body counts what is read of it, and whether it was closed.
type body struct {
	io.Reader
	read   int
	closed bool
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	b.read += n
	return n, err
}

func (b *body) Close() error {
	b.closed = true
	return nil
}

// TestBodies bounds what is read of an answer.
func TestBodies(t *testing.T) {
	tests := []struct {
		name      string
		status    int
		mediaType string
		length    int
		want      int // bytes
	}{
		{"as long as may be", 200, "text/xml", 100, 100},
		{"a byte more says that it is too long", 200, "text/xml", 101, 101},
		{"no more than that", 200, "text/xml", 1 << 20, 101},
		{"the last status of success", 299, "", 3, 3},
		{"a status that is none", 199, "text/xml", 100, 0},
		{"no redirect", 300, "text/xml", 100, 0},
		{"not modified", 304, "text/xml", 100, 0},
		{"no redirect that is followed", 305, "text/xml", 100, 0},
		{"no redirect any more", 306, "text/xml", 100, 0},
		{"behind the redirects", 309, "text/xml", 100, 0},
		{"an error", 500, "text/xml", 100, 0},
		{"what is skipped", 200, "audio/wav", 100, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := &body{Reader: strings.NewReader(strings.Repeat("x", tt.length))}
			client := newClient(func(*http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: tt.status, Header: http.Header{"Content-Type": {tt.mediaType}, "Location": {"/"}}, Body: b}, nil
			}, func(c *exchange.Config) { c.Skip = func(mediaType string) bool { return mediaType == "audio/wav" } })
			got, failed := client.Do(t.Context(), exchange.Request{Method: "GET", URL: start})
			require.Nil(t, failed)
			assert.Equal(t, tt.status, got.Status)
			assert.Equal(t, tt.mediaType, got.ContentType)
			assert.Len(t, got.Body, tt.want)
			assert.Equal(t, tt.want, b.read)
			assert.True(t, b.closed)
		})
	}
	t.Run("a little of a redirect", func(t *testing.T) {
		b := &body{Reader: strings.NewReader(strings.Repeat("x", 1<<20))}
		client := newClient(func(r *http.Request) (*http.Response, error) {
			if r.URL.Path == "/" {
				return answer(204, "", ""), nil
			}
			return &http.Response{StatusCode: 302, Header: http.Header{"Location": {"/"}}, Body: b}, nil
		})
		_, failed := client.Do(t.Context(), exchange.Request{Method: "GET", URL: start})
		require.Nil(t, failed)
		assert.Equal(t, 2<<10, b.read)
		assert.True(t, b.closed)
	})
	t.Run("one that breaks off", func(t *testing.T) {
		b := &body{Reader: io.MultiReader(strings.NewReader("<Resp"), iotest.ErrReader(io.ErrUnexpectedEOF))}
		client := newClient(func(*http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: b}, nil
		})
		_, failed := client.Do(t.Context(), exchange.Request{Method: "GET", URL: start})
		require.NotNil(t, failed)
		assert.Equal(t, twiml.CodeConnectFailed, failed.Code)
		assert.Equal(t, "the answer broke off: unexpected EOF", failed.Error())
		require.ErrorIs(t, failed, io.ErrUnexpectedEOF)
		assert.True(t, b.closed)
	})
}

// TestTime is one for all requests of an exchange, and for the last byte.
func TestTime(t *testing.T) {
	const limit = 5 * time.Second
	after := func(wait time.Duration, res *http.Response) resttest.Network {
		return func(r *http.Request) (*http.Response, error) {
			select {
			case <-time.After(wait):
				return res, nil
			case <-r.Context().Done():
				return nil, r.Context().Err()
			}
		}
	}
	tests := []struct {
		name  string
		since time.Duration // ago; 0 for now
		resttest.Network
		late bool
		took time.Duration
	}{
		{"just in time", 0, after(limit-1, answer(200, "", "")), false, limit - 1},
		{"late", 0, after(limit+1, answer(200, "", "")), true, limit},
		{"each in time, all too late", 0, after(2*time.Second, answer(307, "/start", "")), true, limit},
		{"it ran before", 3 * time.Second, after(2*time.Second+1, answer(200, "", "")), true, 2 * time.Second},
		{"it ran before, and was enough", 3 * time.Second, after(2*time.Second-1, answer(200, "", "")), false, 2*time.Second - 1},
		{"it was over before", 6 * time.Second, after(time.Second, answer(200, "", "")), true, 0},
		{"whoever does not look at the context", 0, func(*http.Request) (*http.Response, error) {
			time.Sleep(limit + 1)
			return answer(200, "", ""), nil
		}, true, limit + 1},
		{"a body without an end", 0, func(r *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(silent{r.Context()})}, nil
		}, true, limit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := exchange.Request{Method: "GET", URL: "http://me:secret@app.example/start"}
				began := time.Now()
				if tt.since > 0 {
					r.Since = began.Add(-tt.since)
				}
				got, failed := newClient(tt.Network).Do(t.Context(), r)
				assert.Equal(t, tt.took, time.Since(began))
				if !tt.late {
					require.Nil(t, failed)
					assert.Equal(t, 200, got.Status)
					return
				}
				assert.Nil(t, got)
				require.NotNil(t, failed)
				assert.Equal(t, &exchange.Error{Code: twiml.CodeFetchTimeout, URL: start, Message: "no answer within 5s"}, failed)
			})
		})
	}
	t.Run("the caller's own end is no failure of the application", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			_, failed := newClient(after(time.Hour, nil)).Do(ctx, exchange.Request{Method: "GET", URL: start})
			require.NotNil(t, failed)
			require.ErrorIs(t, failed, context.DeadlineExceeded)
			assert.NotContains(t, failed.Error(), "within")
		})
	})
}

// silent says nothing until its context ends.
type silent struct{ ctx context.Context }

func (s silent) Read([]byte) (int, error) {
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

// TestAllow asks about each URL before a request goes there.
func TestAllow(t *testing.T) {
	inside := errors.New("inside")
	var seen []string
	allow := func(u *url.URL) error {
		seen = append(seen, u.String())
		if u.Hostname() == "inside.example" {
			return inside
		}
		u.Host = "changed.example" // is a copy
		return nil
	}
	sent := 0
	client := newClient(func(r *http.Request) (*http.Response, error) {
		sent++
		assert.Equal(t, "app.example", r.URL.Host)
		return answer(302, "http://u:secret@inside.example/x", ""), nil
	}, func(c *exchange.Config) { c.Allow = allow })
	_, failed := client.Do(t.Context(), exchange.Request{Method: "GET", URL: start})
	assert.Equal(t, &exchange.Error{Code: twiml.CodeRedirectTarget, URL: "http://inside.example/x", Message: "refused", Err: inside}, failed)
	_, failed = client.Do(t.Context(), exchange.Request{Method: "GET", URL: "http://inside.example/"})
	assert.Equal(t, &exchange.Error{Code: twiml.CodeConnectFailed, URL: "http://inside.example/", Message: "refused", Err: inside}, failed)
	assert.Equal(t, "refused: inside", failed.Error())
	assert.Equal(t, 1, sent)
	assert.Equal(t, []string{start, "http://u:secret@inside.example/x", "http://inside.example/"}, seen)
}

// TestClientIsCopied keeps the given client as it is.
func TestClientIsCopied(t *testing.T) {
	closed := false
	given := &http.Client{
		Transport:     closer{resttest.Network(func(*http.Request) (*http.Response, error) { return answer(204, "", ""), nil }), &closed},
		CheckRedirect: func(*http.Request, []*http.Request) error { return errors.New("no") },
	}
	client := exchange.New(exchange.Config{HTTP: given, Timeout: time.Second, MaxBody: 1})
	given.Transport = nil
	_, failed := client.Do(t.Context(), exchange.Request{Method: "GET", URL: start})
	require.Nil(t, failed)
	require.EqualError(t, given.CheckRedirect(nil, nil), "no")
	client.CloseIdleConnections()
	assert.True(t, closed)
}

type closer struct {
	http.RoundTripper
	closed *bool
}

func (c closer) CloseIdleConnections() { *c.closed = true }

// BenchmarkDo measures a signed exchange without a socket.
func BenchmarkDo(b *testing.B) {
	client := newClient(func(*http.Request) (*http.Response, error) { return answer(200, "", "<Response/>"), nil })
	r := exchange.Request{Method: "POST", URL: start, Form: "CallSid=CA00000000000000000000000000000001&From=%2B15550001&CallStatus=ringing"}
	b.ReportAllocs()
	for b.Loop() {
		if _, failed := client.Do(b.Context(), r); failed != nil {
			b.Fatal(failed)
		}
	}
}
