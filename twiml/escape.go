package twiml

import (
	"encoding/xml"
	"strings"
	"unicode/utf8"
)

// The escapes are those of twiml.md §5. A carriage return is escaped in text
// too, or a reader would make it a line feed.

func appendText(dst []byte, s string) ([]byte, error)      { return appendEscaped(dst, s, false) }
func appendAttrValue(dst []byte, s string) ([]byte, error) { return appendEscaped(dst, s, true) }

func appendEscaped(dst []byte, s string, attr bool) ([]byte, error) {
	from := 0
	for i := 0; i < len(s); {
		size, ok := xmlChar(s[i:])
		if !ok {
			return dst, badCharacterError(s[i:], size)
		}
		if esc := escapeOf(s[i], attr); esc != "" {
			dst = append(append(dst, s[from:i]...), esc...)
			from = i + 1
		}
		i += size
	}
	return append(dst, s[from:]...), nil
}

// escapeOf returns what is written for a byte, "" for the byte itself.
func escapeOf(b byte, attr bool) string {
	switch b {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '\r':
		return "&#xD;"
	}
	if attr {
		switch b {
		case '"':
			return "&quot;"
		case '\t':
			return "&#x9;"
		case '\n':
			return "&#xA;"
		}
	}
	return ""
}

// xmlChar returns the size of the first character of s, and whether XML 1.0
// allows it.
func xmlChar(s string) (int, bool) {
	if s[0] < utf8.RuneSelf {
		return 1, xmlByte(s[0])
	}
	r, size := utf8.DecodeRuneInString(s)
	return size, xmlRune(r, size)
}

func xmlByte(b byte) bool { return b >= ' ' || b == '\t' || b == '\n' || b == '\r' }

// xmlRune decides about a decoded character beyond ASCII.
func xmlRune(r rune, size int) bool {
	if r == utf8.RuneError && size == 1 {
		return false // no UTF-8
	}
	return r < 0xD800 || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000
}

// checkPlain refuses what XML cannot hold in places without escapes.
func checkPlain(s string) error {
	for i := 0; i < len(s); {
		size, ok := xmlChar(s[i:])
		if !ok {
			return badCharacterError(s[i:], size)
		}
		i += size
	}
	return nil
}

func badCharacterError(s string, size int) error {
	return printError("%q is no character of XML 1.0 in UTF-8", s[:size])
}

// checkName refuses what is no name of an element, attribute or instruction. A
// colon stands only between a prefix and a name.
func checkName(name string) error {
	ok := name != "" && !strings.ContainsRune("0123456789-.:", rune(name[0]))
	ascii := true
	for i := range len(name) {
		ascii = ascii && name[i] < utf8.RuneSelf
		ok = ok && (isNameByte(name[i]) || name[i] >= utf8.RuneSelf)
	}
	ok = ok && strings.Count(name, ":") <= 1 && !strings.HasSuffix(name, ":")
	if !ok || !ascii && !isReadable("<"+name+"/>") {
		return printError("%q is no name in XML", name)
	}
	return nil
}

// isReadable asks the reader, which has the tables of letters beyond ASCII.
func isReadable(text string) bool {
	_, err := xml.NewDecoder(strings.NewReader(text)).RawToken()
	return err == nil
}

func isNameByte(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' ||
		b == '_' || b == '-' || b == '.' || b == ':'
}
