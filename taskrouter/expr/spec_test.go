package expr_test

import (
	"errors"
	"testing"

	"github.com/goacd/acd/taskrouter/expr"
)

// TestWorkedExamples is the table of routing.md §8.1, row by row.
func TestWorkedExamples(t *testing.T) {
	const documentT = `{"string_const":"foo","object":{"array":["a","b","c"],"attr":"bar"},"level":7,"vip":true}`
	rows := []struct {
		number, source string
		want           bool
	}{
		{"E1", `1 == 1`, true},
		{"E2", `object.attr == 'bar'`, true},
		{"E3", `object.array[2] == "c"`, true},
		{"E4", `object.array HAS 'a'`, true},
		{"E5", `object.array HAS 'z'`, false},
		{"E6", `string_const IN ['foo','baz']`, true},
		{"E7", `string_const NOT IN ['foo','baz']`, false},
		{"E8", `string_const CONTAINS 'oo'`, true},
		{"E9", `missing == 'x'`, false},
		{"E10", `missing != null`, false},
		{"E11", `object.array != null`, true},
		{"E12", `object.array == 'a'`, false},
		{"E13", `object.array != 'a'`, false},
		{"E14", `string_const HAS 'foo'`, false},
		{"E15", `string_const IN object.attr`, false},
		{"E16", `string_const NOT IN object.attr`, false},
		{"E17", `level >= 5.1 AND (string_const == "foo" OR string_const == "fr")`, true},
		{"E18", `level = 7`, true},
		{"E19", `string_const in ['foo']`, true},
		{"E20", `object.array >- 'b'`, true},
		{"E21", `missing != 'x'`, true},
		{"E22", `"string_const" == "foo"`, false},
		{"E25", `level == 7 OR level == 1 AND vip == false`, true},
		{"E26", `NOT (level > 10)`, true},
	}
	doc := mustDocument(t, documentT)
	for _, row := range rows {
		t.Run(row.number, func(t *testing.T) {
			if got := mustParse(t, row.source).MatchAttributes(doc); got != row.want {
				t.Errorf("%s is %t, want %t", row.source, got, row.want)
			}
		})
	}
	t.Run("E23", func(t *testing.T) { wantSyntaxError(t, `vip`, 3) })
	t.Run("E24", func(t *testing.T) { wantSyntaxError(t, `skill-level > 3`, 5) })
	t.Run("E27", func(t *testing.T) {
		if !mustParse(t, `level > 3`).MatchAttributes(mustDocument(t, `{"level":"6"}`)) {
			t.Error("a text that is a number must be ordered as one")
		}
	})
}

func wantSyntaxError(t *testing.T, source string, offset int) {
	t.Helper()
	_, err := expr.Parse(source)
	e, ok := errors.AsType[*expr.Error](err)
	if !ok || e.Kind != expr.Syntax || e.Offset != offset || e.Advice == "" {
		t.Errorf("Parse(%q): %v, want a syntax error with advice at %d", source, err, offset)
	}
}

// TestQueueMembership is Q1 and Q3 of routing.md §8.2; Q2, a queue without an
// expression, is the engine's.
func TestQueueMembership(t *testing.T) {
	rows := []struct {
		name, source, worker string
		want                 bool
	}{
		{
			"Q1 Alice", `(skills HAS "support") AND (languages HAS "english")`,
			`{"skills":["support","sales"],"languages":["english"]}`, true,
		},
		{
			"Q1 Bob", `(skills HAS "support") AND (languages HAS "english")`,
			`{"skills":["sales"],"languages":["spanish","english"]}`, false,
		},
		{"Q3", `level HAS "support"`, `{"level":3}`, false},
		{"Q2 default text", `1==1`, `{}`, true},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if got := mustParse(t, row.source).MatchAttributes(mustDocument(t, row.worker)); got != row.want {
				t.Errorf("%s on %s is %t, want %t", row.source, row.worker, got, row.want)
			}
		})
	}
}
