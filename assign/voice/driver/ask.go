package driver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/twiml"
)

// Asker asks the application what to do with a reservation: at the URL of the
// callback, else at its fallback URL (lifecycle.md §3.2). It is safe for
// concurrent use.
//
// A nil Instruction without an error is an acknowledgement: the application will
// act by itself. An error that is, or wraps, an [*assign.Error] says that the
// application answered something that is no instruction: it is observed as an
// alert, and the reservation stays pending. Any other error says that neither URL
// gave an answer, and the reservation is canceled; if it has a method Code() int,
// that is the code of its alert, else 11200.
//
// ctx ends when the driver does, and what is returned from then on does not
// matter. How long an answer may take is the Asker's business.
type Asker interface {
	Ask(ctx context.Context, cb *voice.Callback) (assign.Instruction, error)
}

// callback has the application asked. Where too many wait already it is not: the
// reservation stays pending, as if the application had acknowledged, and its time
// runs. To cancel it, as after a failure, would have the next worker offered at
// once, and so on, faster than anybody can be asked.
func (d *Driver) callback(cb *voice.Callback) {
	if d.cfg.Asker == nil {
		return
	}
	d.live.add()
	err := d.asks.Add(context.Background(), func() {
		defer d.live.done()
		d.ask(cb)
	})
	if err != nil {
		d.live.done()
		d.observeNow(&voice.Alert{Code: twiml.CodeFetchFailed, Message: fmt.Sprintf(
			"reservation %s: the application was not asked: %d callbacks are under way, and %d wait: raise Config.Callbacks or Waiting",
			cb.Request.ReservationSID, d.cfg.Callbacks, d.cfg.Waiting)})
	}
}

func (d *Driver) ask(cb *voice.Callback) {
	var answer assign.Instruction
	err := guard(func() (err error) {
		answer, err = d.cfg.Asker.Ask(d.ctx, cb)
		return err
	})
	reservation := cb.Request.ReservationSID
	if err == nil {
		// A refusal is an alert of the machine's already.
		_ = d.Step(d.ctx, &voice.Instructed{Reservation: reservation, Instruction: answer})
		return
	}
	if d.ctx.Err() != nil {
		return // given up with the driver: the application has not failed
	}
	d.cfg.Logger.LogAttrs(d.ctx, slog.LevelWarn, "an assignment callback failed",
		slog.String("reservation", reservation.String()), slog.Any("error", err))
	code := twiml.CodeFetchFailed
	unfit, isUnfit := errors.AsType[*assign.Error](err)
	var coded interface{ Code() int }
	switch {
	case isUnfit:
		code = int(unfit.Code())
	case errors.As(err, &coded):
		code = coded.Code()
	}
	d.observeNow(&voice.Alert{Code: code, Warning: isUnfit && unfit.IsWarning(), Message: err.Error()})
	if !isUnfit {
		d.report(&voice.CallbackFailed{Reservation: reservation})
	}
}
