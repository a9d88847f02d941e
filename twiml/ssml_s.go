package twiml

// SSMLS, written s, is a sentence of spoken text.
type SSMLS struct {
	Common `twiml:"s,flavor=voice"`

	// Text is what is said up to the first child. White space is kept as written.
	Text string `twiml:"#text,kind=ssml-mixed,required"`

	// Children is what follows Text.
	Children []SSMLSChild `twiml:"#children"`
}

// SSMLSChild is what may stand in a [SSMLS]: [*SSMLBreak], [*SSMLEmphasis],
// [*SSMLLang], [*SSMLPhoneme], [*SSMLProsody], [*SSMLSayAs], [*SSMLSub],
// [*SSMLW] and [Misc].
type SSMLSChild interface {
	Node
	ssmlSChild()
}

var ssmlSSpec = define[SSMLS]()

func (*SSMLS) spec() *spec       { return ssmlSSpec }
func (*SSMLS) sayChild()         {}
func (*SSMLS) ssmlLangChild()    {}
func (*SSMLS) ssmlPChild()       {}
func (*SSMLS) ssmlProsodyChild() {}
func (anywhere) ssmlSChild()     {}
