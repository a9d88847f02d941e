package twiml

// Application is a configured application to dial: the far end is a document
// instead of a phone. Its SID is its text, or an [ApplicationSID] where
// parameters stand beside it. It must be the only noun of its [Dial].
type Application struct {
	Common `twiml:"Application,flavor=voice"`

	// SID (AP…) is the application's; other forms are accepted. It is the
	// leading text as written; the SID that counts is [TextOf]. It stays empty
	// with an [ApplicationSID] below.
	SID string `twiml:"#text,kind=sid,sid=AP,advisory"`

	// URL returns the screening document, run for the called party before both
	// are connected.
	URL Attr[string] `twiml:"url,url,docs=Play Say Gather Hangup Pause Redirect"`
	// Method is that of URL; POST by default.
	Method Attr[Method] `twiml:"method,default=POST"`
	// StatusCallback is told what happens to the call.
	StatusCallback Attr[string] `twiml:"statusCallback,url"`
	// StatusCallbackMethod is that of StatusCallback; POST by default.
	StatusCallbackMethod Attr[Method] `twiml:"statusCallbackMethod,default=POST"`
	// StatusCallbackEvent names what StatusCallback is told; completed by
	// default.
	StatusCallbackEvent Attr[[]CallEvent] `twiml:"statusCallbackEvent,default=completed"`
	// CustomerID is told to the application: at most 256 characters; the SID of
	// the dialing account by default.
	CustomerID Attr[string] `twiml:"customerId,maxLength=256"`
	// CopyParentTo hands the To of the dialing call to the application, instead
	// of its own; false by default.
	CopyParentTo Attr[bool] `twiml:"copyParentTo,default=false"`

	// Children are the SID, at most once, and parameters for the application.
	Children []ApplicationChild `twiml:"#children,max=ApplicationSid:1"`

	_ rule `twiml:"exactlyOne,of=#text ApplicationSid,warning=12200,inferred"`
}

// ApplicationChild is what may stand in an [Application]: [*ApplicationSID],
// [*Parameter] and [Misc].
type ApplicationChild interface {
	Node
	applicationChild()
}

var applicationSpec = define[Application]()

func (*Application) spec() *spec   { return applicationSpec }
func (*Application) dialChild()    {}
func (anywhere) applicationChild() {}

// ApplicationSID names the application to dial, where its [Application] has
// parameters too.
type ApplicationSID struct {
	Common `twiml:"ApplicationSid,flavor=voice"`

	// SID (AP…) is the application's; other forms are accepted. It is the
	// leading text as written; the SID that counts is [TextOf].
	SID string `twiml:"#text,kind=sid,required,sid=AP,advisory"`

	Children []Misc `twiml:"#children"`
}

var applicationSIDSpec = define[ApplicationSID]()

func (*ApplicationSID) spec() *spec       { return applicationSIDSpec }
func (*ApplicationSID) applicationChild() {}
