package expr_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goacd/acd/taskrouter/expr"
)

func TestPathsNumbering(t *testing.T) {
	var p expr.Paths
	assert.Equal(t, 0, p.Len())
	assert.Equal(t, 0, p.Add(mustReference(t, "a.b")))
	assert.Equal(t, 1, p.Add(mustReference(t, "a")))
	assert.Equal(t, 0, p.Add(mustReference(t, " a . b ")), "an equal reference keeps its number")
	assert.Equal(t, 2, p.Add(mustReference(t, "a[00]")))
	assert.Equal(t, 3, p.Len())
	assert.Equal(t, "a", p.At(1).String())
}

// TestLookupAll names what a pass over several paths could get wrong.
func TestLookupAll(t *testing.T) {
	tests := []struct {
		name, raw string
		paths     []string
		want      []string
	}{
		{"no paths", `{"a":1}`, nil, nil},
		{"missing ones are NULL", `{"a":1}`, []string{"b", "a", "a.b", "a[0]"}, []string{"null", "1", "null", "null"}},
		{
			"a path and what is below it", `{"a":{"b":[1,{"c":2}]}}`,
			[]string{"a", "a.b", "a.b[1].c", "a.b[0]", "a.b[1]"},
			[]string{`{"b":[1,{"c":2}]}`, `[1,{"c":2}]`, "2", "1", `{"c":2}`},
		},
		{"the last of equal keys wins", `{"a":1,"a":2}`, []string{"a"}, []string{"2"}},
		{"with all that is below it", `{"a":{"b":1,"l":[5]},"a":{"c":2}}`, []string{"a.b", "a.c", "a.l[0]"}, []string{"null", "2", "null"}},
		{"even if it is a scalar", `{"a":{"b":1},"a":3}`, []string{"a.b", "a"}, []string{"null", "3"}},
		{"and if it is spelled in another way", `{"a":{"b":1},"\u0061":[7]}`, []string{"a.b", "a[0]"}, []string{"null", "7"}},
		{"positions in any order", `{"a":[0,[1,2],2,3]}`, []string{"a[3]", "a[1][1]", "a[4]", "a[0]"}, []string{"3", "2", "null", "0"}},
		{"text that looks like structure", `{"x":"\"a\":1,{[","a":"]}\\"}`, []string{"a"}, []string{`"]}\\"`}},
		{"white space", " { \"a\" : [ 1 , { \"b\" : 2 } ] \n} ", []string{"a[1].b", "b"}, []string{"2", "null"}},
		{"an object where an array is asked for", `{"a":{"b":1}}`, []string{"a[0]"}, []string{"null"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p expr.Paths
			for _, path := range tt.paths {
				p.Add(mustReference(t, path))
			}
			var got []string
			for _, v := range mustDocument(t, tt.raw).LookupAll(&p, nil) {
				got = append(got, v.String())
			}
			assert.Equal(t, tt.want, got)
		})
	}
	t.Run("references that no document reaches", func(t *testing.T) {
		var p expr.Paths
		p.Add(expr.Reference{})
		p.Add(mustReference(t, "a"+strings.Repeat(".a", expr.MaxDocumentDepth)))
		values := mustDocument(t, `{"":1,"a":{"a":2}}`).LookupAll(&p, []expr.Value{expr.Int(9)})
		assert.Equal(t, "[9 null null]", fmt.Sprint(values), "values are appended")
		assert.Len(t, expr.Document{}.LookupAll(&p, nil), 2)
	})
}

// checkLookupAll holds one pass against a look-up of each path.
func checkLookupAll(t *testing.T, doc expr.Document, p *expr.Paths) {
	t.Helper()
	values := doc.LookupAll(p, nil)
	if len(values) != p.Len() {
		t.Fatalf("%d values for %d paths", len(values), p.Len())
	}
	for i, got := range values {
		want := doc.Lookup(p.At(i))
		if got.Kind() != want.Kind() || got.String() != want.String() || !bytes.Equal(got.AppendKey(nil), want.AppendKey(nil)) {
			t.Fatalf("%s in %q: %v, want %v", p.At(i), doc.Raw(), got, want)
		}
	}
}

// randomReference is a path such as random documents have, often the beginning
// of another.
func (r naiveSource) reference(t *testing.T) expr.Reference {
	var text strings.Builder
	text.WriteString(pick(r, "a", "b", "list", "o", "p", "nobody", "k"+fmt.Sprint(r.IntN(20))))
	for r.IntN(3) > 0 {
		text.WriteString(pick(r, ".a", ".b", ".list", ".o", ".p", "[0]", "[1]", "[2]", "[7]", ".k"+fmt.Sprint(r.IntN(20))))
	}
	return mustReference(t, text.String())
}

// text writes a value as JSON, as untidy as allowed: white space, keys that come
// twice, letters as escapes.
func (r naiveSource) text(v any) string {
	space := pick(r, "", "", " ", "\n\t")
	switch v := v.(type) {
	case map[string]any:
		var members []string
		for _, key := range []string{"a", "b", "list", "o", "p"} {
			if value, ok := v[key]; ok {
				for r.IntN(4) == 0 {
					members = append(members, r.key(key)+space+":"+r.text(r.value(2)))
				}
				members = append(members, r.key(key)+":"+space+r.text(value))
			}
		}
		for range r.IntN(3) {
			members = append(members, r.key("k"+fmt.Sprint(r.IntN(20)))+":"+r.text(r.value(1)))
		}
		return "{" + space + strings.Join(members, space+","+space) + space + "}"
	case []any:
		var elements []string
		for _, element := range v {
			elements = append(elements, r.text(element))
		}
		return "[" + space + strings.Join(elements, space+",") + "]"
	case string:
		return r.key(v)
	}
	raw, _ := json.Marshal(v)
	return string(raw)
}

func (r naiveSource) key(name string) string {
	var b strings.Builder
	for _, c := range name {
		if c < 0x80 && r.IntN(12) == 0 {
			fmt.Fprintf(&b, `\u%04x`, c)
		} else {
			b.WriteRune(c)
		}
	}
	return `"` + b.String() + `"`
}

func TestLookupAllAgainstLookup(t *testing.T) {
	const seed = 11
	r := naiveSource{rand.New(rand.NewPCG(seed, seed))}
	found := 0
	for range 5_000 {
		doc := mustDocument(t, r.text(r.object(3)))
		var p expr.Paths
		for range r.IntN(30) {
			p.Add(r.reference(t))
		}
		checkLookupAll(t, doc, &p)
		for i := range p.Len() {
			if doc.Has(p.At(i)) {
				found++
			}
		}
	}
	if found < 10_000 {
		t.Errorf("only %d values were there: the cases are too much alike", found)
	}
}
