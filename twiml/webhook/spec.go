package webhook

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// spec is the table of one request, made of the struct's tags. Both directions
// read it.
type spec struct {
	name   string
	fields []*field // in the order they are written
	known  map[string]bool
	extra  []int  // index of the field Extra
	prefix *field // the field that takes all names with a prefix, if any
}

// field is one parameter.
type field struct {
	name  string
	index []int // of the field, through embedded structs
	kind  kind

	required bool // must be there, and is always written
	empty    bool // the empty text is a value
	optional bool // of the type Opt

	min, max int64
	sids     []string // prefixes
}

type kind uint8

const (
	kindText kind = iota
	kindWord      // of an enumerated type
	kindSID
	kindURL
	kindInt
	kindBool
	kindSeconds
	kindFraction
	kindTime
	kindPrefix // a map of all parameters whose names start alike
)

// maxSeconds is the longest duration that Go can hold, in seconds.
const maxSeconds = math.MaxInt64 / int64(time.Second)

// define makes the table of T. A tag that means nothing is a mistake of this
// package, found when it is initialised.
func define[T any]() *spec {
	typ := reflect.TypeFor[T]()
	s := &spec{name: typ.Name(), known: map[string]bool{}}
	s.add(typ, nil, "", nil)
	if s.extra == nil {
		panic("webhook: " + s.name + " has no field Extra")
	}
	return s
}

// add takes up the fields of a struct. Names below a [Place] get its prefix;
// relaxed, if not nil, names the only parameters that stay required.
func (s *spec) add(typ reflect.Type, at []int, prefix string, relaxed map[string]bool) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		index := append(at[:len(at):len(at)], i)
		t := parseTag(f.Tag.Get("param"))
		switch {
		case t.name == "*":
			s.extra = index
		case f.Type == reflect.TypeFor[Place]():
			s.add(f.Type, index, t.name, relaxed)
		case f.Anonymous:
			s.add(f.Type, index, "", t.only())
		default:
			s.addField(newField(f.Type, index, prefix+t.name, t), relaxed)
		}
		t.done()
	}
}

func (s *spec) addField(f *field, relaxed map[string]bool) {
	if s.known[f.name] {
		panic("webhook: " + s.name + " has two fields for " + f.name)
	}
	if relaxed != nil && !relaxed[f.name] {
		f.required, f.empty = false, f.empty && f.optional
	}
	if f.kind == kindPrefix {
		s.prefix = f
	} else {
		s.known[f.name] = true
	}
	if zero := f.kind == kindSeconds || f.kind == kindBool || f.kind == kindFraction || f.kind == kindInt && f.min <= 0; zero && !f.required && !f.optional {
		panic("webhook: " + f.name + " of " + s.name + " may be left out, and its zero value means something: want an Opt")
	}
	s.fields = append(s.fields, f)
}

func newField(typ reflect.Type, index []int, name string, t *tag) *field {
	f := &field{name: name, index: index, required: t.flag("required"), empty: t.flag("empty"), min: 0, max: math.MaxInt32}
	if o, ok := reflect.New(typ).Interface().(optional); ok {
		f.optional = true
		typ = o.ref().Type()
		f.empty = typ.Kind() == reflect.String
	}
	switch {
	case typ == reflect.TypeFor[string]() && t.flag("sid"):
		f.kind, f.sids = kindSID, t.words("sid")
	case typ == reflect.TypeFor[string]() && t.flag("url"):
		f.kind = kindURL
	case typ == reflect.TypeFor[string]():
		f.kind = kindText
	case typ == reflect.TypeFor[time.Duration]():
		f.kind, f.max = kindSeconds, maxSeconds
	case typ == reflect.TypeFor[time.Time]():
		f.kind = kindTime
	case typ == reflect.TypeFor[map[string]string]():
		f.kind, f.name = kindPrefix, strings.TrimSuffix(name, "*")
	case typ.Kind() == reflect.String:
		f.kind = kindWord
	case typ.Kind() == reflect.Bool:
		f.kind = kindBool
	case typ.Kind() == reflect.Float64:
		f.kind = kindFraction
	case typ.Kind() == reflect.Int:
		f.kind = kindInt
		f.min, f.max = t.number("min", f.min), t.number("max", f.max)
	default:
		panic(fmt.Sprintf("webhook: %s is of type %v, which no parameter has", name, typ))
	}
	return f
}

// tag is a struct tag taken apart: a name, then options. An option is a flag or
// key=value; words in a value are separated by blanks.
type tag struct {
	name    string
	options map[string]string
}

func parseTag(text string) *tag {
	parts := strings.Split(text, ",")
	t := &tag{name: parts[0], options: map[string]string{}}
	for _, p := range parts[1:] {
		key, value, _ := strings.Cut(p, "=")
		t.options[key] = value
	}
	return t
}

func (t *tag) value(key string) (string, bool) {
	v, ok := t.options[key]
	delete(t.options, key)
	return v, ok
}

// flag reports whether the option is there, and leaves it to be read.
func (t *tag) flag(key string) bool {
	v, ok := t.options[key]
	if v == "" {
		delete(t.options, key)
	}
	return ok
}

func (t *tag) words(key string) []string {
	v, _ := t.value(key)
	return strings.Fields(v)
}

func (t *tag) number(key string, def int64) int64 {
	v, ok := t.value(key)
	if !ok {
		return def
	}
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil {
		panic(fmt.Sprintf("webhook: %q in a tag is no number", v))
	}
	return n
}

// only returns the names in the option of that name, nil if it is not there.
func (t *tag) only() map[string]bool {
	if !t.flag("only") {
		return nil
	}
	names := map[string]bool{}
	for _, name := range t.words("only") {
		names[name] = true
	}
	return names
}

// done panics if options are left that nobody has read.
func (t *tag) done() {
	if len(t.options) > 0 {
		panic(fmt.Sprintf("webhook: options %v of %s mean nothing", t.options, t.name))
	}
}
