package twiml

// Leave takes the current call out of its queue; the call goes on after the
// [Enqueue] (twiml.md §6.4). Outside a wait document it has no effect.
type Leave struct {
	Common `twiml:"Leave,flavor=voice"`

	Children []Misc `twiml:"#children"`
}

var leaveSpec = define[Leave]()

func (*Leave) spec() *spec    { return leaveSpec }
func (*Leave) responseChild() {}
