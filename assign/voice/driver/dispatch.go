package driver

import (
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
			d.live.add()
			d.requests.add(func() {
				defer d.live.done()
				d.report(d.fetch(d.ctx, a))
			})
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
