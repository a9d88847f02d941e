package twiml

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// attributes finds the positions of the attributes in the bytes of the start
// tag, which encoding/xml does not tell, and refuses repeated ones.
func (s *source) attributes(t token, attrs []xml.Attr, from int) ([]rawAttr, error) {
	if len(attrs) > MaxAttrs {
		err := parseError(CodeNotWellFormed, t.at, "<%s> has %d attributes; at most %d are allowed", t.name, len(attrs), MaxAttrs)
		err.Inferred = true
		return nil, err
	}
	s.attrs = s.attrs[:0]
	i := from + len("<") + len(t.name)
	for _, a := range attrs {
		name := fullName(a.Name)
		blank := i
		i = s.skipBlank(i)
		at := s.at.to(i)
		if i == blank {
			return nil, parseError(CodeNotWellFormed, at, "white space is missing before attribute %s", name)
		}
		if err := s.colons(name, at); err != nil {
			return nil, err
		}
		s.attrs = append(s.attrs, rawAttr{name, a.Value, at})
		i = s.skipBlank(i + len(name))
		i = s.skipBlank(i + len("="))
		quote := s.doc[i]
		i += 2 + bytes.IndexByte(s.doc[i+1:], quote)
	}
	return s.attrs, repeated(s.attrs, t.name)
}

func (s *source) skipBlank(i int) int {
	for strings.IndexByte(whiteSpace, s.doc[i]) >= 0 {
		i++
	}
	return i
}

// repeated compares all pairs, which MaxAttrs keeps few.
func repeated(attrs []rawAttr, tag string) error {
	for i, a := range attrs {
		for _, b := range attrs[:i] {
			if a.name == b.name {
				return parseError(CodeNotWellFormed, a.at, "attribute %s is repeated in <%s>", a.name, tag)
			}
		}
	}
	return nil
}
