package driver

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/exchange"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// ErrClosed is returned by a driver that was closed, and, for new calls, by one
// that is shutting down.
var ErrClosed = errors.New("driver: closed")

// Driver runs the calls of a service. All its methods are safe for concurrent
// use; see the package's documentation. Make one with [New], and end it with
// [Driver.Shutdown] or [Driver.Close].
type Driver struct {
	cfg       Config
	documents *exchange.Client
	source    sid.Source
	made      atomic.Uint64 // SIDs of calls and recordings

	seat   *runner.Seat  // nil when New has failed
	seated chan struct{} // closed: seat is set

	// On the writer's goroutine only.
	writer   *runner.Writer
	machine  *voice.Machine
	draining bool // no new calls
	ended    bool // nothing any more

	calls    book
	live     gauge // calls, requests and callbacks
	lanes    lanes
	requests *exchange.Pool // that calls wait for
	notices  *exchange.Pool // requests that only tell something
	asks     *exchange.Pool
	observer observer

	ctx    context.Context // of requests and callbacks
	cancel context.CancelFunc
	work   sync.WaitGroup // the goroutines of lanes, pools and observer
	quit   chan struct{}  // closed: the end has begun
	ending sync.Once
	done   chan struct{} // closed: the end, err is set
	err    error
}

// New starts a driver on a runner. The error is about the configuration, or of
// the runner: [runner.ErrAttached] when it has a driver already.
//
// The workspace may have tasks of calls from before a restart: see [Config.Live].
// What follows from them is carried out and observed as ever, maybe before New has
// returned.
func New(cfg Config) (*Driver, error) {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	if cfg.Voice.Seed == 0 {
		var seed [8]byte
		rand.Read(seed[:]) // never fails
		cfg.Voice.Seed = binary.LittleEndian.Uint64(seed[:])
	}
	d := &Driver{cfg: cfg, seated: make(chan struct{}), quit: make(chan struct{}), done: make(chan struct{})}
	d.documents = newDocuments(&d.cfg)
	d.ctx, d.cancel = context.WithCancel(context.Background())
	d.calls.init()
	d.lanes = lanes{run: d.carryOut, work: &d.work, byKey: map[key]*lane{}}
	d.requests = exchange.NewPool(cfg.Requests, 0, &d.work)
	d.notices = exchange.NewPool(cfg.Requests, cfg.Waiting, &d.work)
	d.asks = exchange.NewPool(cfg.Callbacks, cfg.Waiting, &d.work)
	d.observer = observer{tell: d.tell, most: cfg.Backlog, work: &d.work}
	d.seat, err = cfg.Runner.Attach(context.Background(), d.board)
	close(d.seated)
	if err != nil {
		d.cancel()
		d.work.Wait()
		return nil, err
	}
	go d.watch()
	return d, nil
}

// board makes the machine, and brings it together with the workspace, on the
// writer's goroutine.
func (d *Driver) board(w *runner.Writer, now time.Time) (runner.Companion, error) {
	v := &d.cfg.Voice
	v.Router = w
	if v.AccountSID.IsZero() && v.Queues == nil {
		v.AccountSID = w.Workspace().AccountSID
	}
	machine, err := voice.New(*v)
	if err != nil {
		return nil, fmt.Errorf("driver: Config.Voice: %w", err)
	}
	actions, err := machine.Reconcile(now, d.cfg.Live)
	switch {
	case errors.Is(err, voice.ErrTime): // queues may be ahead of the clock
		return nil, fmt.Errorf("driver: Config.Voice: %w", err)
	case err != nil:
		return nil, fmt.Errorf("driver: Config.Live: %w", err)
	}
	account := v.AccountSID
	if account.IsZero() {
		account = machine.Queues().AccountSID()
	}
	d.source = sid.NewSource(v.Seed, "driver "+account.String())
	d.writer, d.machine = w, machine
	d.cfg.Logger.LogAttrs(d.ctx, slog.LevelInfo, "calls started", slog.String("account", account.String()),
		slog.Int("live", len(d.cfg.Live)), slog.Time("now", now))
	for i := range d.cfg.Live {
		d.enterCall(returned(now, &d.cfg.Live[i]))
	}
	d.dispatch(now, actions)
	return &companion{d}, nil
}

