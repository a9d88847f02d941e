package rest

import (
	"context"
	"iter"
	"time"

	"github.com/goacd/acd/queue"
)

// Queues are the queues of one account as the handler needs them. Its methods are
// safe for concurrent use. A [Local] is one.
//
// A refusal is, or wraps, a [*queue.Error]. Any other error says that the queues
// cannot answer.
type Queues interface {
	AccountSID() queue.AccountSID
	CreateQueue(ctx context.Context, p queue.CreateQueue) (queue.Queue, error)
	UpdateQueue(ctx context.Context, s queue.QueueSID, p queue.UpdateQueue) (queue.Queue, error)
	DeleteQueue(ctx context.Context, s queue.QueueSID) error
	// Dequeue takes a member out and sends its call to a document. It returns the
	// member as it was just before.
	Dequeue(ctx context.Context, p Dequeue) (queue.Member, error)
	// View calls f with the queues at rest, and returns its error. f reads, and
	// keeps nothing of r.
	View(ctx context.Context, f func(now time.Time, r Reader) error) error
}

// Reader is what of a [*queue.Directory] changes nothing.
type Reader interface {
	Queues(now time.Time, f queue.Filter) iter.Seq[queue.Queue]
	Fetch(now time.Time, s queue.QueueSID) (queue.Queue, error)
	Members(now time.Time, s queue.QueueSID) (iter.Seq[queue.Member], error)
	Member(now time.Time, s queue.QueueSID, call queue.CallSID) (queue.Member, error)
	Front(now time.Time, s queue.QueueSID) (queue.Member, error)
}

// Dequeue says which member is to go where.
type Dequeue struct {
	Queue  queue.QueueSID
	Call   queue.CallSID // zero for the member that is next
	URL    string        // of the document the call goes on with; absolute
	Method string        // GET or POST
}
