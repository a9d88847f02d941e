package expr_test

import (
	"testing"
)

const operatorDocument = `{
	"n": null, "t": true, "f": false,
	"one": 1, "one_0": 1.0, "two": 2, "neg": -3, "half": 0.5, "e3": 1e3, "spelled": 1.50,
	"big": 9007199254740993, "max": 9223372036854775807, "min": -9223372036854775808,
	"huge": 18446744073709551616, "vast": 1e400, "tiny": 1e-400,
	"a": "a", "b": "b", "upper": "A", "empty": "", "six": "6", "minus": "-6.5", "lead": "008",
	"exp": "1e3", "plus": "+6", "space": " 6", "dot": "6.", "point": ".5", "dash": "-", "yes": "true",
	"umlaut": "ä", "astral": "𝄞", "private": "\uffee",
	"list": ["a", "b", 1, true, null, "6", [1], {}], "none": [], "other": ["a"],
	"o": {"a": 1}, "p": {"a": 1}, "lists": [[0, 1], [2, 3]],
	"esc": "q\"\u00E9\ud834\uDD1e", "abyss": -1e30
}`

// row is an expression on operatorDocument and what it must be.
type row struct {
	source string
	want   bool
}

func checkRows(t *testing.T, rows []row) {
	t.Helper()
	doc := mustDocument(t, operatorDocument)
	for _, row := range rows {
		if got := mustParse(t, row.source).MatchAttributes(doc); got != row.want {
			t.Errorf("%s is %t, want %t", row.source, got, row.want)
		}
	}
}

// TestEquality is the first table of routing.md §1.6, each pair from both sides.
func TestEquality(t *testing.T) {
	pairs := []struct {
		left, right    string
		equal, unequal bool
	}{
		{"one", "1", true, false},
		{"one", "one_0", true, false},
		{"1", "1.00", true, false},
		{"one", "two", false, true},
		{"0800", "800", true, false},
		{"e3", "1000", true, false},
		{"half", "0.50", true, false},
		{"half", "one", false, true},
		{"big", "9007199254740993", true, false},
		{"big", "9007199254740992", false, true},
		{"big", "9007199254740993.0", true, false},
		{"max", "9223372036854775807", true, false},
		{"max", "9223372036854775808", false, true},
		{"huge", "18446744073709551616", true, false},
		{"vast", "vast", true, false},
		{"tiny", "0", true, false},
		{"a", "'a'", true, false},
		{"a", "b", false, true},
		{"a", "upper", false, true},
		{"umlaut", "'ä'", true, false},
		{"esc", `'q"é𝄞'`, true, false},
		{"t", "true", true, false},
		{"t", "f", false, true},
		{"n", "null", true, false},
		{"n", "missing", true, false},
		{"null", "null", true, false},
		{"n", "one", false, true},
		{"missing", "a", false, true},
		{"n", "t", false, true},
		{"n", "empty", false, true},
		{"n", "list", false, true},
		{"n", "none", false, true},
		{"n", "o", false, true},
		{"one", "'1'", false, true},
		{"six", "6", false, true},
		{"t", "1", false, true},
		{"t", "yes", false, true},
		{"list", "a", false, false},
		{"list", "one", false, false},
		{"list", "t", false, false},
		{"none", "empty", false, false},
		{"list", "list", false, false},
		{"['a']", "other", false, false},
		{"['a']", "['a']", false, false},
		{"[]", "null", false, true},
		{"o", "a", false, false},
		{"o", "p", false, false},
		{"o", "o", false, false},
		{"o", "list", false, false},
	}
	var rows []row
	for _, pair := range pairs {
		for _, sides := range [][2]string{{pair.left, pair.right}, {pair.right, pair.left}} {
			rows = append(rows,
				row{sides[0] + " == " + sides[1], pair.equal},
				row{sides[0] + " = " + sides[1], pair.equal},
				row{sides[0] + " != " + sides[1], pair.unequal})
		}
	}
	checkRows(t, rows)
}

