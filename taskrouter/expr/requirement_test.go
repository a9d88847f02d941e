package expr_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goacd/acd/taskrouter/expr"
)

// showLists writes lists one behind the other.
func showLists(lists [][]expr.Requirement) string {
	texts := []string{}
	for _, list := range lists {
		texts = append(texts, showRequirements(list))
	}
	return strings.Join(texts, " ")
}

// showRequirements writes a list as references and constants: "a==key", "a HAS key".
func showRequirements(list []expr.Requirement) string {
	if list == nil {
		return "none"
	}
	known := map[string]string{}
	for _, c := range []struct {
		value expr.Value
		text  string
	}{
		{expr.String("x"), "'x'"},
		{expr.String("y"), "'y'"},
		{expr.String("1"), "'1'"},
		{expr.Int(1), "1"},
		{expr.Float(0.5), "0.5"},
		{expr.Bool(true), "true"},
		{expr.Null(), "null"},
	} {
		known[string(c.value.AppendEqualKey(nil))] = c.text
	}
	texts := []string{}
	for _, r := range list {
		op := "=="
		if r.Has {
			op = " HAS "
		}
		texts = append(texts, r.Reference.String()+op+known[r.Key])
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

func TestRequirements(t *testing.T) {
	var many []string
	for i := range expr.MaxRequirements + 1 {
		many = append(many, fmt.Sprintf("'c%d'", i))
	}
	tests := []struct{ source, want string }{
		// What an index can answer.
		{"a == 'x'", "[a=='x']"},
		{"'x' = a.b[1]", "[a.b[1]=='x']"},
		{"a == 1.0", "[a==1]"},
		{"a == true", "[a==true]"},
		{"a IN ['x', 'y', 1, 0.5, 'x', null]", "[a=='x', a=='y', a==1, a==0.5]"},
		{"a HAS 'x'", "[a HAS 'x']"},
		{"a HAS null", "[a HAS null]"},
		{"'x' IN a", "[a HAS 'x']"},
		{"['x', 1] HAS a", "[a=='x', a==1]"},
		// What it cannot.
		{"a == null", "none"},
		{"null == a", "none"},
		{"['x', null] HAS a", "none"},
		{"a != 'x'", "none"},
		{"a >= 5", "none"},
		{"a CONTAINS 'x'", "none"},
		{"a NOT IN ['x']", "none"},
		{"a == b", "none"},
		{"a HAS b", "none"},
		{"1 == 1", "none"},
		{"a IN [" + strings.Join(many, ",") + "]", "none"},
		{"a == " + strings.Join(many, " OR a == "), "none"},
		// The negation of != and NOT IN is no equality: arrays answer false to both.
		{"NOT (a != 'x')", "none"},
		{"NOT (a NOT IN ['x'])", "none"},
		{"NOT (a == 'x')", "none"},
		// What is never true.
		{"1 == 2", "[]"},
		{"NOT (1 == 1)", "[]"},
		{"a IN []", "[]"},
		{"a IN [null]", "[]"},
		{"null IN a", "[]"},
		{"a == ['x']", "[]"},
		{"a HAS ['x']", "[]"},
		{"a >= null", "[]"},
		{"true < a", "[]"},
		{"a == 'x' AND 1 == 2", "[]"},
		// Compounds.
		{"a >= 5 AND b HAS 'x'", "[b HAS 'x']"},
		{"a IN ['x','y'] AND b == 'x'", "[b=='x']"},
		{"a HAS 'x' AND b == 'y'", "[a HAS 'x']"},
		{"a == 'x' OR b == 'y' OR a = 'x'", "[a=='x', b=='y']"},
		{"a == 'x' OR b > 5", "none"},
		{"a == 'x' OR 1 == 2", "[a=='x']"},
		{"NOT (NOT (a == 'x') OR b > 5)", "[a=='x']"},
		{"NOT (NOT (a == 'x') AND NOT (b HAS 'y'))", "[a=='x', b HAS 'y']"},
		{"(a == 'x' OR a == 'y') AND (b > 5 OR c HAS 1)", "[a=='x', a=='y']"},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, showRequirements(mustParse(t, tt.source).Requirements()), tt.source)
	}
	assert.Equal(t, "[]", showRequirements(new(expr.Expr).Requirements()), "the zero expression is never true")
}

// fulfilled looks for a requirement that holds, as an index would: by keys.
func fulfilled(list []expr.Requirement, doc expr.Document) bool {
	return slices.ContainsFunc(list, func(r expr.Requirement) bool {
		v := doc.Lookup(r.Reference)
		if !r.Has {
			return string(v.AppendEqualKey(nil)) == r.Key
		}
		for element := range v.Elements() {
			if string(element.AppendEqualKey(nil)) == r.Key {
				return true
			}
		}
		return false
	})
}

// documents makes some, as objects and as JSON.
func (r naiveSource) documents(t *testing.T, n int) (objects []map[string]any, docs []expr.Document) {
	t.Helper()
	for range n {
		object := r.object(2)
		raw, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		objects, docs = append(objects, object), append(docs, mustDocument(t, string(raw)))
	}
	return objects, docs
}

// TestRequirementsAgainstModel: wherever the second writing of the rules says
// true, an index by the requirements finds the document.
func TestRequirementsAgainstModel(t *testing.T) {
	const seed = 64
	r := naiveSource{rand.New(rand.NewPCG(seed, seed))}
	objects, docs := r.documents(t, 100)
	var listed, held int
	for i := range 20_000 {
		model, source := r.expression(2)
		list := mustParse(t, source).Requirements()
		if list == nil {
			continue
		}
		listed++
		for n, doc := range docs {
			if !model.eval(objects[n]) {
				continue
			}
			held++
			if !fulfilled(list, doc) {
				t.Fatalf("seed %d, case %d: %s is true on %s, which fulfills none of %+v", seed, i, source, doc.Raw(), list)
			}
		}
	}
	if listed < 3000 || held < 1500 {
		t.Errorf("%d lists and %d true: the cases are too much alike", listed, held)
	}
}

// TestRequirementsGiven: what is known of one side is a constant for the other.
func TestRequirementsGiven(t *testing.T) {
	x, y, five, words, null := expr.String("x"), expr.String("y"), expr.Int(5), expr.Array(expr.String("x"), expr.String("y")), expr.Null()
	tests := []struct {
		source string
		given  []*expr.Value
		want   string
	}{
		{"worker.skills HAS task.skill", []*expr.Value{nil, &x}, "[worker.skills HAS 'x']"},
		{"task.skill IN worker.skills", []*expr.Value{&y}, "[worker.skills HAS 'y']"},
		{"worker.team == task.team", []*expr.Value{nil, &x}, "[worker.team=='x']"},
		{"worker.team IN task.teams", []*expr.Value{nil, &words}, "[worker.team=='x', worker.team=='y']"},
		{"task.teams HAS worker.team", []*expr.Value{&words}, "[worker.team=='x', worker.team=='y']"},
		{"worker.level >= task.level AND worker.team == task.team", []*expr.Value{nil, &five, nil, &y}, "[worker.team=='y']"},
		{"worker.team == task.team OR worker.id == task.id", []*expr.Value{nil, &x, nil, &y}, "[worker.team=='x', worker.id=='y']"},
		{"worker.skills HAS task.skill", []*expr.Value{nil, &null}, "[worker.skills HAS null]"},
		{"worker.a == 'x' AND worker.skills HAS task.skill AND worker.level > 1", []*expr.Value{nil, nil, &y}, "[worker.a=='x'] [worker.skills HAS 'y']"},
		{"(worker.a == 'x' OR worker.b == task.b) AND worker.c > 1 AND worker.c == 1", []*expr.Value{nil, nil, &y}, "[worker.a=='x', worker.b=='y'] [worker.c==1]"},
		{"worker.level >= task.level", []*expr.Value{nil, &five}, ""},
		{"worker.level >= task.level", []*expr.Value{nil, &null}, "[]"},
		{"worker.team == task.team", []*expr.Value{nil, &null}, ""},
		{"worker.team IN task.teams", []*expr.Value{nil, &x}, "[]"},
		{"task.vip == worker.vip AND task.level > 5", []*expr.Value{&x, nil, &five}, "[worker.vip=='x'] []"},
		{"worker.team == task.team", nil, ""},
		{"worker.team == task.team", []*expr.Value{nil}, ""},
	}
	for _, tt := range tests {
		assert.Equal(t, tt.want, showLists(mustParse(t, tt.source).RequirementsGiven(tt.given)), tt.source)
	}
	assert.Equal(t, "[]", showLists(new(expr.Expr).RequirementsGiven([]*expr.Value{&x})))
}

// given is some of the values, and nil for the others.
func (r naiveSource) given(values []expr.Value) []*expr.Value {
	given := make([]*expr.Value, len(values))
	for slot := range given {
		if r.IntN(2) == 0 {
			given[slot] = &values[slot]
		}
	}
	return given
}

// TestRequirementsGivenAgainstModel: wherever the second writing of the rules says
// true, an index finds the document by what is asked for beside what is known of
// it.
func TestRequirementsGivenAgainstModel(t *testing.T) {
	const seed = 65
	r := naiveSource{rand.New(rand.NewPCG(seed, seed))}
	objects, docs := r.documents(t, 100)
	var listed, more int
	for i := range 20_000 {
		model, source := r.expression(2)
		e := mustParse(t, source)
		open := e.Requirements() == nil
		for n, doc := range docs {
			if !model.eval(objects[n]) {
				continue
			}
			values := resolve(e, doc)
			given := r.given(values)
			for _, list := range e.RequirementsGiven(given) {
				listed++
				if open {
					more++
				}
				if fulfilled(list, doc) {
					continue
				}
				t.Fatalf("seed %d, case %d: %s is true on %s, which fulfills none of %+v", seed, i, source, doc.Raw(), list)
			}
		}
	}
	if listed < 1000 || more < 300 {
		t.Errorf("%d lists and %d only with what is given: the cases are too much alike", listed, more)
	}
}

// TestRequirementsAreBounded: however long an expression, asking makes a thousand
// keys at most, and what is beyond is left out.
func TestRequirementsAreBounded(t *testing.T) {
	sides := func(n int, side string) string {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf(side, i))
		}
		return strings.Join(all, " AND ")
	}
	var ten []string
	for i := range 10 {
		ten = append(ten, fmt.Sprintf("'%d'", i))
	}
	long := mustParse(t, sides(5_000, "a%d IN ["+strings.Join(ten, ",")+"]"))
	assert.Len(t, long.Requirements(), 10)
	assert.Len(t, long.RequirementsGiven(nil), expr.MaxConditions)
	assert.Len(t, mustParse(t, sides(2_000, "a%d == 'x'")+" AND 1 == 2").Requirements(), 0, "a side without keys is always looked at")
	assert.Len(t, mustParse(t, sides(200, "a%d IN ["+strings.Join(ten, ",")+"]")+" AND a HAS 'x'").Requirements(), 10, "the shorter one comes too late")

	wide := mustParse(t, sides(5_000, "a%d > 1")+" AND a0 < 9")
	ranges := wide.RangesGiven(nil)
	assert.Len(t, ranges, expr.MaxConditions)
	assert.Equal(t, "1 <= a0 <= 9", showRanges(ranges[:1]), "what is there already is narrowed all the same")
}

