package webhook

import "net/url"

// TranscriptionEvent is the request to the transcribeCallback of a Record. The
// reference names the attribute (twiml.md §8.4) and not the parameters, which
// are those of the vendor's public pages. Of the standard parameters CallSid and
// AccountSid are required.
type TranscriptionEvent struct {
	Standard            `param:",only=CallSid AccountSid"`
	TranscriptionSID    string              `param:"TranscriptionSid,sid=TR,required"`
	TranscriptionStatus TranscriptionStatus `param:"TranscriptionStatus,required"`
	// TranscriptionText is what was said; empty if it could not be told.
	TranscriptionText string `param:"TranscriptionText"`
	TranscriptionURL  string `param:"TranscriptionUrl,url"`
	RecordingSID      string `param:"RecordingSid,sid=RE,required"`
	RecordingURL      string `param:"RecordingUrl,url"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var transcriptionEventSpec = define[TranscriptionEvent]()

func (*TranscriptionEvent) spec() *spec { return transcriptionEventSpec }

// TranscriptionStatus is the outcome of a transcription. Parse accepts any word.
type TranscriptionStatus string

// The outcomes of a transcription.
const (
	TranscriptionCompleted TranscriptionStatus = "completed"
	TranscriptionFailed    TranscriptionStatus = "failed"
)
