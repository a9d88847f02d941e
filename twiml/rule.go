package twiml

import "strings"

// rule is the type of blank fields whose tag is a constraint across the parts
// of an element, as twiml.md §1 lists them. An item of a constraint is
// @attribute, @attribute=value, the name of a child element, #text (not blank)
// or #children (any child element).
type rule struct{}

type ruleKind uint8

const (
	ruleAtLeastOne ruleKind = iota
	ruleExactlyOne
	ruleAtMostOne
	ruleNotCombined
	ruleRequires
	ruleMaxCount
	ruleExclusive
	ruleAtLeastOneUnder
	ruleRequiredUnder
	ruleForbiddenAttributeUnder
	ruleForbiddenInDocument
	ruleChildCode
	ruleLimits
)

var ruleKinds = map[string]ruleKind{
	"atLeastOne":              ruleAtLeastOne,
	"exactlyOne":              ruleExactlyOne,
	"atMostOne":               ruleAtMostOne,
	"notCombined":             ruleNotCombined,
	"requires":                ruleRequires,
	"limits":                  ruleLimits,
	"maxCount":                ruleMaxCount,
	"exclusive":               ruleExclusive,
	"atLeastOneUnder":         ruleAtLeastOneUnder,
	"requiredUnder":           ruleRequiredUnder,
	"forbiddenAttributeUnder": ruleForbiddenAttributeUnder,
	"forbiddenInDocument":     ruleForbiddenInDocument,
	"childCode":               ruleChildCode,
}

// demands reports whether a rule of the kind is broken by what is missing.
func (k ruleKind) demands() bool {
	switch k {
	case ruleAtLeastOne, ruleExactlyOne, ruleAtLeastOneUnder, ruleRequiredUnder:
		return true
	}
	return false
}

type ruleSpec struct {
	kind     ruleKind
	of, then []item // requires, limits: of is the condition
	max      int
	parents  []string
	contexts []string
	level    Level
	code     int
	inferred bool
	note     string
}

func newRuleSpec(t *tag) ruleSpec {
	kind, ok := ruleKinds[t.name]
	if !ok {
		panic("twiml: unknown rule " + t.name)
	}
	r := ruleSpec{
		kind: kind, max: t.number("max", 0),
		of: items(append(t.words("of"), t.words("if")...)), then: items(t.words("then")),
		parents: t.words("parents"), contexts: t.words("context"), inferred: t.flag("inferred"),
	}
	r.note, _ = t.value("note")
	r.level, r.code = LevelWarning, t.number("warning", 0)
	if code := t.number("error", 0); code != 0 {
		r.level, r.code = LevelError, code
	}
	if t.flag("lint") {
		r.level = LevelLint
	}
	if (r.code == 0) != (r.level == LevelLint) {
		panic("twiml: rule without code: " + t.text)
	}
	return r
}

// because is the note as the end of a message.
func (r *ruleSpec) because() string {
	if r.note == "" {
		return ""
	}
	return ": " + r.note
}

// item is one operand of a rule.
type item struct{ attr, value, tag string }

func items(words []string) []item {
	list := make([]item, len(words))
	for i, w := range words {
		var it item
		if attr, ok := strings.CutPrefix(w, "@"); ok {
			it.attr, it.value, _ = strings.Cut(attr, "=")
		} else {
			it.tag = w
		}
		list[i] = it
	}
	return list
}

// String names the item in a message.
func (it item) String() string {
	switch {
	case it.attr != "" && it.value != "":
		return it.attr + `="` + it.value + `"`
	case it.attr != "":
		return "attribute " + it.attr
	case it.tag == "#text":
		return "text"
	case it.tag == "#children":
		return "child elements"
	}
	return "<" + it.tag + ">"
}

func itemNames(list []item) string {
	names := make([]string, len(list))
	for i, it := range list {
		names[i] = it.String()
	}
	return strings.Join(names, ", ")
}

// choice says which of the items are needed; count is that of child elements,
// where no other item will do.
func (s *spec) choice(list []item, count string) string {
	if len(list) == 1 && list[0].tag == "#children" {
		return count + " child element: one of " + strings.Join(s.childTags(), ", ")
	}
	return "one of: " + itemNames(list)
}
