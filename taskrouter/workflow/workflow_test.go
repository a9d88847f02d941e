package workflow_test

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goacd/acd/taskrouter/workflow"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestInvalid holds each document of testdata/invalid against the problems in the
// file beside it.
func TestInvalid(t *testing.T) {
	golden(t, "testdata/invalid", func(t *testing.T, config []byte) string {
		document, err := workflow.Parse(config)
		if document != nil || err == nil {
			t.Fatal("the document is accepted")
		}
		return err.Error() + "\n"
	})
}

// TestValid holds what each document of testdata/valid is read as against the
// file beside it.
func TestValid(t *testing.T) {
	golden(t, "testdata/valid", func(t *testing.T, config []byte) string {
		document, err := workflow.Parse(config)
		if err != nil {
			t.Fatal(err)
		}
		if document.Source() != string(config) {
			t.Error("the text is not kept as written")
		}
		return render(document)
	})
}

// golden compares run's answer for every .json file of a folder with the .txt
// file of the same name. -update writes the answers.
func golden(t *testing.T, folder string, run func(*testing.T, []byte) string) {
	t.Helper()
	files, err := filepath.Glob(folder + "/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents in %s: %v", folder, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			config, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := run(t, config)
			beside := strings.TrimSuffix(file, ".json") + ".txt"
			if *update {
				if err := os.WriteFile(beside, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(beside)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("%s:\n got\n%s\nwant\n%s", beside, got, want)
			}
		})
	}
}

// problems returns what is wrong with a configuration; none when nothing is.
func problems(t *testing.T, config string) []workflow.Problem {
	t.Helper()
	_, err := workflow.Parse([]byte(config))
	if err == nil {
		return nil
	}
	e, ok := errors.AsType[*workflow.Error](err)
	if !ok {
		t.Fatalf("error of type %T: %v", err, err)
	}
	return e.Problems
}

func mustParse(t testing.TB, config string) *workflow.Document {
	t.Helper()
	document, err := workflow.Parse([]byte(config))
	if err != nil {
		t.Fatalf("%s: %v", config, err)
	}
	return document
}
