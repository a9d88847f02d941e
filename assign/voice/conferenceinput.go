package voice

import "github.com/goacd/acd/twiml"

// UpdateParticipant changes a participant for the application, as the vendor's
// Participant resource does. What is nil, or an empty URL, stays as it is.
type UpdateParticipant struct {
	Conference ConferenceSID
	Call       CallSID

	// Muted: the others do not hear him.
	Muted *bool
	// Hold takes him out of the conversation, and back. Meanwhile he hears the
	// document at HoldURL, or the host's hold source without one.
	Hold       *bool
	HoldURL    string // absolute; only together with Hold
	HoldMethod twiml.Method
	// AnnounceURL is a document that he alone hears, over the conversation. He
	// must be in it.
	AnnounceURL    string // absolute
	AnnounceMethod twiml.Method
	// Coach is whom he speaks to alone, a call in the same conference; zero for
	// everybody again.
	Coach *CallSID
	// EndConferenceOnExit ends the conference when he leaves.
	EndConferenceOnExit *bool
	// BeepOnExit lets the others hear a tone when he leaves.
	BeepOnExit *bool
}

// RemoveParticipant takes a call out of a conference. It goes on with the action
// of its Dial, or the next verb.
type RemoveParticipant struct {
	Conference ConferenceSID
	Call       CallSID
}

// EndConference ends a conference. All calls in it go on with the action of
// their Dial, or the next verb.
type EndConference struct{ Conference ConferenceSID }

func (*UpdateParticipant) input() {}
func (*RemoveParticipant) input() {}
func (*EndConference) input()     {}

// findRoom returns a conference.
func (m *Machine) findRoom(s ConferenceSID) (*room, *Error) {
	if r := m.roomsBySID[s]; r != nil {
		return r, nil
	}
	err := refusal(ReasonConference, "conference %s is unknown, or over", s)
	err.Code = codeConferenceUnknown
	return nil, err
}

func (m *Machine) findParticipant(s ConferenceSID, call CallSID) (*participant, *Error) {
	r, err := m.findRoom(s)
	if err != nil {
		return nil, err
	}
	if p := r.find(call); p != nil {
		return p, nil
	}
	return nil, refusal(ReasonUnknownCall, "call %s is not in conference %s", call, s).of(call)
}

func (m *Machine) removeParticipant(in *RemoveParticipant) *Error {
	p, err := m.findParticipant(in.Conference, in.Call)
	if err != nil {
		return err
	}
	m.removed(p, exitKicked)
	return nil
}

// removed takes a participant out while his call goes on.
func (m *Machine) removed(p *participant, why exit) {
	d := p.dial
	m.leave(p, why)
	m.conferenceOver(d)
}

func (m *Machine) endConference(s ConferenceSID) *Error {
	r, err := m.findRoom(s)
	if err != nil {
		return err
	}
	m.endRoom(r, nil, reasonEndedByAPI)
	return nil
}

// updateParticipant checks everything before it changes anything.
func (m *Machine) updateParticipant(in *UpdateParticipant) *Error {
	p, err := m.findParticipant(in.Conference, in.Call)
	if err != nil {
		return err
	}
	hold, announce, err := in.check(p)
	if err != nil {
		return err.of(in.Call)
	}
	m.modifyParticipant(p, in)
	m.holdParticipant(p, in.Hold, background{to: hold})
	if announce.url != "" {
		m.announce(p, announce)
	}
	return nil
}

// check finds what stands against an update.
func (in *UpdateParticipant) check(p *participant) (hold, announce target, err *Error) {
	if in.HoldURL != "" {
		if hold, err = newTarget(in.HoldURL, in.HoldMethod); err != nil {
			return hold, announce, err
		}
		if in.Hold == nil || !*in.Hold {
			return hold, announce, refusal(ReasonInput, "HoldURL without Hold: want both, or neither")
		}
	}
	if in.AnnounceURL != "" {
		if announce, err = newTarget(in.AnnounceURL, in.AnnounceMethod); err != nil {
			return hold, announce, err
		}
		if p.hears != theRoom || in.Hold != nil && *in.Hold {
			return hold, announce, refusal(ReasonState, "call %s is not in the conversation of conference %s: nothing can be announced", in.Call, in.Conference)
		}
	}
	if in.Coach != nil && !in.Coach.IsZero() && (*in.Coach == in.Call || p.room.find(*in.Coach) == nil) {
		err = refusal(ReasonInput, "Coach %s: want another call of conference %s", *in.Coach, in.Conference)
		err.Code = codeConferenceCoach
	}
	return hold, announce, err
}

// modifyParticipant changes what is no change of what he hears.
func (m *Machine) modifyParticipant(p *participant, in *UpdateParticipant) {
	coach, muted := p.coach, p.muted
	set(&coach, in.Coach)
	set(&muted, in.Muted)
	modified := changes(p.coach, in.Coach) || changes(p.ends, in.EndConferenceOnExit) || changes(p.tones.exit, in.BeepOnExit)
	set(&p.ends, in.EndConferenceOnExit)
	set(&p.tones.exit, in.BeepOnExit)
	silenced := muted != p.muted
	if silenced || coach != p.coach {
		m.setCoach(p, coach, muted)
	}
	if silenced {
		m.reportParticipant(p.room, eventMute, map[bool]string{true: "participant-mute", false: "participant-unmute"}[muted], p)
	}
	if modified {
		m.reportParticipant(p.room, eventModify, "participant-modify", p)
	}
}

func set[T any](to *T, value *T) {
	if value != nil {
		*to = *value
	}
}

func changes[T comparable](from T, to *T) bool { return to != nil && *to != from }

// holdParticipant takes a participant out of the conversation, and back. One who
// is held already hears another document from now on.
func (m *Machine) holdParticipant(p *participant, hold *bool, s background) {
	switch {
	case hold == nil || !*hold && !p.held:
	case *hold && p.held:
		p.hold = s
		m.cut(p.call)
		m.listen(p, s)
	default:
		p.held, p.hold = *hold, s
		m.tune(p)
		m.reportParticipant(p.room, eventHold, map[bool]string{true: "participant-hold", false: "participant-unhold"}[p.held], p)
	}
}

// announce lets a participant hear a document over the conversation. Another
// announcement is cut off.
func (m *Machine) announce(p *participant, to target) {
	c := p.call
	m.cut(c)
	c.documents = 0
	over := func(event string) func() {
		return func() { m.reportParticipant(p.room, eventAnnouncement, event, p) }
	}
	m.fetch(c, &program{kind: conferenceDocument, done: over("announcement-end")}, request{
		purpose: ForConference, to: to, params: m.conferenceParams(p), failed: over("announcement-fail"),
	})
}
