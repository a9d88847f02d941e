package twiml

import (
	"slices"
	"strconv"
)

// rules checks the constraints across the parts of an element, and that it has
// the children it cannot do without. Constraints about one child too many are
// left to [validator.surplus].
func (v *validator) rules(x elementView) {
	for _, least := range x.spec.minCount {
		if n := x.count(item{tag: least.tag}); n < least.n {
			v.add(finding{code: CodeSchema, at: x.at, pos: x.e.common().at},
				"<%s> holds %d <%s>; it needs at least %d", x.spec.tag, n, least.tag, least.n)
		}
	}
	for i := range x.spec.rules {
		r := &x.spec.rules[i]
		at := finding{code: r.code, level: r.level, at: x.at, pos: x.e.common().at, inferred: r.inferred}
		if r.kind == ruleForbiddenInDocument {
			if v.forbidden(x.spec) == r {
				v.add(at, "<%s> is not allowed in the document of %s: %s", x.spec.tag, v.opts.Context, r.note)
			}
			continue
		}
		if r.kind == ruleForbiddenAttributeUnder {
			v.forbiddenAttributes(x, r, at)
			continue
		}
		if msg := x.broken(r); msg != "" {
			v.rule(at, "%s%s", msg, r.because())
		}
	}
}

// rule reports a broken rule, if it is one of advice only when that is asked for.
func (v *validator) rule(f finding, format string, args ...any) {
	if f.level == LevelLint {
		v.lint(f, format, args...)
		return
	}
	v.add(f, format, args...)
}

// forbiddenAttributes reports each attribute that has no place below the parent,
// where it stands.
func (v *validator) forbiddenAttributes(x elementView, r *ruleSpec, at finding) {
	if !x.under(r) {
		return
	}
	for _, it := range r.of {
		if x.has(it) {
			at.attr, at.pos = it.attr, x.e.attr(x.spec.byName[it.attr]).at()
			v.rule(at, "%s of <%s> is not allowed in <%s>%s", it, x.spec.tag, x.parent.tag, r.because())
		}
	}
}

// broken returns what is wrong about a rule of presence, "" if nothing is.
func (x *elementView) broken(r *ruleSpec) string {
	present, holds := 0, x.has
	if r.kind.demands() {
		holds = x.written
	}
	for _, it := range r.of {
		if holds(it) {
			present++
		}
	}
	switch r.kind {
	case ruleAtLeastOne:
		if present == 0 {
			return "<" + x.spec.tag + "> needs " + x.spec.choice(r.of, "a")
		}
	case ruleExactlyOne:
		if len(r.of) == 1 { // #children: as many as there are
			present = x.count(r.of[0])
		}
		if present != 1 {
			return "<" + x.spec.tag + "> needs exactly " + x.spec.choice(r.of, "one")
		}
	case ruleAtLeastOneUnder:
		if present == 0 && x.under(r) {
			return "<" + x.spec.tag + "> in <" + x.parent.tag + "> needs one of: " + itemNames(r.of)
		}
	case ruleRequiredUnder:
		if present < len(r.of) && x.under(r) {
			return "<" + x.spec.tag + "> in <" + x.parent.tag + "> needs: " + itemNames(r.of)
		}
	case ruleAtMostOne, ruleNotCombined:
		if present > 1 {
			return "<" + x.spec.tag + "> has more than one of: " + itemNames(r.of)
		}
	case ruleRequires:
		lacks := func(it item) bool { return !x.written(it) }
		if present > 0 && slices.ContainsFunc(r.then, lacks) {
			return itemNames(r.of) + " of <" + x.spec.tag + "> means nothing without " + itemNames(r.then)
		}
	case ruleLimits:
		if over, ok := x.over(r); ok && present > 0 {
			return over.String() + " of <" + x.spec.tag + "> is above " + strconv.Itoa(r.max) + ", the most that goes with " + itemNames(r.of)
		}
	}
	return ""
}

