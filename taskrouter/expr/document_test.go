package expr_test

import (
	"strings"
	"testing"

	"github.com/goacd/acd/taskrouter/expr"
)

func TestLookup(t *testing.T) {
	const raw = ` { "a" : { "b" : [ 10 , { "c" : "x" } , [ ] , "\u00e9\n\"" ] } , "dup" : 1 , "n" : null ,
		"dup" : { "k" : 2 } , "\u006bey" : true , "in" : [ ] , "s" : "} ] \" {" , "größe" : -1.5e3 , "lone" : "\ud834!" } `
	doc := mustDocument(t, raw)
	rows := []struct {
		path, want string
		there      bool
	}{
		{"a.b[0]", "10", true},
		{"a.b[1].c", `"x"`, true},
		{"a.b[2]", "[]", true},
		{"a.b[3]", `"é\n\""`, true},
		{"a.b[4]", "null", false},
		{"a.b", `[10,{ "c" : "x" },[],"é\n\""]`, true},
		{"dup.k", "2", true}, // of equal keys the last wins
		{"n", "null", true},
		{"n.x", "null", false},
		{"key", "true", true}, // written with an escape
		{"s", `"} ] \" {"`, true},
		{"größe", "-1.5e3", true},
		{"lone", `"�!"`, true},
		{"a.b.c", "null", false},
		{"a[0]", "null", false},
		{"s.x", "null", false},
		{"nobody", "null", false},
	}
	for _, row := range rows {
		ref := mustReference(t, row.path)
		v, ok := doc.Find(ref)
		if v.String() != row.want || ok != row.there || doc.Has(ref) != row.there || doc.Lookup(ref).String() != row.want {
			t.Errorf("%s: found %v, %t, want %s, %t", row.path, v, ok, row.want, row.there)
		}
	}
	if doc.Raw() != raw {
		t.Errorf("the text changed: %q", doc.Raw())
	}
}

// TestZeroDocument is {}, and the zero reference finds nothing in any document.
func TestZeroDocument(t *testing.T) {
	var zero expr.Document
	if zero.Raw() != "{}" || zero.Has(mustReference(t, "a")) || !zero.Lookup(mustReference(t, "a")).IsNull() {
		t.Errorf("the zero document is %s", zero.Raw())
	}
	if mustDocument(t, `{"":1}`).Has(expr.Reference{}) {
		t.Error("the zero reference finds something")
	}
}

func TestReferenceParts(t *testing.T) {
	ref := mustReference(t, " task . a [ 012 ] [3].in ")
	if ref.String() != "task.a[12][3].in" || ref.Len() != 5 || ref.First() != "task" {
		t.Errorf("%q has %d parts, the first %q", ref, ref.Len(), ref.First())
	}
	var rests []string
	for r := ref.Rest(); !r.IsZero(); r = r.Rest() {
		rests = append(rests, r.String()+" "+r.First())
	}
	want := "a[12][3].in a|[12][3].in |[3].in |in in"
	if got := strings.Join(rests, "|"); got != want {
		t.Errorf("rests %q, want %q", got, want)
	}
	doc := mustDocument(t, `{"a":[[1,{"in":5}]]}`)
	if !doc.Lookup(mustReference(t, "x.a[0][1].in").Rest()).Equal(expr.Int(5)) {
		t.Error("the rest of a reference does not find its value")
	}
	if doc.Has(mustReference(t, "a[0]").Rest()) {
		t.Error("an object has no positions")
	}
	var zero expr.Reference
	if zero.First() != "" || zero.Len() != 0 || !zero.Rest().IsZero() || zero.String() != "" {
		t.Error("the zero reference has parts")
	}
}

// TestMatchManyReferences: more references than MatchAttributes keeps on the
// stack.
func TestMatchManyReferences(t *testing.T) {
	var terms, members []string
	for c := 'a'; c <= 't'; c++ {
		terms = append(terms, string(c)+"=='"+string(c)+"'")
		members = append(members, `"`+string(c)+`":"`+string(c)+`"`)
	}
	e := mustParse(t, strings.Join(terms, " AND "))
	if !e.MatchAttributes(mustDocument(t, "{"+strings.Join(members, ",")+"}")) {
		t.Error("does not match")
	}
	if e.MatchAttributes(mustDocument(t, "{"+strings.Join(members[1:], ",")+"}")) {
		t.Error("matches without a")
	}
}

// TestNestedLongArrays: arrays within arrays, each longer than a small one, are
// read in a time that grows with the text and not with every level.
func TestNestedLongArrays(t *testing.T) {
	const depth = expr.MaxDocumentDepth - 1
	raw := `{"a":` + strings.Repeat("[", depth) + strings.Repeat(",1,2,3,4,5]", depth) + "}"
	raw = strings.Replace(raw, "[,", "[0,", 1)
	v := mustDocument(t, raw).Lookup(mustReference(t, "a"))
	if v.Len() != 6 || v.String() != raw[len(`{"a":`):len(raw)-1] {
		t.Errorf("%s is read as %v", raw, v)
	}
}
