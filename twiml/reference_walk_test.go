package twiml

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestReferenceElements shows for every element that it can be built, printed,
// read back below each of its parents, and is valid there.
func TestReferenceElements(t *testing.T) {
	r := loadReference(t)
	for _, key := range r.keys() {
		parents := r[key].Parents
		if len(parents) == 0 {
			parents = []string{""}
		}
		for _, parent := range parents {
			t.Run(parent+"/"+key, func(t *testing.T) {
				p := r.place(r.complete(r.sample(key), parent, nil), parent)
				r.valid(t, p)
			})
		}
	}
}

// valid requires that a document has no findings, read or built, and returns
// the element under test as read and as built, printed and read again.
func (r reference) valid(t *testing.T, p placed) (read, again Element) {
	t.Helper()
	doc := p.root.String()
	require.Empty(t, Validate([]byte(doc), p.opts), doc)
	parsed := mustParse(t, doc)
	built := r.build(t, p.root).Interface().(*Response)
	require.Empty(t, built.Validate(p.opts), doc)
	printed := mustParse(t, built.String())
	require.Empty(t, printed.Validate(p.opts), built)
	read, again = p.element(t, parsed), p.element(t, printed)
	require.Equal(t, reflect.TypeOf(p.element(t, built)), reflect.TypeOf(read))
	return read, again
}

// TestReferenceAttributes shows for every attribute and every kind of value that
// it is read into the typed field, and written from it.
func TestReferenceAttributes(t *testing.T) {
	r := loadReference(t)
	r.eachAttr(func(key, parent, name string, a *refAttr) {
		t.Run(key+"/"+name, func(t *testing.T) {
			for _, text := range a.good() {
				p := r.place(r.complete(r.sample(key).with(name, text), parent, nil), parent)
				read, again := r.valid(t, p)
				f := fieldOf(t, read, name)
				state, _, at := f.load()
				require.Equal(t, attrSet, state, text)
				require.NotZero(t, at, "the position is known")
				want := a.typed(t, f.ref().Type(), text).Interface()
				require.Equal(t, want, f.ref().Interface(), text)
				require.Equal(t, want, fieldOf(t, again, name).ref().Interface(), text)
			}
		})
	})
}

// eachAttr walks over all attributes, each below one parent.
func (r reference) eachAttr(f func(key, parent, name string, a *refAttr)) {
	for _, key := range r.keys() {
		for _, name := range names(r[key].Attributes) {
			f(key, r.anyParent(key), name, r[key].Attributes[name])
		}
	}
}

// TestReferenceBadValues shows that every value that does not fit is found with
// its code, below every parent, and survives printing.
func TestReferenceBadValues(t *testing.T) {
	r := loadReference(t)
	r.eachAttr(func(key, _, name string, a *refAttr) {
		t.Run(key+"/"+name, func(t *testing.T) {
			for _, parent := range r.parents(key) {
				if r.forbids(key, name, parent) {
					continue
				}
				for condition, texts := range a.bad() {
					for _, text := range texts {
						p := r.place(r.complete(r.sample(key).with(name, text), parent, nil), parent)
						r.oneFinding(t, p, "/@"+name, a.code(condition, parent))
						parsed := mustParse(t, mustParse(t, p.root.String()).String())
						state, raw, _ := fieldOf(t, p.element(t, parsed), name).load()
						require.Equal(t, attrUnfit, state, text)
						require.Equal(t, text, raw)
					}
				}
			}
		})
	})
}

// forbids reports whether a rule keeps the attribute away below that parent.
func (r reference) forbids(key, name, parent string) bool {
	return slices.ContainsFunc(r[key].Constraints, func(c *refRule) bool {
		return c.Rule == "forbiddenAttributeUnder" && slices.Contains(c.Of, "@"+name) && slices.Contains(c.Parents, parent)
	})
}

func (r reference) parents(key string) []string {
	if parents := r[key].Parents; len(parents) > 0 {
		return parents
	}
	return []string{""}
}

// oneFinding requires that a document has exactly one finding, at a place below
// the element under test.
func (r reference) oneFinding(t *testing.T, p placed, at string, code int) Finding {
	t.Helper()
	doc := p.root.String()
	findings := Validate([]byte(doc), p.opts)
	require.Len(t, findings, 1, doc)
	level, _ := CodeLevel(code)
	got := findings[0]
	require.Equal(t, []any{code, level, p.path + at}, []any{got.Code, got.Level, got.Path}, doc)
	return got
}

