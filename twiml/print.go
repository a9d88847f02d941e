package twiml

import (
	"io"
	"math/bits"
)

// declaration is what builders write (twiml.md §2).
const declaration = `<?xml version="1.0" encoding="UTF-8"?>`

// AppendText appends the document to dst: the XML declaration and the root on
// one line, without white space of its own, byte for byte the same for the same
// tree. Attributes stand in the order of the struct's fields, then the unknown
// ones in theirs.
//
// What XML cannot hold is refused with an [*Error] that names the element, and
// dst is returned as it was: characters that XML or UTF-8 forbid, "--" in a
// comment, "]]>" in a CDATA section, names that are none, a nil child, and a
// duration that is no whole number of the unit it is written in. Whether the
// document makes sense is up to [Response.Validate].
func (r *Response) AppendText(dst []byte) ([]byte, error) { return r.print(dst, printer{}) }

// AppendIndent is [Response.AppendText] with each element on a line of its own,
// indented with that text for each level, and a line feed at the end. Elements
// that hold text, and unknown ones, stay as they are, so that a reader finds
// the same document. The indent must be white space.
func (r *Response) AppendIndent(dst []byte, indent string) ([]byte, error) {
	if !isBlank(indent) {
		return dst, printError("indent %q is no white space", indent)
	}
	return r.print(dst, printer{indent: indent, lines: true})
}

// usual is the size that most documents keep below. Those are printed on the
// stack, and cost one allocation of their own size.
const usual = 2048

// MarshalText is [Response.AppendText] into a new slice.
func (r *Response) MarshalText() ([]byte, error) {
	var space [usual]byte
	text, err := r.AppendText(space[:0])
	if err != nil {
		return nil, err
	}
	return append([]byte(nil), text...), nil
}

// String returns the document, or the text of the error if it cannot be printed.
func (r *Response) String() string {
	var space [usual]byte
	text, err := r.AppendText(space[:0])
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// WriteTo writes the document to w in one call, or nothing if it cannot be
// printed.
func (r *Response) WriteTo(w io.Writer) (int64, error) {
	text, err := r.MarshalText()
	if err != nil {
		return 0, err
	}
	n, err := w.Write(text)
	return int64(n), err
}

// printer holds how to print; the output goes through its methods as dst.
type printer struct {
	indent  string
	lines   bool
	lenient bool // leave out values without a text
}

func (r *Response) print(dst []byte, p printer) ([]byte, error) {
	out := append(dst, declaration...)
	out, err := p.asides(p.newline(out, 0), r.Before)
	if err == nil {
		out, err = p.element(out, r, 0)
		err = under(err, r.spec().tag)
	}
	if err == nil {
		out = p.newline(out, 0)
		out, err = p.asides(out, r.After)
	}
	if err != nil {
		return dst, err
	}
	return out, nil
}

func (p printer) newline(dst []byte, depth int) []byte {
	if !p.lines {
		return dst
	}
	return p.indented(append(dst, '\n'), depth)
}

func (p printer) indented(dst []byte, depth int) []byte {
	for range depth {
		dst = append(dst, p.indent...)
	}
	return dst
}

func (p printer) asides(dst []byte, list []Aside) ([]byte, error) {
	var err error
	for _, a := range list {
		if dst, err = p.misc(dst, a, 0); err != nil {
			return dst, under(err, "")
		}
		dst = p.newline(dst, 0)
	}
	return dst, nil
}

// element calls itself and nothing that calls it: so the compiler sees that dst
// goes nowhere but to the result, and [Response.String] can keep it on the stack.
func (p printer) element(dst []byte, e Element, depth int) ([]byte, error) {
	s, children := e.spec(), e.children()
	if depth >= MaxDepth {
		return dst, tooDeep()
	}
	dst, err := p.attrs(append(dst, s.begin...), s, e)
	if err != nil {
		return dst, err
	}
	text, count := leading(e), children.len()
	if text == "" && count == 0 {
		return append(dst, "/>"...), nil
	}
	if dst, err = appendText(append(dst, '>'), text); err != nil {
		return dst, err
	}
	p.lines = p.lines && !holdsText(e, children)
	for i := range count {
		dst = p.newline(dst, depth+1)
		if child := children.element(i); child != nil {
			dst, err = p.element(dst, child, depth+1)
		} else if n := children.at(i); n != nil {
			dst, err = p.misc(dst, n, depth+1)
		} else {
			return dst, printError("child %d, counted from 0, is nil", i)
		}
		if err != nil {
			return dst, under(err, childStep(children, i).String())
		}
	}
	return append(p.newline(dst, depth), s.end...), nil
}

// holdsText reports whether white space between the children would become part
// of a text.
func holdsText(e Element, children nodes) bool {
	if leading(e) != "" || e.spec().mixed() {
		return true
	}
	for i := range children.len() {
		if _, ok := children.at(i).(*CharData); ok {
			return true
		}
	}
	return false
}

func (p printer) attrs(dst []byte, s *spec, e Element) ([]byte, error) {
	var err error
	for set := e.present(); set != 0; {
		i := set.next()
		a, before := &s.attrs[i], len(dst)
		if dst, err = a.append(append(dst, a.begin...), e.attr(i)); err != nil {
			if p.lenient && err.(*Error).noText {
				dst = dst[:before]
				continue
			}
			return dst, under(err, "@"+a.name)
		}
		dst = append(dst, '"')
	}
	if len(e.common().Extra) > 0 {
		return s.appendExtra(dst, e)
	}
	return dst, nil
}

func (s *spec) appendExtra(dst []byte, e Element) ([]byte, error) {
	var err error
	extra := e.common().Extra
	if n := len(extra) + bits.OnesCount64(uint64(e.present())); n > MaxAttrs {
		return dst, tooManyAttrs(n)
	}
	for i, a := range extra {
		if err = s.checkExtra(extra[:i], a.Name); err != nil {
			return dst, err
		}
		if dst, err = appendAttr(dst, a.Name, a.Value); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// checkExtra refuses an unknown attribute that would repeat another one, or
// that is known: a reader would find it in its own field.
func (s *spec) checkExtra(before []Attribute, name string) error {
	if _, known := s.byName[name]; known {
		return printError("attribute %s of <%s> has a field of its own", name, s.tag)
	}
	for _, b := range before {
		if b.Name == name {
			return printError("attribute %s is repeated", name)
		}
	}
	return nil
}

func tooDeep() *Error { return printError("elements are nested deeper than %d", MaxDepth) }

func tooManyAttrs(n int) *Error {
	return printError("%d attributes; at most %d are allowed", n, MaxAttrs)
}

func appendAttr(dst []byte, name, value string) ([]byte, error) {
	if err := checkName(name); err != nil {
		return dst, err
	}
	dst = append(append(append(dst, ' '), name...), '=', '"')
	dst, err := appendAttrValue(dst, value)
	if err != nil {
		return dst, under(err, "@"+name)
	}
	return append(dst, '"'), nil
}

// under puts the name of an element or attribute in front of an error's path.
func under(err error, name string) error {
	if e, ok := err.(*Error); ok {
		e.Path = "/" + name + e.Path
	}
	return err
}
