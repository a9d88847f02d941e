package assign

// ConferenceEvents is the set of happenings of a conference that its status
// callback is told of. The zero value stands for none, which is the default
// (lifecycle.md §3.3).
type ConferenceEvents uint8

// The happenings of a conference. They are joined with "|".
const (
	ConferenceStart ConferenceEvents = 1 << iota // the first two participants are together
	ConferenceEnd                                // the conference is over
	ConferenceJoin                               // a participant has come
	ConferenceLeave                              // a participant has gone
	ConferenceMute                               // a participant was muted or unmuted
	ConferenceHold                               // a participant was held or taken back

	// ConferenceSpeaker is in the API's list and read, but never told: the
	// instruction does not support it (lifecycle.md §3.3).
	ConferenceSpeaker
)

// conferenceEventNames are the texts, in the order of the bits.
var conferenceEventNames = []string{"start", "end", "join", "leave", "mute", "hold", "speaker"}

func conferenceEvents(at *ConferenceEvents) value {
	return events[ConferenceEvents]{at: at, names: conferenceEventNames, blanks: true}
}

// Has reports whether all of events are in e.
func (e ConferenceEvents) Has(events ConferenceEvents) bool { return e&events == events }

// String returns the names in the order of the constants, separated by commas;
// "" for the zero value.
func (e ConferenceEvents) String() string {
	return eventsText(e, conferenceEventNames, "ConferenceEvents")
}
