package expr_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goacd/acd/taskrouter/expr"
)

func showRanges(list []expr.Range) string {
	var texts []string
	for _, r := range list {
		texts = append(texts, fmt.Sprintf("%v <= %s <= %v", r.Least, r.Reference, r.Most))
	}
	return strings.Join(texts, ", ")
}

func TestRangesGiven(t *testing.T) {
	five, text, null := expr.Int(5), expr.String("5"), expr.Null()
	for _, tt := range []struct {
		source string
		given  []*expr.Value
		want   string
	}{
		{source: "a >= 5", want: "5 <= a <= +Inf"},
		{source: "a > 5", want: "5 <= a <= +Inf"},
		{source: "a < 0.5", want: "-Inf <= a <= 0.5"},
		{source: "5 <= a.b", want: "5 <= a.b <= +Inf"},
		{source: "5 > a", want: "-Inf <= a <= 5"},
		{source: "a >= 1 AND b < 2 AND a <= 3", want: "1 <= a <= 3, -Inf <= b <= 2"},
		{source: "a >= 3 AND a <= 1", want: "3 <= a <= 1"},
		{source: "a >= 1 AND (b == 'x' OR c > 5)", want: "1 <= a <= +Inf"},
		{source: "worker.level >= task.level", given: []*expr.Value{nil, &five}, want: "5 <= worker.level <= +Inf"},
		{source: "task.level > worker.level", given: []*expr.Value{&five}, want: "-Inf <= worker.level <= 5"},
		// Texts have an order of their own with texts, and NULL has none.
		{source: "worker.level >= task.level", given: []*expr.Value{nil, &text}},
		{source: "worker.level >= task.level", given: []*expr.Value{nil, &null}},
		{source: "worker.level >= task.level"},
		{source: "a >= '5'"},
		{source: "a == 5"},
		{source: "a != 5"},
		{source: "1 < 5"},
		// What is false may be so because there is no order.
		{source: "NOT (a < 5)"},
		{source: "a > 5 OR b > 5"},
	} {
		assert.Equal(t, tt.want, showRanges(mustParse(t, tt.source).RangesGiven(tt.given)), tt.source)
	}
	assert.Nil(t, new(expr.Expr).RangesGiven(nil))
}

// TestRangesAgainstModel: wherever the second writing of the rules says true, all
// ranges hold.
func TestRangesAgainstModel(t *testing.T) {
	const seed = 66
	r := naiveSource{rand.New(rand.NewPCG(seed, seed))}
	objects, docs := r.documents(t, 100)
	held := 0
	for i := range 40_000 {
		model, source := r.expression(2)
		e := mustParse(t, source)
		for n, doc := range docs {
			if !model.eval(objects[n]) {
				continue
			}
			for _, at := range e.RangesGiven(r.given(resolve(e, doc))) {
				held++
				if v, ok := doc.Lookup(at.Reference).Measure(); !ok || v < at.Least || v > at.Most {
					t.Fatalf("seed %d, case %d: %s is true on %s, which is not in %+v", seed, i, source, doc.Raw(), at)
				}
			}
		}
	}
	if held < 500 {
		t.Errorf("%d ranges: the cases are too much alike", held)
	}
}

func TestMeasure(t *testing.T) {
	doc := mustDocument(t, `{"v":[5,5.5,"5","05","-0.5","5 ","1e3","x","",true,null,[5],{},1e400,-1e400,"9007199254740993"]}`)
	var got []string
	for v := range doc.Lookup(mustReference(t, "v")).Elements() {
		if f, ok := v.Measure(); ok {
			got = append(got, fmt.Sprintf("%v %v", v, f))
		}
		for _, c := range []expr.Value{expr.Int(5), expr.Float(-0.25), expr.Int(1 << 53)} {
			order, ordered := v.Compare(c)
			f, ok := v.Measure()
			bound, _ := c.Measure()
			assert.Equal(t, ordered, ok, "%v", v)
			if ok && (order < 0 && f > bound || order > 0 && f < bound || order == 0 && f != bound) {
				t.Errorf("%v is %v, and compares with %v as %d", v, f, c, order)
			}
		}
	}
	assert.Equal(t, []string{`5 5`, `5.5 5.5`, `"5" 5`, `"05" 5`, `"-0.5" -0.5`, `1e400 +Inf`, `-1e400 -Inf`, `"9007199254740993" 9.007199254740992e+15`}, got)
}
