// Package taskrouter routes tasks to workers as Twilio TaskRouter does, in
// memory and in process: no account, no network, no clock of its own.
//
// # The model
//
// An [Engine] is one workspace. Tasks enter through a workflow, whose filters
// and targets send them to task queues; a queue's expression says which workers
// belong to it. The engine offers a task to a worker by making a reservation.
// Whoever speaks for the worker answers it: accepted, the task is assigned;
// rejected or not answered in time, it goes to the next. When the work is done
// the task wraps up and is completed.
//
//	task         pending ⇄ reserved → assigned → wrapping → completed
//	             pending, reserved → canceled
//	reservation  pending → accepted → wrapping → completed
//	             pending → rejected, timeout, canceled, rescinded
//
// A queue may offer a task to several workers at once: the first who accepts
// has it. An assigned task can be transferred to another worker or queue; it is
// reserved again until somebody has accepted it. An acceptance that takes time,
// since a caller has to be brought to the worker first, is suspended meanwhile
// ([SuspendAccept]): the reservation stays pending, and does not time out. A task
// whose customer and workers meet in a conference ends with the conference, not
// with the work of one of them ([LinkConference]).
//
// # Commands in, events out
//
// [Engine.Apply] is the one way to change anything. It takes the time and a
// [Command], and returns the [Event]s that followed, in order:
//
//	engine, err := taskrouter.New(taskrouter.Config{})
//	…
//	events, err := engine.Apply(now, &taskrouter.CreateTask{Attributes: `{"type":"billing"}`})
//
// Between commands nothing happens. [Engine.Deadline] tells when something will
// happen by itself: a reservation that is not answered, a step or a lifetime
// that is over, wrap-up time. A host sleeps until then and applies an
// [Advance]; a test jumps there. Package runner is such a host.
//
// The same commands at the same times give the same events, bytes and SIDs, so
// that a log of commands is the whole state: replay it, and the workspace is
// back. [MarshalCommand] writes commands for such a log.
//
// A command is applied whole, with all the routing that follows from it, or it
// is refused with an [*Error] and changes nothing.
//
// The first event of all is [WorkspaceCreated], which comes with the first
// command; the last is [WorkspaceDeleted], after which nothing happens any more.
// [EventType] says which one of the vendor's types has no occasion here.
//
// # How a worker is found
//
// A task at a step can be taken by the workers of the step's queue whose
// activity is available, who have room on the task's channel, and for whom the
// step's expression is true. Of these the one who has gone longest without a
// task is reserved, or the first by the step's order_by (routing.md §3). A
// worker who becomes free takes the foremost task over all his queues: highest
// priority, then oldest; in LIFO queues the newest (routing.md §4). No waiting
// task has an eligible worker when Apply returns.
//
// An expression that reads the clock or a worker's load is judged when the task
// enters the step or comes back to it, and when the worker changes; never
// because time passes alone (routing.md §4.4). Tasks that ask the same are
// judged together: one that waits is never overtaken by its like.
//
// # How it is kept
//
// Work follows the change, not the population. Workers with the same queues
// form a class, kept in order of idleness and apart by the channels that are
// open; a worker is judged by a queue's expression only when he or the queue
// changes. Tasks at the same step, on the same channel and with the same values
// at the paths that the step reads form a group, kept in order of service; a
// freed worker is judged once for each group. Attributes stay the JSON text
// they were written in; the paths that expressions read are resolved once for
// each change. [Engine.Check] rebuilds all of it from scratch and compares, but
// for what reads the clock or a load, which nobody can judge afterwards.
//
// Records (table.go, numbered.go, list.go). A SID that was made here says which
// number its record has, and records lie in pages by their numbers; those with SIDs
// that callers chose are in a map, and so are the few that outlive all that were
// made with them (BenchmarkNumbered). What is listed is in a list besides that is
// linked through the records themselves. A listing can begin at any of them, and
// commands may be applied while it goes on: a record that is removed meanwhile keeps
// the way to its neighbors. Tasks and reservations that are gone are used for the
// next ones (shelf.go), unless a listing goes on that may have come to them: a life
// allocates nothing (BenchmarkShelf).
//
// Groups (group.go, match.go). A task that is put into a group in which others
// wait already looks at nobody: who could take it would have taken one of them.
// The first of a group looks at the idle workers of its queue, and wherever a
// worker is freed, he is held against the groups of his queues, so that those he
// can take come into a heap by their foremost tasks, and are served until nothing
// is left. A task that nobody must be put in order with, since nobody like it waits in
// its queue, looks at them before it joins a group, and joins none when it finds
// somebody (Engine.isAlone; BenchmarkAlone). Groups that have become empty are
// kept for a while (spares.go): who has to wait is mostly like one who waited
// lately. A worker is kept in order of idleness for the sake of those channels only
// that a task ever needed (Engine.ask). The paths of a task that filters and targets
// read are resolved in one pass, and expressions are judged where the values lie
// (predicate.go; BenchmarkTaskLife, BenchmarkWaiting).
//
// Agenda (agenda.go). Timers of a kind mostly run equally long: who is started
// later is due later, so that each kind and length is a linked list, a track. The
// next timer of all is the first of the first ones. Timers that fit into no track
// are in an ordered set (BenchmarkAgenda).
//
// Classes (class.go). A worker enters and leaves one order however many queues
// he is in: a pool of his class for each set of channels that are open. A queue
// lists its classes and a class its queues, each with its place in the other's
// list, so that either goes in a step. Moving between activities changes
// numbers, of the class and of its queues, and no class (BenchmarkChurn). A place in
// the order of idleness is one word (spot.go): the instants at which somebody is
// reserved are counted, and the count takes the place of the time.
//
// Lineups (lineup.go). Where queues overlap there are nearly as many classes as
// workers, and the first worker of a queue must be found without a look at all
// of its classes. A queue has a lineup for each channel that tasks were ever
// looked for on: its classes in the order of where the first worker of each stands.
// Of each class it is kept exactly, in one array for all queues (front), where its
// first worker stands; in the lineups it may lag, but only on the early side. The
// time of a worker's last reservation never goes back, so who is reserved makes his
// places in twenty lineups too early and none too late: nothing has to be written
// there, and each is put right once, when somebody comes upon it. Only when somebody
// comes back to a place before what a lineup was ever told (front.raised) are the
// lineups of his class's queues lowered. A lineup is a sorted list, which grows near
// its end and shrinks at its front, with a short one beside it of those who have to
// go elsewhere (BenchmarkLineup has it beside an ordered set). A single class is a
// lineup of one, and a class's only idle member needs no order of his own (pool.go;
// BenchmarkPool, BenchmarkOverlap). The workers behind the first, for a step that is
// choosy or a queue that asks several at once, come out of lineup and pools by a
// heap that goes no further than needed (idleness.go; BenchmarkChoose has it beside
// a scan).
//
// Rosters (roster.go). Where nobody among the longest idle can take a task, it may
// be that hardly anybody can, and a look at all who are idle would be in vain. With
// the task's values put in, a step's expression says what a worker cannot do
// without: an element of an array, a value, a number in a range. A roster lists
// the workers by what they have at one path, in maps and in order of numbers, so
// that the few who come into question are judged and nobody else. It lists who is
// busy as well, and changes with attributes alone: tasks do not pay for it. A
// roster is made when so many workers were looked at in vain that to list them all
// costs no more, so that a workspace without such tasks has none; where workers
// have hundreds of elements there is none either (BenchmarkChoose).
//
// Rankings (ranking.go). Steps with an order_by, and channels with an order of their
// own, look at all idle workers of their queue, until that has cost as much as a
// ranking: these workers in that order, which follows as they come and go. Their
// lives pay for it, one step for each ranking of their queues, and one that nobody
// asks for any more is forgotten. Where nobody among the first of it can take the
// task, a shortlist is asked for. Where somebody who comes into question has a
// value that is no integer, the order is ignored and everybody is looked at
// (BenchmarkChoose).
//
// Membership (membership.go). Which queues a new worker is in, is found from his
// values: an expression says which constants it cannot be true without
// (Requirements, in package expr), and the queue is listed under these; what is found
// is then judged. Only queues without such constants are judged for everybody.
// When a worker changes, the members of his attributes are compared as text
// first, then the values at the paths that queues read; the queues that read
// what differs are judged, or of these only the ones he is in or is found for,
// if they are fewer. Where nothing flips, he stays in his class (BenchmarkJudge,
// BenchmarkChurn).
//
// # Statistics
//
// Figures of the present ([Engine.TaskQueueRealTime] and its like) are counters
// kept up to date by each command. Figures of a window of the past
// ([Engine.TaskQueueCumulative] and its like) follow from the events, as far
// back as [Config].Statistics keeps them (lifecycle.md §6).
// A host that must not be kept waiting by a long answer asks through
// [Engine.Breathing]: commands may be applied while it is made, and it is still
// that of the moment of the question (stats_inquiry.go).
//
// # Limits
//
// [Limits] has the vendor's figures as defaults; each can be raised. Not there
// yet: explanations why a task waits, and snapshots.
//
// The rules come from the vendor's public documentation; comments name the
// section of the specification they are in. Where that is silent they say
// "inferred" or "chosen".
package taskrouter
