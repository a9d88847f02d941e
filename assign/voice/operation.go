package voice

import (
	"cmp"
	"time"
)

// operation is something the host was asked for and reports back on.
type operation struct {
	call *call
	kind opKind
	done func(Input)

	partial func(string) // of a Gather: part of a speech was understood
}

// opKind says what reports an operation takes.
type opKind uint8

const (
	fetching       opKind = iota // a document that is run
	telling                      // a request whose answer does not matter
	playing                      // a Say or a Play
	gathering                    // a Gather
	recordingVoice               // a Record
)

var opReports = [...]string{
	fetching: "Fetched or FetchFailed", telling: "Fetched or FetchFailed", playing: "Played or FetchFailed", gathering: "Gathered",
	recordingVoice: "Recorded",
}

// takes reports whether in can be a report on an operation of the kind.
func (k opKind) takes(in Input) bool {
	switch in.(type) {
	case *Fetched:
		return k == fetching || k == telling
	case *FetchFailed:
		return k == fetching || k == telling || k == playing
	case *Played:
		return k == playing
	case *Recorded:
		return k == recordingVoice
	default:
		return k == gathering
	}
}

// ask opens an operation of a call. Its report goes to done.
func (m *Machine) ask(c *call, kind opKind, done func(Input)) Op {
	m.op++
	op := Op(m.op)
	m.ops[op] = &operation{call: c, kind: kind, done: done}
	return op
}

// report hands a report to its operation, which is over then. A report on an
// operation that was given up is ignored.
func (m *Machine) report(op Op, in Input) *Error {
	o := m.ops[op]
	switch {
	case op == 0 || op > Op(m.op):
		return refusal(ReasonInput, "operation %d was never asked for", op)
	case o == nil:
		return nil
	case !o.kind.takes(in):
		return refusal(ReasonInput, "operation %d is of another kind: want %s", op, opReports[o.kind]).of(o.call.sid)
	}
	delete(m.ops, op)
	if o.call.foreground == op {
		o.call.foreground = 0
	}
	o.done(in)
	return nil
}

// timer is something the machine does by itself.
type timer struct {
	at     time.Time
	number uint64
	fire   func()
}

func compareTimers(a, b *timer) int {
	if c := a.at.Compare(b.at); c != 0 {
		return c
	}
	return cmp.Compare(a.number, b.number)
}

// after starts a timer.
func (m *Machine) after(d time.Duration, fire func()) *timer {
	m.timer++
	t := &timer{at: m.now.Add(d), number: m.timer, fire: fire}
	m.timers.Insert(t)
	return t
}

// stopTimer stops a timer; nothing for nil and for one that has fired.
func (m *Machine) stopTimer(t *timer) {
	if t != nil {
		m.timers.Delete(t)
	}
}
