package acd_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

const module = "github.com/goacd/acd"

// rule says what one package may import beside the standard library.
type rule struct {
	// imports are packages of this module, by folder, and of others, by path.
	imports []string
	// tests are those that only its tests may import, apart from itself.
	tests []string
	// edge packages wait, listen or dial: they alone may look at a clock, draw
	// chance, start goroutines, lock, log and touch files. The others are state
	// machines and readers, whose output follows from their input alone.
	edge bool
	// http packages may import net/http.
	http bool
}

// rules is the whole table of arrows: every package of this module has a row,
// and every row a package. Two packages that must not know each other have no
// row that names the other.
var rules = map[string]rule{
	".": {tests: []string{
		"assign", "assign/voice", "queue", "taskrouter", "taskrouter/expr", "taskrouter/workflow", "taskrouter/runner", "twiml",
	}}, // the journey of a call, as an Example
	"twiml":         {imports: []string{"github.com/beevik/etree", "internal/excerpt", "internal/xmlscan"}, http: true}, // Response.ServeHTTP
	"twiml/webhook": {imports: []string{"internal/excerpt"}, tests: []string{"twiml"}, http: true},
	"queue":         {imports: []string{"internal/excerpt", "internal/ordered", "internal/sid"}},
	"taskrouter": {
		imports: []string{
			"taskrouter/expr", "taskrouter/workflow", "internal/excerpt", "internal/ordered", "internal/sid", "internal/weburl",
		},
		tests: []string{"internal/script"},
	},
	"taskrouter/expr":     {imports: []string{"internal/excerpt"}},
	"taskrouter/workflow": {imports: []string{"taskrouter/expr", "internal/excerpt"}},
	"taskrouter/runner":   {imports: []string{"taskrouter"}, edge: true},
	"assign":              {imports: []string{"taskrouter", "twiml", "internal/excerpt"}},
	"assign/voice": {imports: []string{
		"assign", "queue", "taskrouter", "taskrouter/expr", "twiml", "internal/excerpt", "internal/ordered", "internal/sid",
		"internal/weburl",
	}, tests: []string{"internal/script", "twiml/webhook"}},
	"assign/voice/driver": {
		imports: []string{
			"assign", "assign/voice", "queue", "taskrouter", "taskrouter/runner", "twiml",
			"internal/exchange", "internal/ordered", "internal/sid", "internal/weburl",
		},
		tests: []string{"assign/callback", "assign/voice/voicetest", "internal/rest/resttest", "twiml/webhook"}, edge: true, http: true,
	},
	"assign/voice/voicetest": {
		imports: []string{
			"assign", "assign/voice", "queue", "taskrouter", "twiml", "internal/ordered", "internal/sid",
		},
		tests: []string{"assign/voice/driver", "taskrouter/runner"},
		edge:  true, http: true, // an application in process; the lock of Media
	},
	"assign/voice/rest": {
		imports: []string{
			"assign", "assign/voice", "assign/voice/driver", "queue", "queue/rest", "taskrouter/runner", "twiml",
			"internal/ordered", "internal/rest", "internal/sid",
		},
		tests: []string{"internal/rest/resttest", "internal/script", "taskrouter", "twiml/webhook"}, edge: true, http: true,
	},
	"queue/rest": {
		imports: []string{"queue", "internal/rest", "internal/sid"},
		tests:   []string{"internal/rest/resttest", "internal/script"}, edge: true, http: true,
	},
	"taskrouter/rest": {
		imports: []string{
			"assign", "taskrouter", "taskrouter/expr", "taskrouter/runner",
			"internal/excerpt", "internal/rest", "internal/sid", "internal/weburl",
		},
		tests: []string{"internal/rest/resttest", "internal/script"}, edge: true, http: true,
	},
	"internal/rest": {
		imports: []string{"internal/excerpt", "internal/sid", "internal/weburl"},
		tests:   []string{"internal/rest/resttest"}, edge: true, http: true,
	},
	"internal/rest/resttest": {edge: true, http: true}, // the rows of its users name it under tests
	"examples/callcenter": {imports: []string{
		"assign", "assign/callback", "assign/voice", "assign/voice/driver", "assign/voice/voicetest", "queue",
		"taskrouter", "taskrouter/runner", "twiml", "twiml/webhook",
	}, edge: true, http: true},
	"assign/callback": {
		imports: []string{
			"assign", "assign/voice", "taskrouter", "taskrouter/runner", "twiml", "twiml/webhook",
			"internal/excerpt", "internal/exchange", "internal/weburl",
		},
		tests: []string{"internal/rest/resttest"}, edge: true, http: true,
	},
	"examples/localrouter": {
		imports: []string{
			"assign", "assign/callback", "assign/voice", "assign/voice/driver", "assign/voice/rest", "assign/voice/voicetest",
			"queue/rest", "taskrouter", "taskrouter/rest", "taskrouter/runner", "taskrouter/workflow",
		},
		tests: []string{"twiml/webhook"}, edge: true, http: true,
	},
	"examples/quickstart": {imports: []string{
		"assign", "assign/voice", "queue", "taskrouter", "taskrouter/expr", "taskrouter/workflow", "taskrouter/runner", "twiml",
	}, edge: true},
	"examples/lint": {
		imports: []string{"taskrouter/workflow", "twiml"},
		tests:   []string{"internal/script"}, edge: true,
	},
	"internal/excerpt": {},
	"internal/exchange": {
		imports: []string{"internal/excerpt", "internal/weburl", "twiml", "twiml/webhook"},
		tests:   []string{"internal/rest/resttest"}, edge: true, http: true,
	},
	"internal/ordered": {},
	"internal/script":  {edge: true}, // reads and rewrites the scripts of tests
	"internal/sid":     {},
	"internal/weburl":  {},
	"internal/xmlscan": {imports: []string{"internal/excerpt"}},
}

