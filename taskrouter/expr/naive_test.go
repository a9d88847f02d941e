package expr_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/goacd/acd/taskrouter/expr"
)

// This file is a second writing of routing.md §1.5 and §1.6, as plain as can be:
// on documents decoded by encoding/json, with fractions for numbers, walking a
// tree that it made itself. It shares no code with the package.

// naive is an expression of the model: a comparison when op is one, else AND, OR
// or NOT of kids.
type naive struct {
	op          string
	kids        []naive
	left, right naiveOperand
}

// naiveOperand is a path, or a constant when path is nil.
type naiveOperand struct {
	path  []any // string or int
	value any   // nil, bool, json.Number, string, []any
	text  string
}

var naiveNumeric = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

func (n naive) eval(doc any) bool {
	switch n.op {
	case "NOT":
		return !n.kids[0].eval(doc)
	case "AND", "OR":
		result := n.op == "AND"
		for _, kid := range n.kids {
			if n.op == "AND" {
				result = result && kid.eval(doc)
			} else {
				result = result || kid.eval(doc)
			}
		}
		return result
	}
	return naiveCompare(n.op, n.left.resolve(doc), n.right.resolve(doc))
}

func (o naiveOperand) resolve(doc any) any {
	if o.path == nil {
		return o.value
	}
	v, _ := naiveFind(doc, o.path)
	return v
}

func naiveFind(doc any, path []any) (any, bool) {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := doc.(map[string]any)
			value, ok := object[step]
			if !ok {
				return nil, false
			}
			doc = value
		case int:
			array, _ := doc.([]any)
			if step >= len(array) {
				return nil, false
			}
			doc = array[step]
		}
	}
	return doc, true
}

func naiveCompare(op string, l, r any) bool {
	switch op {
	case "==":
		return naiveEqual(l, r)
	case "!=":
		if l != nil && r != nil && (naiveComposite(l) || naiveComposite(r)) {
			return false
		}
		return !naiveEqual(l, r)
	case "HAS":
		return naiveMember(l, r)
	case "IN":
		return l != nil && naiveMember(r, l)
	case "NOT IN":
		_, isArray := r.([]any)
		return isArray && !naiveComposite(l) && (l == nil || !naiveMember(r, l))
	case "CONTAINS":
		left, ok := naiveText(l)
		right, ok2 := naiveText(r)
		return ok && ok2 && strings.Contains(left, right)
	}
	order, ok := naiveOrder(l, r)
	switch {
	case !ok:
		return false
	case op == "<":
		return order < 0
	case op == "<=":
		return order <= 0
	case op == ">":
		return order > 0
	}
	return order >= 0
}

func naiveComposite(v any) bool {
	switch v.(type) {
	case []any, map[string]any:
		return true
	}
	return false
}

func naiveEqual(l, r any) bool {
	if l == nil || r == nil {
		return l == nil && r == nil
	}
	if naiveComposite(l) || naiveComposite(r) {
		return false
	}
	if a, ok := l.(json.Number); ok {
		b, ok := r.(json.Number)
		return ok && naiveRat(string(a)).Cmp(naiveRat(string(b))) == 0
	}
	return l == r
}

func naiveMember(array, element any) bool {
	items, _ := array.([]any)
	for _, item := range items {
		if naiveEqual(item, element) {
			return true
		}
	}
	return false
}

func naiveText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return string(v), true
	case bool:
		return fmt.Sprint(v), true
	}
	return "", false
}

func naiveOrder(l, r any) (int, bool) {
	a, aText := l.(string)
	b, bText := r.(string)
	if aText && bText {
		return strings.Compare(string([]rune(a)), string([]rune(b))), true
	}
	x, ok := naiveNumber(l)
	y, ok2 := naiveNumber(r)
	if !ok || !ok2 {
		return 0, false
	}
	return x.Cmp(y), true
}

func naiveNumber(v any) (*big.Rat, bool) {
	switch v := v.(type) {
	case json.Number:
		return naiveRat(string(v)), true
	case string:
		if naiveNumeric.MatchString(v) {
			return naiveRat(v), true
		}
	}
	return nil, false
}

