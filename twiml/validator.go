package twiml

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

// validator walks a tree and collects findings.
type validator struct {
	opts    ValidateOptions // Flavor is empty if it is not known
	found   []Finding
	omitted Finding // the one that stands for those beyond MaxFindings
	under   int     // where the walk is below the root, as an index of its verb; -1: at none
	speech  speech
}

func newValidator(r *Response, opts ValidateOptions) *validator {
	switch {
	case opts.Flavor != "":
	case opts.Context != "":
		opts.Flavor = FlavorVoice
	default:
		opts.Flavor = GuessFlavor(r)
	}
	v := &validator{opts: opts, under: -1}
	if !slices.Contains(flavors, opts.Flavor) {
		v.opts.Flavor = ""
		v.add(finding{code: CodeSchema}, "flavor %s is not known, so that verbs were not held against it: it should be %s, %s or %s",
			excerpt.Quote(string(opts.Flavor)), flavors[0], flavors[1], flavors[2])
	}
	return v
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
	if len(v.found) == MaxFindings {
		v.omit(f)
		return
	}
	path := f.at.path()
	if f.attr != "" {
		path += "/@" + f.attr
	}
	if path == "" {
		path = "/"
	}
	v.found = append(v.found, Finding{
		Code: f.code, Level: f.level, Path: path, Verb: v.under, Inferred: f.inferred,
		Line: int(f.pos.line), Column: int(f.pos.column), Message: fmt.Sprintf(format, args...),
	})
}

// omit counts a finding that is not listed. Only an error that blocks outweighs
// one that does not.
func (v *validator) omit(f finding) {
	o := &v.omitted
	this := Finding{Code: f.code, Level: f.level}
	if o.Omitted == 0 || o.Verb < 0 {
		o.Verb = v.under
	}
	if this.Level > o.Level || this.Blocks() && !o.Blocks() {
		o.Code, o.Level = this.Code, this.Level
	}
	o.Omitted++
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
		s := &step{up: x.at, name: name, index: seen[name]}
		if x.at.up == nil {
			v.under = verbIndex(n, i)
		}
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
	if x.at.up == nil {
		v.under = -1
	}
}

// verbIndex is the index of a child of the root if it is a verb, else -1.
func verbIndex(n Node, i int) int {
	if _, ok := n.(Element); ok {
		return i
	}
	return -1
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
				"text %s has no place in <%s>; it is ignored", excerpt.Quote(n.Data), parent.tag)
		}
	}
}

// unknown reports an element that is not known, or not allowed here.
func (v *validator) unknown(parent *spec, u *Unknown, at *step) {
	tag := u.Tag()
	known, fate := elements[tag], "it is skipped"
	f := finding{code: v.strangerCode(parent, known), level: parent.childLevel, at: at, pos: u.at}
	if parent.mixed() {
		fate = "its text is spoken, and its markup ignored"
	}
	switch {
	case known == nil:
		if !parent.mixed() {
			fate += " with everything in it"
		}
		v.add(f, "element <%s> is not known; %s", tag, fate)
	case slices.Contains(known.lax, parent.key):
		v.add(f, "element <%s> has no defined effect in <%s>, though it can be generated there; %s", tag, parent.tag, fate)
	case parent.allowed[tag] != nil: // a program did so: a parser would not
		v.add(f, "element <%s> is allowed in <%s>, but not as an Unknown, which is skipped: write it as *twiml.%s",
			tag, parent.tag, parent.allowed[tag].typ.Name())
	default:
		v.add(f, "element <%s> is not allowed in <%s>, which holds %s; %s", tag, parent.tag, v.childNames(parent), fate)
	}
}

// strangerCode is the code of an element that is not allowed below a parent. A
// known one below the root of a messaging document stands in the place of a verb
// and is none of the three: "anything else is 14110" (twiml.md §4), while of an
// element nobody knows §2 says 12200 in every document (inferred).
func (v *validator) strangerCode(parent, known *spec) int {
	if known != nil && parent == responseSpec && v.opts.Flavor == FlavorMessaging {
		return CodeMessagingVerb
	}
	return parent.childCode
}

// childNames lists what may stand in an element in documents of this flavor.
func (v *validator) childNames(parent *spec) string {
	strange := func(tag string) bool {
		child := parent.allowed[tag]
		return !v.opts.Flavor.has(child) || v.opts.Flavor.tolerates(child)
	}
	tags := parent.childTags()
	if v.opts.Flavor != "" {
		tags = slices.DeleteFunc(tags, strange)
	}
	if len(tags) == 0 {
		return "no elements"
	}
	return strings.Join(tags, ", ")
}

// verb checks what the flavor and the context say about a verb of the root.
func (v *validator) verb(e Element, at *step) {
	s, f := e.spec(), finding{code: CodeSchema, at: at, pos: e.common().at}
	switch {
	case v.opts.Flavor == "":
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
