// Localrouter is the API of a task router on your own machine: official SDKs talk
// to it unchanged, and applications that are developed with them get their
// callbacks.
//
//	go run ./examples/localrouter
//
// prints how it is reached, such as
//
//	localrouter: http://127.0.0.1:8080, workspace "Local" WS…, account AC…
//	Go      …
//	Node    …
//	Python  …
//	curl    curl -u AC…:localtoken http://127.0.0.1:8080/v1/Workspaces
//
// where each of the three lines makes a client of the SDK that comes here and
// nowhere else. What follows in your program is what it would be anyway.
//
//	your application                      localrouter
//	  SDK, curl      ----------------->   /v1/…          TaskRouter (taskrouter/rest)
//	                                      /2010-04-01/…  Queues, Members, Calls
//	                                                     (assign/voice/rest)
//	  your server    <-----------------   assignment callbacks, event callbacks,
//	                  signed, -allow      documents, status callbacks
//
// # Flags
//
//	-addr 127.0.0.1:8080  where it listens; beyond the loopback only with a token of
//	                      your own
//	-account AC…          the account's SID, else that of the environment's
//	                      ACCOUNT_SID, else one that is printed
//	-token …              its auth token, of letters and digits, else the
//	                      environment's AUTH_TOKEN, else "localtoken". A token of your
//	                      own is never printed; others can read flags, so prefer the
//	                      environment
//	-seed file.json       furnishes the workspace from a file, see below
//	-allow 127.0.0.1:3000 where callbacks and documents may be, beside public
//	                      addresses: addresses, ranges or host names, separated by
//	                      commas; may be repeated
//	-v                    tells every request, too
//
// # Workspaces
//
// There is one from the start, and POST /v1/Workspaces makes others. The same
// start, followed by the same requests, makes the same SIDs: nothing is kept when
// it ends, and nothing needs to be looked up again. Time is real time.
//
// # Callbacks
//
// A workflow's AssignmentCallbackUrl is asked about each reservation, and a
// workspace's EventCallbackUrl is told what happens, with requests that are signed
// with the auth token. A URL must not reach what you did not mean: the loopback and
// private networks are refused unless -allow names them.
//
//	go run ./examples/localrouter -allow 127.0.0.1:3000
//
// A refused one is an alert on the standard error, as is everything that would be
// in the vendor's debugger. A reservation about which nobody can be asked is
// canceled a second later, and its task is routed again, until the URL is right or
// the task is over.
//
// # Calls
//
// There are no telephones: package voicetest plays all of them. Whoever is called,
// by POST /2010-04-01/…/Calls.json, by a document, or by the instructions dequeue,
// call and conference, picks up at once, listens to everything, presses nothing,
// and talks until somebody ends the call; who is in a call already is busy. So a
// customer is a call that you make, to a document of yours that says Enqueue; the
// API ends it.
//
// The calls and voice queues of the API are those of the first workspace. In the
// others the instructions accept, reject, call and supervise work, and those that
// need a caller find none.
//
// # Seed
//
// The file is one JSON object. Queues are named, not given by SID; in a workflow's
// configuration too. Every key may be left out:
//
//	{
//	  "friendly_name": "Support",
//	  "event_callback_url": "http://127.0.0.1:3000/events",
//	  "events_filter": "task.created,task.completed",
//	  "activities":  [{"friendly_name": "Lunch", "available": false}],
//	  "task_queues": [{"friendly_name": "English", "target_workers": "languages HAS 'en'",
//	                   "max_reserved_workers": 1, "task_order": "FIFO"}],
//	  "workers":     [{"friendly_name": "Alice", "activity": "Available",
//	                   "attributes": {"languages": ["en"], "contact_uri": "client:alice"}}],
//	  "workflows":   [{"friendly_name": "Calls",
//	                   "assignment_callback_url": "http://127.0.0.1:3000/assignment",
//	                   "fallback_assignment_callback_url": "", "task_reservation_timeout": 30,
//	                   "configuration": {"task_routing": {"default_filter": {"queue": "English"}}}}]
//	}
//
// The activities Offline, Available and Unavailable are there already. What is
// wrong with a file is told with its line, as file:line: text, and nothing is
// served.
//
// # The end
//
// An interrupt ends it: requests that run are answered, calls hung up, callbacks
// given up. The exit status is 0 then, 1 when something failed, and 2 for
// arguments that are wrong.
//
// Where to look:
//
//	service.go     opens everything, in order, and closes it
//	workspace.go   one workspace that lives: router, calls, callbacks
//	workspaces.go  all of them, as the API makes, changes and deletes them
//	seed.go        the file; jsonvalue.go, JSON that knows its lines
//	hints.go       what is printed at the start
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
	os.Exit(run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr))
}

// run is the program; the end of ctx is an interrupt. The result is its exit
// status.
func run(ctx context.Context, args []string, env func(string) string, stdout, stderr io.Writer) int {
	o, err := parseOptions(args, env, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case errors.Is(err, errTold):
		return 2
	case err != nil:
		fmt.Fprintln(stderr, "localrouter:", err)
		return 2
	}
	s, err := open(o, stderr)
	if err != nil {
		fmt.Fprintln(stderr, "localrouter:", err)
		return 1
	}
	fmt.Fprint(stdout, s.hints())
	err = s.wait(ctx)
	s.close()
	if err != nil {
		fmt.Fprintln(stderr, "localrouter:", err)
		return 1
	}
	return 0
}
