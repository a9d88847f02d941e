package twiml

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTable prints the table derived from the structs, so that every change of
// the reference shows as a change of one file.
func TestTable(t *testing.T) {
	var b strings.Builder
	for _, tag := range slices.Sorted(maps.Keys(definitions)) {
		s := definitions[tag]
		fmt.Fprintf(&b, "<%s> %s", tag, strings.Join(s.flavors, " "))
		if s.text.kind != textNone {
			fmt.Fprintf(&b, "; text is %s, codes %v", s.text.wants(), s.text.codes[invalid:])
		}
		fmt.Fprintf(&b, "; children %v %v, else %d\n", s.childTags(), s.maxCount, s.childCode)
		for i := range s.attrs {
			tableAttr(t, &b, s, i)
		}
		for _, r := range s.rules {
			fmt.Fprintf(&b, "  rule %d of %v then %v: %v %d inferred=%t\n", r.kind, r.of, r.then, r.level, r.code, r.inferred)
		}
	}
	golden(t, "testdata/table.golden", b.String())
}

func tableAttr(t *testing.T, b *strings.Builder, s *spec, i int) {
	t.Helper()
	a := &s.attrs[i]
	fmt.Fprintf(b, "  %s: %s; codes %v", a.name, a.wants(), a.codes[invalid:])
	if a.def != nil {
		text, err := a.text(s.defaults.attr(i))
		require.NoError(t, err)
		fmt.Fprintf(b, "; default %q", text)
	}
	if len(a.under) > 0 {
		fmt.Fprintf(b, "; under %v", a.under)
	}
	if len(a.documents) > 0 {
		fmt.Fprintf(b, "; document of %v", a.documents)
	}
	b.WriteString("\n")
}

// TestCodesOfTagsAreKnown holds the numbers in the tags against the table of codes.
func TestCodesOfTagsAreKnown(t *testing.T) {
	for tag, s := range definitions {
		codes := []int{s.childCode}
		for _, a := range s.attrs {
			codes = append(codes, a.codes[invalid:]...)
			codes = slices.AppendSeq(codes, maps.Values(a.under))
			codes = append(codes, a.docCode)
			if a.absolute != 0 {
				codes = append(codes, a.absolute)
			}
		}
		if s.text.kind != textNone {
			codes = append(codes, s.text.codes[invalid:]...)
		}
		for _, r := range s.rules {
			if r.level != LevelLint {
				codes = append(codes, r.code)
			}
		}
		for _, code := range codes {
			_, ok := CodeLevel(code)
			assert.True(t, ok, "%s: %d", tag, code)
		}
	}
}

// TestDemandsAreNoGraver shows why a rule that demands an attribute may take one
// that does not fit: what is found about the attribute is as grave.
func TestDemandsAreNoGraver(t *testing.T) {
	for tag, s := range definitions {
		for _, r := range s.rules {
			demanded := r.then
			if r.kind.demands() {
				demanded = r.of
			}
			if r.kind == ruleLimits {
				continue
			}
			for _, it := range demanded {
				if it.attr != "" && it.value == "" {
					level, _ := CodeLevel(s.attrs[s.byName[it.attr]].codes[invalid])
					assert.GreaterOrEqual(t, level, r.level, "%s/@%s", tag, it.attr)
				}
			}
		}
	}
}

func TestCodeTable(t *testing.T) {
	assert.True(t, slices.IsSortedFunc(codeTable, func(a, b codeInfo) int { return a.code - b.code }))
	level, ok := CodeLevel(CodeQueueFull)
	assert.True(t, ok)
	assert.Equal(t, LevelWarning, level)
	level, ok = CodeLevel(CodeReservationNotFound)
	assert.True(t, ok)
	assert.Equal(t, LevelError, level)
	assert.Equal(t, "queue has reached its maximum size", CodeMeaning(14207))
	_, ok = CodeLevel(1)
	assert.False(t, ok)
	assert.Empty(t, CodeMeaning(1))
}

// TestMistakesInTags shows that a wrong tag is found when the package starts.
func TestMistakesInTags(t *testing.T) {
	type noChildren struct {
		Common `twiml:"X"`
	}
	type unknownOption struct {
		Common   `twiml:"X,flavour=voice"`
		Children []Misc `twiml:"#children"`
	}
	type noNumber struct {
		Common   `twiml:"X"`
		A        Attr[int] `twiml:"a,min=one"`
		Children []Misc    `twiml:"#children"`
	}
	type unknownText struct {
		Common   `twiml:"X"`
		Text     string `twiml:"#text,kind=prose"`
		Children []Misc `twiml:"#children"`
	}
	type unknownRule struct {
		Common   `twiml:"X"`
		Children []Misc `twiml:"#children"`
		_        rule   `twiml:"never,error=12200"`
	}
	type ruleWithoutCode struct {
		Common   `twiml:"X"`
		Children []Misc `twiml:"#children"`
		_        rule   `twiml:"atLeastOne,of=#text"`
	}
	for _, v := range []any{
		noChildren{}, unknownOption{}, noNumber{}, unknownText{}, unknownRule{}, ruleWithoutCode{},
	} {
		assert.Panics(t, func() { describe(reflect.TypeOf(v)) }, "%T", v)
	}
	s := describe(reflect.TypeFor[Pause]())
	s.attrs[s.byName["length"]].defText = "x"
	assert.Panics(t, func() { s.setDefaults(&Pause{}) }, "a default must fit")
	assert.Panics(t, func() { (&Leave{}).attr(0) }, "no element has such an attribute")
	assert.Panics(t, func() { define[Leave]() }, "an element cannot be defined twice")
}
