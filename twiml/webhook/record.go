package webhook

import (
	"net/url"
	"time"
)

// RecordAction is the request to the action of a Record, made after the
// recording (twiml.md §7).
type RecordAction struct {
	Standard
	// RecordingURL is the recording; it may not be there yet when asked for.
	RecordingURL string `param:"RecordingUrl,url,required"`
	// RecordingDuration is its length in whole seconds.
	RecordingDuration time.Duration `param:"RecordingDuration,required"`
	// Digits is the key that ended it, or [DigitsHangup]; unset, or set and
	// empty, when neither did.
	Digits Opt[string] `param:"Digits"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

// DigitsHangup stands in Digits of a [RecordAction] when the caller hung up.
const DigitsHangup = "hangup"

var recordActionSpec = define[RecordAction]()

func (*RecordAction) spec() *spec { return recordActionSpec }
