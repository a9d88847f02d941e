package twiml

// Start starts services in the background; the next verb runs at once.
type Start struct {
	Common `twiml:"Start,flavor=voice"`

	// Action has no documented meaning here.
	Action Attr[string] `twiml:"action,url"`
	// Method is that of Action; POST by default.
	Method Attr[Method] `twiml:"method,default=POST"`

	// Children are the services, at least one. Another element is an error.
	Children []StartChild `twiml:"#children"`

	_ rule `twiml:"childCode,error=14300"`
	_ rule `twiml:"atLeastOne,of=#children,error=14300,inferred"`
}

// StartChild is what may stand in a [Start]: [*Recording], [*Siprec],
// [*Stream], [*Transcription] and [Misc].
type StartChild interface {
	Node
	startChild()
}

var startSpec = define[Start]()

func (*Start) spec() *spec    { return startSpec }
func (*Start) responseChild() {}
func (anywhere) startChild()  {}
