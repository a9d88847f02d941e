package acd_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestReadmeProgram keeps the program in the README and the Example that is
// compiled and run the same.
func TestReadmeProgram(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(readme), "```go\n")
	program, _, closed := strings.Cut(rest, "```\n")
	if !found || !closed {
		t.Fatal("README.md has no block of Go")
	}
	example, err := os.ReadFile("example_test.go")
	if err != nil {
		t.Fatal(err)
	}
	got, imports := body(t, "README.md", program, "main")
	want, _ := body(t, "example_test.go", string(example), "Example")
	want, _, _ = strings.Cut(want, "\t// Output:")
	if got != want {
		t.Errorf("the program in README.md is\n%s\nand Example in example_test.go\n%s", got, want)
	}
	if n := strings.Count(want, "\n"); n > 25 {
		t.Errorf("the program has %d lines: want about 20, for a reader who has never seen the module", n)
	}
	for _, path := range imports {
		name := path[strings.LastIndex(path, "/")+1:]
		if !strings.Contains(got, name+".") {
			t.Errorf("the program in README.md imports %q and does not use it", path)
		}
	}
	if want := []string{"fmt", "log", "time", module + "/taskrouter"}; !slices.Equal(imports, want) {
		t.Errorf("the program in README.md imports %q, want %q", imports, want)
	}
}

// TestReadmePackages wants a line in the README for every package.
func TestReadmePackages(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for folder := range rules {
		if folder != "." && !strings.HasPrefix(folder, "internal/") && !strings.Contains(string(readme), "\n| `"+folder+"` | ") {
			t.Errorf("the table of packages in README.md has no line for %s", folder)
		}
	}
}

// body returns the text between the braces of a function, and the imports of
// the file.
func body(t *testing.T, name, source, function string) (text string, imports []string) {
	t.Helper()
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range file.Imports {
		imports = append(imports, strings.Trim(i.Path.Value, `"`))
	}
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Name.Name == function {
			from, to := files.Position(f.Body.Lbrace).Offset+1, files.Position(f.Body.Rbrace).Offset
			return source[from:to], imports
		}
	}
	t.Fatalf("%s has no function %s", name, function)
	return "", nil
}
