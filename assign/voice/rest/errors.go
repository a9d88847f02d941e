package rest

import (
	"context"
	"errors"
	"net/http"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/taskrouter/runner"
)

// codeNotInProgress is the vendor's for a call that cannot be sent elsewhere
// (rest.md §5.4).
const codeNotInProgress = 21220

func notInProgress() *rest.Error {
	return &rest.Error{
		Status: http.StatusBadRequest, Code: codeNotInProgress, Message: "Call is not in-progress. Cannot redirect.",
	}
}

// translate turns what driver and machine return into the vendor's refusal.
func translate(_ *rest.Request, err error) *rest.Error {
	if refusal, ok := errors.AsType[*voice.Error](err); ok {
		switch {
		case refusal.Code == codeNotInProgress:
			return notInProgress()
		case refusal.Reason == voice.ReasonInput:
			return rest.Invalid("%s", refusal.Message)
		}
		return rest.Internal(err)
	}
	_, unwritten := errors.AsType[*runner.JournalError](err)
	_, broken := errors.AsType[*runner.PanicError](err)
	if unwritten || broken || errors.Is(err, driver.ErrClosed) || errors.Is(err, runner.ErrClosed) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return rest.Unavailable(err)
	}
	return rest.Internal(err)
}
