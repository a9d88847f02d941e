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

// request is a command on its way to the writer, which answers each one that it
// has received.
type request struct {
	cmd   taskrouter.Command
	text  []byte     // its JSON, where there is a journal
	reply chan reply // of capacity 1
}

type reply struct {
	events []taskrouter.Event
	err    error
}

// writer is what only the writer's goroutine touches once the runner runs.
type writer struct {
	sequence uint64    // of the last record
	now      time.Time // of the engine
	due      time.Time // the engine's deadline, where hasDue
	hasDue   bool
	behind   bool // the clock was behind the engine when it was asked last
	batch    []*request
	records  []Record
}

// run is the writer: the one goroutine that changes anything.
func (r *Runner) run() {
	r.end(r.write())
}

// write takes commands and lets time pass until something ends it.
func (r *Runner) write() error {
	var alarm alarm
	defer alarm.clear()
	for {
		if r.writer.hasDue {
			alarm.set(r.clock, r.writer.due)
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
			err = r.commit(r.gather(req))
		case <-alarm.ring:
			alarm.clear()
			err = r.advance()
		}
		if err != nil {
			return err
		}
	}
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
	if !r.writer.hasDue || r.stamp(r.writer.now).Before(r.writer.due) {
		return nil
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

// apply gives one command to the engine and releases its events. A panic comes
// back as an error, and no read sees what it left.
func (r *Runner) apply(rec *Record) (out reply, err error) {
	r.state.Lock()
	defer r.state.Unlock()
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Sequence: rec.Sequence, Command: rec.Command, Value: v, Stack: debug.Stack()}
			r.ended = err
		}
	}()
	events, refusal := r.engine.Apply(rec.Now, rec.Command)
	r.events.append(events)
	r.writer.now = r.engine.Now()
	r.writer.due, r.writer.hasDue = r.engine.Deadline()
	return reply{events: slices.Clone(events), err: refusal}, nil
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
	r.state.Lock()
	r.ended = err
	r.state.Unlock()
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