// Step takes in one input, at the runner's time: what happened to a call, or
// what the application wants; see [voice.Input] for all there are. [Driver.Call]
// makes a call, and [Driver.CreateQueue] a queue.
//
// The error is a [*voice.Error] when the input is refused, and then nothing of it
// was carried out; or that of ctx, and then the input was not taken in and never
// will be; or [ErrClosed]; or what ended the runner. The actions that follow are
// carried out after Step has returned, or meanwhile.
func (d *Driver) Step(ctx context.Context, in voice.Input) error {
	return d.enter(ctx, func(now time.Time) error { return d.step(now, in) })
}

// Estimate tells how long a call that waits in a queue is likely to wait on from
// now, as [voice.Machine.Estimate] says; false if it does not wait, or if nobody
// was ever taken from its queue. The error is one of [Driver.Step].
func (d *Driver) Estimate(ctx context.Context, call voice.CallSID) (e voice.Estimate, known bool, err error) {
	err = d.enter(ctx, func(now time.Time) error {
		if err := d.step(now, &voice.Tick{}); err != nil { // the estimate is as of the machine's last step
			return err
		}
		e, known = d.machine.Estimate(call)
		return nil
	})
	return e, known, err
}

// Look lets f read from the machine, its queues and conferences: f only reads,
// copies what it wants, and keeps none of it. Every call waits meanwhile. The
// error is that of f, or one of [Driver.Step].
func (d *Driver) Look(ctx context.Context, f func(now time.Time, m *voice.Machine) error) error {
	return d.enter(ctx, func(now time.Time) error { return f(now, d.machine) })
}

// NewCallSID makes a SID for a call that the host reports with
// [voice.CallArrived], unless the call brings its own. No two are the same.
func (d *Driver) NewCallSID() voice.CallSID {
	return sid.Make[sid.Call](d.source, d.made.Add(1))
}

// enter runs f on the writer's goroutine.
func (d *Driver) enter(ctx context.Context, f func(now time.Time) error) error {
	<-d.seated // what follows from reconciling may come before
	if d.seat == nil {
		return ErrClosed
	}
	err := d.seat.Do(ctx, func(_ *runner.Writer, now time.Time) error {
		if d.ended {
			return ErrClosed
		}
		return f(now)
	})
	if errors.Is(err, runner.ErrDetached) {
		return ErrClosed
	}
	return err
}

// step takes in one input, on the writer's goroutine.
func (d *Driver) step(now time.Time, in voice.Input) error {
	if d.draining && begins(in) {
		return ErrClosed
	}
	actions, err := d.machine.Step(now, in)
	if err == nil {
		d.note(now, in)
	}
	d.dispatch(now, actions)
	return err
}

// begins reports whether an input makes a call.
func begins(in voice.Input) bool {
	switch in.(type) {
	case *voice.CallArrived, *voice.PlaceCall:
		return true
	}
	return false
}

// report tells the machine what became of an action. A machine refuses no honest
// report, unless the call has ended meanwhile.
func (d *Driver) report(in voice.Input) {
	if err := d.Step(d.ctx, in); err != nil && d.ctx.Err() == nil {
		d.cfg.Logger.LogAttrs(d.ctx, slog.LevelWarn, "a report was refused", slog.Any("error", err))
	}
}

// companion is the driver as the runner sees it.
type companion struct{ d *Driver }

func (c *companion) Routed(_ *runner.Writer, now time.Time, events []taskrouter.Event) {
	actions, err := c.d.machine.Observe(now, events)
	must(err)
	c.d.dispatch(now, actions)
}

func (c *companion) Deadline() (time.Time, bool) {
	return c.d.machine.Deadline()
}

func (c *companion) Advance(_ *runner.Writer, now time.Time) {
	actions, err := c.d.machine.Step(now, &voice.Tick{})
	must(err)
	c.d.dispatch(now, actions)
}

// must is for what cannot be refused: the runner's time never goes back.
func must(err error) {
	if err != nil {
		panic("driver: broken invariant: " + err.Error())
	}
}
