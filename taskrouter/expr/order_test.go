package expr_test

import (
	"testing"

	"github.com/goacd/acd/taskrouter/expr"
)

func TestParseOrder(t *testing.T) {
	rows := []struct{ name, source, want string }{
		{"one clause, ascending by default", `worker.level`, `worker.level ASC`},
		{"directions in any case", `worker.a asc, worker.b Desc`, `worker.a ASC, worker.b DESC`},
		{"the documented example", `worker.finance ASC, worker.support ASC`, `worker.finance ASC, worker.support ASC`},
		{"paths", "worker . skills [ 00 ] . level\n DESC", `worker.skills[0].level DESC`},
		{"direction as a name", `worker.asc, worker.desc.desc desc`, `worker.asc ASC, worker.desc.desc DESC`},
		{"keyword as a name", `worker.in DESC`, `worker.in DESC`},
		{"no space", `worker.a,worker.b`, `worker.a ASC, worker.b ASC`},
		{"a clause twice", `worker.a, worker.a DESC`, `worker.a ASC, worker.a DESC`},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			order, err := expr.ParseOrder(row.source)
			if err != nil {
				t.Fatal(err)
			}
			if order.String() != row.want || order.Source() != row.source {
				t.Errorf("%q is written %q, want %q", order.Source(), order, row.want)
			}
		})
	}
}

func TestClauses(t *testing.T) {
	order, err := expr.ParseOrder("worker.team.level desc, worker.age")
	if err != nil {
		t.Fatal(err)
	}
	clauses := order.Clauses()
	if len(clauses) != 2 || clauses[0].Reference != mustReference(t, "team.level") || !clauses[0].Descending ||
		clauses[1].Reference != mustReference(t, "age") || clauses[1].Descending {
		t.Errorf("clauses %v", clauses)
	}
	clauses[0] = clauses[1]
	if order.Clauses()[0] == clauses[0] {
		t.Error("the caller's slice is the order's own")
	}
}
