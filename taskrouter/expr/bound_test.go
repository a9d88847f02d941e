package expr_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goacd/acd/taskrouter/expr"
)

// TestBoundAgainstModel: an expression judges the same wherever its values lie,
// and so do values that come from one pass over the document.
func TestBoundAgainstModel(t *testing.T) {
	const seed = 3
	r := naiveSource{rand.New(rand.NewPCG(seed, seed))}
	for i := range 5_000 {
		model, source := r.expression(3)
		object := r.object(2)
		raw, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		e, doc := mustParse(t, source), mustDocument(t, string(raw))
		var paths expr.Paths
		paths.Add(mustReference(t, "nobody"))
		places := make([]expr.Place, len(e.References()))
		for i, ref := range e.References() {
			places[i] = expr.Place{List: r.IntN(len(expr.Lists{})), Index: paths.Add(ref)}
		}
		bound := e.Bind(places)
		values := doc.LookupAll(&paths, nil)
		if got, want := bound.Eval(&expr.Lists{values, values, values}), model.eval(map[string]any(object)); got != want {
			t.Fatalf("seed %d, case %d: %s on %s is %t, want %t", seed, i, source, raw, got, want)
		}
	}
}

// TestBindPlaces: what has no place in the lists is NULL.
func TestBindPlaces(t *testing.T) {
	e := mustParse(t, "a == null AND 5 <= b")
	lists := expr.Lists{{expr.Int(7)}, {expr.Int(6), expr.Int(5)}}
	tests := []struct {
		name   string
		places []expr.Place
		want   bool
	}{
		{"past the end of a list, and in one", []expr.Place{{List: 0, Index: 1}, {List: 1, Index: 1}}, true},
		{"in an empty list", []expr.Place{{List: 2, Index: 0}, {List: 1, Index: 0}}, true},
		{"there", []expr.Place{{List: 0, Index: 0}, {List: 1, Index: 0}}, false},
		{"before the first list", []expr.Place{{List: -1, Index: 0}, {List: 0, Index: 0}}, true},
		{"after the last list", []expr.Place{{List: 3, Index: 0}, {List: 0, Index: 0}}, true},
		{"before the first position", []expr.Place{{List: 0, Index: -1}, {List: 0, Index: 0}}, true},
		{"beyond every position", []expr.Place{{List: 0, Index: 1 << 30}, {List: 0, Index: 0}}, true},
		{"fewer places than references", []expr.Place{{List: 2, Index: 0}}, false},
	}
	for _, tt := range tests {
		bound := e.Bind(tt.places)
		assert.Equal(t, tt.want, bound.Eval(&lists), tt.name)
	}
	assert.True(t, e.Eval([]expr.Value{expr.Null(), expr.Int(5)}), "the expression itself keeps its slots")
	assert.False(t, new(expr.Bound).Eval(&lists), "the zero expression is never true")
}

// TestAllocations: judging allocates nothing, nor does checking a document, and
// finding values only for arrays.
func TestAllocations(t *testing.T) {
	e, doc := mustParse(t, benchExpression), mustDocument(t, benchAttributes)
	slots := resolve(e, doc)
	bound := e.Bind([]expr.Place{{List: 2, Index: 0}, {List: 2, Index: 1}, {List: 2, Index: 2}})
	lists := expr.Lists{2: slots}
	var scalars, arrays expr.Paths
	for _, path := range []string{"level", "team.site", "nobody", "ext"} {
		scalars.Add(mustReference(t, path))
	}
	arrays.Add(mustReference(t, "skills"))
	arrays.Add(mustReference(t, "languages"))
	values := make([]expr.Value, 0, 8)
	key := make([]byte, 0, 64)
	tests := []struct {
		name string
		want float64
		call func()
	}{
		{"Expr.Eval", 0, func() { e.Eval(slots) }},
		{"Bound.Eval", 0, func() { bound.Eval(&lists) }},
		{"ParseDocument", 0, func() { _, _ = expr.ParseDocument(benchAttributes) }},
		{"LookupAll of scalars", 0, func() { values = doc.LookupAll(&scalars, values[:0]) }},
		{"LookupAll of two arrays", 2, func() { values = doc.LookupAll(&arrays, values[:0]) }},
		{"AppendEqualKey", 0, func() { key = slots[2].AppendEqualKey(key[:0]) }},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, testing.AllocsPerRun(10, tt.call), tt.name)
	}
}
