// Package queue is the voice queues of an account: callers wait in order, are
// told their position and the mean wait, and leave by an agent, a request, a
// document or a hang-up, each with exactly one result.
//
// It knows calls by their SIDs only. It plays nothing, fetches nothing and
// dials nobody; whoever runs call documents tells it what happened and does
// what the events say. References such as "queue.md §4" are to the sections of
// the behaviour specification.
//
// # Model
//
// A [Directory] is all queues of one account. Two verbs bring calls to it:
//
//   - Enqueue makes a caller's call the last member of a queue. The verb lasts,
//     as an [Entry], until it has its [QueueResult]: waiting, then taken by an
//     agent, then bridged, then ended. Only a waiting call is a member; it has a
//     position, and counts against the queue's maximum size.
//   - Dial gives an agent the front member, or lets him wait for one. This verb
//     lasts, as an [Agent], until it has its [DialStatus].
//
// A call is in one of the two at most, and is found again by its SID; ended
// verbs are forgotten, so that memory follows the calls that live. A queue is
// found by SID or by name, is made by the first Enqueue that names it, and stays
// until it is deleted.
//
// A queue whose name is the SID of a workflow is guarded (queue.md §8): its
// calls belong to tasks. It cannot be renamed or deleted, its members cannot be
// dequeued through REST, no plain Enqueue or Dial works on it, and no other
// queue can get such a name. [Directory.Take] takes one of its calls, by the
// call's SID.
//
// # One call
//
//	Enqueue            joined, position 1
//	Wait               values for each request of the wait document
//	Dial or Take       taken: the place is free, the whisper runs
//	Connect            bridged
//	Hangup, CancelDial or Part
//	                   ended: result "bridged"; the agent's status "completed"
//
// A waiting call can end by Leave, Hangup, Redirect, Dequeue, Fault or Fail
// instead; one that is lost between taking and connecting has the result
// "bridging-in-process", and the agent goes on to the next member.
//
// # What the methods have in common
//
// Methods that change state take the instant at which it happens, and let
// happen first what falls due up to then, each at its own instant and at equal
// instants in the order of dialing: agents whose timeout has passed stop
// waiting. [Directory.Deadline] tells the next such instant and
// [Directory.Advance] only lets time pass. An instant before the last one, or
// outside the years 1970 to 2200, is refused with [ErrTime] and changes nothing
// at all; equal instants are fine. Monotonic clock readings are ignored.
//
// They return their outcome, and the events of everything that happened in
// order, the deadlines first. The slice is valid until the next such method;
// the events in it may be copied and kept. Nothing is called back.
//
// A refusal is an [*Error], and what was asked was not done at all; the events
// of the deadlines up to that instant come with it. What the vendor treats as
// the outcome of a verb, such as a full queue, is no Go error but the verb's
// result or status, since the verb was executed and its result is owed.
//
// Methods that only read take an instant too, for the waits they tell. An
// instant before the last change counts as that of the change, so that no wait
// is negative. They let nothing happen: a deadline between the last change and
// the read has not come yet.
//
// # Guarantees
//
// From queue.md §11; a Directory carries out one method at a time, and its owner
// decides in which order.
//
//   - Total order and no overtaking: members stand in the order in which their
//     Enqueues were accepted. Dial and DequeueFront get the first of them.
//   - Exactly once: a member is given to one agent, and never put back.
//   - Capacity: no join makes a queue larger than its maximum; a lowered
//     maximum removes nobody.
//   - One queue per name; a deletion that succeeds saw no members.
//   - One result for each Enqueue and one status for each Dial, told by one
//     event. Who removes the member first decides.
//   - Hand-over: both sides are matched oldest first, and there never are both
//     a member and a waiting agent on one queue.
//   - Consistent view: what one read returns belongs to one state.
//   - Determinism: the same configuration and the same calls give the same
//     events, results and SIDs.
//
// [Directory.Check] recomputes what these rest on.
//
// # Cost
//
// Joining, taking the front, removing from anywhere and asking for a position
// take O(log n) with n members; mean wait and sizes take O(1). Listing takes
// time for what is listed.
//
// # Limits
//
// A Directory is not safe for concurrent use. It keeps no history: statistics
// are for whoever receives the events. Priorities exist for tasks, not here.
package queue
