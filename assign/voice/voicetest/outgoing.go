package voicetest

import (
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/sid"
)

// Dial lets the application call somebody, as the vendor's Call resource does:
// when he has answered, his call is run with the document at a URL, absolute or a
// path of [Site]. It rings for a minute. A worker's own call that takes a
// reservation is made so.
func (n *Network) Dial(to, from, url string) voice.CallSID {
	n.t.Helper()
	return n.Place(voice.PlaceCall{To: to, From: from, URL: url})
}

// Place is Dial with all that can be asked for. Its URLs are absolute or paths of
// [Site]; a zero Call is given a SID. A refusal fails the test.
func (n *Network) Place(p voice.PlaceCall) voice.CallSID {
	n.t.Helper()
	if p.Call.IsZero() {
		n.made++
		p.Call = sid.Make[sid.Call](n.source, n.made)
	}
	for _, at := range []*string{&p.URL, &p.FallbackURL, &p.StatusCallback, &p.DetectionCallback, &p.Recording.StatusCallback} {
		*at = absolute(*at)
	}
	if err := n.Do(&p); err != nil {
		n.t.Fatalf("voicetest: %v", err)
	}
	return p.Call
}
