package webhook

import (
	"net/url"
	"time"
)

// EnqueueAction is the request to the action of an Enqueue, made once when it
// ends (twiml.md §6.1). The document returned is executed only after some
// results.
type EnqueueAction struct {
	Standard
	// QueueResult says how it ended.
	QueueResult QueueResult `param:"QueueResult,required"`
	// QueueSID is the queue; empty if the call was never in it.
	QueueSID string `param:"QueueSid,sid=QU"`
	// QueueTime is how long the call was in the queue, in whole seconds; unset
	// if it never was.
	QueueTime Opt[time.Duration] `param:"QueueTime"`
	// WorkflowSID and TaskSID may be there for a call that was enqueued with a
	// workflow; do not depend on them (inferred).
	WorkflowSID string `param:"WorkflowSid,sid=WW"`
	TaskSID     string `param:"TaskSid,sid=WT"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var enqueueActionSpec = define[EnqueueAction]()

func (*EnqueueAction) spec() *spec { return enqueueActionSpec }

// QueueResult says how an Enqueue ended. Parse accepts any word.
type QueueResult string

// The results of an Enqueue (twiml.md §6.1); the package queue tells them at
// length.
const (
	ResultBridged               QueueResult = "bridged"
	ResultBridgingInProcess     QueueResult = "bridging-in-process"
	ResultError                 QueueResult = "error"
	ResultHangup                QueueResult = "hangup"
	ResultLeave                 QueueResult = "leave"
	ResultRedirected            QueueResult = "redirected"
	ResultRedirectedFromBridged QueueResult = "redirected-from-bridged"
	ResultQueueFull             QueueResult = "queue-full"
	ResultSystemError           QueueResult = "system-error"
)
