package expr_test

import (
	"errors"
	"flag"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/goacd/acd/taskrouter/expr"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// readers are the entry points by the name of the golden file that says what
// they refuse, and how.
var readers = map[string]func(string) error{
	"expression": func(s string) error { _, err := expr.Parse(s); return err },
	"reference":  func(s string) error { _, err := expr.ParseReference(s); return err },
	"order_by":   func(s string) error { _, err := expr.ParseOrder(s); return err },
	"attributes": func(s string) error { _, err := expr.ParseDocument(s); return err },
}

// TestErrors holds each refused text against testdata/<input>.errors: a line with
// the text as a Go string, then the error, indented. -update writes the errors.
func TestErrors(t *testing.T) {
	for input, read := range readers {
		t.Run(input, func(t *testing.T) {
			file := "testdata/" + input + ".errors"
			golden, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			for line := range strings.Lines(string(golden)) {
				switch {
				case line[0] == '#' || line[0] == '\n':
					out.WriteString(line)
				case line[0] != '\t':
					out.WriteString(line + "\t" + refusal(t, read, strings.TrimSpace(line)) + "\n")
				}
			}
			if *update {
				if err := os.WriteFile(file, []byte(out.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			compareLines(t, file, out.String(), string(golden))
		})
	}
}

func refusal(t *testing.T, read func(string) error, quoted string) string {
	t.Helper()
	source, err := strconv.Unquote(quoted)
	if err != nil {
		t.Fatalf("%s: %v", quoted, err)
	}
	err = read(source)
	e, ok := errors.AsType[*expr.Error](err)
	if !ok {
		t.Errorf("%s: %v, want an *expr.Error", quoted, err)
		return "accepted"
	}
	if e.Advice == "" || e.Problem == "" {
		t.Errorf("%s: no advice in %v", quoted, e)
	}
	return e.Error()
}

func compareLines(t *testing.T, file, got, want string) {
	t.Helper()
	if *update || got == want {
		return
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != wantLines[i] {
			t.Errorf("%s:%d:\n got %s\nwant %s", file, i+1, gotLines[i], wantLines[i])
		}
	}
	if len(gotLines) != len(wantLines) {
		t.Errorf("%s: %d lines, want %d", file, len(gotLines), len(wantLines))
	}
}

// TestErrorPlace: offsets count bytes, columns code points, lines newlines.
func TestErrorPlace(t *testing.T) {
	rows := []struct {
		source               string
		offset, line, column int
	}{
		{"a == 1 &", 7, 1, 8},
		{"größe == 1 &", 13, 1, 12},
		{"a == 1\n  AND b === 2", 15, 2, 9},
		{"a == 1\r\nAND\r\nü & 1", 16, 3, 3},
		{"a ==", 4, 1, 5},
		{"a ==\n", 5, 2, 1},
	}
	for _, row := range rows {
		_, err := expr.Parse(row.source)
		e, ok := errors.AsType[*expr.Error](err)
		if !ok {
			t.Errorf("%q: %v", row.source, err)
			continue
		}
		if e.Offset != row.offset || e.Line != row.line || e.Column != row.column {
			t.Errorf("%q: offset %d, line %d, column %d, want %d, %d, %d",
				row.source, e.Offset, e.Line, e.Column, row.offset, row.line, row.column)
		}
	}
}

// TestLimits: what is too big is refused as such, and what just fits is read.
func TestLimits(t *testing.T) {
	nest := func(n int) string { return strings.Repeat("(", n) + "1==1" + strings.Repeat(")", n) }
	chain := func(n int) string { return "1==1" + strings.Repeat(" OR 1==1", n-1) }
	order := func(n int) string { return "worker.a" + strings.Repeat(", worker.a", n-1) }
	deep := func(n int) string {
		return `{"a":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + "}"
	}
	long := func(n int) string { return "a == '" + strings.Repeat("x", n-7) + "'" }
	wide := func(n int) string { return `{"a":"` + strings.Repeat("x", n-8) + `"}` }
	rows := []struct {
		name, input string
		text        func(int) string
		most        int
	}{
		{"depth", "expression", nest, expr.MaxDepth},
		{"comparisons", "expression", chain, expr.MaxComparisons},
		{"length", "expression", long, expr.MaxLength},
		{"clauses", "order_by", order, expr.MaxClauses},
		{"document depth", "attributes", deep, expr.MaxDocumentDepth},
		{"document length", "attributes", wide, expr.MaxDocumentLength},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			if err := readers[row.input](row.text(row.most)); err != nil {
				t.Errorf("%d: %v", row.most, err)
			}
			err := readers[row.input](row.text(row.most + 1))
			if e, ok := errors.AsType[*expr.Error](err); !ok || e.Kind != expr.Limit {
				t.Errorf("%d: %v, want a limit", row.most+1, err)
			}
		})
	}
}

// TestErrorQuotesLittle: a hostile text is not repeated in full.
func TestErrorQuotesLittle(t *testing.T) {
	_, err := expr.Parse("a == 'é" + strings.Repeat("é", 100_000))
	if err == nil || len(err.Error()) > 400 {
		t.Errorf("the message has %d bytes", len(err.Error()))
	}
}

func TestErrorKindText(t *testing.T) {
	for kind, want := range map[expr.ErrorKind]string{
		expr.Syntax: "syntax", expr.Limit: "limit", expr.Encoding: "encoding", 9: "ErrorKind(9)",
	} {
		if got := kind.String(); got != want {
			t.Errorf("%d is %q, want %q", kind, got, want)
		}
	}
	_, err := expr.Parse("a == '\xff'")
	if e, ok := errors.AsType[*expr.Error](err); !ok || e.Kind != expr.Encoding || e.Offset != 6 {
		t.Errorf("%v, want an encoding error at 6", err)
	}
}
