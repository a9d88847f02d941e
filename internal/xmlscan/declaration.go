package xmlscan

import "strings"

const declaration = `<?xml version="1.0" encoding="UTF-8"?>`

// isUTF16 reports whether a document begins as those in UTF-16 do: with its
// byte-order mark, or with < in two bytes.
func isUTF16(doc string) bool {
	for _, begin := range []string{"\xFF\xFE", "\xFE\xFF", "<\x00", "\x00<"} {
		if strings.HasPrefix(doc, begin) {
			return true
		}
	}
	return false
}

// declaration checks an XML declaration at the very beginning, and passes it:
// version 1.0, an encoding of UTF-8 in any case, and standalone, in that order.
func (s *Scanner) declaration() error {
	rest, ok := strings.CutPrefix(s.doc, "<?xml")
	if !ok || rest == "" || !classes[rest[0]].is(classBlank) {
		return nil
	}
	body, _, ok := strings.Cut(rest, "?>")
	if !ok {
		return s.fail(0, 0, "the XML declaration does not end with ?>")
	}
	version, text := pseudoAttr(body, "version")
	encoding, text := pseudoAttr(text, "encoding")
	standalone, text := pseudoAttr(text, "standalone")
	switch {
	case version != "1.0":
		return s.fail(RuleDeclaration, 0, `the XML declaration must begin with version="1.0"`)
	case encoding != "" && !strings.EqualFold(encoding, "utf-8"):
		return s.fail(RuleEncoding, 0, "encoding %q: documents are in UTF-8", encoding)
	case standalone != "" && standalone != "yes" && standalone != "no", !isBlank(text):
		return s.fail(RuleDeclaration, 0, "the XML declaration should be %s", declaration)
	}
	s.offset = len("<?xml") + len(body) + len("?>")
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
