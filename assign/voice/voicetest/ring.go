package voicetest

import (
	"time"

	"github.com/goacd/acd/assign/voice"
)

// ring lets the phone of somebody ring.
func (p *People) ring(a *voice.Dial) {
	someone := p.persons[a.To]
	if someone == nil || p.live[a.Call] != nil {
		p.at(0, func() { p.report(&voice.Failed{Call: a.Call, Status: voice.StatusFailed}) })
		return
	}
	engaged := someone.active >= someone.lines
	c := &Call{people: p, person: someone, sid: a.Call, from: a.From, to: a.To, incoming: true}
	p.open(c)
	p.note(c, IsCalled, p.nameOf(a.From))
	if recordsRinging(a.Recording.Mode) {
		p.startTape(&a.Recording, &tape{call: c})
	}
	pickup := c.manners.Pickup
	if engaged {
		pickup = Busy
	}
	fails := func(d time.Duration, why string, status voice.CallStatus) {
		c.ring = p.at(d, func() {
			p.end(c, why)
			p.report(&voice.Failed{Call: c.sid, Status: status})
		})
	}
	switch pickup {
	case Busy:
		fails(0, "busy", voice.StatusBusy)
		return
	case Fails:
		fails(0, "unreachable", voice.StatusFailed)
		return
	}
	p.at(0, func() {
		if !c.over && c.answered.IsZero() {
			p.report(&voice.Ringing{Call: c.sid})
		}
	})
	switch pickup {
	case Declines:
		fails(max(0, c.manners.Rings), "declined", voice.StatusBusy)
	case Silent:
	default:
		c.ring = p.at(max(0, c.manners.Rings), func() { p.pickUp(c, a) })
	}
}

func recordsRinging(mode string) bool {
	return mode == "record-from-ringing" || mode == "record-from-ringing-dual"
}

// pickUp lets somebody take a call.
func (p *People) pickUp(c *Call, a *voice.Dial) {
	c.ring, c.answered = nil, p.now()
	p.note(c, Answered, "")
	if a.MachineDetection.Mode != "" {
		by := c.manners.AnsweredBy
		if by == "" {
			by = "human"
		}
		p.report(&voice.MachineDetected{Call: c.sid, AnsweredBy: by})
	}
	p.wait(c)
	p.report(&voice.Answered{Call: c.sid})
}
