package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goacd/acd/internal/script"
)

// lint runs the command and returns what it prints and its status.
func lint(t *testing.T, stdin string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, notes bytes.Buffer
	status = run(args, strings.NewReader(stdin), &out, &notes)
	return out.String(), notes.String(), status
}

// TestSessions plays testdata/<idea>/session.txt: commands, and what each
// prints, the standard error marked. After a change that is meant, here or in
// the messages of the libraries, rewrite them with
//
//	ACD_SCRIPT_UPDATE=1 go test ./examples/lint
//
// and read the difference.
func TestSessions(t *testing.T) {
	files, err := filepath.Glob("testdata/*/session.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no sessions: %v", err)
	}
	for _, file := range files {
		folder := filepath.Dir(file)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Chdir(folder)
			script.Run(t, "session.txt", func(c *script.Command) string { return session(t, c) })
		})
	}
}

// session carries out one command of a session: lint [arguments] [<file].
func session(t *testing.T, c *script.Command) string {
	t.Helper()
	words := strings.Fields(c.Text)
	args, stdin := words[1:], ""
	if words[0] != "lint" {
		t.Fatalf("line %d: there is no command but lint", c.Line)
	}
	if n := len(args); n > 0 && args[n-1][0] == '<' {
		text, err := os.ReadFile(args[n-1][1:])
		if err != nil {
			t.Fatal(err)
		}
		args, stdin = args[:n-1], string(text)
	}
	stdout, stderr, status := lint(t, stdin, args...)
	var b strings.Builder
	b.WriteString(stdout)
	for line := range strings.Lines(stderr) {
		b.WriteString(strings.TrimSpace("stderr: "+line) + "\n")
	}
	fmt.Fprintf(&b, "status: %d\n", status)
	return b.String()
}

// TestFirstCommand is what the documentation shows first, from the root.
func TestFirstCommand(t *testing.T) {
	t.Chdir("../..")
	stdout, stderr, status := lint(t, "", "examples/lint/testdata/...")
	if status != statusFound {
		t.Errorf("status %d, want %d", status, statusFound)
	}
	for _, want := range []string{"attributes", "caret", "expressions", "malformed"} {
		if place := filepath.Join("examples/lint/testdata", want); !strings.Contains(stdout, place) {
			t.Errorf("no finding in %s:\n%s", place, stdout)
		}
	}
	if strings.Contains(stdout, filepath.Join("testdata", "clean")) {
		t.Errorf("a finding in the clean files:\n%s", stdout)
	}
	if !strings.Contains(stderr, "; skipped 4\n") {
		t.Errorf("the sum is\n%s", stderr)
	}
}
