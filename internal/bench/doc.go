// Command bench measures acd beside what a Go program would use instead:
// documents beside other libraries, and routing beside a router without rules
// and one that looks at everybody. It is a module of its own, so that nobody who
// imports acd downloads its peers.
//
// # Running
//
// From the root of the repository,
//
//	go -C internal/bench run .                 documents and routing, at small sizes
//	go -C internal/bench run . documents
//	go -C internal/bench run . routing -run 'life|scan'
//	go -C internal/bench run . routing -large  the sizes that the reach is about
//	go -C internal/bench run . picture -svg life.svg
//	go -C internal/bench run . -h              all flags
//
// measures in one process and prints tables, which -o writes to a file too;
// paths are relative to internal/bench. They begin with the Go version, the
// processor, the commit (-commit, since go run does not know it) and the sizes.
// Small sizes take half a minute. Large ones take several minutes, and as much
// memory as the row "limits" says.
//
// All contestants of a table run in many short turns, one after the other, and
// the fastest turn of each counts, so that what else the machine does disturbs
// all alike. It also means that the garbage collector counts only as far as it
// works in every turn. What can be compared is a ratio within one table.
//
// The same contestants are benchmarks,
//
//	go -C internal/bench test -bench . -count 10
//
// whose output benchstat reads. Nothing here fails because of a time; the tests
// check that contestants do the same work.
//
// # Documents
//
// Building ends in the bytes of a document (an Enqueue with its Task, and five
// verbs as an IVR writes them):
//
//   - acd prints a tree that stands, or makes the tree each time; into a buffer
//     that is used again, or as a string;
//   - twilio-go has a struct for each verb too, from which Voice makes a string:
//     of verbs that stand, or that are made each time. It makes an etree on the
//     way;
//   - etree is such a tree made and written by hand;
//   - encoding/xml marshals structs written for just these documents.
//
// Only acd checks that the text can be held by XML. twilio-go and etree write
// bytes that XML forbids, and twilio-go orders attributes at random.
//
// Reading begins with the bytes of a document of the folder testdata:
//
//   - acd parses into typed verbs, with the position of each element and
//     attribute; and parses and validates;
//   - etree's ReadFromBytes makes a tree of strings, without positions;
//   - encoding/xml (tokens) only looks at each token;
//   - encoding/xml (generic) unmarshals into a tree of names and strings.
//
// twilio-go has no parser.
//
// # Routing
//
// A life is that of one task with 200 bytes of attributes: created and offered to
// a worker, accepted, completed. Three contestants live it (router.go):
//
//   - acd is the engine of package taskrouter, with all its events and
//     statistics; a finished task is removed by its timer a second later, so that
//     each life pays for the removal of an earlier one. Rendering the parameters
//     of events and writing a log are not part of it;
//   - floor is the least that a router does: maps keyed by SID, an idle list and a
//     pending list, a copy of the attributes and a hand scan for one key of them, a
//     lock around each call. It has no expressions, events, timers, statistics or
//     choice, and is given its SIDs;
//   - scan is what applications write: it looks at every worker, and runs one
//     compiled program of expr-lang for each.
//
// "In lives" means: how many times the life of the floor with 1,000 workers, as
// it is in the same table.
//
// Each line holds a figure against another one. Where the project has a goal,
// the line shows it under "reach", and whether it is met; other lines are there
// for comparison. A row is a file:
//
//	life, workers   life.go        a life, and how it grows with the workers
//	waiting         waiting.go     tasks that wait for busy workers, or for others
//	nobody          nobody.go      tasks that nobody can take
//	scan            scan.go        the engine beside the router that looks at everybody
//	overlap         overlap.go     every worker in many queues
//	churn           churn.go       workers whose attributes and activity change
//	timers          timers.go      deadlines beside many others
//	memory          memory.go      the heap of tasks and workers
//	expression      expression.go  package expr beside expr-lang
//	statistics      statistics.go  real-time figures
//	limits          limits.go      ten times the vendor's limits
//	parallel        parallel.go    several workspaces on several cores
//	readers         readers.go     commands beside those who read, in package runner
//
// Some goals are words, and the bounds of their lines are this program's own:
// "parallel" asks for three quarters of a core's work from each core; "nobody"
// counts up to 1.5 times as independent of the number of tasks; in "readers" a
// command may meet the end of one page and the whole of another; a question about
// the past keeps it out for less than that in one go.
package main