func naiveRat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic("not a number: " + s)
	}
	return r
}

// naiveSource makes random expressions, documents and their texts.
type naiveSource struct{ *rand.Rand }

func pick[T any](r naiveSource, from ...T) T { return from[r.IntN(len(from))] }

func (r naiveSource) expression(depth int) (naive, string) {
	kind := r.IntN(6)
	if depth == 0 || kind < 3 {
		return r.comparison()
	}
	if kind == 3 {
		kid, text := r.expression(depth - 1)
		return naive{op: "NOT", kids: []naive{kid}}, pick(r, "NOT", "not", "Not") + "(" + text + ")"
	}
	n := naive{op: pick(r, "AND", "OR")}
	var texts []string
	for range 2 + r.IntN(2) {
		kid, text := r.expression(depth - 1)
		// Parentheses may be left out where precedence says the same.
		tighter := n.op == "OR" || kid.op != "OR"
		if !tighter || r.IntN(2) == 0 {
			text = "(" + text + ")"
		}
		n.kids, texts = append(n.kids, kid), append(texts, text)
	}
	return n, strings.Join(texts, " "+pick(r, n.op, strings.ToLower(n.op))+"\n")
}

func (r naiveSource) comparison() (naive, string) {
	op := pick(r, "==", "!=", "<", "<=", ">", ">=", "CONTAINS", "HAS", "IN", "NOT IN")
	n := naive{op: op, left: r.operand(), right: r.operand()}
	if op != "HAS" && op != "CONTAINS" && r.IntN(2) == 0 && strings.HasSuffix(op, "IN") {
		n.right = r.array()
	}
	spelled := op
	switch op {
	case "==":
		spelled = pick(r, "==", "=")
	case "HAS":
		spelled = pick(r, "HAS", "has", ">-")
	case "IN":
		spelled = pick(r, "IN", "In", "<-")
	}
	return n, n.left.text + " " + spelled + " " + n.right.text
}

func (r naiveSource) operand() naiveOperand {
	switch r.IntN(8) {
	case 0:
		return r.array()
	case 1, 2, 3:
		return r.constant()
	}
	return pick(r,
		naiveOperand{path: []any{"a"}, text: "a"},
		naiveOperand{path: []any{"b"}, text: "b"},
		naiveOperand{path: []any{"list"}, text: "list"},
		naiveOperand{path: []any{"list", 1}, text: "list[1]"},
		naiveOperand{path: []any{"o"}, text: "o"},
		naiveOperand{path: []any{"o", "p"}, text: "o.p"},
		naiveOperand{path: []any{"o", "list", 0}, text: "o . list[00]"},
	)
}

func (r naiveSource) constant() naiveOperand {
	switch r.IntN(6) {
	case 0:
		return naiveOperand{value: nil, text: pick(r, "null", "NULL")}
	case 1:
		b := r.IntN(2) == 0
		return naiveOperand{value: b, text: fmt.Sprint(b)}
	case 2, 3:
		s := pick(r, "1", "2", "0.5", "1.0", "6", "9007199254740993", "9223372036854775808")
		return naiveOperand{value: json.Number(s), text: s}
	}
	s := pick(r, naiveStrings...)
	return naiveOperand{value: s, text: "'" + s + "'"}
}

var naiveStrings = []string{"", "a", "b", "ab", "1", "6", "-2", "0.50", "007", "1e1", "ä", "𝄞", "true", "."}

func (r naiveSource) array() naiveOperand {
	o := naiveOperand{value: []any{}}
	var texts []string
	for range r.IntN(4) {
		c := r.constant()
		o.value, texts = append(o.value.([]any), c.value), append(texts, c.text)
	}
	o.text = "[" + strings.Join(texts, ",") + "]"
	return o
}

