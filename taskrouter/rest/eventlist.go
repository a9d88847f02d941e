package rest

import (
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

// eventFilter is the filters of the list of events.
type eventFilter struct {
	window      span
	kind        string
	sid         taskrouter.EventSID
	reservation taskrouter.ReservationSID
	task        taskrouter.TaskSID
	worker      taskrouter.WorkerSID
	queue       taskrouter.TaskQueueSID
	workflow    taskrouter.WorkflowSID
	channel     taskrouter.TaskChannelSID
}

// eventFilter reads the filters, and resolves them at the present time.
func (c *call) eventFilter() (*eventFilter, error) {
	p := &c.Params
	f := &eventFilter{
		window: c.span(), kind: p.Text("EventType"), sid: rest.SID[sid.Event](p, "Sid"),
		reservation: rest.SID[sid.Reservation](p, "ReservationSid"), task: rest.SID[sid.Task](p, "TaskSid"),
		worker: rest.SID[sid.Worker](p, "WorkerSid"), queue: rest.SID[sid.TaskQueue](p, "TaskQueueSid"),
		workflow: rest.SID[sid.Workflow](p, "WorkflowSid"),
	}
	name := p.Text("TaskChannel")
	return f, c.read(func(v Reader, now time.Time) (err error) {
		if f.channel, err = c.channelNamed(v, name); err != nil {
			return err
		}
		return f.window.resolve(now)
	})
}

// channelNamed returns the channel that events are asked for by its name or SID.
// The SID may be that of a channel that was deleted: its events are kept.
func (c *call) channelNamed(v Reader, name string) (none taskrouter.TaskChannelSID, err error) {
	if name == "" {
		return none, nil
	}
	if ch, found := findChannel(v, name); found {
		return ch.SID, nil
	}
	s, err := taskrouter.ParseTaskChannelSID(name)
	if err != nil {
		return none, rest.Invalid("TaskChannel %s not found in workspace %s", excerpt.Of(name), c.ws.sid)
	}
	return s, nil
}

// passes reports whether an event is of the filter's window and about what it
// names.
func (f *eventFilter) passes(ev *taskrouter.Event) bool {
	if ev.At.Before(f.window.start) || ev.At.After(f.window.end) || f.kind != "" && string(ev.Type) != f.kind ||
		!f.reservation.IsZero() && ev.ReservationSID != f.reservation || !f.task.IsZero() && ev.TaskSID != f.task ||
		!f.worker.IsZero() && ev.WorkerSID != f.worker || !f.sid.IsZero() && ev.SID() != f.sid {
		return false
	}
	if !f.queue.IsZero() {
		if q, has := ev.TaskQueue(); !has || q.SID != f.queue {
			return false
		}
	}
	if !f.workflow.IsZero() {
		if wf, has := ev.Workflow(); !has || wf.SID != f.workflow {
			return false
		}
	}
	if !f.channel.IsZero() {
		if ch, has := ev.TaskChannel(); !has || ch.SID != f.channel {
			return false
		}
	}
	return true
}

// listEvents lists the kept events of a window in the order in which they
// happened, which their sequence tells.
func (c *call) listEvents() (answer, error) {
	f, err := c.eventFilter()
	if err != nil {
		return answer{}, err
	}
	page, err := c.Page()
	if err != nil {
		return answer{}, err
	}
	order := rest.Ordering{Parts: 1}
	s, err := rest.NewSelection[sid.Event, taskrouter.Event](&page, &order, func(s taskrouter.EventSID) (rest.Key, bool) {
		ev, found := c.findEvent(s)
		if !found {
			return rest.Key{}, false
		}
		return eventKey(&ev), true
	})
	if err != nil {
		return answer{}, err
	}
	pick := func(ev *taskrouter.Event) {
		if k := eventKey(ev); ev.Type != taskrouter.Alert && f.passes(ev) && s.Wants(&k) {
			s.Add(k, *ev)
		}
	}
	from, back := s.From()
	switch at := uint64(max(from.Parts[0].Number, 0)); {
	case !f.sid.IsZero():
		if ev, found := c.findEvent(f.sid); found {
			pick(&ev)
		}
	case back:
		c.eventsBefore(at, f, s.Full, pick)
	case at > 0:
		c.eventsAfter(at, f, s.Full, pick)
	default:
		c.eventsAfter(c.olderThan(f.window.start), f, s.Full, pick)
	}
	return rest.Envelope[sid.Event](c.Request, s.Done(), "events", c.renderEvent)
}

func eventKey(ev *taskrouter.Event) rest.Key {
	return rest.Key{Parts: [3]rest.Part{{Number: int64(ev.Sequence)}}, SID: ev.SID().Bytes()}
}

// eventsAfter goes through the kept events after a sequence, until the window ends
// or there are enough.
func (c *call) eventsAfter(sequence uint64, f *eventFilter, enough func() bool, pick func(*taskrouter.Event)) {
	for page := c.ws.Events(sequence); len(page) > 0; page = c.ws.Events(sequence) {
		for i := range page {
			if enough() || page[i].At.After(f.window.end) {
				return
			}
			pick(&page[i])
		}
		sequence = page[len(page)-1].Sequence
	}
}

// eventsBefore goes back through the kept events before a sequence, slice by
// slice, until the window begins or there are enough.
func (c *call) eventsBefore(sequence uint64, f *eventFilter, enough func() bool, pick func(*taskrouter.Event)) {
	const slice = 1000 // as many as a runner gives at once
	if sequence > 1 && len(c.ws.Events(sequence-2)) == 0 {
		sequence = c.lastEvent() + 1 // a place that no event has reached
	}
	for sequence > 1 && !enough() {
		after := sequence - 1 - min(sequence-1, slice)
		page := c.ws.Events(after)
		for len(page) > 0 && page[len(page)-1].Sequence < sequence-1 {
			more := c.ws.Events(page[len(page)-1].Sequence)
			if len(more) == 0 {
				break
			}
			page = append(page, more...)
		}
		for i := len(page) - 1; i >= 0; i-- {
			switch {
			case page[i].Sequence >= sequence:
			case page[i].At.Before(f.window.start):
				return
			default:
				pick(&page[i])
			}
		}
		if len(page) == 0 || page[0].Sequence > after+1 {
			return // older ones are not kept
		}
		sequence = after + 1
	}
}

// lastEvent returns the sequence of the last event, 0 without one.
func (c *call) lastEvent() uint64 {
	sequence := c.olderThan(time.Unix(1<<40, 0))
	for page := c.ws.Events(sequence); len(page) > 0; page = c.ws.Events(sequence) {
		sequence = page[len(page)-1].Sequence
	}
	return sequence
}

// olderThan returns a sequence up to which all events are older than an instant,
// and near the last one of which this is true. Time never goes back, so there is
// no need to look at each.
func (c *call) olderThan(start time.Time) (sequence uint64) {
	step := uint64(1000)
	skip := func() bool {
		page := c.ws.Events(sequence + step)
		if len(page) == 0 || !page[0].At.Before(start) {
			return false
		}
		sequence = page[0].Sequence
		return true
	}
	for skip() {
		step *= 2
	}
	for ; step > 1000; step /= 2 {
		skip()
	}
	return sequence
}
