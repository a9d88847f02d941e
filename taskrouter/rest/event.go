package rest

import (
	"strings"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

// common are the parameters of an event that have fields of their own, and so are
// not in event_data.
var common = map[string]bool{
	"EventType": true, "AccountSid": true, "EventDescription": true, "ResourceType": true, "ResourceSid": true,
	"Timestamp": true, "TimestampMs": true, "Sid": true,
}

func (c *call) renderEvent(o *object, ev taskrouter.Event) {
	c.head(o)
	s, parameters := ev.SID(), ev.Parameters()
	o.SID("sid", s)
	o.String("actor_type", "workspace") // whoever caused it (lifecycle.md §5.5)
	o.SID("actor_sid", c.ws.sid)
	o.URL("actor_url", c.Base, c.path)
	o.String("description", ev.Description())
	var kind, resource string
	o.Object("event_data", func(o *object) {
		for _, p := range parameters {
			switch p.Name {
			case "ResourceType":
				kind = p.Value
			case "ResourceSid":
				resource = p.Value
			}
			if !common[p.Name] {
				o.String(snake(p.Name), p.Value)
			}
		}
	})
	o.Date("event_date", ev.At)
	o.Int64("event_date_ms", ev.At.UnixMilli())
	o.String("event_type", string(ev.Type))
	o.String("resource_type", kind)
	o.String("resource_sid", resource)
	o.URL("resource_url", c.Base, c.resourcePath(&ev, kind, resource))
	o.String("source", "twilio")
	o.Null("source_ip_address")
	c.url(o, "/Events/"+s.String())
}

// resourcePath is the path of what an event is about.
func (c *call) resourcePath(ev *taskrouter.Event, kind, s string) string {
	switch kind {
	case "reservation":
		return c.path + "/Tasks/" + ev.TaskSID.String() + "/Reservations/" + s
	case "task":
		return c.path + "/Tasks/" + s
	case "worker":
		return c.path + "/Workers/" + s
	case "activity":
		return c.path + "/Activities/" + s
	case "task-channel":
		return c.path + "/TaskChannels/" + s
	case "taskqueue":
		return c.path + "/TaskQueues/" + s
	case "workflow":
		return c.path + "/Workflows/" + s
	default:
		return c.path
	}
}

// snake turns TaskQueueSid into task_queue_sid.
func snake(name string) string {
	var b strings.Builder
	for i, r := range name {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// events goes through the kept events after a sequence. Alerts are not among
// them: they belong to the vendor's debugger (design.md §3).
func (c *call) events(after uint64, yield func(ev *taskrouter.Event) bool) {
	for {
		page := c.ws.Events(after)
		if len(page) == 0 {
			return
		}
		for i := range page {
			if page[i].Type != taskrouter.Alert && !yield(&page[i]) {
				return
			}
		}
		after = page[len(page)-1].Sequence
	}
}

// findEvent looks for an event among those that are kept.
func (c *call) findEvent(s taskrouter.EventSID) (found taskrouter.Event, ok bool) {
	c.events(0, func(ev *taskrouter.Event) bool {
		if ok = ev.SID() == s; ok {
			found = *ev
		}
		return !ok
	})
	return found, ok
}

func (c *call) fetchEvent(s taskrouter.EventSID) (answer, error) {
	ev, found := c.findEvent(s)
	if !found {
		return answer{}, c.NotFound()
	}
	var o object
	c.renderEvent(&o, ev)
	return c.one(ok, &o)
}

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
	channel     string
}

func (c *call) eventFilter() (*eventFilter, error) {
	p := &c.Params
	f := &eventFilter{
		window: c.span(), kind: p.Text("EventType"), sid: rest.SID[sid.Event](p, "Sid"),
		reservation: rest.SID[sid.Reservation](p, "ReservationSid"), task: rest.SID[sid.Task](p, "TaskSid"),
		worker: rest.SID[sid.Worker](p, "WorkerSid"), queue: rest.SID[sid.TaskQueue](p, "TaskQueueSid"),
		workflow: rest.SID[sid.Workflow](p, "WorkflowSid"), channel: p.Text("TaskChannel"),
	}
	return f, p.Err()
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
	if f.channel != "" {
		if ch, has := ev.TaskChannel(); !has || ch.UniqueName != f.channel && !strings.EqualFold(ch.SID.String(), f.channel) {
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
	if err := c.read(func(v Reader, now time.Time) error { return f.window.resolve(now) }); err != nil {
		return answer{}, err
	}
	page, err := c.Page()
	if err != nil {
		return answer{}, err
	}
	order := rest.Ordering{Parts: 1}
	keyOf := func(ev *taskrouter.Event) rest.Key {
		return rest.Key{Parts: [3]rest.Part{{Number: int64(ev.Sequence)}}, SID: ev.SID().Bytes()}
	}
	s, err := rest.NewSelection[sid.Event, taskrouter.Event](&page, &order, func(s taskrouter.EventSID) (rest.Key, bool) {
		ev, found := c.findEvent(s)
		return keyOf(&ev), found
	})
	if err != nil {
		return answer{}, err
	}
	c.events(0, func(ev *taskrouter.Event) bool {
		if f.passes(ev) {
			if k := keyOf(ev); s.Wants(&k) {
				s.Add(k, *ev)
			} else if s.Past(&k) {
				return false
			}
		}
		return !ev.At.After(f.window.end)
	})
	return rest.Envelope[sid.Event](c.Request, s.Done(), "events", c.renderEvent)
}
