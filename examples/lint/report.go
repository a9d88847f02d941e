package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/goacd/acd/twiml"
)

// report prints findings and counts them.
type report struct {
	out    *bufio.Writer
	stderr io.Writer
	color  bool
	json   *json.Encoder // nil for people
	strict bool

	files, skipped int // checked and not
	levels         map[string]int
}

func newReport(o options, stdout, stderr io.Writer, color bool) *report {
	r := &report{out: bufio.NewWriter(stdout), stderr: stderr, color: color, strict: o.strict, levels: map[string]int{}}
	if o.json {
		r.json = json.NewEncoder(r.out)
		r.json.SetEscapeHTML(false) // messages are full of brackets
	}
	return r
}

// note tells people something that is no finding.
func (r *report) note(format string, args ...any) {
	fmt.Fprintf(r.stderr, "lint: "+format+"\n", args...)
}

// skip notes a file that is not checked.
func (r *report) skip(name, why string) {
	r.skipped++
	r.note("%s: skipped: %s", clean(name), clean(why))
}

// add prints what was found in one file, whose text is nil if it has none.
func (r *report) add(text []byte, found ...finding) {
	var lines [][]byte
	if len(found) > 0 {
		lines = bytes.Split(bytes.TrimPrefix(text, []byte("\uFEFF")), []byte("\n"))
	}
	for _, f := range found {
		r.levels[f.Level]++
		if r.json != nil {
			f.Line, f.Column = cmp.Or(f.Line, 1), cmp.Or(f.Column, 1)
			_ = r.json.Encode(f) // to out, which keeps the error for close
			continue
		}
		fmt.Fprintln(r.out, r.paint(bold, f.place()), r.paint(colors[f.Level], f.grade()), f.text())
		if f.Line < 1 || f.Line > len(lines) {
			continue
		}
		if source, indent := excerpt(lines[f.Line-1], f.Column); source != "" {
			fmt.Fprintf(r.out, "%s%s\n%s%s%s\n", margin, source, margin, indent, r.paint(green, "^"))
		}
	}
	_ = r.out.Flush() // so that people see something; the error is kept too
}

// margin sets the source line off.
const margin = "    "

// close sums up and returns the exit status.
func (r *report) close() int {
	errors, warnings, lint := r.count(twiml.LevelError), r.count(twiml.LevelWarning), r.count(twiml.LevelLint)
	summary := fmt.Sprintf("checked %s: %s, %s", count(r.files, "file"), count(errors, "error"), count(warnings, "warning"))
	if lint > 0 {
		summary += fmt.Sprintf(", %d lint", lint)
	}
	if r.skipped > 0 {
		summary += fmt.Sprintf("; skipped %d", r.skipped)
	}
	r.note("%s", summary)
	if err := r.out.Flush(); err != nil {
		r.note("the findings could not be printed: %v", err)
		return statusFound
	}
	if errors > 0 || r.strict && warnings+lint > 0 {
		return statusFound
	}
	return statusGood
}

func (r *report) count(level twiml.Level) int { return r.levels[level.String()] }

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// The escape sequences of terminals for how text looks.
const (
	bold  = "\x1b[1m"
	green = "\x1b[1;32m"
	plain = "\x1b[0m"
)

var colors = map[string]string{
	twiml.LevelError.String():   "\x1b[1;31m",
	twiml.LevelWarning.String(): "\x1b[1;33m",
	twiml.LevelLint.String():    "\x1b[1;36m",
}

func (r *report) paint(color, text string) string {
	if !r.color {
		return text
	}
	return color + text + plain
}

// colorful reports whether colors are welcome: on a terminal that knows them,
// unless NO_COLOR is set.
func colorful(stdout io.Writer, env func(string) string) bool {
	return env("NO_COLOR") == "" && env("TERM") != "dumb" && terminal(stdout)
}

// terminal reports whether a stream is a terminal, as far as the standard
// library can tell: the null device counts as one, and does not mind.
func terminal(stream any) bool {
	f, ok := stream.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
