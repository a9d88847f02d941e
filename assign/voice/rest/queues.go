package rest

import (
	"context"
	"errors"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/queue"
	queuerest "github.com/goacd/acd/queue/rest"
	"github.com/goacd/acd/twiml"
)

// Queues are the voice queues of a driver, for package queue/rest. They are safe
// for concurrent use. Make one with [NewQueues].
type Queues struct {
	*driver.Driver
	account queue.AccountSID
}

// NewQueues wraps a driver. The error is the driver's: it is closed.
func NewQueues(d *driver.Driver) (*Queues, error) {
	q := &Queues{Driver: d}
	err := d.Look(context.Background(), func(_ time.Time, m *voice.Machine) error {
		q.account = m.Queues().AccountSID()
		return nil
	})
	return q, err
}

// AccountSID returns the owner of queues and calls.
func (q *Queues) AccountSID() queue.AccountSID { return q.account }

// View implements [queuerest.Queues]. All calls wait meanwhile.
func (q *Queues) View(ctx context.Context, f func(now time.Time, r queuerest.Reader) error) error {
	return q.Look(ctx, func(now time.Time, m *voice.Machine) error { return f(now, m.Queues()) })
}

// Dequeue implements [queuerest.Queues] by a [voice.DequeueMember]. The member is
// looked at first; if another one takes it in between, the front is looked at
// again, and a call of one's own is not there any more. So a member is given to one
// request, and every turn of the loop means that somebody else was served.
func (q *Queues) Dequeue(ctx context.Context, p queuerest.Dequeue) (queue.Member, error) {
	for {
		m, err := q.member(ctx, p)
		if err != nil {
			return queue.Member{}, err
		}
		err = q.Step(ctx, &voice.DequeueMember{Queue: p.Queue, Call: m.CallSID, URL: p.URL, Method: twiml.Method(p.Method)})
		if err == nil {
			return m, nil
		}
		if !p.Call.IsZero() || !errors.Is(err, queue.ErrUnknownCall) {
			return queue.Member{}, err
		}
	}
}

func (q *Queues) member(ctx context.Context, p queuerest.Dequeue) (m queue.Member, err error) {
	err = q.View(ctx, func(now time.Time, r queuerest.Reader) (err error) {
		if p.Call.IsZero() {
			m, err = r.Front(now, p.Queue)
		} else {
			m, err = r.Member(now, p.Queue, p.Call)
		}
		return err
	})
	return m, err
}