// testOnly are the packages that only files ending in _test.go may import.
var testOnly = []string{
	"github.com/stretchr/testify/assert", "github.com/stretchr/testify/require", "testing",
}

// edgeOnly are the packages of the standard library that bring in what the
// outside happens to be: only edge packages import them.
var edgeOnly = []string{
	"context", "crypto/rand", "log", "log/slog", "math/rand", "math/rand/v2", "net", "os", "os/signal", "sync", "sync/atomic", "testing/synctest",
}

// clock are the functions of package time that ask the real clock.
var clock = []string{"After", "AfterFunc", "NewTicker", "NewTimer", "Now", "Since", "Sleep", "Tick", "Until"}

// TestImports holds the import clauses and the uses of the clock in this module
// against the table.
func TestImports(t *testing.T) {
	for _, v := range violations(t, os.DirFS("."), rules) {
		t.Error(v)
	}
}

// TestDirectRequirements keeps the module at two direct dependencies, of which
// only documents and tests know.
func TestDirectRequirements(t *testing.T) {
	text, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"github.com/beevik/etree", "github.com/stretchr/testify"}
	if got := directRequirements(string(text)); !slices.Equal(got, want) {
		t.Errorf("go.mod requires %q directly, want %q: what needs more belongs in a nested module", got, want)
	}
}

