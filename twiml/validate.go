package twiml

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// ValidateOptions says what a document is for. The zero value checks a document
// that was fetched, of the flavor that fits it best, without restrictions of
// context.
type ValidateOptions struct {
	// Flavor is the kind of document. Empty, it is FlavorVoice if a Context is
	// given, since all contexts are those of calls, else what [GuessFlavor] says.
	// One that is not known is a finding, and verbs of every flavor pass.
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
// accepted. A document that cannot be parsed has one finding, an error, and no
// document has more than [MaxFindings] and one. It never fails, and equal input
// gives equal findings.
func Validate(doc []byte, opts ValidateOptions) []Finding {
	r, err := Parse(doc)
	if err != nil {
		return []Finding{fatal(err)}
	}
	v := newValidator(r, opts)
	v.size(len(doc), utf8.RuneCount(doc))
	v.root(r)
	return v.done()
}

// Validate checks a document as [Validate] does. Positions are those of the
// parser, or 0 for what was built. Also found are a document that would be too
// large, and a tree that XML cannot hold, which has one finding, an error. A
// Response that was parsed, and has not changed since, is as large as the
// document it was read from, and not as what is printed.
func (r *Response) Validate(opts ValidateOptions) []Finding {
	v := newValidator(r, opts)
	text, err := r.print(nil, printer{lenient: true})
	if err != nil {
		return []Finding{fatal(err)}
	}
	bytes, chars := len(text), utf8.RuneCount(text)
	if r.source != "" && (bytes > MaxBytes || opts.Inline) && r.unchanged(text) {
		bytes, chars = len(r.source), utf8.RuneCountInString(r.source)
	}
	v.size(bytes, chars)
	v.root(r)
	return v.done()
}

// unchanged reports whether a Response that was parsed still is what stood in
// its document. It takes as long as parsing and printing, and is asked only where
// the size of the one may be right and that of the other wrong.
func (r *Response) unchanged(printed []byte) bool {
	was, err := Parse([]byte(r.source))
	if err != nil {
		return false
	}
	text, err := was.AppendText(nil)
	return err == nil && string(text) == string(printed)
}

func fatal(err error) Finding {
	e, _ := errors.AsType[*Error](err)
	return Finding{
		Code: e.Code, Level: LevelError, Path: cmp.Or(e.Path, "/"), Verb: -1,
		Line: e.Line, Column: e.Column, Message: e.Message, Inferred: e.Inferred,
	}
}

func (v *validator) size(bytes, chars int) {
	if bytes > MaxBytes {
		v.add(finding{code: CodeDocumentTooLarge}, "the document has %d bytes; at most %d are allowed", bytes, MaxBytes)
	}
	if v.opts.Inline && chars > maxInline {
		v.add(finding{code: CodeInlineTooLong}, "the document has %d characters; at most %d are allowed inline", chars, maxInline)
	}
}

// done brings the findings into document order. Those without position keep
// the order of the walk, which is that of the document as it would be printed.
func (v *validator) done() []Finding {
	slices.SortStableFunc(v.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if o := v.omitted; o.Omitted > 0 {
		o.Path = "/"
		o.Message = fmt.Sprintf("%d more findings are not listed: correct the others first", o.Omitted)
		v.found = append(v.found, o)
	}
	return v.found
}
