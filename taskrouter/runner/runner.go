package runner

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// Runner is a live workspace. All its methods are safe for concurrent use. Make
// one with [New] or [Open], and end it with [Runner.Close] or
// [Runner.Shutdown].
type Runner struct {
	clock      Clock
	journal    Journal
	logger     *slog.Logger
	maxCommand int
	workspace  taskrouter.WorkspaceSID

	requests chan *request // unbuffered: what is not received was not taken
	gate     gate
	ctx      context.Context // of appends; ends when Close does not wait
	cancel   context.CancelFunc
	stop     chan struct{} // closed: the writer ends before its next batch
	stopping sync.Once
	done     chan struct{} // closed: the writer has ended, err is set
	err      error
	events   eventLog

	// state guards the engine, reading included. It is held while a command is
	// applied or a slice of a page is copied, never while anything waits.
	state  turnstile
	engine *taskrouter.Engine
	ended  error // what reads return: set when err is, or by a panic

	reached time.Time // the last instant that the companion was given

	writer progress // the writer's own
}

// New starts a new workspace. With a journal, which must be empty, it writes
// the record of its creation first. The error is about the configuration, or a
// [*JournalError].
func New(cfg Config) (*Runner, error) {
	return Open(cfg, nil)
}

// Open starts a workspace from the records of its log and goes on writing to
// cfg.Journal, which must be the journal of the same log; without one it goes on
// unwritten, to try something out. A log that is nil or empty is a new
// workspace's. What was due while nobody ran the workspace
// happens at once, each event with the instant at which it was due.
//
// The log says what the workspace is: a field of cfg.Engine that is set and
// differs from it is an error. A log that cannot be replayed is a
// [*ReplayError].
func Open(cfg Config, records iter.Seq2[Record, error]) (*Runner, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	r := &Runner{
		clock: cfg.Clock, journal: cfg.Journal, logger: cfg.Logger, maxCommand: cfg.MaxCommand,
		requests: make(chan *request), stop: make(chan struct{}), done: make(chan struct{}),
		events: eventLog{most: cfg.EventLog, age: cfg.EventAge},
	}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	if err := r.restore(cfg, records); err != nil {
		r.cancel()
		return nil, err
	}
	r.workspace = r.engine.Workspace().SID
	r.logger.LogAttrs(r.ctx, slog.LevelInfo, "workspace started", slog.String("workspace", r.workspace.String()),
		slog.Uint64("record", r.writer.sequence), slog.Uint64("event", r.events.last), slog.Time("now", r.engine.Now()))
	go r.run()
	return r, nil
}

// restore makes the engine, from the log or anew.
func (r *Runner) restore(cfg Config, records iter.Seq2[Record, error]) error {
	var log replay
	if records != nil {
		err := log.run(records, func(_ Record, events []taskrouter.Event, _ error) { r.events.append(events) })
		if err != nil {
			return err
		}
	}
	if log.engine != nil {
		if field := contradiction(cfg.Engine, log.config); field != "" {
			return fmt.Errorf("runner: Config.Engine.%s: differs from the log, which cannot be changed: leave it zero, or use commands", field)
		}
		r.engine, r.writer.sequence = log.engine, log.sequence
	} else if err := r.create(cfg); err != nil {
		return err
	}
	r.writer.now = r.engine.Now()
	r.writer.due = deadlineOf(r.engine.Deadline())
	r.writer.hand.r = r
	return nil
}

// create makes a new workspace, first in the log.
func (r *Runner) create(cfg Config) error {
	engine, config, err := found(cfg)
	if err != nil {
		return err
	}
	r.engine = engine
	return r.append([]Record{{Sequence: 1, Now: config.Created, Config: &config}})
}

