package voicetest

import (
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/sid"
)

// DefaultRing is how long a call of the application rings.
const DefaultRing = 60 * time.Second

// outgoing is a call of the application that rings, which the machine does not
// know yet.
type outgoing struct {
	url     string
	dial    *voice.Dial
	timeout *plan
}

// Dial lets the application call somebody, as the vendor's Call resource does:
// when he has answered, his call is run with the document at a URL, absolute or a
// path of [Site]. It rings for a minute. A worker's own call that takes a
// reservation is made so.
func (n *Network) Dial(to, from, url string) voice.CallSID {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.made++
	o := &outgoing{url: absolute(url), dial: &voice.Dial{
		Call: sid.Make[sid.Call](n.source, n.made), To: to, From: from, Timeout: DefaultRing,
	}}
	n.outgoing[o.dial.Call] = o
	n.at(0, func() { n.ring(o.dial) })
	o.timeout = n.at(DefaultRing, func() {
		delete(n.outgoing, o.dial.Call)
		if c := n.live[o.dial.Call]; c != nil {
			n.end(c, "no answer")
		}
	})
	return o.dial.Call
}

// reported takes in what is reported of a call that the machine does not know yet,
// and says whether it was that.
func (n *Network) reported(in voice.Input) bool {
	find := func(s voice.CallSID) *outgoing {
		o := n.outgoing[s]
		return o
	}
	done := func(o *outgoing) {
		n.plans.drop(o.timeout)
		delete(n.outgoing, o.dial.Call)
	}
	switch in := in.(type) {
	case *voice.Ringing:
		return find(in.Call) != nil
	case *voice.MachineDetected:
		return find(in.Call) != nil
	case *voice.Failed:
		if o := find(in.Call); o != nil {
			done(o)
			return true
		}
	case *voice.HungUp:
		if o := find(in.Call); o != nil {
			done(o)
			return true
		}
	case *voice.Answered:
		if o := find(in.Call); o != nil {
			done(o)
			n.report(&voice.CallArrived{Call: in.Call, Direction: voice.OutboundAPI, From: o.dial.From, To: o.dial.To, URL: o.url})
			return true
		}
	}
	return false
}
