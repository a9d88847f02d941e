package queue

import "time"

// EntryState says how far an Enqueue has come.
type EntryState uint8

// The states of an Enqueue. Only a waiting call is a member of its queue.
const (
	EntryWaiting EntryState = iota + 1 // a member
	EntryTaken                         // taken by an agent, not connected yet
	EntryBridged                       // connected to the agent
	EntryEnded                         // has its result
)

var entryStateNames = [...]string{
	EntryWaiting: "waiting", EntryTaken: "taken", EntryBridged: "bridged", EntryEnded: "ended",
}

// String returns the state in lower case.
func (s EntryState) String() string { return nameOf(entryStateNames[:], s, "EntryState") }

// Entry is one execution of Enqueue, from the verb to its result, as it was at
// one instant: a copy, which does not change.
type Entry struct {
	Call         CallSID
	State        EntryState
	Queue        QueueSID // zero if the call never was enqueued
	FriendlyName string   // of the queue; "" if none was found
	DateEnqueued time.Time
	// QueueTime is the time in the queue in whole seconds: so far for a waiting
	// call, else from joining to leaving, without whisper and conversation.
	QueueTime time.Duration
	Agent     CallSID     // who took the call, or zero
	Result    QueueResult // "" until the state is EntryEnded
	Code      int         // of the vendor's alert when it was refused, such as 14207
	Err       *Error      // why it was refused, else nil
}

// entry is an Enqueue as the directory keeps it, until it has ended.
type entry struct {
	call         CallSID
	line         *line
	number       uint64 // of joining: the order of members
	state        EntryState
	joined, left instant
	connected    instant
	agent        *agent // nil while waiting
}

// queueTime returns the time in the queue; at matters only to a waiting call.
func (e *entry) queueTime(at instant) time.Duration {
	if e.state != EntryWaiting {
		at = e.left
	}
	return at.since(e.joined)
}

func (e *entry) snapshot(at instant) Entry {
	s := Entry{
		Call:         e.call,
		State:        e.state,
		Queue:        e.line.sid,
		FriendlyName: e.line.name,
		DateEnqueued: e.joined.time(),
		QueueTime:    e.queueTime(at),
	}
	if e.agent != nil {
		s.Agent = e.agent.call
	}
	return s
}

// Entry returns the Enqueue that a call is in, as it is at now, or an [*Error]
// that matches [ErrUnknownCall]. Enqueues that have ended are forgotten.
func (d *Directory) Entry(now time.Time, call CallSID) (Entry, error) {
	e := d.entries[call]
	if e == nil {
		return Entry{}, unknownCall("Entry", call)
	}
	return e.snapshot(d.reading(now)), nil
}

func unknownCall(op string, call CallSID) *Error {
	return refusal(op, ErrUnknownCall, "call %q is in no queue: it never was, or its Enqueue has ended", call).of(call)
}
