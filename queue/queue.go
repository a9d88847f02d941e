package queue

import (
	"cmp"
	"time"

	"github.com/goacd/acd/internal/ordered"
	"github.com/goacd/acd/internal/sid"
)

// Queue is the state of a queue at one instant (queue.md §2.1): a copy, which
// does not change.
type Queue struct {
	SID          QueueSID
	AccountSID   AccountSID
	FriendlyName string
	CurrentSize  int // members: calls that wait
	MaxSize      int // 0 refuses everybody
	// AverageWaitTime is the mean of the time the present members have waited
	// so far, rounded down to whole seconds; 0 without members.
	AverageWaitTime time.Duration
	// AgentsWaiting is the number of agents who wait for a member. The vendor's
	// API does not show them. It is 0 whenever there is a member.
	AgentsWaiting int
	// Guarded says that the queue belongs to the workflow whose SID is its name
	// (queue.md §8).
	Guarded     bool
	DateCreated time.Time // UTC
	DateUpdated time.Time // UTC; when the name or the maximum size last changed
}

// line is a queue as the directory keeps it. It outlives its deletion as long
// as a call that was taken from it is connected.
type line struct {
	sid              QueueSID
	number           uint64 // of creation
	name             string
	maxSize          int
	guarded, deleted bool
	created, updated instant

	members *ordered.Set[place]
	joined  sum                  // of the members' instants of joining
	agents  *ordered.Set[*agent] // those who wait, by the start of their Dial
}

// place is a member's place in the order of joining. The number stands beside
// the pointer, so that a search does not touch the entries on its way.
type place struct {
	number uint64
	entry  *entry
}

func compareLines(a, b *line) int   { return cmp.Compare(a.number, b.number) }
func comparePlaces(a, b place) int  { return cmp.Compare(a.number, b.number) }
func compareAgents(a, b *agent) int { return cmp.Compare(a.number, b.number) }

// snapshot copies the queue's state at an instant.
func (d *Directory) snapshot(l *line, at instant) Queue {
	return Queue{
		SID:             l.sid,
		AccountSID:      d.cfg.AccountSID,
		FriendlyName:    l.name,
		CurrentSize:     l.members.Len(),
		MaxSize:         l.maxSize,
		AverageWaitTime: l.joined.meanSince(at, l.members.Len()),
		AgentsWaiting:   l.agents.Len(),
		Guarded:         l.guarded,
		DateCreated:     l.created.time(),
		DateUpdated:     l.updated.time(),
	}
}

// makeLine adds an empty queue. The name is clean and free.
func (d *Directory) makeLine(op, name string, maxSize int) (*line, *Error) {
	if d.cfg.MaxQueues > 0 && len(d.queues) >= d.cfg.MaxQueues {
		e := refusal(op, ErrTooMany, "no queue %q: the account has %d queues, as many as Config.MaxQueues allows",
			name, len(d.queues))
		e.Name = name
		return nil, e
	}
	d.made++
	l := &line{
		sid:     sid.Make[sid.Queue](d.source, d.made),
		number:  d.made,
		name:    name,
		maxSize: maxSize,
		guarded: isWorkflowName(name),
		created: d.now,
		updated: d.now,
		members: ordered.New(comparePlaces),
		agents:  ordered.New(compareAgents),
	}
	d.queues[l.sid], d.names[name] = l, l
	d.order.Insert(l)
	d.emit(Event{Type: QueueCreated, Queue: l.sid, FriendlyName: name, MaxSize: maxSize})
	return l, nil
}

// push makes e the last member.
func (l *line) push(e *entry) {
	l.members.Insert(place{e.number, e})
	l.joined.add(e.joined)
}

// pull takes the member e out, wherever it stands.
func (l *line) pull(e *entry) {
	l.members.Delete(place{number: e.number})
	l.joined.remove(e.joined)
}

// front returns the member that is next, or nil.
func (l *line) front() *entry {
	first, _ := l.members.Min()
	return first.entry
}

// position returns the place of a member, from 1.
func (l *line) position(e *entry) int { return l.members.Rank(place{number: e.number}) + 1 }
