package runner

import (
	"context"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// Companion is a state machine that lives beside the engine of a runner, on the
// goroutine that writes: one that must see whatever happens to the workspace, in
// order and at once, and whose own steps and commands must be one. Machines of
// calls are such companions.
//
// Its methods are called by that goroutine alone, one at a time, and every
// command waits for them: they do not wait for anything, and do not call the
// runner's Apply, Attach, Shutdown or Close, nor their Seat. Time never goes
// back from one call to the next. A panic stops the runner with a [*PanicError].
type Companion interface {
	// Routed tells of events of the engine that the companion did not cause: those
	// of a command of somebody else, which was applied at now, or of a deadline
	// that passed at now. They are in order, and valid until the next command.
	Routed(w *Writer, now time.Time, events []taskrouter.Event)

	// Deadline returns the next instant at which something happens by itself in
	// the companion; false if there is none. It is asked after every call of the
	// other methods and of functions given to [Seat.Do].
	Deadline() (time.Time, bool)

	// Advance lets what is due at now happen. Deadlines of engine and companion
	// come in order of time, at equal instants the engine's first. Afterwards
	// Deadline lies later than now: a companion that stands still stops the
	// runner, as a panic does.
	Advance(w *Writer, now time.Time)
}

// Seat is the place of a companion: from it, others reach the goroutine that the
// companion lives on. Its methods are safe for concurrent use. Make one with
// [Runner.Attach].
type Seat struct {
	r         *Runner
	companion Companion
}

// Attach calls board on the goroutine that writes, and makes what it returns the
// companion of the runner. The Writer that board gets is the one that all later
// calls get. An error of board is returned as it is, and then nobody is
// attached.
//
// There is one companion at a time, else the error is [ErrAttached]. What a
// workspace did before, the companion reads from it; it is told what happens
// from now on. Every command of a workspace with a companion is an append to the
// journal of its own, since commands of the companion may come between any two.
func (r *Runner) Attach(ctx context.Context, board func(w *Writer, now time.Time) (Companion, error)) (*Seat, error) {
	s := &Seat{r: r}
	err := r.runTask(ctx, func(w *Writer, now time.Time) error {
		if r.writer.seat != nil {
			return ErrAttached
		}
		companion, err := board(w, now)
		if err == nil {
			s.companion, r.writer.seat = companion, s
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Do calls f on the goroutine that writes, with companion and engine at rest and
// everything due up to now done. now is the clock's time, or the last instant if
// that is later. The events of f's commands are f's own: the companion is not
// told. For f the rules of [Companion] hold.
//
// The error is that of f; or that of ctx, and then f was not called and never
// will be; or [ErrDetached]; or what ended the runner, by f's doing or before.
// Once f was begun, Do waits for it whatever ctx says.
func (s *Seat) Do(ctx context.Context, f func(w *Writer, now time.Time) error) error {
	return s.r.runTask(ctx, func(w *Writer, now time.Time) error {
		if s.r.writer.seat != s {
			return ErrDetached
		}
		return f(w, now)
	})
}

// Detach ends the companion's part: when it returns, the companion is not called
// any more. The workspace goes on without it. Detaching again, and from a runner
// that has ended, does nothing.
func (s *Seat) Detach() {
	err := s.r.runTask(context.Background(), func(*Writer, time.Time) error {
		if s.r.writer.seat == s {
			s.r.writer.seat, s.r.writer.theirs = nil, deadline{}
		}
		return nil
	})
	if err != nil { // the runner takes nothing more, and ends
		<-s.r.done
	}
}

// runTask runs a task on the writer's goroutine.
func (r *Runner) runTask(ctx context.Context, f task) error {
	_, err := r.ask(ctx, &request{task: f, reply: make(chan reply, 1)})
	return err
}
