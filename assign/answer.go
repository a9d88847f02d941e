package assign

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// What an answer may measure. The vendor documents no figures; these leave room
// for every documented key many times over (chosen).
const (
	MaxAnswerBytes   = 64 << 10 // the whole body
	MaxAnswerMembers = 256      // members of the object
	MaxAnswerDepth   = 16       // objects and arrays within one another, the outermost included
)

// answer is the JSON object of an answer, taken apart but not understood.
type answer struct {
	text    []byte
	members []member // one for each key
}

// member is a key with its value. A key that comes twice has the last value, in
// the place of the first.
type member struct {
	key    string
	value  json.RawMessage
	offset int // of the value in the text
	taken  bool
}

// readAnswer takes the body apart. No members mean that it holds no
// instruction: it is empty or {}.
func readAnswer(body []byte) (*answer, error) {
	a := &answer{text: body}
	switch {
	case len(body) > MaxAnswerBytes:
		return nil, a.fail(CodeNotJSON, 0, fmt.Sprintf("JSON of at most %d bytes", MaxAnswerBytes))
	case len(bytes.TrimSpace(body)) == 0:
		return a, nil
	case !utf8.Valid(body):
		return nil, a.fail(CodeNotJSON, invalidUTF8(body), "JSON in UTF-8")
	}
	if offset, deep := tooDeep(body); deep {
		return nil, a.fail(CodeNotJSON, offset, fmt.Sprintf("at most %d objects and arrays within one another", MaxAnswerDepth))
	}
	var whole json.RawMessage
	if err := json.Unmarshal(body, &whole); err != nil {
		return nil, a.fail(CodeNotJSON, syntaxOffset(err, len(body)), "a JSON object, {} or an empty body")
	}
	if whole[0] != '{' {
		return nil, a.fail(CodeNoInstruction, bytes.IndexByte(body, whole[0]), "a JSON object with \"instruction\", {} or an empty body")
	}
	return a, a.readMembers()
}

// readMembers walks the tokens: decoding into a struct would fold the case of
// keys and lose unknown ones. The text is valid JSON and an object, so that
// reading tokens cannot fail.
func (a *answer) readMembers() error {
	dec := json.NewDecoder(bytes.NewReader(a.text))
	dec.UseNumber()
	_, _ = dec.Token() // the opening brace
	for dec.More() {
		token, _ := dec.Token()
		key, _ := token.(string)
		var value json.RawMessage
		_ = dec.Decode(&value)
		a.set(member{key: key, value: value, offset: int(dec.InputOffset()) - len(value)})
		if len(a.members) > MaxAnswerMembers {
			return a.fail(CodeNotJSON, int(dec.InputOffset()), fmt.Sprintf("at most %d members", MaxAnswerMembers))
		}
	}
	return nil
}

func (a *answer) set(m member) {
	if old := a.find(m.key); old != nil {
		*old = m
		return
	}
	a.members = append(a.members, m)
}

func (a *answer) find(key string) *member {
	i := slices.IndexFunc(a.members, func(m member) bool { return m.key == key })
	if i < 0 {
		return nil
	}
	return &a.members[i]
}

// take returns the value of key and marks it as known.
func (a *answer) take(key string) (scalar, bool) {
	m := a.find(key)
	if m == nil {
		return scalar{}, false
	}
	m.taken = true
	return newScalar(m.value), true
}

// rest returns the members nobody took.
func (a *answer) rest() []Member {
	var rest []Member
	for _, m := range a.members {
		if m.taken {
			continue
		}
		var compact bytes.Buffer
		_ = json.Compact(&compact, m.value) // valid already
		rest = append(rest, Member{Key: m.key, Value: compact.Bytes()})
	}
	return rest
}

// locate gives each problem of ps the position of its key's value.
func (a *answer) locate(ps problems) {
	for i, p := range ps {
		if m := a.find(p.Key); m != nil && p.Line == 0 {
			ps[i].Line, ps[i].Column = a.position(m.offset)
		}
	}
}

// fail reports a problem of the whole text at offset.
func (a *answer) fail(code Code, offset int, want string) error {
	found := a.text[offset:min(len(a.text), offset+maxFoundBytes)]
	p := Problem{Code: code, Found: string(found), Missing: len(found) == 0, Want: want}
	p.Line, p.Column = a.position(offset)
	return fail("answer", p)
}

// maxFoundBytes bounds what a message about the whole text quotes of it.
const maxFoundBytes = 40

// position turns an offset into a line and a column.
func (a *answer) position(offset int) (line, column int) {
	before := a.text[:min(offset, len(a.text))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte{'\n'}) + 1, utf8.RuneCount(before[start:]) + 1
}

// syntaxOffset returns where the text stops being JSON.
func syntaxOffset(err error, size int) int {
	syntax, ok := errors.AsType[*json.SyntaxError](err)
	if !ok {
		return 0
	}
	// The offset counts the offending byte, unless the text ends too early.
	if syntax.Offset >= int64(size) && err.Error() == "unexpected end of JSON input" {
		return size
	}
	return max(0, int(syntax.Offset)-1)
}

// tooDeep looks for the first bracket that is nested too deeply. It runs before
// the text is known to be JSON; brackets within strings do not count.
func tooDeep(text []byte) (offset int, deep bool) {
	depth, inString := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > MaxAnswerDepth {
				return i, true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return 0, false
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8.
func invalidUTF8(text []byte) int {
	for offset := 0; offset < len(text); {
		r, size := utf8.DecodeRune(text[offset:])
		if r == utf8.RuneError && size <= 1 {
			return offset
		}
		offset += size
	}
	return len(text)
}
