package voice

import (
	"slices"
	"strconv"
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// ConferenceSID identifies a conference: "CF" and 32 hexadecimal digits.
type ConferenceSID = sid.SID[sid.Conference]

// ParseConferenceSID reads the text form of a [ConferenceSID].
func ParseConferenceSID(text string) (ConferenceSID, error) { return sid.Parse[sid.Conference](text) }

// ConferenceStatus is the state of a conference.
type ConferenceStatus string

// The states of a conference.
const (
	// ConferenceInit: those who are there hear their wait documents. It begins
	// when there are two, and one of them may begin it.
	ConferenceInit       ConferenceStatus = "init"
	ConferenceInProgress ConferenceStatus = "in-progress"
	ConferenceCompleted  ConferenceStatus = "completed" // told once, when it is over
)

// The vendor's codes of conferences (twiml.md §9).
const (
	codeConferenceCoach   = 13240
	codeConferenceFull    = 16020
	codeConferenceUnknown = 16022
	codeLabelInvalid      = 16023
	codeLabelTaken        = 16025
)

// room is a conference, from the first who enters until the last has left or
// somebody ends it.
type room struct {
	sid       ConferenceSID
	number    uint64 // in order of creation
	name      string
	status    ConferenceStatus
	created   time.Time
	people    []*participant // in the order in which they came
	expected  []*call        // legs that ring for it
	reports   reports
	recording *recording           // nil: it is not recorded
	tasks     []taskrouter.TaskSID // whose conference it is, that of the instruction that made it first
}

// entry is what somebody brings who enters a conference.
type entry struct {
	name         string
	label        string
	muted        bool
	starts, ends bool // the conference, on his entrance and exit
	tones        tones
	coached      string // SID of the call that alone hears him; "" for none
	most         int    // participants, with him
	wait         background
	jitterBuffer string
	region       string

	// Of the first only: the conference keeps his.
	reports   reports
	recording Recording
}

// background is what a participant hears who is not in the conversation: the host's
// default, silence, or a document.
type background struct {
	silent bool
	to     target // zero: none
}

// enter lets a call into a conference, which is made if there is none of that
// name. It reports false, with an alert, when the call is not let in. What is to
// be heard follows once everybody is in who comes in this step.
func (m *Machine) enter(d *dial, e *entry) bool {
	r := m.rooms[e.name]
	if code, why := r.refuses(e); code != 0 {
		m.alert(d.call.sid, code, why)
		return false
	}
	if r == nil {
		r = m.openRoom(d.call, e)
	}
	p := &participant{
		call: d.call, dial: d, room: r, label: e.label, muted: e.muted, starts: e.starts, ends: e.ends,
		tones: e.tones, wait: e.wait, jitterBuffer: e.jitterBuffer, region: e.region,
	}
	p.coach, _ = queue.ParseCallSID(e.coached) // of a participant, or empty
	d.participant, d.connected, d.talking = p, true, m.now
	limit := DefaultTimeLimit
	if d.verb != nil {
		limit = twiml.Effective(d.verb, &d.verb.TimeLimit)
	}
	d.limit = m.after(limit, func() { m.part(d) })
	r.people = append(r.people, p)
	m.reportParticipant(r, eventJoin, "participant-join", p)
	m.beginRoom(r)
	others := len(r.people) > 1
	m.later(func() {
		m.mix(r)
		if others && p.tones.enter && p.room != nil && p.hears == theRoom {
			m.emit(&Beep{r.sid})
		}
	})
	return true
}

// refuses says why somebody is not let in: the code of the vendor, and what
// would be right. The conference need not exist yet.
func (r *room) refuses(e *entry) (code int, why string) {
	switch {
	case !validLabel(e.label):
		return codeLabelInvalid, "the label " + quoted(e.label) + ": want at most 128 characters, no slash, and not the SID of a call"
	case e.coached != "" && r.findText(e.coached) == nil:
		return codeConferenceCoach, "the call to be coached, " + quoted(e.coached) + ", is not in conference " + quoted(e.name)
	case r == nil:
		return 0, ""
	case len(r.people) >= e.most:
		return codeConferenceFull, "conference " + quoted(e.name) + " has " + strconv.Itoa(len(r.people)) + " participants: want fewer than " + strconv.Itoa(e.most)
	case e.label != "" && slices.ContainsFunc(r.people, func(p *participant) bool { return p.label == e.label }):
		return codeLabelTaken, "the label " + quoted(e.label) + " is in use in conference " + quoted(e.name)
	}
	return 0, ""
}

// findText finds a participant by the text of his call's SID, nil if there is
// none, or no conference.
func (r *room) findText(call string) *participant {
	if s, err := queue.ParseCallSID(call); err == nil && r != nil {
		return r.find(s)
	}
	return nil
}

func quoted(text string) string { return strconv.Quote(excerpt.Of(text)) }

// openRoom makes a conference for the first call that enters.
func (m *Machine) openRoom(by *call, e *entry) *room {
	m.conferences++
	r := &room{
		sid: sid.Make[sid.Conference](m.source, m.conferences), number: m.conferences, name: e.name, status: ConferenceInit,
		created: m.now, reports: e.reports,
	}
	if e.recording.Mode != "" {
		r.recording = m.newConferenceRecording(r, by, e.recording)
	}
	m.rooms[r.name], m.roomsBySID[r.sid] = r, r
	return r
}

// beginRoom lets a conference begin once there are two, and one of them may begin
// it.
func (m *Machine) beginRoom(r *room) {
	if r.status != ConferenceInit || len(r.people) < 2 || !slices.ContainsFunc(r.people, func(p *participant) bool { return p.starts }) {
		return
	}
	r.status = ConferenceInProgress
	m.reportRoom(r, eventStart, "conference-start", r.people[0], nil)
}

// mix lets everybody hear what is his to hear.
func (m *Machine) mix(r *room) {
	for _, p := range r.people {
		m.tune(p)
	}
}

// find returns the participant of a call, nil if there is none.
func (r *room) find(call CallSID) *participant {
	for _, p := range r.people {
		if p.call.sid == call {
			return p
		}
	}
	return nil
}

// exit says why a participant leaves.
type exit uint8

const (
	exitLeft      exit = iota // hung up, was sent elsewhere, or his time is over
	exitKicked                // removed by the application
	exitHandsOver             // hands his task over: the conference goes on
)

// leave takes a participant out of his conference; nothing for one who is out.
// His call goes on, or is over: that is the caller's to say. The conference ends
// with him if it is his to end, or if he was the last.
func (m *Machine) leave(p *participant, why exit) {
	r := p.room
	if r == nil {
		return
	}
	m.depart(p)
	if why == exitHandsOver && len(r.people) > 0 {
		p.ends = false
	}
	switch reasons := exitReasons[why]; {
	case p.ends:
		m.endRoom(r, p, reasons[0])
	case len(r.people) == 0:
		m.endRoom(r, p, reasons[1])
	default:
		if r.status == ConferenceInProgress && p.tones.exit {
			m.emit(&Beep{r.sid})
		}
		m.mix(r)
		m.callOff(r, p.call)
	}
}

// callOff gives up the workers who ring for a customer who has left while others
// stay. Where nobody does, the end of the conference gives up everybody.
func (m *Machine) callOff(r *room, customer *call) {
	for _, leg := range slices.Clone(r.expected) {
		if leg.ring != nil && leg.ring.guest == customer {
			m.hangUp(leg, StatusCanceled)
		}
	}
}

// exitReasons are the vendor's reasons for the end of a conference with a
// participant: of one who may end it, and of the last.
var exitReasons = [...][2]string{
	exitLeft:      {"participant-with-end-conference-on-exit-left", "last-participant-left"},
	exitKicked:    {"participant-with-end-conference-on-exit-kicked", "last-participant-kicked"},
	exitHandsOver: {"last-participant-left", "last-participant-left"},
}

// reasonEndedByAPI is the vendor's for a conference that the application ended.
const reasonEndedByAPI = "conference-ended-via-api"

// depart takes a participant off the list. Nobody coaches him any more, and a
// worker's part in his task is over.
func (m *Machine) depart(p *participant) {
	r := p.room
	p.room = nil
	r.people = slices.DeleteFunc(r.people, func(x *participant) bool { return x == p })
	m.cut(p.call)
	if p.hears == theRoom && !p.call.over {
		m.emit(&Part{Call: p.call.sid, Conference: r.sid})
	}
	m.reportParticipant(r, eventLeave, "participant-leave", p)
	for _, x := range r.people {
		if x.coach == p.call.sid {
			m.setCoach(x, CallSID{}, true) // nobody shall hear him by surprise
		}
	}
	if d := p.dial; !d.reservation.IsZero() {
		m.endConversation(d)
	}
}

// endRoom ends a conference: everybody leaves, and whoever was called for it is
// given up. Their calls go on once all of them are out.
func (m *Machine) endRoom(r *room, by *participant, reason string) {
	r.status = ConferenceCompleted
	delete(m.rooms, r.name)
	delete(m.roomsBySID, r.sid)
	others := slices.Clone(r.people)
	for _, p := range others {
		m.depart(p)
		m.later(func() { m.conferenceOver(p.dial) })
	}
	m.reportEnd(r, by, others, reason)
	m.emit(&ConferenceEnded{Conference: r.sid, FriendlyName: r.name, Reason: reason})
	m.conferenceEnded(r)
	m.forget(r.recording)
	for _, leg := range slices.Clone(r.expected) {
		m.hangUp(leg, StatusCanceled)
	}
}

// conferenceOver lets a call go on whose conference is over, unless it has gone
// on already.
func (m *Machine) conferenceOver(d *dial) {
	if d.call.dial == d {
		m.dialOver(d, StatusAnswered, nil)
	}
}
