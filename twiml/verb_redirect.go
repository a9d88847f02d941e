package twiml

// Redirect continues with another document, of a call or of a message. Verbs
// after it are never reached.
type Redirect struct {
	Common `twiml:"Redirect,flavor=voice messaging,ends"`

	// URL is the document; empty is the current one. It is the leading text as
	// written; the address that counts is [TextOf].
	URL string `twiml:"#text,kind=url,emptyIsCurrent,code=11100"`

	// Method is that of URL; POST by default.
	Method Attr[Method] `twiml:"method,default=POST,code=13710"`

	Children []Misc `twiml:"#children"`
}

var redirectSpec = define[Redirect]()

func (*Redirect) spec() *spec    { return redirectSpec }
func (*Redirect) responseChild() {}
