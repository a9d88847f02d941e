package voice_test

import (
	"fmt"
	"strings"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/script"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

func (h *house) showEvents(c *script.Command) (string, error) {
	h.loud = c.Word(0) == "on"
	return "", c.Check(1)
}

// showConference prints who is in a conference, and how.
func (h *house) showConference(name string) string {
	s, _ := voice.ParseConferenceSID(h.sid("CF", name))
	c, ok := h.machine.Conference(s)
	if !ok {
		return h.line("%s is over", name)
	}
	var text strings.Builder
	text.WriteString(h.line("%s %s", name, c.Status))
	for _, p := range c.Participants {
		var how strings.Builder
		for _, x := range []struct {
			is   bool
			text string
		}{
			{p.Label != "", " " + p.Label},
			{p.Hold, " held"},
			{p.StartConferenceOnEnter, " starts"},
			{p.EndConferenceOnExit, " ends"},
			{!p.Reservation.IsZero(), " for " + p.Reservation.String()},
		} {
			if x.is {
				how.WriteString(x.text)
			}
		}
		text.WriteString(h.line("  %s%s%s", p.Call, manner(p.Muted, p.Coach), how.String()))
	}
	return text.String()
}

// show prints a task, a reservation or a worker as it is.
func (h *house) show(c *script.Command) (string, error) {
	name := c.Word(1)
	switch c.Word(0) {
	case "task":
		sid, _ := taskrouter.ParseTaskSID(h.sid("WT", name))
		t, ok := h.engine.Task(sid)
		if !ok {
			return h.line("%s is gone", name), nil
		}
		return h.line("%s %s priority=%d timeout=%v reason=%q %s", name, t.AssignmentStatus, t.Priority, t.Timeout, t.Reason, t.Attributes), nil
	case "status":
		sid, _ := taskrouter.ParseTaskSID(h.sid("WT", name))
		t, ok := h.engine.Task(sid)
		if !ok {
			return h.line("%s is gone", name), nil
		}
		return h.line("%s %s (%s)", name, t.AssignmentStatus, t.Reason), nil
	case "reservation":
		sid, _ := taskrouter.ParseReservationSID(h.sid("WR", name))
		r, ok := h.engine.Reservation(sid)
		if !ok {
			return h.line("%s is gone", name), nil
		}
		return h.line("%s %s %s", name, r.ReservationStatus, r.WorkerName), nil
	case "worker":
		w, _ := h.engine.WorkerByName(name)
		return h.line("%s %s", name, w.ActivityName), nil
	case "conference":
		return h.showConference(name), nil
	case "speech":
		return h.line("%s", h.lastSpeech()), nil
	case "params":
		f := h.fetches[len(h.fetches)-1]
		return h.line("%s", f.Encode()), nil
	case "queues":
		var text strings.Builder
		for q := range h.machine.Queues().Queues(h.now, queue.Filter{}) {
			text.WriteString(h.line("%s %d of %d", q.FriendlyName, q.CurrentSize, q.MaxSize))
		}
		return text.String(), nil
	}
	return "", fmt.Errorf("show what? %q", c.Word(0))
}
