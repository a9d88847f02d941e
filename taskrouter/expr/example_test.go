package expr_test

import (
	"fmt"
	"time"

	"github.com/goacd/acd/taskrouter/expr"
)

func ExampleParse() {
	e, err := expr.Parse(`skills has "support" and (level>=5 or vip=true)`)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e)
	fmt.Println(e.References())
	// Output:
	// skills HAS 'support' AND (level >= 5 OR vip == true)
	// [skills level vip]
}

func ExampleParse_error() {
	_, err := expr.Parse(`type == 'lead' && level > 3`)
	fmt.Println(err)
	// Output:
	// expr: expression, line 1, column 16: found "&&": there is no such operator; write AND
}

func ExampleExpr_MatchAttributes() {
	queue, _ := expr.Parse(`(skills HAS "support") AND (languages HAS "english")`)
	alice, _ := expr.ParseDocument(`{"skills":["support","sales"],"languages":["english"]}`)
	bob, _ := expr.ParseDocument(`{"skills":["sales"],"languages":["spanish","english"]}`)
	fmt.Println(queue.MatchAttributes(alice), queue.MatchAttributes(bob))
	// Output: true false
}

func ExampleExpr_Eval() {
	e, _ := expr.Parse(`task.language IN worker.languages AND worker.level >= 5`)
	task, _ := expr.ParseDocument(`{"language":"fr"}`)
	worker, _ := expr.ParseDocument(`{"languages":["en","fr"],"level":6}`)

	var slots []expr.Value
	for _, ref := range e.References() {
		switch ref.First() {
		case expr.TaskPrefix:
			slots = append(slots, task.Lookup(ref.Rest()))
		case expr.WorkerPrefix:
			slots = append(slots, worker.Lookup(ref.Rest()))
		default:
			slots = append(slots, expr.Null())
		}
	}
	fmt.Println(slots, e.Eval(slots))
	// Output: ["fr" ["en","fr"] 6] true
}

func ExampleParseReference() {
	ref, err := expr.ParseReference("task.agent_sid")
	fmt.Println(ref.First(), ref.Rest(), err)
	// Output: task agent_sid <nil>
}

func ExampleParseOrder() {
	order, _ := expr.ParseOrder("worker.finance desc, worker.support")
	for _, clause := range order.Clauses() {
		fmt.Println(clause.Reference, clause.Descending)
	}
	// Output:
	// finance true
	// support false
}

func ExampleParseDocument() {
	_, err := expr.ParseDocument("{\"language\": 'en'}")
	fmt.Println(err)
	// Output:
	// expr: attributes, line 1, column 14: found "'": a JSON value is expected; JSON has double quotes only
}

func ExampleDocument_Lookup() {
	d, _ := expr.ParseDocument(`{"name":"Alice","team":{"sites":["Lisbon","Oslo"]}}`)
	site, _ := expr.ParseReference("team.sites[1]")
	age, _ := expr.ParseReference("age")
	fmt.Println(d.Lookup(site), d.Lookup(age), d.Has(age))
	// Output: "Oslo" null false
}

// Values of several paths are found together, and judged where they lie.
func ExampleExpr_Bind() {
	e, _ := expr.Parse(`task.language IN worker.languages AND worker.level >= 5`)
	var paths expr.Paths // of workers, as many expressions read them
	var places []expr.Place
	for _, ref := range e.References() {
		if ref.First() == expr.WorkerPrefix {
			places = append(places, expr.Place{List: 0, Index: paths.Add(ref.Rest())})
		} else {
			places = append(places, expr.Place{List: 1, Index: 0})
		}
	}
	bound := e.Bind(places)

	worker, _ := expr.ParseDocument(`{"languages":["en","fr"],"level":6}`)
	values := worker.LookupAll(&paths, nil)
	for _, language := range []string{"fr", "es"} {
		fmt.Println(language, bound.Eval(&expr.Lists{values, {expr.String(language)}}))
	}
	// Output:
	// fr true
	// es false
}

func ExampleDocument_LookupAll() {
	var paths expr.Paths
	for _, text := range []string{"team.sites[1]", "age", "name"} {
		ref, _ := expr.ParseReference(text)
		paths.Add(ref)
	}
	d, _ := expr.ParseDocument(`{"name":"Alice","team":{"sites":["Lisbon","Oslo"]}}`)
	fmt.Println(d.LookupAll(&paths, nil))
	// Output: ["Oslo" null "Alice"]
}

// An index of queues by what they require of a worker: of three expressions, one
// is found and judged.
func ExampleExpr_Requirements() {
	index := map[expr.Requirement][]*expr.Expr{}
	var skills expr.Reference
	for _, source := range []string{"skills HAS 'support'", "skills HAS 'sales' AND level > 5", "skills HAS 'billing'"} {
		e, _ := expr.Parse(source)
		for _, r := range e.Requirements() { // not nil for any of these
			index[r] = append(index[r], e)
			skills = r.Reference
		}
	}
	worker, _ := expr.ParseDocument(`{"skills":["sales","chat"],"level":6}`)
	for skill := range worker.Lookup(skills).Elements() {
		for _, e := range index[expr.Requirement{Reference: skills, Has: true, Key: string(skill.AppendEqualKey(nil))}] {
			fmt.Println(e, e.MatchAttributes(worker))
		}
	}
	// Output: skills HAS 'sales' AND level > 5 true
}

func ExampleExpr_RequirementsGiven() {
	e, _ := expr.Parse("worker.skills HAS task.skill AND worker.level >= task.level")
	task, _ := expr.ParseDocument(`{"skill":"sales","level":5}`)
	given := make([]*expr.Value, len(e.References()))
	for slot, ref := range e.References() {
		if ref.First() == expr.TaskPrefix {
			value := task.Lookup(ref.Rest())
			given[slot] = &value
		}
	}
	for _, list := range e.RequirementsGiven(given) {
		for _, r := range list {
			fmt.Println(r.Reference, r.Has, r.Key == string(expr.String("sales").AppendEqualKey(nil)))
		}
	}
	// Output: worker.skills true true
}

func ExampleExpr_RangesGiven() {
	e, _ := expr.Parse("worker.level >= task.level AND worker.level < 10")
	level := expr.Int(7)
	given := make([]*expr.Value, len(e.References()))
	for slot, ref := range e.References() {
		if ref.String() == "task.level" {
			given[slot] = &level
		}
	}
	fmt.Println(e.RangesGiven(given))
	worker, _ := expr.ParseDocument(`{"level":"8"}`)
	ref, _ := expr.ParseReference("level")
	fmt.Println(worker.Lookup(ref).Measure())
	// Output:
	// [{worker.level 7 10}]
	// 8 true
}

func ExampleClock() {
	e, _ := expr.Parse(`taskrouter.currentHour >= 8`)
	now := time.Date(2026, 3, 5, 8, 5, 0, 0, time.UTC)
	hour, _ := expr.Clock(e.References()[0], now)
	fmt.Println(hour, e.Eval([]expr.Value{hour}))
	// Output: "08" true
}
