package webhook

import (
	"net/url"
	"time"
)

// Whisper is the request to the url of a Queue in a Dial, made for the queued
// call after it was taken and before both are connected (twiml.md §6.3).
// CallSID is the call that was taken.
type Whisper struct {
	Standard
	// QueueSID is the queue the call was in.
	QueueSID string `param:"QueueSid,sid=QU,required"`
	// QueueTime is how long it was there, in whole seconds.
	QueueTime time.Duration `param:"QueueTime,required"`
	// DequeingCallSID is the agent's call. The parameter is spelled with one u.
	DequeingCallSID string `param:"DequeingCallSid,sid=CA,required"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var whisperSpec = define[Whisper]()

func (*Whisper) spec() *spec { return whisperSpec }
