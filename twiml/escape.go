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
	asIs [256]bool // bytes of ASCII that are written as they are
}

func newEscapes(text [256]string) *escapes {
	e := &escapes{text: text}
	for b := range utf8.RuneSelf {
		e.asIs[b] = text[b] == "" && xmlscan.IsChar(rune(b))
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

func appendEscaped(dst []byte, s string, e *escapes) ([]byte, error) {
	i := 0
	for i < len(s) && e.asIs[s[i]] {
		i++
	}
	if i == len(s) {
		return append(dst, s...), nil
	}
	if err := checkPlain(s[i:]); err != nil {
		return dst, err
	}
	from := 0
	for ; i < len(s); i++ {
		if esc := e.text[s[i]]; esc != "" {
			dst = append(append(dst, s[from:i]...), esc...)
			from = i + 1
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
