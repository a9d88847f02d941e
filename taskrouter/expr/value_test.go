package expr_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/goacd/acd/taskrouter/expr"
)

func TestValueAccessors(t *testing.T) {
	doc := mustDocument(t, `{"a":1}`)
	rows := []struct {
		value expr.Value
		kind  expr.Kind
		text  string
	}{
		{expr.Value{}, expr.KindNull, "null"},
		{expr.Null(), expr.KindNull, "null"},
		{expr.Bool(true), expr.KindBool, "true"},
		{expr.Bool(false), expr.KindBool, "false"},
		{expr.Int(-7), expr.KindNumber, "-7"},
		{expr.Float(0.25), expr.KindNumber, "0.25"},
		{expr.Float(5), expr.KindNumber, "5"},
		{expr.Float(1e300), expr.KindNumber, "1e+300"},
		{expr.Float(math.NaN()), expr.KindNull, "null"},
		{expr.Float(math.Inf(-1)), expr.KindNull, "null"},
		{expr.String("a\"b"), expr.KindString, `"a\"b"`},
		{expr.Array(), expr.KindArray, "[]"},
		{expr.Array(expr.Int(1), expr.String("x"), expr.Null()), expr.KindArray, `[1,"x",null]`},
		{expr.Object(doc), expr.KindObject, `{"a":1}`},
	}
	for _, row := range rows {
		if row.value.Kind() != row.kind || row.value.String() != row.text {
			t.Errorf("%v is of kind %v, want %s of kind %v", row.value, row.value.Kind(), row.text, row.kind)
		}
		_, isBool := row.value.Bool()
		_, isText := row.value.Text()
		_, isFloat := row.value.Float()
		if isBool != (row.kind == expr.KindBool) || isText != (row.kind == expr.KindString) ||
			isFloat != (row.kind == expr.KindNumber) || row.value.IsNull() != (row.kind == expr.KindNull) {
			t.Errorf("%v: an accessor answers for another kind", row.value)
		}
	}
}

func TestNumberAccessors(t *testing.T) {
	rows := []struct {
		raw   string
		i     int64
		isInt bool
		f     float64
	}{
		{"5", 5, true, 5},
		{"5.0", 5, true, 5},
		{"50e-1", 5, true, 5},
		{"0.5e1", 5, true, 5},
		{"5.00000000000000000000000000000", 5, true, 5},
		{"-0", 0, true, 0},
		{"-0.000", 0, true, 0},
		{"0e99999999999999999999", 0, true, 0},
		{"0e-99999999999999999999", 0, true, 0},
		{"1e18", 1e18, true, 1e18},
		{"1e19", 0, false, 1e19},
		{"9.007199254740993e15", 9007199254740993, true, 9007199254740992},
		{"9007199254740993.000", 9007199254740993, true, 9007199254740992},
		{"9223372036854775807", math.MaxInt64, true, 1 << 63},
		{"9223372036854775808", 0, false, 1 << 63},
		{"-9223372036854775808", math.MinInt64, true, -1 << 63},
		{"-9223372036854775809", math.MinInt64, true, -1 << 63}, // the nearest float64 is in range
		{"-9223372036854777857", 0, false, -9223372036854777856},
		{"99999999999999999999", 0, false, 1e20},
		{"0.1", 0, false, 0.1},
		{"1e400", 0, false, math.Inf(1)},
		{"-1e99999999999999999999", 0, false, math.Inf(-1)},
		{"1e-400", 0, true, 0},
		{"1e-99999999999999999999", 0, true, 0},
	}
	for _, row := range rows {
		v := mustDocument(t, `{"n":`+row.raw+`}`).Lookup(mustReference(t, "n"))
		i, isInt := v.Int()
		f, _ := v.Float()
		if i != row.i || isInt != row.isInt || f != row.f {
			t.Errorf("%s is %d (%t) and %g, want %d (%t) and %g", row.raw, i, isInt, f, row.i, row.isInt, row.f)
		}
		if v.String() != row.raw {
			t.Errorf("%s is written %s", row.raw, v)
		}
	}
	for _, v := range []expr.Value{expr.String("5"), expr.Null(), expr.Bool(true)} {
		if _, ok := v.Int(); ok {
			t.Errorf("%v is no number", v)
		}
	}
}

func TestArrayIsACopy(t *testing.T) {
	elements := []expr.Value{expr.Int(1), expr.Int(2)}
	v := expr.Array(elements...)
	elements[0] = expr.Int(9)
	first := slices.Collect(v.Elements())[0]
	if !first.Equal(expr.Int(1)) || v.Len() != 2 || expr.Int(1).Len() != 0 {
		t.Errorf("the array is %v, want [1,2]", v)
	}
}

