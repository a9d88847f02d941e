package twiml

import "time"

// Conversation puts the call into a conversation with agents who answer on
// several channels.
type Conversation struct {
	Common `twiml:"Conversation,flavor=voice"`

	// ServiceInstanceSID (IS…) is the service that holds the conversation; other
	// forms are accepted.
	ServiceInstanceSID Attr[string] `twiml:"serviceInstanceSid,sid=IS,advisory"`
	// InboundAutocreation makes the conversation if there is none; false by
	// default (inferred).
	InboundAutocreation Attr[bool] `twiml:"inboundAutocreation,default=false"`
	// RoutingAssignmentTimeout is how long an agent is looked for, in whole
	// seconds from 0; the service decides by default.
	RoutingAssignmentTimeout Attr[time.Duration] `twiml:"routingAssignmentTimeout,unit=s,min=0"`
	// InboundTimeout is how long it rings, in whole seconds from 0; the service
	// decides by default.
	InboundTimeout Attr[time.Duration] `twiml:"inboundTimeout,unit=s,min=0"`
	// URL returns a document for the call.
	URL Attr[string] `twiml:"url,url"`
	// Method is that of URL; POST by default.
	Method Attr[Method] `twiml:"method,default=POST"`
	// Record says whether and how the conversation is recorded; it is not by
	// default.
	Record Attr[RecordMode] `twiml:"record,default=do-not-record"`
	// Trim says whether silence at the ends of the recording is cut off; there
	// is no default.
	Trim Attr[Trim] `twiml:"trim"`
	// RecordingStatusCallback is told what happens to the recording.
	RecordingStatusCallback Attr[string] `twiml:"recordingStatusCallback,url,code=13256"`
	// RecordingStatusCallbackMethod is POST by default.
	RecordingStatusCallbackMethod Attr[Method] `twiml:"recordingStatusCallbackMethod,default=POST"`
	// RecordingStatusCallbackEvent is completed by default.
	RecordingStatusCallbackEvent Attr[[]RecordingEvent] `twiml:"recordingStatusCallbackEvent,default=completed,code=13621"`
	// StatusCallback is told what happens to the call.
	StatusCallback Attr[string] `twiml:"statusCallback,url"`
	// StatusCallbackMethod is that of StatusCallback; POST by default.
	StatusCallbackMethod Attr[Method] `twiml:"statusCallbackMethod,default=POST"`
	// StatusCallbackEvent names what StatusCallback is told; there is no
	// default.
	StatusCallbackEvent Attr[[]ConversationEvent] `twiml:"statusCallbackEvent"`

	Children []Misc `twiml:"#children"`
}

var conversationSpec = define[Conversation]()

func (*Conversation) spec() *spec   { return conversationSpec }
func (*Conversation) connectChild() {}

// ConversationEvent is a step in the life of a call in a [Conversation].
type ConversationEvent string

// The steps that its status callback can ask for.
const (
	ConversationCallInitiated ConversationEvent = "call-initiated"
	ConversationCallRinging   ConversationEvent = "call-ringing"
	ConversationCallAnswered  ConversationEvent = "call-answered"
	ConversationCallCompleted ConversationEvent = "call-completed"
)

func (ConversationEvent) enum() enum {
	return closedEnum(ConversationCallInitiated, ConversationCallRinging,
		ConversationCallAnswered, ConversationCallCompleted)
}
