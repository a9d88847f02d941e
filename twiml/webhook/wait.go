package webhook

import (
	"net/url"
	"time"
)

// Wait is the request to the waitUrl of an Enqueue, made again and again while
// the call waits (twiml.md §6.1). Values are those at the moment of the request.
type Wait struct {
	Standard
	// QueuePosition is the place of this call; 1 is next.
	QueuePosition int `param:"QueuePosition,min=1,required"`
	// QueueSID is the queue.
	QueueSID string `param:"QueueSid,sid=QU,required"`
	// QueueTime is how long the call has waited so far, in whole seconds.
	QueueTime time.Duration `param:"QueueTime,required"`
	// AvgQueueTime is the mean of that over the calls now in the queue.
	AvgQueueTime time.Duration `param:"AvgQueueTime,required"`
	// CurrentQueueSize is the number of calls now in the queue, with this one.
	CurrentQueueSize int `param:"CurrentQueueSize,min=1,required"`
	// MaxQueueSize is the maximum size of the queue; it may be below the
	// current one, and 0 (queue.md §2.4).
	MaxQueueSize int `param:"MaxQueueSize,required"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var waitSpec = define[Wait]()

func (*Wait) spec() *spec { return waitSpec }
