package twiml

// SSMLEmphasis, written emphasis, says words louder and slower, or the reverse.
type SSMLEmphasis struct {
	Common `twiml:"emphasis,flavor=voice"`

	// Text is what is said up to the first child. White space is kept as written.
	Text string `twiml:"#text,kind=ssml-mixed,required"`

	// Level is moderate by default.
	Level Attr[EmphasisLevel] `twiml:"level,default=moderate"`

	// Children is what follows Text.
	Children []SSMLEmphasisChild `twiml:"#children"`
}

// SSMLEmphasisChild is what may stand in a [SSMLEmphasis]: [*SSMLBreak],
// [*SSMLEmphasis], [*SSMLLang], [*SSMLPhoneme], [*SSMLProsody], [*SSMLSayAs],
// [*SSMLSub], [*SSMLW] and [Misc].
type SSMLEmphasisChild interface {
	Node
	ssmlEmphasisChild()
}

var ssmlEmphasisSpec = define[SSMLEmphasis]()

func (*SSMLEmphasis) spec() *spec        { return ssmlEmphasisSpec }
func (*SSMLEmphasis) sayChild()          {}
func (*SSMLEmphasis) ssmlEmphasisChild() {}
func (*SSMLEmphasis) ssmlLangChild()     {}
func (*SSMLEmphasis) ssmlPChild()        {}
func (*SSMLEmphasis) ssmlProsodyChild()  {}
func (*SSMLEmphasis) ssmlSChild()        {}
func (*SSMLEmphasis) ssmlWChild()        {}
func (anywhere) ssmlEmphasisChild()      {}

// EmphasisLevel is how much words are emphasised.
type EmphasisLevel string

// The levels.
const (
	EmphasisStrong   EmphasisLevel = "strong"
	EmphasisModerate EmphasisLevel = "moderate"
	EmphasisReduced  EmphasisLevel = "reduced"
)

func (EmphasisLevel) enum() enum {
	return closedEnum(EmphasisStrong, EmphasisModerate, EmphasisReduced)
}
