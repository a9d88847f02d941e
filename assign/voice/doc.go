// Package voice links calls to tasks: it runs the documents of calls, parks
// callers in queues, makes their tasks, carries out what an application answers
// when a worker was reserved, bridges, and keeps each task's life in step with
// its call's.
//
// It has no telephones. Whoever has them, the host, tells a [Machine] what
// happened and does what the machine says; a test plays the host with no media
// at all. References such as "twiml.md §6.1" are to the sections of the
// behaviour specification, "inferred" and "chosen" mark what no public source
// states.
//
// # The protocol
//
// [Machine.Step] takes an instant and one [Input] and returns a list of
// [Action], in order; nothing else happens. The machine owns a [queue.Directory] and a
// [Router], which a *taskrouter.Engine is, and calls both itself: taking a
// caller out of a queue and accepting his reservation are one step. Their events
// come out among the actions, in their place, as [Queued] and [Routed].
//
//	what comes in                          what goes out
//	CallArrived                            Answer, Reject
//	Fetched, FetchFailed              <->  Fetch
//	Played, Gathered                  <->  Say, Play, Gather;  Pause, Hold, Stop
//	Answered, Failed                  <->  Dial
//	HungUp, StarPressed                    Hangup, Bridge, Unbridge, CallEnded
//	Instructed, CallbackFailed        <->  Callback
//	RedirectCall, CompleteCall             TaskEnded, Alert
//	DequeueMember, Command, Tick           Queued, Routed
//
// Fetch, Say, Play and Gather carry an [Op] that the report brings back. One
// report ends an operation; a report on one that the machine has given up is
// ignored, since the two crossed on their way, and so is a hang-up of a call
// that is over. The host reports on every Fetch, also where the answer does not
// matter. Time passes with each input; [Machine.Deadline] tells when to send a
// [Tick].
//
// Commands for the router go through [Command], changes of queues through
// [Machine.Change]: behind the machine's back nothing may happen to either.
//
// # A call
//
//	CallArrived      inbound: ringing; made by the application: in progress
//	     |
//	     v                                               Reject in front
//	   Fetch <-------------------------------------+     of all: declined
//	     | a document                              |
//	     v                                         |
//	  running  -- Say, Play, Gather, Pause --+     | Redirect, an action,
//	     ^ |                                 |     | RedirectCall
//	     | +-- <-------- reported -----------+     |
//	     | |                                       |
//	     | +--> Enqueue --> waiting --> taken --> bridged --> result -----+
//	     | |                hold or     whisper               to the      |
//	     | |                wait URL                          action      |
//	     | +--> Dial ---> queue: waits --> took --> connected --> status -+
//	     | |        \---> numbers: ring --> screening --> connected --^   |
//	     | |                                                              |
//	     | |                          without an action: the next verb    |
//	     +-|--------------------------------------------------------------+
//	       v no verb left, Hangup, HungUp, CompleteCall
//	     over             CallEnded
//
// An inbound call is answered by whatever stands first in its document, unless
// that is a Reject; an empty document answers, and ends the call.
//
// A waiting call runs its wait document under the rules of twiml.md §4, again
// and again, with fresh values each time and at least a second between two
// requests. It is cut off the moment the call is taken.
//
// # A call and its task
//
// Enqueue with a workflow parks the call in the queue that is named after the
// workflow's SID, and then makes the task. From there the two are linked until
// the Enqueue has its result:
//
//	the call leaves the queue unconnected   the task is canceled; its reason is
//	                                        the result: hangup, leave, error …
//	    accepted, but not connected         as after a call, alert 14223
//	    redirected, once accepted           the task stays the application's
//	the task is canceled, deleted or        the caller stays, and TaskEnded tells
//	    completed while the call waits      the host, who may redirect him
//	connected to the worker                 reservation accepted, task assigned
//	parted                                  reservation and task wrap up; the
//	                                        worker goes to the post-work activity
//
// Three ways connect them: the instruction dequeue, which calls the worker; a
// Dial with reservationSid on a leg that the application made; and the same on a
// leg of the instruction call. Accept in one place only: whatever comes second
// fails with 40135 or 14217, and changes nothing else.
//
// # Choices
//
// Where the specification is silent, or leaves a choice:
//
//   - Timeouts have no five seconds of grace.
//   - Bridging is immediate: the caller is connected in the step in which the
//     worker answers, or the whisper ends. That is when the reservation is
//     accepted; if it was decided meanwhile, or has timed out, the caller is lost
//     with the result bridging-in-process, for nobody taken is put back.
//   - A whisper or screening document that fails is left out.
//   - An error in a wait document that keeps a verb from being executed is a
//     fault, like a forbidden verb.
//   - One call rings for a reservation at a time; a second dequeue or call is
//     refused with 40133 or 40113. A phone that rings for a dequeue stops when
//     its reservation is decided elsewhere.
//   - The host does not report that a phone rings: a status callback is told
//     initiated and ringing at once.
//   - A Dial that ends because its call was sent elsewhere has its action told,
//     as Enqueue has; the answer is dropped.
//   - A call may run 100 documents in a row without anything that takes time;
//     then it ends, or its wait document is a fault, with alert 11215.
//   - A name that is the SID of a workflow is no queue for plain Enqueues: 14220.
//
// # Not supported yet
//
// Conference and supervise, and with them transfers; Record, and the other
// verbs that package twiml does not model; Client and Sip below Dial; restoring
// a machine after a restart. A Dial without a noun that is supported fails.
//
// These attributes have no effect: answerOnBridge, ringTone, referUrl, events,
// ifMachine and the recording callbacks of Dial; statusCallback,
// machineDetection and byoc of Number; partialResultCallback of Gather. How
// long a call may last at all is the host's business.
//
// # Determinism, concurrency, errors
//
// The same machine given the same inputs at the same instants gives the same
// actions and SIDs. There is no clock, goroutine, lock or chance in it. A
// Machine, its queues and its router are not safe for concurrent use: a driver
// serialises them, and carries actions out after the step.
//
// A refused input is an [*Error] and changes nothing; what a document or an
// instruction does wrong is an [Alert] with the vendor's code, and the call goes
// on as the specification says. Alerts of the router come as its own events,
// within [Routed]. Documents, reports and commands are hostile input: none of
// them makes the machine panic. [Machine.Check] recomputes every invariant.
package voice
