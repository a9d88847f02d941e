// Package rest serves a workspace as version 1 of the TaskRouter API does: code
// that uses the vendor's SDKs points them here and changes nothing else. It is an
// http.Handler, for unit tests behind httptest, as a local server, or in front of
// a real back end.
//
//	engine, err := taskrouter.New(taskrouter.Config{})
//	…
//	server := httptest.NewServer(rest.ForEngine(engine, clock, "token"))
//
// # Model
//
// A [Handler] stands over [Workspace]s. A [*runner.Runner] is one, for services;
// [NewLocal] makes one of a bare engine and a clock of the test's. The handler
// keeps nothing of its own, so that a workspace's journal has all there is. Every
// answer is made of one moment of the workspace, written at once and whole;
// commands are atomic, since the engine's are.
//
// What needs calls (the instructions conference, dequeue, call, redirect and
// supervise) goes to an [Instructor]; without one it is refused. Accept, reject and
// everything else are commands of the engine. The handler sends no requests: event
// callbacks and assignment callbacks are package assign/callback's, which finds
// their URLs in the workspace ([taskrouter.Workspace]) and in its workflows.
//
// # Endpoints
//
// All of the API, with the methods GET (G), POST (P) and DELETE (D), below
// /v1/Workspaces (rest.md §9):
//
//	GP   /                                              workspaces; P asks Config.NewWorkspace
//	GPD  /{WS}                                          G   /{WS}/[RealTime|Cumulative]Statistics
//	GP   /{WS}/Activities                               GPD /{WS}/Activities/{WA}
//	G    /{WS}/Events                                   G   /{WS}/Events/{EV}
//	GP   /{WS}/Tasks                                    GPD /{WS}/Tasks/{WT}
//	G    /{WS}/Tasks/{WT}/Reservations                  GP  /{WS}/Tasks/{WT}/Reservations/{WR}
//	GP   /{WS}/TaskChannels                             GPD /{WS}/TaskChannels/{TC or name}
//	GP   /{WS}/TaskQueues                               GPD /{WS}/TaskQueues/{WQ}
//	G    /{WS}/TaskQueues/Statistics                    P   /{WS}/TaskQueues/RealTimeStatistics (JSON)
//	G    /{WS}/TaskQueues/{WQ}/[RealTime|Cumulative]Statistics
//	GP   /{WS}/Workers                                  GPD /{WS}/Workers/{WK}
//	G    /{WS}/Workers/[RealTime|Cumulative]Statistics  G   /{WS}/Workers/{WK}/Statistics
//	G    /{WS}/Workers/{WK}/Channels                    GP  /{WS}/Workers/{WK}/Channels/{WC, TC or name}
//	G    /{WS}/Workers/{WK}/Reservations                GP  /{WS}/Workers/{WK}/Reservations/{WR}
//	GP   /{WS}/Workflows                                GPD /{WS}/Workflows/{WW}
//	G    /{WS}/Workflows/{WW}/[RealTime|Cumulative]Statistics
//
// # Requests
//
// The caller authenticates with [Account]s over HTTP Basic, and sees the workspaces
// of that account only. A body is read up to Config.MaxBody and no further; limits
// on time and on headers are those of the http.Server around the handler. Tasks,
// workers and reservations have a version: ETag tells it, and If-Match refuses with
// 412 what is meant for another one (lifecycle.md §1.5). Unknown parameters are
// ignored; of one that comes several times the first counts.
//
// A list is read page by page along next_page_url and previous_page_url. What is
// there all the time comes exactly once, whatever is created and removed
// meanwhile: the token has the place of the last entry beside its SID, since tasks
// are removed some minutes after they end. A long listing lets commands through
// while it is read. In the order of creation a page costs what is on it, wherever
// it is, and so do events; with an Ordering, of reservations, and where the token's
// entry is gone, what lies before the page is passed over.
//
// Errors are the vendor's, with its codes and, where they are known, its words
// (rest.md §5). "details" has a "cause" where these words do not say what is wrong
// with a document.
//
// # Time
//
// What happens, happens at the workspace's time. Ages and waits are as of the
// request. How long workers have been in their activities is known as of the last
// command; a request for these figures lets time pass first where that was a second
// ago or longer, which a runner writes to its journal like any command.
//
// # Deviations
//
// There are none that are known in paths, parameters, fields, nulls, formats and
// codes. Where the specification is silent, these are chosen:
//
//   - A body that is too large is refused with 413, one of another type with 415,
//     both with code 20001; more than 1,000 parameters with 400.
//   - Minutes above 43,200 is refused as a StartDate of more than 30 days ago is,
//     with code 14241.
//   - An update of a reservation with neither Instruction nor ReservationStatus
//     changes nothing, and compares the version.
//   - A filter by a queue, a worker or a workflow that does not exist finds nothing,
//     and so does the SID of a channel: it may have been deleted. A malformed SID
//     is refused, and so is the name of no channel.
//   - EventsFilter names events of the vendor's list; any other is refused, since
//     a misspelled one would be silence.
//   - Ordering knows DateStatusChanged, DateCreated, DateUpdated, FriendlyName and
//     ActivityName for workers, DateUpdated, FriendlyName and DateCreated for
//     queues; two at once at most.
//   - Alerts are not among the events. The events are those that the workspace
//     keeps (runner.Config.EventLog).
//   - source_ip_address of an event is null, and addons of a task is "{}".
//   - POST /v1/Workspaces without Config.NewWorkspace is refused with 403.
//   - Rate limits are off unless asked for ([VendorRateLimits]), and count within
//     whole seconds.
package rest
