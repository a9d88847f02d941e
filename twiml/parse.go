package twiml

import (
	"errors"
	"io"
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
// White space between elements is dropped; in text it is kept. The Response
// keeps no reference to doc. Attributes written in another spelling of the
// same value are normalised when printed: method="get" becomes GET, a list is
// joined with one blank, a number loses sign and zeros in front.
func Parse(doc []byte) (*Response, error) {
	switch {
	case len(doc) > MaxBytes:
		return nil, parseError(CodeDocumentTooLarge, position{},
			"the document has %d bytes; at most %d are allowed", len(doc), MaxBytes)
	case len(doc) == 0:
		return nil, parseError(CodeDocumentEmpty, position{}, "the document is empty; the least one is <Response/>")
	}
	s, err := newSource(doc)
	if err != nil {
		return nil, err
	}
	b := builder{op: "parse"}
	var wrongRoot error
	for {
		t, err := s.next()
		switch {
		case errors.Is(err, io.EOF):
			if wrongRoot != nil {
				return nil, wrongRoot
			}
			return b.root, nil
		case err != nil:
			return nil, err
		}
		if t.kind == tokenStart && len(s.open) == 1 && t.name != responseSpec.tag {
			wrongRoot = parseError(CodeRootNotResponse, t.at, "the root element is <%s>; it must be <Response>", t.name)
		}
		if wrongRoot != nil {
			continue // only to learn whether the rest is well-formed
		}
		if err := b.add(t); err != nil {
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
