package twiml

import (
	"reflect"
	"slices"
	"strings"
)

// elementView is an element with what its checks ask for again and again.
type elementView struct {
	e      Element
	spec   *spec
	v      reflect.Value
	parent *spec // nil for the root
	at     *step
}

// attributes checks each known attribute that is present.
func (v *validator) attributes(x elementView) {
	for i := range x.spec.attrs {
		a, f := &x.spec.attrs[i], x.spec.field(x.v, i)
		state, _, pos := f.load()
		at := finding{at: x.at, attr: a.name, pos: pos, inferred: a.inferred}
		if state == attrUnset {
			v.absent(a, x, at)
			continue
		}
		// A value without text makes the tree unprintable, which is found first.
		text, _ := a.text(f)
		if _, c := a.fit(text); c != fits {
			at.code = a.code(c, x.parent)
			v.add(at, "attribute %s of <%s> is %s; it should be %s", a.name, x.spec.tag, quote(text), a.wants())
			continue
		}
		v.inlineURL(a, text, at)
	}
}

// code returns the code of a condition, which some attributes change by parent.
func (a *attrSpec) code(c condition, parent *spec) int {
	if parent != nil {
		if code, ok := a.under[parent.tag]; ok {
			return code
		}
	}
	return a.codes[c]
}

// absent checks what an inline document has to state.
func (v *validator) absent(a *attrSpec, x elementView, at finding) {
	if !v.opts.Inline || a.absolute == 0 {
		return
	}
	at.code, at.pos = a.absolute, x.e.common().at
	v.add(at, "<%s> needs an absolute %s in an inline document", x.spec.tag, a.name)
}

func (v *validator) inlineURL(a *attrSpec, text string, at finding) {
	if !v.opts.Inline || a.kind != kindURL || isAbsolute(text) || text == "" && a.empty {
		return
	}
	at.code = CodeURLInvalid
	if a.absolute != 0 {
		at.code = a.absolute
	}
	v.add(at, "attribute %s is %s, relative to an inline document, which has no address", a.name, quote(text))
}

// extra reports unknown attributes; namespaces and xml:space are ignored
// without a word (twiml.md §2).
func (v *validator) extra(x elementView) {
	for _, a := range x.e.common().Extra {
		if a.Name == "xmlns" || strings.HasPrefix(a.Name, "xmlns:") || a.Name == "xml:space" {
			continue
		}
		v.add(finding{code: CodeSchema, at: x.at, attr: a.Name, pos: a.at},
			"attribute %s is not allowed to appear in <%s>; it is ignored", a.Name, x.spec.tag)
	}
}

// text checks the text of an element that has one.
func (v *validator) text(x elementView) {
	t := &x.spec.text
	if t.kind == textNone {
		return
	}
	text := TextOf(x.e)
	at := finding{at: x.at, pos: x.e.common().at}
	switch c := t.fit(text); {
	case isBlank(text):
		v.blank(x, at)
	case t.unless != "" && x.has(item{attr: t.unless}):
		// The text is ignored: a rule of the element says so.
	case c == tooLong:
		at.code = t.codes[c]
		v.add(at, "the text of <%s> is %s; at most %d characters are allowed", x.spec.tag, quote(text), t.max)
	case c != fits:
		at.code, at.inferred = t.codes[c], t.kind == textPhone
		v.add(at, "the text of <%s> is %s; it should be %s", x.spec.tag, quote(text), t.wants())
	case v.opts.Inline && t.kind == textURL && !isAbsolute(text):
		at.code = CodeURLInvalid
		v.add(at, "the address %s is relative to an inline document, which has none", quote(text))
	}
}

func (v *validator) blank(x elementView, at finding) {
	t := &x.spec.text
	switch {
	case t.required:
		at.code = t.codes[isEmpty]
		v.add(at, "<%s> is empty; it needs %s", x.spec.tag, t.wants())
	case v.opts.Inline && t.emptyIsCurrent:
		at.code = CodeURLInvalid
		v.add(at, "<%s> without address means the current document, and an inline document has no address", x.spec.tag)
	}
}

