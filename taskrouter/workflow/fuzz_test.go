package workflow_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/goacd/acd/taskrouter/workflow"
)

// FuzzParse: reading never panics; a document that is accepted reads the same
// again and is complete; each problem has a path, a place inside the text, and a
// message.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		config, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(config))
	}
	f.Add(withTarget(`{"queue":"WQ1","skip_if":"\ud834\udd1e\u0041 == &"}`))
	f.Fuzz(func(t *testing.T, config string) {
		document, err := workflow.Parse([]byte(config))
		if err != nil {
			checkProblems(t, config, err)
			return
		}
		if document.Source() != config {
			t.Fatalf("%q is kept as %q", config, document.Source())
		}
		again := mustParse(t, document.Source())
		if render(document) != render(again) {
			t.Fatalf("%q is read as\n%s\nand as\n%s", config, render(document), render(again))
		}
		checkComplete(t, document)
	})
}

func checkProblems(t *testing.T, config string, err error) {
	t.Helper()
	e, ok := errors.AsType[*workflow.Error](err)
	if !ok || len(e.Problems) == 0 || e.Total < len(e.Problems) {
		t.Fatalf("%q: %v", config, err)
	}
	lines := strings.Split(config, "\n")
	for _, p := range e.Problems {
		if p.Code != workflow.Code || p.Path == "" || p.Message == "" || !utf8.ValidString(p.String()) {
			t.Fatalf("%q: %+v", config, p)
		}
		if p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > utf8.RuneCountInString(lines[p.Line-1])+1 {
			t.Fatalf("%q: a place outside the text: %+v", config, p)
		}
	}
}

// checkComplete: what the engine relies on is there.
func checkComplete(t *testing.T, d *workflow.Document) {
	t.Helper()
	if len(d.Filters) == 0 && d.Default == nil {
		t.Fatal("no filter and no default")
	}
	var targets []workflow.Target
	if d.Default != nil {
		targets = append(targets, *d.Default)
		if d.Default.Timeout != 0 || d.Default.SkipIf != nil {
			t.Fatalf("default %+v", d.Default)
		}
	}
	for _, filter := range d.Filters {
		if filter.Expression == nil || len(filter.Targets) == 0 {
			t.Fatalf("filter %+v", filter)
		}
		targets = append(targets, filter.Targets...)
	}
	for _, target := range targets {
		if target.Queue == "" || target.Timeout < 0 || target.Priority < 0 || target.Position.Path == "" {
			t.Fatalf("target %+v", target)
		}
		if known := target.KnownWorker; known != nil && (known.Literal == "") == known.Reference.IsZero() {
			t.Fatalf("known worker %+v", known)
		}
	}
}
