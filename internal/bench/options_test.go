package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		args                        string
		documents, routing, picture bool
		size                        string
	}{
		{"", true, true, false, "small"},
		{"documents", true, false, false, "small"},
		{"routing -large -run ^life$", false, true, false, "large"},
		{"picture", false, false, true, "small"},
		{"routing -svg x.svg -run nothing", false, true, true, "small"},
		{"-o x.txt -commit abc", true, true, false, "small"},
	} {
		o, err := parseOptions(strings.Fields(c.args), os.Stderr)
		if err != nil || o.documents != c.documents || o.routing != c.routing || o.picture != c.picture || o.sizes.name != c.size {
			t.Errorf("%q: %+v, %v", c.args, o, err)
		}
	}
}

func TestOptionsRefuse(t *testing.T) {
	for args, want := range map[string]string{
		"everything":          `bench: "everything" is not one of documents, routing and picture`,
		"routing life":        `bench: unexpected argument "life"; flags come after documents, routing or picture`,
		"-run (":              "bench: -run: error parsing regexp: missing closing ): `(`",
		"routing -run absent": `bench: -run "absent" matches no name`,
		"documents -run life": `bench: -run "life" matches no name`,
		"-fast":               "bench: flag provided but not defined: -fast",
	} {
		_, err := parseOptions(strings.Fields(args), os.Stderr)
		if err == nil || err.Error() != want {
			t.Errorf("%q: error %v, want %s", args, err, want)
		}
	}
}

func TestHelp(t *testing.T) {
	var b bytes.Buffer
	_, err := parseOptions([]string{"-h"}, &b)
	if !errors.Is(err, flag.ErrHelp) {
		t.Errorf("error %v", err)
	}
	for _, want := range []string{"documents | routing | picture", "-large", "-run regexp", "-svg file", "-o file", "-commit commit"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the help does not have %q:\n%s", want, &b)
		}
	}
}

func TestSelection(t *testing.T) {
	o, err := parseOptions([]string{"-run", "^(life|build IVR.*)$"}, os.Stderr)
	if err != nil || len(o.selectRows()) != 1 || len(o.selectDocuments()) != 1 {
		t.Errorf("%d rows, %d documents, %v", len(o.selectRows()), len(o.selectDocuments()), err)
	}
}

// TestRun writes the same to a file as to the standard output, with the machine
// first, and draws the picture.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	file, svg := filepath.Join(dir, "tables.txt"), filepath.Join(dir, "p.svg")
	o, err := parseOptions([]string{"routing", "-run", "^life$", "-o", file, "-svg", svg, "-commit", "abc123"}, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	o.sizes = tiny
	var b bytes.Buffer
	if err := run(o, &b); err != nil {
		t.Fatal(err)
	}
	if got := string(must(os.ReadFile(file))); got != b.String() {
		t.Errorf("the file has\n%s\nand the output\n%s", got, &b)
	}
	for _, want := range []string{"go1.", "commit abc123\n", "tiny sizes\n", "\nlife: one task", "\n  a task's life  ", "\npicture: "} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
	if !strings.HasPrefix(string(must(os.ReadFile(svg))), "<svg ") {
		t.Error("no picture")
	}
}

func TestRunCannotWrite(t *testing.T) {
	nowhere := filepath.Join(t.TempDir(), "absent", "file")
	o := options{sizes: tiny, output: nowhere}
	if err := run(o, &bytes.Buffer{}); err == nil || !strings.HasPrefix(err.Error(), "bench: -o: ") {
		t.Errorf("error %v", err)
	}
	o = options{sizes: tiny, picture: true, svg: nowhere}
	if err := run(o, &bytes.Buffer{}); err == nil || !strings.HasPrefix(err.Error(), "bench: -svg: ") {
		t.Errorf("error %v", err)
	}
	full := errors.New("full")
	if err := run(options{sizes: tiny}, failing{full}); !errors.Is(err, full) {
		t.Errorf("error %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func TestMachine(t *testing.T) {
	if got := processor(strings.NewReader("processor\t: 0\nmodel name\t: A B 7\nmodel name\t: C\n")); got != "A B 7" {
		t.Errorf("processor %q", got)
	}
	if got := processor(strings.NewReader("processor: 0\n")); got != "" {
		t.Errorf("processor %q", got)
	}
	built := &debug.BuildInfo{Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "f00"}, {Key: "vcs.modified", Value: "true"}}}
	for _, c := range []struct {
		given string
		info  *debug.BuildInfo
		want  string
	}{
		{"abc", built, "abc"}, {"", built, "f00 with changes"}, {"", nil, ""}, {"", &debug.BuildInfo{}, ""},
	} {
		if got := commit(c.given, c.info); got != c.want {
			t.Errorf("commit %q, want %q", got, c.want)
		}
	}
}
