package twiml

import (
	"reflect"

	"github.com/beevik/etree"
)

// builder assembles tokens into elements, for the parser and for the bridge.
type builder struct {
	op     string
	root   *Response // of a document
	top    Node      // of a fragment: the element or Unknown begun first
	before []Aside   // what stood before the root
	stack  []frame
}

// frame is an element that is open. One of el and raw is nil.
type frame struct {
	el      Element
	spec    *spec
	v       reflect.Value // the struct behind el
	content []Node

	raw *etree.Element
}

func (b *builder) add(t token) error {
	switch t.kind {
	case tokenStart:
		return b.start(t)
	case tokenEnd:
		b.end()
	case tokenText, tokenCData:
		b.text(t)
	case tokenComment:
		b.comment(t)
	case tokenProcInst:
		b.procInst(t)
	}
	return nil
}

func (b *builder) parent() *frame { return &b.stack[len(b.stack)-1] }

func (b *builder) start(t token) error {
	if len(b.stack) >= MaxDepth {
		err := parseError(CodeNotWellFormed, t.at, "<%s> is nested deeper than %d elements", t.name, MaxDepth)
		err.Op, err.Inferred = b.op, true
		return err
	}
	s := elements[t.name]
	if len(b.stack) > 0 {
		p := b.parent()
		if p.raw != nil {
			b.startRaw(t, p.raw.CreateElement(t.name))
			return nil
		}
		s = p.spec.allowed[t.name]
	}
	if s == nil {
		u := &Unknown{anywhere{t.at}, etree.NewElement(t.name)}
		b.attach(u)
		b.startRaw(t, u.Element)
		return nil
	}
	v := reflect.New(s.typ)
	el := v.Interface().(Element)
	s.setAttrs(v.Elem(), el.common(), t)
	b.attach(el)
	b.stack = append(b.stack, frame{el: el, spec: s, v: v.Elem()})
	return nil
}

func (b *builder) startRaw(t token, el *etree.Element) {
	for _, a := range t.attrs {
		el.CreateAttr(a.name, a.value)
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
	p := b.parent()
	p.content = append(p.content, n)
}

func (s *spec) setAttrs(v reflect.Value, c *Common, t token) {
	c.at = t.at
	for _, a := range t.attrs {
		if i, ok := s.byName[a.name]; ok {
			s.attrs[i].decode(s.field(v, i), a.value, a.at)
			continue
		}
		c.Extra = append(c.Extra, Attribute{a.name, a.value, a.at})
	}
}

func (b *builder) text(t token) {
	p := b.parent()
	switch {
	case p.raw == nil:
		p.content = append(p.content, &CharData{anywhere{t.at}, t.data, t.kind == tokenCData})
	case t.kind == tokenCData:
		p.raw.CreateCData(t.data)
	default:
		p.raw.CreateText(t.data)
	}
}

func (b *builder) comment(t token) {
	c := &Comment{anywhere{t.at}, t.data}
	switch {
	case len(b.stack) == 0:
		b.aside(c)
	case b.parent().raw != nil:
		b.parent().raw.CreateComment(t.data)
	default:
		b.attach(c)
	}
}

func (b *builder) procInst(t token) {
	p := &ProcInst{anywhere{t.at}, t.name, t.data}
	switch {
	case len(b.stack) == 0:
		b.aside(p)
	case b.parent().raw != nil:
		b.parent().raw.CreateProcInst(t.name, t.data)
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

// end closes the innermost element: white space without meaning goes, leading
// text moves to its field, the rest becomes the children.
func (b *builder) end() {
	f := b.parent()
	b.stack = b.stack[:len(b.stack)-1]
	if f.raw != nil {
		return
	}
	content := dropBlank(f.content, f.spec.text.kind)
	if len(content) > 0 && f.spec.textField >= 0 {
		if c, ok := content[0].(*CharData); ok && !c.CDATA {
			f.v.Field(f.spec.textField).SetString(c.Data)
			content = content[1:]
		}
	}
	if len(content) == 0 {
		return
	}
	field := f.v.Field(f.spec.children)
	list := reflect.MakeSlice(field.Type(), len(content), len(content))
	for i, n := range content {
		list.Index(i).Set(reflect.ValueOf(n))
	}
	field.Set(list)
}

// dropBlank removes white space that means nothing: none in spoken text, all
// of it where no text belongs, and elsewhere what stands before the first and
// after the last text, since white space between two texts is part of the text.
func dropBlank(content []Node, kind textKind) []Node {
	if kind == textMixed {
		return content
	}
	first, last := len(content), -1
	for i, n := range content {
		if c, ok := n.(*CharData); ok && kind != textNone && (c.CDATA || !isBlank(c.Data)) {
			first, last = min(first, i), i
		}
	}
	kept := content[:0]
	for i, n := range content {
		c, ok := n.(*CharData)
		if ok && !c.CDATA && isBlank(c.Data) && (i < first || i > last) {
			continue
		}
		kept = append(kept, n)
	}
	return kept
}
