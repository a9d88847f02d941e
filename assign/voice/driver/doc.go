// Package driver runs the calls of a service: it puts a [voice.Machine] beside
// the engine of a [runner.Runner], fetches the documents that the machine asks
// for over HTTP, asks the application about reservations, and hands a host with
// media what is to be done with the calls.
//
// # Model
//
//	the host: SIP, WebRTC, a carrier          the application: documents, callbacks
//	   | Step: what happened    ^ Media.Do        ^ HTTP           ^ Asker
//	   v                        |                 |                |
//	+--------------------------- Driver ------------------------------------+
//	| on the runner's goroutine:  voice.Machine + queues | taskrouter.Engine |
//	+------------------------------------------------------------------------+
//	   ^ Runner.Apply: an API, the application           | Config.Observe
//
// A [Driver] is goroutine-safe. Whatever happens goes in through [Driver.Step],
// as an input of the voice package's protocol: the reports of the host, calls
// that arrived, and what the application wants of calls, reservations and
// conferences. The step is taken on the goroutine that writes the workspace, so
// that machine and engine change together, in one order, at the runner's time:
// with a [runner.PacedClock] everything plays faster.
//
// [Driver.Call] makes a call, and [Driver.Calls] lists those that live.
//
// Others may command the runner directly: the machine is told before their
// command returns. So an API for tasks needs no knowledge of calls.
//
// # What follows from a step
//
// The machine never waits. Its actions are carried out after the step, by
// goroutines that exist only while there is something to do:
//
//   - What is to be done with calls goes to [Media], in order for each call, and
//     for each conference: an action that concerns two calls waits until both
//     have come to it. Different calls do not wait for one another. An action
//     that fails becomes the report that it came to nothing.
//   - Requests go to the [http.Client], at most [Config.Requests] at a time that a
//     call waits for, and as many besides that only tell something (status
//     callbacks of calls, conferences and recordings, partial results, who
//     answered), of which at most [Config.Waiting] wait their turn. So nobody who
//     leaves those unanswered holds up a document. The answer is reported to the
//     machine, which has the rules for it.
//   - Assignment callbacks go to the [Asker], at most [Config.Callbacks] at a
//     time, and at most [Config.Waiting] wait their turn.
//   - What is only to be known goes to [Config.Observe], one at a time and in
//     order.
//
// # Requests
//
// Parameters are form-encoded: the body of a POST, appended to the query of a
// GET. With [Config.AuthToken] every request is signed (package twiml/webhook).
// Up to ten redirects are followed; their requests carry no parameters, and are
// GETs after 301, 302 and 303. The whole exchange has [Config.RequestTimeout] of
// real time, whatever the runner's clock, and where a call waits for it that begins
// when it is asked for: one whose turn comes too late is not made (11203). At most
// 64 kB of a document are read, and none of audio, nor of an error. There are no
// retries: the fallback URL is the machine's to use. A failure is reported with the
// vendor's code (twiml.md §9):
//
//	11201 no connection in time     11215 more than ten redirects
//	11202 connection refused        11216 a redirect to nowhere
//	11203 no answer in time         11220 TLS
//	11205 connection failed         11235 certificate of another host
//	11206 not HTTP                  11236 certificate expired
//	11210 unknown host              11237 unknown authority
//
// The specification names no cookies, and none are kept unless the client has a
// jar, which all calls share. Options in the fragment of a URL are not sent and
// have no effect.
//
// The URLs of requests come from documents and callers of an API. Which addresses
// may be reached is for the transport of the client to say: give it a dialer that
// refuses private networks where applications are not trusted.
//
// # Time and memory
//
// A call costs a few kilobytes while it lives, and nothing after it has ended and
// its requests were answered. A call with more than [MaxPending] actions that its
// host does not get to is hung up, and a conference ended. What an observer does not get to is dropped
// beyond [Config.Backlog], and counted.
//
// # The end
//
// [Driver.Shutdown] lets no new calls in and waits for those that live;
// [Driver.Close] hangs up at once. In both the tasks of calls end as the
// specification says, and the runner goes on without the driver; it is not closed.
// When the runner ends first, all calls are hung up and the driver ends with its
// error: nothing can be decided about them any more.
//
// # After a restart
//
// The engine outlives the process, with its log; machine and driver do not. [New]
// brings the workspace together with the calls that the host still has,
// [Config.Live]: without any, tasks that waited for a caller are canceled, those of
// conversations end as after a call, and their workers are free. Callers who are
// still there wait again, and conversations go on. This happens at the runner's
// time, before anything else that is done with the driver, and again whenever a
// driver is made on a runner. The Seed of [Config.Voice] must be another one each
// time, as the drawn one is: with a fixed one, and a journal, the SIDs of calls from
// before the restart are made again, which tasks and applications still know. Calls
// that ring are gone, and nobody is told of their end.
package driver
