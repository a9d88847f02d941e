package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/goacd/acd/taskrouter/workflow"
)

const (
	goodCall    = "<Response/>"
	warnedCall  = `<Response><Say loop="twice">Hello.</Say></Response>`
	wrongCall   = `<Response><Enqueue method="PUT">support</Enqueue></Response>`
	lintedCall  = `<Response><Hangup/><Say>Nobody hears this.</Say></Response>`
	wrongRoutes = `{"task_routing": {}}`
)

func TestStatus(t *testing.T) {
	tests := []struct {
		name, stdin string
		args        []string
		want        int
	}{
		{"nothing wrong", goodCall, nil, 0},
		{"an error", wrongCall, nil, 1},
		{"an error in a workflow", wrongRoutes, nil, 1},
		{"a warning", warnedCall, nil, 0},
		{"a warning that counts", warnedCall, []string{"-strict"}, 1},
		{"nothing wrong, strictly", goodCall, []string{"-strict"}, 0},
		{"lint that nobody asked for", lintedCall, []string{"-strict"}, 0},
		{"lint", lintedCall, []string{"-lint"}, 0},
		{"lint that counts", lintedCall, []string{"-lint", "-strict"}, 1},
		{"in JSON", wrongCall, []string{"-json"}, 1},
		{"what is neither", "hello", nil, 1},
		{"no such file", "", []string{"no such file"}, 1},
		{"no such flag", "", []string{"-colour"}, 2},
		{"a flag without its value", "", []string{"-context"}, 2},
		{"no such flavor", "", []string{"-flavor", "fox"}, 2},
		{"no such context", "", []string{"-context", "Enqueue.action"}, 2},
		{"a flag behind the files", "", []string{"x.xml", "-json"}, 2},
		{"an empty argument", "", []string{""}, 2},
		{"the standard input twice", "", []string{"-", "-"}, 2},
		{"help", "", []string{"-help"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			stdout, stderr, got := lint(t, tt.stdin, tt.args...)
			if got != tt.want {
				t.Errorf("status %d, want %d\n%s%s", got, tt.want, stdout, stderr)
			}
			if stderr == "" || got == statusUsage && stdout != "" {
				t.Errorf("printed %q, and %q on the standard error", stdout, stderr)
			}
		})
	}
}

func TestContextsAreTaken(t *testing.T) {
	for _, c := range contexts {
		for _, f := range flavors {
			if _, stderr, status := lint(t, goodCall, "-context", string(c), "-flavor", string(f)); status != statusGood {
				t.Errorf("status %d for %s in %s: %s", status, c, f, stderr)
			}
		}
	}
}

// TestFields holds the objects against the fields that are promised, in order.
func TestFields(t *testing.T) {
	promised := []string{"file", "kind", "line", "column", "level", "code", "path", "message", "inferred"}
	for _, text := range []string{wrongCall, wrongRoutes, "neither"} {
		stdout, _, _ := lint(t, text, "-json")
		tokens := json.NewDecoder(strings.NewReader(stdout))
		var keys []string
		for i := 0; ; i++ {
			token, err := tokens.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%v in %s", err, stdout)
			}
			if i%2 == 1 && token != json.Delim('}') {
				keys = append(keys, token.(string))
			}
		}
		if fmt.Sprint(keys) != fmt.Sprint(promised) {
			t.Errorf("got %q, want %q", keys, promised)
		}
	}
}

