package voice

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// Check recomputes every invariant of the machine and its queues from scratch
// and returns what is broken, which is a bug of this package, or the trace of a
// [Machine.Change] that kept events to itself; nil otherwise. It visits all
// calls: it is for tests, fuzzers and operators.
//
// What it checks: every call waits for something, and is in one place; every
// index holds what lives and nothing else; the calls in an Enqueue or a Dial
// stand in the queues as the machine believes; every participant is in one
// conference, which has begun if it may and lets everybody hear what is his; a
// worker takes part with a reservation that was accepted; every operation and every timer
// belongs to something that waits for it; every recording to a call, or to
// somebody who is told of its end.
func (m *Machine) Check() error {
	k := &checker{m: m}
	if err := m.queues.Check(); err != nil {
		k.errs = append(k.errs, err)
	}
	for _, s := range slices.SortedFunc(maps.Keys(m.calls), sid.SID[sid.Call].Compare) {
		k.call(m.calls[s])
	}
	k.queues()
	k.media()
	k.ops()
	k.count("parked calls", len(m.parked), k.parked)
	k.count("dials of queues", len(m.dialers), k.dialers)
	k.count("linked tasks", len(m.tasks), k.tasks)
	k.count("ringing workers", len(m.rings), k.rings)
	k.rooms()
	k.count("timers", m.timers.Len(), k.timers)
	k.count("facts", len(m.facts), 0)
	return errors.Join(k.errs...)
}

type checker struct {
	m    *Machine
	errs []error

	parked, dialers, tasks, rings, timers, waiting int

	participants, expected int
}

func (k *checker) fail(format string, args ...any) {
	k.errs = append(k.errs, fmt.Errorf("voice: "+format, args...))
}

func (k *checker) count(what string, got, want int) {
	if got != want {
		k.fail("%d %s are kept, and %d live", got, what, want)
	}
}

func (k *checker) timer(t *timer, what string, of CallSID) {
	if t == nil {
		return
	}
	if k.m.timers.Contains(t) {
		k.timers++
	} else if what != "ring" { // a Dial keeps the timer that has run out until it is over
		k.fail("the %s of call %s has run out, and was kept", what, of)
	}
}

func (k *checker) call(c *call) {
	m, places := k.m, 0
	in := func(there bool) {
		if there {
			places++
		}
	}
	takesPart := c.dial != nil && c.dial.participant != nil // and may hear media too
	in((c.foreground != 0 || c.pause != nil) && !takesPart)
	in(c.dial != nil)
	in(c.ring != nil)
	in(c.placed != nil)
	if c.enqueue == nil && c.party == nil {
		if places != 1 {
			k.fail("call %s is in %d places, not one", c.sid, places)
		}
	} else if c.dial != nil || c.ring != nil || c.placed != nil || c.enqueue != nil && c.party != nil {
		k.fail("call %s is in two places", c.sid)
	}
	if m.calls[c.sid] != c || c.over || c.redirect != nil || c.into != nil {
		k.fail("call %s is over or on its way, and was kept", c.sid)
	}
	if o := m.ops[c.foreground]; c.foreground != 0 && (o == nil || o.call != c || c.program == nil) {
		k.fail("call %s waits for operation %d, which is not its own", c.sid, c.foreground)
	}
	k.timer(c.pause, "pause", c.sid)
	k.limits(c)
	if c.enqueue != nil {
		k.enqueue(c)
	}
	if c.dial != nil {
		k.dial(c.dial)
	}
	if c.ring != nil {
		k.ring(c)
	}
	if d := c.party; d != nil && (m.calls[d.call.sid] != d.call || d.call.dial != d || d.party != c && !slices.Contains(d.legs, c)) {
		k.fail("leg %s was called for a Dial that is over", c.sid)
	}
}

// limits checks what ends a call by itself, and what lets it begin.
func (k *checker) limits(c *call) {
	k.timer(c.limit, "time limit", c.sid)
	if running := c.timeLimit > 0 && !c.answered.IsZero(); running != (c.limit != nil) || running && !c.limit.at.Equal(c.answered.Add(c.timeLimit)) {
		k.fail("call %s was answered at %s and has a limit of %v, and another timer", c.sid, c.answered, c.timeLimit)
	}
	if c.detecting != nil && (c.pause == nil || c.answeredBy != "") {
		k.fail("the document of call %s waits to be told who answered, in vain", c.sid)
	}
	if p := c.placed; p != nil {
		k.timer(p.ring, "timeout", c.sid)
		if c.status != StatusRinging || c.direction != OutboundAPI || p.ring == nil || c.program != nil {
			k.fail("call %s of the application is %s, and was not answered", c.sid, c.status)
		}
	}
}