// TestOrdering is the second table of routing.md §1.6. Each pair is given as
// less, equal, or without order, and asked with every operator from both sides.
func TestOrdering(t *testing.T) {
	const less, same, none = -1, 0, 2
	pairs := []struct {
		left, right string
		order       int
	}{
		{"one", "two", less},
		{"one", "one_0", same},
		{"neg", "one", less},
		{"half", "one", less},
		{"0", "half", less},
		{"neg", "half", less},
		{"9007199254740992.5", "big", less}, // float64 has 9007199254740992 only
		{"9007199254740992", "big", less},
		{"max", "huge", less},
		{"huge", "vast", less},
		{"min", "half", less},
		{"abyss", "min", less},
		{"abyss", "0.5", less},
		{"0.25", "half", less},
		{"5", "six", less},
		{"six", "6.0", same},
		{"six", "7", less},
		{"minus", "neg", less},
		{"lead", "8", same},
		{"lead", "9", less},
		{"half", "six", less},
		{"five", "six", none}, // missing
		{"exp", "2", none},
		{"plus", "2", none},
		{"space", "2", none},
		{"dot", "2", none},
		{"point", "2", none},
		{"dash", "2", none},
		{"empty", "2", none},
		{"a", "2", none},
		{"a", "b", less},
		{"upper", "a", less},
		{"empty", "a", less},
		{"a", "a", same},
		{"'10'", "'9'", less}, // two texts: by code point
		{"b", "umlaut", less},
		{"private", "astral", less}, // by code point, not by UTF-16
		{"t", "f", none},
		{"t", "t", none},
		{"t", "1", none},
		{"t", "yes", none},
		{"n", "n", none},
		{"n", "1", none},
		{"n", "a", none},
		{"n", "list", none},
		{"list", "1", none},
		{"list", "a", none},
		{"list", "list", none},
		{"o", "1", none},
		{"o", "o", none},
	}
	var rows []row
	for _, pair := range pairs {
		l, r, o := pair.left, pair.right, pair.order
		rows = append(rows,
			row{l + " < " + r, o == less}, row{r + " > " + l, o == less},
			row{l + " <= " + r, o == less || o == same}, row{r + " >= " + l, o == less || o == same},
			row{l + " > " + r, false}, row{r + " < " + l, false},
			row{l + " >= " + r, o == same}, row{r + " <= " + l, o == same})
	}
	checkRows(t, rows)
}

// TestArrayOperators is the third table of routing.md §1.6.
func TestArrayOperators(t *testing.T) {
	checkRows(t, []row{
		{"list HAS 'a'", true},
		{"list >- 'a'", true},
		{"list HAS 'A'", false},
		{"list HAS 1", true},
		{"list HAS 1.0", true},
		{"list HAS 6", false}, // the element is a text
		{"list HAS '6'", true},
		{"list HAS true", true},
		{"list HAS false", false},
		{"list HAS null", true},
		{"other HAS missing", false},
		{"none HAS null", false},
		{"list HAS [1]", false},
		{"list HAS lists[0]", false},
		{"list HAS o", false},
		{"list HAS list", false},
		{"['a','b'] HAS b", true},
		{"[] HAS a", false},
		{"a HAS 'a'", false},
		{"one HAS 1", false},
		{"missing HAS null", false},
		{"o HAS 1", false},
		{"['support'] HAS 'sup'", false},

		{"a IN list", true},
		{"a <- list", true},
		{"a IN ['x','a']", true},
		{"a IN []", false},
		{"one IN ['1']", false},
		{"one IN [1.0]", true},
		{"t IN [true]", true},
		{"a IN b", false},
		{"a IN missing", false},
		{"a IN o", false},
		{"missing IN ['a']", false},
		{"missing IN [null]", false},
		{"n IN list", false},
		{"list IN list", false},
		{"['a'] IN ['a']", false},
		{"o IN list", false},

		{"a NOT IN ['x']", true},
		{"a NOT IN ['a']", false},
		{"a NOT IN []", true},
		{"a NOT IN list", false},
		{"a NOT IN b", false},
		{"a NOT IN missing", false},
		{"a NOT IN null", false},
		{"a NOT IN o", false},
		{"missing NOT IN ['a']", true},
		{"missing NOT IN [null]", true},
		{"missing NOT IN a", false},
		{"list NOT IN ['a']", false},
		{"o NOT IN ['a']", false},
	})
}

