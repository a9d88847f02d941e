package twiml

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// reference is testdata/reference.json: the facts of the markup as twiml.md §8
// gives them, kept apart from the structs so that one can be held against the
// other. Its keys are those of the definitions; flavors of Response and Redirect
// are one definition.
type reference map[string]*refElement

type refElement struct {
	Name        string // of the element, where the key is not the name
	Flavors     []string
	Ends        string // "always" or the attribute by which verbs after it are never reached
	Deprecated  bool
	Parents     []string
	Lax         []string // parents below which it is merely tolerated
	Text        *refText
	Attributes  map[string]*refAttr
	Children    map[string]refCount
	Constraints []*refRule
}

type refText struct {
	Kind      string
	Required  bool
	MinLength int
	MaxLength int
	Advisory  string // pattern of usual texts
	Codes     map[string]int
}

// refAttr is one attribute. Type is string (of any form, though Values may be
// usual), word, enum (a text with known values), list (of those), method, boolean,
// integer, integers, seconds, milliseconds, duration (that names its unit),
// decimal, url, sid, digits or phone.
type refAttr struct {
	Type       string
	Required   bool
	Deprecated bool
	Default    *string
	Min, Max   *int
	MaxLength  int
	Or         []string // words besides numbers

	Values  []string
	Aliases map[string]string // spelling to value
	Open    bool              // Values are only the known ones
	AnyCase bool

	Pattern       string
	NotPattern    string // of values that do not fit, though Pattern does
	Advisory      string // pattern of usual values
	EmptyAllowed  bool
	MaxItems      int // separated by commas
	ItemMaxLength int

	Schemes        []string
	AbsoluteOnly   bool
	NoQuery        bool
	AbsoluteInline int // code

	AlsoNamed     []string
	Codes         map[string]int
	CodesUnder    map[string]int // by parent
	Document      []string       // verbs of the document that the address returns
	DocumentCode  int
	DocumentLevel string
}

type refCount struct{ Min, Max int } // 0: no limit

// refRule is a constraint across the parts of an element, as [rule] has them.
type refRule struct {
	Rule, Level      string
	Of, If, Then     []string
	Parents, Context []string
	Max, Code        int
	Inferred         bool
}

func loadReference(t *testing.T) reference {
	t.Helper()
	text, err := os.ReadFile("testdata/reference.json")
	require.NoError(t, err)
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var r reference
	require.NoError(t, d.Decode(&r))
	for key, e := range r {
		e.Name = cmp.Or(e.Name, key)
		for _, a := range e.Attributes {
			if a.Type == "method" {
				a.Values, a.AnyCase = []string{"GET", "POST"}, true
			}
		}
	}
	return r
}

// keys are in alphabetical order, so that every walk has one order.
func (r reference) keys() []string { return slices.Sorted(maps.Keys(r)) }

