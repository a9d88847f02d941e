package twiml

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ruleCase is an element that satisfies a rule, or one that breaks it.
type ruleCase struct {
	parent string
	s      *sample
	breaks bool
	at     string // of the finding, below the element
}

// TestReferenceRules shows for every constraint that it is found when broken,
// and that an element which satisfies it has no finding at all.
func TestReferenceRules(t *testing.T) {
	r := loadReference(t)
	kinds := map[string]bool{}
	for _, key := range r.keys() {
		for i, c := range r[key].Constraints {
			if c.Rule == "childCode" || c.Rule == "forbiddenInDocument" {
				continue // see TestReferenceNesting and TestReferenceDocuments
			}
			kinds[c.Rule] = true
			t.Run(fmt.Sprintf("%s/%d-%s", key, i, c.Rule), func(t *testing.T) {
				cases := r.casesOf(key, c)
				broken := 0
				for _, x := range cases {
					if x.breaks {
						broken++
					}
					r.ruleCase(t, c, x)
				}
				require.Positive(t, broken)
				require.Less(t, broken, len(cases), "some must satisfy it")
			})
		}
	}
	for kind := range ruleKinds {
		assert.True(t, kinds[kind] || kind == "childCode" || kind == "forbiddenInDocument", kind)
	}
}

func (r reference) ruleCase(t *testing.T, c *refRule, x ruleCase) {
	t.Helper()
	if !x.breaks {
		p := r.place(r.complete(x.s, x.parent, nil), x.parent)
		r.valid(t, p)
		if c.level() == LevelLint {
			require.Empty(t, lintOf(t, p), p.root)
		}
		return
	}
	p := r.place(r.complete(x.s, x.parent, c), x.parent)
	p.opts.Lint = c.level() == LevelLint
	doc := p.root.String()
	findings := Validate([]byte(doc), p.opts)
	found := 0
	for _, f := range findings {
		if f.Code == c.Code && f.Level == c.level() && f.Inferred == c.Inferred && f.Path == p.path+x.at {
			found++
		}
	}
	require.Equal(t, 1, found, "%s: want %s %d, got %v", doc, c.Level, c.Code, findings)
	built := r.build(t, p.root).Interface().(*Response)
	require.Len(t, built.Validate(p.opts), len(findings), "the built tree deviates alike: %s", doc)
}

// casesOf makes the elements of a rule.
func (r reference) casesOf(key string, c *refRule) []ruleCase {
	m := caseMaker{r: r, key: key, parent: r.anyParent(key)}
	switch c.Rule {
	case "atLeastOne":
		m.each(c.Of, false)
		m.holds(nil, true, "")
	case "exactlyOne":
		m.each(c.Of, false)
		m.holds(nil, true, "")
		m.pairs(c.Of)
	case "atMostOne":
		m.each(c.Of, false)
		m.pairs(c.Of)
	case "notCombined":
		m.each(c.Of, false)
		m.holds(c.Of, true, "")
	case "requires":
		m.holds(append(slices.Clone(c.If), c.Then...), false, "")
		m.holds(c.If, true, "")
	case "limits":
		m.limits(c)
	case "maxCount":
		m.counted(c)
	case "exclusive":
		m.each(c.Of, false)
		m.besides(c.Of)
	default:
		m.under(c)
	}
	return m.cases
}

type caseMaker struct {
	r           reference
	key, parent string
	cases       []ruleCase
}

// holds adds an element with these items.
func (m *caseMaker) holds(items []string, breaks bool, at string) {
	s := m.r.sample(m.key)
	for _, item := range items {
		m.r.add(s, item)
	}
	m.cases = append(m.cases, ruleCase{m.parent, s, breaks, at})
}

func (m *caseMaker) each(items []string, breaks bool) {
	for _, item := range items {
		m.holds([]string{item}, breaks, "")
	}
}

