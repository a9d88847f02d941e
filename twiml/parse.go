package twiml

import (
	"errors"
	"io"

	"github.com/goacd/acd/internal/xmlscan"
)

// The bounds of a document.
const (
	// MaxBytes is the size of the largest document (11750, twiml.md §2).
	MaxBytes = 65536
	// MaxDepth is how deep elements may nest, the root being the first. The
	// vocabulary nests four deep, and speech markup somewhat more (chosen).
	MaxDepth = 128
	// MaxAttrs is how many attributes an element may have; the richest of the
	// vocabulary has fewer than 40 (chosen).
	MaxAttrs = 256
)

// Parse reads a document. It accepts every well-formed one with the root
// Response: deviations from the reference are kept, and reported by
// [Response.Validate]. Errors are of type [*Error]; then the Response is nil.
//
// White space between elements is dropped; in text it is kept. In an attribute
// value, a tab or line end that is not written as a reference is a blank, and
// elsewhere each line end is one line feed (XML 1.0 §2.11, §3.3.3). The Response
// keeps a copy of doc, and no reference to it. Attributes written in another
// spelling of the same value or name are normalised when printed: method="get"
// becomes GET, a list is joined with one blank, a number loses a plus sign and
// zeros in front, and a further name of an attribute becomes its canonical one.
func Parse(doc []byte) (*Response, error) {
	switch {
	case len(doc) > MaxBytes:
		return nil, parseError(CodeDocumentTooLarge, position{},
			"the document has %d bytes; at most %d are allowed", len(doc), MaxBytes)
	case len(doc) == 0:
		return nil, parseError(CodeDocumentEmpty, position{}, "the document is empty; the least one is <Response/>")
	}
	text := string(doc)
	s, err := newSource(text)
	if err != nil {
		return nil, err
	}
	r, err := read(s)
	if err != nil {
		return nil, err
	}
	r.source = text
	return r, nil
}

// read builds what the source tells. After a wrong root it only goes on to
// learn whether the rest is well-formed.
func read(s source) (*Response, error) {
	b := newBuilder("parse")
	var wrongRoot error
	var t xmlscan.Token
	for {
		switch err := s.next(&t); {
		case errors.Is(err, io.EOF):
			if wrongRoot != nil {
				return nil, wrongRoot
			}
			return b.root, nil
		case err != nil:
			return nil, err
		}
		if t.Kind == xmlscan.Start && s.Depth() == 1 && t.Name != responseSpec.tag {
			wrongRoot = parseError(CodeRootNotResponse, at(t.Pos), "the root element is <%s>; it must be <Response>", t.Name)
		}
		if wrongRoot != nil {
			continue
		}
		if err := b.add(&t); err != nil {
			return nil, err
		}
	}
}

// UnmarshalText is [Parse] into r. On error r is unchanged.
func (r *Response) UnmarshalText(doc []byte) error {
	parsed, err := Parse(doc)
	if err != nil {
		return err
	}
	*r = *parsed
	return nil
}
