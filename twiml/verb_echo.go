package twiml

// Echo plays back what the caller says, to test a line, until the call ends.
type Echo struct {
	Common `twiml:"Echo,flavor=voice"`

	Children []Misc `twiml:"#children"`
}

var echoSpec = define[Echo]()

func (*Echo) spec() *spec    { return echoSpec }
func (*Echo) responseChild() {}
