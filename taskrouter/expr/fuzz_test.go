package expr_test

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goacd/acd/taskrouter/expr"
)

// seed adds the texts of a golden file of errors, which lie close to the edges of
// the grammar.
func seed(f *testing.F, input string) {
	f.Helper()
	golden, err := os.ReadFile("testdata/" + input + ".errors")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(golden)) {
		if source, err := strconv.Unquote(strings.TrimSpace(line)); err == nil {
			f.Add(source)
		}
	}
}

// FuzzParse: reading never panics; what is accepted prints to a text that reads
// and prints the same, and judges the same on a document and on all slots alike.
func FuzzParse(f *testing.F) {
	seed(f, "expression")
	for _, source := range []string{
		`1==1`, `(skills HAS "support") AND (languages HAS "english")`,
		`level >= 5.1 AND (a == "foo" OR NOT b NOT IN ['fr', null, 0800])`,
		`task.x IN worker . y[00] or taskrouter.currentHour<-[]`, `a>-'\'\"\\\x'`,
		"größe == _$1 AND a.not.in != TRUE", `NOT (NOT (a=1 OR b<2) AND c CONTAINS "it's")`,
	} {
		f.Add(source)
	}
	doc := mustDocument(f, operatorDocument)
	values := []expr.Value{
		expr.Null(), expr.Bool(true), expr.Int(5), expr.Float(0.5), expr.String("6"), expr.String(""),
		expr.Array(), expr.Array(expr.Int(1), expr.String("a")), expr.Object(doc),
	}
	f.Fuzz(func(t *testing.T, source string) {
		e, err := expr.Parse(source)
		if err != nil {
			checkError(t, source, err)
			return
		}
		text := e.String()
		again, err := expr.Parse(text)
		if err != nil {
			t.Fatalf("%q prints as %q, which does not parse: %v", source, text, err)
		}
		if again.String() != text {
			t.Fatalf("%q prints as %q and then as %q", source, text, again.String())
		}
		if !slices.Equal(e.References(), again.References()) {
			t.Fatalf("%q reads %v, printed %v", source, e.References(), again.References())
		}
		if e.MatchAttributes(doc) != again.MatchAttributes(doc) {
			t.Fatalf("%q and %q differ", source, text)
		}
		for i := range values {
			slots := make([]expr.Value, len(e.References()))
			for j := range slots {
				slots[j] = values[(i+j)%len(values)]
			}
			if e.Eval(slots) != again.Eval(slots) {
				t.Fatalf("%q and %q differ on %v", source, text, slots)
			}
		}
	})
}

// checkError: every error has a place inside the text, and says something.
func checkError(t *testing.T, source string, err error) {
	t.Helper()
	e, ok := err.(*expr.Error)
	if !ok || e == nil {
		t.Fatalf("%q: error of type %T", source, err)
	}
	if e.Offset < 0 || e.Offset > len(source) || e.Line < 1 || e.Column < 1 || e.Problem == "" || e.Advice == "" {
		t.Fatalf("%q: %+v", source, e)
	}
	if !utf8.ValidString(e.Error()) {
		t.Fatalf("%q: the message is not UTF-8: %q", source, e.Error())
	}
}

