package twiml

// Hangup ends the call.
type Hangup struct {
	Common `twiml:"Hangup,flavor=voice"`

	Children []Misc `twiml:"#children"`
}

var hangupSpec = define[Hangup]()

func (*Hangup) spec() *spec    { return hangupSpec }
func (*Hangup) responseChild() {}
