package voice

import (
	"slices"

	"github.com/goacd/acd/twiml"
)

// maxParties is how many numbers one Dial calls (twiml.md §8.3, inferred).
const maxParties = 10

// dialNumbers calls everybody at once, or one after the other.
func (m *Machine) dialNumbers(d *dial) {
	d.left = d.left[:min(len(d.left), maxParties)]
	n := len(d.left)
	if twiml.Effective(d.verb, &d.verb.Sequential) {
		n = 1
	}
	m.ringNext(d, n)
}

// ringNext calls the next n numbers, for as long as the Dial's timeout says.
func (m *Machine) ringNext(d *dial, n int) {
	c, e := d.call, d.verb
	timeout := twiml.Effective(e, &e.Timeout)
	from := twiml.Effective(e, &e.CallerID)
	if from == "" {
		from = c.info.From
	}
	for _, x := range d.left[:n] {
		leg := m.newLeg(c.sid, from, x.out.To)
		leg.party, leg.number, leg.notify, leg.detection, leg.recorded = d, x, x.notify, x.detection, d.recording
		d.legs = append(d.legs, leg)
		out := x.out
		out.Call, out.Parent, out.From, out.Timeout, out.Recording = leg.sid, c.sid, from, timeout, d.recording.ringing()
		out.RingTone, out.CallReason = twiml.Effective(e, &e.RingTone), twiml.Effective(e, &e.CallReason)
		m.emit(&out)
		m.noteInitiated(leg)
	}
	d.left = d.left[n:]
	d.ring = m.after(timeout, func() {
		for _, leg := range slices.Clone(d.legs) {
			m.hangUp(leg, StatusNoAnswer)
		}
	})
}

// legAnswered takes the first who answers, and gives up the others.
func (m *Machine) legAnswered(leg *call) {
	d := leg.party
	m.stopTimer(d.ring)
	others := slices.DeleteFunc(d.legs, func(x *call) bool { return x == leg })
	d.party, d.legs, d.left = leg, nil, nil
	for _, other := range others {
		other.party = nil
		m.hangUp(other, StatusCanceled)
	}
	connect := func() {
		m.cut(leg)
		m.connect(d, d.call, leg)
	}
	x := leg.number
	if x.screening == nil {
		connect()
		return
	}
	p := &program{kind: x.kind, done: connect}
	m.fetch(leg, p, request{purpose: ForScreening, params: m.params(leg), failed: connect, to: *x.screening})
}

// legEnded goes on when a party is over: the conversation has ended, or the
// next is called, or nobody is left.
func (m *Machine) legEnded(leg *call, status CallStatus) {
	d := leg.party
	leg.party, d.sip = nil, leg.sip
	if leg == d.party {
		switch {
		case d.connected:
			status = StatusCompleted
		default:
			status = StatusNoAnswer // declined in the screening document
			d.tried = leg.sid
		}
		m.dialOver(d, status, d.numberParams(m.now))
		return
	}
	d.legs = slices.DeleteFunc(d.legs, func(x *call) bool { return x == leg })
	d.tried = leg.sid
	switch {
	case len(d.legs) > 0:
	case len(d.left) > 0:
		m.stopTimer(d.ring)
		m.ringNext(d, 1)
	default:
		m.dialOver(d, status, d.numberParams(m.now))
	}
}

// legLeft ends the conversation of a party that was sent elsewhere.
func (m *Machine) legLeft(leg *call) {
	if leg.party.connected {
		m.emit(&Unbridge{Caller: leg.party.call.sid, Agent: leg.sid})
	}
	m.legEnded(leg, StatusCompleted)
}

// giveUpLegs ends all that a Dial has called, because it is over itself.
func (m *Machine) giveUpLegs(d *dial, status CallStatus) {
	legs := d.legs
	if d.party != nil {
		legs = append(legs, d.party)
	}
	d.legs, d.left = nil, nil
	for _, leg := range legs {
		leg.party = nil
		m.hangUp(leg, status)
	}
}