// FuzzDocument: ParseDocument accepts what encoding/json does, within its bounds,
// and Lookup finds what decoding finds.
func FuzzDocument(f *testing.F) {
	seed(f, "attributes")
	for _, raw := range []string{
		`{}`, operatorDocument, benchAttributes, ` { "a" : [ 1 , { "b" : [ ] } ] , "c" : { } } `,
		`{"a":1,"a":{"b":2},"\u0061":[3]}`, `{"a":"\ud834\udd1e\ud834x\udd1e\/\b"}`, `{"a":[[],[[]],{"b":null}]}`,
		`{"a":-0,"b":-0.0e+0,"c":1E400,"d":123456789012345678901234567890}`, `{"":1,"a b":2,"in":{"in":3}}`,
	} {
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		doc, err := expr.ParseDocument(raw)
		decoder := json.NewDecoder(strings.NewReader(raw))
		decoder.UseNumber()
		var decoded any
		valid := decoder.Decode(&decoded) == nil && json.Valid([]byte(raw))
		object, isObject := decoded.(map[string]any)
		if err != nil {
			checkError(t, raw, err)
			if valid && isObject && utf8.ValidString(raw) && err.(*expr.Error).Kind != expr.Limit {
				t.Fatalf("%q is refused: %v", raw, err)
			}
			return
		}
		if !valid || !isObject || doc.Raw() != raw {
			t.Fatalf("%q is accepted as %q", raw, doc.Raw())
		}
		walk(object, "", func(path string, want any) {
			got, ok := doc.Find(mustReference(t, path))
			if !ok || !doc.Has(mustReference(t, path)) || !same(t, got, want) {
				t.Fatalf("%q at %s: found %v, want %v", raw, path, got, want)
			}
			if doc.Has(mustReference(t, path+".nobody")) != strings.Contains(raw, "nobody") &&
				!strings.Contains(raw, `\`) {
				t.Fatalf("%q has %s.nobody", raw, path)
			}
		})
	})
}

// FuzzWellFormed: the check that ParseDocument begins with accepts what the one
// that explains does; and one pass finds what single look-ups do.
func FuzzWellFormed(f *testing.F) {
	seed(f, "attributes")
	for _, raw := range []string{
		benchAttributes, operatorDocument, `{"a":"1234567","b":"12345678","c":"123456789\u12aF"}`, "{\"a\":\"é𝄞\xff\"}",
		`{"a":[{"b":[]},-0.5e+7,true]}`, `{"a":[1,2],"a":{"b":"\\"},"b":{"a":1,"b":[[[0]]]}}`,
		strings.Repeat(`{"a":`, 64) + "1" + strings.Repeat("}", 64), `{"a":` + strings.Repeat("[", 64) + strings.Repeat("]", 64) + "}",
	} {
		f.Add(raw)
	}
	var paths expr.Paths
	for _, path := range []string{"a", "a.a", "a.b", "a[0]", "a[1]", "a[1].b", "a.a[0].a", "b", "b.a", "b.b[0]", "b.b[0][0]", "c", "a.in.a"} {
		paths.Add(mustReference(f, path))
	}
	f.Fuzz(func(t *testing.T, raw string) {
		err := expr.CheckDocument(raw)
		if expr.WellFormed(raw) != (err == nil) {
			t.Fatalf("%q: well-formed %t, but %v", raw, expr.WellFormed(raw), err)
		}
		if err == nil {
			checkLookupAll(t, mustDocument(t, raw), &paths)
		}
	})
}

// FuzzRequirements: an expression that is true fulfills one of its requirements,
// and is as true when it is bound.
func FuzzRequirements(f *testing.F) {
	for _, source := range []string{benchExpression, "a == 1 OR 'x' IN b", "NOT (a NOT IN ['x', 2]) AND b HAS null", "['x', 0.5] HAS a"} {
		for _, raw := range []string{benchAttributes, `{"a":1.0,"b":["x",null]}`, `{"a":"x","b":[5e-1]}`} {
			f.Add(source, raw)
		}
	}
	f.Fuzz(func(t *testing.T, source, raw string) {
		e, err := expr.Parse(source)
		doc, err2 := expr.ParseDocument(raw)
		if err != nil || err2 != nil {
			return
		}
		holds := e.MatchAttributes(doc)
		if list := e.Requirements(); list != nil && holds && !fulfilled(list, doc) {
			t.Fatalf("%q is true on %q, which fulfills none of %+v", source, raw, list)
		}
		var places []expr.Place
		for i := range e.References() {
			places = append(places, expr.Place{List: 2, Index: i})
		}
		if bound := e.Bind(places); bound.Eval(&expr.Lists{2: resolve(e, doc)}) != holds {
			t.Fatalf("%q on %q differs when it is bound", source, raw)
		}
	})
}

// same compares a value with what encoding/json made of it.
func same(t *testing.T, got expr.Value, want any) bool {
	t.Helper()
	switch want := want.(type) {
	case nil:
		return got.IsNull()
	case bool:
		b, ok := got.Bool()
		return ok && b == want
	case json.Number:
		return got.Kind() == expr.KindNumber && got.String() == string(want)
	case string:
		s, ok := got.Text()
		return ok && s == want
	case []any:
		if got.Kind() != expr.KindArray || got.Len() != len(want) {
			return false
		}
		i := 0
		for element := range got.Elements() {
			if !same(t, element, want[i]) {
				return false
			}
			i++
		}
		return true
	}
	return got.Kind() == expr.KindObject && json.Valid([]byte(got.String()))
}

// FuzzParseReference: a reference prints to a text that reads as the same, and
// its parts add up to it.
func FuzzParseReference(f *testing.F) {
	seed(f, "reference")
	for _, source := range []string{"task.agent_sid", "a.b[0][12].c", " a . in [ 007 ]", "$_1", "a[99999999999999999999]"} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		ref, err := expr.ParseReference(source)
		if err != nil {
			checkError(t, source, err)
			return
		}
		again, err := expr.ParseReference(ref.String())
		if err != nil || again != ref {
			t.Fatalf("%q prints as %q: %v", source, ref, err)
		}
		if ref.IsZero() || ref.First() == "" || ref.Rest().Len() != ref.Len()-1 {
			t.Fatalf("%q: first %q, rest %q of %d parts", source, ref.First(), ref.Rest(), ref.Len())
		}
		expr.Document{}.Lookup(ref)
	})
}

// FuzzParseOrder: an order prints to a text that reads and prints the same.
func FuzzParseOrder(f *testing.F) {
	seed(f, "order_by")
	for _, source := range []string{"worker.a", "worker.finance ASC, worker.support.level[0] desc"} {
		f.Add(source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		order, err := expr.ParseOrder(source)
		if err != nil {
			checkError(t, source, err)
			return
		}
		again, err := expr.ParseOrder(order.String())
		if err != nil || !slices.Equal(again.Clauses(), order.Clauses()) || again.String() != order.String() {
			t.Fatalf("%q prints as %q: %v", source, order, err)
		}
	})
}
