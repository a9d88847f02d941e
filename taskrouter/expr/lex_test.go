package expr_test

import (
	"testing"

	"github.com/goacd/acd/taskrouter/expr"
)

// TestCanonicalText says how each spelling of the language is read, by the one
// spelling it is written back in.
func TestCanonicalText(t *testing.T) {
	rows := []struct{ name, source, want string }{
		{"symbols need no space", `1==1`, `1 == 1`},
		{"nor do quotes", `type=='lead'`, `type == 'lead'`},
		{"string before a keyword", `a=='x'AND b==1`, `a == 'x' AND b == 1`},
		{"any white space", "\ta\r\n==\f1\v", `a == 1`},
		{"one equals sign", `a = 1`, `a == 1`},
		{"has sign", `a>-1`, `a HAS 1`},
		{"in sign", `a<-[1]`, `a IN [1]`},
		{"longest first: greater, equal", `a>=1 AND b<=2 AND c!=3`, `a >= 1 AND b <= 2 AND c != 3`},
		{"keywords in any case", `a in [1] aNd b Not iN [2] oR nOt c hAs 3`, `a IN [1] AND b NOT IN [2] OR NOT (c HAS 3)`},
		{"contains", `a contains 'b'`, `a CONTAINS 'b'`},
		{"constants in any case", `a == TRUE OR a == False OR a == Null`, `a == true OR a == false OR a == null`},
		{"keyword as the start of a name", `android == 1 AND inner == 2 AND nullable == 3`, `android == 1 AND inner == 2 AND nullable == 3`},
		{"keyword below a name", `worker.in == 1 AND a.Not.HAS == 2`, `worker.in == 1 AND a.Not.HAS == 2`},
		{"long s is no s", "ha\u017f == 1", "ha\u017f == 1"},
		{"names", `_a$1 == $ AND größe == _`, `_a$1 == $ AND größe == _`},
		{"double quotes", `a == "x"`, `a == 'x'`},
		{"other quote inside", `a == "it's" AND b == 'say "hi"'`, `a == 'it\'s' AND b == 'say "hi"'`},
		{"escapes", `a == "\"\'\\"`, `a == '"\'\\'`},
		{"other escapes stand for themselves", `a == '\n\x\'` + `'`, `a == '\\n\\x\''`},
		{"newline inside a string", "a == 'x\ny'", "a == 'x\ny'"},
		{"hyphen inside a string", `a == 'en-CA'`, `a == 'en-CA'`},
		{"leading zeros", `a == 0800 AND b == 00 AND c == 00.5`, `a == 800 AND b == 0 AND c == 0.5`},
		{"decimals as written", `a == 1.00`, `a == 1.00`},
		{"arrays", `a IN [] OR a IN [ 1 , "x",true,null , 0.5]`, `a IN [] OR a IN [1, 'x', true, null, 0.5]`},
		{"paths", `a . b [ 007 ] . c == 1`, `a.b[7].c == 1`},
		{"index after a path without dot", `a[0][1]==1`, `a[0][1] == 1`},
		{"needless parentheses", `((a == 1)) AND ((b == 2) AND (c == 3))`, `a == 1 AND b == 2 AND c == 3`},
		{"needed parentheses", `(a == 1 OR b == 2) AND c == 3`, `(a == 1 OR b == 2) AND c == 3`},
		{"and binds first", `a == 1 OR (b == 2 AND c == 3)`, `a == 1 OR b == 2 AND c == 3`},
		{"not", `NOT a == 1 AND NOT (b == 2 OR c == 3)`, `NOT (a == 1) AND NOT (b == 2 OR c == 3)`},
		{"in sign before a number", `a <-5`, `a IN 5`},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			e := mustParse(t, row.source)
			if got := e.String(); got != row.want {
				t.Errorf("%q is written\n%q, want\n%q", row.source, got, row.want)
			}
			if got := mustParse(t, e.String()).String(); got != row.want {
				t.Errorf("%q is not stable: %q", row.want, got)
			}
			if e.Source() != row.source {
				t.Errorf("source is %q, want %q", e.Source(), row.source)
			}
		})
	}
}

// TestSlots says which slot belongs to which reference.
func TestSlots(t *testing.T) {
	e := mustParse(t, `b == 1 AND a HAS b OR a[0] == b AND task.x IN worker . y`)
	var got []string
	for _, ref := range e.References() {
		got = append(got, ref.String())
	}
	want := []string{"b", "a", "a[0]", "task.x", "worker.y"}
	if len(got) != len(want) {
		t.Fatalf("references %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("reference %d is %q, want %q", i, got[i], want[i])
		}
	}
	e.References()[0] = mustReference(t, "z")
	if e.References()[0] != mustReference(t, "b") {
		t.Error("the caller's slice is the expression's own")
	}
}

// TestEvalWithOddSlots: too few slots are NULL, extra ones ignored, and the zero
// expression matches nothing.
func TestEvalWithOddSlots(t *testing.T) {
	e := mustParse(t, `a == 1 AND b == null`)
	if !e.Eval([]expr.Value{expr.Int(1)}) {
		t.Error("a slot that is not there must be NULL")
	}
	if e.Eval(nil) {
		t.Error("no slots: a == 1 must be false")
	}
	if !e.Eval([]expr.Value{expr.Int(1), expr.Null(), expr.Int(3)}) {
		t.Error("extra slots must be ignored")
	}
	var zero expr.Expr
	if zero.Eval(nil) || zero.String() != "" || zero.Source() != "" || len(zero.References()) != 0 {
		t.Error("the zero expression must match nothing and be empty")
	}
}
