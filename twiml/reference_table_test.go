package twiml

import (
	"cmp"
	"maps"
	"math"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestReferenceHoldsAll shows that nothing in Go is missing from the reference
// and nothing of the reference is missing in Go.
func TestReferenceHoldsAll(t *testing.T) {
	r := loadReference(t)
	require.Equal(t, r.keys(), slices.Sorted(maps.Keys(definitions)))
	for _, key := range r.keys() {
		t.Run(key, func(t *testing.T) {
			e, s := r[key], definitions[key]
			assert.Equal(t, e.Name, s.tag)
			assert.Equal(t, e.Flavors, s.flavors)
			assert.ElementsMatch(t, e.Lax, s.lax)
			assert.Equal(t, e.Deprecated, s.deprecated != "")
			assert.Equal(t, e.Ends, endsText(s))
			assert.ElementsMatch(t, names(e.Attributes), names(s.byName))
			assert.ElementsMatch(t, childNames(r, e), s.childTags())
			if assert.Equal(t, e.Text != nil, s.text.kind != textNone) && e.Text != nil {
				assert.Equal(t, []any{textKinds[e.Text.Kind], e.Text.Required}, []any{s.text.kind, s.text.required})
				assert.Equal(t, e.Text.MaxLength, max(s.text.max, 0))
				assert.Equal(t, e.Text.Advisory != "", s.text.advisory)
			}
			code, level := e.childCode()
			assert.Equal(t, []any{code, level}, []any{s.childCode, s.childLevel})
			assert.ElementsMatch(t, refRules(e), goRules(s))
			assert.Equal(t, e.limits(r), goLimits(s))
		})
	}
}

func endsText(s *spec) string {
	switch {
	case s.endsWith != "":
		return "@" + s.endsWith
	case s.ends:
		return "always"
	}
	return ""
}

func childNames(r reference, e *refElement) []string {
	var list []string
	for child := range e.Children {
		list = append(list, r[child].Name)
	}
	return list
}

// limits are the counts of children by XML name.
func (e *refElement) limits(r reference) map[string]refCount {
	limits := map[string]refCount{}
	for child, c := range e.Children {
		if c != (refCount{}) {
			limits[r[child].Name] = c
		}
	}
	return limits
}

func goLimits(s *spec) map[string]refCount {
	limits := map[string]refCount{}
	for name, n := range s.maxCount {
		limits[name] = refCount{Max: n}
	}
	for _, least := range s.minCount {
		limits[least.tag] = refCount{Min: least.n, Max: limits[least.tag].Max}
	}
	return limits
}

// goRules writes the rules of Go as the reference has them.
func goRules(s *spec) []refRule {
	kinds := map[ruleKind]string{}
	for name, kind := range ruleKinds {
		kinds[kind] = name
	}
	texts := func(list []item) []string {
		var words []string
		for _, it := range list {
			switch {
			case it.value != "":
				words = append(words, "@"+it.attr+"="+it.value)
			case it.attr != "":
				words = append(words, "@"+it.attr)
			default:
				words = append(words, it.tag)
			}
		}
		return words
	}
	var rules []refRule
	for _, r := range s.rules {
		rules = append(rules, refRule{
			Rule: kinds[r.kind], Level: r.level.String(), Of: texts(r.of), Then: texts(r.then),
			Parents: r.parents, Context: r.contexts, Max: r.max, Code: r.code, Inferred: r.inferred,
		}.sorted())
	}
	return rules
}

func refRules(e *refElement) []refRule {
	var rules []refRule
	for _, c := range e.Constraints {
		if c.Rule != "childCode" {
			x := *c
			x.Of, x.If = append(slices.Clone(x.Of), x.If...), nil
			rules = append(rules, x.sorted())
		}
	}
	return rules
}

// sorted brings the operands, whose order means nothing, into one order.
func (c refRule) sorted() refRule {
	for _, list := range []*[]string{&c.Of, &c.Then, &c.Parents, &c.Context} {
		*list = slices.Clone(*list)
		slices.Sort(*list)
		if len(*list) == 0 {
			*list = nil
		}
	}
	return c
}

// TestReferenceTable holds what the tags say about each attribute against the
// reference, where behaviour alone would not show a difference.
func TestReferenceTable(t *testing.T) {
	r := loadReference(t)
	r.eachAttr(func(key, _, name string, a *refAttr) {
		s := definitions[key]
		got := &s.attrs[s.byName[name]]
		t.Run(key+"/"+name, func(t *testing.T) {
			assert.Equal(t, a.Required, got.required)
			assert.Equal(t, a.Deprecated, got.deprecated != "")
			assert.ElementsMatch(t, a.Schemes, got.url.schemes)
			assert.Equal(t, [2]bool{a.AbsoluteOnly, a.NoQuery}, [2]bool{got.url.absolute, got.url.noQuery})
			assert.Equal(t, a.AbsoluteInline, got.absolute)
			assert.Equal(t, a.MaxLength, max(got.maxLength, 0))
			assert.Equal(t, a.emptyFits(), got.empty)
			assert.Equal(t, a.Advisory != "", got.advisory)
			if got.pattern != nil { // written [.], as a tag would have to double the backslash
				assert.Equal(t, strings.ReplaceAll(cmp.Or(a.Pattern, a.Advisory), `\.`, "[.]"), got.pattern.String())
			}
			assert.Equal(t, a.NotPattern != "", got.notSID != "")
			assert.ElementsMatch(t, a.Document, got.documents)
			assert.Equal(t, cmp.Or(a.DocumentCode, CodeSchema), got.docCode)
			for condition, c := range conditions {
				assert.Equal(t, a.code(condition, ""), got.codes[c], condition)
			}
			under := map[string]int{}
			maps.Copy(under, a.CodesUnder)
			assert.Equal(t, under, got.under)
			a.sameRange(t, got)
			a.sameWords(t, got)
		})
	})
}

var conditions = map[string]condition{
	"invalid": invalid, "tooLong": tooLong, "empty": isEmpty, "badCharacter": badCharacter,
}

// emptyFits reports whether the empty text is a value of its own: because it
// means something, or because the pattern of keys allows none.
func (a *refAttr) emptyFits() bool {
	return a.EmptyAllowed || a.Type == "digits" && regexp.MustCompile(a.Pattern).MatchString("")
}

func (a *refAttr) sameRange(t *testing.T, got *attrSpec) {
	t.Helper()
	switch a.Type {
	case "integer", "integers", "seconds", "milliseconds", "decimal", "duration":
		assert.Equal(t, [2]bool{a.Min != nil, a.Max != nil}, [2]bool{got.hasMin, got.hasMax})
		if a.Min != nil {
			assert.EqualValues(t, *a.Min, got.min)
		} else {
			assert.Less(t, got.min, int64(-math.MaxInt32))
		}
		if a.Max != nil {
			assert.EqualValues(t, *a.Max, got.max)
		} else {
			assert.Greater(t, got.max, int64(math.MaxInt32))
		}
	}
}

// sameWords compares the words of enumerated types. Texts with known values,
// such as the nine hundred voices, need no type of their own in Go if others
// are welcome.
func (a *refAttr) sameWords(t *testing.T, got *attrSpec) {
	t.Helper()
	if got.kind != kindEnum && got.kind != kindList {
		assert.True(t, len(a.Values) == 0 || a.Open || a.Advisory != "", "a closed set of words is a type")
		return
	}
	assert.ElementsMatch(t, a.Values, got.enum.values)
	assert.Equal(t, a.Open, got.enum.open)
	assert.Equal(t, a.AnyCase, got.enum.fold)
	aliases := map[string]string{}
	maps.Copy(aliases, got.enum.aliases)
	want := map[string]string{}
	maps.Copy(want, a.Aliases)
	assert.Equal(t, want, aliases)
}

// TestReferenceDefaults holds what counts for an unset attribute against the
// reference, which is the zero value where it names no default.
func TestReferenceDefaults(t *testing.T) {
	r := loadReference(t)
	r.eachAttr(func(key, _, name string, a *refAttr) {
		e := reflect.New(definitions[key].typ).Interface().(Element)
		f := fieldOf(t, e, name)
		want := reflect.Zero(f.ref().Type())
		if a.Default != nil {
			want = a.typed(t, f.ref().Type(), *a.Default)
		}
		assert.Equal(t, want.Interface(), effectiveOf(e, f), "%s/%s", key, name)
	})
}

// effectiveOf calls Effective with a field whose type is known at run time only.
func effectiveOf(e Element, f typedAttr) any {
	switch f := f.(type) {
	case *Attr[string]:
		return Effective(e, f)
	case *Attr[bool]:
		return Effective(e, f)
	case *Attr[int]:
		return Effective(e, f)
	}
	s := e.spec()
	for i := range s.attrs {
		if typedField(e, i) == f {
			if def := s.attrs[i].def; def != nil {
				return def.(typedAttr).ref().Interface()
			}
		}
	}
	return f.ref().Interface()
}

// TestReferenceCodes holds the table of codes against the list of facts.
func TestReferenceCodes(t *testing.T) {
	text, err := os.ReadFile("testdata/codes.txt")
	require.NoError(t, err)
	n := 0
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			continue
		}
		n++
		fields := strings.SplitN(line, " ", 3)
		code, err := strconv.Atoi(fields[0])
		require.NoError(t, err)
		level, ok := CodeLevel(code)
		assert.True(t, ok, line)
		assert.Equal(t, fields[1], level.String(), line)
		assert.Equal(t, fields[2], CodeMeaning(code))
	}
	assert.Len(t, codeTable, n, "no other code is in the table")
}
