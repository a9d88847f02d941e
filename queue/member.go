package queue

import (
	"iter"
	"time"
)

// Member is a waiting call as it was at one instant (queue.md §3): a copy,
// which does not change.
type Member struct {
	CallSID      CallSID
	QueueSID     QueueSID
	Position     int           // 1 is next to be taken
	WaitTime     time.Duration // whole seconds since joining
	DateEnqueued time.Time     // UTC
}

// Member returns a call that waits in a queue, as it is at now. The [*Error]
// matches [ErrUnknownQueue] or, when the call does not wait in that queue,
// [ErrUnknownCall].
func (d *Directory) Member(now time.Time, queue QueueSID, call CallSID) (Member, error) {
	const op = "Member"
	e, err := d.member(op, queue, call)
	if err != nil {
		return Member{}, err
	}
	return e.member(d.reading(now), e.line.position(e)), nil
}

// Front returns the call that is next in a queue, as it is at now. The [*Error]
// matches [ErrUnknownQueue] or [ErrEmpty].
func (d *Directory) Front(now time.Time, queue QueueSID) (Member, error) {
	const op = "Front"
	e, err := d.frontMember(op, queue)
	if err != nil {
		return Member{}, err
	}
	return e.member(d.reading(now), 1), nil
}

// Members ranges over the calls that wait in a queue, as they are at now, in
// the order of position. The directory must not be changed meanwhile. The
// [*Error] matches [ErrUnknownQueue].
func (d *Directory) Members(now time.Time, queue QueueSID) (iter.Seq[Member], error) {
	l := d.queues[queue]
	if l == nil {
		return nil, unknownQueue("Members", queue)
	}
	return func(yield func(Member) bool) {
		at, position := d.reading(now), 0
		for p := range l.members.All() {
			position++
			if !yield(p.entry.member(at, position)) {
				return
			}
		}
	}, nil
}

// Dequeue takes a waiting call out of its queue through REST, to be sent to
// another document (queue.md §3). The result is [ResultRedirected]. It returns
// the member as it was just before.
//
// It is refused as [Directory.Member] is, and with [ErrGuarded] in a workflow's
// queue: taking its calls away would break their link to their tasks (queue.md
// §8).
func (d *Directory) Dequeue(now time.Time, queue QueueSID, call CallSID) (Member, []Event, error) {
	const op = "Dequeue"
	if err := d.begin(now, op); err != nil {
		return Member{}, nil, err
	}
	e, err := d.member(op, queue, call)
	if err != nil {
		return Member{}, d.events, err
	}
	return d.dequeue(op, e)
}

// DequeueFront is [Directory.Dequeue] for the call that is next. On an empty
// queue it is refused with [ErrEmpty].
func (d *Directory) DequeueFront(now time.Time, queue QueueSID) (Member, []Event, error) {
	const op = "DequeueFront"
	if err := d.begin(now, op); err != nil {
		return Member{}, nil, err
	}
	e, err := d.frontMember(op, queue)
	if err != nil {
		return Member{}, d.events, err
	}
	return d.dequeue(op, e)
}

func (d *Directory) dequeue(op string, e *entry) (Member, []Event, error) {
	if l := e.line; l.guarded {
		return Member{}, d.events, refusal(op, ErrGuarded,
			"queue %q belongs to the workflow of that SID: its calls leave by their tasks", l.name).at(l).of(e.call)
	}
	m := e.member(d.now, e.line.position(e))
	d.befall(e, callDequeued)
	return m, d.events, nil
}

// member finds a waiting call in a queue.
func (d *Directory) member(op string, queue QueueSID, call CallSID) (*entry, *Error) {
	l := d.queues[queue]
	if l == nil {
		return nil, unknownQueue(op, queue)
	}
	e := d.entries[call]
	if e == nil || e.line != l || e.state != EntryWaiting {
		return nil, refusal(op, ErrUnknownCall, "call %q does not wait in queue %q", call, l.name).at(l).of(call)
	}
	return e, nil
}

// frontMember finds the next call of a queue.
func (d *Directory) frontMember(op string, queue QueueSID) (*entry, *Error) {
	l := d.queues[queue]
	if l == nil {
		return nil, unknownQueue(op, queue)
	}
	e := l.front()
	if e == nil {
		return nil, refusal(op, ErrEmpty, "nobody waits in queue %q", l.name).at(l)
	}
	return e, nil
}

func (e *entry) member(at instant, position int) Member {
	return Member{
		CallSID:      e.call,
		QueueSID:     e.line.sid,
		Position:     position,
		WaitTime:     at.since(e.joined),
		DateEnqueued: e.joined.time(),
	}
}
