// Callcenter is a whole contact center in one process: a service with documents,
// queues, routing and calls over HTTP, people who call it and work in it, and a
// page that shows what happens while it happens.
//
//	go run ./examples/callcenter
//
// Then open http://127.0.0.1:8080/. Nobody has to be there: callers, agents and
// their telephones are played by package voicetest, from a seed. Everything else
// is what a service would run:
//
//	   the page                              the web application
//	   GET /, /events, /figures              POST /welcome, /menu, /wait, …
//	      ^                                     ^ documents      ^ assignment
//	      | View, Events                        | signed         | callbacks
//	+-----+---------------+        +------------+----------------+----------+
//	|  runner.Runner      |<------>|  driver.Driver    callback.Client      |
//	|  the workspace      |        |  the calls                             |
//	+-----+---------------+        +------------+---------------------------+
//	      ^ commands                            | telephones
//	   the agents' desk                      voicetest.Media: callers, agents
//
// The application has a listener of its own, on a free port of the loopback, and
// is asked over HTTP as if it were elsewhere: every request is signed, and an
// unsigned one is refused. The page is for people who look: it takes nothing but
// GET, and loads nothing from anywhere else.
//
// The flags:
//
//	-addr 127.0.0.1:8080   where the page is
//	-speed 10              seconds of the contact center in a second
//	-seed 1                whom chance lets call when, and what they do
//	-agents 12             how many work there
//	-callers 150           how many call in an hour, on average
//	-for 0                 close the doors after so much time of the contact
//	                       center, serve who is there, and end; 0 to go on
//
// An interrupt ends it at once: calls are hung up, their tasks end, and what came
// of the day is printed. The exit status is 0 then, 1 when something failed, and 2
// for arguments that are wrong.
//
// Where to look:
//
//	service.go      opens everything, in order, and closes it
//	workspace.go    activities, queues, workflow and agents
//	application.go  the web application; documents.go, what it says
//	people.go       callers and agents; desk.go, what agents do after a call
//	agenda.go       what is to happen later, by a clock that may run fast
//	figures.go      the figures of one moment; feed.go, what was decided and why
//	page.go         the page; stream.go, its stream of events
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second interrupt does not wait
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program; the end of ctx is an interrupt. The result is its exit
// status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errTold):
		return 2
	case err != nil:
		fmt.Fprintln(stderr, "callcenter:", err)
		return 2
	}
	s, err := open(o)
	if err != nil {
		fmt.Fprintln(stderr, "callcenter:", err)
		return 1
	}
	fmt.Fprintf(stdout, "callcenter: %d agents, %d callers an hour, %g times real time; the page is at %s\n", o.agents, o.callers, o.speed, s.url)
	err = s.run(ctx)
	s.close()
	fmt.Fprint(stdout, s.summary())
	if err != nil {
		fmt.Fprintln(stderr, "callcenter:", err)
		return 1
	}
	return 0
}
