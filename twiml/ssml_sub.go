package twiml

// SSMLSub, written sub, says its alias instead of its text.
type SSMLSub struct {
	Common `twiml:"sub,flavor=voice"`

	// Text is the leading text as written; what counts is [TextOf].
	Text string `twiml:"#text,kind=text,required"`

	// Alias is what is said, and must be given.
	Alias Attr[string] `twiml:"alias,required"`

	Children []Misc `twiml:"#children"`
}

var ssmlSubSpec = define[SSMLSub]()

func (*SSMLSub) spec() *spec        { return ssmlSubSpec }
func (*SSMLSub) sayChild()          {}
func (*SSMLSub) ssmlEmphasisChild() {}
func (*SSMLSub) ssmlLangChild()     {}
func (*SSMLSub) ssmlPChild()        {}
func (*SSMLSub) ssmlProsodyChild()  {}
func (*SSMLSub) ssmlSChild()        {}
func (*SSMLSub) ssmlWChild()        {}