func TestEqualAndCompare(t *testing.T) {
	six, text := expr.Int(6), expr.String("6")
	if six.Equal(text) || !six.Equal(expr.Float(6)) {
		t.Error("6 equals 6.0 and not '6'")
	}
	if order, ok := text.Compare(expr.Float(6.5)); !ok || order >= 0 {
		t.Errorf("'6' against 6.5: %d, %t", order, ok)
	}
	if _, ok := six.Compare(expr.String("six")); ok {
		t.Error("6 and 'six' have no order")
	}
	if expr.Float(0.5).Equal(six) || !expr.Float(0.5).Equal(expr.Float(0.5)) {
		t.Error("fractions equal their like only")
	}
}

// TestContainsWithBuiltNumbers: numbers that come from no text have their
// shortest one.
func TestContainsWithBuiltNumbers(t *testing.T) {
	e := mustParse(t, "a CONTAINS b")
	rows := []struct {
		a, b expr.Value
		want bool
	}{
		{expr.Int(-1205), expr.Int(20), true},
		{expr.Int(1205), expr.String("-"), false},
		{expr.String("room 1205"), expr.Int(1205), true},
		{expr.Float(2.50), expr.String(".5"), true},
		{expr.Float(2.50), expr.String("0"), false},
		{expr.Bool(true), expr.Int(1), false},
	}
	for _, row := range rows {
		if got := e.Eval([]expr.Value{row.a, row.b}); got != row.want {
			t.Errorf("%v CONTAINS %v is %t, want %t", row.a, row.b, got, row.want)
		}
	}
}

// TestKeys: built and read values of the same meaning share a key.
func TestKeys(t *testing.T) {
	doc := mustDocument(t, `{"n":5,"f":0.25,"s":"\u0061","l":[1,"x"],"t":true,"z":null,"o":{"a":1}}`)
	rows := map[string]expr.Value{
		"n": expr.Int(5), "f": expr.Float(0.25), "s": expr.String("a"), "t": expr.Bool(true),
		"l": expr.Array(expr.Int(1), expr.String("x")), "z": expr.Null(), "missing": expr.Null(),
		"o": expr.Object(expr.Document{}),
	}
	for path, built := range rows {
		read := doc.Lookup(mustReference(t, path))
		if string(read.AppendKey(nil)) != string(built.AppendKey(nil)) {
			t.Errorf("%s: keys %q and %q", path, read.AppendKey(nil), built.AppendKey(nil))
		}
	}
	different := []expr.Value{
		expr.Null(), expr.Bool(false), expr.Bool(true), expr.Int(0), expr.Int(1), expr.String(""), expr.String("1"),
		expr.Array(), expr.Array(expr.Array()), expr.Array(expr.Null()), expr.Array(expr.Null(), expr.Null()),
		doc.Lookup(mustReference(t, "o")), mustDocument(t, `{"n":1.0}`).Lookup(mustReference(t, "n")),
		expr.String(strings.Repeat("x", 200)),
	}
	keys := map[string]expr.Value{}
	for _, v := range different {
		key := string(v.AppendKey([]byte("prefix")))
		if !strings.HasPrefix(key, "prefix") {
			t.Errorf("%v: the key replaces what was there", v)
		}
		if other, ok := keys[key]; ok {
			t.Errorf("%v and %v share a key", v, other)
		}
		keys[key] = v
	}
}

func TestKindText(t *testing.T) {
	want := []string{"NULL", "boolean", "number", "string", "array", "object", "Kind(6)"}
	for i, text := range want {
		if got := expr.Kind(i).String(); got != text {
			t.Errorf("kind %d is %q, want %q", i, got, text)
		}
	}
}

// TestEvalDoesNotAllocate, whatever the operators and kinds.
func TestEvalDoesNotAllocate(t *testing.T) {
	doc := mustDocument(t, operatorDocument)
	for _, source := range []string{
		benchExpression, `list HAS '6' AND a IN list AND a NOT IN ['x', 1]`, `one CONTAINS 1 AND t CONTAINS 'ru'`,
		`minus < neg OR lead >= half`, `NOT (huge > vast OR a == b)`, `missing == null AND o != null`,
	} {
		e := mustParse(t, source)
		slots := resolve(e, doc)
		if n := testing.AllocsPerRun(100, func() { e.Eval(slots) }); n != 0 {
			t.Errorf("%s: %g allocations", source, n)
		}
	}
	e := mustParse(t, "a CONTAINS b")
	slots := []expr.Value{expr.Float(-1.2345678901234567e-300), expr.Int(math.MinInt64)}
	if n := testing.AllocsPerRun(100, func() { e.Eval(slots) }); n != 0 {
		t.Errorf("CONTAINS on built numbers: %g allocations", n)
	}
}
