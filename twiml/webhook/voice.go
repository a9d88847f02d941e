package webhook

import "net/url"

// Voice is a request for the document of a call: by the number that was called,
// a Redirect, the url of a dialed Number, Client or Sip, or a fallback URL. It
// has the standard parameters (twiml.md §3).
type Voice struct {
	Standard
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var voiceSpec = define[Voice]()

func (*Voice) spec() *spec { return voiceSpec }
