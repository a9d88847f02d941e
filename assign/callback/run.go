package callback

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"runtime/debug"
	"sync"
)

// errGoexit is the cause of a panic that was none.
var errGoexit = errors.New("the function ended its goroutine, as t.FailNow does")

// errLate is the cause of a context whose time for an answer is over.
var errLate = errors.New("no answer in time")

// result is what came of a call of the function.
type result struct {
	reply reply
	err   *Error
}

// run calls the function on a goroutine of its own, so that the answer can be
// sent in time, and returns what it said, or why it said nothing.
func (h *Handler) run(parent context.Context, form url.Values) (reply, *Error) {
	if err := h.enter(); err != nil {
		return reply{}, err
	}
	ctx, cancel := context.WithTimeoutCause(parent, h.cfg.Timeout, errLate)
	defer cancel() // not before the result is settled
	defer context.AfterFunc(h.ctx, cancel)()
	o := outcome{told: make(chan result, 1)}
	go func() {
		defer h.leave()
		h.call(ctx, form, func(r result) {
			if late := o.offer(r); late && r.err != nil {
				h.cfg.OnError(r.err)
			}
		})
	}()
	select {
	case r := <-o.told:
		return h.settle(ctx, r)
	case <-ctx.Done():
	}
	if r, decided := o.giveUp(); decided { // in the same moment: it counts
		return h.settle(ctx, r)
	}
	return reply{}, h.over(ctx)
}

// settle takes a result as it is, but for the error of a function that only says
// that its time was over.
func (h *Handler) settle(ctx context.Context, r result) (reply, *Error) {
	if r.err != nil && r.err.Kind == KindFunction && ctx.Err() != nil {
		e := h.over(ctx)
		e.Err = r.err.Err
		return reply{}, e
	}
	return r.reply, r.err
}

// over tells why a function's context has ended.
func (h *Handler) over(ctx context.Context) *Error {
	if errors.Is(context.Cause(ctx), errLate) {
		return failure("answer", KindTimeout, "the function did not answer within %v", h.cfg.Timeout)
	}
	return &Error{Op: "answer", Kind: KindCanceled, Message: "nobody waits for the answer any more", Err: ctx.Err()}
}

// outcome is handed from the function to the request, unless that has gone.
type outcome struct {
	mu   sync.Mutex
	gone bool
	told chan result
}

// offer hands over a result, or reports that it is late.
func (o *outcome) offer(r result) (late bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.gone {
		o.told <- r
	}
	return o.gone
}

// giveUp takes a result that is there, and else none that comes.
func (o *outcome) giveUp() (result, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	select {
	case r := <-o.told:
		return r, true
	default:
		o.gone = true
		return result{}, false
	}
}

// call calls the function, and tells what came of it even when it panics or
// ends its goroutine.
func (h *Handler) call(ctx context.Context, form url.Values, tell func(result)) {
	returned := false
	defer func() {
		if !returned {
			tell(result{err: panicked(recover(), debug.Stack())})
		}
	}()
	reply, err := h.decide(ctx, form)
	returned = true
	tell(result{reply, err})
}

func panicked(value any, stack []byte) *Error {
	e := &Error{Op: "answer", Kind: KindPanic, Message: "the function panicked", Stack: stack}
	switch value := value.(type) {
	case nil:
		e.Message, e.Err = "", errGoexit
	case error:
		e.Err = value
	default:
		e.Message += fmt.Sprintf(": %v", value)
	}
	return e
}

func (h *Handler) enter() *Error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed:
		return failure("answer", KindClosed, "the handler is closed")
	case h.running >= h.cfg.Running:
		return failure("answer", KindFull, "%d functions are running: raise Running, or make them faster", h.cfg.Running)
	}
	h.running++
	h.all.Add(1)
	return nil
}

func (h *Handler) leave() {
	h.mu.Lock()
	h.running--
	h.mu.Unlock()
	h.all.Done()
}