// TestContains is the paragraph on CONTAINS in routing.md §1.5.
func TestContains(t *testing.T) {
	checkRows(t, []row{
		{"'support' CONTAINS 'port'", true},
		{"'port' CONTAINS 'support'", false},
		{"'support' CONTAINS 'PORT'", false},
		{"a CONTAINS ''", true},
		{"empty CONTAINS empty", true},
		{"one CONTAINS ''", true},
		{"big CONTAINS 7199", true},
		{"big CONTAINS '7199'", true},
		{"one CONTAINS '1.0'", false},
		{"one_0 CONTAINS '1.0'", true},
		{"spelled CONTAINS '.50'", true},
		{"0800 CONTAINS '08'", false},
		{"neg CONTAINS '-'", true},
		{"'a true word' CONTAINS t", true},
		{"f CONTAINS 'als'", true},
		{"t CONTAINS true", true},
		{"missing CONTAINS ''", false},
		{"a CONTAINS null", false},
		{"null CONTAINS null", false},
		{"list CONTAINS 'a'", false},
		{"a CONTAINS other", false},
		{"o CONTAINS 'a'", false},
		{"a CONTAINS o", false},
		{`'language en-CA' CONTAINS "en-CA"`, true},
	})
}

func TestLogic(t *testing.T) {
	const yes, no = "1==1", "1==0"
	checkRows(t, []row{
		{yes + " AND " + yes, true},
		{yes + " AND " + no, false},
		{no + " AND " + yes, false},
		{yes + " OR " + no, true},
		{no + " OR " + yes, true},
		{no + " OR " + no, false},
		{"NOT " + no, true},
		{"NOT " + yes, false},
		{"NOT (NOT (" + yes + "))", true},
		{"NOT a == 'x'", true}, // NOT takes the whole comparison
		{"NOT 1==0 AND 1==0", false},
		{"NOT (1==0 AND 1==0)", true},
		{"NOT 1==1 OR 1==1", true},
		{"NOT (1==1 OR 1==1)", false},
		{"1==1 OR 1==1 AND 1==0", true},
		{"(1==1 OR 1==1) AND 1==0", false},
		{"1==0 AND 1==0 OR 1==1", true},
		{"1==0 AND (1==0 OR 1==1)", false},
		{"NOT (a NOT IN ['a'] OR b == 'x') AND (t == true OR 1==0)", true},
	})
}

// TestReferences is routing.md §1.4: what a path finds.
func TestReferences(t *testing.T) {
	checkRows(t, []row{
		{"list[0] == 'a'", true},
		{"list[00] == 'a'", true},
		{"list[2] == 1", true},
		{"list[8] == null", true},
		{"list[99999999999999999999999] == null", true},
		{"none[0] == null", true},
		{"lists[1][0] == 2", true},
		{"lists[1][2] == null", true},
		{"lists[1] != null", true},
		{"o.a == 1", true},
		{"o.b == null", true},
		{"o[0] == null", true},
		{"a.b == null", true},
		{"a[0] == null", true},
		{"n.a.b[1] == null", true},
		{"one.a == null", true},
		{"list.a == null", true},
		{"list[7] != null", true},
		{"o . a == 1", true},
		{"lists [ 1 ] [ 0 ] == 2", true},
		{"O.a == null", true}, // names are case-sensitive
	})
}
