package rest

import (
	"context"
	"sync"
	"time"

	"github.com/goacd/acd/queue"
)

// localEvents is how many events a Local keeps for [Local.Events].
const localEvents = 10_000

// Local is a directory with a lock and a clock: [Queues] for tests, and for a host
// that runs call documents by itself. It is safe for concurrent use; the directory
// is used through it alone. Make one with [NewLocal].
type Local struct {
	now      func() time.Time
	redirect func(m queue.Member, url, method string)

	mu        sync.Mutex
	directory *queue.Directory
	events    []queue.Event
}

// NewLocal wraps a directory. now tells the time, and is called with the lock
// held; a time before the directory's last one counts as that one.
//
// redirect is told of each member that was taken out, to send its call to the
// document at url; nil to tell nobody. It is called without the lock, by the
// goroutine that asked, before it has its answer.
func NewLocal(d *queue.Directory, now func() time.Time, redirect func(m queue.Member, url, method string)) *Local {
	if redirect == nil {
		redirect = func(queue.Member, string, string) {}
	}
	return &Local{now: now, redirect: redirect, directory: d}
}

// Do calls f with the directory, the lock held, and returns its error: this is
// how a host brings calls in. The events of what f does are f's to keep.
func (l *Local) Do(f func(now time.Time, d *queue.Directory) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return f(l.time(), l.directory)
}

// Events returns what happened through the other methods since it was called last,
// in order; the last 10,000 are kept.
func (l *Local) Events() []queue.Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	events := l.events
	l.events = nil
	return events
}

// AccountSID implements [Queues].
func (l *Local) AccountSID() queue.AccountSID { return l.directory.AccountSID() }

// CreateQueue implements [Queues].
func (l *Local) CreateQueue(ctx context.Context, p queue.CreateQueue) (made queue.Queue, err error) {
	err = l.change(ctx, func(now time.Time) (events []queue.Event, err error) {
		made, events, err = l.directory.Create(now, p)
		return events, err
	})
	return made, err
}

// UpdateQueue implements [Queues].
func (l *Local) UpdateQueue(ctx context.Context, s queue.QueueSID, p queue.UpdateQueue) (changed queue.Queue, err error) {
	err = l.change(ctx, func(now time.Time) (events []queue.Event, err error) {
		changed, events, err = l.directory.Update(now, s, p)
		return events, err
	})
	return changed, err
}

// DeleteQueue implements [Queues].
func (l *Local) DeleteQueue(ctx context.Context, s queue.QueueSID) error {
	return l.change(ctx, func(now time.Time) ([]queue.Event, error) { return l.directory.Delete(now, s) })
}

// Dequeue implements [Queues].
func (l *Local) Dequeue(ctx context.Context, p Dequeue) (m queue.Member, err error) {
	err = l.change(ctx, func(now time.Time) (events []queue.Event, err error) {
		if p.Call.IsZero() {
			m, events, err = l.directory.DequeueFront(now, p.Queue)
		} else {
			m, events, err = l.directory.Dequeue(now, p.Queue, p.Call)
		}
		return events, err
	})
	if err == nil {
		l.redirect(m, p.URL, p.Method)
	}
	return m, err
}

// View implements [Queues].
func (l *Local) View(ctx context.Context, f func(now time.Time, r Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return f(l.time(), l.directory)
}

func (l *Local) change(ctx context.Context, f func(now time.Time) ([]queue.Event, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	events, err := f(l.time())
	l.events = append(l.events, events...)
	if over := len(l.events) - localEvents; over > 0 {
		l.events = append([]queue.Event(nil), l.events[over:]...)
	}
	return err
}

func (l *Local) time() time.Time {
	now := l.now()
	if last := l.directory.Now(); now.Before(last) {
		return last
	}
	return now
}
