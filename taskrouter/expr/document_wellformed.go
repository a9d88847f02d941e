package expr

import "unicode/utf8"

// This file decides whether a text is a JSON object that ParseDocument takes,
// and nothing else: one pass, no allocation, no word on what is wrong. Texts
// that it refuses go to the checker, which explains; the two accept the same
// (FuzzWellFormed).

// The kinds of the open arrays and objects are bits of one word.
const _ = uint(64 - MaxDocumentDepth)

// wellFormed reports whether s is one JSON object by RFC 8259, in UTF-8, and at
// most MaxDocumentDepth deep.
func wellFormed(s string) bool {
	i := skipSpace(s, 0)
	if at(s, i) != '{' {
		return false
	}
	var objects uint64 // a bit for each open bracket, the innermost lowest: 1 is an object
	depth := 0
	for {
		// A value begins here.
		switch c := at(s, i); c {
		case '{', '[':
			if depth == MaxDocumentDepth {
				return false
			}
			i = skipSpace(s, i+1)
			if at(s, i) == c+2 { // a bracket's closing one is the second after it in ASCII
				i++
				break
			}
			depth++
			objects <<= 1
			if c == '{' {
				objects |= 1
				i = keyEnd(s, i)
			}
			if i < 0 {
				return false
			}
			continue
		case '"':
			i = stringEnd(s, i)
		default:
			i = plainEnd(s, i)
		}
		if i < 0 {
			return false
		}
		// A value has ended here: close what ends with it, up to a comma.
		for {
			i = skipSpace(s, i)
			if depth == 0 {
				return i == len(s)
			}
			c := at(s, i)
			i++
			if c == ',' {
				break
			}
			if c|' ' != '}' || (c == '}') != (objects&1 != 0) {
				return false
			}
			depth--
			objects >>= 1
		}
		i = skipSpace(s, i)
		if objects&1 != 0 {
			if i = keyEnd(s, i); i < 0 {
				return false
			}
		}
	}
}

// at returns the byte at i, and 0 past the end; a 0 in the text begins nothing,
// so the two need no telling apart.
func at(s string, i int) byte {
	if i < len(s) {
		return s[i]
	}
	return 0
}

// keyEnd returns where the value of the member at i begins, or -1.
func keyEnd(s string, i int) int {
	if at(s, i) != '"' {
		return -1
	}
	if i = stringEnd(s, i); i < 0 {
		return -1
	}
	if i = skipSpace(s, i); at(s, i) != ':' {
		return -1
	}
	return skipSpace(s, i+1)
}

// stringEnd returns where the string at i ends, or -1.
func stringEnd(s string, i int) int {
	i++
	for i+8 <= len(s) {
		marks := unplain(word(s, i))
		if marks == 0 {
			i += 8
			continue
		}
		i += firstMark(marks)
		if s[i] == '"' {
			return i + 1
		}
		break
	}
	return oddStringEnd(s, i)
}

// oddStringEnd is stringEnd from the middle of a string on, where something
// stands that is not plain, or the text's last bytes, which fill no word.
func oddStringEnd(s string, i int) int {
	for i < len(s) {
		switch c := s[i]; {
		case c == '"':
			return i + 1
		case c == '\\':
			n := escapeLength(s[i:])
			if n == 0 {
				return -1
			}
			i += n
		case c < ' ':
			return -1
		case c < utf8.RuneSelf:
			i++
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				return -1
			}
			i += size
		}
	}
	return -1
}

// plainEnd returns where the number or word at i ends, or -1.
func plainEnd(s string, i int) int {
	switch c := at(s, i); {
	case c == '-' || c-'0' <= 9:
		return numberEnd(s, i)
	case c == 't' && hasAt(s, i, "true"), c == 'n' && hasAt(s, i, "null"):
		return i + 4
	case c == 'f' && hasAt(s, i, "false"):
		return i + 5
	}
	return -1
}

func hasAt(s string, i int, word string) bool {
	return i+len(word) <= len(s) && s[i:i+len(word)] == word
}

// numberEnd returns where the number at i ends, or -1.
func numberEnd(s string, i int) int {
	if s[i] == '-' {
		i++
	}
	start := i
	if i = digitsEnd(s, i); i == start || i > start+1 && s[start] == '0' {
		return -1
	}
	if at(s, i) == '.' {
		start = i + 1
		if i = digitsEnd(s, start); i == start {
			return -1
		}
	}
	if at(s, i)|' ' == 'e' {
		i++
		if c := at(s, i); c == '+' || c == '-' {
			i++
		}
		start = i
		if i = digitsEnd(s, start); i == start {
			return -1
		}
	}
	return i
}

func digitsEnd(s string, i int) int {
	for i < len(s) && s[i]-'0' <= 9 {
		i++
	}
	return i
}
