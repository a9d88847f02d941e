package queue

import (
	"iter"
	"time"
)

// Filter selects queues for [Directory.Queues].
type Filter struct {
	FriendlyName string // exactly this name; "" selects all
}

// Len returns the number of queues.
func (d *Directory) Len() int { return d.order.Len() }

// Fetch returns a queue as it is at now, or an [*Error] that matches
// [ErrUnknownQueue].
func (d *Directory) Fetch(now time.Time, queue QueueSID) (Queue, error) {
	l := d.queues[queue]
	if l == nil {
		return Queue{}, unknownQueue("Fetch", queue)
	}
	return d.snapshot(l, d.reading(now)), nil
}

// ByName returns the queue with exactly that name as it is at now.
func (d *Directory) ByName(now time.Time, name string) (Queue, bool) {
	l := d.names[name]
	if l == nil {
		return Queue{}, false
	}
	return d.snapshot(l, d.reading(now)), true
}

// Queues ranges over the selected queues as they are at now, in the order of
// creation (queue.md §2.2). The directory must not be changed meanwhile.
func (d *Directory) Queues(now time.Time, f Filter) iter.Seq[Queue] {
	return func(yield func(Queue) bool) {
		if f.FriendlyName != "" {
			if q, ok := d.ByName(now, f.FriendlyName); ok {
				yield(q)
			}
			return
		}
		at := d.reading(now)
		for l := range d.order.All() {
			if !yield(d.snapshot(l, at)) {
				return
			}
		}
	}
}
