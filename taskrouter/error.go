package taskrouter

import (
	"fmt"
	"strings"
)

// ErrorKind says what sort of refusal an [Error] is. The HTTP status of the
// vendor's API follows from it; the mapping belongs to the REST layer.
type ErrorKind uint8

// The kinds of refusal. Each has a sentinel, such as [ErrNotFound], that
// errors.Is finds.
const (
	// KindInvalid: a parameter is missing, malformed or out of range.
	KindInvalid ErrorKind = iota + 1
	// KindNotFound: the resource that the command is about does not exist.
	KindNotFound
	// KindState: the resource is in a state that does not allow the command.
	KindState
	// KindConflict: a create repeats a SID that lives, with other content.
	KindConflict
	// KindGone: the reservation was rescinded and cannot be accepted.
	KindGone
	// KindPrecondition: the version is not the one that the command asks for.
	KindPrecondition
	// KindLimit: one of [Limits] would be exceeded.
	KindLimit
	// KindTime: the instant lies before the last one, or outside the range
	// that the engine keeps.
	KindTime
)

var kindNames = [...]string{
	KindInvalid: "invalid", KindNotFound: "not found", KindState: "state", KindConflict: "conflict",
	KindGone: "gone", KindPrecondition: "precondition failed", KindLimit: "limit",
	KindTime: "time",
}

// String returns the kind in words.
func (k ErrorKind) String() string {
	if int(k) < len(kindNames) && kindNames[k] != "" {
		return kindNames[k]
	}
	return fmt.Sprintf("ErrorKind(%d)", uint8(k))
}

// Sentinels for errors.Is: an [Error] matches the one of its kind.
var (
	ErrInvalid      error = &Error{Kind: KindInvalid}
	ErrNotFound     error = &Error{Kind: KindNotFound}
	ErrState        error = &Error{Kind: KindState}
	ErrConflict     error = &Error{Kind: KindConflict}
	ErrGone         error = &Error{Kind: KindGone}
	ErrPrecondition error = &Error{Kind: KindPrecondition}
	ErrLimit        error = &Error{Kind: KindLimit}
	ErrTime         error = &Error{Kind: KindTime}
)

// Codes of the vendor's API that this package uses (rest.md §5).
const (
	CodeInvalid      = 20001 // the universal refusal
	CodeNotFound     = 20404
	CodeConflict     = 20409
	CodePrecondition = 20412

	CodeTooManyAvailable = 14240 // workers in an available activity
)

// Error is the refusal of a command. Nothing of the command was applied.
type Error struct {
	Kind    ErrorKind
	Code    int    // the vendor's code (rest.md §5.1)
	Command string // what was attempted, such as "CreateTask"
	Field   string // the command's field that is at fault, or ""
	SID     string // the resource that the refusal is about, or ""
	State   string // its state when the command came, or ""
	Message string // the text for the wire; the vendor's wording where one is known
	Err     error  // the cause, such as an *expr.Error or a *workflow.Error
}

// Error returns one line: the package, the command, and what is wrong.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("taskrouter: ")
	if e.Command != "" {
		b.WriteString(e.Command)
		if e.Field != "" {
			b.WriteString("." + e.Field)
		}
		b.WriteString(": ")
	}
	switch {
	case e.Message != "":
		b.WriteString(e.Message)
	default:
		b.WriteString(e.Kind.String())
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Is reports whether target is the sentinel of e's kind.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Message == "" && t.Command == "" && t.Kind == e.Kind
}

func invalid(field, format string, args ...any) *Error {
	return &Error{Kind: KindInvalid, Code: CodeInvalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

func missing(field string) *Error {
	return invalid(field, "Missing required parameter %s in the post body", field)
}

func overLimit(what string, limit int) *Error {
	return &Error{
		Kind: KindLimit, Code: CodeInvalid,
		Message: fmt.Sprintf("a workspace holds at most %d %s; Config.Limits raises it", limit, what),
	}
}

func stateError(sid, state, format string, args ...any) *Error {
	return &Error{Kind: KindState, Code: CodeInvalid, SID: sid, State: state, Message: fmt.Sprintf(format, args...)}
}
