package rest

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/expr"
	"github.com/goacd/acd/taskrouter/runner"
)

// statuses maps the kinds of the engine's refusals to HTTP (rest.md §5.1). A kind
// that is not there is nobody's fault outside.
var statuses = map[taskrouter.ErrorKind]int{
	taskrouter.KindInvalid:      http.StatusBadRequest,
	taskrouter.KindNotFound:     http.StatusNotFound,
	taskrouter.KindState:        http.StatusBadRequest,
	taskrouter.KindConflict:     http.StatusConflict,
	taskrouter.KindGone:         http.StatusGone,
	taskrouter.KindPrecondition: http.StatusPreconditionFailed,
	taskrouter.KindLimit:        http.StatusBadRequest,
}

// translate turns what an endpoint returns into the vendor's refusal.
func translate(r *rest.Request, err error) *rest.Error {
	if refusal, ok := errors.AsType[*taskrouter.Error](err); ok {
		status, known := statuses[refusal.Kind]
		switch {
		case !known:
			return rest.Internal(err)
		case status == http.StatusNotFound:
			// The engine knows no paths of reservations, and what the request is
			// about is its own path.
			return r.NotFound()
		}
		text, detail := message(refusal)
		return &rest.Error{Status: status, Code: refusal.Code, Message: text, Detail: detail, Err: err}
	}
	if refusal, ok := errors.AsType[*assign.Error](err); ok {
		return &rest.Error{Status: http.StatusBadRequest, Code: int(refusal.Code()), Message: strings.TrimPrefix(refusal.Message(), "assign: "), Err: err}
	}
	_, unwritten := errors.AsType[*runner.JournalError](err)
	_, broken := errors.AsType[*runner.PanicError](err)
	if unwritten || broken || errors.Is(err, runner.ErrClosed) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return rest.Unavailable(err)
	}
	return rest.Internal(err)
}

// message is what a refusal says on the wire. A text that begins as a sentence is
// the vendor's and stays as it is, so that clients can match on it, with the cause
// apart; any other needs the parameter before it and the cause behind.
func message(e *taskrouter.Error) (text, detail string) {
	text, detail = e.Message, cause(e.Err)
	if inSeconds[e.Field] {
		text = duration.ReplaceAllStringFunc(text, seconds10)
	}
	first, _ := utf8.DecodeRuneInString(text)
	if e.Field == "" || unicode.IsUpper(first) {
		return text, detail
	}
	text = e.Field + ": " + text
	if detail != "" {
		text += ": " + detail
	}
	return text, ""
}

// inSeconds are the parameters that are a number of seconds on the wire and a
// duration in the engine, whose refusals name durations as Go writes them.
var inSeconds = map[string]bool{"Timeout": true, "TaskReservationTimeout": true}

var duration = regexp.MustCompile(`-?(\d+h)?(\d+m)?\d+s\b`)

// seconds10 turns "24h0m1s" into "86401".
func seconds10(text string) string {
	d, err := time.ParseDuration(text)
	if err != nil {
		return text
	}
	return strconv.FormatInt(int64(d/time.Second), 10)
}

// cause is what a parser says, without the name of its package.
func cause(err error) string {
	switch err := err.(type) {
	case nil:
		return ""
	case *expr.Error:
		return err.Message()
	default:
		return strings.TrimPrefix(err.Error(), "workflow: ")
	}
}
