package expr

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// These functions walk a JSON text that ParseDocument has passed, so they look
// at no more than they need to find their way. Each takes the text and where it
// is, and returns where it ends: two words that stay in registers, which
// measured a third faster than a struct with methods.

// skipSpace returns where the white space at i ends. There is none before most
// values, so that case is small enough to be inlined.
func skipSpace(s string, i int) int {
	if i < len(s) && s[i] <= ' ' {
		return spaceEnd(s, i)
	}
	return i
}

func spaceEnd(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	return i
}

// findKey returns where the value of a key begins in the object at i, or -1. The
// last of equal keys counts, so the object is read to its end.
func findKey(s string, i int, name string) int {
	if s[i] != '{' {
		return -1
	}
	found := -1
	for i = skipSpace(s, i+1); s[i] != '}'; i = nextItem(s, i) {
		key, escaped, value := readKey(s, i)
		if key == name || escaped && unquote(key) == name {
			found = value
		}
		i = valueEnd(s, value)
	}
	return found
}

// findIndex returns where an element of the array at i begins, or -1.
func findIndex(s string, i, index int) int {
	if s[i] != '[' {
		return -1
	}
	for i = skipSpace(s, i+1); s[i] != ']'; i = nextItem(s, valueEnd(s, i)) {
		if index == 0 {
			return i
		}
		index--
	}
	return -1
}

// nextItem moves from the end of a member or element to the next one, or to the
// closing bracket.
func nextItem(s string, i int) int {
	if i = skipSpace(s, i); s[i] == ',' {
		i = skipSpace(s, i+1)
	}
	return i
}

// readKey returns the key at i as it stands between its quotes, whether it has
// escapes, and where its value begins.
func readKey(s string, i int) (key string, escaped bool, value int) {
	end, escaped := closingQuote(s, i+1)
	colon := skipSpace(s, end+1)
	return s[i+1 : end], escaped, skipSpace(s, colon+1)
}

// closingQuote returns where the quote is that ends the string whose text begins
// at i, and whether an escape is on the way.
func closingQuote(s string, i int) (end int, escaped bool) {
	for i+8 <= len(s) {
		marks := quotes(word(s, i))
		if marks == 0 {
			i += 8
			continue
		}
		i += firstMark(marks)
		if s[i] == '"' {
			return i, escaped
		}
		escaped = true
		i += 2
	}
	for s[i] != '"' { // in the text's last bytes, which fill no word
		if s[i] == '\\' {
			escaped = true
			i++
		}
		i++
	}
	return i, escaped
}

// valueEnd returns where the value at i ends.
func valueEnd(s string, i int) int {
	switch s[i] {
	case '"':
		i, _ = closingQuote(s, i+1)
		return i + 1
	case '{', '[':
		return bracketEnd(s, i+1)
	}
	return scalarEnd(s, i)
}

// bracketEnd returns where the array or object ends that i lies in. Only
// brackets and strings matter: that they match has been seen.
func bracketEnd(s string, i int) int {
	for depth := 1; depth > 0; i++ {
		switch s[i] {
		case '"':
			i, _ = closingQuote(s, i+1)
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
	}
	return i
}

// scalarEnd returns where the number or word at i ends.
func scalarEnd(s string, i int) int {
	for i < len(s) {
		// ] and } differ in the bit of a blank, as do upper and lower case.
		if c := s[i]; c == ',' || c <= ' ' || c|' ' == '}' {
			break
		}
		i++
	}
	return i
}

// readValue reads the value at i and returns where it ends.
func readValue(s string, i int) (Value, int) {
	switch s[i] {
	case '"':
		end, escaped := closingQuote(s, i+1)
		if escaped {
			return String(unquote(s[i+1 : end])), end + 1
		}
		return Value{kind: KindString, bits: prefixAt(s, i+1, end), text: s[i+1 : end]}, end + 1
	case '{':
		end := bracketEnd(s, i+1)
		return Value{kind: KindObject, text: s[i:end]}, end
	case '[':
		return readArray(s, i)
	case 't':
		return Bool(true), i + len("true")
	case 'f':
		return Bool(false), i + len("false")
	case 'n':
		return Null(), i + len("null")
	}
	end := scalarEnd(s, i)
	return numberValue(numberOf(s[i:end]), s[i:end]), end
}

// readArray reads an array. Its elements are decoded at once, since a value is
// found once and judged many times, and HAS must not allocate.
func readArray(s string, i int) (Value, int) {
	var few [maxSmallArray]Value
	n := 0
	for i = skipSpace(s, i+1); s[i] != ']'; i = nextItem(s, i) {
		if n == len(few) {
			return readLongArray(s, i, few[:])
		}
		few[n], i = readValue(s, i)
		n++
	}
	return smallArray(few[:n]), i + 1
}

// readLongArray reads an array whose first elements have been read, up to i. The
// others are counted before: that takes as long as growing a slice, and
// allocates less. No element is decoded twice, which would double the work with
// every level of nesting.
func readLongArray(s string, i int, first []Value) (Value, int) {
	n := len(first)
	for i := i; s[i] != ']'; i = nextItem(s, valueEnd(s, i)) {
		n++
	}
	elements := make([]Value, n)
	for n = copy(elements, first); n < len(elements); n++ {
		elements[n], i = readValue(s, i)
		i = nextItem(s, i)
	}
	return arrayOf(elements), i + 1
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
