package twiml

// Message sends a message in reply to one. Its text stands in it directly, or
// in one [Body] or several, which are joined; and it may carry [Media]. At most
// 10 messages are sent in reply to one (14109).
type Message struct {
	Common `twiml:"Message,flavor=messaging,ends=@action"`

	// Text is the message, if there is no Body: at most 1600 characters. It is
	// the leading text as written; what counts is [TextOf].
	Text string `twiml:"#text,kind=text,max=1600,code=14103"`

	// To is who gets it; the sender of the message by default.
	To Attr[string] `twiml:"to,phone,inferred,code=14101"`
	// From is one of the account's numbers, or a sender of 1 to 11 letters, digits
	// and blanks; the number that got the message by default.
	From Attr[string] `twiml:"from,code=14102"`
	// Action is requested with the status of the message; with it the verbs after
	// this one are never reached.
	Action Attr[string] `twiml:"action,url"`
	// Method is that of Action; POST by default.
	Method Attr[Method] `twiml:"method,default=POST,code=14104"`
	// StatusCallback is told what happens to the message. It overlaps Action: set
	// both to the same address.
	StatusCallback Attr[string] `twiml:"statusCallback,url,code=14105"`

	// Children are the bodies and at most 10 media.
	Children []MessageChild `twiml:"#children"`

	_ rule `twiml:"atLeastOne,of=#text Body Media,warning=14103"`
	_ rule `twiml:"maxCount,of=Media,max=10,warning=12200,inferred"`
}

// MessageChild is what may stand in a [Message]: [*Body], [*Media] and [Misc].
type MessageChild interface {
	Node
	messageChild()
}

var messageSpec = define[Message]()

func (*Message) spec() *spec    { return messageSpec }
func (*Message) responseChild() {}
func (anywhere) messageChild()  {}

// Body is text of a [Message].
type Body struct {
	Common `twiml:"Body,flavor=messaging"`

	// Text has 1 to 1600 characters. It is the leading text as written; what
	// counts is [TextOf].
	Text string `twiml:"#text,kind=text,required,max=1600,code=14103"`

	Children []Misc `twiml:"#children"`
}

var bodySpec = define[Body]()

func (*Body) spec() *spec   { return bodySpec }
func (*Body) messageChild() {}

// Media is a picture or other file that goes with a [Message].
type Media struct {
	Common `twiml:"Media,flavor=messaging"`

	// URL is where the file is. It is the leading text as written; the address
	// that counts is [TextOf].
	URL string `twiml:"#text,kind=url,anyHost,required"`

	Children []Misc `twiml:"#children"`
}

var mediaSpec = define[Media]()

func (*Media) spec() *spec   { return mediaSpec }
func (*Media) messageChild() {}
