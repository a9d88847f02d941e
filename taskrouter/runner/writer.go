package runner

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// maxBatch is how many commands share one append at most: enough to hide what a
// disk takes to become durable, few enough to bound the wait of the first.
const maxBatch = 128

// request is a command on its way to the writer, or a task that is to run there.
// The writer answers each one that it has received.
type request struct {
	cmd   taskrouter.Command
	text  []byte     // its JSON, where there is a journal
	task  task       // in place of cmd
	reply chan reply // of capacity 1
}

// task runs on the writer's goroutine, with everything due before now done.
type task func(w *Writer, now time.Time) error

type reply struct {
	events []taskrouter.Event
	err    error
}

// progress is what only the writer's goroutine touches once the runner runs.
type progress struct {
	sequence uint64    // of the last record
	now      time.Time // the last instant that engine or companion were given
	due      deadline  // the engine's
	behind   bool      // the clock was behind now when it was asked last
	batch    []*request
	records  []Record

	seat   *Seat    // of the companion, nil without one
	theirs deadline // the companion's
	hand   Writer   // what the companion gets
}

// deadline is an instant, where there is one.
type deadline struct {
	at  time.Time
	set bool
}

func deadlineOf(at time.Time, set bool) deadline { return deadline{at, set} }

// reached reports whether there is a deadline up to now.
func (d deadline) reached(now time.Time) bool { return d.set && !d.at.After(now) }

// before reports whether d comes before e; it does not at the same instant.
func (d deadline) before(e deadline) bool { return d.set && (!e.set || d.at.Before(e.at)) }

// run is the writer: the one goroutine that changes anything.
func (r *Runner) run() {
	var err error
	defer func() {
		if err == nil { // write has not returned
			err = &PanicError{Sequence: r.writer.sequence, Value: errGoexit}
		}
		r.end(err)
	}()
	err = r.write()
}

// write takes commands and lets time pass until something ends it.
func (r *Runner) write() error {
	var alarm alarm
	defer alarm.clear()
	for {
		if next := r.next(); next.set {
			alarm.set(r.clock, next.at)
		}
		select {
		case <-r.stop: // before the commands that wait as well
			return ErrClosed
		default:
		}
		var err error
		select {
		case <-r.stop:
			return ErrClosed
		case req := <-r.requests:
			err = r.serve(r.gather(req))
		case <-alarm.ring:
			alarm.clear()
			err = r.advance()
		}
		if err != nil {
			return err
		}
	}
}

// next is the first deadline of all.
func (r *Runner) next() deadline {
	if r.writer.theirs.before(r.writer.due) {
		return r.writer.theirs
	}
	return r.writer.due
}

// serve carries out what was received together. Without a companion, and with
// nothing but commands, they share one append.
func (r *Runner) serve(batch []*request) error {
	isTask := func(req *request) bool { return req.task != nil }
	if r.writer.seat == nil && !slices.ContainsFunc(batch, isTask) {
		return r.commit(batch)
	}
	defer clear(batch)
	var err error
	for _, req := range batch {
		switch {
		case err != nil:
			req.reply <- reply{err: err}
		case req.task != nil:
			err = r.perform(req)
		default:
			err = r.commitBeside(req)
		}
	}
	return err
}

// gather returns the request and those that wait behind it.
func (r *Runner) gather(first *request) []*request {
	batch := append(r.writer.batch[:0], first)
	for len(batch) < maxBatch {
		select {
		case req := <-r.requests:
			batch = append(batch, req)
		default:
			r.writer.batch = batch
			return batch
		}
	}
	r.writer.batch = batch
	return batch
}

// advance lets the time pass up to now if something is due.
func (r *Runner) advance() error {
	now := r.stamp(r.writer.now)
	if !r.next().reached(now) {
		return nil
	}
	if r.writer.seat != nil && inRange(now) {
		return r.catchUp(now)
	}
	req := &request{cmd: &taskrouter.Advance{}, reply: make(chan reply, 1)}
	if err := r.commit(append(r.writer.batch[:0], req)); err != nil {
		return err
	}
	if out := <-req.reply; out.err != nil {
		// Only the clock can be at fault. What is due would stay due for ever.
		return fmt.Errorf("runner: the clock has left the years that the engine knows: %w", out.err)
	}
	return nil
}

