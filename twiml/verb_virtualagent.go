package twiml

// VirtualAgent is an agent of a connected dialogue service.
type VirtualAgent struct {
	Common `twiml:"VirtualAgent,flavor=voice"`

	// ConnectorName names the connector, and must be given.
	ConnectorName Attr[string] `twiml:"connectorName,required"`
	// Language is a tag such as de-DE; the connector decides by default.
	Language Attr[string] `twiml:"language"`
	// SentimentAnalysis rates the caller's mood; false by default (inferred).
	SentimentAnalysis Attr[bool] `twiml:"sentimentAnalysis,default=false"`
	// StatusCallback is told what happens to the agent.
	StatusCallback Attr[string] `twiml:"statusCallback,url"`
	// StatusCallbackMethod is that of StatusCallback; POST by default.
	StatusCallbackMethod Attr[Method] `twiml:"statusCallbackMethod,default=POST"`

	// Children are options and parameters for the agent.
	Children []VirtualAgentChild `twiml:"#children"`
}

// VirtualAgentChild is what may stand in a [VirtualAgent]: [*Config],
// [*Parameter] and [Misc].
type VirtualAgentChild interface {
	Node
	virtualAgentChild()
}

var virtualAgentSpec = define[VirtualAgent]()

func (*VirtualAgent) spec() *spec   { return virtualAgentSpec }
func (*VirtualAgent) connectChild() {}
func (anywhere) virtualAgentChild() {}
