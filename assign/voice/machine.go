package voice

import (
	"time"

	"github.com/goacd/acd/internal/ordered"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// CallSID identifies a call: "CA" and 32 hexadecimal digits.
type CallSID = queue.CallSID

// Machine runs the calls of one account: their documents, queues and tasks. It
// is a deterministic state machine: see the package's documentation.
//
// Make one with [New]. A Machine is not safe for concurrent use.
type Machine struct {
	account      queue.AccountSID
	router       Router // nil: none
	queues       *queue.Directory
	source       sid.Source
	statusMethod twiml.Method
	apology      string
	now          time.Time

	legs, op, timer, conferences, recordingNumber uint64 // what was ever made

	calls   map[CallSID]*call
	parked  map[CallSID]*call                   // in an Enqueue, until it has its result
	dialers map[CallSID]*dial                   // in a Dial of a queue, until it has its status
	tasks   map[taskrouter.TaskSID]*call        // callers who wait or talk, by their task
	rings   map[taskrouter.ReservationSID]*call // workers' legs of instructions, by reservation
	ops     map[Op]*operation

	recordings map[RecordingSID]*recording // that the host was asked for, until their end
	paces      map[queue.QueueSID]*pace    // how fast the queues move
	places     map[CallSID]queue.QueueSID  // members, by their call

	rooms      map[string]*room // conferences that are not over, by name …
	roomsBySID map[ConferenceSID]*room
	linked     map[taskrouter.TaskSID]*room                  // … and those of tasks
	transfers  map[taskrouter.TaskSID]taskrouter.TransferSID // of tasks that are being transferred

	timers *ordered.Set[*timer]
	out    []Action
	facts  []func() // what follows from the step so far, not yet carried out
}

// The instants that a machine takes are those of its queues.
var (
	earliest = time.Unix(0, 0).UTC()
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

// Queues returns the voice queues, for reading. Changes go through
// [Machine.Change], so that the machine sees what follows from them.
func (m *Machine) Queues() *queue.Directory { return m.queues }

// Step advances to now and then takes in one input. It returns what the host
// must do, in order; the slice and what it points to are the caller's to keep.
//
// First every deadline up to now happens, each at its own instant: the
// router's, then the queues', then the machine's own where they coincide. If
// now lies before the last instant, or outside the years 1970 to 2200, Step
// returns [ErrTime] and changes nothing. A refused input returns the actions of
// the deadlines together with an [*Error]. Reports that crossed the end of what
// they are about, such as a hang-up of a call that is over, are no errors.
func (m *Machine) Step(now time.Time, in Input) ([]Action, error) {
	name := inputName(in)
	if err := m.begin(now); err != nil {
		return m.finish(name, err)
	}
	err := refusal(ReasonInput, "the input is nil; to let time pass use &Tick{}")
	if name != "nil" {
		err = m.handle(in)
	}
	m.settle()
	return m.finish(name, err)
}

// Change lets f change the queues, at now: create, resize, rename or delete
// them. The events that f returns, which must be those of all its calls on the
// directory, are acted upon. A member that f dequeues has nowhere to go and is
// hung up; use [DequeueMember]. An error of f is returned as it is.
func (m *Machine) Change(now time.Time, f func(*queue.Directory) ([]queue.Event, error)) ([]Action, error) {
	const name = "Change"
	if err := m.begin(now); err != nil {
		return m.finish(name, err)
	}
	if f == nil {
		return m.finish(name, refusal(ReasonInput, "the function is nil"))
	}
	events, err := f(m.queues)
	m.queued(events)
	if late := m.queues.Now(); late.After(m.now) { // f let time pass
		m.now = late
		m.settle()
		m.advance(late)
	}
	m.settle()
	actions, _ := m.finish(name, nil)
	return actions, err
}

// Deadline returns the next instant at which something happens by itself, in
// the machine, its queues or its router, for a [Tick] at that time; false if
// there is none.
func (m *Machine) Deadline() (time.Time, bool) {
	next, ok := m.queues.Deadline()
	earlier := func(t time.Time, there bool) {
		if there && (!ok || t.Before(next)) {
			next, ok = t, true
		}
	}
	if m.router != nil {
		earlier(m.router.Deadline())
	}
	if t, there := m.timers.Min(); there {
		earlier(t.at, true)
	}
	return next, ok
}

// begin opens a step and lets happen what is due.
func (m *Machine) begin(now time.Time) *Error {
	err := m.reach(now)
	if err == nil {
		m.advance(now.UTC().Round(0))
	}
	return err
}

// reach checks an instant against the last one, at which m.now is then. Queues
// and router may have been used before they were given to the machine, or by
// others ([Machine.Observe]): their clocks count too.
func (m *Machine) reach(now time.Time) *Error {
	now = now.UTC().Round(0)
	last := m.now
	if t := m.queues.Now(); t.After(last) {
		last = t
	}
	if m.router != nil {
		if t := m.router.Now(); t.After(last) {
			last = t
		}
	}
	switch {
	case now.Before(earliest), now.After(latest):
		return refusal(ReasonTime, "%s is out of range: want the years 1970 to 2200", now.Format(time.RFC3339))
	case now.Before(last):
		return refusal(ReasonTime, "%s lies before %s, the instant of the last input",
			now.Format(time.RFC3339Nano), last.Format(time.RFC3339Nano))
	}
	m.now = last
	return nil
}

// advance lets every deadline up to now happen.
func (m *Machine) advance(now time.Time) {
	for {
		next, ok := m.Deadline()
		if !ok || next.After(now) {
			break
		}
		if next.After(m.now) {
			m.now = next
		}
		m.fire()
		m.settle()
	}
	m.now = now
}

// fire lets everything happen that is due at m.now in one of the three clocks.
func (m *Machine) fire() {
	if m.router != nil {
		if t, ok := m.router.Deadline(); ok && !t.After(m.now) {
			m.mustRoute(&taskrouter.Advance{})
			return
		}
	}
	if t, ok := m.queues.Deadline(); ok && !t.After(m.now) {
		events, err := m.queues.Advance(m.now)
		must(err)
		m.queued(events)
		return
	}
	t, _ := m.timers.Min()
	m.stopTimer(t)
	t.fire()
}

func (m *Machine) finish(name string, err *Error) ([]Action, error) {
	out := m.out
	m.out = nil
	if err != nil {
		err.Input = name
		return out, err
	}
	return out, nil
}

func (m *Machine) emit(a Action) { m.out = append(m.out, a) }

// alert reports a code of the vendor's debugger.
func (m *Machine) alert(c CallSID, code int, message string) {
	level, _ := twiml.CodeLevel(code)
	m.emit(&Alert{Call: c, Code: code, Warning: level == twiml.LevelWarning, Message: message})
}

// later puts off what would otherwise happen in the middle of something else,
// behind all that has happened so far in this step.
func (m *Machine) later(do func()) { m.facts = append(m.facts, do) }

// queued notes events of the queues, for settle.
func (m *Machine) queued(events []queue.Event) {
	for _, ev := range events {
		m.emit(&Queued{ev})
		m.keepPace(&ev)
		m.later(func() { m.onQueued(&ev) })
	}
}

// settle acts upon what happened in queues and router until nothing is left.
// What it does may make more happen; each fact ends or begins something, and
// what begins again without the host needs another verb of a finite document,
// so it comes to an end.
func (m *Machine) settle() {
	for len(m.facts) > 0 {
		do := m.facts[0]
		m.facts = m.facts[1:]
		do()
	}
	m.facts = nil
}

// must is for what cannot be refused: the machine has just looked.
func must(err error) {
	if err != nil {
		panic("voice: broken invariant: " + err.Error())
	}
}
