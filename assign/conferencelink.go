package assign

import "github.com/goacd/acd/taskrouter"

// ConferenceLink is the task's attribute "conference": what is written into the
// attributes when a conference has been set up (lifecycle.md §3.3). As JSON it
// is
//
//	{"sid": "CF…", "participants": {"worker": "CA…", "customer": "CA…"}}
//
// A zero SID of a call is left out.
type ConferenceLink struct {
	SID          string                 `json:"sid"` // CF and 32 hexadecimal digits
	Participants ConferenceParticipants `json:"participants"`
}

// ConferenceParticipants are the calls in a task's conference.
type ConferenceParticipants struct {
	Worker   taskrouter.CallSID `json:"worker,omitzero"`
	Customer taskrouter.CallSID `json:"customer,omitzero"`
}

// isConferenceSID checks CF and 32 hexadecimal digits.
func isConferenceSID(text string) bool {
	if len(text) != 34 || text[:2] != "CF" {
		return false
	}
	for _, c := range []byte(text[2:]) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}
