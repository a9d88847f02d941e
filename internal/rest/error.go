package rest

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/goacd/acd/internal/excerpt"
)

// mostShown is how many characters of a request an error or a log repeats: a path
// of the API fits.
const mostShown = 200

// The vendor's general codes (rest.md §5.1).
const (
	CodeInvalid      = 20001 // the universal 400
	CodeAuthenticate = 20003
	CodeMethod       = 20004
	CodePageSize     = 20007
	CodeForbidden    = 20403
	CodeNotFound     = 20404
	CodeConflict     = 20409
	CodePrecondition = 20412
	CodeTooMany      = 20429
	CodeInternal     = 20500
	CodeUnavailable  = 20503
	CodePaging       = 40153 // absolute paging
)

// Error is a refusal as the vendor's API tells it.
type Error struct {
	Status  int // of HTTP
	Code    int // the vendor's
	Message string
	Detail  string // more than the vendor's message says; "" for nothing
	Err     error  // the cause, for the log; never on the wire
}

// Error returns one line.
func (e *Error) Error() string {
	text := fmt.Sprintf("rest: status %d, code %d: %s", e.Status, e.Code, e.Message)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Invalid is the universal refusal, 400 with code 20001.
func Invalid(format string, args ...any) *Error {
	return &Error{Status: http.StatusBadRequest, Code: CodeInvalid, Message: fmt.Sprintf(format, args...)}
}

// NotFound is the refusal of a path: its message names it without the version
// of the API.
func NotFound(path string) *Error {
	return &Error{
		Status: http.StatusNotFound, Code: CodeNotFound,
		Message: "The requested resource " + excerpt.To(path, mostShown) + " was not found",
	}
}

// Internal hides a cause that is not the caller's business.
func Internal(err error) *Error {
	return &Error{Status: http.StatusInternalServerError, Code: CodeInternal, Message: "Internal Server Error", Err: err}
}

// Unavailable says that the service cannot answer now.
func Unavailable(err error) *Error {
	return &Error{Status: http.StatusServiceUnavailable, Code: CodeUnavailable, Message: "Service unavailable", Err: err}
}

// body renders the error (rest.md §5).
func (e *Error) body() []byte {
	code := strconv.Itoa(e.Code)
	var o Object
	o.Int("code", e.Code)
	o.String("message", e.Message)
	o.String("more_info", "https://www.twilio.com/docs/errors/"+code)
	o.Int("status", e.Status)
	if e.Detail != "" {
		o.Object("details", func(o *Object) { o.String("cause", e.Detail) })
	}
	return o.Bytes()
}
