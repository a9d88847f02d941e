package twiml

// SSMLP, written p, is a paragraph of spoken text.
type SSMLP struct {
	Common `twiml:"p,flavor=voice"`

	// Text is what is said up to the first child. White space is kept as written.
	Text string `twiml:"#text,kind=ssml-mixed,required"`

	// Children is what follows Text.
	Children []SSMLPChild `twiml:"#children"`
}

// SSMLPChild is what may stand in a [SSMLP]: [*SSMLBreak], [*SSMLEmphasis],
// [*SSMLLang], [*SSMLPhoneme], [*SSMLProsody], [*SSMLS], [*SSMLSayAs],
// [*SSMLSub], [*SSMLW] and [Misc].
type SSMLPChild interface {
	Node
	ssmlPChild()
}

var ssmlPSpec = define[SSMLP]()

func (*SSMLP) spec() *spec       { return ssmlPSpec }
func (*SSMLP) sayChild()         {}
func (*SSMLP) ssmlLangChild()    {}
func (*SSMLP) ssmlProsodyChild() {}
func (anywhere) ssmlPChild()     {}
