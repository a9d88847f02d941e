package twiml

// Sms sends a text message during a call. In a messaging document it is legacy
// and reported (12200): there the verb is [Message].
//
// Deprecated: write [Message] in messaging documents, and send messages by the
// REST API during calls.
type Sms struct {
	Common `twiml:"Sms,flavor=voice messaging,lax=Response.messaging,deprecated=use Message in messaging documents or the REST API"`

	// Text is the message: 1 to 1600 characters. It is the leading text as
	// written; what counts is [TextOf].
	Text string `twiml:"#text,kind=text,required,max=1600,code=14103"`

	// To is who gets it; the other party by default.
	To Attr[string] `twiml:"to,phone,inferred,code=14101"`
	// From is one of the account's numbers; that of this side by default.
	From Attr[string] `twiml:"from,phone,inferred,code=14102"`
	// Action is requested with the status of the message.
	Action Attr[string] `twiml:"action,url"`
	// Method is that of Action; POST by default.
	Method Attr[Method] `twiml:"method,default=POST,code=14104"`
	// StatusCallback is told what happens to the message.
	StatusCallback Attr[string] `twiml:"statusCallback,url,code=14105"`

	Children []Misc `twiml:"#children"`
}

var smsSpec = define[Sms]()

func (*Sms) spec() *spec    { return smsSpec }
func (*Sms) responseChild() {}
