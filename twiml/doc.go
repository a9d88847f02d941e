// Package twiml builds, reads, checks and prints TwiML, the markup by which a
// call is controlled: documents of a root [Response] with verbs such as
// [Enqueue] and [Dial], run top to bottom.
//
// # Building
//
// Every element is a struct, and its fields are its attributes, its text and
// its children:
//
//	twiml.NewResponse(&twiml.Enqueue{
//		WorkflowSID: twiml.Set("WW0123456789abcdef0123456789abcdef"),
//		WaitURL:     twiml.Set(""), // silence
//		Children: []twiml.EnqueueChild{
//			&twiml.Task{Attributes: `{"skill":"billing"}`, Priority: twiml.Set(5)},
//		},
//	})
//
// An attribute is an [Attr]: unset, set (and perhaps empty), or a text of a
// document that does not fit its type. The children of each parent are a sealed
// interface, so that a [Number] in an [Enqueue] does not compile. Below every
// parent, [Misc] may stand: text, comments, processing instructions, and
// [Unknown] elements. One [Response] takes the verbs of every flavor.
//
// # Reading
//
// [Parse] accepts every well-formed document with the right root, and keeps all
// of it: what the reference does not know becomes an [Unknown] element or an
// [Attribute] in Extra, and a value that does not fit stays as raw text.
// Elements and attributes know their [Pos]. A reader of a verb asks for the
// text with [TextOf] and for a value, defaults included, with [Effective]:
//
//	blocked := map[int]bool{}
//	for _, f := range response.Validate(opts) {
//		if f.Blocks() {
//			blocked[f.Verb] = true
//		}
//	}
//	for i, verb := range response.Verbs() {
//		if blocked[i] {
//			continue // not executed
//		}
//		switch v := verb.(type) {
//		case *twiml.Dial:
//			timeout := twiml.Effective(v, &v.Timeout)
//			...
//
// # Checking
//
// [Validate] returns every deviation from the reference as a [Finding] with the
// vendor's code, a path, line and column: none means that the document is
// valid, warnings only that it is accepted. A value with a warning counts as
// absent; a verb with an error is not executed: [Finding.Verb] says which it is.
// At most [MaxFindings] are listed, and one more that tells how many were not; see
// [Finding.Omitted] for what a host makes of that. The flavor of the document,
// voice, messaging or fax, is given or guessed; the [Context] says which
// address returned it. Advice, such as verbs that are never reached, comes only
// to those who ask for it.
//
// # Printing
//
// [Response.AppendText] writes the same bytes for the same tree, and reading
// and printing those again changes nothing, unless escapes make them more than
// [MaxBytes], which no reader takes. A Response is also an
// [http.Handler].
//
// A printer asks an element which attributes it has, as one word of bits, and
// where the value of each of those is; it writes names and tags as the table has
// them ready, and copies texts in runs up to the next byte to escape. Nothing
// is allocated on the way, so that a document printed into a buffer that is used
// again costs no memory.
//
// # One table
//
// The structs are the single source of the reference: the tags of their fields
// tell the names, ranges, defaults and codes, the Go types of the fields the
// kinds of values and the words of enumerations, and which types implement the
// child interface of a parent tells the nesting. All four activities read a
// table derived from them once. Another verb is one more file verb_<name>.go;
// what a tag can say stands in tag.go.
//
// The table is made by reflection, but a document is not read or printed by it:
// an element has many attributes and sets few, and reflection would take longer
// to ask for them than all the rest does. The way from an element to its fields,
// which fields.go describes, is instead a few lines of Go for each struct in
// fields_gen.go. A test fails when that file does not fit the source of the
// structs, and writes it:
//
//	go test ./twiml/fields_test.go -update
//
// # Limits
//
// Every element and attribute of the reference is modelled. What a voice or a
// language is called, and words of open enumerations, is left to the vendor:
// new names appear often. A document has at most [MaxBytes],
// [MaxDepth] levels and [MaxAttrs] attributes per element. Document types and
// encodings other than UTF-8 are refused.
//
// In comments, names such as "twiml.md §4" cite the reference that this package
// follows, and "inferred" marks a rule that no public source states.
package twiml
