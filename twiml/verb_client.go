package twiml

// Client is a browser or mobile client to dial. Its identity is its text, or
// an [Identity] where parameters stand beside it.
type Client struct {
	Common `twiml:"Client,flavor=voice"`

	// Identity is the name by which the client registered: at most 256
	// characters. It is the leading text as written; the name that counts is
	// [TextOf]. It stays empty with an [Identity] below.
	Identity string `twiml:"#text,kind=identity,max=256"`

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
	// ClientNotificationURL is requested by POST to wake a client on a
	// phone; a bad one is an error.
	ClientNotificationURL Attr[string] `twiml:"clientNotificationUrl,url,code=13806"`

	// Children are the identity, at most once, and parameters for the client.
	Children []ClientChild `twiml:"#children,max=Identity:1"`

	_ rule `twiml:"exactlyOne,of=#text Identity,warning=12200,inferred"`
}

// ClientChild is what may stand in a [Client]: [*Identity], [*Parameter] and
// [Misc].
type ClientChild interface {
	Node
	clientChild()
}

var clientSpec = define[Client]()

func (*Client) spec() *spec   { return clientSpec }
func (*Client) dialChild()    {}
func (anywhere) clientChild() {}

// Identity names the client to dial, where its [Client] has parameters too.
type Identity struct {
	Common `twiml:"Identity,flavor=voice"`

	// Identity is the name by which the client registered: 1 to 256
	// characters. It is the leading text as written; the name that counts is
	// [TextOf].
	Identity string `twiml:"#text,kind=identity,required,max=256"`

	Children []Misc `twiml:"#children"`
}

var identitySpec = define[Identity]()

func (*Identity) spec() *spec  { return identitySpec }
func (*Identity) clientChild() {}
