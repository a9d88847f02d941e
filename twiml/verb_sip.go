package twiml

import "time"

// Sip is a SIP endpoint to dial. Its address is its text, or one or more [URI]
// below, of which the first that answers is connected.
type Sip struct {
	Common `twiml:"Sip,flavor=voice"`

	// URI is the address, sip:jack@example.com; the scheme may be missing. It
	// has at most 255 characters, and 1024 more in headers after a question
	// mark. It is the leading text as written; the address that counts is
	// [TextOf]. It stays empty with a [URI] below.
	URI string `twiml:"#text,kind=sip-uri,max=255,code=13243"`

	// Username answers the endpoint's challenge.
	Username Attr[string] `twiml:"username,code=13249"`
	// Password answers the endpoint's challenge.
	Password Attr[string] `twiml:"password,code=13249"`
	// URL returns the screening document, run for the called party before both
	// are connected.
	URL Attr[string] `twiml:"url,url,docs=Play Say Gather Hangup Pause Redirect"`
	// Method is that of URL; POST by default.
	Method Attr[Method] `twiml:"method,default=POST,code=13241"`
	// StatusCallback is told what happens to the call.
	StatusCallback Attr[string] `twiml:"statusCallback,url"`
	// StatusCallbackMethod is that of StatusCallback; POST by default.
	StatusCallbackMethod Attr[Method] `twiml:"statusCallbackMethod,default=POST"`
	// StatusCallbackEvent names what StatusCallback is told; completed by
	// default.
	StatusCallbackEvent Attr[[]CallEvent] `twiml:"statusCallbackEvent,default=completed"`
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

	// Children are the addresses, and at most one list of headers.
	Children []SipChild `twiml:"#children,max=Headers:1"`

	_ rule `twiml:"exactlyOne,of=#text Uri,warning=13243,inferred"`
}

// SipChild is what may stand in a [Sip] of a [Dial]: [*URI], [*Headers] and
// [Misc].
type SipChild interface {
	Node
	sipChild()
}

var sipSpec = define[Sip]()

func (*Sip) spec() *spec   { return sipSpec }
func (*Sip) dialChild()    {}
func (anywhere) sipChild() {}

// URI is one of several addresses of a [Sip].
type URI struct {
	Common `twiml:"Uri,flavor=voice"`

	// URI is the address, as in [Sip]: at most 255 characters. It is the leading
	// text as written; the address that counts is [TextOf].
	URI string `twiml:"#text,kind=sip-uri,required,max=255,code=13243"`

	// Priority orders the addresses: the lower is tried first (inferred). It is
	// an integer in practice; any text is accepted.
	Priority Attr[string] `twiml:"priority"`
	// Weight is the share among addresses of one priority (inferred), an integer
	// in practice; any text is accepted.
	Weight Attr[string] `twiml:"weight"`
	// Username answers the endpoint's challenge.
	Username Attr[string] `twiml:"username"`
	// Password answers the endpoint's challenge.
	Password Attr[string] `twiml:"password"`

	Children []Misc `twiml:"#children"`
}

var uriSpec = define[URI]()

func (*URI) spec() *spec { return uriSpec }
func (*URI) sipChild()   {}

// Headers holds the SIP headers of a call, at least one.
type Headers struct {
	Common `twiml:"Headers,flavor=voice"`

	// Children are the headers.
	Children []HeadersChild `twiml:"#children,min=Header:1"`
}

// HeadersChild is what may stand in [Headers]: [*Header] and [Misc].
type HeadersChild interface {
	Node
	headersChild()
}

var headersSpec = define[Headers]()

func (*Headers) spec() *spec   { return headersSpec }
func (*Headers) sipChild()     {}
func (anywhere) headersChild() {}

// Header is one SIP header to send.
type Header struct {
	Common `twiml:"Header,flavor=voice"`

	// Name must be given, and has no blanks (inferred). Headers of an
	// application begin with X-.
	Name Attr[string] `twiml:"name,required,word,inferred,code=13252"`
	// Value must be given.
	Value Attr[string] `twiml:"value,required,code=13253"`

	Children []Misc `twiml:"#children"`
}

var headerSpec = define[Header]()

func (*Header) spec() *spec   { return headerSpec }
func (*Header) headersChild() {}
