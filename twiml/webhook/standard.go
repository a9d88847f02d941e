package webhook

// Standard are the standard parameters of every request about a call (twiml.md
// §3). Requests that embed it need CallSID to Direction, status callbacks only
// what their own comments say.
type Standard struct {
	// CallSID is the call whose document is executed.
	CallSID string `param:"CallSid,sid=CA,required"`
	// AccountSID owns the call.
	AccountSID string `param:"AccountSid,sid=AC,required"`
	// From and To are the parties: numbers, client:name or sip: addresses.
	// They are always sent, and empty when unknown.
	From string `param:"From,required,empty"`
	To   string `param:"To,required,empty"`
	// CallStatus is the status of the call now; in-progress while it waits in a
	// queue.
	CallStatus CallStatus `param:"CallStatus,required"`
	// APIVersion is 2010-04-01.
	APIVersion string `param:"ApiVersion,required"`
	// Direction is who began the call.
	Direction Direction `param:"Direction,required"`

	// ForwardedFrom is the party that forwarded the call, when known.
	ForwardedFrom string `param:"ForwardedFrom"`
	// CallerName is what a look-up of the caller's name gave.
	CallerName string `param:"CallerName"`
	// ParentCallSID is the call that dialed this one.
	ParentCallSID string `param:"ParentCallSid,sid=CA"`
	// CallToken passes the caller's attestation on to another call.
	CallToken string `param:"CallToken"`

	// FromPlace and ToPlace are where the numbers belong, when known.
	FromPlace Place `param:"From"`
	ToPlace   Place `param:"To"`

	// Caller, Called and their places are older synonyms of From and To that
	// are still sent.
	Caller      string `param:"Caller"`
	Called      string `param:"Called"`
	CallerPlace Place  `param:"Caller"`
	CalledPlace Place  `param:"Called"`

	// ErrorCode and ErrorURL tell a fallback URL why the document before could
	// not be had, and which URL it was; 0 and empty otherwise (lifecycle.md
	// §3.2).
	ErrorCode int    `param:"ErrorCode,min=1,max=99999"`
	ErrorURL  string `param:"ErrorUrl,url"`
}

// Place is where a number belongs. All of it may be empty.
type Place struct {
	City    string `param:"City"`
	State   string `param:"State"`
	Zip     string `param:"Zip"`
	Country string `param:"Country"` // two letters, such as DE
}

// CallStatus is the status of a call. Parse accepts any word.
type CallStatus string

// The statuses of a call (twiml.md §3).
const (
	CallQueued     CallStatus = "queued"
	CallInitiated  CallStatus = "initiated"
	CallRinging    CallStatus = "ringing"
	CallInProgress CallStatus = "in-progress"
	CallCompleted  CallStatus = "completed"
	CallBusy       CallStatus = "busy"
	CallFailed     CallStatus = "failed"
	CallNoAnswer   CallStatus = "no-answer"
	CallCanceled   CallStatus = "canceled"
)

// Direction is who began a call. Parse accepts any word.
type Direction string

// The directions (twiml.md §3).
const (
	Inbound      Direction = "inbound"
	OutboundAPI  Direction = "outbound-api"
	OutboundDial Direction = "outbound-dial"
)
