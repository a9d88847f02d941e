package runner

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// The years that the engine takes. Time must not be given to a companion that
// the engine would refuse.
var (
	earliest = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
)

func inRange(t time.Time) bool { return !t.Before(earliest) && !t.After(latest) }

// commitBeside carries out one command by itself: what is due before it, the
// command, and then the companion is told. It returns what ends
// the runner, or nil.
func (r *Runner) commitBeside(req *request) error {
	now := r.stamp(r.writer.now)
	if r.writer.seat != nil && inRange(now) { // else the engine does it, or refuses
		if err := r.catchUp(now); err != nil {
			req.reply <- reply{err: err}
			return err
		}
	}
	out, err := r.record(now, req.cmd, req.text)
	if err != nil {
		req.reply <- reply{err: err}
		return err
	}
	own := reply{slices.Clone(out.events), out.err}
	err = r.tell(now, out.events)
	req.reply <- own // it was applied, whatever became of the companion
	return err
}

// perform runs a task.
func (r *Runner) perform(req *request) error {
	now := r.stamp(r.writer.now)
	if !inRange(now) {
		req.reply <- reply{err: &taskrouter.Error{
			Kind: taskrouter.KindTime, Code: taskrouter.CodeInvalid,
			Message: "the clock shows " + now.Format(time.RFC3339) + ": want the years 1900 to 2200",
		}}
		return nil
	}
	if err := r.catchUp(now); err != nil {
		req.reply <- reply{err: err}
		return err
	}
	var refused error
	err := r.inside(now, func(w *Writer) { refused = req.task(w, now) })
	if err != nil {
		refused = err
	}
	req.reply <- reply{err: refused}
	return err
}

// catchUp lets everything up to now happen, in engine and companion, each at its
// own instant.
func (r *Runner) catchUp(now time.Time) error {
	for {
		next := r.next()
		if !next.reached(now) {
			return nil
		}
		at := later(r.writer.now, next.at)
		var err error
		if r.writer.theirs.before(r.writer.due) {
			err = r.wake(at)
		} else {
			err = r.pass(at)
		}
		if err != nil {
			return err
		}
	}
}

// pass lets time pass in the engine, where something is due.
func (r *Runner) pass(at time.Time) error {
	out, err := r.record(at, &taskrouter.Advance{}, nil)
	if err != nil {
		return err
	}
	if out.err != nil {
		return fmt.Errorf("runner: the engine does not pass its deadline: %w", out.err)
	}
	return r.tell(at, out.events)
}

// wake lets the companion do what is due in it.
func (r *Runner) wake(at time.Time) error {
	return r.inside(at, func(w *Writer) {
		r.writer.seat.companion.Advance(w, at)
		if t, ok := r.writer.seat.companion.Deadline(); ok && !t.After(at) {
			panic(fmt.Errorf("after Advance at %s its deadline is %s, which is not later",
				at.Format(time.RFC3339Nano), t.UTC().Format(time.RFC3339Nano)))
		}
	})
}

// tell tells the companion of events, if there are any.
func (r *Runner) tell(now time.Time, events []taskrouter.Event) error {
	if len(events) == 0 || r.writer.seat == nil {
		return nil
	}
	return r.inside(now, func(w *Writer) { r.writer.seat.companion.Routed(w, now, events) })
}

// inside calls f, which may use the Writer, and asks the companion for its
// deadline afterwards. It returns what ends the runner: a panic, or the failure
// of a command's append, of which a panic of f may be the consequence.
func (r *Runner) inside(now time.Time, f func(w *Writer)) (err error) {
	w := &r.writer.hand
	w.now, w.inside = now, true
	r.writer.now = now
	r.state.enterFirst()
	r.reached = now
	r.state.leave()
	defer func() {
		w.inside = false
		v := recover()
		switch {
		case w.failed != nil:
			err = w.failed
		case v != nil:
			err = &PanicError{Sequence: r.writer.sequence, Value: v, Stack: debug.Stack()}
		}
	}()
	f(w)
	if r.writer.seat != nil {
		r.writer.theirs = deadlineOf(r.writer.seat.companion.Deadline())
	}
	return nil
}

// errOutside is the panic of a Writer that is used at the wrong time.
var errOutside = errors.New("runner: a Writer is used outside of the call that it was given to")
