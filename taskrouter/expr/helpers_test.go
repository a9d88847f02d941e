package expr_test

import (
	"testing"

	"github.com/goacd/acd/taskrouter/expr"
)

func mustParse(t testing.TB, source string) *expr.Expr {
	t.Helper()
	e, err := expr.Parse(source)
	if err != nil {
		t.Fatalf("Parse(%q): %v", source, err)
	}
	return e
}

func mustDocument(t testing.TB, raw string) expr.Document {
	t.Helper()
	d, err := expr.ParseDocument(raw)
	if err != nil {
		t.Fatalf("ParseDocument(%q): %v", raw, err)
	}
	return d
}

func mustReference(t testing.TB, source string) expr.Reference {
	t.Helper()
	r, err := expr.ParseReference(source)
	if err != nil {
		t.Fatalf("ParseReference(%q): %v", source, err)
	}
	return r
}

// resolve looks up what an expression reads, as the engine does.
func resolve(e *expr.Expr, d expr.Document) []expr.Value {
	var slots []expr.Value
	for _, ref := range e.References() {
		slots = append(slots, d.Lookup(ref))
	}
	return slots
}
