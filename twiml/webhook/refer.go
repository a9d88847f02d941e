package webhook

import "net/url"

// DialRefer is the request to the referUrl of a Dial, made when the dialed party
// sends a SIP REFER (twiml.md §7).
type DialRefer struct {
	Standard
	// ReferTransferTarget is where the party wants the call to go.
	ReferTransferTarget string `param:"ReferTransferTarget,required"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var dialReferSpec = define[DialRefer]()

func (*DialRefer) spec() *spec { return dialReferSpec }

// ReferAction is the request to the action of a Refer, made after the SIP REFER
// (twiml.md §7).
type ReferAction struct {
	Standard
	// ReferCallStatus says what became of it. The words are those of a call
	// (inferred).
	ReferCallStatus CallStatus `param:"ReferCallStatus,required"`
	// ReferSIPResponseCode answered the REFER, NotifySIPResponseCode came in
	// the NOTIFY after it; 100 to 699, and 0 if there was none (inferred).
	ReferSIPResponseCode  int `param:"ReferSipResponseCode,min=100,max=699"`
	NotifySIPResponseCode int `param:"NotifySipResponseCode,min=100,max=699"`
	// Extra holds what no other field holds; see [Parse].
	Extra url.Values `param:"*"`
}

var referActionSpec = define[ReferAction]()

func (*ReferAction) spec() *spec { return referActionSpec }
