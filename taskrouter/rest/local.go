package rest

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/goacd/acd/taskrouter"
)

const (
	localEvents = 10_000 // a Local keeps at least so many for the resource Events
	localPage   = 1_000  // and gives so many at once
)

// Local is an engine with a lock around it: a [Workspace] for tests, with a clock
// of the test's. It is safe for concurrent use; the engine is then used through
// it alone, or while nobody calls.
//
// It starts nothing: what is due happens when it is called next, at its own
// instant, as the engine promises. A service wants a runner instead.
type Local struct {
	now func() time.Time

	mu     sync.Mutex
	engine *taskrouter.Engine
	events []taskrouter.Event // the last ones, without gaps
}

// NewLocal wraps an engine. now tells the time, and is called with the lock held;
// a time before the engine's last one counts as that one.
func NewLocal(engine *taskrouter.Engine, now func() time.Time) *Local {
	return &Local{engine: engine, now: now}
}

// Apply carries out a command. The events belong to the caller.
func (l *Local) Apply(ctx context.Context, cmd taskrouter.Command) ([]taskrouter.Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.apply(l.time(), cmd)
}

// View implements [Workspace]. breathe does nothing: a test has no hurry.
func (l *Local) View(f func(v Reader, now time.Time, breathe func() bool)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.time()
	if due, ok := l.engine.Deadline(); ok && !due.After(now) {
		if _, err := l.apply(now, &taskrouter.Advance{}); err != nil {
			return err
		}
	}
	f(l.engine, now, func() bool { return true })
	return nil
}

// Events implements [Workspace]: 1,000 at a time. At least the last 10,000 are
// kept.
func (l *Local) Events(after uint64) []taskrouter.Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.events) == 0 {
		return nil
	}
	first := l.events[0].Sequence
	skip := uint64(0)
	if after >= first {
		skip = min(after-first+1, uint64(len(l.events)))
	}
	rest := l.events[skip:]
	return slices.Clone(rest[:min(len(rest), localPage)])
}

func (l *Local) time() time.Time {
	now := l.now().Round(0).UTC()
	if last := l.engine.Now(); now.Before(last) {
		return last
	}
	return now
}

func (l *Local) apply(now time.Time, cmd taskrouter.Command) ([]taskrouter.Event, error) {
	events, err := l.engine.Apply(now, cmd)
	events = slices.Clone(events)
	l.events = append(l.events, events...)
	if n := len(l.events); n > 2*localEvents { // seldom, since the rest is moved
		l.events = slices.Delete(l.events, 0, n-localEvents)
	}
	return events, err
}
