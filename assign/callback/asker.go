package callback

import (
	"context"
	"errors"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter"
)

// Asker asks for a driver of package assign/voice: it is what that wants of a
// [Client]. It is safe for concurrent use.
type Asker struct {
	Client *Client

	// OnAlert is told what the results of Ask do not say: that a URL failed
	// before its fallback answered, or failed too. nil for nobody. It must be safe
	// for concurrent use.
	OnAlert func(taskrouter.ReservationSID, Alert)
}

// Ask does what [Client.Ask] does. The error is an [*assign.Error] when the
// answer is no instruction, and the reservation stays pending, else an [*Error]:
// both URLs failed, or the question was given up.
func (a *Asker) Ask(ctx context.Context, cb *voice.Callback) (assign.Instruction, error) {
	answer, err := a.Client.Ask(ctx, cb.URL, cb.FallbackURL, &cb.Request)
	if err != nil {
		return nil, err
	}
	told := answer.Alerts
	if unfit, ok := errors.AsType[*assign.Error](answer.Err); ok {
		told = told[:len(told)-len(unfit.Problems)]
	} else if answer.Err != nil {
		told = told[:len(told)-1]
	}
	for _, alert := range told {
		if a.OnAlert != nil {
			a.OnAlert(cb.Request.ReservationSID, alert)
		}
	}
	return answer.Instruction, answer.Err
}
