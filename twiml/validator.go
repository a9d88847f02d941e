package twiml

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// validator walks a tree and collects findings.
type validator struct {
	opts  ValidateOptions
	found []Finding
}

func newValidator(opts ValidateOptions) *validator {
	if opts.Flavor == "" {
		opts.Flavor = FlavorVoice
	}
	return &validator{opts: opts}
}

// finding is where and how grave, for add.
type finding struct {
	code     int
	level    Level // 0: that of the code
	at       *step
	attr     string
	pos      position
	inferred bool
}

func (v *validator) add(f finding, format string, args ...any) {
	if f.level == 0 {
		f.level, _ = CodeLevel(f.code)
	}
	path := f.at.path()
	if f.attr != "" {
		path += "/@" + f.attr
	}
	if path == "" {
		path = "/"
	}
	v.found = append(v.found, Finding{
		Code: f.code, Level: f.level, Path: path, Inferred: f.inferred,
		Line: int(f.pos.line), Column: int(f.pos.column), Message: fmt.Sprintf(format, args...),
	})
}

func (v *validator) root(r *Response) { v.element(r, nil, &step{name: Tag(r)}) }

// element checks an element that may stand where it stands.
func (v *validator) element(e Element, parent *spec, at *step) {
	x := elementView{e: e, spec: e.spec(), v: reflect.ValueOf(e).Elem(), parent: parent, at: at}
	v.attributes(x)
	v.extra(x)
	v.text(x)
	v.rules(x)
	children := x.v.Field(x.spec.children)
	seen := make(map[string]int, len(x.spec.allowed))
	for i := range children.Len() {
		n := childNode(children, i)
		if n == nil {
			continue
		}
		name := stepName(n)
		seen[name]++
		s := &step{at, name, seen[name]}
		v.child(e, n, s)
		if most, ok := x.spec.maxCount[name]; ok && seen[name] == most+1 {
			v.add(finding{code: CodeSchema, at: s, pos: positionOf(n)},
				"<%s> holds more than %d <%s>", x.spec.tag, most, name)
		}
	}
}

// child checks one node below e.
func (v *validator) child(e Element, n Node, at *step) {
	parent := e.spec()
	switch n := n.(type) {
	case Element:
		if _, root := e.(*Response); root {
			v.verb(n, at)
		}
		v.element(n, parent, at)
	case *Unknown:
		v.unknown(parent, n, at)
	case *CharData:
		if parent.text.kind == textNone && !isBlank(n.Data) {
			v.add(finding{code: CodeSchema, at: at, pos: n.at, inferred: true},
				"text %s has no place in <%s>; it is ignored", quote(n.Data), parent.tag)
		}
	}
}

// unknown reports an element that is not known, or not allowed here.
func (v *validator) unknown(parent *spec, u *Unknown, at *step) {
	tag := u.Tag()
	f := finding{code: parent.childCode, at: at, pos: u.at}
	if elements[tag] == nil {
		v.add(f, "element <%s> is not among those that acd knows; it is skipped with everything in it", tag)
		return
	}
	allowed := "no elements"
	if tags := parent.childTags(); len(tags) > 0 {
		allowed = strings.Join(tags, ", ")
	}
	v.add(f, "element <%s> is not allowed in <%s>, which holds %s; it is skipped", tag, parent.tag, allowed)
}

// verb checks what the flavor and the context say about a verb of the root.
func (v *validator) verb(e Element, at *step) {
	s, pos := e.spec(), e.common().at
	if !slices.Contains(s.flavors, string(v.opts.Flavor)) {
		code := CodeSchema
		if v.opts.Flavor == FlavorMessaging {
			code = CodeMessagingVerb
		}
		v.add(finding{code: code, at: at, pos: pos}, "<%s> is no verb of a %s document", s.tag, v.opts.Flavor)
	}
	if v.opts.Context.Allows(e) || v.forbidden(s) != nil {
		return
	}
	a := v.opts.Context.attr()
	v.add(finding{code: CodeSchema, level: a.docLevel, at: at, pos: pos, inferred: a.docInfer},
		"<%s> is not allowed in the document of %s, which holds %s", s.tag, v.opts.Context, strings.Join(a.documents, ", "))
}

// forbidden returns the rule that keeps an element out of documents of this
// context with a code of its own, nil if there is none.
func (v *validator) forbidden(s *spec) *ruleSpec {
	for i := range s.rules {
		r := &s.rules[i]
		if r.kind == ruleForbiddenInDocument && slices.Contains(r.contexts, string(v.opts.Context)) {
			return r
		}
	}
	return nil
}

func positionOf(n Node) position {
	p := n.Pos()
	return position{uint32(p.Line), uint32(p.Column)}
}