// rules checks the constraints across the parts of an element.
func (v *validator) rules(x elementView) {
	for i := range x.spec.rules {
		r := &x.spec.rules[i]
		at := finding{code: r.code, level: r.level, at: x.at, pos: x.e.common().at, inferred: r.inferred}
		switch r.kind {
		case ruleMaxCount, ruleExclusive:
			v.countRule(x, r, at)
		case ruleForbiddenInDocument:
			if v.forbidden(x.spec) == r {
				v.add(at, "<%s> is not allowed in the document of %s: %s", x.spec.tag, v.opts.Context, r.note)
			}
		default:
			if msg := x.broken(r); msg != "" {
				if r.note != "" {
					msg += ": " + r.note
				}
				v.add(at, "%s", msg)
			}
		}
	}
}

// broken returns what is wrong about a rule of presence, "" if nothing is.
func (x *elementView) broken(r *ruleSpec) string {
	present := 0
	for _, it := range r.of {
		if x.has(it) {
			present++
		}
	}
	switch r.kind {
	case ruleAtLeastOne:
		if present == 0 {
			return "<" + x.spec.tag + "> needs one of: " + itemNames(r.of)
		}
	case ruleAtMostOne, ruleNotCombined:
		if present > 1 {
			return "<" + x.spec.tag + "> has more than one of: " + itemNames(r.of)
		}
	case ruleRequires:
		lacks := func(it item) bool { return !x.has(it) }
		if present > 0 && slices.ContainsFunc(r.then, lacks) {
			return itemNames(r.of) + " of <" + x.spec.tag + "> means nothing without " + itemNames(r.then)
		}
	case ruleForbiddenAttributeUnder:
		if present > 0 && x.parent != nil && slices.Contains(r.parents, x.parent.tag) {
			return itemNames(r.of) + " of <" + x.spec.tag + "> is not allowed in <" + x.parent.tag + ">"
		}
	}
	return ""
}

// countRule checks how many children of some names there are, and reports the
// first one too many.
func (v *validator) countRule(x elementView, r *ruleSpec, at finding) {
	total, named, which := 0, 0, -1
	for i, n := range Children(x.e) {
		tag, ok := elementName(n)
		if !ok {
			continue
		}
		total++
		if slices.ContainsFunc(r.of, func(it item) bool { return it.tag == tag }) {
			named++
			if which < 0 || r.kind == ruleMaxCount && named <= r.max+1 {
				which = i
			}
		}
	}
	if which < 0 {
		return
	}
	children := x.v.Field(x.spec.children)
	at.at, at.pos = childStep(children, which), positionOf(childNode(children, which))
	at.at.up = x.at
	switch {
	case r.kind == ruleMaxCount && named > r.max:
		v.add(at, "<%s> holds %d of %s; at most %d are allowed", x.spec.tag, named, itemNames(r.of), r.max)
	case r.kind == ruleExclusive && total > 1:
		v.add(at, "%s must be the only element in <%s>", itemNames(r.of), x.spec.tag)
	}
}

// has reports whether an item is there. Elements count by name, known or not,
// so that <Dial><Client/></Dial> is not found to lack a number.
func (x *elementView) has(it item) bool {
	switch {
	case it.attr != "":
		i := x.spec.byName[it.attr]
		f := x.spec.field(x.v, i)
		if state, _, _ := f.load(); state == attrUnset {
			return false
		}
		text, _ := x.spec.attrs[i].text(f)
		return it.value == "" || it.value == text
	case it.tag == "#text":
		return !isBlank(TextOf(x.e))
	}
	for _, n := range Children(x.e) {
		if tag, ok := elementName(n); ok && (it.tag == "#children" || it.tag == tag) {
			return true
		}
	}
	return false
}

func elementName(n Node) (string, bool) {
	switch n := n.(type) {
	case Element:
		return Tag(n), true
	case *Unknown:
		return n.Tag(), true
	}
	return "", false
}
