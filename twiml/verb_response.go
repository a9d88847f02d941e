package twiml

import "iter"

// Response is the root of every document. The zero value is the empty
// document: a call is answered and, with nothing to do, ended.
//
// A Response may be read concurrently; it is not safe for concurrent use while
// somebody changes it.
type Response struct {
	Common `twiml:"Response,flavor=voice messaging fax"`

	// Version is the historic selector of a document version, to be ignored.
	Version Attr[string] `twiml:"version,code=12101"`

	// Children are the verbs, run top to bottom.
	Children []ResponseChild `twiml:"#children"`

	_ rule `twiml:"maxCount,of=Message,max=10,warning=14109"`

	// Before and After stand outside the root element.
	Before, After []Aside

	source string // the document that was parsed; "" if none was
}

// ResponseChild is what may stand directly below the root: the verbs of every
// flavor, and [Misc].
type ResponseChild interface {
	Node
	responseChild()
}

var responseSpec = define[Response]()

func (*Response) spec() *spec { return responseSpec }

func (anywhere) responseChild() {}

// NewResponse makes a document of verbs.
func NewResponse(children ...ResponseChild) *Response { return &Response{Children: children} }

// Verbs iterates over the verbs in the order in which they run, with their
// index in r.Children. Comments, text and unknown elements are left out: they
// are not executed.
func (r *Response) Verbs() iter.Seq2[int, Element] {
	return func(yield func(int, Element) bool) {
		children := r.children()
		for i := range children.len() {
			if e := children.element(i); e != nil && !yield(i, e) {
				return
			}
		}
	}
}