func names[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// code is that of a condition; where none is given it is that of an invalid
// value, and where that is not given it is 12200.
func (a *refAttr) code(condition, parent string) int {
	return cmp.Or(a.CodesUnder[parent], a.Codes[condition], a.Codes["invalid"], CodeSchema)
}

func (x *refText) code(condition string) int {
	return cmp.Or(x.Codes[condition], x.Codes["invalid"], CodeSchema)
}

// childCode is that of a child that is not allowed.
func (e *refElement) childCode() (int, Level) {
	for _, c := range e.Constraints {
		if c.Rule == "childCode" {
			return c.Code, c.level()
		}
	}
	return CodeSchema, LevelWarning
}

func (c *refRule) level() Level {
	switch c.Level {
	case "error":
		return LevelError
	case "lint":
		return LevelLint
	}
	return LevelWarning
}

// sample is an element as a test writes it, without help of the package: the
// text first, then the children.
type sample struct {
	key, name string
	attrs     map[string]string
	text      string
	children  []*sample
}

func (r reference) sample(key string) *sample {
	return &sample{key: key, name: r[key].Name, attrs: map[string]string{}}
}

func (s *sample) with(attr, value string) *sample {
	s.attrs[attr] = value
	return s
}

func (s *sample) String() string {
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;").Replace
	var b strings.Builder
	b.WriteString("<" + s.name)
	for _, name := range names(s.attrs) {
		b.WriteString(" " + name + `="` + escape(s.attrs[name]) + `"`)
	}
	b.WriteString(">" + escape(s.text))
	for _, c := range s.children {
		b.WriteString(c.String())
	}
	return b.String() + "</" + s.name + ">"
}

func (s *sample) count(name string) int {
	n := 0
	for _, c := range s.children {
		if name == "#children" || c.name == name {
			n++
		}
	}
	return n
}

func (s *sample) has(item string) bool {
	if attr, ok := strings.CutPrefix(item, "@"); ok {
		name, value, _ := strings.Cut(attr, "=")
		got, ok := s.attrs[name]
		return ok && (value == "" || value == got)
	}
	if item == "#text" {
		return s.text != ""
	}
	return s.count(item) > 0
}

// add puts an item of a rule into the sample.
func (r reference) add(s *sample, item string) {
	if attr, ok := strings.CutPrefix(item, "@"); ok {
		name, value, _ := strings.Cut(attr, "=")
		s.attrs[name] = cmp.Or(value, r[s.key].Attributes[name].good()[0])
		return
	}
	if item == "#text" {
		s.text = r[s.key].Text.good()
		return
	}
	if item == "#children" {
		item = names(r[s.key].Children)[0]
	}
	child := r.sample(item)
	r.complete(child, s.key, nil)
	s.children = append(s.children, child)
}

// complete adds what the element cannot do without, but for what the rule
// skipped asks.
func (r reference) complete(s *sample, parent string, skipped *refRule) *sample {
	e := r[s.key]
	for _, name := range names(e.Attributes) {
		if a := e.Attributes[name]; a.Required && !s.has("@"+name) {
			s.with(name, a.good()[0])
		}
	}
	for _, child := range names(e.Children) {
		for range e.Children[child].Min - s.count(r[child].Name) {
			r.add(s, child)
		}
	}
	if e.Text != nil && e.Text.Required && s.text == "" {
		s.text = e.Text.good()
	}
	// What a part asks for comes before the choice among the parts.
	for _, choice := range []bool{false, true} {
		for _, c := range e.Constraints {
			if c != skipped {
				r.satisfy(s, parent, c, choice)
			}
		}
	}
	return s
}

func (r reference) satisfy(s *sample, parent string, c *refRule, choice bool) {
	under := slices.Contains(c.Parents, parent)
	present := slices.ContainsFunc(c.Of, s.has)
	switch {
	case !choice && (c.Rule == "requires" && slices.ContainsFunc(c.If, s.has)):
		r.addMissing(s, c.Then)
	case !choice && c.Rule == "requiredUnder" && under:
		r.addMissing(s, c.Of)
	case choice && !present && (c.Rule == "atLeastOne" || c.Rule == "exactlyOne" || c.Rule == "atLeastOneUnder" && under):
		r.add(s, c.Of[0])
	}
}

func (r reference) addMissing(s *sample, items []string) {
	for _, item := range items {
		if !s.has(item) {
			r.add(s, item)
		}
	}
}

// placed is a document with the element under test in it.
type placed struct {
	root  *sample
	depth int    // of the element: 0 is the root
	path  string // of the element, as findings have it
	opts  ValidateOptions
}

// place puts s below a parent and that below its own, up to the root. Roots and
// intermediate elements get what they cannot do without.
func (r reference) place(s *sample, parent string) placed {
	chain := []*sample{s}
	for parent != "" {
		up := r.sample(parent)
		up.children = []*sample{chain[0]}
		parent = r.anyParent(parent)
		chain = append([]*sample{r.complete(up, parent, nil)}, chain...)
	}
	p := placed{root: chain[0], depth: len(chain) - 1, path: "/Response"}
	for _, x := range chain[1:] {
		p.path += "/" + x.name + "[1]"
	}
	if len(chain) > 1 { // else what the verbs in the root say
		p.opts.Flavor = Flavor(r[chain[1].key].Flavors[0])
	}
	return p
}

// anyParent prefers the root, and else takes the first in the alphabet, which
// leads to the root: verbs begin with a capital and speech markup does not.
func (r reference) anyParent(key string) string {
	parents := r[key].Parents
	switch {
	case len(parents) == 0:
		return ""
	case slices.Contains(parents, "Response"):
		return "Response"
	}
	return slices.Min(parents)
}

// element finds the element under test in a tree.
func (p placed) element(t *testing.T, r *Response) Element {
	t.Helper()
	var e Element = r
	for range p.depth {
		var next Element
		for _, n := range Children(e) {
			if c, ok := n.(Element); ok {
				next = c
				break
			}
		}
		require.NotNil(t, next, "%s below <%s>", p.path, Tag(e))
		e = next
	}
	return e
}

// typedAttr is an attribute of any type by reflection, as a check of the way
// that the package itself takes.
type typedAttr interface {
	load() (state attrState, raw string, at position)
	set()               // as Set does
	ref() reflect.Value // the value, settable
}

func (a *Attr[T]) ref() reflect.Value { return reflect.ValueOf(&a.value).Elem() }

func (a *Attr[T]) load() (state attrState, raw string, at position) {
	if a.from != nil {
		raw = a.from.raw
	}
	return a.state(), raw, a.at()
}

func (a *Attr[T]) set() { *a = Set(a.value) }

func typedField(e Element, i int) typedAttr {
	return reflect.ValueOf(e).Elem().Field(e.spec().attrs[i].field).Addr().Interface().(typedAttr)
}

// fieldOf returns the typed field of an attribute.
func fieldOf(t *testing.T, e Element, name string) typedAttr {
	t.Helper()
	s := e.spec()
	i, ok := s.byName[name]
	require.True(t, ok, "<%s> has no attribute %s in Go", s.tag, name)
	return typedField(e, i)
}