// TestEqualKeys: values that are equal have one key, in whatever way they came
// about; of scalars, only they do.
func TestEqualKeys(t *testing.T) {
	doc := mustDocument(t, `{"n":[1,1.0,10e-1,0.5,5e-1,-0,0,9007199254740993,9007199254740992.0,9223372036854775808,`+
		`1e400,-1e400,2e400,1e19,10000000000000000000],"s":["1","","\u0061","a","a\u0000","eight by","eight by!","ä"],`+
		`"o":[true,false,null,[],[1],{}]}`)
	values := []expr.Value{
		expr.Int(1), expr.Float(1), expr.Float(0.5), expr.Int(0), expr.Int(-1), expr.String("a"), expr.String("eight by"),
		expr.String("eight by!"), expr.Null(), expr.Bool(true), expr.Float(1e19), expr.Array(), expr.Object(doc),
	}
	for _, name := range []string{"n", "s", "o"} {
		for v := range doc.Lookup(mustReference(t, name)).Elements() {
			values = append(values, v)
		}
	}
	for _, a := range values {
		for _, b := range values {
			same := string(a.AppendEqualKey(nil)) == string(b.AppendEqualKey(nil))
			scalar := a.Kind() < expr.KindArray
			if a.Equal(b) && !same || scalar && same && !a.Equal(b) {
				t.Errorf("%v and %v: equal %t, same key %t", a, b, a.Equal(b), same)
			}
		}
	}
	assert.Equal(t, "x\x03a", string(expr.String("a").AppendEqualKey([]byte("x"))), "keys are appended")
}
