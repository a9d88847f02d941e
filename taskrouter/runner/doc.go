// Package runner keeps a workspace alive in a service: it owns one
// [taskrouter.Engine], gives it the time, writes its log, and lets any number
// of goroutines command, read and follow it.
//
// # Model
//
// A [Runner] has one goroutine that writes. [Runner.Apply] hands it a command
// and waits for the events. Between commands it sleeps until
// [taskrouter.Engine.Deadline] and then lets time pass by itself, so that
// reservations time out and tasks escalate without anybody asking.
//
//	r, err := runner.New(runner.Config{})
//	…
//	defer r.Close()
//	events, err := r.Apply(ctx, &taskrouter.CreateTask{Attributes: `{"skill":"billing"}`})
//
// Time comes from a [Clock], by default the real one. A command happens at the
// clock's time or at the time of the command before it, whichever is later: a
// clock that is set back makes the workspace stand still, never go back.
//
// # The log
//
// With a [Journal] the log of commands is the state. Every [Record], that of a
// command which will be refused included, is appended before the engine sees
// it; only then are its result and its events released, and only what is
// applied can be read. Commands that wait at the same time are appended
// together, so that one write to disk serves many of them. The first record
// holds the configuration with the seed; [Open] goes on from a log, and
// [Replay] rebuilds an engine from one without running it.
//
// Time that passes by itself is written too, as a [taskrouter.Advance]. The
// engine would find the same deadlines without it, but then events would be
// released that the log does not account for: after a crash, and with a clock
// that was set back, a worker could accept the very reservation whose timeout
// everybody has already seen; and a runner that lost its place to another one
// would go on releasing events, since nothing it wrote could be refused. It
// also means that a replay makes exactly the calls that were made, and needs no
// argument about calls that were left out.
//
// When an append fails, the command is not applied, the runner stops, and it
// and every later call return the [*JournalError]. Whether the log holds the
// record after all is for the log to say: the workspace goes on from there with
// Open.
//
// # Events
//
// The last [Config.EventLog] events are kept, for [Config.EventAge]. A
// [Subscription] pulls them by sequence, at its own pace and in order, all of
// them or those that a filter lets through, and holds up nobody. One that falls
// behind what is kept gets a [*LagError]. A replay fills the kept events again,
// so that a consumer which remembers its last sequence goes on after a restart
// without missing or repeating one.
//
// # Reading
//
// Lookups and pages are copies. A page begins behind its cursor at once, and
// costs what it shows, wherever in the listing it is. Two kinds pass over other
// entries to find theirs: a page behind an entry that was removed since, which is
// looked for from the beginning by when it was created, and a page of a queue's
// workers.
//
// Listings are read in slices of 256 entries, be they copied or passed over.
// After each one the reader leaves the engine, and a command that waits comes
// before whoever wants to read: it meets at most one slice of each reader who was
// already there. In a [Runner.View] it is the caller who says where a slice can
// end.
//
// Statistics are read in the same way, with [taskrouter.Engine.Breathing] in a
// View: after 256 minutes, samples, entries about workers or activities of a figure
// the writer is let in, so that many short answers are read in slices as one long
// answer is. Unlike a listing, the answer is of one moment, that of the question.
// What it is about may be changed, removed or forgotten before it was looked at: what
// is kept of the past stays until nobody reads it any more, and of what changes, the
// engine keeps how it was for those who have not come to it yet. So a command costs more
// while a question is being answered: it notes each part of the present minute,
// each worker and each priority that it is the first to change. Nothing is copied
// beforehand.
//
// What is looked at in one go is bounded by [taskrouter.Limits] and not by the
// crowd: the channels and the activities of one figure, the entries of a look-up.
// Only a channel that was deleted is not bounded by them: it goes with the last that
// is kept of what happened to its tasks. A reader who asks a [Reader] for statistics
// without breathing, or for the workers of a queue, holds up everybody until he has
// the answer.
//
// # A companion
//
// A [Companion] is a state machine that lives beside the engine, on the goroutine
// that writes: [Runner.Attach] gives it its place. It is told of every event that
// it did not cause, right after it happened, whoever caused it; its own commands
// go through a [Writer], which does not wait; and its deadlines come in order of
// time with the engine's. [Seat.Do] runs a function there, which is how others
// reach it. So a step of the companion and what it commands are one, and nothing
// happens in between. Its commands are records like any others: a replay needs
// no companion.
//
//	every deadline up to now, in order of time:
//	    of the engine      an Advance is written and applied, Routed tells
//	    of the companion   Advance
//	then, at now:
//	    a command          is written and applied, Routed tells
//	    or a function      of Seat.Do runs
//
// # The end
//
// [Runner.Close] stops now: commands that wait are refused with [ErrClosed].
// [Runner.Shutdown] carries them out first. After either one, subscriptions
// still read what is kept, to the last event, and then get ErrClosed. A panic
// of the engine or of the companion, which is a bug, stops the runner with a
// [*PanicError]: nothing goes on from a state that may be half changed.
package runner
