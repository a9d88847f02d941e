package twiml

import "time"

// Number is a phone number to dial.
type Number struct {
	Common `twiml:"Number,flavor=voice"`

	// Number is the number, best in E.164. It is the leading text as written;
	// the number that counts is [TextOf].
	Number string `twiml:"#text,kind=phone-number,required,code=13223"`

	// SendDigits are keys pressed once the call is answered: 0-9 A-D # *, w
	// waits half a second and W a second.
	SendDigits Attr[string] `twiml:"sendDigits,digits=0123456789ABCDWw#*,emptyAllowed,code=13222"`
	// URL returns the screening document, run for the called party before both
	// are connected.
	URL Attr[string] `twiml:"url,url,docs=Play Say Gather Hangup Pause Redirect"`
	// Method is that of URL; POST by default.
	Method Attr[Method] `twiml:"method,default=POST,code=13221"`
	// StatusCallback is told what happens to the call.
	StatusCallback Attr[string] `twiml:"statusCallback,url"`
	// StatusCallbackMethod is that of StatusCallback; POST by default.
	StatusCallbackMethod Attr[Method] `twiml:"statusCallbackMethod,default=POST"`
	// StatusCallbackEvent names what StatusCallback is told; completed by
	// default.
	StatusCallbackEvent Attr[[]CallEvent] `twiml:"statusCallbackEvent,default=completed"`
	// BYOC (BY…) is the trunk to dial through.
	BYOC Attr[string] `twiml:"byoc,sid=BY,advisory"`
	// MachineDetection asks whether a machine answered.
	MachineDetection Attr[MachineDetection] `twiml:"machineDetection"`
	// MachineDetectionTimeout is 3 to 60 s; 30 s by default.
	MachineDetectionTimeout Attr[time.Duration] `twiml:"machineDetectionTimeout,unit=s,min=3,max=60,default=30"`
	// MachineDetectionSpeechThreshold is 1 to 6 s, written in milliseconds;
	// 2400 ms by default.
	MachineDetectionSpeechThreshold Attr[time.Duration] `twiml:"machineDetectionSpeechThreshold,unit=ms,min=1000,max=6000,default=2400"`
	// MachineDetectionSpeechEndThreshold is 500 to 5000 ms; 1200 ms by default.
	MachineDetectionSpeechEndThreshold Attr[time.Duration] `twiml:"machineDetectionSpeechEndThreshold,unit=ms,min=500,max=5000,default=1200"`
	// MachineDetectionSilenceTimeout is 2 to 10 s, written in milliseconds; 5 s
	// by default.
	MachineDetectionSilenceTimeout Attr[time.Duration] `twiml:"machineDetectionSilenceTimeout,unit=ms,min=2000,max=10000,default=5000"`
	// AMDStatusCallback is told what the machine detection found.
	AMDStatusCallback Attr[string] `twiml:"amdStatusCallback,url"`
	// AMDStatusCallbackMethod is that of AMDStatusCallback; POST by default.
	AMDStatusCallbackMethod Attr[Method] `twiml:"amdStatusCallbackMethod,default=POST"`

	Children []Misc `twiml:"#children"`
}

var numberSpec = define[Number]()

func (*Number) spec() *spec { return numberSpec }
func (*Number) dialChild()  {}

// CallEvent is a step in the life of a dialed call.
type CallEvent string

// The steps that a status callback can ask for.
const (
	CallInitiated CallEvent = "initiated"
	CallRinging   CallEvent = "ringing"
	CallAnswered  CallEvent = "answered"
	CallCompleted CallEvent = "completed"
)

func (CallEvent) enum() enum {
	return closedEnum(CallInitiated, CallRinging, CallAnswered, CallCompleted)
}

// MachineDetection says when the finding about an answering machine is told.
type MachineDetection string

// As soon as it is known, or at the end of the machine's greeting.
const (
	DetectEnable     MachineDetection = "Enable"
	DetectMessageEnd MachineDetection = "DetectMessageEnd"
)

func (MachineDetection) enum() enum { return closedEnum(DetectEnable, DetectMessageEnd) }