func TestColor(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // a device, as a terminal is
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	tests := []struct {
		name   string
		stdout io.Writer
		env    map[string]string
		want   bool
	}{
		{"a terminal", null, nil, true},
		{"a terminal, and an empty NO_COLOR", null, map[string]string{"NO_COLOR": "", "TERM": "xterm"}, true},
		{"a terminal, and NO_COLOR", null, map[string]string{"NO_COLOR": "0"}, false},
		{"a terminal that knows no colors", null, map[string]string{"TERM": "dumb"}, false},
		{"a file", file, nil, false},
		{"no file at all", io.Discard, nil, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := colorful(tt.stdout, func(key string) string { return tt.env[key] }); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
	if _, err := file.Stat(); err != nil {
		t.Fatal(err)
	}
	file.Close()
	if terminal(file) {
		t.Error("a file that is closed counts as a terminal")
	}
}

// TestColors leaves the text as it is without them.
func TestColors(t *testing.T) {
	printed := func(color bool, level string) string {
		var stdout bytes.Buffer
		r := newReport(options{}, &stdout, io.Discard, color)
		r.add([]byte("\tabc"), finding{File: "a.xml", Line: 1, Column: 3, Level: level, Code: 12200, Message: "wrong"})
		return stdout.String()
	}
	for level := range colors {
		got := printed(true, level)
		want := bold + "a.xml:1:3:" + plain + " " + colors[level] + level + " 12200" + plain + " wrong\n" +
			margin + "\tabc\n" + margin + "\t " + green + "^" + plain + "\n"
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		for _, sequence := range []string{bold, green, plain, colors[level]} {
			got = strings.ReplaceAll(got, sequence, "")
		}
		if want := printed(false, level); got != want {
			t.Errorf("without its colors %q, want %q", got, want)
		}
	}
}

// TestStrangersText keeps what would steer the terminal away from it.
func TestStrangersText(t *testing.T) {
	for _, text := range []string{"<Response>\x1b[2J</Response>", "{\"task_routing\":\x1b\u202e", "<Response><\u009b\u202e/>"} {
		stdout, _, _ := lint(t, text)
		if stdout == "" || strings.ContainsAny(stdout, "\x1b\u009b\u202e") {
			t.Errorf("%q prints %q", text, stdout)
		}
	}
	_, stderr, _ := lint(t, "", "-json", "-flavor", "\x1b[2J")
	stdout, _, _ := lint(t, "", "\x1b[2J\n\t.xml")
	if strings.Contains(stdout+stderr, "\x1b") || !strings.HasPrefix(stdout, "␛[2J␊ .xml:1:1: error ") {
		t.Errorf("printed %q and %q", stdout, stderr)
	}
}

// TestByteOrderMark has no column and does not move the caret, and neither does
// the carriage return of other systems.
func TestByteOrderMark(t *testing.T) {
	stdout, _, _ := lint(t, "\uFEFF<Response><Enqueue method=\"PUT\">\r\na</Enqueue></Response>\r\n")
	want := margin + "<Response><Enqueue method=\"PUT\">\n" + margin + strings.Repeat(" ", 19) + "^\n"
	if !strings.HasPrefix(stdout, "<stdin>:1:20: ") || !strings.HasSuffix(stdout, want) {
		t.Errorf("printed\n%s", stdout)
	}
}

// TestManyProblems says how many there are beyond those that are listed.
func TestManyProblems(t *testing.T) {
	config := `{"task_routing": {"filters": [` + strings.Repeat("0,", workflow.MaxProblems+1) + `0]}}`
	stdout, stderr, _ := lint(t, config)
	if want := "\n<stdin>:1:1: error 20001 2 more problems are not listed (configuration)\n"; !strings.HasSuffix(stdout, want) {
		t.Errorf("does not end with %q:\n%s", want, stdout)
	}
	if want := "lint: checked 1 file: 101 errors, 0 warnings\n"; stderr != want {
		t.Errorf("got %q, want %q", stderr, want)
	}
}

// closed is a standard output that nobody reads.
type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, errors.New("closed") }

// TestUnprinted is no success: a finding that nobody sees may be an error.
func TestUnprinted(t *testing.T) {
	for _, args := range [][]string{nil, {"-json"}} {
		var stderr strings.Builder
		status := run(args, strings.NewReader(warnedCall), closed{}, &stderr)
		if want := "lint: the findings could not be printed: closed\n"; status != statusFound || !strings.HasSuffix(stderr.String(), want) {
			t.Errorf("status %d and %q, want %d and %q", status, stderr.String(), statusFound, want)
		}
	}
}

// FuzzRun reads hostile texts: both forms tell the same findings, and the status
// follows from them.
func FuzzRun(f *testing.F) {
	for _, text := range []string{goodCall, warnedCall, wrongCall, lintedCall, wrongRoutes, "neither", "\uFEFF<Response>\n\t<東/>\n", "{\"task_routing\": \x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		people, sum, status := lint(t, text, "-lint")
		machines, sameSum, sameStatus := lint(t, text, "-lint", "-json")
		if sum != sameSum || status != sameStatus {
			t.Errorf("%q: %q with status %d, in JSON %q with status %d", text, sum, status, sameSum, sameStatus)
		}
		lines, errors := 0, 0
		for line := range strings.Lines(machines) {
			var f finding
			if err := json.Unmarshal([]byte(line), &f); err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			if !strings.Contains(people, f.place()+" "+f.grade()+" "+f.text()+"\n") {
				t.Errorf("%q: %s is not in\n%s", text, line, people)
			}
			lines++
			if f.Level == "error" {
				errors++
			}
		}
		if (status == statusFound) != (errors > 0) || (lines == 0) != (people == "") {
			t.Errorf("%q: status %d with %d findings, %d of them errors", text, status, lines, errors)
		}
	})
}
