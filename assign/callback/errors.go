package callback

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/twiml"
	"github.com/goacd/acd/twiml/webhook"
)

// Kind says what sort of failure an [Error] is. The text of a kind is stable.
type Kind string

// The kinds of failure.
const (
	// KindConfig: the configuration, or an argument, is wrong.
	KindConfig Kind = "config"
	// KindDelivery: an application could not be asked, or gave no proper answer.
	KindDelivery Kind = "delivery"
	// KindAddress: an [AllowList] does not let a connection through.
	KindAddress Kind = "address"
	// KindFull: as many callbacks wait as may.
	KindFull Kind = "full"
	// KindClosed: the client or the handler was closed.
	KindClosed Kind = "closed"
	// KindCanceled: the context ended before there was an answer.
	KindCanceled Kind = "canceled"

	// KindRequest: a callback is not signed, no form, or its parameters are
	// wrong: Problems or Err tells. A handler answers with what Err says, else 400.
	KindRequest Kind = "request"
	// KindFunction: the function of a handler returned an error, or an
	// instruction that cannot be sent. Answered with 500.
	KindFunction Kind = "function"
	// KindPanic: the function of a handler panicked; Stack tells where. Answered
	// with 500.
	KindPanic Kind = "panic"
	// KindTimeout: the function of a handler took too long. Answered with 503.
	KindTimeout Kind = "timeout"
)

// Error is the error of this package. Find it with
// errors.AsType[*callback.Error](err); compare kinds with errors.Is against an
// Error that holds only a Kind.
type Error struct {
	// Op is what was attempted: "configure", "ask", "send", "follow", "dial",
	// "answer" or "parse".
	Op string
	// Kind is the sort of failure.
	Kind Kind
	// URL is where the request went, after redirects, without user and password;
	// empty where none was sent.
	URL string
	// Message says what is wrong, and what would be right; it is empty where
	// Problems or Err say so.
	Message string
	// Problems are all parameters of an event that are wrong.
	Problems []webhook.Problem
	// Stack is where a [KindPanic] happened.
	Stack []byte
	// Err is what lies under it, if anything.
	Err error

	code int
}

// Code returns the vendor's number for the failure, as it stands in alerts and
// in the parameter ErrorCode: 11200, the most general one of callbacks, where
// there is no better.
func (e *Error) Code() int { return cmp.Or(e.code, twiml.CodeFetchFailed) }

// Error returns `callback: ask: "https://…": status 500: want 200 …`.
func (e *Error) Error() string {
	said := []string{"callback", e.Op}
	if e.URL != "" {
		said = append(said, fmt.Sprintf("%q", excerpt.To(e.URL, 200)))
	}
	if e.Message != "" {
		said = append(said, e.Message)
	}
	if len(e.Problems) > 0 {
		problems := make([]string, len(e.Problems))
		for i, p := range e.Problems {
			problems[i] = p.String()
		}
		said = append(said, strings.Join(problems, "; "))
	}
	if e.Err != nil {
		said = append(said, e.Err.Error())
	}
	return strings.Join(said, ": ")
}

// Is reports whether target is an *Error of the same kind.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// status is how a handler answers when this is why it has no better answer.
func (e *Error) status() int {
	switch e.Kind {
	case KindRequest:
		if refused, ok := errors.AsType[*webhook.Error](e.Err); ok {
			return refused.Status()
		}
		return http.StatusBadRequest
	case KindTimeout, KindFull, KindClosed, KindCanceled:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

func failure(op string, kind Kind, format string, args ...any) *Error {
	return &Error{Op: op, Kind: kind, Message: fmt.Sprintf(format, args...)}
}
