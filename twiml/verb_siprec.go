package twiml

// Siprec sends the call's audio to a recorder that speaks the SIP recording
// protocol.
type Siprec struct {
	Common `twiml:"Siprec,flavor=voice"`

	// Name is unique in the call; a [Stop] needs it.
	Name Attr[string] `twiml:"name"`
	// ConnectorName names the recorder's stored connector; a [Start] needs it.
	ConnectorName Attr[string] `twiml:"connectorName"`
	// Track is the side that is sent; both by default.
	Track Attr[StreamTrack] `twiml:"track,default=both_tracks"`
	// StatusCallback is told what happens to the stream.
	StatusCallback Attr[string] `twiml:"statusCallback,url"`
	// StatusCallbackMethod is that of StatusCallback; POST by default.
	StatusCallbackMethod Attr[Method] `twiml:"statusCallbackMethod,default=POST"`

	// Children are parameters for the recorder.
	Children []SiprecChild `twiml:"#children"`

	_ rule `twiml:"requiredUnder,of=@name,parents=Stop,warning=12200,inferred"`
	_ rule `twiml:"requiredUnder,of=@connectorName,parents=Start,warning=12200,inferred"`
}

// SiprecChild is what may stand in a [Siprec]: [*Parameter] and [Misc].
type SiprecChild interface {
	Node
	siprecChild()
}

var siprecSpec = define[Siprec]()

func (*Siprec) spec() *spec   { return siprecSpec }
func (*Siprec) startChild()   {}
func (*Siprec) stopChild()    {}
func (anywhere) siprecChild() {}
