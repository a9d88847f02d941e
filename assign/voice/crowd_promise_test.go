package voice_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

func (c *crowd) do(in voice.Input) {
	if gone, ok := in.(*voice.HungUp); ok {
		c.silent(gone.Call)
	}
	actions, err := c.machine.Step(c.now, in)
	c.saw(fmt.Sprintf("%T", in), actions, err)
}

// saw keeps what the host has to know, and holds every promise against what it
// was told.
func (c *crowd) saw(what string, actions []voice.Action, err error) {
	fmt.Fprintln(&c.log, c.now.Sub(start), what, err)
	for _, a := range actions {
		c.learn(a)
	}
	for _, check := range []func() error{c.machine.Check, c.engine.Check} {
		if err := check(); err != nil {
			c.t.Fatalf("after %s: %v\n%s", what, err, c.log.String())
		}
	}
	if c.joined != c.told && !c.circles {
		c.t.Fatalf("%d Enqueues have ended, and %d actions were requested\n%s", c.joined, c.told, c.log.String())
	}
}

func (c *crowd) learn(action voice.Action) {
	switch a := action.(type) {
	case *voice.Routed:
		fmt.Fprintln(&c.log, " ", a.Event.Type, a.Event.Parameters())
		switch a.Event.Type {
		case taskrouter.TaskCreated:
			c.tasks = append(c.tasks, a.Event.TaskSID)
			if wf, _ := a.Event.Workflow(); wf.SID == c.outbound {
				c.adrift[a.Event.TaskSID] = true
			}
		case taskrouter.TaskTransferInitiated:
			x, _ := a.Event.Transfer()
			c.transfers = append(c.transfers, x.SID)
			if !slices.ContainsFunc(slices.Collect(c.machine.Conferences()), func(r voice.Conference) bool { return r.TaskSID == x.TaskSID }) {
				c.adrift[x.TaskSID] = true
			}
		case taskrouter.ReservationCreated:
			c.offers = append(c.offers, a.Event.ReservationSID)
		}
		return
	case *voice.Queued:
		ev := a.Event
		fmt.Fprintln(&c.log, " ", ev.Type, ev.Sequence, ev.FriendlyName, ev.Call, ev.Agent, ev.Position, ev.QueueTime, ev.Result, ev.Status, ev.Code)
		if ev.Type == queue.EnqueueEnded && !ev.Queue.IsZero() {
			c.joined++
		}
		return
	}
	if g, ok := action.(*voice.Gather); ok {
		for _, prompt := range g.Prompts {
			fmt.Fprintf(&c.log, "  %T %+v\n", prompt, prompt)
		}
		without := *g
		without.Prompts = nil // pointers: they differ each time
		action = &without
	}
	fmt.Fprintf(&c.log, "  %T %+v\n", action, action)
	switch a := action.(type) {
	case *voice.Fetch:
		c.fetches = append(c.fetches, a.Op)
		if a.Purpose == voice.ForEnqueueAction && a.Param("QueueSid") != "" && a.Param("ErrorUrl") == "" {
			c.told++
		}
		if a.Purpose == voice.ForDocument { // others are also told of calls that are over
			c.alive(a.Call)
		}
	case *voice.Say:
		c.media = append(c.media, a.Op)
	case *voice.Play:
		c.media = append(c.media, a.Op)
	case *voice.Gather:
		c.gathers = append(c.gathers, a.Op)
	case *voice.Record:
		c.records = append(c.records, a.Op)
		c.begins(a.Recording)
	case *voice.StartRecording:
		c.begins(a.Recording)
	case *voice.Dial:
		c.begins(a.Recording)
		c.alive(a.Call)
		c.ringing = append(c.ringing, a.Call)
	case *voice.Alert:
		c.circles = c.circles || a.Code == 11215
	case *voice.Bridge:
		c.begins(a.Recording)
		c.alone(a.Caller)
		c.alone(a.Agent)
		c.talks[a.Caller], c.talks[a.Agent] = a.Agent, a.Caller
		c.connected(a)
	case *voice.Unbridge:
		c.silent(a.Caller)
	case *voice.Hangup:
		c.silent(a.Call)
	case *voice.Join:
		c.begins(a.Recording)
		c.alone(a.Call)
		c.meets[a.Call] = a.Conference
		if !a.Reservation.IsZero() {
			c.parties[a.Call] = a.Reservation
		}
	case *voice.Part:
		if c.meets[a.Call] != a.Conference {
			c.t.Fatalf("call %s parts from a conference where it is not\n%s", a.Call, c.log.String())
		}
		delete(c.meets, a.Call)
	case *voice.CallEnded:
		c.silent(a.Call)
		c.live = slices.DeleteFunc(c.live, func(s voice.CallSID) bool { return s == a.Call })
		c.parted(a.Call)
	}
}

// alone proves that a call is in no conversation and no conference.
func (c *crowd) alone(call voice.CallSID) {
	_, meets := c.meets[call]
	if _, talks := c.talks[call]; meets || talks {
		c.t.Fatalf("call %s is in two conversations\n%s", call, c.log.String())
	}
}

// silent notes that a call has left its conversation.
func (c *crowd) silent(call voice.CallSID) {
	delete(c.meets, call)
	delete(c.talks, c.talks[call])
	delete(c.talks, call)
}

func (c *crowd) alive(call voice.CallSID) {
	if !slices.Contains(c.live, call) {
		c.live = append(c.live, call)
	}
}

// connected notes for which reservation two calls talk, if for any: that of the
// last task of the caller.
func (c *crowd) connected(b *voice.Bridge) {
	entry, err := c.machine.Queues().Entry(c.now, b.Caller)
	if err != nil || !strings.HasPrefix(entry.FriendlyName, "WW") {
		return
	}
	for _, task := range slices.Backward(c.tasks) {
		t, ok := c.engine.Task(task)
		if !ok || !strings.Contains(t.Attributes, `"call_sid":"`+b.Caller.String()) {
			continue
		}
		for r := range c.engine.TaskReservations(task) {
			if r.ReservationStatus == taskrouter.ReservationStatusAccepted {
				c.parties[b.Caller], c.parties[b.Agent] = r.SID, r.SID
			}
		}
		return
	}
}

// parted proves, once the step is over, that a call that is over holds no
// worker.
func (c *crowd) parted(call voice.CallSID) {
	offer, ok := c.parties[call]
	if !ok {
		return
	}
	delete(c.parties, call)
	r, ok := c.engine.Reservation(offer)
	if ok && (r.ReservationStatus == taskrouter.ReservationStatusPending || r.ReservationStatus == taskrouter.ReservationStatusAccepted) {
		c.t.Fatalf("call %s is over, and reservation %s is %s\n%s", call, offer, r.ReservationStatus, c.log.String())
	}
}
