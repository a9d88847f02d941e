// Package script runs tests that are written as text: commands, a line of
// dashes, and what they print.
//
//	# Comments and blank lines may stand between the steps.
//	worker Alice activity=Available
//	task T1 {"type": "lead"}
//	----
//	09:00:00 reservation.created WR1 task=T1 worker=Alice
//
// A step ends at the first blank line after the dashes. A line that begins with
// a blank continues the command above it, so that a document can be laid out. A
// step may hold several commands; what they print is compared as a whole.
//
// The package knows no commands: whoever runs a script brings a function that
// carries one out and returns what it prints. With the environment variable
// [UpdateVariable] set, [Run] writes what was printed into the file instead of
// comparing it; a difference is then read like code.
package script

import (
	"fmt"
	"strings"
)

// Step is some commands and what they are expected to print together.
type Step struct {
	Commands []Command // none in the comments that end a script
	Want     string    // whole lines, or ""

	source string // comments, blank lines and commands before the dashes, as written
}

// Command is one command of a script.
type Command struct {
	Line int    // of its first line, counted from 1
	Text string // as written, continuation lines included
	Name string // its first word
	Args []Arg  // the other words
}

// Arg is one word of a command: a value, or key=value. Blanks within double
// quotes, braces and brackets do not end a word. A value that is one text in
// double quotes comes without them.
type Arg struct{ Key, Value string }

// dashes end the commands of a step.
const dashes = "----"

// Parse reads a script. The error names the line and says what is wrong there.
func Parse(text string) ([]Step, error) {
	var steps []Step
	lines := strings.SplitAfter(text, "\n")
	if last := len(lines) - 1; lines[last] == "" {
		lines = lines[:last]
	}
	for at := 0; at < len(lines); {
		step, next, err := parseStep(lines, at)
		if err != nil {
			return nil, err
		}
		if step.Commands == nil && len(steps) > 0 && next == len(lines) {
			// Comments below the last step belong to it.
			return append(steps, step), nil
		}
		steps = append(steps, step)
		at = next
	}
	return steps, nil
}

// parseStep reads one step from line number at on, and returns the number of
// the line after it. What follows the last step is a step without commands.
func parseStep(lines []string, at int) (Step, int, error) {
	var step Step
	var source strings.Builder
	for ; at < len(lines); at++ {
		line := strings.TrimRight(lines[at], "\r\n")
		if line == dashes {
			break
		}
		source.WriteString(line + "\n")
		blank := strings.TrimSpace(line) == ""
		last := len(step.Commands) - 1
		switch {
		case blank && last >= 0:
			return step, at, fmt.Errorf("line %d: a blank line before %q", at+1, dashes)
		case blank || line[0] == '#':
		case line[0] != ' ' && line[0] != '\t':
			step.Commands = append(step.Commands, Command{Line: at + 1, Text: line})
		case last < 0:
			return step, at, fmt.Errorf("line %d: a line that begins with a blank has no command above it", at+1)
		default:
			step.Commands[last].Text += "\n" + line
		}
	}
	step.source = source.String()
	if at == len(lines) {
		if step.Commands != nil {
			return step, at, fmt.Errorf("line %d: the commands are not followed by %q", step.Commands[0].Line, dashes)
		}
		return step, at, nil
	}
	if step.Commands == nil {
		return step, at, fmt.Errorf("line %d: no command before %q", at+1, dashes)
	}
	for i := range step.Commands {
		if err := step.Commands[i].split(); err != nil {
			return step, at, err
		}
	}
	var want strings.Builder
	for at++; at < len(lines); at++ {
		line := strings.TrimRight(lines[at], "\r\n")
		if line == "" {
			break
		}
		want.WriteString(line + "\n")
	}
	step.Want = want.String()
	return step, at, nil
}

// Format writes steps as a script that [Parse] reads back.
func Format(steps []Step) string {
	var b strings.Builder
	for _, s := range steps {
		b.WriteString(s.source)
		if s.Commands != nil {
			b.WriteString(dashes + "\n" + s.Want)
		}
	}
	return b.String()
}
