package twiml

// WhatsApp is a user of that network to dial. The [Dial] around it needs a
// CallerID of the form whatsapp:+15558675310.
type WhatsApp struct {
	Common `twiml:"WhatsApp,flavor=voice"`

	// Number is the user's phone number, best in E.164. It is the leading text
	// as written; the number that counts is [TextOf].
	Number string `twiml:"#text,kind=phone-number,required"`

	// URL returns the screening document, run for the called party before both
	// are connected.
	URL Attr[string] `twiml:"url,url,docs=Play Say Gather Hangup Pause Redirect"`
	// Method is that of URL; POST by default.
	Method Attr[Method] `twiml:"method,default=POST"`
	// StatusCallback is told what happens to the call.
	StatusCallback Attr[string] `twiml:"statusCallback,url"`
	// StatusCallbackMethod is that of StatusCallback; POST by default.
	StatusCallbackMethod Attr[Method] `twiml:"statusCallbackMethod,default=POST"`
	// StatusCallbackEvent names what StatusCallback is told. Unset, that is the
	// end of the call, though the reference gives no default as it does for
	// [Number].
	StatusCallbackEvent Attr[[]CallEvent] `twiml:"statusCallbackEvent"`

	Children []Misc `twiml:"#children"`
}

var whatsAppSpec = define[WhatsApp]()

func (*WhatsApp) spec() *spec { return whatsAppSpec }
func (*WhatsApp) dialChild()  {}
