package voice

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// Reason says why an input was refused.
type Reason uint8

// The reasons. Each has a sentinel, such as [ErrUnknownCall], for errors.Is.
const (
	ReasonTime        Reason = iota + 1 // the instant lies before the last one
	ReasonInput                         // the input is nil, or a field is missing or malformed
	ReasonUnknownCall                   // no such call, or it is over
	ReasonBusy                          // a call of that SID lives
	ReasonState                         // the call is in a state that does not allow it
	ReasonRouter                        // the router refused the command; see Err
	ReasonReservation                   // no such reservation
	ReasonInstruction                   // the instruction cannot be carried out; see Err and Code
	ReasonQueue                         // the queues refused; see Err
	ReasonConference                    // no such conference, or it is over
)

// Sentinels for errors.Is: an [Error] matches the one of its reason.
var (
	ErrTime        error = &Error{Reason: ReasonTime}
	ErrInput       error = &Error{Reason: ReasonInput}
	ErrUnknownCall error = &Error{Reason: ReasonUnknownCall}
	ErrBusy        error = &Error{Reason: ReasonBusy}
	ErrState       error = &Error{Reason: ReasonState}
	ErrRouter      error = &Error{Reason: ReasonRouter}
	ErrReservation error = &Error{Reason: ReasonReservation}
	ErrInstruction error = &Error{Reason: ReasonInstruction}
	ErrQueue       error = &Error{Reason: ReasonQueue}
	ErrConference  error = &Error{Reason: ReasonConference}
)

// Error is the refusal of an input. Nothing of the input was carried out.
type Error struct {
	Reason  Reason
	Input   string // what was attempted, such as "RedirectCall"
	Call    CallSID
	Code    int // the vendor's code, 0 when there is none
	Message string
	Err     error // the cause: of the router, the queues or the instruction
}

// Error returns one line: the package, the input, and what is wrong.
func (e *Error) Error() string {
	text := "voice: " + e.Input + ": " + e.Message
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the sentinel of e's reason.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Input == "" && t.Message == "" && t.Reason == e.Reason
}

// As lets errors.As find the refusal of an instruction as a [*taskrouter.Error],
// with its code and message, where no other cause is told: it is the calls that
// stand against it. Package taskrouter/rest answers those, and the causes, as the
// vendor does, so that what gives an [Instructed] to a machine or a driver can
// return the error as it is.
func (e *Error) As(target any) bool {
	at, ok := target.(**taskrouter.Error)
	if !ok || e.Input != "Instructed" || e.Err != nil || e.Reason == ReasonTime {
		return false
	}
	kind := taskrouter.KindInvalid
	if e.Reason == ReasonReservation {
		kind = taskrouter.KindNotFound
	}
	*at = &taskrouter.Error{Kind: kind, Code: cmp.Or(e.Code, taskrouter.CodeInvalid), Message: e.Message}
	return true
}

func refusal(reason Reason, format string, args ...any) *Error {
	return &Error{Reason: reason, Message: fmt.Sprintf(format, args...)}
}

func (e *Error) of(c CallSID) *Error {
	e.Call = c
	return e
}

// byQueues reports that the directory refused.
func byQueues(cause error) *Error {
	refused := refusal(ReasonQueue, "the queues refused")
	refused.Err = cause
	if e, ok := errors.AsType[*queue.Error](cause); ok {
		refused.Code = e.Code
	}
	return refused
}

// byRouter reports that the router refused.
func byRouter(cause error) *Error {
	refused := refusal(ReasonRouter, "the router refused")
	refused.Err = cause
	if e, ok := errors.AsType[*taskrouter.Error](cause); ok {
		refused.Code = e.Code
	}
	return refused
}
