package twiml

// Connect joins the call to one service, and waits for its end.
type Connect struct {
	Common `twiml:"Connect,flavor=voice,ends=@action"`

	// Action is requested when the service has ended. Unset, the next verb
	// runs; after a [VirtualAgent] the current document is requested instead.
	Action Attr[string] `twiml:"action,url"`
	// Method is that of Action; POST by default.
	Method Attr[Method] `twiml:"method,default=POST"`

	// Children is the service: exactly one.
	Children []ConnectChild `twiml:"#children"`

	_ rule `twiml:"exactlyOne,of=#children,warning=12200,inferred"`
}

// ConnectChild is what may stand in a [Connect]: [*AiSession], [*Assistant],
// [*Autopilot], [*Conversation], [*ConversationRelay],
// [*ConversationRelaySession], [*Room], [*Stream], [*VirtualAgent] and [Misc].
type ConnectChild interface {
	Node
	connectChild()
}

var connectSpec = define[Connect]()

func (*Connect) spec() *spec    { return connectSpec }
func (*Connect) responseChild() {}
func (anywhere) connectChild()  {}

// AiSession is an AI session whose settings are stored with the vendor.
type AiSession struct {
	Common `twiml:"AiSession,flavor=voice"`

	// AiConnector names the connector.
	AiConnector Attr[string] `twiml:"aiConnector"`
	// AiSessionConfiguration names the stored settings.
	AiSessionConfiguration Attr[string] `twiml:"aiSessionConfiguration"`

	Children []Misc `twiml:"#children"`
}

var aiSessionSpec = define[AiSession]()

func (*AiSession) spec() *spec   { return aiSessionSpec }
func (*AiSession) connectChild() {}

// Autopilot is an assistant of a service that ended in 2023.
//
// Deprecated: see [ConversationRelay].
type Autopilot struct {
	Common `twiml:"Autopilot,flavor=voice,deprecated=the service ended in 2023"`

	// Name is that of the assistant. It is the leading text as written; the name
	// that counts is [TextOf].
	Name string `twiml:"#text,kind=name,required"`

	Children []Misc `twiml:"#children"`
}

var autopilotSpec = define[Autopilot]()

func (*Autopilot) spec() *spec   { return autopilotSpec }
func (*Autopilot) connectChild() {}

// Room is a video room that the call joins with its audio.
type Room struct {
	Common `twiml:"Room,flavor=voice"`

	// Name is that of the room. It is the leading text as written; the name that
	// counts is [TextOf].
	Name string `twiml:"#text,kind=name,required"`

	// ParticipantIdentity is how the caller is named in the room; the vendor
	// chooses by default.
	ParticipantIdentity Attr[string] `twiml:"participantIdentity"`

	Children []Misc `twiml:"#children"`
}

var roomSpec = define[Room]()

func (*Room) spec() *spec   { return roomSpec }
func (*Room) connectChild() {}
