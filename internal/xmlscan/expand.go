package xmlscan

import (
	"strings"
	"unicode/utf8"

	"github.com/goacd/acd/internal/excerpt"
)

// expand replaces the references in a text or value that stands at from, and
// normalises its line ends, and the white space of a value (XML §2.11, §3.3.3).
func (s *Scanner) expand(raw string, from int, class byteClass) (string, error) {
	i := 0
	for i < len(raw) && !classes[raw[i]].is(class) {
		i++
	}
	if i == len(raw) {
		return raw, nil
	}
	buf := append(s.buf[:0], raw[:i]...)
	for i < len(raw) {
		switch c := raw[i]; {
		case !classes[c].is(class):
			buf = append(buf, c)
		case c == '&':
			r, size, err := s.reference(raw[i:], from+i)
			if err != nil {
				return "", err
			}
			buf = utf8.AppendRune(buf, r)
			i += size - 1
		case c == '<':
			return "", s.fail(0, from+i, "< in an attribute value: it should be &lt;, or a quote is missing before it")
		default: // white space that is replaced
			if c == '\r' && strings.HasPrefix(raw[i+1:], "\n") {
				i++
			}
			buf = append(buf, blankFor(class))
		}
		i++
	}
	s.buf = buf
	return string(buf), nil
}

// blankFor returns what a line end becomes.
func blankFor(class byteClass) byte {
	if class == classInValue {
		return ' '
	}
	return '\n'
}

// lineEnds makes each line end one line feed (XML §2.11).
func lineEnds(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// reference returns the character that a reference at the beginning of raw
// means, and the length of the reference.
func (s *Scanner) reference(raw string, at int) (r rune, size int, err error) {
	body, _, ok := strings.Cut(raw[1:], ";")
	if !ok || strings.ContainsAny(body, whiteSpace+"&") {
		return 0, 0, s.fail(0, at, "& begins no reference such as &amp; or &#228;: it should be &amp;")
	}
	size = len("&;") + len(body)
	if number, ok := strings.CutPrefix(body, "#"); ok {
		r, err = s.numeric(number, at)
		return r, size, err
	}
	switch body {
	case "amp":
		return '&', size, nil
	case "lt":
		return '<', size, nil
	case "gt":
		return '>', size, nil
	case "quot":
		return '"', size, nil
	case "apos":
		return '\'', size, nil
	}
	return 0, 0, s.fail(0, at, "reference %s is not known: there are &amp; &lt; &gt; &quot; &apos; and numbers such as &#228;",
		excerpt.Quote("&"+body+";"))
}

// numeric reads the number of a character, in decimal or after x in
// hexadecimal.
func (s *Scanner) numeric(number string, at int) (rune, error) {
	digits, base := number, rune(10)
	if hex, ok := strings.CutPrefix(number, "x"); ok {
		digits, base = hex, 16
	}
	r, ok := rune(0), digits != ""
	for i := range len(digits) {
		d := digit(digits[i])
		ok = ok && d < base
		r = min(r*base+d, utf8.MaxRune+1) // more stays more
	}
	if !ok || !IsChar(r) {
		rule := Rule(0)
		if ok && r >= 0xD800 && r <= 0xDFFF {
			rule = RuleReference
		}
		return 0, s.fail(rule, at, "reference %s means no character of XML 1.0", excerpt.Quote("&#"+number+";"))
	}
	return r, nil
}

// digit returns the value of a hexadecimal digit, and 16 for anything else.
func digit(b byte) rune {
	switch {
	case b >= '0' && b <= '9':
		return rune(b - '0')
	case b >= 'a' && b <= 'f':
		return rune(b-'a') + 10
	case b >= 'A' && b <= 'F':
		return rune(b-'A') + 10
	}
	return 16
}

// firstChar returns the first character of s.
func firstChar(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}