// codesOfTheFarEnd are the codes of attributes whose text can be any: only the
// service that uses the value can tell.
var codesOfTheFarEnd = map[string]string{
	"Conference/coach":     "whether the call takes part",
	"Dial/callerId":        "whether the account may use it; the forms differ by noun",
	"Header/value":         "the limit is not documented",
	"Message/from":         "a number or an alphanumeric sender, which the carrier judges",
	"Response/version":     "no version is documented",
	"Say/rate":             "no value is documented",
	"Sip/password":         "what the endpoint wants",
	"Sip/username":         "what the endpoint wants",
	"Stream/connectorName": "whether it was stored",
}

func TestReferenceCodesOfTheFarEnd(t *testing.T) {
	r := loadReference(t)
	var found []string
	r.eachAttr(func(key, _, name string, a *refAttr) {
		if len(a.Codes) > 0 && len(a.bad()) == 0 {
			found = append(found, key+"/"+name)
		}
	})
	assert.ElementsMatch(t, names(codesOfTheFarEnd), found)
}

// TestReferenceOtherNames reads every further name of an attribute, and writes
// the canonical one.
func TestReferenceOtherNames(t *testing.T) {
	r := loadReference(t)
	n := 0
	r.eachAttr(func(key, parent, name string, a *refAttr) {
		for _, other := range a.AlsoNamed {
			n++
			p := r.place(r.complete(r.sample(key).with(other, "x"), parent, nil), parent)
			require.Empty(t, Validate([]byte(p.root.String()), p.opts))
			parsed := mustParse(t, p.root.String())
			assert.Equal(t, "x", fieldOf(t, p.element(t, parsed), name).ref().String())
			assert.Contains(t, parsed.String(), " "+name+`="x"`)
			assert.NotContains(t, parsed.String(), other)
		}
	})
	assert.Equal(t, 4, n)
}

// TestReferenceRequired leaves out each attribute that must be there.
func TestReferenceRequired(t *testing.T) {
	r := loadReference(t)
	n := 0
	r.eachAttr(func(key, parent, name string, a *refAttr) {
		if !a.Required {
			return
		}
		n++
		s := r.complete(r.sample(key), parent, nil)
		delete(s.attrs, name)
		r.oneFinding(t, r.place(s, parent), "/@"+name, CodeSchema)
	})
	assert.Positive(t, n)
}

// TestReferenceTexts shows for the text of every element what is found.
func TestReferenceTexts(t *testing.T) {
	r := loadReference(t)
	for _, key := range r.keys() {
		parent := r.anyParent(key)
		t.Run(key, func(t *testing.T) {
			text := r[key].Text
			if text == nil {
				s := r.complete(r.sample(key), parent, nil)
				s.text = "text"
				r.oneFinding(t, r.place(s, parent), "/text()[1]", CodeSchema)
				return
			}
			for condition, bad := range text.bad() {
				s := r.complete(r.sample(key), parent, nil)
				s.text = bad
				r.oneFinding(t, r.place(s, parent), "", text.code(condition))
			}
			for _, good := range []string{text.good(), "\n " + text.good() + "\t"} {
				s := r.sample(key)
				s.text = good
				s = r.complete(s, parent, nil)
				read, again := r.valid(t, r.place(s, parent))
				require.Equal(t, TextOf(read), TextOf(again))
				require.Equal(t, strings.TrimSpace(good), strings.TrimSpace(TextOf(read)))
			}
		})
	}
}

// TestReferenceLongestTexts shows that the limit itself is allowed.
func TestReferenceLongestTexts(t *testing.T) {
	r := loadReference(t)
	n := 0
	for _, key := range r.keys() {
		if text := r[key].Text; text != nil && text.MaxLength > 0 {
			n++
			s := r.sample(key)
			s.text = strings.Repeat("x", text.MaxLength)
			r.valid(t, r.place(r.complete(s, r.anyParent(key), nil), r.anyParent(key)))
		}
	}
	assert.Positive(t, n)
}

// TestReferenceNesting holds every element against every parent: what is
// allowed compiles and is read as typed, and everything else does not compile
// and is found when read.
func TestReferenceNesting(t *testing.T) {
	r := loadReference(t)
	for _, parent := range r.keys() {
		byName := map[string]string{}
		for child := range r[parent].Children {
			byName[r[child].Name] = child
		}
		for _, key := range r.keys() {
			iface := definitions[parent].childIface
			_, allowed := r[parent].Children[key]
			assert.Equal(t, allowed, reflect.PointerTo(definitions[key].typ).Implements(iface), "%s below %s", key, parent)
			assert.Equal(t, allowed, slices.Contains(r[key].Parents, parent), "%s below %s", key, parent)
			if allowed || byName[r[key].Name] != "" {
				continue
			}
			r.misplaced(t, parent, key)
		}
	}
}