// commit appends the commands of a batch, applies them one after the other, and
// answers them. It returns what ends the runner, or nil.
func (r *Runner) commit(batch []*request) error {
	defer clear(batch)
	records := r.writer.records[:0]
	now := r.writer.now
	for i, req := range batch {
		now = r.stamp(now)
		records = append(records, Record{Sequence: r.writer.sequence + 1 + uint64(i), Now: now, Command: req.cmd, text: req.text})
	}
	r.writer.records = records
	defer clear(records)
	err := r.append(records)
	for i, req := range batch {
		var out reply
		if err == nil {
			out, err = r.apply(&records[i])
			out.events = slices.Clone(out.events)
		}
		if err != nil {
			out = reply{err: err}
		}
		req.reply <- out
	}
	return err
}

// append writes records to the log, if there is one, and counts them.
func (r *Runner) append(records []Record) error {
	if r.journal != nil {
		if err := r.journal.Append(r.ctx, records); err != nil {
			return &JournalError{Sequence: records[0].Sequence, Records: len(records), Err: err}
		}
	}
	r.writer.sequence += uint64(len(records))
	return nil
}

// record appends one command and applies it.
func (r *Runner) record(now time.Time, cmd taskrouter.Command, text []byte) (reply, error) {
	records := append(r.writer.records[:0], Record{Sequence: r.writer.sequence + 1, Now: now, Command: cmd, text: text})
	r.writer.records = records
	defer clear(records)
	if err := r.append(records); err != nil {
		return reply{}, err
	}
	return r.apply(&records[0])
}

// apply gives one command to the engine and releases its events, which are valid
// until the next one. A panic comes back as an error, and no read sees what it
// left.
func (r *Runner) apply(rec *Record) (out reply, err error) {
	r.state.enterFirst()
	defer r.state.leave()
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Sequence: rec.Sequence, Command: rec.Command, Value: v, Stack: debug.Stack()}
			r.ended = err
		}
	}()
	events, refusal := r.engine.Apply(rec.Now, rec.Command)
	r.events.append(events)
	r.writer.now = later(r.writer.now, r.engine.Now())
	r.writer.due = deadlineOf(r.engine.Deadline())
	return reply{events: events, err: refusal}, nil
}

// stamp returns the time of a command: the clock's, but not before the last.
func (r *Runner) stamp(last time.Time) time.Time {
	now := r.clock.Now().Round(0).UTC()
	behind := now.Before(last)
	if behind && !r.writer.behind {
		r.logger.LogAttrs(r.ctx, slog.LevelWarn, "clock went back: the workspace stands still",
			slog.String("workspace", r.workspace.String()), slog.Time("clock", now), slog.Time("now", last))
	}
	r.writer.behind = behind
	return later(now, last)
}

// end publishes why the runner has ended.
func (r *Runner) end(err error) {
	r.cancel()
	level, attr := slog.LevelInfo, slog.Attr{}
	if !errors.Is(err, ErrClosed) {
		level, attr = slog.LevelError, slog.Any("error", err)
	}
	r.logger.LogAttrs(context.Background(), level, "workspace stopped", slog.String("workspace", r.workspace.String()),
		slog.Uint64("record", r.writer.sequence), attr)
	r.state.enterFirst()
	r.ended = err
	r.state.leave()
	r.err = err
	r.events.end(err)
	close(r.done)
}

// alarm is the one alarm that the writer has set.
type alarm struct {
	at   time.Time
	ring <-chan time.Time // nil: none is set
	stop func() bool
}

// set sets the alarm to t, unless it rings before that anyway: to ring too
// early is harmless, and cheaper than a timer for every command.
func (a *alarm) set(c Clock, t time.Time) {
	if a.ring != nil && !t.Before(a.at) {
		return
	}
	a.clear()
	a.at = t
	a.ring, a.stop = c.Alarm(t)
}

func (a *alarm) clear() {
	if a.ring != nil {
		a.stop()
		*a = alarm{}
	}
}
