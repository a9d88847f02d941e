package xmlscan

import (
	"encoding/xml"
	"strings"
	"unicode/utf8"
)

// whiteSpace is S (XML §2.3 [3]).
const whiteSpace = " \t\r\n"

func isBlank(s string) bool { return strings.Trim(s, whiteSpace) == "" }

// byteClass holds what a byte may be.
type byteClass uint8

const (
	classPlain    byteClass = 1 << iota // a character of one byte
	className                           // may be part of a name, beyond ASCII too
	classNotFirst                       // but not its beginning
	classBlank                          // white space
	classInText                         // is not itself in text
	classInValue                        // is not itself in an attribute value
)

var classes = func() (table [256]byteClass) {
	for b := range table {
		if b >= ' ' && b < utf8.RuneSelf {
			table[b] |= classPlain
		}
		if b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b >= utf8.RuneSelf {
			table[b] |= className
		}
	}
	set := func(bytes string, class byteClass) {
		for i := range len(bytes) {
			table[bytes[i]] |= class
		}
	}
	set("_-.:", className)
	set("0123456789-.", classNotFirst)
	set(whiteSpace, classPlain|classBlank)
	set("&\r", classInText|classInValue)
	set("<\t\n", classInValue)
	return table
}()

func (c byteClass) is(class byteClass) bool { return c&class != 0 }

// IsChar reports whether r is a character of XML (§2.2 [2]).
func IsChar(r rune) bool {
	switch {
	case r < ' ':
		return r == '\t' || r == '\n' || r == '\r'
	case r < 0xD800:
		return true
	}
	return r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= utf8.MaxRune
}

// Invalid returns the place and size of the first part of s that is no
// character of XML in UTF-8, and -1 if there is none.
func Invalid(s string) (offset, size int) {
	for i := 0; i < len(s); {
		if classes[s[i]].is(classPlain) {
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || !IsChar(r) {
			return i, n
		}
		i += n
	}
	return -1, 0
}

// IsName reports whether name is that of an element or attribute: a colon
// stands at most between a prefix and a name.
func IsName(name string) bool {
	for i := range len(name) {
		if !classes[name[i]].is(className) {
			return false
		}
	}
	return nameBegins(name) && knownLetters(name) && !oddColon(name)
}

// nameBegins decides by the first byte of a name.
func nameBegins(name string) bool {
	return name != "" && !classes[name[0]].is(classNotFirst)
}

func oddColon(name string) bool {
	i := strings.IndexByte(name, ':')
	return i == 0 || i > 0 && (i == len(name)-1 || strings.IndexByte(name[i+1:], ':') >= 0)
}

// knownLetters asks encoding/xml about names beyond ASCII: it has the tables
// of letters, those of the fourth edition of XML.
func knownLetters(name string) bool {
	for i := range len(name) {
		if name[i] >= utf8.RuneSelf {
			_, err := xml.NewDecoder(strings.NewReader("<" + name + "/>")).RawToken()
			return err == nil
		}
	}
	return true
}
