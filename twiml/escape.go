package twiml

import (
	"unicode/utf8"

	"github.com/goacd/acd/internal/xmlscan"
)

// The escapes are those of twiml.md §5. A carriage return is escaped in text
// too, or a reader would make it a line feed.

func appendText(dst []byte, s string) ([]byte, error) { return appendEscaped(dst, s, textEscapes) }

func appendAttrValue(dst []byte, s string) ([]byte, error) {
	return appendEscaped(dst, s, valueEscapes)
}

// escapes tells for each byte what is written for it, "" for the byte itself.
type escapes struct {
	text [256]string
	odd  [256]uint8 // 0: a byte of ASCII that is written as it is
}

func newEscapes(text [256]string) *escapes {
	e := &escapes{text: text}
	for b := range e.odd {
		if b >= utf8.RuneSelf || text[b] != "" || !xmlscan.IsChar(rune(b)) {
			e.odd[b] = 1
		}
	}
	return e
}

var (
	textEscapes  = newEscapes([256]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '\r': "&#xD;"})
	valueEscapes = newEscapes([256]string{
		'&': "&amp;", '<': "&lt;", '>': "&gt;", '\r': "&#xD;",
		'"': "&quot;", '\t': "&#x9;", '\n': "&#xA;",
	})
)

// appendEscaped copies what needs no attention in runs. A table decides, four
// bytes at a time; eight in one word would only be quicker for texts longer than
// most are.
func appendEscaped(dst []byte, s string, e *escapes) ([]byte, error) {
	from, checked := 0, false
	for i := 0; i < len(s); i++ {
		for ; len(s)-i >= 4; i += 4 {
			b := s[i : i+4]
			if e.odd[b[0]]|e.odd[b[1]]|e.odd[b[2]]|e.odd[b[3]] != 0 {
				break
			}
		}
		for i < len(s) && e.odd[s[i]] == 0 {
			i++
		}
		if i == len(s) {
			break
		}
		if esc := e.text[s[i]]; esc != "" {
			dst = append(append(dst, s[from:i]...), esc...)
			from = i + 1
		} else if !checked {
			if err := checkPlain(s[i:]); err != nil {
				return dst, err
			}
			checked = true
		}
	}
	return append(dst, s[from:]...), nil
}

// checkPlain refuses what XML cannot hold, escaped or not.
func checkPlain(s string) error {
	if i, n := xmlscan.Invalid(s); i >= 0 {
		return printError("%q is no character of XML 1.0 in UTF-8", s[i:i+n])
	}
	return nil
}

// checkName refuses what is no name of an element, attribute or instruction.
func checkName(name string) error {
	if !xmlscan.IsName(name) {
		return printError("%q is no name in XML", name)
	}
	return nil
}
