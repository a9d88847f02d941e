// Lint checks call documents (TwiML) and workflow configurations, and says what
// is wrong with them, where, and what would be right:
//
//	go run ./examples/lint examples/lint/testdata/...
//	go run ./examples/lint -json call.xml workflow.json
//	go run ./examples/lint -context Enqueue.waitUrl wait.xml
//	curl -s https://example.com/voice | go run ./examples/lint
//
// A finding is one line, with the line it is about and a caret below it:
//
//	call.xml:2:3: warning 13520 <Say> is empty; it needs the text to speak (/Response/Say[1])
//	      <Say loop="2"/>
//	      ^
//
// # What is checked
//
// An argument is a file, a folder, or "-" for the standard input, which is also
// what no argument means. A folder stands for all files below it that end in
// .xml, .twiml or .json, but for folders named vendor or node_modules or with a
// dot in front; "folder/..." means the same. What a file holds is told from its
// content: XML is a call document, JSON a workflow configuration. A file of a
// folder that is clearly something else (another root than Response, no
// "task_routing") is skipped and named; a file that was given by its name is
// checked all the same.
//
// No more is read than the vendor takes: 65,536 bytes of a call document,
// 1,038,576 of a workflow configuration. Whether the task queues that a
// configuration names exist is for a workspace to know, and not asked here.
//
// # Findings
//
// The level is error, warning, or, if -lint asks for it, lint: legal, and
// probably not what was meant. The number is the code of the vendor's debugger
// or API; what has none there has none here, and 0 in JSON. The path in
// parentheses leads to the element or key; "inferred" beside it says that the
// rule stands in no public source. A finding about a file as a whole has line
// and column 1. Columns count characters.
//
// With -json each finding is an object on a line of its own, with all of these
// fields:
//
//	file      string  the file as it was named, "<stdin>" for the standard input
//	kind      string  "twiml", "workflow", or "" for what is neither
//	line      number  from 1
//	column    number  from 1, in characters
//	level     string  "error", "warning" or "lint"
//	code      number  the vendor's, 0 if there is none
//	path      string  of the element, attribute or key, "" if there is none
//	message   string  what is wrong, and what would be right
//	inferred  bool    whether the rule stands in no public source
//
// The exit status is 0 without errors, 1 with one (or, with -strict, with any
// finding), and 2 if the command was used wrongly. A file that is there and
// cannot be read, or is not there, is an error among the findings. The standard
// error has a line that sums up.
//
// # The program
//
//	options.go  the flags
//	input.go    which files, and how much of them
//	kind.go     what a file holds
//	check.go    asks the packages twiml and workflow
//	finding.go  what they found, in one form
//	report.go   prints that, and counts
//	excerpt.go  the source line and the caret, width.go how wide it is on a terminal
package main

import (
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// The exit statuses.
const (
	statusGood  = 0
	statusFound = 1
	statusUsage = 2
)

// run is the program, and its result the exit status.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	o, status, ok := parseOptions(args, stderr)
	if !ok {
		return status
	}
	l := linter{options: o, stdin: stdin, report: newReport(o, stdout, stderr, colorful(stdout, os.Getenv))}
	for _, name := range o.names {
		l.argument(name)
	}
	return l.report.close()
}
