package webhook

import (
	"net/url"
	"time"
)

// DialAction is the request to the action of a Dial, made when it ends
// (twiml.md §6.3 for queues, §7 for the rest).
type DialAction struct {
	Standard
	// DialCallStatus says how the dialed call ended.
	DialCallStatus DialCallStatus `param:"DialCallStatus,required"`
	// DialCallSID is the dialed or dequeued call; empty if there was none, and
	// for conferences.
	DialCallSID string `param:"DialCallSid,sid=CA"`
	// DialCallDuration is the length of the conversation in whole seconds;
	// unset if there was none, and for conferences.
	DialCallDuration Opt[time.Duration] `param:"DialCallDuration"`
	// DialBridged is whether the two were connected.
	DialBridged Opt[bool] `param:"DialBridged"`
	// QueueSID, QueueTime and DequeingCallSID are those of the [Whisper], when
	// a queue was dialed.
	QueueSID        string             `param:"QueueSid,sid=QU"`
	QueueTime       Opt[time.Duration] `param:"QueueTime"`
	DequeingCallSID string             `param:"DequeingCallSid,sid=CA"`
	// RecordingURL is the recording, if Dial made one.
	RecordingURL string `param:"RecordingUrl,url"`
	// DialSIPCallID and DialSIPResponseCode, 0 or 100 to 699, are there when a
	// SIP address was dialed, and so are the headers of the answer.
	DialSIPCallID       string            `param:"DialSipCallId"`
	DialSIPResponseCode int               `param:"DialSipResponseCode,min=100,max=699"`
	DialSIPHeaders      map[string]string `param:"DialSipHeader_*"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var dialActionSpec = define[DialAction]()

func (*DialAction) spec() *spec { return dialActionSpec }

// DialCallStatus says how a dialed call ended. Parse accepts any word.
type DialCallStatus string

// The statuses of a dialed call (twiml.md §7).
const (
	DialCompleted DialCallStatus = "completed"
	DialAnswered  DialCallStatus = "answered" // conferences
	DialBusy      DialCallStatus = "busy"
	DialNoAnswer  DialCallStatus = "no-answer"
	DialFailed    DialCallStatus = "failed"
	DialCanceled  DialCallStatus = "canceled"
)
