package twiml

import (
	"github.com/beevik/etree"
	"github.com/goacd/acd/internal/xmlscan"
)

// builder assembles tokens into elements, for the parser and for the bridge.
type builder struct {
	op     string
	root   *Response // of a document
	top    Node      // of a fragment: the element or Unknown begun first
	before []Aside   // what stood before the root
	stack  []frame
	nodes  []Node // the content of all open elements, that of the innermost last
}

// frame is an element that is open. One of el and raw is nil.
type frame struct {
	el    Element
	spec  *spec
	from  int  // where its content begins in the builder's nodes
	lead  bool // the text field is filled
	texts bool // there was text that is not blank

	raw *etree.Element
}

// newBuilder makes a builder with room for what most documents need.
func newBuilder(op string) builder {
	return builder{op: op, stack: make([]frame, 0, 4), nodes: make([]Node, 0, 8)}
}

func (b *builder) add(t *xmlscan.Token) error {
	switch t.Kind {
	case xmlscan.Start:
		return b.start(t)
	case xmlscan.End:
		b.end()
	case xmlscan.Text, xmlscan.CData:
		b.text(t)
	case xmlscan.Comment:
		b.comment(t)
	case xmlscan.ProcInst:
		b.procInst(t)
	}
	return nil
}

func (b *builder) parent() *frame { return &b.stack[len(b.stack)-1] }

func (b *builder) start(t *xmlscan.Token) error {
	if len(b.stack) >= MaxDepth {
		err := parseError(CodeNotWellFormed, at(t.Pos), "<%s> is nested deeper than %d elements", t.Name, MaxDepth)
		err.Op, err.Inferred = b.op, true
		return err
	}
	s := elements[t.Name]
	if len(b.stack) > 0 {
		p := b.parent()
		if p.raw != nil {
			b.startRaw(t, p.raw.CreateElement(t.Name))
			return nil
		}
		s = p.spec.allowed[t.Name]
	}
	if s == nil {
		u := &Unknown{anywhere{at(t.Pos)}, etree.NewElement(t.Name)}
		b.attach(u)
		b.startRaw(t, u.Element)
		return nil
	}
	el := s.make()
	s.setAttrs(el, t)
	b.attach(el)
	b.stack = append(b.stack, frame{el: el, spec: s, from: len(b.nodes)})
	return nil
}

func (b *builder) startRaw(t *xmlscan.Token, el *etree.Element) {
	for _, a := range t.Attrs {
		el.CreateAttr(a.Name, a.Value)
	}
	b.stack = append(b.stack, frame{raw: el})
}

func (b *builder) attach(n Node) {
	if len(b.stack) == 0 {
		b.top = n
		if r, ok := n.(*Response); ok {
			r.Before, b.root = b.before, r
		}
		return
	}
	b.nodes = append(b.nodes, n)
}

func (s *spec) setAttrs(e Element, t *xmlscan.Token) {
	c := e.common()
	c.at = at(t.Pos)
	origins := make([]origin, len(t.Attrs)) // of all in one piece
	for n, a := range t.Attrs {
		if i, ok := s.attrIndex(a.Name, t.Attrs); ok {
			origins[n].at = at(a.Pos)
			s.attrs[i].decode(e.attr(i), a.Value, &origins[n])
			continue
		}
		c.Extra = append(c.Extra, Attribute{a.Name, a.Value, at(a.Pos)})
	}
}

// text adds character data: leading text to its field, white space without
// meaning nowhere, the rest to the children.
func (b *builder) text(t *xmlscan.Token) {
	p := b.parent()
	cdata := t.Kind == xmlscan.CData
	if p.raw != nil {
		if cdata {
			p.raw.CreateCData(t.Data)
		} else {
			p.raw.CreateText(t.Data)
		}
		return
	}
	if !cdata && isBlank(t.Data) && !p.mayCount() {
		return
	}
	p.texts = p.texts || cdata || !isBlank(t.Data)
	if lead := p.el.leading(); lead != nil && !cdata && !p.lead && len(b.nodes) == p.from {
		p.lead, *lead = true, t.Data
		return
	}
	b.nodes = append(b.nodes, &CharData{anywhere{at(t.Pos)}, t.Data, cdata})
}

// mayCount reports whether white space may have a meaning: always in spoken
// text, never where no text belongs, and elsewhere between two texts only.
func (f *frame) mayCount() bool {
	return f.spec.mixed() || f.texts && f.spec.text.kind != textNone
}

func (b *builder) comment(t *xmlscan.Token) {
	c := &Comment{anywhere{at(t.Pos)}, t.Data}
	switch {
	case len(b.stack) == 0:
		b.aside(c)
	case b.parent().raw != nil:
		b.parent().raw.CreateComment(t.Data)
	default:
		b.attach(c)
	}
}

func (b *builder) procInst(t *xmlscan.Token) {
	p := &ProcInst{anywhere{at(t.Pos)}, t.Name, t.Data}
	switch {
	case len(b.stack) == 0:
		b.aside(p)
	case b.parent().raw != nil:
		b.parent().raw.CreateProcInst(t.Name, t.Data)
	default:
		b.attach(p)
	}
}

func (b *builder) aside(a Aside) {
	if b.root == nil {
		b.before = append(b.before, a)
		return
	}
	b.root.After = append(b.root.After, a)
}

// end closes the innermost element, and gives it its children.
func (b *builder) end() {
	f := b.parent()
	b.stack = b.stack[:len(b.stack)-1]
	if f.raw != nil {
		return
	}
	content := b.nodes[f.from:]
	if !f.spec.mixed() {
		content = dropTrailing(content)
	}
	if len(content) > 0 {
		f.el.children().set(content)
	}
	clear(b.nodes[f.from:])
	b.nodes = b.nodes[:f.from]
}

// dropTrailing removes the white space after the last text.
func dropTrailing(content []Node) []Node {
	last := -1
	for i, n := range content {
		if c, ok := n.(*CharData); ok && (c.CDATA || !isBlank(c.Data)) {
			last = i
		}
	}
	kept := content[:last+1]
	for _, n := range content[last+1:] {
		if _, blank := n.(*CharData); !blank {
			kept = append(kept, n)
		}
	}
	return kept
}
