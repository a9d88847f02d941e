package twiml

import (
	"github.com/beevik/etree"
	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/xmlscan"
)

// ToElement returns an element and everything below it as a new etree element
// that the caller owns. It fails as [Response.AppendText] does, if XML cannot
// hold the tree.
func ToElement(e Element) (*etree.Element, error) {
	text, err := printer{}.element(nil, e, 0)
	if err != nil {
		return nil, convertError(under(err, Tag(e)))
	}
	doc, err := toDocument(text)
	if err != nil {
		return nil, err
	}
	return doc.Root(), nil
}

// ToDocument returns the document as a new etree document that the caller owns,
// XML declaration included.
func (r *Response) ToDocument() (*etree.Document, error) {
	text, err := r.AppendText(nil)
	if err != nil {
		return nil, convertError(err)
	}
	return toDocument(text)
}

// toDocument goes by way of the printed text, so that an etree holds exactly
// what the wire would carry.
func toDocument(text []byte) (*etree.Document, error) {
	doc := etree.NewDocument()
	doc.ReadSettings.PreserveCData = true
	if err := doc.ReadFromBytes(text); err != nil {
		return nil, &Error{Op: "convert", Code: CodeNotWellFormed, Message: err.Error()}
	}
	return doc, nil
}

// FromElement makes a node of an etree element: the typed element if the
// vocabulary has one of that name, else an [Unknown]. White space and values
// are treated as by [Parse]; there are no positions. A name with two meanings
// has the one it has below a [Dial]: Sip becomes a [Sip], and a [ReferSip] is
// only made as part of a [Refer]. The result keeps nothing of el.
func FromElement(el *etree.Element) (Node, error) {
	if el == nil {
		return nil, convertFailure("there is no element")
	}
	b := newBuilder("convert")
	if err := b.element(el); err != nil {
		return nil, err
	}
	return b.top, nil
}

// FromDocument makes a Response of an etree document whose root is Response,
// comments and instructions beside the root included.
func FromDocument(doc *etree.Document) (*Response, error) {
	if doc == nil || doc.Root() == nil || doc.Root().FullTag() != responseSpec.tag {
		err := convertFailure("the root element must be <Response>")
		err.Code = CodeRootNotResponse
		return nil, err
	}
	b := newBuilder("convert")
	for _, t := range doc.Child {
		switch t := t.(type) {
		case *etree.Element:
			if b.root != nil {
				return nil, convertFailure("second root element <%s>", t.FullTag())
			}
		case *etree.CharData:
			if !isBlank(t.Data) {
				return nil, convertFailure("text %s outside the root element", excerpt.Quote(t.Data))
			}
			continue
		case *etree.ProcInst:
			if t.Target == "xml" && b.root == nil {
				continue
			}
		}
		if err := b.etree(t); err != nil {
			return nil, err
		}
	}
	return b.root, nil
}

func (b *builder) element(el *etree.Element) error {
	t := xmlscan.Token{Kind: xmlscan.Start, Name: el.FullTag()}
	for _, a := range el.Attr {
		t.Attrs = append(t.Attrs, xmlscan.Attr{Name: a.FullKey(), Value: a.Value})
	}
	if len(t.Attrs) > MaxAttrs {
		return convertFailure("<%s> has %d attributes; at most %d are allowed", t.Name, len(t.Attrs), MaxAttrs)
	}
	if name, found := repeated(t.Attrs); found {
		return convertFailure("attribute %s is repeated in <%s>", name, t.Name)
	}
	if err := b.start(&t); err != nil {
		return err
	}
	for _, c := range el.Child {
		if err := b.etree(c); err != nil {
			return err
		}
	}
	b.end()
	return nil
}

// repeated returns the first attribute that an earlier one has the name of. It
// compares all pairs, which MaxAttrs keeps few.
func repeated(attrs []xmlscan.Attr) (string, bool) {
	for i, a := range attrs {
		for _, b := range attrs[:i] {
			if a.Name == b.Name {
				return a.Name, true
			}
		}
	}
	return "", false
}

// etree adds a token of etree.
func (b *builder) etree(t etree.Token) error {
	switch t := t.(type) {
	case *etree.Element:
		return b.element(t)
	case *etree.CharData:
		kind := xmlscan.Text
		if t.IsCData() {
			kind = xmlscan.CData
		}
		return b.add(&xmlscan.Token{Kind: kind, Data: t.Data})
	case *etree.Comment:
		return b.add(&xmlscan.Token{Kind: xmlscan.Comment, Data: t.Data})
	case *etree.ProcInst:
		return b.add(&xmlscan.Token{Kind: xmlscan.ProcInst, Name: t.Target, Data: t.Inst})
	}
	return convertFailure("a document type declaration has no place in a document")
}

func convertFailure(format string, args ...any) *Error {
	err := printError(format, args...)
	err.Op = "convert"
	return err
}

func convertError(err error) error {
	if e, ok := err.(*Error); ok {
		e.Op = "convert"
	}
	return err
}
