package twiml

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"strings"
	"time"
)

// attrSpec describes one attribute: its Go type says what it holds, its tag
// the name, the range, the default and the codes.
type attrSpec struct {
	name  string
	begin string // as it is printed, up to the value
	field int    // of the struct
	kind  attrKind

	min, max  int64 // of numbers and durations, in units
	hasMin    bool  // whether the reference gives that bound
	hasMax    bool
	unit      time.Duration // of durations
	maxLength int           // of texts in characters; -1: no limit
	sid       string        // prefix of a SID; "": any name
	notSID    string        // prefix of a SID that does not fit
	chars     string        // characters of digits
	items     int           // most items of a comma-separated text; 0: no limit
	itemLen   int           // and their length
	enum      enum
	url       urlForm
	pattern   *regexp.Regexp // form of a string
	like      string         // examples of it, for messages
	advisory  bool           // another form of SID or string is no deviation
	empty     bool           // the empty text is meaningful
	required  bool

	deprecated string // why; "" if it is not

	defText   string // the default as in a document
	hasDef    bool   // if there is one
	def       any    // the *Attr that holds it, in the element that holds all of them
	codes     [numConditions]int
	under     map[string]int // code of an invalid value below that parent
	absolute  int            // code of a relative address in an inline document
	documents []string       // verbs of the document that this address returns
	docCode   int            // of any other verb there
	docLevel  Level          // and its level; 0: that of the code
	docInfer  bool           // whether that rule is inferred
	inferred  bool           // whether the rule about values is inferred
}

type attrKind uint8

const (
	kindString attrKind = iota
	kindWord            // one name without white space
	kindItems           // comma-separated
	kindURL
	kindSID
	kindDigits
	kindPhone
	kindDecimal
	kindInt
	kindBool
	kindDuration
	kindAuto // duration or the word auto
	kindTime // duration that names its unit
	kindEnum
	kindList // of an enumerated type, separated by blanks
	kindInts // the same of integers
)

// condition says in which way a text does not fit.
type condition uint8

const (
	fits condition = iota
	invalid
	tooLong
	isEmpty
	badCharacter
	numConditions
)

func newAttrSpec(f reflect.StructField, field int, t *tag) attrSpec {
	a := attrSpec{
		name: t.name, begin: " " + t.name + `="`, field: field,
		min: math.MinInt64, max: math.MaxInt64, maxLength: t.number("maxLength", -1),
		empty: t.flag("emptyAllowed"), inferred: t.flag("inferred"),
		required: t.flag("required"), advisory: t.flag("advisory"),
		codes: tagCodes(t), under: map[string]int{},
		absolute: t.number("absoluteInline", 0), documents: t.words("docs"), docInfer: t.flag("docInferred"),
		docCode: t.number("docCode", CodeSchema),
	}
	a.deprecated, _ = t.value("deprecated")
	if level, _ := t.value("docLevel"); level == "error" {
		a.docLevel = LevelError
	}
	for _, w := range t.words("under") {
		parent, code, _ := strings.Cut(w, ":")
		a.under[parent] = mustInt(code)
	}
	value, _ := f.Type.FieldByName("value") // of the Attr
	a.setKind(value.Type, t)
	a.defText, a.hasDef = t.value("default")
	return a
}

// setKind takes the kind from the Go type, and that of plain strings from the tag.
func (a *attrSpec) setKind(typ reflect.Type, t *tag) {
	switch {
	case typ == reflect.TypeFor[string]():
		a.setStringKind(t)
	case typ == reflect.TypeFor[bool]():
		a.kind = kindBool
	case typ == reflect.TypeFor[time.Duration]():
		a.kind = kindDuration
		a.setUnit(t)
	case typ == reflect.TypeFor[AutoDuration]():
		a.kind = kindAuto
		a.setUnit(t)
	case typ == reflect.TypeFor[Decimal]():
		a.kind = kindDecimal
		a.setRange(t, math.MinInt, math.MaxInt)
	case typ == reflect.TypeFor[int]():
		a.kind = kindInt
		a.setRange(t, math.MinInt, math.MaxInt)
	case typ == reflect.TypeFor[[]int]():
		a.kind = kindInts
		a.setRange(t, math.MinInt, math.MaxInt)
	case typ.Kind() == reflect.Slice:
		a.kind = kindList
		a.setEnum(typ.Elem(), t)
	default:
		a.kind = kindEnum
		a.setEnum(typ, t)
	}
}

func (a *attrSpec) setStringKind(t *tag) {
	switch {
	case t.flag("url"):
		a.kind = kindURL
		a.url = urlForm{schemes: t.words("schemes"), absolute: t.flag("absoluteOnly"), noQuery: t.flag("noQuery")}
	case t.flag("word"):
		a.kind = kindWord
	case t.flag("sid"):
		a.kind = kindSID
		a.sid, _ = t.value("sid")
	case t.flag("digits"):
		a.kind = kindDigits
		a.chars, _ = t.value("digits")
	case t.flag("phone"):
		a.kind = kindPhone
	case t.flag("items"):
		a.kind = kindItems
		a.items, a.itemLen = t.number("items", 0), t.number("itemLength", 0)
	}
	a.notSID, _ = t.value("notSID")
	if pattern, ok := t.value("pattern"); ok {
		a.pattern = regexp.MustCompile(pattern)
		a.like, _ = t.value("like")
	}
}

// setEnum takes the words from the Go type; the tag may narrow them down or
// add spellings.
func (a *attrSpec) setEnum(typ reflect.Type, t *tag) {
	a.enum = reflect.Zero(typ).Interface().(enumerated).enum()
	if values := t.words("values"); len(values) > 0 {
		a.enum.values = values
	}
	aliases := maps.Clone(a.enum.aliases)
	for _, w := range t.words("aliases") {
		if aliases == nil {
			aliases = map[string]string{}
		}
		spelling, value, _ := strings.Cut(w, ":")
		aliases[spelling] = value
	}
	a.enum.aliases = aliases
}

func (a *attrSpec) setUnit(t *tag) {
	a.unit = time.Second
	switch u, _ := t.value("unit"); u {
	case "own":
		a.kind, a.unit = kindTime, time.Millisecond
	case "ms":
		a.unit = time.Millisecond
	}
	// A duration in Go ends at about 292 years.
	most := int(math.MaxInt64 / a.unit)
	a.setRange(t, -most, most)
}

func (a *attrSpec) setRange(t *tag, least, most int) {
	a.hasMin, a.hasMax = t.flag("min"), t.flag("max")
	a.min, a.max = int64(t.number("min", least)), int64(t.number("max", most))
}

// setDefaults puts the defaults into e, and keeps e.
func (s *spec) setDefaults(e Element) {
	s.defaults = e
	for i := range s.attrs {
		a := &s.attrs[i]
		if !a.hasDef {
			continue
		}
		f := e.attr(i)
		a.decode(f, a.defText, new(origin))
		if f.state() != attrSet {
			panic(fmt.Sprintf("twiml: default %q of attribute %s does not fit", a.defText, a.name))
		}
		a.def = reflect.ValueOf(e).Elem().Field(a.field).Addr().Interface()
	}
}

// tagCodes reads the codes by condition; where none is given it is that of an
// invalid value, and where that is not given it is 12200.
func tagCodes(t *tag) [numConditions]int {
	code := t.number("code", CodeSchema)
	return [numConditions]int{
		invalid:      code,
		tooLong:      t.number("tooLong", code),
		isEmpty:      t.number("empty", code),
		badCharacter: t.number("badCharacter", code),
	}
}
