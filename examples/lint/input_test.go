package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/goacd/acd/taskrouter/workflow"
	"github.com/goacd/acd/twiml"
)

// padded returns a text of a size, with blanks between two parts.
func padded(before, after string, size int) string {
	return before + strings.Repeat(" ", size-len(before)-len(after)) + after
}

func TestSize(t *testing.T) {
	const route = `{"task_routing": {"default_filter": {"queue": "WQ1"}`
	tests := []struct{ name, text, want string }{
		{"the largest call document", padded("<Response>", "</Response>", twiml.MaxBytes), ""},
		{"one byte more", padded("<Response>", "</Response>", twiml.MaxBytes+1), "<stdin>:1:1: error 11750 "},
		{"the largest configuration", padded(route, "}}", workflow.MaxBytes), ""},
		{"one byte more of that", padded(route, "}}", workflow.MaxBytes+1), "<stdin>:1:1: error 20001 "},
		{"neither, and long", strings.Repeat("x", workflow.MaxBytes+1), "<stdin>:1:1: error the file is neither"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			stdout, _, _ := lint(t, tt.text)
			if !strings.HasPrefix(stdout, tt.want) || (stdout == "") != (tt.want == "") || strings.Count(stdout, "\n") > 1 {
				t.Errorf("got %q, want %q", stdout, tt.want)
			}
		})
	}
}

// endless counts what is read of it.
type endless struct {
	first string
	n     int
}

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	if e.n == 0 {
		copy(p, e.first)
	}
	e.n += len(p)
	return len(p), nil
}

// TestReadNoMoreThanTheLimit gives it texts that never end.
func TestReadNoMoreThanTheLimit(t *testing.T) {
	for first, most := range map[string]int{"<Response>": twiml.MaxBytes, "{": workflow.MaxBytes, "x": workflow.MaxBytes} {
		e := &endless{first: first}
		var stdout strings.Builder
		status := run(nil, e, &stdout, io.Discard)
		if status != statusFound || e.n > most+1 {
			t.Errorf("%q: status %d after %d bytes, want %d after at most %d", first, status, e.n, statusFound, most+1)
		}
	}
}

// TestUnreadable expects a finding, and the other files checked all the same.
func TestUnreadable(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "good.xml", "<Response/>")
	stdout, stderr, status := lint(t, "", "missing.xml", "good.xml")
	if !strings.HasPrefix(stdout, "missing.xml:1:1: error the file cannot be read: ") || strings.Count(stdout, "missing.xml") != 1 {
		t.Errorf("printed %q", stdout)
	}
	if stderr != "lint: checked 1 file: 1 error, 0 warnings\n" || status != statusFound {
		t.Errorf("summed up as %q with status %d", stderr, status)
	}
	stdout, _, status = lint(t, "", "-json", "missing.xml")
	if !strings.HasPrefix(stdout, `{"file":"missing.xml","kind":"","line":1,"column":1,"level":"error","code":0,"path":"",`) || status != statusFound {
		t.Errorf("printed %q with status %d", stdout, status)
	}
}

func TestUnreadableStandardInput(t *testing.T) {
	var stdout strings.Builder
	status := run(nil, iotest.ErrReader(errors.New("gone away")), &stdout, io.Discard)
	if want := "<stdin>:1:1: error the file cannot be read: gone away\n"; stdout.String() != want || status != statusFound {
		t.Errorf("printed %q with status %d, want %q", stdout.String(), status, want)
	}
}

// TestLinks follows links to files, not to folders, and tells of broken ones.
func TestLinks(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "elsewhere/target", "<Response/>")
	write(t, "elsewhere/other.xml", "<Response><Nonsense/></Response>")
	if err := os.Mkdir("calls", 0o700); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{
		"file.xml": "../elsewhere/target", "folder.xml": "../elsewhere", "loop.json": "loop.json",
	} {
		if err := os.Symlink(target, filepath.Join("calls", name)); err != nil {
			t.Fatal(err)
		}
	}
	stdout, stderr, _ := lint(t, "", "calls")
	if !strings.HasPrefix(stdout, filepath.Join("calls", "loop.json")+":1:1: error the file cannot be read: ") || strings.Count(stdout, "\n") != 1 {
		t.Errorf("printed %q", stdout)
	}
	if want := "lint: checked 1 file: 1 error, 0 warnings\n"; stderr != want {
		t.Errorf("summed up as %q, want %q", stderr, want)
	}
}

// write makes a file and the folder it is in.
func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
