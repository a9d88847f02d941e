package twiml

import (
	"strings"

	"github.com/goacd/acd/internal/excerpt"
)

// elementView is an element with what its checks ask for again and again.
type elementView struct {
	e        Element
	spec     *spec
	set      attrBits
	children nodes
	parent   *spec // nil for the root
	at       *step
}

// absences checks each known attribute that is not there.
func (v *validator) absences(x elementView) {
	matter := x.spec.required
	if v.opts.Inline {
		matter |= x.spec.absolute
	}
	for matter &^= x.set; matter != 0; {
		v.absent(&x.spec.attrs[matter.next()], x)
	}
}

// attributes checks each known attribute that is present.
func (v *validator) attributes(x elementView) {
	for set := x.set; set != 0; {
		i := set.next()
		a, f := &x.spec.attrs[i], x.e.attr(i)
		at := finding{at: x.at, attr: a.name, pos: f.at(), inferred: a.inferred}
		text, err := a.text(f)
		if err != nil { // a program has set what has no text
			at.code = a.code(invalid, x.parent)
			v.add(at, "attribute %s of <%s> is %s; it should be %s", a.name, x.spec.tag, shown(f), a.wants())
			continue
		}
		if _, c := a.fit(text); c != fits {
			at.code = a.code(c, x.parent)
			v.add(at, "attribute %s of <%s> is %s; it should be %s", a.name, x.spec.tag, excerpt.Quote(text), a.wants())
			continue
		}
		v.inlineURL(a, text, at)
		v.adviseAttr(a, text, x, at)
	}
}

func (v *validator) adviseAttr(a *attrSpec, text string, x elementView, at finding) {
	if a.deprecated != "" {
		v.lint(at, "attribute %s of <%s> is deprecated: %s", a.name, x.spec.tag, a.deprecated)
	}
	if a.unusual(text) {
		v.lint(at, "attribute %s of <%s> is %s; it is usually %s", a.name, x.spec.tag, excerpt.Quote(text), a.wants())
	}
}

// code returns the code of a condition, which some attributes change by parent.
func (a *attrSpec) code(c condition, parent *spec) int {
	if parent != nil {
		if code, ok := a.under[parent.key]; ok {
			return code
		}
	}
	return a.codes[c]
}

// absent checks what has to be stated, always or in an inline document.
func (v *validator) absent(a *attrSpec, x elementView) {
	at := finding{code: CodeSchema, at: x.at, attr: a.name, pos: x.e.common().at}
	if a.required {
		v.add(at, "<%s> needs attribute %s: %s", x.spec.tag, a.name, a.wants())
	}
	if v.opts.Inline && a.absolute != 0 {
		at.code, at.inferred = a.absolute, a.inferred
		v.add(at, "<%s> needs an absolute %s in an inline document", x.spec.tag, a.name)
	}
}

func (v *validator) inlineURL(a *attrSpec, text string, at finding) {
	if !v.opts.Inline || a.kind != kindURL || isAbsolute(text) || text == "" && a.empty {
		return
	}
	at.code = CodeURLInvalid
	if a.absolute != 0 {
		at.code = a.absolute
	}
	v.add(at, "attribute %s is %s, relative to an inline document, which has no address", a.name, excerpt.Quote(text))
}

// extra reports unknown attributes; namespaces and xml:space are ignored
// without a word (twiml.md §2).
func (v *validator) extra(x elementView) {
	for _, a := range x.e.common().Extra {
		if a.Name == "xmlns" || strings.HasPrefix(a.Name, "xmlns:") || a.Name == "xml:space" {
			continue
		}
		if i, ok := x.spec.otherName[a.Name]; ok {
			v.add(finding{code: CodeSchema, at: x.at, attr: a.Name, pos: a.at},
				"attribute %s repeats %s of <%s>; it is ignored", a.Name, x.spec.attrs[i].name, x.spec.tag)
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
	at := finding{at: x.at, pos: x.e.common().at}
	if x.spec.mixed() {
		if x.parent != nil && x.parent.mixed() {
			if v.speech.take() {
				v.blank(x, at)
			}
			return // it is part of a text that has been looked at
		}
		v.speech.begin(x.e)
	}
	text := TextOf(x.e)
	switch c := t.fit(text); {
	case isBlank(text):
		v.blank(x, at)
	case t.unless != "" && x.has(item{attr: t.unless}):
		// The text is ignored: a rule of the element says so.
	case c == tooLong:
		at.code = t.codes[c]
		v.add(at, "the text of <%s> is %s; at most %d characters are allowed", x.spec.tag, excerpt.Quote(text), t.max)
	case c != fits:
		at.code, at.inferred = t.codes[c], t.kind == textPhone || t.kind == textSIP
		v.add(at, "the text of <%s> is %s; it should be %s", x.spec.tag, excerpt.Quote(text), t.wants())
	case v.opts.Inline && t.kind == textURL && !isAbsolute(text):
		at.code = CodeURLInvalid
		v.add(at, "the address %s is relative to an inline document, which has none", excerpt.Quote(text))
	case t.unusual(text):
		v.lint(at, "the text of <%s> is %s; it is usually %s", x.spec.tag, excerpt.Quote(text), t.wants())
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
