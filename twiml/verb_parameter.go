package twiml

// Parameter hands a name and a value of the application's own to the remote
// side: to the called client or application, to the socket of a stream, to an
// agent or a payment connector. What becomes of it depends on the parent.
type Parameter struct {
	Common `twiml:"Parameter,flavor=voice"`

	// Name must be given. The reference sets no limit; below a [Stream], name
	// and value together are said to end at 500 characters (unverified).
	Name Attr[string] `twiml:"name,required"`
	// Value must be given; it may be empty.
	Value Attr[string] `twiml:"value,required"`

	Children []Misc `twiml:"#children"`
}

var parameterSpec = define[Parameter]()

func (*Parameter) spec() *spec             { return parameterSpec }
func (*Parameter) clientChild()            {}
func (*Parameter) applicationChild()       {}
func (*Parameter) rejectChild()            {}
func (*Parameter) hangupChild()            {}
func (*Parameter) payChild()               {}
func (*Parameter) streamChild()            {}
func (*Parameter) virtualAgentChild()      {}
func (*Parameter) conversationRelayChild() {}
func (*Parameter) assistantChild()         {}
func (*Parameter) siprecChild()            {}
func (*Parameter) transcriptionChild()     {}
