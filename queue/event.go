package queue

import "time"

// EventType says what happened.
type EventType uint8

// The types of events, each with the fields of [Event] that it sets beside
// Type, Sequence and At.
const (
	// QueueCreated: Queue, FriendlyName, MaxSize.
	QueueCreated EventType = iota + 1
	// QueueUpdated: Queue, FriendlyName and MaxSize as they are now.
	QueueUpdated
	// QueueDeleted: Queue, FriendlyName.
	QueueDeleted
	// CallJoined: Queue, FriendlyName, Call, Position. The call is a member.
	CallJoined
	// CallTaken: Queue, FriendlyName, Call, Agent, QueueTime. The call is no
	// member any more; run the whisper, if any, then connect the two.
	CallTaken
	// CallBridged: Queue, FriendlyName, Call, Agent, QueueTime.
	CallBridged
	// EnqueueEnded: Call, Result, FriendlyName (when known), Code and Err (when
	// the Enqueue was refused), Agent (when there was one); Queue and QueueTime
	// only if the call really was enqueued. It comes once for each Enqueue.
	EnqueueEnded
	// AgentWaiting: Queue, FriendlyName, Agent. The queue is empty.
	AgentWaiting
	// DialEnded: Agent, Status, FriendlyName (when known), Code and Err (when
	// the Dial was refused); Queue, Call, QueueTime and Duration of the call it
	// was last given, if it still had one. It comes once for each Dial.
	DialEnded
)

var eventNames = [...]string{
	QueueCreated: "queue.created", QueueUpdated: "queue.updated", QueueDeleted: "queue.deleted",
	CallJoined: "call.joined", CallTaken: "call.taken", CallBridged: "call.bridged",
	EnqueueEnded: "enqueue.ended", AgentWaiting: "agent.waiting", DialEnded: "dial.ended",
}

// String returns the type as two words with a dot, such as "call.joined".
func (t EventType) String() string { return nameOf(eventNames[:], t, "EventType") }

// Event is something that happened to a queue, a call in it or an agent at it.
// It holds no reference to the directory and may be copied and kept.
type Event struct {
	Type         EventType
	Sequence     uint64    // 1, 2, … over the life of the directory
	At           time.Time // UTC
	Queue        QueueSID
	FriendlyName string // the queue's name at that moment
	Call         CallSID
	Agent        CallSID
	Position     int // 1 is next
	MaxSize      int
	QueueTime    time.Duration // whole seconds from joining to leaving
	Duration     time.Duration // whole seconds of conversation
	Result       QueueResult
	Status       DialStatus
	Code         int    // of the vendor's alert, such as 14207, or 0
	Err          *Error // why it was refused
}

// emit numbers and dates an event.
func (d *Directory) emit(e Event) {
	d.sequence++
	e.Sequence, e.At = d.sequence, d.now.time()
	d.events = append(d.events, e)
}