func (r reference) misplaced(t *testing.T, parent, key string) {
	t.Helper()
	s := r.sample(parent)
	s.children = []*sample{r.complete(r.sample(key), parent, nil)}
	p := r.place(r.complete(s, r.anyParent(parent), nil), r.anyParent(parent))
	doc := p.root.String()
	code, level := r[parent].childCode()
	path := p.path + "/" + r[key].Name + "[1]"
	assert.Condition(t, func() bool {
		return slices.ContainsFunc(Validate([]byte(doc), p.opts), func(f Finding) bool {
			return f.Code == code && f.Level == level && f.Path == path
		})
	}, "%s: want %v %d at %s", doc, level, code, path)
	unknown := 0
	for _, n := range Children(p.element(t, mustParse(t, doc))) {
		if u, ok := n.(*Unknown); ok && u.Tag() == r[key].Name {
			unknown++
		}
	}
	assert.Equal(t, 1, unknown, doc)
}

// TestReferenceFlavors validates every verb as each flavor of document.
func TestReferenceFlavors(t *testing.T) {
	r := loadReference(t)
	for _, key := range names(r["Response"].Children) {
		for _, flavor := range flavors {
			p := r.place(r.complete(r.sample(key), "Response", nil), "Response")
			p.opts.Flavor = flavor
			switch {
			case slices.Contains(r[key].Lax, "Response."+string(flavor)):
				r.oneFinding(t, p, "", CodeSchema)
			case slices.Contains(r[key].Flavors, string(flavor)):
				require.Empty(t, Validate([]byte(p.root.String()), p.opts))
			case flavor == FlavorMessaging:
				r.oneFinding(t, p, "", CodeMessagingVerb)
			default:
				r.oneFinding(t, p, "", CodeSchema)
			}
		}
	}
}

// TestReferenceDocuments validates every verb in the document that each address
// returns.
func TestReferenceDocuments(t *testing.T) {
	r := loadReference(t)
	contexts := 0
	r.eachAttr(func(key, _, name string, a *refAttr) {
		if len(a.Document) == 0 {
			return
		}
		contexts++
		for _, verb := range names(r["Response"].Children) {
			if !slices.Contains(r[verb].Flavors, "voice") {
				continue
			}
			p := r.place(r.complete(r.sample(verb), "Response", nil), "Response")
			p.opts.Context = Context(key + "." + name)
			findings := Validate([]byte(p.root.String()), p.opts)
			if slices.Contains(a.Document, verb) {
				assert.Empty(t, findings, "%s in %s", verb, p.opts.Context)
				continue
			}
			code, level := r.documentCode(verb, p.opts.Context, a)
			if assert.Len(t, findings, 1, "%s in %s", verb, p.opts.Context) {
				assert.Equal(t, []any{code, level, p.path}, []any{findings[0].Code, findings[0].Level, findings[0].Path})
			}
		}
	})
	assert.Equal(t, 8, contexts)
}

// documentCode is the code of a verb that a document may not hold: its own, or
// that of the address.
func (r reference) documentCode(verb string, context Context, a *refAttr) (int, Level) {
	for _, c := range r[verb].Constraints {
		if c.Rule == "forbiddenInDocument" && slices.Contains(c.Context, string(context)) {
			return c.Code, c.level()
		}
	}
	code := CodeSchema
	if a.DocumentCode != 0 {
		code = a.DocumentCode
	}
	level, _ := CodeLevel(code)
	if a.DocumentLevel == "error" {
		level = LevelError
	}
	return code, level
}

// TestReferenceInline checks the addresses that a document without address of
// its own must state.
func TestReferenceInline(t *testing.T) {
	r := loadReference(t)
	n := 0
	r.eachAttr(func(key, parent, name string, a *refAttr) {
		if a.Type != "url" || key == "Response" {
			return
		}
		absolute := a.good()[0]
		s := r.sample(key).with(name, absolute)
		p := r.place(r.complete(s, parent, nil), parent)
		p.opts.Inline = true
		at := p.path + "/@" + name
		codesAt := func() []int {
			var codes []int
			for _, f := range Validate([]byte(p.root.String()), p.opts) {
				if f.Path == at {
					codes = append(codes, f.Code)
				}
			}
			return codes
		}
		assert.Empty(t, codesAt(), p.root)
		if !a.AbsoluteOnly {
			s.with(name, "/relative")
			want := CodeURLInvalid
			if a.AbsoluteInline != 0 {
				want = a.AbsoluteInline
			}
			assert.Equal(t, []int{want}, codesAt(), p.root)
		}
		if a.AbsoluteInline != 0 {
			n++
			delete(s.attrs, name)
			assert.Equal(t, []int{a.AbsoluteInline}, codesAt(), p.root)
		}
	})
	assert.Equal(t, 3, n)
}
