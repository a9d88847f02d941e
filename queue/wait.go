package queue

import "time"

// Wait is what a request for a wait document tells about a waiting call and its
// queue, all read at one instant (twiml.md §6.1, waitUrl). Fields are named
// after the request's parameters.
type Wait struct {
	QueuePosition    int // 1 is next
	QueueSid         QueueSID
	QueueTime        time.Duration // whole seconds waited so far
	AvgQueueTime     time.Duration // as Queue.AverageWaitTime
	CurrentQueueSize int           // this call included
	MaxQueueSize     int
}

// Wait returns the values for a wait request of a call at now. The [*Error]
// matches [ErrUnknownCall] when the call is in no queue, [ErrState] when it
// waits no more, so that its wait document must be cut off.
func (d *Directory) Wait(now time.Time, call CallSID) (Wait, error) {
	const op = "Wait"
	e := d.entries[call]
	if e == nil {
		return Wait{}, unknownCall(op, call)
	}
	l, at := e.line, d.reading(now)
	if e.state != EntryWaiting {
		return Wait{}, refusal(op, ErrState, "call %q is %s, not waiting", call, e.state).at(l).of(call)
	}
	return Wait{
		QueuePosition:    l.position(e),
		QueueSid:         l.sid,
		QueueTime:        at.since(e.joined),
		AvgQueueTime:     l.joined.meanSince(at, l.members.Len()),
		CurrentQueueSize: l.members.Len(),
		MaxQueueSize:     l.maxSize,
	}, nil
}
