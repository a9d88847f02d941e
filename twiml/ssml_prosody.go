package twiml

// SSMLProsody, written prosody, says words louder, faster or higher.
type SSMLProsody struct {
	Common `twiml:"prosody,flavor=voice"`

	// Text is what is said up to the first child. White space is kept as written.
	Text string `twiml:"#text,kind=ssml-mixed,required"`

	// Volume is default, silent, x-soft, soft, medium, loud, x-loud, or a change
	// such as +6dB.
	Volume Attr[string] `twiml:"volume,advisory,like=loud or +6dB,pattern=^(default|silent|x-soft|soft|medium|loud|x-loud|[+-][0-9]+([.][0-9]+)?dB)$"`
	// Rate is x-slow, slow, medium, fast, x-fast, or a share such as 80%.
	Rate Attr[string] `twiml:"rate,advisory,like=slow or 80%,pattern=^(x-slow|slow|medium|fast|x-fast|[+-]?[0-9]+%)$"`
	// Pitch is default, x-low, low, medium, high, x-high, or a change such as
	// -10%.
	Pitch Attr[string] `twiml:"pitch,advisory,like=high or -10%,pattern=^(default|x-low|low|medium|high|x-high|[+-]?[0-9]+([.][0-9]+)?%)$"`

	// Children is what follows Text.
	Children []SSMLProsodyChild `twiml:"#children"`
}

// SSMLProsodyChild is what may stand in a [SSMLProsody]: [*SSMLBreak],
// [*SSMLEmphasis], [*SSMLLang], [*SSMLP], [*SSMLPhoneme], [*SSMLProsody],
// [*SSMLS], [*SSMLSayAs], [*SSMLSub], [*SSMLW] and [Misc].
type SSMLProsodyChild interface {
	Node
	ssmlProsodyChild()
}

var ssmlProsodySpec = define[SSMLProsody]()

func (*SSMLProsody) spec() *spec        { return ssmlProsodySpec }
func (*SSMLProsody) sayChild()          {}
func (*SSMLProsody) ssmlEmphasisChild() {}
func (*SSMLProsody) ssmlLangChild()     {}
func (*SSMLProsody) ssmlPChild()        {}
func (*SSMLProsody) ssmlProsodyChild()  {}
func (*SSMLProsody) ssmlSChild()        {}
func (*SSMLProsody) ssmlWChild()        {}
func (anywhere) ssmlProsodyChild()      {}
