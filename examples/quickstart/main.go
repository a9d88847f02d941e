// Quickstart plays a shift in a small contact center: callers call, wait, are
// answered, give up or find the queue full, and everything that happens is
// printed with its time.
//
//	go run ./examples/quickstart
//
// It reads TwiML, a workflow configuration, and JSON files about the house, its
// workers and the calls, from the folder shift. Each has a flag for a file of
// your own:
//
//	go run ./examples/quickstart -workflow my-workflow.json
//
// The routing is done by three state machines of this module: a
// [taskrouter.Engine] decides which worker gets which task, a [queue.Directory]
// keeps the callers who wait in order, and a [voice.Machine] runs the calls and
// keeps the other two in step. None of them has a clock, a network or a
// telephone. This program brings those, made of nothing but a clock that jumps:
//
//	open.go         makes the three and wires them
//	host.go         lets time pass, and carries out what the machine asks for
//	application.go  plays the web application that serves documents and instructions
//	people.go       plays the callers and the workers
//	timeline.go     prints what happens, and table.go what has become of it
//	files.go        finds the files, and shift.go says what is in them
//	documents.go    checks the TwiML, jsonfile.go reads the JSON, strictly
//
// Files that are wrong are told with file, line, column and what would be right;
// the exit status is 1 then.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the program. The result is its exit status: 1 for files that are
// wrong, 2 for arguments that are.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("quickstart", flag.ContinueOnError)
	flags.SetOutput(stderr)
	given := inputFlags(flags)
	if err := flags.Parse(args); err != nil {
		if err == flag.ErrHelp {
			return 0
		}
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "quickstart: unexpected argument %q: every file has a flag, see -help\n", flags.Arg(0))
		return 2
	}
	err := play(given, stdout)
	switch err := err.(type) {
	case nil:
		return 0
	case problems:
		fmt.Fprintln(stderr, err) // each line begins with its place, for editors
	default:
		fmt.Fprintln(stderr, "quickstart:", err)
	}
	return 1
}

// play reads the files, opens the house, lets the shift happen and sums it up.
func play(given map[string]*string, stdout io.Writer) error {
	files, err := readFiles(given)
	if err != nil {
		return err
	}
	s, err := readShift(files)
	if err != nil {
		return err
	}
	engine, machine, err := open(s)
	if err != nil {
		return err
	}
	h := newHost(s, engine, machine, stdout)
	h.timeline.opening(s)
	if err := h.run(s.closes); err != nil {
		return err
	}
	printTable(stdout, h.people.callers)
	return nil
}
