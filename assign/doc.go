// Package assign holds what an application answers when a worker was reserved
// for a task: the instructions, and the parameters of the assignment callback
// that asks for them.
//
// # The flow
//
// When a worker is reserved, the workflow's assignment callback URL is told
// with the parameters of a [Request]. The application answers with one
// [Instruction] as JSON, or with none:
//
//	{"instruction": "dequeue", "to": "client:alice", "post_work_activity_sid": "WA…"}
//
// [Parse] reads the answer and reports everything that is wrong with it at
// once, with the vendor's code and the place of each problem. What the answer
// leaves open depends on the worker and the task: [Resolve] fills it in from
// [Facts], or says why the instruction cannot be carried out now. Going the
// other way, [Marshal] writes an instruction made by a program, and refuses one
// that Parse would not read.
//
// An application that calls the worker itself answers nothing and lets the
// worker's call run the document of [DialReservation].
//
// # The instructions
//
//   - [Accept]: accept the reservation, nothing else.
//   - [Reject]: refuse it for the worker, who may go to another activity.
//   - [Dequeue]: call the worker and bridge the caller who waits.
//   - [Call]: call the worker and run a document there.
//   - [Redirect]: send a live call to another document.
//   - [Conference]: call the worker and bring both into a conference.
//   - [Supervise]: call a supervisor into that conference.
//
// Conference and supervise touch several calls: [Conference.Plan] and
// [Supervise.Plan] tell what they come to for each of them.
//
// # Two spellings
//
// The API takes the same instructions as the parameters of a form
// (lifecycle.md §3.4): [ParseForm] and [MarshalForm]. One table for each
// instruction says the JSON keys, the parameters, the defaults and the codes, so
// that the two cannot drift apart.
//
// # Limits
//
// Nothing here does I/O, keeps state or reads a clock. Sending the request,
// the time allowed for an answer, its status and content type, and the fallback
// belong to whoever speaks HTTP; carrying an instruction out belongs to
// assign/voice. The rules are those of lifecycle.md §3; where that page is
// silent a comment says "chosen".
package assign