// pairs breaks a rule with any two of the items; #children alone stands for two
// children.
func (m *caseMaker) pairs(items []string) {
	if len(items) == 1 {
		m.holds([]string{items[0], items[0]}, true, "")
	}
	for i, a := range items {
		for _, b := range items[i+1:] {
			m.holds([]string{a, b}, true, "")
		}
	}
}

// counted adds as many children as may be, and one more, of each kind and of
// all kinds in turn.
func (m *caseMaker) counted(c *refRule) {
	in := func(kinds []string, n int) []string {
		items := make([]string, n)
		for i := range items {
			items[i] = kinds[i%len(kinds)]
		}
		return items
	}
	for _, kinds := range append([][]string{c.Of}, singles(c.Of)...) {
		m.holds(in(kinds, c.Max), false, "")
		over := in(kinds, c.Max+1)
		last := over[c.Max]
		n := 0
		for _, item := range over {
			if item == last {
				n++
			}
		}
		m.holds(over, true, fmt.Sprintf("/%s[%d]", last, n))
	}
}

// limits puts the greatest number and one above it beside the condition, and
// each side alone.
func (m *caseMaker) limits(c *refRule) {
	for _, number := range c.Then {
		most, over := fmt.Sprintf("%s=%d", number, c.Max), fmt.Sprintf("%s=%d", number, c.Max+1)
		m.holds(append(slices.Clone(c.If), most), false, "")
		m.holds(append(slices.Clone(c.If), over), true, "")
		m.holds([]string{over}, false, "")
	}
	m.holds(c.If, false, "")
}

func singles(items []string) [][]string {
	list := make([][]string, len(items))
	for i, item := range items {
		list[i] = []string{item}
	}
	return list
}

// besides puts every other child beside each exclusive one.
func (m *caseMaker) besides(of []string) {
	for _, item := range of {
		for _, other := range names(m.r[m.key].Children) {
			if !slices.Contains(of, other) {
				m.holds([]string{item, other}, true, "/"+item+"[1]")
			}
		}
	}
}

// under adds the element below the parents of the rule and below the others.
func (m *caseMaker) under(c *refRule) {
	forbids := strings.HasPrefix(c.Rule, "forbidden")
	for _, parent := range m.r[m.key].Parents {
		m.parent = parent
		applies := slices.Contains(c.Parents, parent)
		if forbids {
			for _, item := range c.Of {
				at, _, _ := strings.Cut(item, "=")
				m.holds([]string{item}, applies, "/"+at)
			}
			continue
		}
		m.holds(nil, applies, "")
		m.each(c.Of, applies && c.Rule == "requiredUnder" && len(c.Of) > 1)
	}
}

// TestReferenceCounts shows the least and the greatest number of each child.
func TestReferenceCounts(t *testing.T) {
	r := loadReference(t)
	n := 0
	for _, key := range r.keys() {
		parent := r.anyParent(key)
		for _, child := range names(r[key].Children) {
			name, limit := r[child].Name, r[key].Children[child]
			if limit.Min > 0 {
				n++
				s := r.complete(r.sample(key), parent, nil)
				s.children = s.children[1:]
				r.oneFinding(t, r.place(s, parent), "", CodeSchema)
			}
			if limit.Max > 0 {
				n++
				s := r.sample(key)
				for range limit.Max {
					r.add(s, child)
				}
				r.valid(t, r.place(r.complete(s, parent, nil), parent))
				r.add(s, child)
				p := r.place(s, parent)
				at := fmt.Sprintf("%s/%s[%d]", p.path, name, limit.Max+1)
				findings := Validate([]byte(p.root.String()), p.opts)
				require.NotEmpty(t, findings, p.root)
				for _, f := range findings {
					assert.Equal(t, []any{CodeSchema, LevelWarning, at}, []any{f.Code, f.Level, f.Path})
				}
			}
		}
	}
	assert.Equal(t, 8, n)
}
