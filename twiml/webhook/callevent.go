package webhook

import (
	"net/url"
	"time"
)

// CallEvent is the request to the statusCallback of a call or of a noun of Dial,
// one for each event, asynchronously (twiml.md §7). The answer is ignored. Of
// the standard parameters CallSid and CallStatus are required. Requests may
// arrive out of order: sort by SequenceNumber.
type CallEvent struct {
	Standard `param:",only=CallSid CallStatus"`
	// CallDuration is the length of the call in whole seconds, once it is over.
	CallDuration Opt[time.Duration] `param:"CallDuration"`
	// Timestamp is when it happened, in whole seconds.
	Timestamp time.Time `param:"Timestamp,required"`
	// CallbackSource is [SourceCallProgress].
	CallbackSource CallbackSource `param:"CallbackSource,required"`
	// SequenceNumber counts the events of a call from 0.
	SequenceNumber int `param:"SequenceNumber,required"`
	// The recording, when the call was recorded.
	RecordingSID      string             `param:"RecordingSid,sid=RE"`
	RecordingURL      string             `param:"RecordingUrl,url"`
	RecordingDuration Opt[time.Duration] `param:"RecordingDuration"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var callEventSpec = define[CallEvent]()

func (*CallEvent) spec() *spec { return callEventSpec }

// CallbackSource is what caused a status callback. Parse accepts any word.
type CallbackSource string

// SourceCallProgress is the source of call progress events (twiml.md §7).
const SourceCallProgress CallbackSource = "call-progress-events"
