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
//	CallArrived, PlaceCall                 Answer, Reject
//	Fetched, FetchFailed              <->  Fetch
//	Played, Gathered, PartialResult   <->  Say, Play, Gather;  Pause, Hold, Stop
//	Recorded                          <->  Record
//	RecordingChanged                  <->  StartRecording, StopRecording, and
//	                                       every Recording of an action
//	Ringing, MachineDetected,
//	Answered, Failed, Referred        <->  Dial
//	HungUp, StarPressed                    Hangup, Bridge, Unbridge, CallEnded
//	Instructed, CallbackFailed        <->  Callback
//	RedirectCall, CompleteCall,            TaskEnded, Alert
//	UpdateCall
//	UpdateParticipant,                     Join, Part, Modify, Beep,
//	RemoveParticipant, EndConference       ConferenceEnded
//	DequeueMember, Command, Tick           Queued, Routed
//
// Fetch, Say, Play, Gather and Record carry an [Op] that the report brings back.
// One report ends an operation; a report on one that the machine has given up is
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
//	CallArrived      inbound: ringing; answered by the host: in progress
//	     |           PlaceCall: once it is answered
//	     v                                               Reject in front
//	   Fetch <-------------------------------------+     of all: declined
//	     | a document                              |
//	     v                                         |
//	  running  -- Say, Play, Gather, Pause --+     | Redirect, an action,
//	     ^ |      Record                     |     | RedirectCall
//	     | +-- <-------- reported -----------+     |
//	     | |                                       |
//	     | +--> Enqueue --> waiting --> taken --> bridged --> result -----+
//	     | |                hold or     whisper               to the      |
//	     | |                wait URL                          action      |
//	     | +--> Dial ---> queue: waits --> took --> connected --> status -+
//	     | |        \---> numbers, clients, SIP: ring --> screening       |
//	     | |                  --> connected, or referred elsewhere ----^  |
//	     | |        \---> conference: waits --> joined --> "answered" -^  |
//	     | |                                                              |
//	     | |                          without an action: the next verb    |
//	     +-|--------------------------------------------------------------+
//	       v no verb left, Hangup, HungUp, CompleteCall
//	     over             CallEnded
//
// An inbound call is answered by whatever stands first in its document, unless
// that is a Reject; an empty document answers, and ends the call. A Dial with
// answerOnBridge in front answers when it is connected, and if it comes to
// nothing, what follows it answers or rejects.
//
// A waiting call runs its wait document under the rules of twiml.md §4, again
// and again, with fresh values each time and at least a second between two
// requests. It is cut off the moment the call is taken.
//
// # A call of the application
//
// [PlaceCall] makes a call as the vendor's Call resource does: a [Dial] without a
// parent. Its status callback is told each step it asked for, as that of a noun
// below; Timeout, TimeLimit and the wait for who answers are deadlines of the
// machine. A document that comes with the request, as Twiml, is taken whatever it
// is, and judged when it is run: ill-formed it is an alert (12100, 12102), and the
// call goes on with the fallback document or ends with an apology. It has no URL,
// so that relative references in it are errors (11100, 15004). [RedirectCall] and
// [UpdateCall] change what was asked for, of any live call.
//
// # A dialed call
//
//	Dial --> initiated --> Ringing --> Answered --> screening --> Bridge
//	             |            |                         |            |
//	             |            |   MachineDetected at any time        | Referred
//	             v            v                         v            v
//	           Failed, HungUp, time over           no-answer   completed, or the
//	           busy, no-answer, failed, canceled               document at referUrl
//
// The noun's status callback is told each step it asked for; a host that does
// not report Ringing has it told with the answer. SequenceNumber counts what was
// told, from 0.
//
// # Recordings
//
// Every action that asks for a recording carries a [Recording] with a SID. The
// same SID in two actions, a Dial and its Bridge, is one recording: Mode says
// when it begins. The host reports [RecordingChanged]; whoever asked is told,
// and the latest URL goes to the action of the Dial or Record and to the status
// callback of the dialed call. Where nobody is to be told of the end, the
// machine forgets a recording with its verb or its call; all others wait for the
// host's completed or absent. That of a conference is in every Join of it, and
// ends with the conference; its callback is told ConferenceSid in place of CallSid.
//
// # After a restart
//
// The router is back from its log, the calls are not: [Machine.Reconcile] brings
// a new machine, the router and the calls that are still there together.
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
//	the caller is taken, or called for      the reservation's time stands still, and
//	    a conference                        nobody accepts it past that
//	connected to the worker                 reservation accepted, task assigned
//	parted                                  reservation and task wrap up; the
//	                                        worker goes to the post-work activity
//
// Three ways connect them: the instruction dequeue, which calls the worker; a
// Dial with reservationSid on a leg that the application made; and the same on a
// leg of the instruction call. The instruction conference is a fourth, where the
// conference takes the place of the queue. Accept in one place only: whatever comes second
// fails with 40135 or 14217, and changes nothing else.
//
// # Conferences
//
// A conference has a name in the account. The first who enters makes it, and it
// is gone when the last has left, or somebody leaves with whom it ends.
//
//	Dial, conference,            two are there, and one
//	   supervise                   may begin it
//	       |                            |
//	       v                            v
//	     init ------------------> in-progress ------> completed
//	everybody hears            all who are not held   ConferenceEnded
//	his wait document          have joined
//
//	enters --> waits --- begins: Join ---> joined --- leaves: Part ---> goes on
//	             |                         ^    |
//	             +- hold --> held -- Join -+    |
//	                          ^----- Part ------+
//
// Join and Part say whom the host mixes; Modify changes who hears a participant,
// and Beep is the tone of an entrance or exit. Whoever has not joined hears
// media as any call does, and one announcement after the other may be played to
// who has. The status callback is told of all this as it asked (twiml.md §8.3);
// SequenceNumber counts what is told.
//
// The instruction conference calls the worker. When he answers, the caller goes
// from the queue into the conference that is named after the task, the
// reservation is accepted, and the task's attribute conference is written:
//
//	instructed --> worker rings --> answers --> both enter; accepted
//	    |               |
//	    | outbound_to   +-- busy, no answer, failed: reservation canceled,
//	    v                   the caller waits on, the task is offered again
//	customer rings --> answers, enters --> worker rings …
//
//	the worker leaves       his reservation wraps up, not the task
//	the customer leaves     the conference goes on, unless it ends with him
//	the task in transfer    conference brings the other into the same one; who
//	                        hands over leaves at once (cold), or when he likes
//	                        (warm), and the conference goes on
//	the transfer fails      who handed over goes on; once he has left, the customer
//	                        hears his wait source, and TaskEnded tells the host
//	all have left           the task wraps up; a transfer is taken back
//
// # Choices
//
// Where the specification is silent, or leaves a choice:
//
//   - Timeouts have no five seconds of grace.
//   - Bridging is immediate: the caller is connected in the step in which the
//     worker answers, or the whisper ends. That is when the reservation is
//     accepted, however long the whisper was: its time stands still from when the
//     caller was taken. If it was declined or canceled meanwhile, or its worker
//     deleted, the caller is lost with the result bridging-in-process, for nobody
//     taken is put back.
//   - While somebody is being connected for a reservation, what else would accept
//     it is refused: 14217, or by instruction 40114, 40123, 40135 or 40136; the
//     redirect of a caller who hears his whisper, too. A callback that fails then
//     changes nothing.
//   - A whisper or screening document that fails is left out.
//   - An error in a wait document that keeps a verb from being executed is a
//     fault, like a forbidden verb.
//   - One call rings for a reservation at a time; a second dequeue or call is
//     refused with 40133 or 40113. A phone that rings for a dequeue stops when
//     its reservation is decided elsewhere.
//   - A caller who goes into a conference by instruction leaves his queue with
//     the result redirected; after the conference his call is over.
//   - Who is alone in the conference of a task hears his wait source, whether it
//     has begun or not. Elsewhere only the beginning is waited for.
//   - maxParticipants is held against who comes, with the others counted; status
//     callback and recording of a conference are those of who came first.
//   - The host is told by TaskEnded, not by an alert, of a customer whom nobody
//     comes to in his conference: he is where a parked caller is whose task has
//     ended. His task is assigned until he leaves.
//   - Whoever coaches a call that leaves is heard by nobody from then on.
//   - A call that is not let into a conference fails its Dial.
//   - The customer of an outbound task who hangs up before the worker answers
//     takes the task along, whoever else is in the conference; one who cannot be
//     reached, or is sent elsewhere, does not. He is called for one reservation at
//     a time: a second instruction conference is refused with 40145.
//   - A conference takes supervisors while fewer than 250 are in it or ring for it
//     (16020), and rings each once at a time (40145).
//   - The recording of a Record that was cut off by the end of the call is told
//     to its action with Digits=hangup, and the answer dropped; one whose call was
//     sent elsewhere is told to nobody. Of nothing recorded nothing is told, and
//     the next verb runs.
//   - A REFER that is followed takes the place of the Dial's action, and the party
//     that sent it is hung up.
//   - Verbs for which the host has no action are skipped with an alert, action and
//     all: Connect, Echo and Pay with 13750, Refer with 13801, Sms with 13803;
//     within Start and Stop all but Recording, with 13750. Below Dial, Sim is left
//     out with 13258 and Application with 13215. Unknown elements: 12200.
//   - A call of the application that is sent elsewhere while it rings goes there when
//     it is answered. SIP legs have their last response told with the end, as
//     SipResponseCode (observed), and UpdateCall leaves numbering and events of a
//     status callback as they are, but that the end is always told.
//   - Several Uris of a Sip are one call; the host tries them in order of priority,
//     then weight. Weights are no odds: there is no chance here.
//   - A Dial that ends because its call was sent elsewhere has its action told,
//     as Enqueue has; the answer is dropped.
//   - A call may run 100 documents in a row without anything that takes time;
//     then it ends, or its wait document is a fault, with alert 11215.
//   - A name that is the SID of a workflow is no queue for plain Enqueues: 14220.
//
// # Not supported yet
//
// Media streams, payments, messages and SIP transfers begun by a document (see
// above); announcements to a whole conference; taking conferences back after a
// restart. A Dial without a noun that is supported fails.
//
// These attributes have no effect: events, ifMachine and passports of Dial;
// recordingConfigurationId everywhere; enhanced and debug of Gather. How long a
// call that arrives may last is the host's business, until an [UpdateCall] says it.
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
