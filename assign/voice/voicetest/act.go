package voicetest

import (
	"fmt"

	"github.com/goacd/acd/assign/voice"
)

// act carries out an action.
func (p *People) act(action voice.Action) {
	switch a := action.(type) {
	case *voice.Dial:
		p.ring(a)
	case *voice.Join:
		p.with(a, a.Call, func(c *Call) { p.join(c, a) })
	case *voice.Bridge:
		p.with(a, a.Caller, func(caller *Call) {
			p.with(a, a.Agent, func(agent *Call) { p.bridge(caller, agent, a) })
		})
	case *voice.Unbridge:
		p.with(a, a.Caller, func(caller *Call) {
			p.with(a, a.Agent, func(agent *Call) { p.unbridge(caller, agent) })
		})
	default:
		p.actOnOne(action)
	}
}

// actOnOne carries out what concerns one call alone.
func (p *People) actOnOne(action voice.Action) {
	switch a := action.(type) {
	case *voice.Answer:
		p.with(a, a.Call, p.connect)
	case *voice.Reject:
		p.with(a, a.Call, func(c *Call) { p.end(c, "rejected: "+string(a.Reason)) })
	case *voice.Hangup:
		p.with(a, a.Call, func(c *Call) { p.end(c, "the other side hung up") })
	case *voice.Say:
		p.with(a, a.Call, func(c *Call) { p.listen(c, a.Op, a) })
	case *voice.Play:
		p.with(a, a.Call, func(c *Call) { p.listen(c, a.Op, a) })
	case *voice.Hold:
		p.with(a, a.Call, func(c *Call) { p.hold(c, a.Silent) })
	case *voice.Stop:
		p.with(a, a.Call, p.silence)
	case *voice.Gather:
		p.with(a, a.Call, func(c *Call) { p.gather(c, a) })
	case *voice.Record:
		p.with(a, a.Call, func(c *Call) { p.record(c, a) })
	case *voice.StartRecording:
		p.with(a, a.Call, func(c *Call) { p.startTape(&a.Recording, &tape{call: c}) })
	case *voice.StopRecording:
		p.endTapes(func(x *tape) bool { return x.sid == a.Recording })
	case *voice.Part:
		p.with(a, a.Call, func(c *Call) { p.part(c, a.Conference) })
	case *voice.Modify:
		p.with(a, a.Call, func(c *Call) { p.note(c, Becomes, p.manner(a.Muted, a.Coach)) })
	}
}

// with finds the live call that an action is about. In a network nothing is said
// to a call that is over; behind a driver the two may cross.
func (p *People) with(a voice.Action, s voice.CallSID, f func(*Call)) {
	if c := p.live[s]; c != nil {
		f(c)
	} else if p.strict {
		p.wrong("%T for call %s, which is over or was never there", a, s)
	}
}

// wrong notes a breach of the protocol.
func (p *People) wrong(format string, args ...any) {
	p.problems = append(p.problems, fmt.Sprintf(format, args...))
}

// connect lets a call that he made be answered.
func (p *People) connect(c *Call) {
	if c.incoming || !c.answered.IsZero() {
		p.wrong("call %s is answered twice, or by the wrong side", c.sid)
		return
	}
	c.answered = p.now()
	p.note(c, Connected, "")
}

func (p *People) bridge(caller, agent *Call, a *voice.Bridge) {
	for _, c := range []*Call{caller, agent} {
		p.free(c, "bridged")
	}
	t := p.begin(voice.ConferenceSID{}, "")
	p.enter(t, caller)
	p.enter(t, agent)
	p.note(caller, TalksTo, agent.person.name)
	p.note(agent, TalksTo, caller.person.name)
	p.startTape(&a.Recording, &tape{talk: t})
}

func (p *People) unbridge(caller, agent *Call) {
	if caller.talk == nil || caller.talk != agent.talk || !caller.talk.room.IsZero() {
		p.wrong("calls %s and %s are parted, and were not bridged", caller.sid, agent.sid)
		return
	}
	p.exit(caller)
	p.note(caller, PartsFrom, agent.person.name)
}

func (p *People) join(c *Call, a *voice.Join) {
	p.free(c, "joined to a conference")
	t := p.rooms[a.Conference]
	if t == nil {
		t = p.begin(a.Conference, a.FriendlyName)
	}
	p.enter(t, c)
	text := a.FriendlyName
	if a.Muted || !a.Coach.IsZero() {
		text += ", " + p.manner(a.Muted, a.Coach)
	}
	p.note(c, Enters, text)
	p.startTape(&a.Recording, &tape{talk: t})
}

func (p *People) part(c *Call, room voice.ConferenceSID) {
	if c.talk == nil || c.talk.room != room {
		p.wrong("call %s parts from a conference where it is not", c.sid)
		return
	}
	p.note(c, Leaves, c.talk.Room)
	p.exit(c)
}

// free proves that a call can begin a conversation: it is up, hears nothing, and
// talks to nobody.
func (p *People) free(c *Call, what string) {
	switch {
	case c.answered.IsZero():
		p.wrong("call %s is %s, and was not answered", c.sid, what)
	case c.talk != nil:
		p.wrong("call %s is %s, and is in a conversation already", c.sid, what)
		p.exit(c)
	case p.strict && (c.media != nil || c.music || c.hears != 0):
		p.wrong("call %s is %s, and hears something", c.sid, what)
	}
	p.silence(c)
}

// manner says who hears a participant of a conference.
func (p *People) manner(muted bool, coach voice.CallSID) string {
	switch {
	case muted:
		return "muted"
	case coach.IsZero():
		return "heard by all"
	}
	if c := p.live[coach]; c != nil {
		return "heard by " + c.person.name + " alone"
	}
	return "heard by nobody"
}
