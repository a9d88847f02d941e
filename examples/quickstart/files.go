package main

import (
	"embed"
	"flag"
	"fmt"
	"os"
)

// builtIn are the files beside this program, so that it runs from anywhere.
//
//go:embed shift
var builtIn embed.FS

// inputs are the files that a shift is played from. Each has a flag, by which
// users hand in their own.
var inputs = []struct{ flag, name, usage string }{
	{"workspace", "workspace.json", "opening `file`: times, activities, task queues, workflow, size of the voice queue"},
	{"workflow", "workflow.json", "workflow configuration `file`, as the vendor takes it"},
	{"workers", "workers.json", "workers `file`"},
	{"calls", "calls.json", "calls `file`: who calls when, and what he does"},
	{"call", "call.xml", "TwiML `file` for a new call"},
	{"wait", "wait.xml", "TwiML `file` for a caller who waits"},
	{"after", "after.xml", "TwiML `file` for a caller whose worker has hung up"},
	{"sorry", "sorry.xml", "TwiML `file` for a caller whom nobody served"},
	{"worker", "worker.xml", "TwiML `file` for the worker's call, when the application makes it"},
	{"dequeue", "dequeue.json", "instruction `file`: the application's answer to an assignment callback"},
}

// mostBytes is how large a file may be.
const mostBytes = 1 << 20

// inputFlags adds a flag for each file and returns where their values will be.
func inputFlags(flags *flag.FlagSet) map[string]*string {
	given := map[string]*string{}
	for _, in := range inputs {
		given[in.flag] = flags.String(in.flag, "", in.usage+" (default: the built-in "+in.name+")")
	}
	return given
}

// readFiles returns all inputs by their flags: the files that were given, and
// the built-in ones for the rest.
func readFiles(given map[string]*string) (map[string]file, error) {
	files := map[string]file{}
	for _, in := range inputs {
		f := file{name: in.name}
		var err error
		if path := *given[in.flag]; path != "" {
			f.name = path
			f.text, err = os.ReadFile(path)
		} else {
			f.text, err = builtIn.ReadFile("shift/" + in.name)
		}
		switch {
		case err != nil:
			return nil, fmt.Errorf("%w: want a file that can be read, or no -%s for the built-in %s", err, in.flag, in.name)
		case len(f.text) > mostBytes:
			return nil, fmt.Errorf("%s has %d bytes: want at most %d", f.name, len(f.text), mostBytes)
		}
		files[in.flag] = f
	}
	return files, nil
}
