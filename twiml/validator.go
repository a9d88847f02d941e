package twiml

import (
	"fmt"
	"slices"
	"strings"
)

// validator walks a tree and collects findings.
type validator struct {
	opts  ValidateOptions
	found []Finding
}

func newValidator(r *Response, opts ValidateOptions) *validator {
	switch {
	case opts.Flavor != "":
	case opts.Context != "":
		opts.Flavor = FlavorVoice
	default:
		opts.Flavor = GuessFlavor(r)
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

// lint gives advice, if it is asked for.
func (v *validator) lint(at finding, format string, args ...any) {
	if v.opts.Lint {
		at.code, at.level = 0, LevelLint
		v.add(at, format, args...)
	}
}

// element checks an element that may stand where it stands: first what is said
// about it as a whole, then its attributes, then its children, which is the
// order of the document.
func (v *validator) element(e Element, parent *spec, at *step) {
	x := elementView{e: e, spec: e.spec(), set: e.present(), children: e.children(), parent: parent, at: at}
	if x.spec.deprecated != "" {
		v.lint(finding{at: at, pos: e.common().at}, "<%s> is deprecated: %s", x.spec.tag, x.spec.deprecated)
	}
	v.absences(x)
	v.text(x)
	v.rules(x)
	v.attributes(x)
	v.extra(x)
	v.children(x)
}

func (v *validator) children(x elementView) {
	count := x.children.len()
	if count == 0 {
		return
	}
	var reach reached
	surpluses := x.surpluses()
	seen := map[string]int{} // most elements have few kinds of children
	for i := range count {
		n := x.children.at(i)
		if n == nil {
			continue
		}
		name := stepName(n)
		seen[name]++
		s := &step{x.at, name, seen[name]}
		for _, extra := range surpluses {
			if extra.child == i {
				v.surplus(x, extra, n, s)
			}
		}
		if most, ok := x.spec.maxCount[name]; ok && seen[name] == most+1 {
			v.add(finding{code: CodeSchema, at: s, pos: positionOf(n)},
				"<%s> holds more than %d <%s>", x.spec.tag, most, name)
		}
		reach.next(v, x.e, n, s)
		v.child(x.e, n, s)
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
	f := finding{code: parent.childCode, level: parent.childLevel, at: at, pos: u.at}
	known := elements[tag]
	switch {
	case known == nil:
		v.add(f, "element <%s> is not known; it is skipped with everything in it", tag)
		return
	case slices.Contains(known.lax, parent.key):
		v.add(f, "element <%s> has no defined effect in <%s>, though it can be generated there; it is skipped", tag, parent.tag)
		return
	}
	allowed := "no elements"
	strange := func(tag string) bool {
		child := parent.allowed[tag]
		return !v.opts.Flavor.has(child) || v.opts.Flavor.tolerates(child)
	}
	if tags := slices.DeleteFunc(parent.childTags(), strange); len(tags) > 0 {
		allowed = strings.Join(tags, ", ")
	}
	v.add(f, "element <%s> is not allowed in <%s>, which holds %s; it is skipped", tag, parent.tag, allowed)
}

// verb checks what the flavor and the context say about a verb of the root.
func (v *validator) verb(e Element, at *step) {
	s, f := e.spec(), finding{code: CodeSchema, at: at, pos: e.common().at}
	switch {
	case v.opts.Flavor.tolerates(s):
		v.add(f, "<%s> has no defined effect in a %s document, though it can be generated there", s.tag, v.opts.Flavor)
	case !v.opts.Flavor.has(s):
		if v.opts.Flavor == FlavorMessaging {
			f.code = CodeMessagingVerb
		}
		v.add(f, "<%s> is no verb of a %s document", s.tag, v.opts.Flavor)
	}
	if v.opts.Context.Allows(e) || v.forbidden(s) != nil {
		return
	}
	a := v.opts.Context.attr()
	f.code, f.level, f.inferred = a.docCode, a.docLevel, a.docInfer
	v.add(f, "<%s> is not allowed in the document of %s, which holds %s", s.tag, v.opts.Context, strings.Join(a.documents, ", "))
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
