package webhook

import (
	"net/url"
	"time"
)

// RecordingEvent is the request to a recordingStatusCallback (twiml.md §7). The
// answer is ignored.
type RecordingEvent struct {
	AccountSID string `param:"AccountSid,sid=AC,required"`
	// CallSID is the recorded call; empty for the recording of a conference
	// (inferred).
	CallSID      string `param:"CallSid,sid=CA"`
	RecordingSID string `param:"RecordingSid,sid=RE,required"`
	// RecordingURL is empty, and RecordingDuration unset, while there is
	// nothing to be had (inferred).
	RecordingURL      string             `param:"RecordingUrl,url"`
	RecordingStatus   RecordingStatus    `param:"RecordingStatus,required"`
	RecordingDuration Opt[time.Duration] `param:"RecordingDuration"`
	// RecordingChannels is 1 for mono, 2 for dual; 0 if not told.
	RecordingChannels int `param:"RecordingChannels,min=1,max=2"`
	// RecordingStartTime is in whole seconds; zero if not told.
	RecordingStartTime time.Time `param:"RecordingStartTime"`
	// RecordingSource is what began the recording.
	RecordingSource RecordingSource `param:"RecordingSource"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var recordingEventSpec = define[RecordingEvent]()

func (*RecordingEvent) spec() *spec { return recordingEventSpec }

// RecordingStatus is the state of a recording. Parse accepts any word.
type RecordingStatus string

// The states that recordingStatusCallbackEvent names (twiml.md §8.4).
const (
	RecordingInProgress RecordingStatus = "in-progress"
	RecordingCompleted  RecordingStatus = "completed"
	RecordingAbsent     RecordingStatus = "absent"
)

// RecordingSource is what began a recording. Parse accepts any word.
type RecordingSource string

// The sources that the vendor's public pages name; the reference lists none.
const (
	SourceDialVerb        RecordingSource = "DialVerb"
	SourceConference      RecordingSource = "Conference"
	SourceOutboundAPI     RecordingSource = "OutboundAPI"
	SourceTrunking        RecordingSource = "Trunking"
	SourceRecordVerb      RecordingSource = "RecordVerb"
	SourceStartCallAPI    RecordingSource = "StartCallRecordingAPI"
	SourceStartConference RecordingSource = "StartConferenceRecordingAPI"
)
