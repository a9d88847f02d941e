package expr

// Document is the attributes of a task or worker: a JSON object kept as the text
// it was written in. It is checked once, by [ParseDocument], and never decoded
// as a whole; [Document.Lookup] scans it for one path. It is immutable, safe for
// concurrent use, and cheap to copy. The zero Document is {}.
type Document struct{ raw string }

// ParseDocument checks that raw is one JSON object by RFC 8259, in UTF-8, at
// most [MaxDocumentLength] bytes long and [MaxDocumentDepth] deep, and keeps it. Of
// equal keys in one object the last wins. The engine's own limit on attributes,
// in characters, is the engine's to check.
//
// The error is an [*Error] with the first place that is wrong.
func ParseDocument(raw string) (Document, error) {
	if err := checkText("attributes", raw, MaxDocumentLength); err != nil {
		return Document{}, err
	}
	c := checker{lexer{input: "attributes", source: raw}}
	if err := c.document(); err != nil {
		return Document{}, err
	}
	return Document{raw}, nil
}

// Raw returns the text as it was written.
func (d Document) Raw() string {
	if d.raw == "" {
		return "{}"
	}
	return d.raw
}

// Lookup returns the value at r, and NULL when there is none: a missing key, an
// index out of range, a step into something that is no object or array
// (routing.md §1.4). The whole text is scanned once; strings without escapes are
// substrings of it, and only arrays and strings with escapes allocate.
func (d Document) Lookup(r Reference) Value {
	v, _ := d.Find(r)
	return v
}

// Find is [Document.Lookup] and tells whether the path is there, so that a
// missing attribute can be told from one that is null (routing.md §2.6).
func (d Document) Find(r Reference) (Value, bool) {
	at, ok := d.locate(r)
	if !ok {
		return Value{}, false
	}
	s := scanner{d.raw, at}
	return s.value(), true
}

// Has reports whether the path is there, be its value null or not.
func (d Document) Has(r Reference) bool {
	_, ok := d.locate(r)
	return ok
}

// locate returns the offset of the value at r.
func (d Document) locate(r Reference) (int, bool) {
	if r.IsZero() || d.raw == "" {
		return 0, false
	}
	s := scanner{source: d.raw}
	s.space()
	for !r.IsZero() {
		var step part
		step, r = r.cut()
		found := false
		if step.name != "" {
			found = s.enterKey(step.name)
		} else {
			found = s.enterIndex(step.index)
		}
		if !found {
			return 0, false
		}
	}
	return s.offset, true
}
