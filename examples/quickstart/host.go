package main

import (
	"io"
	"slices"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter"
)

// host drives the machine: it owns the clock, hands in what happens, and carries
// out what the machine asks for. A real host has telephones and a network where
// this one has [people] and an [application].
type host struct {
	now      time.Time
	agenda   []entry
	engine   *taskrouter.Engine // for reading; commands go through the machine
	machine  *voice.Machine
	app      *application
	people   *people
	timeline *timeline
}

// newHost makes a host whose clock stands at the opening of the house.
func newHost(s *shift, engine *taskrouter.Engine, machine *voice.Machine, out io.Writer) *host {
	h := &host{now: s.opens, engine: engine, machine: machine}
	h.timeline = &timeline{host: h, out: out}
	h.app = &application{host: h, files: s}
	h.people = newPeople(h, s)
	return h
}

// entry is something that will happen at its time: do says what, or returns nil
// when it has become moot.
type entry struct {
	at time.Time
	do func() voice.Input
}

// in puts something on the agenda, after all that happens at the same time.
func (h *host) in(d time.Duration, do func() voice.Input) {
	at := h.now.Add(d)
	i := len(h.agenda)
	for i > 0 && h.agenda[i-1].at.After(at) {
		i--
	}
	h.agenda = slices.Insert(h.agenda, i, entry{at, do})
}

// run lets everything happen in order of time until the house closes or nobody
// calls any more. Nothing sleeps: the clock jumps from one happening to the next.
func (h *host) run(closes time.Time) error {
	for len(h.agenda) > 0 || h.people.onTheLine() > 0 {
		next, ok := h.next()
		if !ok || next.After(closes) {
			break
		}
		if next.After(h.now) {
			h.now = next
		}
		h.step(h.take())
	}
	if h.people.onTheLine() > 0 {
		h.now = closes
		h.people.closeAll()
	}
	return h.engine.Check()
}

// next returns when something happens next: by the agenda, or by itself.
func (h *host) next() (time.Time, bool) {
	next, ok := h.machine.Deadline()
	if len(h.agenda) > 0 && (!ok || h.agenda[0].at.Before(next)) {
		return h.agenda[0].at, true
	}
	return next, ok
}

// take returns what the agenda has for now. When there is nothing, a deadline of
// the machine has come.
func (h *host) take() voice.Input {
	if len(h.agenda) == 0 || h.agenda[0].at.After(h.now) {
		return &voice.Tick{}
	}
	do := h.agenda[0].do
	h.agenda = h.agenda[1:]
	return do()
}

// step hands one input to the machine and carries out what it asks for.
func (h *host) step(in voice.Input) {
	if in == nil {
		return
	}
	actions, err := h.machine.Step(h.now, in)
	for _, action := range actions {
		h.timeline.show(action)
		h.perform(action)
	}
	if err != nil {
		h.timeline.refused(err)
	}
}

// perform carries out one action. Answer, Hold, Stop, Pause, Hangup and the like
// need telephones; here nothing is to be done for them.
func (h *host) perform(action voice.Action) {
	switch a := action.(type) {
	case *voice.Fetch:
		h.in(0, h.app.fetch(a))
	case *voice.Callback:
		h.in(0, h.app.assignment(a))
	case *voice.TaskEnded:
		h.in(0, h.app.taskEnded(a))
	case *voice.Say:
		h.listen(a.Op, a.Loop, 5*time.Second)
	case *voice.Play:
		h.listen(a.Op, a.Loop, 30*time.Second)
	case *voice.Gather:
		h.people.gather(a)
	case *voice.Dial:
		h.people.ring(a)
	case *voice.Bridge:
		h.people.talk(a)
	case *voice.CallEnded:
		h.people.ended(a)
	case *voice.Routed:
		h.people.routed(&a.Event)
	case *voice.Queued:
		h.people.queued(&a.Event)
	}
}

// listen reports the end of something that is heard. What loops for ever has
// none; what is cut off is over already when the report comes, which is fine.
func (h *host) listen(op voice.Op, loop int, length time.Duration) {
	if loop > 0 {
		h.in(time.Duration(loop)*length, func() voice.Input { return &voice.Played{Op: op} })
	}
}
