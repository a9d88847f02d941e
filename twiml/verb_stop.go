package twiml

// Stop ends services that a [Start] began, by their names.
type Stop struct {
	Common `twiml:"Stop,flavor=voice"`

	// Children are the services, at least one; each needs its Name.
	Children []StopChild `twiml:"#children"`

	_ rule `twiml:"atLeastOne,of=#children,warning=12200,inferred"`
}

// StopChild is what may stand in a [Stop]: [*Recording], [*Siprec], [*Stream],
// [*Transcription] and [Misc].
type StopChild interface {
	Node
	stopChild()
}

var stopSpec = define[Stop]()

func (*Stop) spec() *spec    { return stopSpec }
func (*Stop) responseChild() {}
func (anywhere) stopChild()  {}
