package twiml

// SSMLW, written w, is a word whose part of speech decides how it is said.
type SSMLW struct {
	Common `twiml:"w,flavor=voice"`

	// Text is what is said up to the first child. White space is kept as written.
	Text string `twiml:"#text,kind=ssml-mixed,required"`

	// Role is amazon:VB for a verb, amazon:VBD for its past tense, amazon:NN for a
	// noun or amazon:SENSE_1 for the word's other sense. Each is accepted.
	Role Attr[string] `twiml:"role,word,inferred"`

	// Children is what follows Text.
	Children []SSMLWChild `twiml:"#children"`
}

// SSMLWChild is what may stand in a [SSMLW]: [*SSMLBreak], [*SSMLEmphasis],
// [*SSMLPhoneme], [*SSMLProsody], [*SSMLSayAs], [*SSMLSub] and [Misc].
type SSMLWChild interface {
	Node
	ssmlWChild()
}

var ssmlWSpec = define[SSMLW]()

func (*SSMLW) spec() *spec        { return ssmlWSpec }
func (*SSMLW) sayChild()          {}
func (*SSMLW) ssmlEmphasisChild() {}
func (*SSMLW) ssmlLangChild()     {}
func (*SSMLW) ssmlPChild()        {}
func (*SSMLW) ssmlProsodyChild()  {}
func (*SSMLW) ssmlSChild()        {}
func (anywhere) ssmlWChild()      {}
