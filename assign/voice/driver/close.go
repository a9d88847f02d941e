package driver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter/runner"
)

// Done returns a channel that is closed when the driver has ended, by Close or
// with its runner.
func (d *Driver) Done() <-chan struct{} { return d.done }

// Err returns what ended the driver: [ErrClosed], or what ended the runner. It is
// nil while the driver runs.
func (d *Driver) Err() error {
	select {
	case <-d.done:
		return d.err
	default:
		return nil
	}
}

// Shutdown lets no new calls in, waits until the live ones have ended by
// themselves and what was to be told of them was told, and then does what Close
// does. When ctx ends first, the calls that are left are hung up, and the error
// is that of ctx; otherwise it is that of Close.
func (d *Driver) Shutdown(ctx context.Context) error {
	err := d.enter(context.Background(), func(time.Time) error {
		d.draining = true
		return nil
	})
	var late error
	if err == nil {
		select {
		case <-d.live.zero():
		case <-d.done:
		case <-ctx.Done():
			late = fmt.Errorf("driver: Shutdown: %d calls were left: %w", d.Len(), ctx.Err())
		}
	}
	if err := d.Close(); err != nil {
		return err
	}
	return late
}

// Close hangs up all calls, leaves the runner, and waits until the host has been
// told and no goroutine of the driver is left. Requests that are under way are
// given up: applications are not told of the end of these calls. It returns nil,
// or what had ended the runner before. Closing again does nothing and returns the
// same. It must not be called from within [Media.Do] or [Config.Observe].
func (d *Driver) Close() error {
	d.end()
	<-d.done
	if errors.Is(d.err, ErrClosed) {
		return nil
	}
	return d.err
}

// watch ends the driver when its runner has ended.
func (d *Driver) watch() {
	select {
	case <-d.cfg.Runner.Done():
		d.end()
	case <-d.quit:
	}
}

// end ends the driver, once.
func (d *Driver) end() { d.ending.Do(d.endOnce) }

func (d *Driver) endOnce() {
	close(d.quit)
	d.err = ErrClosed
	err := d.enter(context.Background(), func(now time.Time) error {
		d.hangUpAll(now)
		d.ended = true
		return nil
	})
	d.seat.Detach()
	if err != nil { // the runner has ended: nobody decides about the calls any more
		if !errors.Is(err, runner.ErrClosed) {
			d.err = err
		}
		d.abandonAll()
	}
	d.cancel()
	d.work.Wait()
	d.cfg.Logger.LogAttrs(context.Background(), slog.LevelInfo, "calls ended", slog.Any("error", d.err))
	close(d.done)
}

// hangUpAll ends all calls, in the order in which they came.
func (d *Driver) hangUpAll(now time.Time) {
	for _, c := range d.calls.page(0, d.calls.len()) {
		_ = d.step(now, &voice.CompleteCall{Call: c.SID}) // refused when it has ended with another one
	}
}

// abandonAll has the host hang up all calls.
func (d *Driver) abandonAll() {
	for _, c := range d.calls.page(0, d.calls.len()) {
		d.carry(&voice.Hangup{Call: c.SID})
		d.forget(c.SID)
	}
}