// TestTheRulesBite breaks each rule once, in a tree made up for it.
func TestTheRulesBite(t *testing.T) {
	table := map[string]rule{
		"a": {imports: []string{"b"}}, "b": {}, "d": {tests: []string{"b"}}, "edge": {edge: true}, "web": {http: true},
	}
	tests := []struct{ name, file, source, want string }{
		{"allowed", "a/a.go", `package a; import _ "github.com/goacd/acd/b"`, ""},
		{"against the arrow", "b/b.go", `package b; import _ "github.com/goacd/acd/a"`, `b/b.go: package b may not import "a"`},
		{"against the arrow in a test", "b/b_test.go", `package b_test; import _ "github.com/goacd/acd/a"`, `b/b_test.go: package b may not import "a"`},
		{"a package tests itself from outside", "b/b_test.go", `package b_test; import _ "github.com/goacd/acd/b"`, ""},
		{"for tests only", "d/d_test.go", `package d; import _ "github.com/goacd/acd/b"`, ""},
		{"for tests only, but elsewhere", "d/d.go", `package d; import _ "github.com/goacd/acd/b"`, `d/d.go: package d may not import "b"`},
		{"third party", "a/a.go", `package a; import _ "github.com/beevik/etree"`, `a/a.go: package a may not import "github.com/beevik/etree"`},
		{"testify outside tests", "a/a.go", `package a; import _ "github.com/stretchr/testify/assert"`, `a/a.go: package a may not import "github.com/stretchr/testify/assert"`},
		{"testify in tests", "a/a_test.go", `package a; import _ "github.com/stretchr/testify/assert"`, ""},
		{"testing outside tests", "a/a.go", `package a; import _ "testing"`, `a/a.go: package a may not import "testing"`},
		{"net/http", "a/a.go", `package a; import _ "net/http"`, `a/a.go: package a may not import "net/http"`},
		{"net/http/httptest", "a/a.go", `package a; import _ "net/http/httptest"`, `a/a.go: package a may not import "net/http/httptest"`},
		{"net/http where allowed", "web/a.go", `package web; import _ "net/http"`, ""},
		{"net/http in tests of others", "a/a_test.go", `package a; import _ "net/http"`, ""},
		{"chance", "a/a.go", `package a; import _ "math/rand/v2"`, `a/a.go: package a may not import "math/rand/v2"`},
		{"chance in an edge", "edge/a.go", `package edge; import _ "math/rand/v2"`, ""},
		{"clock", "a/a.go", `package a; import "time"; var _ = time.Now`, `a/a.go: package a may not use time.Now`},
		{"clock under another name", "a/a.go", `package a; import x "time"; var _ = x.Now`, `a/a.go: package a may not use time.Now`},
		{"clock by dot import", "a/a.go", `package a; import . "time"; var _ = Now`, `a/a.go: package a may not import "time" with a dot`},
		{"clock in an edge", "edge/a.go", `package edge; import "time"; var _ = time.Now`, ""},
		{"clock in a test", "a/a_test.go", `package a; import "time"; var _ = time.Now`, ""},
		{"something else called Now", "a/a.go", `package a; import "time"; type t struct{ Now time.Time }; var time2 t; var _ = time2.Now`, ""},
		{"goroutine", "a/a.go", `package a; func f() { go f() }`, `a/a.go: package a may not start goroutines`},
		{"no row", "c/c.go", `package c`, `package c has no row in the table`},
		{"unsafe", "edge/a.go", `package edge; import _ "unsafe"`, `edge/a.go: package edge may not import "unsafe"`},
		{"cgo", "edge/a.go", `package edge; import "C"`, `edge/a.go: package edge may not import "C"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tree := fstest.MapFS{
				"go.mod":                    {},
				"nested/go.mod":             {},
				"nested/x.go":               {Data: []byte(`package x; import _ "unsafe"`)},
				"testdata/x.go":             {Data: []byte(`package x; import _ "unsafe"`)},
				".hidden/x.go":              {Data: []byte(`package x; import _ "unsafe"`)},
				path.Dir(tt.file) + "/0.md": {},
				tt.file:                     {Data: []byte(tt.source)},
			}
			for folder := range table {
				tree[folder+"/doc.go"] = &fstest.MapFile{Data: []byte("package " + folder)}
			}
			got := strings.Join(violations(t, tree, table), "\n")
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	t.Run("row without package", func(t *testing.T) {
		got := violations(t, fstest.MapFS{"a/a.go": {Data: []byte("package a")}}, map[string]rule{"a": {}, "gone": {}})
		if want := []string{"the table has a row for gone, which is no package"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestDirectRequirementsAreRead(t *testing.T) {
	got := directRequirements("module m\n\nrequire z v1\nrequire (\n\tb v1 // why\n\ta v1\n\tc v1 // indirect\n)\nreplace d => e v1\n")
	if want := []string{"a", "b", "z"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// violations returns what the tree does against the table, in the order of its
// files.
func violations(t *testing.T, tree fs.FS, table map[string]rule) []string {
	t.Helper()
	var found []string
	unseen := maps.Clone(table)
	for _, file := range goFiles(t, tree) {
		folder := path.Dir(file)
		r, known := table[folder]
		if !known {
			missing := fmt.Sprintf("package %s has no row in the table", folder)
			if !slices.Contains(found, missing) {
				found = append(found, missing)
			}
			continue
		}
		delete(unseen, folder)
		source, err := fs.ReadFile(tree, file)
		if err != nil {
			t.Fatal(err)
		}
		syntax, err := parser.ParseFile(token.NewFileSet(), file, source, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range r.violations(folder, strings.HasSuffix(file, "_test.go"), syntax) {
			found = append(found, fmt.Sprintf("%s: package %s may not %s", file, folder, wrong))
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(unseen)) {
		found = append(found, fmt.Sprintf("the table has a row for %s, which is no package", folder))
	}
	return found
}

// goFiles returns the Go files of the module at the root of tree, as the go
// command sees them: without nested modules, testdata and hidden folders.
func goFiles(t *testing.T, tree fs.FS) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != ".":
			_, err := fs.Stat(tree, path.Join(name, "go.mod"))
			if base := path.Base(name); err == nil || base == "testdata" || base[0] == '.' || base[0] == '_' {
				return fs.SkipDir
			}
		case path.Ext(name) == ".go":
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// violations returns what one file of the package in folder must not do, as the
// end of the sentence "may not …".
func (r rule) violations(folder string, isTest bool, file *ast.File) []string {
	var found []string
	timeName := ""
	for _, spec := range file.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		name, inModule := strings.CutPrefix(imported, module+"/")
		if imported == module {
			name, inModule = ".", true
		}
		switch {
		case isTest && inModule && name == folder:
		case !r.allows(name, inModule, isTest):
			found = append(found, fmt.Sprintf("import %q", name))
		case imported == "time" && spec.Name != nil && spec.Name.Name == ".":
			found = append(found, `import "time" with a dot`)
		case imported == "time" && spec.Name != nil:
			timeName = spec.Name.Name
		case imported == "time":
			timeName = "time"
		}
	}
	if isTest || r.edge {
		return found
	}
	for node := range ast.Preorder(file) {
		switch node := node.(type) {
		case *ast.GoStmt:
			found = append(found, "start goroutines")
		case *ast.SelectorExpr:
			if x, ok := node.X.(*ast.Ident); ok && x.Name == timeName && slices.Contains(clock, node.Sel.Name) {
				found = append(found, "use time."+node.Sel.Name)
			}
		}
	}
	return found
}

// allows reports whether the rule lets an import pass; name is the folder of a
// package of this module, and the path of another.
func (r rule) allows(name string, inModule, isTest bool) bool {
	first, _, _ := strings.Cut(name, "/")
	switch {
	case slices.Contains(testOnly, name):
		return isTest
	case inModule || strings.Contains(first, "."):
		return slices.Contains(r.imports, name) || isTest && slices.Contains(r.tests, name)
	case isTest:
		return true
	case name == "unsafe" || name == "C":
		return false
	case name == "net/http" || strings.HasPrefix(name, "net/http/"):
		return r.http
	}
	return r.edge || !slices.Contains(edgeOnly, name)
}

// directRequirements returns the paths of a go.mod's requirements that are not
// marked as indirect, sorted.
func directRequirements(text string) []string {
	var paths []string
	inBlock := false
	for line := range strings.Lines(text) {
		fields := strings.Fields(line)
		switch {
		case len(fields) == 0 || strings.HasSuffix(strings.TrimSpace(line), "// indirect"):
		case fields[0] == ")":
			inBlock = false
		case fields[0] == "require" && fields[1] == "(":
			inBlock = true
		case fields[0] == "require":
			paths = append(paths, fields[1])
		case inBlock:
			paths = append(paths, fields[0])
		}
	}
	slices.Sort(paths)
	return paths
}
