package twiml

import (
	"cmp"
	"errors"
	"slices"
	"unicode/utf8"
)

// ValidateOptions says what a document is for. The zero value checks a document
// that was fetched, of the flavor that fits it best, without restrictions of
// context.
type ValidateOptions struct {
	// Flavor is the kind of document. Empty, it is FlavorVoice if a Context is
	// given, since all contexts are those of calls, else what [GuessFlavor] says.
	Flavor Flavor
	// Context says which attribute's address returned the document.
	Context Context
	// Inline is true for a document handed to the REST API: it has no address,
	// so that relative ones are errors, and at most 4,000 characters.
	Inline bool
	// Lint asks for advice too, findings of [LevelLint]: verbs that are never
	// reached, what is deprecated, and values of an unusual form.
	Lint bool
}

// maxInline is the size of an inline document in characters (twiml.md §2).
const maxInline = 4000

// Validate checks a document against the reference and returns what deviates,
// in document order: none, or lint alone, means valid, warnings only mean
// accepted. A document that cannot be parsed has one finding, an error. It never fails, and equal
// input gives equal findings.
func Validate(doc []byte, opts ValidateOptions) []Finding {
	r, err := Parse(doc)
	if err != nil {
		return []Finding{fatal(err)}
	}
	v := newValidator(r, opts)
	v.size(doc)
	v.root(r)
	return v.done()
}

// Validate checks a document as [Validate] does. Positions are those of the
// parser, or 0 for what was built. Also found are a document that would be too
// large, and a tree that cannot be printed.
func (r *Response) Validate(opts ValidateOptions) []Finding {
	v := newValidator(r, opts)
	text, err := r.AppendText(nil)
	if err != nil {
		return []Finding{fatal(err)}
	}
	if len(text) > MaxBytes {
		v.add(finding{code: CodeDocumentTooLarge}, "the document has %d bytes; at most %d are allowed", len(text), MaxBytes)
	}
	v.size(text)
	v.root(r)
	return v.done()
}

// ValidateVerb returns the findings about r.Children[i] and what is below it,
// those that decide whether the verb is executed: it is not if one of them
// [Finding.Blocks]. A flavor that is not given is guessed from the whole
// document; whether the verb can be reached is left out. It panics if there is no such child. The tree must be one
// that can be printed, which is so for every parsed one.
func (r *Response) ValidateVerb(i int, opts ValidateOptions) []Finding {
	v := newValidator(r, opts)
	s := childStep(r.children(), i)
	s.up = &step{name: Tag(r)}
	v.child(r, r.children().at(i), s)
	return v.done()
}

func fatal(err error) Finding {
	e, _ := errors.AsType[*Error](err)
	return Finding{
		Code: e.Code, Level: LevelError, Path: cmp.Or(e.Path, "/"),
		Line: e.Line, Column: e.Column, Message: e.Message, Inferred: e.Inferred,
	}
}

func (v *validator) size(text []byte) {
	if !v.opts.Inline {
		return
	}
	if n := utf8.RuneCount(text); n > maxInline {
		v.add(finding{code: CodeInlineTooLong}, "the document has %d characters; at most %d are allowed inline", n, maxInline)
	}
}

// done brings the findings into document order. Those without position keep
// the order of the walk, which is that of the document as it would be printed.
func (v *validator) done() []Finding {
	slices.SortStableFunc(v.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return v.found
}
