package callback

import (
	"context"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/twiml/webhook"
)

const (
	// DefaultAnswerTimeout is the time a function has to answer an assignment
	// callback: of the five seconds that the other side waits, half a one is
	// left for the way.
	DefaultAnswerTimeout = 4500 * time.Millisecond
	// DefaultEventTimeout is the time a function has to deal with an event, of
	// the fifteen seconds that the other side waits (lifecycle.md §5.1).
	DefaultEventTimeout = 14 * time.Second

	defaultRunning = 1000

	formType = "application/x-www-form-urlencoded"
)

// Func decides what to do with a reservation. A nil instruction acknowledges
// the request: the application goes on through the API. An error makes the
// other side ask the fallback URL, and cancel the reservation if that fails too.
//
// ctx has a deadline; what is returned after it is not sent any more. A Func is
// called concurrently. It may be asked again about the same reservation.
type Func func(ctx context.Context, req *assign.Request) (assign.Instruction, error)

// EventFunc deals with one event. An error is answered as such; the other side
// does not send the event again (lifecycle.md §5.1).
//
// ctx has a deadline. An EventFunc is called concurrently; an event that is
// sent by a [Sender] is sent after the ones before it were answered.
type EventFunc func(ctx context.Context, ev *Event) error

// HandlerConfig configures a [Handler]. Only Verifier must be set.
type HandlerConfig struct {
	// Verifier checks signatures, and bounds the size of requests.
	Verifier *webhook.Verifier

	// Timeout is how long a function may take, until its context is canceled
	// and the answer is sent without it; 0 for [DefaultAnswerTimeout], or
	// [DefaultEventTimeout].
	Timeout time.Duration

	// Running is how many functions may run at once, those that go on after
	// their time included; 0 for 1000. What comes on top is answered with 503.
	Running int

	// OnError is told of everything that was not answered with success: an
	// [*Error] of the kinds [KindRequest], [KindFunction], [KindPanic],
	// [KindTimeout], [KindCanceled] when the other side went away, [KindFull]
	// and [KindClosed]. A function that fails or panics after its time is told
	// too. nil for nobody. It must be safe for concurrent use, and not panic.
	OnError func(error)
}

// Handler answers callbacks by a function. It is safe for concurrent use.
//
// It takes a POST with a signed form, and nothing else. Its answer tells the
// other side no more of an error than that there was one. How long a client may
// take to send its request is for the http.Server to bound.
type Handler struct {
	cfg    HandlerConfig
	decide func(context.Context, url.Values) (reply, *Error)

	mu      sync.Mutex
	running int
	closed  bool
	all     sync.WaitGroup // of running functions
	ctx     context.Context
	cancel  context.CancelFunc
}

// reply is what the function made of a request.
type reply struct {
	status int
	json   []byte // nil for no body
}

// NewHandler returns a handler of assignment callbacks (lifecycle.md §3). The
// error is an [*Error] of [KindConfig].
func NewHandler(cfg HandlerConfig, f Func) (*Handler, error) {
	if f == nil {
		return nil, failure("configure", KindConfig, "the function is nil")
	}
	return newHandler(cfg, DefaultAnswerTimeout, func(ctx context.Context, form url.Values) (reply, *Error) {
		req, err := assign.ParseRequest(form)
		if err != nil {
			return reply{}, &Error{Op: "answer", Kind: KindRequest, Err: err}
		}
		instruction, err := f(ctx, req)
		if err != nil {
			return reply{}, &Error{Op: "answer", Kind: KindFunction, Err: err}
		}
		body, err := assign.Marshal(instruction)
		if err != nil {
			return reply{}, &Error{Op: "answer", Kind: KindFunction, Message: "the instruction cannot be sent", Err: err}
		}
		return reply{http.StatusOK, body}, nil
	})
}

// NewEventHandler returns a handler of event callbacks (lifecycle.md §5.1). The
// error is an [*Error] of [KindConfig].
func NewEventHandler(cfg HandlerConfig, f EventFunc) (*Handler, error) {
	if f == nil {
		return nil, failure("configure", KindConfig, "the function is nil")
	}
	return newHandler(cfg, DefaultEventTimeout, func(ctx context.Context, form url.Values) (reply, *Error) {
		ev, err := ParseEvent(form)
		if err != nil {
			return reply{}, &Error{Op: "answer", Kind: KindRequest, Err: err}
		}
		if err := f(ctx, ev); err != nil {
			return reply{}, &Error{Op: "answer", Kind: KindFunction, Err: err}
		}
		return reply{status: http.StatusNoContent}, nil
	})
}

func newHandler(cfg HandlerConfig, timeout time.Duration, decide func(context.Context, url.Values) (reply, *Error)) (*Handler, error) {
	switch {
	case cfg.Verifier == nil:
		return nil, failure("configure", KindConfig, "Verifier is nil: want one with the account's auth token")
	case cfg.Timeout < 0 || cfg.Running < 0:
		return nil, failure("configure", KindConfig, "Timeout %v and Running %d: want at least 0", cfg.Timeout, cfg.Running)
	}
	if cfg.Timeout == 0 {
		cfg.Timeout = timeout
	}
	if cfg.Running == 0 {
		cfg.Running = defaultRunning
	}
	if cfg.OnError == nil {
		cfg.OnError = func(error) {}
	}
	h := &Handler{cfg: cfg, decide: decide}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	return h, nil
}

// ServeHTTP answers one callback.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	reply, err := h.answer(r)
	if err != nil {
		h.cfg.OnError(err)
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
		}
		status := err.status()
		http.Error(w, fmt.Sprintf("callback: %s: %s", err.Kind, http.StatusText(status)), status)
		return
	}
	if reply.json != nil {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(reply.status)
	_, _ = w.Write(reply.json) // the other side went away: nobody to tell
}

func (h *Handler) answer(r *http.Request) (reply, *Error) {
	if r.Method != http.MethodPost {
		return reply{}, refused(&webhook.Error{Op: "read", Kind: webhook.KindMethod, Message: fmt.Sprintf("method %q: want POST", excerpt.Of(r.Method))})
	}
	if err := h.cfg.Verifier.VerifyRequest(r); err != nil {
		return reply{}, refused(err)
	}
	if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || media != formType {
		return reply{}, refused(&webhook.Error{Op: "read", Kind: webhook.KindMediaType, Message: fmt.Sprintf("content type %q: want %s", excerpt.Of(r.Header.Get("Content-Type")), formType)})
	}
	// The form was found well-formed above; what may be wrong with the query is
	// the application's own, and no parameter is taken from there.
	_ = r.ParseForm()
	return h.run(r.Context(), r.PostForm)
}

func refused(err error) *Error { return &Error{Op: "answer", Kind: KindRequest, Err: err} }

// Shutdown refuses new callbacks with 503 and waits for the functions that run,
// those that go on after their time included. When ctx ends first, it cancels
// their contexts and returns an [*Error] of [KindCanceled]; they are not waited
// for, since a function that does not look at its context cannot be ended.
func (h *Handler) Shutdown(ctx context.Context) error {
	h.mu.Lock()
	h.closed = true
	h.mu.Unlock()
	done := make(chan struct{})
	go func() { h.all.Wait(); close(done) }()
	defer h.cancel()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return &Error{Op: "answer", Kind: KindCanceled, Message: "functions were still running", Err: ctx.Err()}
	}
}
