package webhook

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

// Kind says what sort of failure an [Error] is. The text of a kind is stable.
type Kind string

// The kinds of failure, with the HTTP status of each.
const (
	// KindParameters: parameters are missing or do not fit; Problems tells
	// which. 400.
	KindParameters Kind = "parameters"
	// KindMalformed: the form is none, or has too many parameters. 400.
	KindMalformed Kind = "malformed"
	// KindSignature: there is no signature, or not the right one. 403.
	KindSignature Kind = "signature"
	// KindMethod: neither GET nor POST. 405.
	KindMethod Kind = "method"
	// KindTooLarge: the body is longer than allowed. 413.
	KindTooLarge Kind = "too large"
	// KindMediaType: a POST that is no form. 415.
	KindMediaType Kind = "media type"
	// KindConfig: the caller of this package has set something wrong. 500.
	KindConfig Kind = "config"
	// KindBody: the body could not be read; Err tells why. 400.
	KindBody Kind = "body"
)

var statuses = map[Kind]int{
	KindParameters: http.StatusBadRequest,
	KindMalformed:  http.StatusBadRequest,
	KindBody:       http.StatusBadRequest,
	KindSignature:  http.StatusForbidden,
	KindMethod:     http.StatusMethodNotAllowed,
	KindTooLarge:   http.StatusRequestEntityTooLarge,
	KindMediaType:  http.StatusUnsupportedMediaType,
	KindConfig:     http.StatusInternalServerError,
}

// Error is the error of this package. Find it with
// errors.AsType[*webhook.Error](err); compare kinds with errors.Is against an
// Error that holds only a Kind.
type Error struct {
	// Op is what was attempted: "parse", "read", "encode", "sign", "verify" or
	// "configure".
	Op string
	// Kind is the sort of failure.
	Kind Kind
	// Request is the name of the request's type, such as "Wait"; empty where
	// none is concerned.
	Request string
	// Message says what is wrong, and what would be right; it is empty where
	// Problems say so.
	Message string
	// Problems are all parameters that are wrong, in the order of the struct's
	// fields; Extra comes last.
	Problems []Problem
	// Err is what lies under it, if anything: why a body could not be read.
	Err error
}

// Problem is one parameter that is missing or does not fit.
type Problem struct {
	// Name is the parameter's name on the wire, e.g. "QueuePosition".
	Name string
	// Value is the text that does not fit; empty if Missing.
	Value string
	// Missing is true if the parameter is not there at all.
	Missing bool
	// Want says what would be right, e.g. "an integer of at least 1".
	Want string
}

// String returns `QueuePosition "x": want an integer of at least 1`.
func (p Problem) String() string {
	if p.Missing {
		return p.Name + " is missing: want " + p.Want
	}
	return fmt.Sprintf("%s %q: want %s", p.Name, excerpt.Of(p.Value), p.Want)
}

// Error returns "webhook: parse Wait: " and all problems, joined by "; ".
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("webhook: " + e.Op)
	if e.Request != "" {
		b.WriteString(" " + e.Request)
	}
	b.WriteString(": " + e.Message)
	for i, p := range e.Problems {
		if i > 0 {
			b.WriteString("; ")
		}
		b.WriteString(p.String())
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Is reports whether target is an *Error of the same kind.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// Status returns the HTTP status that fits the kind: what a handler answers
// when this is why it cannot go on.
func (e *Error) Status() int {
	if status, ok := statuses[e.Kind]; ok {
		return status
	}
	return http.StatusInternalServerError
}

func failure(op string, kind Kind, format string, args ...any) *Error {
	return &Error{Op: op, Kind: kind, Message: fmt.Sprintf(format, args...)}
}
