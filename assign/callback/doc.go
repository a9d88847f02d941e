// Package callback is both ends of the callbacks by which a workspace reaches
// its application over HTTP: the assignment callback, which asks what to do with
// a reservation (lifecycle.md §3), and the event callback, which tells what
// happened (§5).
//
//	           asks, tells            answers
//	assignment Client                 NewHandler with a Func
//	event      Sender                 NewEventHandler with an EventFunc
//
// Every request is a form that is signed with the account's auth token, as all
// webhooks are; package webhook has the code of both sides of that. What is sent
// and what may be answered is in package assign and in taskrouter.Event.
//
// # Asking
//
// A [Client] asks the workflow's URL, and its fallback URL if that fails. An
// engine never waits for it: [Client.Start] returns at once, so many callbacks
// are under way, so many wait their turn, and what comes on top is refused.
// [Client.Ask] is the same and waits. What comes of it is an [Answer]:
//
//	answer within 5 s                         outcome        alert
//	200, application/json, an instruction     Instructed
//	200 without a body or {}, 204             Acknowledged
//	200, no JSON                              Acknowledged   40001, a warning
//	200, JSON without "instruction"           Acknowledged   40005, a warning
//	200, an unknown instruction               Acknowledged   55555
//	200, an instruction with wrong values     Acknowledged   a code for each
//	200, a body of another content type       fallback       40000
//	another status                            fallback       11200
//	none in time                              fallback       11203
//	none at all                               fallback       11205, or what says
//	                                                         it better
//	the same from the fallback URL, or none   Failed
//
// Acknowledged leaves the reservation pending; Failed is for the caller to
// answer with taskrouter.FailCallback, which cancels it. The fallback URL is told
// ErrorCode and ErrorUrl. Redirects are followed, ten at most, and each request is
// signed for where it goes. An [Asker] is a Client for the driver of package
// assign/voice.
//
// # Answering
//
// [NewHandler] makes an http.Handler of a plain function. The function sees only
// requests that are signed and well-formed, and what it returns is checked
// before it is sent. If it panics, fails or takes too long, that is answered so
// that the other side turns to its fallback, and told to a hook; a function that
// is too slow has its context canceled, and the answer goes out without it.
//
// # Events
//
// [Sender.Follow] sends the events of one workspace, from a runner's
// subscription or any other source by sequence, in order: each after the one
// before it was answered (the vendor promises no order; chosen). The workspace's
// filter decides which. A failure is an alert and is not tried again. Whoever
// answers gets an [Event], with all parameters kept.
//
// # Addresses
//
// A URL that comes from outside must not reach inside. An [AllowList] judges the
// address of each connection: public ones pass, loopback and private ranges only
// if they are named. A Client and a Sender without an HTTP client of their own
// reach public addresses only:
//
//	list, err := callback.NewAllowList("localhost:8080")
//	…
//	client, err := callback.NewClient(callback.ClientConfig{AuthToken: token, HTTP: list.Client()})
//
// # Limits
//
// Of an answer 64 KiB are read; more is no JSON. Requests are bounded by the
// Verifier. Time is real time, by way of contexts: under testing/synctest it is
// the bubble's. Of an answer other than 200 and 204 the status decides, whatever
// its body says; a body of white space is none. These, where the reference is
// silent, are chosen.
package callback
