package xmlscan

import (
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

func (s *Scanner) startTag(t *Token) error {
	from := s.offset
	t.Kind, t.Pos = Start, s.at.to(from)
	s.offset += len("<")
	var err error
	if t.Name, err = s.qualified("an element's name after <, or &lt;"); err != nil {
		return err
	}
	if len(s.open) == 0 && s.root {
		return s.fail(RuleSecondRoot, from, "second root element <%s>", t.Name)
	}
	if err := s.attributes(t.Name, from); err != nil {
		return err
	}
	s.root = true
	s.open = append(s.open, openTag{t.Name, from})
	t.Attrs = s.attrs
	return nil
}

// attributes reads the rest of a start tag.
func (s *Scanner) attributes(tag string, from int) error {
	s.attrs = s.attrs[:0]
	for {
		before := s.offset
		s.skipBlank()
		rest := s.doc[s.offset:]
		switch {
		case rest == "" || rest == "/":
			return s.ended("the tag <"+tag, from)
		case rest[0] == '>':
			s.offset++
			return nil
		case rest[0] == '/':
			if rest[1] != '>' {
				return s.fail(0, s.offset, "/ in the tag <%s, where only /> may end it", tag)
			}
			s.offset += len("/>")
			s.closed = true
			return nil
		}
		if err := s.attribute(tag, from, before); err != nil {
			return err
		}
	}
}

// attribute reads one attribute; what stands in front of it ended at before.
func (s *Scanner) attribute(tag string, from, before int) error {
	start := s.offset
	name, err := s.qualified("an attribute, > or />")
	if err != nil {
		return err
	}
	if start == before {
		return s.fail(RuleBlankBeforeAttr, start, "white space is missing before attribute %s", name)
	}
	pos := s.at.to(start)
	value, err := s.value(name, start)
	if err != nil {
		return err
	}
	for _, a := range s.attrs {
		if a.Name == name {
			return s.fail(RuleRepeatedAttr, start, "attribute %s is repeated in <%s>", name, tag)
		}
	}
	if len(s.attrs) == s.maxAttrs {
		return s.fail(RuleManyAttrs, from, "<%s> has more than %d attributes", tag, s.maxAttrs)
	}
	s.attrs = append(s.attrs, Attr{name, value, pos})
	return nil
}

// value reads the equals sign and the value of an attribute.
func (s *Scanner) value(name string, start int) (string, error) {
	s.skipBlank()
	if !strings.HasPrefix(s.doc[s.offset:], "=") {
		return "", s.fail(0, s.offset, `attribute %s has no value: it should be %s="…"`, name, name)
	}
	s.offset++
	s.skipBlank()
	rest := s.doc[s.offset:]
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return "", s.fail(0, s.offset, `the value of attribute %s is not quoted: it should be %s="…"`, name, name)
	}
	n := strings.IndexByte(rest[1:], rest[0])
	if n < 0 {
		return "", s.ended("the value of attribute "+name, start)
	}
	from := s.offset + 1
	s.offset += n + 2
	return s.expand(rest[1:n+1], from, classInValue)
}

func (s *Scanner) endTag(t *Token) error {
	from := s.offset
	s.offset += len("</")
	name, err := s.qualified("an element's name after </")
	if err != nil {
		return err
	}
	s.skipBlank()
	rest := s.doc[s.offset:]
	switch {
	case rest == "":
		return s.ended("the tag </"+name, from)
	case rest[0] != '>':
		return s.fail(0, s.offset, "%s in the tag </%s, where only > may end it", excerpt.Quote(rest[:1]), name)
	case len(s.open) == 0:
		return s.fail(0, from, "end tag </%s> without start tag", name)
	}
	s.offset++
	if last := s.open[len(s.open)-1]; last.name != name {
		c := newCursor(s.doc)
		return s.fail(0, from, "end tag </%s> where </%s> is due for the tag at %v", name, last.name, c.to(last.offset))
	}
	s.pop(t, from)
	return nil
}

// pop ends the innermost element.
func (s *Scanner) pop(t *Token, from int) {
	last := len(s.open) - 1
	t.Kind, t.Name, t.Pos = End, s.open[last].name, s.at.to(from)
	s.open = s.open[:last]
}

func (s *Scanner) skipBlank() {
	for s.offset < len(s.doc) && classes[s.doc[s.offset]].is(classBlank) {
		s.offset++
	}
}

// qualified reads a name that may have a prefix.
func (s *Scanner) qualified(expected string) (string, error) {
	from := s.offset
	name, err := s.name(expected)
	if err == nil && oddColon(name) {
		err = s.fail(RuleColon, from, "name %q: a colon may only stand between a prefix and a name", name)
	}
	return name, err
}

func (s *Scanner) name(expected string) (string, error) {
	from := s.offset
	for s.offset < len(s.doc) && classes[s.doc[s.offset]].is(className) {
		s.offset++
	}
	name := s.doc[from:s.offset]
	switch {
	case name == "" && s.offset == len(s.doc):
		return "", s.fail(0, from, "the document ends where %s should stand", expected)
	case name == "":
		return "", s.fail(0, from, "%s where %s should stand", excerpt.Quote(firstChar(s.doc[from:])), expected)
	case !nameBegins(name) || !knownLetters(name):
		return "", s.fail(0, from, "%s is no name in XML: %s should stand here", excerpt.Quote(name), expected)
	}
	return name, nil
}
