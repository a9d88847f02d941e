package twiml

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// source reads the tokens of a document with their positions, and refuses what
// is not well-formed. It stands on encoding/xml and adds what that leaves open:
// one root and nothing but comments and instructions beside it, matching tags,
// no repeated attributes, no document type, the declaration first if at all.
type source struct {
	doc   []byte
	dec   *xml.Decoder
	at    cursor
	open  []openTag
	root  bool // the root element has begun
	attrs []rawAttr
}

type openTag struct {
	name string
	at   position
}

type tokenKind uint8

const (
	tokenStart tokenKind = iota
	tokenEnd
	tokenText
	tokenCData
	tokenComment
	tokenProcInst
)

// token is one token. Its attributes are valid until the next one is read.
type token struct {
	kind  tokenKind
	name  string // of a tag or the target of an instruction
	data  string
	attrs []rawAttr
	at    position
}

type rawAttr struct {
	name, value string
	at          position
}

var byteOrderMark = []byte("\uFEFF")

func newSource(doc []byte) (*source, error) {
	doc = bytes.TrimPrefix(doc, byteOrderMark)
	s := &source{doc: doc, at: newCursor(doc)}
	if err := checkDocument(doc); err != nil {
		return nil, err
	}
	if err := s.checkDeclaration(); err != nil {
		return nil, err
	}
	s.dec = xml.NewDecoder(bytes.NewReader(doc))
	return s, nil
}

// checkDocument refuses bytes that are no UTF-8 or no characters of XML.
func checkDocument(doc []byte) error {
	for i := 0; i < len(doc); {
		size, ok := 1, xmlByte(doc[i])
		if doc[i] >= utf8.RuneSelf {
			var r rune
			r, size = utf8.DecodeRune(doc[i:])
			ok = xmlRune(r, size)
		}
		if !ok {
			c := newCursor(doc)
			return parseError(CodeNotWellFormed, c.to(i), "%q is no character of XML 1.0 in UTF-8", doc[i:i+size])
		}
		i += size
	}
	return nil
}

// next returns the next token, and io.EOF after the root and what follows it.
func (s *source) next() (token, error) {
	for {
		from := int(s.dec.InputOffset())
		raw, err := s.dec.RawToken()
		if err != nil {
			return token{}, s.end(err)
		}
		t, skip, err := s.token(raw, from)
		if err != nil || !skip {
			return t, err
		}
	}
}

func (s *source) end(err error) error {
	at := s.at.to(int(s.dec.InputOffset()))
	if errors.Is(err, io.EOF) {
		switch {
		case len(s.open) > 0:
			last := s.open[len(s.open)-1]
			return parseError(CodeNotWellFormed, at, "the document ends inside <%s>, which began at %v", last.name, last.at.pos())
		case !s.root:
			return parseError(CodeNotWellFormed, at, "the document has no root element: it would be <Response>")
		}
		return io.EOF
	}
	msg := err.Error()
	if e, ok := errors.AsType[*xml.SyntaxError](err); ok {
		msg = e.Msg
	}
	return parseError(CodeNotWellFormed, at, "not well-formed: %s", msg)
}

// token turns what the decoder read, from that offset on, into a token.
func (s *source) token(raw xml.Token, from int) (t token, skip bool, err error) {
	t.at = s.at.to(from)
	switch raw := raw.(type) {
	case xml.StartElement:
		t.kind, t.name = tokenStart, fullName(raw.Name)
		t.attrs, err = s.start(t, raw.Attr, from)
	case xml.EndElement:
		t.kind, t.name = tokenEnd, fullName(raw.Name)
		err = s.close(t)
	case xml.CharData:
		t.kind, t.data = tokenText, string(raw)
		if bytes.HasPrefix(s.doc[from:], []byte("<![CDATA[")) {
			t.kind = tokenCData
		}
		if len(s.open) > 0 {
			return t, t.kind == tokenText && t.data == "", nil
		}
		if t.kind == tokenCData || !isBlank(t.data) {
			err = parseError(CodeNotWellFormed, t.at, "text %s outside the root element", quote(t.data))
		}
		return t, true, err
	case xml.Comment:
		t.kind, t.data = tokenComment, string(raw)
	case xml.ProcInst:
		t.kind, t.name, t.data = tokenProcInst, raw.Target, string(raw.Inst)
		skip, err = s.procInst(t, from)
	default: // xml.Directive
		err = parseError(CodeNotWellFormed, t.at, "a document type declaration is refused")
		err.(*Error).Inferred = true
	}
	return t, skip, err
}

func (s *source) start(t token, attrs []xml.Attr, from int) ([]rawAttr, error) {
	if len(s.open) == 0 && s.root {
		return nil, parseError(CodeNotWellFormed, t.at, "second root element <%s>", t.name)
	}
	if err := s.colons(t.name, t.at); err != nil {
		return nil, err
	}
	s.root = true
	s.open = append(s.open, openTag{t.name, t.at})
	return s.attributes(t, attrs, from)
}

func (s *source) close(t token) error {
	if len(s.open) == 0 {
		return parseError(CodeNotWellFormed, t.at, "end tag </%s> without start tag", t.name)
	}
	last := s.open[len(s.open)-1]
	if last.name != t.name {
		return parseError(CodeNotWellFormed, t.at, "end tag </%s> where </%s> is due for the tag at %v",
			t.name, last.name, last.at.pos())
	}
	s.open = s.open[:len(s.open)-1]
	return nil
}

// procInst checks an instruction; the XML declaration, which newSource has
// checked, is skipped.
func (s *source) procInst(t token, from int) (skip bool, err error) {
	if strings.EqualFold(t.name, "xml") {
		if t.name == "xml" && from == 0 {
			return true, nil
		}
		return false, parseError(CodeNotWellFormed, t.at,
			"the XML declaration must be the very first bytes of the document, and be spelled <?xml")
	}
	if strings.Contains(t.name, ":") {
		return false, parseError(CodeNotWellFormed, t.at, "name %q of a processing instruction holds a colon", t.name)
	}
	after := s.doc[from+len("<?")+len(t.name):]
	if !bytes.HasPrefix(after, []byte("?>")) && !strings.ContainsRune(whiteSpace, rune(after[0])) {
		return false, parseError(CodeNotWellFormed, t.at, "white space is missing after <?%s", t.name)
	}
	return false, nil
}

// colons refuses names that have no place in XML with namespaces, and that a
// tree of prefixes and local names could not keep apart.
func (s *source) colons(name string, at position) error {
	if strings.HasPrefix(name, ":") || strings.HasSuffix(name, ":") {
		return parseError(CodeNotWellFormed, at, "name %q begins or ends with a colon", name)
	}
	return nil
}

func fullName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

// quote quotes input for a message, shortened.
func quote(text string) string {
	const most = 40
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return strconv.Quote(text)
}
