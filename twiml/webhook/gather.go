package webhook

import "net/url"

// GatherAction is the request to the action of a Gather (twiml.md §7): after
// keys Digits is set, after speech SpeechResult.
type GatherAction struct {
	Standard
	// Digits are the keys that were pressed, without the one that ended the
	// input; empty, yet set, when nothing came and actionOnEmptyResult is on.
	Digits Opt[string] `param:"Digits"`
	// SpeechResult is what was understood.
	SpeechResult Opt[string] `param:"SpeechResult"`
	// Confidence is how sure the recogniser is of it, 0 to 1. It may be missing.
	Confidence Opt[float64] `param:"Confidence"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var gatherActionSpec = define[GatherAction]()

func (*GatherAction) spec() *spec { return gatherActionSpec }

// PartialResult is the request to the partialResultCallback of a Gather, made
// during speech (twiml.md §7). The answer is ignored.
type PartialResult struct {
	Standard
	// UnstableSpeechResult is what was understood so far, and may change.
	UnstableSpeechResult Opt[string] `param:"UnstableSpeechResult"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var partialResultSpec = define[PartialResult]()

func (*PartialResult) spec() *spec { return partialResultSpec }