// over returns the first attribute with a number above the one that the rule
// allows. An attribute that is unset or does not fit has none: the default does
// not count here (inferred).
func (x *elementView) over(r *ruleSpec) (item, bool) {
	for _, it := range r.then {
		i := x.spec.byName[it.attr]
		f := x.e.attr(i)
		if f.state() != attrSet || !x.spec.attrs[i].counts(f, "") {
			continue
		}
		text, _ := x.spec.attrs[i].text(f)
		if n, err := strconv.Atoi(text); err == nil && n > r.max {
			return it, true
		}
	}
	return item{}, false
}

// surplus is the first child that breaks a rule about how many there may be.
type surplus struct {
	child int
	rule  *ruleSpec
	named int // children that the rule counts
}

// surpluses finds them, each rule's at most once.
func (x *elementView) surpluses() []surplus {
	var list []surplus
	for i := range x.spec.rules {
		r := &x.spec.rules[i]
		if r.kind != ruleMaxCount && r.kind != ruleExclusive {
			continue
		}
		if s := x.surplus(r); s.child >= 0 {
			list = append(list, s)
		}
	}
	return list
}

// surplus counts the children that a rule names. The child is the first one
// too many, or the first that ought to stand alone; -1 if the rule is kept.
func (x *elementView) surplus(r *ruleSpec) surplus {
	total, s := 0, surplus{child: -1, rule: r}
	children := x.children
	for i := range children.len() { // [Children] would allocate for each rule
		tag, ok := elementName(children.at(i))
		if !ok {
			continue
		}
		total++
		if !slices.ContainsFunc(r.of, func(it item) bool { return it.tag == tag }) {
			continue
		}
		s.named++
		if r.kind == ruleExclusive && s.child < 0 || r.kind == ruleMaxCount && s.named == r.max+1 {
			s.child = i
		}
	}
	if r.kind == ruleExclusive && total == 1 {
		s.child = -1
	}
	return s
}

// surplus reports a child that there is one too many of.
func (v *validator) surplus(x elementView, s surplus, n Node, at *step) {
	r := s.rule
	f := finding{code: r.code, level: r.level, at: at, pos: positionOf(n), inferred: r.inferred}
	if r.kind == ruleMaxCount {
		v.add(f, "<%s> holds %d of %s; at most %d are allowed", x.spec.tag, s.named, itemNames(r.of), r.max)
		return
	}
	v.add(f, "%s must be the only element in <%s>", itemNames(r.of), x.spec.tag)
}

// has reports whether an item is there. An attribute that does not fit counts as
// absent (twiml.md §2). Elements count by name, known or not, so that
// <Dial><Client/></Dial> is not found to lack a number.
func (x *elementView) has(it item) bool {
	switch {
	case it.attr != "":
		i := x.spec.byName[it.attr]
		return x.set.has(i) && x.spec.attrs[i].counts(x.e.attr(i), it.value)
	case it.tag == "#text":
		return !isBlank(TextOf(x.e))
	}
	return x.count(it) > 0
}

// written reports whether an item is there, fit or not. An attribute that was
// demanded and does not fit has a finding of its own, which is as grave: a second
// one would send the reader to look for a second mistake.
func (x *elementView) written(it item) bool {
	return x.has(it) || it.attr != "" && it.value == "" && x.set.has(x.spec.byName[it.attr])
}

// counts reports whether an attribute that is written holds a value that fits,
// and that very value if one is asked for.
func (a *attrSpec) counts(f slot, value string) bool {
	text, err := a.text(f)
	if err != nil || value != "" && text != value {
		return false
	}
	_, c := a.fit(text)
	return c == fits
}

// count returns how many children an item stands for.
func (x *elementView) count(it item) int {
	n := 0
	children := x.children
	for i := range children.len() {
		if tag, ok := elementName(children.at(i)); ok && (it.tag == "#children" || it.tag == tag) {
			n++
		}
	}
	return n
}

// under reports whether the element stands below a parent of the rule.
func (x *elementView) under(r *ruleSpec) bool {
	return x.parent != nil && slices.Contains(r.parents, x.parent.key)
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
