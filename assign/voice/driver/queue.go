package driver

import (
	"context"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
)

// CreateQueue makes a voice queue. The error is a [*queue.Error], or one of
// [Driver.Step].
func (d *Driver) CreateQueue(ctx context.Context, p queue.CreateQueue) (queue.Queue, error) {
	return d.change(ctx, func(now time.Time, all *queue.Directory) (queue.Queue, []queue.Event, error) {
		return all.Create(now, p)
	})
}

// UpdateQueue renames or resizes a voice queue. The error is a [*queue.Error], or
// one of [Driver.Step].
func (d *Driver) UpdateQueue(ctx context.Context, s queue.QueueSID, p queue.UpdateQueue) (queue.Queue, error) {
	return d.change(ctx, func(now time.Time, all *queue.Directory) (queue.Queue, []queue.Event, error) {
		return all.Update(now, s, p)
	})
}

// DeleteQueue deletes a voice queue, which must be empty. The error is a
// [*queue.Error], or one of [Driver.Step].
func (d *Driver) DeleteQueue(ctx context.Context, s queue.QueueSID) error {
	_, err := d.change(ctx, func(now time.Time, all *queue.Directory) (queue.Queue, []queue.Event, error) {
		events, err := all.Delete(now, s)
		return queue.Queue{}, events, err
	})
	return err
}

// FetchQueue returns a voice queue as it is now. The error is a [*queue.Error],
// or one of [Driver.Step].
func (d *Driver) FetchQueue(ctx context.Context, s queue.QueueSID) (queue.Queue, error) {
	var found queue.Queue
	err := d.Look(ctx, func(now time.Time, m *voice.Machine) (err error) {
		found, err = m.Queues().Fetch(now, s)
		return err
	})
	return found, err
}

// change changes the queues. Their instant is the runner's, and no other: queues
// that were ahead of it would hold up the machine.
func (d *Driver) change(ctx context.Context, f func(time.Time, *queue.Directory) (queue.Queue, []queue.Event, error)) (queue.Queue, error) {
	var changed queue.Queue
	err := d.enter(ctx, func(now time.Time) error {
		actions, err := d.machine.Change(now, func(all *queue.Directory) (events []queue.Event, err error) {
			changed, events, err = f(now, all)
			return events, err
		})
		d.dispatch(now, actions)
		return err
	})
	return changed, err
}
