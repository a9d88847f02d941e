package voice

import (
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// Join lets a call hear those who have joined a conference and be heard by
// them, until [Part] or the end of the call. Before the conference begins, and
// while a participant is held, his call is not joined: he hears media.
type Join struct {
	Call         CallSID
	Conference   ConferenceSID
	FriendlyName string // of the conference
	Label        string // of the participant, "" for none
	Muted        bool   // he hears, and nobody hears him
	Coach        CallSID
	JitterBuffer string // "large", "medium", "small" or "off"; "" for the host's choice
	Region       string // where the audio is mixed, "us1" for instance; "" for the host's choice

	// Reservation is that for which a worker takes part; zero for others.
	Reservation taskrouter.ReservationSID

	// Recording is that of the whole conference: the same in every Join of it.
	Recording Recording
}

// Recording asks the host to record. The zero Recording asks for nothing.
type Recording struct {
	SID      RecordingSID // what [RecordingChanged] reports on; the same SID twice is one recording
	Mode     string       // "record-from-start" or a value of Dial's record; "" for none
	Trim     string       // "trim-silence" or "do-not-trim"; "" for the default
	Channels string       // "mono" or "dual"; "" for the default
	Track    string       // "inbound", "outbound" or "both"; "" for the default

	// StatusCallback is told what becomes of the recording, by the machine, when
	// the host reports it; "" for nobody. An absolute URL.
	StatusCallback       string
	StatusCallbackMethod twiml.Method
	StatusCallbackEvents []twiml.RecordingEvent // nil: completed
}

// Part takes a call out of a conference. The call goes on.
type Part struct {
	Call       CallSID
	Conference ConferenceSID
}

// Modify changes who hears a participant who has joined: nobody when Muted, only
// Coach when that is not zero, else everybody.
type Modify struct {
	Call       CallSID
	Conference ConferenceSID
	Muted      bool
	Coach      CallSID
}

// Beep plays the tone of somebody's entrance or exit to all who have joined a
// conference.
type Beep struct{ Conference ConferenceSID }

// ConferenceEnded tells that a conference is over and forgotten. Reason is the
// vendor's, such as "last-participant-left".
type ConferenceEnded struct {
	Conference   ConferenceSID
	FriendlyName string
	Reason       string
}

func (*Join) action()            {}
func (*Part) action()            {}
func (*Modify) action()          {}
func (*Beep) action()            {}
func (*ConferenceEnded) action() {}
