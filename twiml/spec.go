package twiml

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goacd/acd/internal/xmlscan"
)

// spec is the description of one definition of an element, derived once from
// the tags of its struct. The parser, the printer, the validator and the bridge
// read nothing else about an element.
type spec struct {
	key        string // of the definition: the tag, or one with a suffix
	tag        string // the XML name
	begin, end string // tags as they are printed: <tag and </tag>
	typ        reflect.Type
	flavors    []string
	lax        []string // parents where libraries write it without a defined effect
	deprecated string   // why; "" if it is not
	ends       bool     // verbs after it are never reached
	endsWith   string   // the same, but only with this attribute

	make func() Element

	text textSpec // of kind textNone if the element has no text of its own

	attrs     []attrSpec
	byName    map[string]int // index in attrs
	otherName map[string]int // the same, by further accepted names
	required  attrBits       // attributes that must be there
	absolute  attrBits       // those that must be there in an inline document
	defaults  Element        // one with all defaults set

	childIface reflect.Type     // sealed interface of the children
	allowed    map[string]*spec // child elements by XML name, derived from who implements childIface
	maxCount   map[string]int   // of child elements that may not repeat at will
	minCount   []countOf        // child elements that must be there
	rules      []ruleSpec       // constraints in the order of the struct
	childCode  int              // of a child that is not allowed
	childLevel Level            // and its level
}

// countOf is a number of child elements of a name.
type countOf struct {
	tag string
	n   int
}

// definitions is the vocabulary by the keys of the reference. A key is the XML
// name of the element, but where one name has a second definition: the Sip of a
// Refer is Sip.refer. What a name means below a parent, the parent's allowed
// says. The map is filled while the package's variables are initialised, and
// only read afterwards.
//
// Response.messaging, Response.fax and Redirect.messaging of the reference are
// flavors of Response and Redirect here, not definitions of their own: nothing
// but the flavor tells them apart in a document.
var definitions = map[string]*spec{}

// elements is the vocabulary by XML name, as it counts where no parent decides.
var elements = map[string]*spec{}

func init() {
	for _, parent := range definitions {
		for _, child := range definitions {
			if !reflect.PointerTo(child.typ).Implements(parent.childIface) {
				continue
			}
			if parent.allowed[child.tag] != nil {
				panic("twiml: " + parent.key + " allows two kinds of " + child.tag)
			}
			parent.allowed[child.tag] = child
		}
	}
}

// define derives the description of the element whose struct is T and adds it
// to the vocabulary. Wrong tags are a mistake in this package, and panic.
func define[T any, P interface {
	*T
	Element
}]() *spec {
	s := describe(reflect.TypeFor[T]())
	s.make = func() Element { return P(new(T)) }
	s.setDefaults(s.make())
	if definitions[s.key] != nil {
		panic("twiml: element " + s.key + " is defined twice")
	}
	definitions[s.key] = s
	if s.key == s.tag {
		elements[s.tag] = s
	}
	return s
}

var (
	commonType = reflect.TypeFor[Common]()
	ruleType   = reflect.TypeFor[rule]()
)

func describe(typ reflect.Type) *spec {
	s := &spec{
		typ: typ, childCode: CodeSchema, childLevel: LevelWarning,
		byName: map[string]int{}, otherName: map[string]int{}, allowed: map[string]*spec{},
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
			s.setElement(t)
		case f.Type == ruleType:
			s.addRule(t)
		case t.name == "#text":
			s.text = newTextSpec(t)
		case t.name == "#children":
			s.addChildren(f, t)
		default:
			s.addAttr(newAttrSpec(f, i, t), t)
		}
		t.done()
	}
	if s.tag == "" || s.childIface == nil {
		panic(fmt.Sprintf("twiml: %v lacks Common or Children", typ))
	}
	s.checkAttrs()
	return s
}

// checkAttrs panics if the tags of the element name an attribute that it lacks.
func (s *spec) checkAttrs() {
	named := []string{s.endsWith, s.text.unless}
	for _, r := range s.rules {
		for _, it := range slices.Concat(r.of, r.then) {
			named = append(named, it.attr)
		}
	}
	for _, name := range named {
		if _, ok := s.byName[name]; name != "" && !ok {
			panic(fmt.Sprintf("twiml: a tag of <%s> names attribute %s, which it lacks", s.tag, name))
		}
	}
}

func (s *spec) setElement(t *tag) {
	s.tag, s.key = t.name, t.name
	s.begin, s.end = "<"+s.tag, "</"+s.tag+">"
	if key, ok := t.value("key"); ok {
		s.key = key
	}
	s.flavors, s.lax = t.words("flavor"), t.words("lax")
	s.deprecated, _ = t.value("deprecated")
	with, ends := t.value("ends")
	s.endsWith = strings.TrimPrefix(with, "@")
	s.ends = ends && s.endsWith == ""
}

func (s *spec) addAttr(a attrSpec, t *tag) {
	bit := attrBits(1) << len(s.attrs)
	if bit == 0 {
		panic(fmt.Sprintf("twiml: <%s> has too many attributes", s.tag))
	}
	if a.required {
		s.required |= bit
	}
	if a.absolute != 0 {
		s.absolute |= bit
	}
	s.byName[a.name] = len(s.attrs)
	for _, other := range t.words("alsoNamed") {
		s.otherName[other] = len(s.attrs)
	}
	s.attrs = append(s.attrs, a)
}

func (s *spec) addChildren(f reflect.StructField, t *tag) {
	s.childIface = f.Type.Elem()
	for _, w := range t.words("max") {
		name, n, _ := strings.Cut(w, ":")
		s.maxCount[name] = mustInt(n)
	}
	for _, w := range t.words("min") {
		name, n, _ := strings.Cut(w, ":")
		s.minCount = append(s.minCount, countOf{name, mustInt(n)})
	}
}

func (s *spec) addRule(t *tag) {
	r := newRuleSpec(t)
	if r.kind == ruleChildCode {
		s.childCode, s.childLevel = r.code, r.level
		return
	}
	s.rules = append(s.rules, r)
}

// mixed reports whether white space between the children counts.
func (s *spec) mixed() bool { return s.text.kind == textMixed }

// attrIndex finds the attribute that a name of a start tag means, its further
// names included. Of two names of one attribute the canonical one counts, and
// the other stays among the unknown ones.
func (s *spec) attrIndex(name string, all []xmlscan.Attr) (int, bool) {
	if i, ok := s.byName[name]; ok {
		return i, true
	}
	i, ok := s.otherName[name]
	if !ok {
		return 0, false
	}
	for _, a := range all {
		j, same := s.byName[a.Name]
		if !same {
			j, same = s.otherName[a.Name]
			same = same && a.Name < name
		}
		if same && i == j {
			return 0, false
		}
	}
	return i, true
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