func (k *checker) ring(c *call) {
	m, g := k.m, c.ring
	k.timer(g.timer, "timeout", c.sid)
	if g.supervise == nil {
		k.rings++
		if m.rings[g.reservation.SID] != c {
			k.fail("the ringing call %s is not that of its reservation", c.sid)
		}
	}
	if c.status != StatusRinging {
		k.fail("the ringing call %s is %s", c.sid, c.status)
	}
	if g.conference != nil {
		k.accepting(c, g.reservation.SID)
	}
	if g.room != nil {
		k.expected++
		if m.roomsBySID[g.room.sid] != g.room || !slices.Contains(g.room.expected, c) {
			k.fail("call %s rings for a conference that does not expect it", c.sid)
		}
	}
	if g.guest != nil && !g.guest.takesPart() {
		k.fail("call %s rings for a customer who has gone", c.sid)
	}
}

func (k *checker) enqueue(c *call) {
	m, e := k.m, c.enqueue
	k.parked++
	if m.parked[c.sid] != c {
		k.fail("call %s waits, and is not among the parked", c.sid)
	}
	if !e.task.IsZero() {
		k.tasks++
		if m.tasks[e.task] != c {
			k.fail("task %s is not linked to its call %s", e.task, c.sid)
		}
	}
	want := queue.EntryWaiting
	switch {
	case e.dial == nil:
		k.waiting++
	case e.dial.connected:
		want = queue.EntryBridged
	default:
		want = queue.EntryTaken
	}
	entry, err := m.queues.Entry(m.now, c.sid)
	if err != nil || entry.State != want {
		k.fail("call %s is %v in the queue, not %v (%v)", c.sid, entry.State, want, err)
	}
	if e.dial != nil && (entry.Agent != e.dial.call.sid || e.dial.call.dial != e.dial || e.dial.caller != c) {
		k.fail("call %s was taken by a Dial that is over", c.sid)
	}
}

func (k *checker) dial(d *dial) {
	m, s := k.m, d.call.sid
	k.timer(d.limit, "time limit", s)
	k.timer(d.ring, "ring", s)
	if d.participant != nil {
		k.participants++
		if p := d.participant; p.dial != d || p.call != d.call || p.room == nil || p.room.find(s) != p || !d.connected {
			k.fail("call %s takes part in a conference that does not know it", s)
		}
		return
	}
	if m.dialers[s] == d {
		if k.dialers++; !d.reservation.IsZero() && !d.connected {
			k.accepting(d.call, d.reservation)
		}
		if _, err := m.queues.Agent(m.now, s); err != nil {
			k.fail("call %s dials a queue that does not know it", s)
		}
		return
	}
	if len(d.legs) == 0 && d.party == nil {
		k.fail("call %s dials nobody", s)
	}
	for _, leg := range append(slices.Clone(d.legs), d.party) {
		if leg != nil && (m.calls[leg.sid] != leg || leg.party != d) {
			k.fail("the leg %s of call %s is over", leg.sid, s)
		}
	}
}

// accepting proves that the reservation that a call is being connected for does
// not run out meanwhile.
func (k *checker) accepting(c *call, s taskrouter.ReservationSID) {
	r, ok := k.m.router.Reservation(s)
	if ok && r.ReservationStatus == taskrouter.ReservationStatusPending && !r.AcceptSuspended {
		k.fail("call %s is being connected for reservation %s, whose time runs", c.sid, s)
	}
}

// queues finds members that the machine does not know.
func (k *checker) queues() {
	members := 0
	for q := range k.m.queues.Queues(k.m.now, queue.Filter{}) {
		members += q.CurrentSize
	}
	k.count("members", members, k.waiting)
}

func (k *checker) ops() {
	for _, op := range slices.Sorted(maps.Keys(k.m.ops)) {
		if o := k.m.ops[op]; o.kind != telling && (o.call.over || o.call.foreground != op) {
			k.fail("operation %d of call %s is nobody's", op, o.call.sid)
		}
	}
}
