package expr

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// scanner walks a JSON text that the checker has passed, so it looks at no more
// than it needs to find its way.
type scanner struct {
	source string
	offset int
}

// space moves past white space. Most values have none before them, so that case
// is kept small enough to be inlined.
func (s *scanner) space() {
	if s.offset < len(s.source) && s.source[s.offset] <= ' ' {
		s.spaces()
	}
}

func (s *scanner) spaces() {
	for s.offset < len(s.source) {
		switch s.source[s.offset] {
		case ' ', '\t', '\n', '\r':
			s.offset++
		default:
			return
		}
	}
}

// enterKey moves from an object to the value of a key. The last of equal keys
// counts, so the object is read to its end.
func (s *scanner) enterKey(name string) bool {
	if s.source[s.offset] != '{' {
		return false
	}
	found := -1
	s.offset++
	for s.space(); s.source[s.offset] != '}'; s.space() {
		key, escaped := s.rawString()
		s.space()
		s.offset++ // the colon
		s.space()
		if key == name || escaped && unquote(key) == name {
			found = s.offset
		}
		s.skip()
		s.comma()
	}
	s.offset = found
	return found >= 0
}

// enterIndex moves from an array to one of its elements.
func (s *scanner) enterIndex(index int) bool {
	if s.source[s.offset] != '[' {
		return false
	}
	s.offset++
	for s.space(); s.source[s.offset] != ']'; s.space() {
		if index == 0 {
			return true
		}
		index--
		s.skip()
		s.comma()
	}
	return false
}

func (s *scanner) comma() {
	s.space()
	if s.source[s.offset] == ',' {
		s.offset++
	}
}

// rawString reads a string and returns what stands between its quotes.
func (s *scanner) rawString() (raw string, escaped bool) {
	start := s.offset + 1
	source := s.source
	for i := start; i < len(source); i++ {
		switch source[i] {
		case '"':
			s.offset = i + 1
			return source[start:i], escaped
		case '\\':
			escaped = true
			i++
		}
	}
	panic("expr: unclosed string in a checked document: " + source)
}

// skip moves past one value.
func (s *scanner) skip() {
	switch s.source[s.offset] {
	case '"':
		s.rawString()
	case '{', '[':
		s.skipNested()
	default:
		s.plain()
	}
}

// skipNested moves past an array or object. Only brackets and strings matter:
// the checker has seen that they match.
func (s *scanner) skipNested() {
	depth := 0
	for {
		switch s.source[s.offset] {
		case '"':
			s.rawString()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		s.offset++
		if depth == 0 {
			return
		}
	}
}

// plain reads a number or one of true, false, null.
func (s *scanner) plain() string {
	start := s.offset
	for s.offset < len(s.source) {
		switch s.source[s.offset] {
		case ',', ']', '}', ' ', '\t', '\n', '\r':
			return s.source[start:s.offset]
		}
		s.offset++
	}
	return s.source[start:]
}

// value reads one value.
func (s *scanner) value() Value {
	start := s.offset
	switch s.source[start] {
	case '"':
		text, escaped := s.rawString()
		if escaped {
			text = unquote(text)
		}
		return String(text)
	case '{':
		s.skipNested()
		return Value{kind: KindObject, text: s.source[start:s.offset]}
	case '[':
		return s.array()
	}
	switch text := s.plain(); text[0] {
	case 't':
		return Bool(true)
	case 'f':
		return Bool(false)
	case 'n':
		return Null()
	default:
		return numberValue(numberOf(text), text)
	}
}

// array reads an array. Its elements are decoded at once, since a value is found
// once and judged many times, and HAS must not allocate. They are counted first:
// measured on two elements that takes as long as growing a slice, and allocates
// a third less.
func (s *scanner) array() Value {
	elements := make([]Value, 0, s.count())
	s.offset++
	for s.space(); s.source[s.offset] != ']'; s.space() {
		elements = append(elements, s.value())
		s.comma()
	}
	s.offset++
	return arrayOf(elements)
}

// count returns the number of elements of the array that begins here.
func (s *scanner) count() int {
	ahead := scanner{s.source, s.offset + 1}
	n := 0
	for ahead.space(); ahead.source[ahead.offset] != ']'; ahead.space() {
		n++
		ahead.skip()
		ahead.comma()
	}
	return n
}

// unquote resolves the escapes of a checked JSON string. Half a surrogate pair
// becomes U+FFFD, as encoding/json has it.
func unquote(raw string) string {
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			b.WriteByte(raw[i])
			continue
		}
		i++
		if raw[i] != 'u' {
			b.WriteByte(plainEscapes[raw[i]])
			continue
		}
		r := rune(hex4(raw[i+1:]))
		i += 4
		if utf16.IsSurrogate(r) {
			low := rune(-1)
			if strings.HasPrefix(raw[i+1:], `\u`) {
				low = rune(hex4(raw[i+3:]))
			}
			if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
				i += 6
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// plainEscapes maps the letter after a backslash to what it stands for.
var plainEscapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// hex4 reads four hexadecimal digits.
func hex4(s string) uint16 {
	var n uint16
	for i := range 4 {
		c := s[i]
		switch {
		case c <= '9':
			c -= '0'
		case c <= 'F':
			c -= 'A' - 10
		default:
			c -= 'a' - 10
		}
		n = n<<4 | uint16(c)
	}
	return n
}
