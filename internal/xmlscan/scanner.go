package xmlscan

import (
	"io"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

const byteOrderMark = "\uFEFF"

// Scanner reads one document.
type Scanner struct {
	doc      string
	offset   int // of what is read next
	at       cursor
	open     []openTag
	attrs    []Attr
	buf      []byte // for values with escapes
	maxAttrs int
	root     bool // the root element has begun
	closed   bool // the last tag closed itself

	// Most documents need no more than this.
	someOpen  [6]openTag
	someAttrs [8]Attr
}

type openTag struct {
	name   string
	offset int
}

// New makes a scanner, and fails if the document holds what is no character, or
// an XML declaration that is wrong. Elements may have maxAttrs attributes.
func New(doc string, maxAttrs int) (*Scanner, error) {
	doc = strings.TrimPrefix(doc, byteOrderMark)
	s := &Scanner{
		doc: doc, at: newCursor(doc), maxAttrs: maxAttrs,
	}
	s.open, s.attrs = s.someOpen[:0], s.someAttrs[:0]
	if isUTF16(doc) {
		return nil, s.fail(RuleCharacter, 0, "the document is in UTF-16: save it as UTF-8")
	}
	if i, n := Invalid(doc); i >= 0 {
		return nil, s.fail(RuleCharacter, i, "%q is no character of XML 1.0 in UTF-8", doc[i:i+n])
	}
	if err := s.declaration(); err != nil {
		return nil, err
	}
	return s, nil
}

// Depth returns how many elements are open: 1 after the Start of the root.
func (s *Scanner) Depth() int { return len(s.open) }

// Next reads the next token into t, and returns io.EOF after the root and what
// follows it. All other errors are of type *Error; there is nothing to read
// after one.
func (s *Scanner) Next(t *Token) error {
	*t = Token{}
	if s.closed {
		s.closed = false
		s.pop(t, s.offset)
		return nil
	}
	for s.offset < len(s.doc) {
		if s.doc[s.offset] == '<' {
			return s.markup(t)
		}
		if err := s.text(t); err != nil || len(s.open) > 0 {
			return err
		}
	}
	switch {
	case len(s.open) > 0:
		last := s.open[len(s.open)-1]
		return s.ended("<"+last.name+">", last.offset)
	case !s.root:
		return s.fail(RuleRoot, len(s.doc), "the document has no root element")
	}
	return io.EOF
}

// text reads up to the next tag. Beside the root it is but white space.
func (s *Scanner) text(t *Token) error {
	from := s.offset
	raw := s.doc[from:]
	if n := strings.IndexByte(raw, '<'); n >= 0 {
		raw = raw[:n]
	}
	s.offset += len(raw)
	if len(s.open) == 0 {
		if isBlank(raw) {
			return nil
		}
		return s.fail(RuleOutsideRoot, from, "text %s outside the root element", excerpt.Quote(raw))
	}
	if i := strings.Index(raw, "]]>"); i >= 0 {
		return s.fail(0, from+i, "]]> in text: it should be ]]&gt;")
	}
	var err error
	t.Kind, t.Pos = Text, s.at.to(from)
	t.Data, err = s.expand(raw, from, classInText)
	return err
}

func (s *Scanner) markup(t *Token) error {
	second := byte(0)
	if s.offset+1 < len(s.doc) {
		second = s.doc[s.offset+1]
	}
	switch second {
	case '/':
		return s.endTag(t)
	case '?':
		return s.procInst(t)
	case '!':
		return s.declared(t)
	}
	return s.startTag(t)
}

// declared reads what begins with <!: a comment or a CDATA section.
func (s *Scanner) declared(t *Token) error {
	from := s.offset
	rest := s.doc[from:]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		return s.comment(t)
	case strings.HasPrefix(rest, "<![CDATA["):
		return s.cdata(t)
	case strings.HasPrefix(rest, "<!-"), strings.HasPrefix(rest, "<!["), rest == "<!":
		return s.fail(0, from, "<! begins neither a comment, <!--, nor a section, <![CDATA[")
	}
	return s.fail(RuleDocumentType, from, "a document type declaration is refused")
}

func (s *Scanner) comment(t *Token) error {
	from := s.offset
	body := s.doc[from+len("<!--"):]
	n := strings.Index(body, "--")
	if n < 0 || n+2 == len(body) {
		return s.ended("a comment", from)
	}
	if body[n+2] != '>' {
		return s.fail(0, from+len("<!--")+n, "-- in a comment: only --> may end it")
	}
	s.offset += len("<!--") + n + len("-->")
	t.Kind, t.Data, t.Pos = Comment, lineEnds(body[:n]), s.at.to(from)
	return nil
}

func (s *Scanner) cdata(t *Token) error {
	from := s.offset
	body, _, ok := strings.Cut(s.doc[from+len("<![CDATA["):], "]]>")
	if !ok {
		return s.ended("a CDATA section", from)
	}
	if len(s.open) == 0 {
		return s.fail(RuleOutsideRoot, from, "text %s outside the root element", excerpt.Quote(body))
	}
	s.offset += len("<![CDATA[") + len(body) + len("]]>")
	t.Kind, t.Data, t.Pos = CData, lineEnds(body), s.at.to(from)
	return nil
}

func (s *Scanner) procInst(t *Token) error {
	from := s.offset
	s.offset += len("<?")
	name, err := s.name("the name of an instruction after <?")
	if err != nil {
		return err
	}
	if name == "xml" && from == 0 {
		return s.fail(RuleDeclarationFirst, from, "the XML declaration should be %s", declaration)
	}
	if strings.EqualFold(name, "xml") {
		return s.fail(RuleDeclarationFirst, from,
			"the XML declaration must be the very first bytes of the document, and be spelled <?xml")
	}
	if strings.Contains(name, ":") {
		return s.fail(RuleInstructionColon, from, "name %q of a processing instruction holds a colon", name)
	}
	body, _, ok := strings.Cut(s.doc[s.offset:], "?>")
	if !ok {
		return s.ended("<?"+name, from)
	}
	data := strings.TrimLeft(body, whiteSpace)
	if len(data) == len(body) && body != "" {
		return s.fail(RuleInstructionBlank, from, "white space is missing after <?%s", name)
	}
	s.offset += len(body) + len("?>")
	t.Kind, t.Name, t.Data, t.Pos = ProcInst, name, lineEnds(data), s.at.to(from)
	return nil
}
