package taskrouter

import (
	"encoding/json"
	"unicode/utf8"

	"github.com/goacd/acd/taskrouter/expr"
)

// parseAttributes checks the attributes of a task or a worker: a JSON object
// within the limit of characters (routing.md §7). The text is kept as written.
func (e *Engine) parseAttributes(text string) (expr.Document, *Error) {
	if text == "" {
		text = "{}"
	}
	if len(text) > e.limits.Attributes {
		if n := utf8.RuneCountInString(text); n > e.limits.Attributes {
			return expr.Document{}, invalid("Attributes", "has %d characters: want at most %d", n, e.limits.Attributes)
		}
	}
	d, err := expr.ParseDocument(text)
	if err != nil {
		return expr.Document{}, &Error{
			Kind: KindInvalid, Code: CodeInvalid, Field: "Attributes", Message: "Attributes is not valid JSON", Err: err,
		}
	}
	return d, nil
}

// withAttribute returns the document with a top-level member set to a JSON value,
// which must be valid: every other member as it was, the new one last.
func withAttribute(d expr.Document, name string, value []byte) expr.Document {
	text := []byte{'{'}
	member := func(key, raw []byte) {
		if len(text) > 1 {
			text = append(text, ',')
		}
		text = append(append(append(text, key...), ':'), raw...)
	}
	for key, raw := range d.Members() {
		if key != name {
			member(quoteJSON(key), []byte(raw))
		}
	}
	member(quoteJSON(name), value)
	next, err := expr.ParseDocument(string(append(text, '}')))
	if err != nil {
		// Members of a valid document, a quoted string and a valid value make a valid one.
		panic(err)
	}
	return next
}

func quoteJSON(s string) []byte {
	text, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string is always writable
	}
	return text
}
