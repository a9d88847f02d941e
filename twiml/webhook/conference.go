package webhook

import (
	"net/url"
	"time"
)

// ConferenceEvent is the request to the statusCallback of a Conference. The
// reference names the attribute and its events (twiml.md §8.3) and not the
// parameters, which are those of the vendor's public pages. The answer is
// ignored. Requests may arrive out of order: sort by SequenceNumber.
type ConferenceEvent struct {
	ConferenceSID string `param:"ConferenceSid,sid=CF,required"`
	// FriendlyName is the name of the room.
	FriendlyName string `param:"FriendlyName,required"`
	AccountSID   string `param:"AccountSid,sid=AC,required"`
	// StatusCallbackEvent is what happened.
	StatusCallbackEvent ConferenceEventType `param:"StatusCallbackEvent,required"`
	// Timestamp is when, in whole seconds.
	Timestamp time.Time `param:"Timestamp,required"`
	// SequenceNumber counts the events of a conference.
	SequenceNumber int `param:"SequenceNumber,required"`

	// What concerns one participant, in the events of participants.
	CallSID                string    `param:"CallSid,sid=CA"`
	ParticipantLabel       string    `param:"ParticipantLabel"`
	Muted                  Opt[bool] `param:"Muted"`
	Hold                   Opt[bool] `param:"Hold"`
	Coaching               Opt[bool] `param:"Coaching"`
	StartConferenceOnEnter Opt[bool] `param:"StartConferenceOnEnter"`
	EndConferenceOnExit    Opt[bool] `param:"EndConferenceOnExit"`

	// Why it ended, in the event of its end.
	ReasonConferenceEnded   string `param:"ReasonConferenceEnded"`
	CallSIDEndingConference string `param:"CallSidEndingConference,sid=CA"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var conferenceEventSpec = define[ConferenceEvent]()

func (*ConferenceEvent) spec() *spec { return conferenceEventSpec }

// ConferenceEventType is what happened in a conference. Parse accepts any word.
type ConferenceEventType string

// The events, by the word in statusCallbackEvent that asks for them.
const (
	ConferenceStart     ConferenceEventType = "conference-start"         // start
	ConferenceEnd       ConferenceEventType = "conference-end"           // end
	ParticipantJoin     ConferenceEventType = "participant-join"         // join
	ParticipantLeave    ConferenceEventType = "participant-leave"        // leave
	ParticipantMute     ConferenceEventType = "participant-mute"         // mute
	ParticipantUnmute   ConferenceEventType = "participant-unmute"       // mute
	ParticipantHold     ConferenceEventType = "participant-hold"         // hold
	ParticipantUnhold   ConferenceEventType = "participant-unhold"       // hold
	ParticipantModify   ConferenceEventType = "participant-modify"       // modify
	ParticipantSpeaks   ConferenceEventType = "participant-speech-start" // speaker
	ParticipantIsSilent ConferenceEventType = "participant-speech-stop"  // speaker
	AnnouncementEnd     ConferenceEventType = "announcement-end"         // announcement
	AnnouncementFail    ConferenceEventType = "announcement-fail"        // announcement
)
