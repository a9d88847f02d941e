package voice

import (
	"slices"
	"strconv"
	"strings"
)

// reports is who is told of the progress of a conference. The first who enters
// with a status callback decides (rest.md, ConferenceStatusCallback).
type reports struct {
	to       target
	events   []string // as the attribute statusCallbackEvent names them
	sequence int      // of the last that was told
}

// The groups of events that a conference's status callback can ask for
// (twiml.md §8.3). Nothing here speaks, so that "speaker" is never told.
const (
	eventStart        = "start"
	eventEnd          = "end"
	eventJoin         = "join"
	eventLeave        = "leave"
	eventMute         = "mute"
	eventHold         = "hold"
	eventModify       = "modify"
	eventAnnouncement = "announcement"
)

// reportRoom tells of an event, if the conference's status callback asked for
// its group. The request is made for the call that it is about, or that is to
// blame. SequenceNumber counts what is told, from 1 and without gaps (chosen:
// a receiver can then tell that nothing is missing).
func (m *Machine) reportRoom(r *room, group, event string, about *participant, extra paramList) {
	if r.reports.to.url == "" || !slices.Contains(r.reports.events, group) {
		return
	}
	r.reports.sequence++
	params := paramList{
		{"ConferenceSid", r.sid.String()},
		{"FriendlyName", r.name},
		{"AccountSid", m.account.String()},
		{"StatusCallbackEvent", event},
		{"SequenceNumber", strconv.Itoa(r.reports.sequence)},
		{"Timestamp", m.now.UTC().Format(timestampFormat)},
	}
	m.tell(about.call, ForStatusCallback, r.reports.to, append(params, extra...))
}

// timestampFormat is RFC 2822, in GMT (twiml.md §3).
const timestampFormat = "Mon, 02 Jan 2006 15:04:05 +0000"

// reportParticipant tells of something that befell a participant.
func (m *Machine) reportParticipant(r *room, group, event string, p *participant) {
	extra := paramList{{"CallSid", p.call.sid.String()}}
	extra.known("ParticipantLabel", p.label)
	extra.flag("Muted", p.muted)
	extra.flag("Hold", p.held)
	extra.flag("Coaching", !p.coach.IsZero())
	extra.known("CallSidToCoach", p.coach.String())
	extra.flag("StartConferenceOnEnter", p.starts)
	extra.flag("EndConferenceOnExit", p.ends)
	m.reportRoom(r, group, event, p, extra)
}

// reportEnd tells that a conference is over: for a participant who ended it, or
// of the application for all the others.
func (m *Machine) reportEnd(r *room, by *participant, others []*participant, reason string) {
	extra := paramList{{"ReasonConferenceEnded", reason}}
	if by == nil {
		by = others[0] // a conference is never empty
	} else {
		extra = append(extra, Param{"CallSidEndingConference", by.call.sid.String()})
		extra.known("ParticipantLabelEndingConference", by.label)
	}
	m.reportRoom(r, eventEnd, "conference-end", by, extra)
}

func (p *paramList) flag(name string, set bool) {
	*p = append(*p, Param{name, strconv.FormatBool(set)})
}

// conferenceParams are those of the documents that a participant hears.
func (m *Machine) conferenceParams(p *participant) []Param {
	return append(m.params(p.call), Param{"ConferenceSid", p.room.sid.String()}, Param{"FriendlyName", p.room.name})
}

// wordsOf returns the words of a list as it is written in JSON.
func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
}