// Apply carries out one command at the present time, and returns its events and
// those of what was due before it. If the command is refused, the error is a
// [*taskrouter.Error], and the events are those of what was due. The events
// belong to the caller; cmd is not touched after Apply has returned.
//
// The end of ctx ends the waiting for the writer, and then the command was not
// applied and never will be. Once the writer has taken the command, Apply waits
// for the outcome whatever ctx says: a result is never unknown because of ctx.
//
// With a journal, a command that could not be read back from the log (nil, or
// longer than [Config.MaxCommand], or with text that is not UTF-8) is refused
// before it gets there; then nothing happens at all.
//
// With a [Companion], what was due has happened and was told before the command;
// the events are those of the command alone, and the companion has seen them
// when Apply returns.
//
// A runner that has ended returns what ended it (see [Runner.Err]). A
// [*JournalError] means that the command was not applied, and a [*PanicError]
// that it cannot be.
func (r *Runner) Apply(ctx context.Context, cmd taskrouter.Command) ([]taskrouter.Event, error) {
	req := &request{cmd: cmd, reply: make(chan reply, 1)}
	if r.journal != nil {
		text, err := encode(cmd, r.maxCommand)
		if err != nil {
			return nil, err
		}
		req.text = text
	}
	return r.ask(ctx, req)
}

// ask hands a request to the writer and waits for the outcome.
func (r *Runner) ask(ctx context.Context, req *request) ([]taskrouter.Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, req.notTaken(err)
	}
	if !r.gate.enter() {
		if err := r.Err(); err != nil {
			return nil, err
		}
		return nil, ErrClosed
	}
	defer r.gate.leave()
	select {
	case r.requests <- req:
	case <-r.done:
		return nil, r.err
	case <-ctx.Done():
		return nil, req.notTaken(ctx.Err())
	}
	select {
	case out := <-req.reply:
		return out.events, out.err
	case <-r.done: // also the end of a goroutine that could not answer any more
	}
	select {
	case out := <-req.reply:
		return out.events, out.err
	default:
		return nil, r.err
	}
}

func (req *request) notTaken(err error) error {
	if req.task != nil {
		return fmt.Errorf("runner: the function was not called: %w", err)
	}
	return fmt.Errorf("runner: %s was not applied: %w", commandName(req.cmd), err)
}

// Now returns the time of the workspace: the clock's, or that of the last
// command, or of what the companion was last called for, if that is later.
func (r *Runner) Now() (time.Time, error) {
	now := r.clock.Now().Round(0).UTC()
	return read(r, func(e *taskrouter.Engine) time.Time { return later(later(now, r.reached), e.Now()) })
}

// Done returns a channel that is closed when the runner has ended, by itself or
// by Close.
func (r *Runner) Done() <-chan struct{} { return r.done }

// Err returns what ended the runner: [ErrClosed], or a [*JournalError], a
// [*PanicError], or the refusal of a clock that has left the years the engine
// knows. It is nil while the runner runs.
func (r *Runner) Err() error {
	select {
	case <-r.done:
		return r.err
	default:
		return nil
	}
}

// Close stops the runner and waits until its goroutine has ended. A batch of
// commands that is being appended comes to its end, with the journal's context
// ended; those that wait are refused with [ErrClosed]. It returns nil, or what
// had ended the runner before it could be closed. Closing again does nothing
// and returns the same.
func (r *Runner) Close() error {
	r.gate.close()
	r.cancel()
	r.stopping.Do(func() { close(r.stop) })
	<-r.done
	if errors.Is(r.err, ErrClosed) {
		return nil
	}
	return r.err
}

// Shutdown refuses new commands, carries out those that wait, and then stops
// the runner and waits for it. When ctx ends first, it does what Close does and
// returns the error of ctx; otherwise it returns what Close returns.
func (r *Runner) Shutdown(ctx context.Context) error {
	var late error
	select {
	case <-r.gate.close():
	case <-r.done:
	case <-ctx.Done():
		late = fmt.Errorf("runner: Shutdown: commands still waited: %w", ctx.Err())
	}
	if err := r.Close(); err != nil {
		return err
	}
	return late
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
