package twiml

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// spec is the description of one element, derived once from the tags of its
// struct. The parser, the printer, the validator and the bridge read nothing
// else about an element.
type spec struct {
	tag     string
	typ     reflect.Type // the struct
	flavors []string

	text      textSpec
	textField int // -1: the element has no text of its own

	attrs  []attrSpec
	byName map[string]int // index in attrs

	children   int              // the field
	childIface reflect.Type     // sealed interface of the children
	allowed    map[string]*spec // child elements, derived from who implements childIface
	maxCount   map[string]int   // of child elements that may not repeat at will
	rules      []ruleSpec       // constraints in the order of the struct
	childCode  int              // of a child that is not allowed
}

// elements is the vocabulary: every defined element by its name. It is filled
// while the package's variables are initialised, and only read afterwards.
var elements = map[string]*spec{}

func init() {
	for _, parent := range elements {
		for tag, child := range elements {
			if reflect.PointerTo(child.typ).Implements(parent.childIface) {
				parent.allowed[tag] = child
			}
		}
	}
}

// define derives the description of the element whose struct is T and adds it
// to the vocabulary. Wrong tags are a mistake in this package, and panic.
func define[T any]() *spec {
	s := describe(reflect.TypeFor[T]())
	if elements[s.tag] != nil {
		panic("twiml: element " + s.tag + " is defined twice")
	}
	elements[s.tag] = s
	return s
}

var (
	commonType = reflect.TypeFor[Common]()
	ruleType   = reflect.TypeFor[rule]()
)

func describe(typ reflect.Type) *spec {
	s := &spec{
		typ: typ, textField: -1, children: -1, childCode: CodeSchema,
		byName: map[string]int{}, allowed: map[string]*spec{},
		maxCount: map[string]int{},
	}
	for i := range typ.NumField() {
		f := typ.Field(i)
		text, tagged := f.Tag.Lookup("twiml")
		if !tagged {
			continue
		}
		t := parseTag(text)
		switch {
		case f.Type == commonType:
			s.tag, s.flavors = t.name, t.words("flavor")
		case f.Type == ruleType:
			s.addRule(t)
		case t.name == "#text":
			s.text, s.textField = newTextSpec(t), i
		case t.name == "#children":
			s.addChildren(f, i, t)
		default:
			s.byName[t.name] = len(s.attrs)
			s.attrs = append(s.attrs, newAttrSpec(f, i, t))
		}
		t.done()
	}
	if s.tag == "" || s.children < 0 {
		panic(fmt.Sprintf("twiml: %v lacks Common or Children", typ))
	}
	return s
}

func (s *spec) addChildren(f reflect.StructField, field int, t *tag) {
	s.children, s.childIface = field, f.Type.Elem()
	for _, w := range t.words("max") {
		name, n, _ := strings.Cut(w, ":")
		s.maxCount[name] = mustInt(n)
	}
}

func (s *spec) addRule(t *tag) {
	r := newRuleSpec(t)
	if r.kind == ruleChildCode {
		s.childCode = r.code
		return
	}
	s.rules = append(s.rules, r)
}

// mixed reports whether white space between the children counts.
func (s *spec) mixed() bool { return s.text.kind == textMixed }

// field returns attribute i of the element behind v, a struct.
func (s *spec) field(v reflect.Value, i int) attrField {
	return v.Field(s.attrs[i].field).Addr().Interface().(attrField)
}

// childTags lists the names of the child elements in alphabetical order.
func (s *spec) childTags() []string {
	tags := make([]string, 0, len(s.allowed))
	for tag := range s.allowed {
		tags = append(tags, tag)
	}
	slices.Sort(tags)
	return tags
}
