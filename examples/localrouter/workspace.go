package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/assign/voice/voicetest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// workspace is one that lives: its router, the calls beside it, and its callbacks.
type workspace struct {
	sid    taskrouter.WorkspaceSID
	name   string
	runner *runner.Runner
	phones *voicetest.Media
	driver *driver.Driver
	log    *slog.Logger

	last atomic.Pointer[callback.Target] // of a workspace that has ended
	end  sync.Once
}

// wallClock is the time of people with phones; that of the runner is the same.
type wallClock struct{}

// Now implements runner.Clock.
func (wallClock) Now() time.Time { return time.Now() }

// Alarm implements runner.Clock.
func (wallClock) Alarm(t time.Time) (<-chan time.Time, func() bool) {
	timer := time.NewTimer(time.Until(t))
	return timer.C, timer.Stop
}

// openWorkspace opens a workspace. watch may put something around the driver's
// configuration.
func openWorkspace(cfg taskrouter.Config, to outside, log *slog.Logger, watch func(driver.Config) driver.Config) (*workspace, error) {
	w := &workspace{}
	var err error
	if w.phones, err = voicetest.NewMedia(voicetest.MediaConfig{Clock: wallClock{}, Seed: cfg.Seed}); err != nil {
		return nil, err
	}
	if w.runner, err = runner.New(runner.Config{Engine: cfg, Clock: wallClock{}}); err != nil {
		return nil, err
	}
	own, err := w.runner.Workspace()
	if err == nil {
		w.sid, w.name, w.log = own.SID, own.FriendlyName, log.With("workspace", own.SID.String())
		w.driver, err = driver.New(watch(driver.Config{
			Runner: w.runner, Media: telephones{w.phones}, Client: to.http, AuthToken: to.token, Asker: newAsker(to.asker, w.log), Observe: w.observe,
			Voice: voice.Config{Seed: cfg.Seed},
		}))
	}
	if err != nil {
		_ = w.runner.Close()
		return nil, err
	}
	w.phones.Start(w.driver)
	return w, nil
}

// close hangs up and ends the workspace. What was kept of its events can still be
// read, and told. It may be called again.
func (w *workspace) close() {
	w.end.Do(func() {
		w.last.Store(new(w.target()))
		_ = w.driver.Close() // while the phones still listen
		w.phones.Close()
		_ = w.runner.Close()
	})
}

// target is where events go, as the workspace says.
func (w *workspace) target() callback.Target {
	own, err := w.runner.Workspace()
	if last := w.last.Load(); err != nil && last != nil {
		return *last
	}
	return callback.Target{URL: own.EventCallbackURL, Filter: taskrouter.ParseEventsFilter(own.EventsFilter)}
}

// follow tells events until ctx ends, or the workspace has ended and the last one
// was told.
func (w *workspace) follow(ctx context.Context, sender *callback.Sender) {
	err := sender.Follow(ctx, callback.Feed{
		Subscribe: func(after uint64) callback.Source { return w.runner.Subscribe(after) },
		Target:    w.target,
		OnAlert:   func(_ *taskrouter.Event, a callback.Alert) { alert(w.log, a.Code, a.Warning, a.Message) },
	})
	if ctx.Err() == nil && !errors.Is(err, runner.ErrClosed) {
		w.log.Error("event callbacks have ended", slog.Any("error", err))
	}
}

// observe is told what there is to know of calls and assignment callbacks.
func (w *workspace) observe(o driver.Observation) {
	if a, ok := o.Action.(*voice.Alert); ok {
		alert(w.log, a.Code, a.Warning, a.Message)
	}
}

// alert tells what the vendor's debugger would show.
func alert(log *slog.Logger, code int, warning bool, message string) {
	level := slog.LevelError
	if warning {
		level = slog.LevelWarn
	}
	log.LogAttrs(context.Background(), level, "alert", slog.Int("code", code), slog.String("text", message))
}

// telephones ring wherever somebody is called: the network of a test has only the
// people whom the test knows.
type telephones struct{ *voicetest.Media }

// Do implements driver.Media.
func (t telephones) Do(ctx context.Context, a voice.Action) error {
	if dial, ok := a.(*voice.Dial); ok {
		t.Person(dial.To)
	}
	return t.Media.Do(ctx, a)
}

// pause is how long a failure is held back: a reservation that is canceled is made
// again at once where nobody else can have the task, and a refused address answers
// so fast that router and log would be busy with nothing else.
const pause = time.Second

// asker asks applications, and fails slowly.
type asker struct{ *callback.Asker }

func newAsker(c *callback.Client, log *slog.Logger) asker {
	return asker{&callback.Asker{Client: c, OnAlert: func(_ taskrouter.ReservationSID, a callback.Alert) {
		alert(log, a.Code, a.Warning, a.Message)
	}}}
}

// Ask implements driver.Asker.
func (a asker) Ask(ctx context.Context, cb *voice.Callback) (assign.Instruction, error) {
	instruction, err := a.Asker.Ask(ctx, cb)
	if _, unfit := errors.AsType[*assign.Error](err); err != nil && !unfit {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-ctx.Done():
		}
	}
	return instruction, err
}
