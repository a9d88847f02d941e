package expr

// Document is the attributes of a task or worker: a JSON object kept as the text
// it was written in. It is checked once, by [ParseDocument], and never decoded
// as a whole; [Document.Lookup] scans it for one path, and
// [Document.LookupAll] for many at once. It is immutable, safe for concurrent
// use, and cheap to copy. The zero Document is {}.
type Document struct{ raw string }

// ParseDocument checks that raw is one JSON object by RFC 8259, in UTF-8, at
// most [MaxDocumentLength] bytes long and [MaxDocumentDepth] deep, and keeps it. Of
// equal keys in one object the last wins. The engine's own limit on attributes,
// in characters, is the engine's to check.
//
// The error is an [*Error] with the first place that is wrong.
func ParseDocument(raw string) (Document, error) {
	if len(raw) <= MaxDocumentLength && wellFormed(raw) {
		return Document{raw}, nil
	}
	if err := checkDocument(raw); err != nil {
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
	i := d.locate(r)
	if i < 0 {
		return Value{}, false
	}
	v, _ := readValue(d.raw, i)
	return v, true
}

// Has reports whether the path is there, be its value null or not.
func (d Document) Has(r Reference) bool { return d.locate(r) >= 0 }

// locate returns where the value at r begins, or -1.
func (d Document) locate(r Reference) int {
	if r.IsZero() || d.raw == "" {
		return -1
	}
	i := skipSpace(d.raw, 0)
	for i >= 0 && !r.IsZero() {
		var step part
		step, r = r.cut()
		if step.name != "" {
			i = findKey(d.raw, i, step.name)
		} else {
			i = findIndex(d.raw, i, step.index)
		}
	}
	return i
}
