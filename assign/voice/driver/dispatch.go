package driver

import (
	"context"
	"fmt"
	"time"

	"github.com/goacd/acd/assign/voice"
)

// dispatch hands out what follows from a step, on the writer's goroutine,
// without waiting for any of it.
func (d *Driver) dispatch(now time.Time, actions []voice.Action) {
	if d.writer.Err() != nil {
		return // decided on a command that was not applied: the runner ends
	}
	for _, a := range actions {
		switch a := a.(type) {
		case *voice.Fetch:
			d.request(a)
		case *voice.Callback:
			d.callback(a)
		case *voice.CallEnded:
			d.observe(now, a)
			d.forget(a.Call)
		case *voice.TaskEnded, *voice.Alert, *voice.Routed, *voice.Queued, *voice.ConferenceEnded:
			d.observe(now, a)
		default:
			d.noteAction(now, a)
			d.carry(a)
		}
	}
}

// request has a request made, in time for the call that waits for it.
func (d *Driver) request(f *voice.Fetch) {
	d.live.add()
	line, since := d.requests, time.Now() // waiting for its turn counts: the caller hears nothing
	if tells(f.Purpose) {
		line, since = d.notices, time.Time{}
	}
	err := line.Add(context.Background(), func() {
		defer d.live.done()
		d.report(d.fetch(since, f))
	})
	if err == nil {
		return
	}
	d.work.Go(func() {
		defer d.live.done()
		d.report(&voice.FetchFailed{Op: f.Op, Message: fmt.Sprintf(
			"not requested: %d requests that only tell are under way, and %d wait: raise Config.Requests or Waiting", d.cfg.Requests, d.cfg.Waiting)})
	})
}

// tells reports whether a request only tells something: no call waits for it.
func tells(p voice.Purpose) bool {
	switch p {
	case voice.ForStatusCallback, voice.ForRecordingStatus, voice.ForMachineDetection, voice.ForPartialResult:
		return true
	}
	return false
}
