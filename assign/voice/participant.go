package voice

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goacd/acd/queue"
)

// participant is a call in a conference.
type participant struct {
	call         *call
	dial         *dial // that he is in it for
	room         *room // nil once he has left
	label        string
	muted, held  bool
	starts, ends bool
	tones        tones
	coach        CallSID
	wait, hold   background
	jitterBuffer string
	region       string
	hears        hearing
}

// tones says when the others hear a tone for a participant.
type tones struct{ enter, exit bool }

// tonesOf reads a value of the attribute beep (twiml.md §8.3).
func tonesOf(beep string) tones {
	return tones{enter: beep == "true" || beep == "onEnter", exit: beep == "true" || beep == "onExit"}
}

// hearing is what a participant hears.
type hearing uint8

const (
	nothingYet hearing = iota
	hisWait
	hisHold
	theRoom
)

// wants says what a participant shall hear: while the conference has not begun
// his wait document. In the conference of a task that also holds for who is left
// alone, such as a customer who is being transferred (chosen; elsewhere the
// specification knows waiting only before the beginning).
func (p *participant) wants() hearing {
	switch r := p.room; {
	case p.held:
		return hisHold
	case r.status == ConferenceInit, len(r.tasks) > 0 && len(r.people) == 1:
		return hisWait
	}
	return theRoom
}

// tune lets a participant hear what is his to hear now.
func (m *Machine) tune(p *participant) {
	want := p.wants()
	if want == p.hears {
		return
	}
	m.cut(p.call)
	if p.hears == theRoom {
		m.emit(&Part{Call: p.call.sid, Conference: p.room.sid})
	}
	p.hears = want
	switch want {
	case hisWait:
		m.listen(p, p.wait)
	case hisHold:
		m.listen(p, p.hold)
	case theRoom:
		r := p.room
		m.emit(&Join{
			Call: p.call.sid, Conference: r.sid, FriendlyName: r.name, Label: p.label, Muted: p.muted, Coach: p.coach,
			JitterBuffer: p.jitterBuffer, Region: p.region, Reservation: p.dial.reservation, Recording: r.recording.begin(),
		})
	}
}

// listen lets a participant hear a source. A document is not looped: silence
// follows (twiml.md §8.3), and takes the place of one that cannot be had.
func (m *Machine) listen(p *participant, s background) {
	c := p.call
	if s.to.url == "" {
		c.hears = true
		m.emit(&Hold{Call: c.sid, Silent: s.silent})
		return
	}
	nothing := func() {}
	m.fetch(c, &program{kind: conferenceDocument, done: nothing}, request{
		purpose: ForConference, to: s.to, params: m.conferenceParams(p), failed: nothing,
	})
}

// setCoach changes whom a participant speaks to: one call, or everybody if he is
// not muted.
func (m *Machine) setCoach(p *participant, coach CallSID, muted bool) {
	p.coach, p.muted = coach, muted
	if p.hears == theRoom {
		m.emit(&Modify{Call: p.call.sid, Conference: p.room.sid, Muted: p.muted, Coach: p.coach})
	}
}

// The limits of a conference (twiml.md §8.3).
const (
	maxConferenceName = 128
	maxLabel          = 128
	maxParticipants   = 250
)

func tooLong(text string, most int) bool { return utf8.RuneCountInString(text) > most }

// validLabel is the rule of code 16023.
func validLabel(label string) bool {
	_, err := queue.ParseCallSID(label)
	return err != nil && !tooLong(label, maxLabel) && !strings.Contains(label, "/")
}

// forget takes a leg off the list of those who ring for a conference.
func (r *room) forget(leg *call) {
	r.expected = slices.DeleteFunc(r.expected, func(c *call) bool { return c == leg })
}
