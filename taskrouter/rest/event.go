package rest

import (
	"strings"

	"github.com/goacd/acd/internal/rest"
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
	rest.AddSID(o, "sid", s)
	o.String("actor_type", "workspace") // whoever caused it (lifecycle.md §5.5)
	rest.AddSID(o, "actor_sid", c.ws.sid)
	c.url(o, "actor_url")
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
	c.url(o, "resource_url", resourcePath(&ev, kind, resource))
	o.String("source", "twilio")
	o.Null("source_ip_address")
	c.url(o, "url", "/Events/", s.String())
}

// collections are where the resources of events are.
var collections = map[string]string{
	"task": "/Tasks/", "worker": "/Workers/", "activity": "/Activities/",
	"task-channel": "/TaskChannels/", "taskqueue": "/TaskQueues/", "workflow": "/Workflows/",
}

// resourcePath is the path of what an event is about, below the workspace's.
func resourcePath(ev *taskrouter.Event, kind, s string) string {
	if kind == "reservation" {
		return "/Tasks/" + ev.TaskSID.String() + "/Reservations/" + s
	}
	if collection, known := collections[kind]; known {
		return collection + s
	}
	return "" // the workspace itself
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

// findEvent looks for an event among those that are kept.
func (c *call) findEvent(s taskrouter.EventSID) (found taskrouter.Event, ok bool) {
	sequence, known := c.ws.index.find(c.ws, s)
	if !known {
		return found, false
	}
	page := c.ws.Events(sequence - 1)
	if len(page) == 0 || page[0].Sequence != sequence || page[0].Type == taskrouter.Alert {
		return found, false
	}
	return page[0], true
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
