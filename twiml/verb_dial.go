package twiml

import "time"

// Dial connects the current call to another party: a bare number, or the nouns
// below it.
type Dial struct {
	Common `twiml:"Dial,flavor=voice,ends=@action"`

	// Number is a bare phone number, instead of nouns. It is the leading text as
	// written; the number that counts is [TextOf].
	Number string `twiml:"#text,kind=phone-number,code=13223"`

	// Action is requested when the dialed call has ended, with DialCallStatus.
	// Unset, the next verb runs.
	Action Attr[string] `twiml:"action,url"`
	// Method is that of Action; POST by default.
	Method Attr[Method] `twiml:"method,default=POST,code=13210"`
	// Timeout is how long it rings, or how long one waits for a member of a
	// queue: 5 to 600 s; 30 s by default.
	Timeout Attr[time.Duration] `twiml:"timeout,unit=s,min=5,max=600,default=30,code=13212"`
	// TimeLimit is the longest conversation: 1 s to 24 h; 4 h by default.
	TimeLimit Attr[time.Duration] `twiml:"timeLimit,unit=s,min=1,max=86400,default=14400,code=13216"`
	// HangupOnStar lets the caller end the conversation with the star key.
	HangupOnStar Attr[bool] `twiml:"hangupOnStar,default=false,code=13213"`
	// CallerID is what the called party sees; the caller's own by default.
	CallerID Attr[string] `twiml:"callerId,code=13214"`
	// AnswerOnBridge keeps the inbound call ringing until the other side answers.
	AnswerOnBridge Attr[bool] `twiml:"answerOnBridge,default=false,code=13219"`
	// Sequential tries the nouns one after the other instead of all at once.
	Sequential Attr[bool] `twiml:"sequential,default=false,code=13218"`
	// RingTone is what the caller hears; the carrier's tone by default.
	RingTone Attr[RingTone] `twiml:"ringTone,code=13220"`
	// Record says whether and how the conversation is recorded.
	Record Attr[RecordMode] `twiml:"record,default=do-not-record,code=13217"`
	// RecordingTrack says which side is recorded; both by default.
	RecordingTrack Attr[RecordingTrack] `twiml:"recordingTrack,default=both,code=13622"`
	// RecordingStatusCallback is told what happens to the recording.
	RecordingStatusCallback Attr[string] `twiml:"recordingStatusCallback,url,code=13256"`
	// RecordingStatusCallbackMethod is POST by default.
	RecordingStatusCallbackMethod Attr[Method] `twiml:"recordingStatusCallbackMethod,default=POST"`
	// RecordingStatusCallbackEvent is completed by default.
	RecordingStatusCallbackEvent Attr[[]RecordingEvent] `twiml:"recordingStatusCallbackEvent,default=completed,code=13621"`
	// RecordingConfigurationID names a stored recording configuration.
	RecordingConfigurationID Attr[string] `twiml:"recordingConfigurationId"`
	// Trim says whether silence at the ends of the recording is cut off.
	Trim Attr[Trim] `twiml:"trim,default=do-not-trim"`
	// ReferURL receives the SIP REFER of the called party.
	ReferURL Attr[string] `twiml:"referUrl,url"`
	// ReferMethod is that of ReferURL; POST by default.
	ReferMethod Attr[Method] `twiml:"referMethod,default=POST"`
	// CallReason is shown with branded calling: at most 50 characters.
	CallReason Attr[string] `twiml:"callReason,maxLength=50"`
	// Events has one documented value.
	Events Attr[DialEvent] `twiml:"events"`
	// Passports are identity passports in base64, separated by commas.
	Passports Attr[string] `twiml:"passports"`
	// IfMachine is legacy.
	//
	// Deprecated: removed; see [Number.MachineDetection].
	IfMachine Attr[IfMachine] `twiml:"ifMachine,code=13211,deprecated=machineDetection of the noun took its place"`

	// Children are the nouns, dialed all at once unless Sequential.
	Children []DialChild `twiml:"#children"`

	_ rule `twiml:"atLeastOne,of=#text Application Client Conference Number Queue Sim Sip WhatsApp,warning=13223,inferred"`
	_ rule `twiml:"atMostOne,of=#text #children,warning=13215,inferred,note=a number next to nouns is ignored"`
	_ rule `twiml:"maxCount,of=Conference,max=1,warning=13000"`
	_ rule `twiml:"exclusive,of=Conference,warning=13000"`
	_ rule `twiml:"exclusive,of=Queue,warning=13215,inferred"`
	_ rule `twiml:"exclusive,of=Application,warning=13215"`
	_ rule `twiml:"maxCount,of=Number Client Sip Sim WhatsApp,max=10,warning=13215,inferred"`
	_ rule `twiml:"forbiddenInDocument,context=Number.url Client.url Sip.url WhatsApp.url Application.url,error=13201,note=a screening document may not dial"`
}

// DialChild is what may stand in a [Dial]: [*Application], [*Client],
// [*Conference], [*Number], [*Queue], [*Sim], [*Sip], [*WhatsApp] and [Misc].
type DialChild interface {
	Node
	dialChild()
}

var dialSpec = define[Dial]()

func (*Dial) spec() *spec    { return dialSpec }
func (*Dial) responseChild() {}
func (anywhere) dialChild()  {}

// DialEvent is the type of [Dial.Events].
type DialEvent string

// CallProgressEvent is the one documented value.
const CallProgressEvent DialEvent = "call-progress-event"

func (DialEvent) enum() enum { return closedEnum(CallProgressEvent) }

// IfMachine is the legacy reaction to an answering machine.
type IfMachine string

// The legacy reactions.
const (
	IfMachineHangup   IfMachine = "hangup"
	IfMachineContinue IfMachine = "continue"
	IfMachineFalse    IfMachine = "false"
)

func (IfMachine) enum() enum { return closedEnum(IfMachineHangup, IfMachineContinue, IfMachineFalse) }
