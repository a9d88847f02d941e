// Package acd is an embeddable automatic call distributor: TaskRouter-compatible
// routing, voice queues and TwiML, in process and deterministic. A service
// imports it and needs no account, no network and no server for any of them.
//
// This package holds no code. It is the chapter to read first; the packages
// below it are the product.
//
// # The packages
//
// Three packages stand at the bottom and do not know each other:
//
//   - [github.com/goacd/acd/twiml] builds, reads, checks and prints the documents
//     by which a call is controlled.
//   - [github.com/goacd/acd/queue] keeps callers who wait, in order, with limits
//     and positions, and tells how each of them left.
//   - [github.com/goacd/acd/taskrouter] finds the worker for a task: workers,
//     their activities and capacity, task queues, workflows, reservations. Its
//     two languages are packages of their own, for tools that only check
//     configuration: [github.com/goacd/acd/taskrouter/expr] and
//     [github.com/goacd/acd/taskrouter/workflow].
//
// Above them, [github.com/goacd/acd/assign] holds what an application answers
// when a worker was reserved, and [github.com/goacd/acd/assign/voice] is the one
// place where calls, queues and tasks meet.
// [github.com/goacd/acd/taskrouter/runner] keeps a workspace alive in a service:
// it brings the clock, the log and safety for concurrent use.
// [github.com/goacd/acd/assign/voice/driver] does the same for calls, over a
// runner, HTTP and the host's media, and
// [github.com/goacd/acd/assign/voice/voicetest] plays callers and workers.
//
// Around them stand the edges to HTTP: [github.com/goacd/acd/twiml/webhook] and
// [github.com/goacd/acd/assign/callback] for what an application is asked, and
// [github.com/goacd/acd/taskrouter/rest], [github.com/goacd/acd/queue/rest] and
// [github.com/goacd/acd/assign/voice/rest] for what it asks.
//
// # The model
//
// A worker is somebody who can take work. He is in an activity, which is an
// available one or not, and has a capacity on each task channel. His attributes
// are a JSON object. A task queue names the workers who belong to it by an
// expression over those attributes.
//
// A task is a piece of work that waits for a worker; its attributes are a JSON
// object too. A workflow says where it waits: the first filter whose expression
// holds for the task takes it through its targets, one after the other, each
// with a queue and, if it is not the last resort, a timeout.
//
// When a worker of the task's queue is available and has room, the engine
// reserves him. The reservation is an offer: accepted, the task is assigned to
// him; rejected, or not answered in time, the task goes to somebody else. After
// the work the task is wrapping until his after-call work is done, and then
// completed.
//
// A call is not a task. It is parked in a voice queue and has a task that stands
// for it: the queue says who waits, the task says who will answer.
//
// # One call's journey
//
//  1. The call arrives. The host tells the machine of assign/voice, which asks
//     for the call's document.
//  2. The document says <Enqueue workflowSid>. The call joins the voice queue
//     that is named after the workflow, or is refused because that is full. A
//     task is made of the <Task> in the document and of what is known of the
//     call. The caller hears the wait document, again and again.
//  3. The task enters the workflow, a target of it, and with it a task queue.
//     When a step's time is over, it goes on to the next: this is how calls
//     escalate.
//  4. A worker is reserved. The application is asked by the assignment callback
//     and answers with an instruction, such as dequeue; or it calls the worker
//     by itself, and his call runs <Dial><Queue reservationSid>.
//  5. The worker answers his phone. In one step the reservation is accepted, the
//     task is assigned, the caller is taken out of the voice queue, wherever he
//     stands in it, and the two are bridged.
//  6. They part. The voice queue tells the result "bridged", once, to the action
//     of the <Enqueue>, and a caller who is still there goes on with the document
//     that it returns: a survey, for instance. Reservation and task are wrapping;
//     the worker moves to the post-work activity, if one was named.
//  7. The reservation is completed, by a command or when the wrap-up time of the
//     workspace is over, and the task with it. The worker becomes available and
//     is offered what waits.
//
// A caller can be lost at every step before the fifth: he hangs up, leaves, or
// is redirected. Then his task is canceled, a pending reservation with it, and
// the worker is free at once.
//
// The example of this package plays that journey with nothing but the packages;
// examples/quickstart plays a whole shift from files.
//
// # Determinism
//
// Engine, queues and machine are state machines. What happens goes in with the
// time it happens at; what follows comes out; nothing else happens. They have no
// clock, no goroutines, no locks, no I/O, no log and no chance but a seed. The
// same inputs at the same times give the same events, the same SIDs and the same
// bytes, on every machine.
//
// From this follows how they are used:
//
//   - A test sets the time. "No answer for twenty seconds" takes microseconds and
//     cannot be flaky.
//   - Each tells its next deadline. A host sleeps until then, and a simulation
//     jumps there.
//   - The log of commands is the state. Replay it, and the workspace is back;
//     replay it with another configuration, and see what would have happened.
//
// # Guarantees
//
//   - A command is applied whole, with all routing that follows from it, or it is
//     refused with an error that says what would be right, and changes nothing.
//   - A task is assigned to one worker, and nobody is offered more than his
//     capacity.
//   - No task waits for a worker who could take it: that is so whenever Apply
//     returns.
//   - Deadlines happen each at its own instant, in order of time, with equal
//     instants in a written order.
//   - A caller is given to one agent; nobody overtakes in a voice queue; each
//     Enqueue has exactly one result.
//   - Nothing of a document is dropped silently, on the way in or out.
//   - What is not supported is refused by name, never ignored.
//   - Input is hostile until it is checked: sizes, depths and counts are bounded.
//     Bad input is an error and never a panic.
//
// Engine.Check and Directory.Check recompute the invariants behind these from
// scratch, for tests, fuzzers and operators.
//
// # Limits
//
// It carries no media and speaks no network protocol: a host brings the
// telephones, and carries out what the machine asks for. State is in memory; a
// log, where it is to outlive the process, is written by the runner. One engine
// is one workspace and works on one core. What is left out for now, and where
// the behaviour differs from the vendor's service, is listed in the README.
//
// # Glossary
//
// The words are TaskRouter's own where it has one, and the field's otherwise.
//
//   - Abandon: a caller hangs up before he was answered. The task is canceled with
//     the reason "hangup", and so is the result of the Enqueue.
//   - Activity: what a worker is doing; fixed as available or not when it is made.
//   - After-call work, wrap-up: what a worker does for a call when it is over.
//     Task and reservation are "wrapping", and hold his capacity.
//   - ASA, average speed of answer: the mean waiting time of answered calls, from
//     joining the queue to the conversation, ringing included.
//   - AHT, average handle time: the mean of conversation and after-call work.
//   - Assignment callback: the request that asks an application what to do with a
//     reservation; the answer is an instruction.
//   - Capacity: how many tasks of one channel a worker takes at a time.
//   - Escalation: a task goes to the next target because its time was over.
//   - Estimated wait: what a caller is told about how long it will take. The wait
//     document gets the position and the mean of what those in the queue have
//     waited so far, which are the facts it is made from.
//   - Host: the program that has the telephones and drives the machine.
//   - Longest idle: of the workers who can take a task, the one whose last
//     reservation is the longest ago; the default order.
//   - Occupancy: the share of a worker's available time that he spends on calls
//     and after-call work.
//   - Offer: a pending reservation.
//   - Park: to leave a caller in the voice queue of his workflow.
//   - Post-work activity: where a worker goes when a call has ended.
//   - RONA, ring no answer: an offer that nobody answers. The reservation's
//     status is "timeout", and the worker goes to the timeout activity, so that he
//     is not offered the next call too.
//   - Service level: the share of calls answered within a time, such as 80 % in 20
//     seconds.
//   - SID: the identifier of a resource: two letters for its kind, 32 digits.
//   - Target, step: one stage of a workflow's filter.
//   - Task channel: a kind of work, such as voice, with a capacity of its own.
//   - Whisper: what one side hears before both are connected.
package acd
