package twiml

// Stream sends the call's audio to a WebSocket: both ways below a [Connect],
// one way and beside the other verbs below a [Start].
type Stream struct {
	Common `twiml:"Stream,flavor=voice"`

	// Name is unique in the call; a [Stop] needs it.
	Name Attr[string] `twiml:"name"`
	// URL is the application's socket: a wss address without query, or one
	// relative to the document. Below [Start] and [Connect] it or ConnectorName
	// must be given.
	URL Attr[string] `twiml:"url,url,schemes=wss,noQuery"`
	// ConnectorName names a stored connector instead of URL; an unknown one is
	// error 31940.
	ConnectorName Attr[string] `twiml:"connectorName,code=31940"`
	// Track is the side that is sent: what the caller says by default. Below
	// [Connect] there is no other.
	Track Attr[StreamTrack] `twiml:"track,default=inbound_track"`
	// StatusCallback is told what happens to the stream.
	StatusCallback Attr[string] `twiml:"statusCallback,url"`
	// StatusCallbackMethod is that of StatusCallback; POST by default.
	StatusCallbackMethod Attr[Method] `twiml:"statusCallbackMethod,default=POST"`

	// Children are parameters for the socket.
	Children []StreamChild `twiml:"#children"`

	_ rule `twiml:"atLeastOneUnder,of=@url @connectorName,parents=Start Connect,warning=12200,inferred"`
	_ rule `twiml:"forbiddenAttributeUnder,of=@track=outbound_track @track=both_tracks,parents=Connect,lint,note=there is only inbound_track"`
	_ rule `twiml:"requiredUnder,of=@name,parents=Stop,warning=12200,inferred"`
}

// StreamChild is what may stand in a [Stream]: [*Parameter] and [Misc].
type StreamChild interface {
	Node
	streamChild()
}

var streamSpec = define[Stream]()

func (*Stream) spec() *spec   { return streamSpec }
func (*Stream) connectChild() {}
func (*Stream) startChild()   {}
func (*Stream) stopChild()    {}
func (anywhere) streamChild() {}

// StreamTrack is the side of a call whose audio is used.
type StreamTrack string

// The tracks: what the caller says, what the caller hears, or both.
const (
	InboundTrack  StreamTrack = "inbound_track"
	OutboundTrack StreamTrack = "outbound_track"
	BothTracks    StreamTrack = "both_tracks"
)

func (StreamTrack) enum() enum { return closedEnum(InboundTrack, OutboundTrack, BothTracks) }