func (r naiveSource) value(depth int) any {
	switch n := r.IntN(9); {
	case n == 0:
		return nil
	case n == 1:
		return r.IntN(2) == 0
	case n <= 4:
		return json.Number(pick(r, "1", "2", "1.0", "0.5", "-2", "5e-1", "6", "1e1", "9007199254740992", "9007199254740993", "1e30"))
	case n <= 6 || depth == 0:
		return pick(r, naiveStrings...)
	case n == 7:
		array := []any{}
		for range r.IntN(4) {
			array = append(array, r.value(depth-1))
		}
		return array
	}
	return r.object(depth - 1)
}

func (r naiveSource) object(depth int) map[string]any {
	object := map[string]any{}
	for _, key := range []string{"a", "b", "list", "o", "p"} {
		switch {
		case r.IntN(5) == 0:
		case key == "list" && r.IntN(3) > 0:
			object[key] = []any{r.value(0), r.value(0), r.value(depth)}
		default:
			object[key] = r.value(depth)
		}
	}
	return object
}

// TestAgainstModel holds random expressions on random documents against the
// second writing of the rules.
func TestAgainstModel(t *testing.T) {
	const seed = 20001
	r := naiveSource{rand.New(rand.NewPCG(seed, seed))}
	var held [2]int
	for i := range 6_000 {
		model, source := r.expression(3)
		object := r.object(2)
		raw, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		e, doc := mustParse(t, source), mustDocument(t, string(raw))
		want := model.eval(map[string]any(object))
		for _, text := range []string{source, e.String()} {
			if got := mustParse(t, text).MatchAttributes(doc); got != want {
				t.Fatalf("seed %d, case %d: %s on %s is %t, want %t", seed, i, text, raw, got, want)
			}
		}
		held[map[bool]int{false: 0, true: 1}[want]]++
	}
	if held[0] < 1000 || held[1] < 1000 {
		t.Errorf("%d false and %d true: the cases are too much alike", held[0], held[1])
	}
}

// TestKeysAgainstModel: values share a key only if no operator tells them apart,
// and their keys can be joined without confusion.
func TestKeysAgainstModel(t *testing.T) {
	const seed = 7
	r := naiveSource{rand.New(rand.NewPCG(seed, seed))}
	rawOf, keyOf := map[string]string{}, map[string]string{}
	for range 5000 {
		pair := []any{r.value(1), r.value(1)}
		raw, err := json.Marshal(map[string]any{"a": pair[0], "b": pair[1]})
		if err != nil {
			t.Fatal(err)
		}
		doc := mustDocument(t, string(raw))
		key := doc.Lookup(mustReference(t, "a")).AppendKey(nil)
		key = doc.Lookup(mustReference(t, "b")).AppendKey(key)
		canonical := naiveCanonical(t, pair)
		if other, ok := rawOf[string(key)]; ok && other != canonical {
			t.Fatalf("%s and %s have the same key", canonical, other)
		}
		if other, ok := keyOf[canonical]; ok && other != string(key) {
			t.Fatalf("%s has two keys", canonical)
		}
		rawOf[string(key)], keyOf[canonical] = canonical, string(key)
	}
}

// naiveCanonical writes values as JSON with every object as {}, since no
// operator looks into one.
func naiveCanonical(t *testing.T, v any) string {
	t.Helper()
	var blind func(any) any
	blind = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			return map[string]any{}
		case []any:
			out := []any{}
			for _, item := range v {
				out = append(out, blind(item))
			}
			return out
		}
		return v
	}
	raw, err := json.Marshal(blind(v))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// walk calls visit for every path of a decoded document that can be written as a
// reference.
func walk(doc any, path string, visit func(path string, value any)) {
	if path != "" {
		visit(path, doc)
	}
	switch doc := doc.(type) {
	case map[string]any:
		for key, value := range doc {
			if _, err := expr.ParseReference("a." + key); err != nil || strings.ContainsAny(key, ". [\t\r\n\f\v") {
				continue
			}
			next := path + "." + key
			if path == "" {
				if _, err := expr.ParseReference(key); err != nil {
					continue
				}
				next = key
			}
			walk(value, next, visit)
		}
	case []any:
		for i, value := range doc {
			if path != "" {
				walk(value, fmt.Sprintf("%s[%d]", path, i), visit)
			}
		}
	}
}
