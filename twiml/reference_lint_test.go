package twiml

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lintOf returns the findings of a document that only advise. Everything else
// in it must be right.
func lintOf(t *testing.T, p placed) []Finding {
	t.Helper()
	doc := []byte(p.root.String())
	require.Empty(t, Validate(doc, p.opts), p.root)
	p.opts.Lint = true
	findings := Validate(doc, p.opts)
	for _, f := range findings {
		require.Equal(t, []any{0, LevelLint}, []any{f.Code, f.Level}, f)
	}
	return findings
}

// TestReferenceDeprecated shows that the use of what is deprecated, and of
// values in an unusual form, is worth a word of lint, and nothing else is.
func TestReferenceDeprecated(t *testing.T) {
	r := loadReference(t)
	for _, key := range r.keys() {
		p := r.place(r.complete(r.sample(key), r.anyParent(key), nil), r.anyParent(key))
		want := 0
		if r[key].Deprecated {
			want = 1
		}
		assert.Equal(t, want, adviceAt(t, p, p.path), key)
		if text := r[key].Text; text != nil && text.Advisory != "" {
			s := r.sample(key)
			s.text = "unusual"
			p := r.place(r.complete(s, r.anyParent(key), nil), r.anyParent(key))
			assert.Equal(t, want+1, adviceAt(t, p, p.path), key)
		}
	}
	unusual := 0
	r.eachAttr(func(key, parent, name string, a *refAttr) {
		advice := func(text string) int {
			p := r.place(r.complete(r.sample(key).with(name, text), parent, nil), parent)
			return adviceAt(t, p, p.path+"/@"+name)
		}
		want := 0
		if a.Deprecated {
			want = 1
		}
		if a.Advisory == "" {
			assert.Equal(t, want, advice(a.good()[0]), "%s/%s", key, name)
			return
		}
		unusual++
		assert.Equal(t, 1, advice("unusual"), "%s/%s", key, name)
		for _, text := range append(a.Values, a.good()[0]) {
			assert.Equal(t, want, advice(text), "%s/%s=%q", key, name, text)
		}
	})
	assert.Equal(t, 6, unusual)
}

func adviceAt(t *testing.T, p placed, path string) int {
	t.Helper()
	n := 0
	for _, f := range lintOf(t, p) {
		if f.Path == path {
			n++
		}
	}
	return n
}

// TestReferenceReach puts a verb behind every verb: it is never reached where
// the first one ends the document.
func TestReferenceReach(t *testing.T) {
	r := loadReference(t)
	for _, key := range names(r["Response"].Children) {
		next := r.sample("Pause")
		if r[key].Flavors[0] != "voice" {
			next = r.sample("Redirect")
		}
		if r[key].Flavors[0] == "fax" {
			next = r.sample("Receive")
		}
		reached := func(s *sample) bool {
			p := r.place(r.complete(s, "Response", nil), "Response")
			p.root.children = append(p.root.children, next)
			path := "/Response/" + next.name + "[1]"
			if next.name == key {
				path = "/Response/" + next.name + "[2]"
			}
			usual := 0
			if r[next.key].Deprecated {
				usual = 1
			}
			return adviceAt(t, p, path) == usual
		}
		ends := r[key].Ends
		assert.Equal(t, ends != "always", reached(r.sample(key)), key)
		if _, ok := r[key].Attributes["action"]; ok {
			assert.Equal(t, ends == "", reached(r.sample(key).with("action", "https://example.com/next")), key)
		}
	}
}
