package twiml

import (
	"bytes"
	"strings"
)

// declaration is what builders write (twiml.md §2).
const declaration = `<?xml version="1.0" encoding="UTF-8"?>`

// checkDeclaration checks an XML declaration at the very beginning: version
// 1.0, an encoding of UTF-8 in any case, and standalone, in that order.
func (s *source) checkDeclaration() error {
	rest, ok := bytes.CutPrefix(s.doc, []byte("<?xml"))
	if !ok || len(rest) == 0 || strings.IndexByte(whiteSpace, rest[0]) < 0 {
		return nil
	}
	at := position{1, 1}
	body, _, ok := bytes.Cut(rest, []byte("?>"))
	if !ok {
		return parseError(CodeNotWellFormed, at, "the XML declaration does not end with ?>")
	}
	text := string(body)
	version, text := pseudoAttr(text, "version")
	encoding, text := pseudoAttr(text, "encoding")
	standalone, text := pseudoAttr(text, "standalone")
	switch {
	case version != "1.0":
		return parseError(CodeNotWellFormed, at, `the XML declaration must begin with version="1.0"`)
	case encoding != "" && !strings.EqualFold(encoding, "utf-8"):
		err := parseError(CodeNotWellFormed, at, "encoding %q: documents are in UTF-8", encoding)
		err.Inferred = true
		return err
	case standalone != "" && standalone != "yes" && standalone != "no", !isBlank(text):
		return parseError(CodeNotWellFormed, at, "the XML declaration should be %s", declaration)
	}
	return nil
}

// pseudoAttr takes name="value" off the beginning of text. A value that is not
// there is "", and leaves text as it is.
func pseudoAttr(text, name string) (value, rest string) {
	after := strings.TrimLeft(text, whiteSpace)
	if len(after) == len(text) {
		return "", text
	}
	after, ok := strings.CutPrefix(after, name)
	after = strings.TrimLeft(after, whiteSpace)
	after, eq := strings.CutPrefix(after, "=")
	after = strings.TrimLeft(after, whiteSpace)
	if !ok || !eq || after == "" || after[0] != '"' && after[0] != '\'' {
		return "", text
	}
	value, rest, ok = strings.Cut(after[1:], after[:1])
	if !ok || value == "" {
		return "", text
	}
	return value, rest
}
