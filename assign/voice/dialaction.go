package voice

import (
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// Dial calls somebody. Call is the SID that the new leg has from now on; Parent
// is the call on whose behalf it is made, zero for that of an instruction or of a
// [PlaceCall]. The host reports [Ringing] if it knows, then [Answered], [Failed] or
// [HungUp]; the machine gives up by itself after Timeout.
//
// To is a phone number, or client:, sip:, sips: or whatsapp: and what follows.
type Dial struct {
	Call, Parent CallSID
	To, From     string
	Timeout      time.Duration
	SendDigits   string // to be pressed once it is answered
	Recording    Recording
	Reservation  taskrouter.ReservationSID

	RingTone   twiml.RingTone // what Parent hears meanwhile; "" for the network's own
	CallReason string         // shown to the called party
	BYOC       string         // the trunk to dial through, "" for the host's choice

	// MachineDetection asks who answers; see [MachineDetected].
	MachineDetection MachineDetection

	// Of a client: what is handed to it, and the URL to be requested by POST that
	// wakes it, "" for none.
	Parameters      []Param
	NotificationURL string

	SIP SIPRequest

	// EarlyMedia lets who waits in the conference that a party is called for hear
	// its ringing and announcements. Of the instructions conference and supervise only.
	EarlyMedia bool
}

// SIPRequest is what a [Dial] of a SIP endpoint says beside To, which is the
// URI of the first target.
type SIPRequest struct {
	Targets []SIPTarget // to be tried in this order until one takes the call
	Headers []Param     // to be sent
}

// SIPTarget is an endpoint, with the credentials for its challenge.
type SIPTarget struct{ URI, Username, Password string }

// SIPAnswer is what the far end of a SIP leg answered, as the action of its Dial
// is told (twiml.md §7). The zero SIPAnswer tells nothing.
type SIPAnswer struct {
	CallID       string // of the SIP dialog
	ResponseCode int    // the last, 486 for instance
	Headers      []Param
}

// MachineDetection asks the host to find out whether a person or a machine
// answers. The zero MachineDetection asks for nothing.
type MachineDetection struct {
	Mode               twiml.MachineDetection // "" for none
	Timeout            time.Duration
	SpeechThreshold    time.Duration
	SpeechEndThreshold time.Duration
	SilenceTimeout     time.Duration
}

func (*Dial) action() {}
