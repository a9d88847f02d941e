package twiml

// SSMLLang, written lang, says words in another language.
type SSMLLang struct {
	Common `twiml:"lang,flavor=voice"`

	// Text is what is said up to the first child. White space is kept as written.
	Text string `twiml:"#text,kind=ssml-mixed,required"`

	// Language is a tag such as de-DE, and must be given. Each is accepted.
	Language Attr[string] `twiml:"xml:lang,word,inferred,required"`

	// Children is what follows Text.
	Children []SSMLLangChild `twiml:"#children"`
}

// SSMLLangChild is what may stand in a [SSMLLang]: [*SSMLBreak],
// [*SSMLEmphasis], [*SSMLLang], [*SSMLP], [*SSMLPhoneme], [*SSMLProsody],
// [*SSMLS], [*SSMLSayAs], [*SSMLSub], [*SSMLW] and [Misc].
type SSMLLangChild interface {
	Node
	ssmlLangChild()
}

var ssmlLangSpec = define[SSMLLang]()

func (*SSMLLang) spec() *spec        { return ssmlLangSpec }
func (*SSMLLang) sayChild()          {}
func (*SSMLLang) ssmlEmphasisChild() {}
func (*SSMLLang) ssmlLangChild()     {}
func (*SSMLLang) ssmlPChild()        {}
func (*SSMLLang) ssmlProsodyChild()  {}
func (*SSMLLang) ssmlSChild()        {}
func (anywhere) ssmlLangChild()      {}
