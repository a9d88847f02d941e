package queue

// QueueResult says how an Enqueue ended; its text is the value of the action
// request's parameter of that name (twiml.md §6.1). The zero QueueResult, "",
// means that it has not ended.
type QueueResult string

// The results an Enqueue can have. Each Enqueue has exactly one (queue.md §6).
const (
	// ResultBridged: taken by an agent and connected; reported when the two
	// have parted.
	ResultBridged QueueResult = "bridged"
	// ResultBridgingInProcess: taken by an agent, and lost before they were
	// connected, on either side.
	ResultBridgingInProcess QueueResult = "bridging-in-process"
	// ResultError: the Enqueue itself or a wait document is faulty.
	ResultError QueueResult = "error"
	// ResultHangup: the caller hung up while waiting, or was hung up by the
	// wait document or through the Call resource.
	ResultHangup QueueResult = "hangup"
	// ResultLeave: the wait document ran Leave.
	ResultLeave QueueResult = "leave"
	// ResultRedirected: taken out of the queue by a request that sends the call
	// to another document.
	ResultRedirected QueueResult = "redirected"
	// ResultRedirectedFromBridged: sent to another document while connected.
	ResultRedirectedFromBridged QueueResult = "redirected-from-bridged"
	// ResultQueueFull: the queue held its maximum; the call was never a member.
	ResultQueueFull QueueResult = "queue-full"
	// ResultSystemError: a failure of the platform, or the caller was gone
	// before he had joined.
	ResultSystemError QueueResult = "system-error"
)

// Continues reports whether the document that the action URL returns is
// executed, and without an action URL the verb after Enqueue: the last column
// of the table in twiml.md §6.1. It presumes that the call is still up.
func (r QueueResult) Continues() bool {
	switch r {
	case ResultBridged, ResultError, ResultLeave, ResultQueueFull, ResultSystemError:
		return true
	}
	return false
}

// DialStatus says how an agent's Dial ended; its text is the value of the
// action request's parameter DialCallStatus (twiml.md §6.3). The zero
// DialStatus, "", means that it has not ended.
type DialStatus string

// The statuses a Dial of a queue can end with. Each Dial has exactly one.
const (
	// DialCompleted: connected to a member, and the conversation is over.
	DialCompleted DialStatus = "completed"
	// DialNoAnswer: no member came before the timeout.
	DialNoAnswer DialStatus = "no-answer"
	// DialFailed: there is no such queue, or the one call it was for is gone.
	DialFailed DialStatus = "failed"
	// DialCanceled: the agent's side ended it before it was connected.
	DialCanceled DialStatus = "canceled"
)

// Bridged is the value of the parameter DialBridged: whether the agent and a
// member were connected.
func (s DialStatus) Bridged() bool { return s == DialCompleted }
