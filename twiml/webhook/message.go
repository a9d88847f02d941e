package webhook

import "net/url"

// MessageEvent is the request to the action or the statusCallback of a Message
// (twiml.md §7).
type MessageEvent struct {
	// MessageSID is the message: SM for text, MM for media.
	MessageSID string `param:"MessageSid,sid=SM MM,required"`
	// MessageStatus is its state.
	MessageStatus MessageStatus `param:"MessageStatus,required"`
	// ErrorCode says why it was not delivered; 0 if nothing went wrong.
	ErrorCode int `param:"ErrorCode,min=1,max=99999"`
	// The rest is not in the reference, and optional: who sends to whom.
	AccountSID string `param:"AccountSid,sid=AC"`
	From       string `param:"From"`
	To         string `param:"To"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var messageEventSpec = define[MessageEvent]()

func (*MessageEvent) spec() *spec { return messageEventSpec }

// MessageStatus is the state of a message. Parse accepts any word.
type MessageStatus string

// The states that the vendor's public pages name; the reference lists none.
const (
	MessageAccepted    MessageStatus = "accepted"
	MessageScheduled   MessageStatus = "scheduled"
	MessageQueued      MessageStatus = "queued"
	MessageSending     MessageStatus = "sending"
	MessageSent        MessageStatus = "sent"
	MessageDelivered   MessageStatus = "delivered"
	MessageUndelivered MessageStatus = "undelivered"
	MessageRead        MessageStatus = "read"
	MessageFailed      MessageStatus = "failed"
	MessageCanceled    MessageStatus = "canceled"
)
