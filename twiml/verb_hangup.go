package twiml

// Hangup ends the call. Verbs after it are never reached.
type Hangup struct {
	Common `twiml:"Hangup,flavor=voice,ends"`

	// Children only serve calls that came by the Application of a Dial.
	Children []HangupChild `twiml:"#children"`
}

// HangupChild is what may stand in a [Hangup]: [*Parameter] and [Misc].
type HangupChild interface {
	Node
	hangupChild()
}

var hangupSpec = define[Hangup]()

func (*Hangup) spec() *spec    { return hangupSpec }
func (*Hangup) responseChild() {}
func (anywhere) hangupChild()  {}
