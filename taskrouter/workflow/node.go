package workflow

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// node is a JSON value and where it stands.
type node struct {
	kind    nodeKind
	text    string // a string's value; a number or boolean as written
	members []member
	items   []*node
	start   place
	end     int // byte offset behind the value
}

type member struct {
	key   string
	value *node
}

// nodeKind is the type of a JSON value; its text is how messages call it.
type nodeKind string

const (
	kindNull    nodeKind = "null"
	kindBoolean nodeKind = "a boolean"
	kindNumber  nodeKind = "a number"
	kindString  nodeKind = "a string"
	kindArray   nodeKind = "an array"
	kindObject  nodeKind = "an object"
)

// get returns the value of a key, and nil when there is none. Keys are
// case-sensitive, the last of equal ones counts, and null counts as absent.
func (n *node) get(key string) *node {
	for i := len(n.members) - 1; i >= 0; i-- {
		if n.members[i].key != key {
			continue
		}
		if value := n.members[i].value; value.kind != kindNull {
			return value
		}
		return nil
	}
	return nil
}

// place is a position in the text.
type place struct{ offset, line, column int }

// forward returns the place where offset is, which is not before p.
func (p place) forward(source string, offset int) place {
	between := source[p.offset:offset]
	if i := strings.LastIndexByte(between, '\n'); i >= 0 {
		p.line += strings.Count(between, "\n")
		p.column = 1
		between = between[i+1:]
	}
	p.column += utf8.RuneCountInString(between)
	p.offset = offset
	return p
}

// reader builds the nodes of a text that is known to be well-formed JSON of
// bounded depth. It walks the tokens, because decoding into structs would report
// one problem only and fold the case of keys. Places are counted along the way:
// counting each from the start of a one-line document would be quadratic.
type reader struct {
	source string
	tokens *json.Decoder
	at     place // where the coming token begins
}

func readNode(source string) *node {
	r := reader{source: source, tokens: json.NewDecoder(strings.NewReader(source)), at: place{0, 1, 1}}
	r.tokens.UseNumber()
	return r.value()
}

// next reads one token and leaves its beginning in r.at.
func (r *reader) next() json.Token {
	begin := int(r.tokens.InputOffset())
	for begin < len(r.source) && strings.IndexByte(" \t\r\n,:", r.source[begin]) >= 0 {
		begin++
	}
	r.at = r.at.forward(r.source, begin)
	token, err := r.tokens.Token()
	if err != nil {
		panic("workflow: well-formed JSON refused by the decoder: " + err.Error())
	}
	return token
}

func (r *reader) value() *node {
	token := r.next()
	n := &node{start: r.at}
	switch token := token.(type) {
	case nil:
		n.kind = kindNull
	case bool:
		n.kind = kindBoolean
	case json.Number:
		n.kind = kindNumber
	case string:
		n.kind, n.text = kindString, token
	case json.Delim:
		r.nested(n, token)
	}
	n.end = int(r.tokens.InputOffset())
	if n.kind != kindString {
		n.text = r.source[n.start.offset:n.end]
	}
	return n
}

// nested reads what stands in an object or array, up to its end.
func (r *reader) nested(n *node, open json.Delim) {
	n.kind = kindArray
	for open == '[' && r.tokens.More() {
		n.items = append(n.items, r.value())
	}
	if open == '{' {
		n.kind = kindObject
		for r.tokens.More() {
			key, _ := r.next().(string) // an object's keys are strings
			n.members = append(n.members, member{key, r.value()})
		}
	}
	r.next() // the closing bracket
}

// inside returns the place of an offset in a string's value, counting what the
// escapes before it take in the text.
func (n *node) inside(source string, offset int) place {
	raw := source[n.start.offset:n.end]
	i := 1 // behind the opening quote
	for offset > 0 && i < len(raw)-1 {
		taken, given := 1, 1
		if raw[i] == '\\' {
			taken, given = escape(raw[i:])
		}
		i += taken
		offset -= given
	}
	return n.start.forward(source, n.start.offset+i)
}

// escape returns how many bytes an escape takes in the text and gives in the
// value.
func escape(raw string) (taken, given int) {
	if raw[1] != 'u' {
		return 2, 1
	}
	taken = 6
	if len(raw) > 12 && raw[6:8] == `\u` {
		taken = 12
	}
	var value string
	if json.Unmarshal([]byte(`"`+raw[:taken]+`"`), &value) == nil && utf8.RuneCountInString(value) > 1 {
		taken = 6 // two characters, not the two halves of one
		_, given = utf8.DecodeRuneInString(value)
		return taken, given
	}
	return taken, len(value)
}
