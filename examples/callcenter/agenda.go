package main

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/goacd/acd/taskrouter/runner"
)

// agenda is what is to happen later, by a clock that may run faster than real
// time. It is safe for concurrent use.
type agenda struct {
	clock  runner.Clock
	ctx    context.Context
	cancel context.CancelFunc
	done   sync.WaitGroup
	wake   chan struct{} // something was put in front

	mu   sync.Mutex
	list []entry // in order of time
}

type entry struct {
	at time.Time
	do func()
}

// newAgenda begins an agenda.
func newAgenda(clock runner.Clock) *agenda {
	a := &agenda{clock: clock, wake: make(chan struct{}, 1)}
	a.ctx, a.cancel = context.WithCancel(context.Background())
	a.done.Go(a.run)
	return a
}

// in lets something happen after a while, on the agenda's goroutine.
func (a *agenda) in(d time.Duration, do func()) {
	at := a.clock.Now().Add(d)
	a.mu.Lock()
	i, _ := slices.BinarySearchFunc(a.list, at, func(e entry, at time.Time) int {
		if e.at.After(at) {
			return 1
		}
		return -1 // behind all of the same instant
	})
	a.list = slices.Insert(a.list, i, entry{at, do})
	a.mu.Unlock()
	if i == 0 {
		select {
		case a.wake <- struct{}{}:
		default: // it was woken already
		}
	}
}

// run lets happen what is due, until the agenda is closed.
func (a *agenda) run() {
	for a.ctx.Err() == nil {
		if do, ok := a.take(); ok {
			do()
			continue
		}
		a.sleep()
	}
}

// take removes the first entry if it is due.
func (a *agenda) take() (do func(), ok bool) {
	now := a.clock.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.list) == 0 || a.list[0].at.After(now) {
		return nil, false
	}
	do = a.list[0].do
	a.list = slices.Delete(a.list, 0, 1)
	return do, true
}

// sleep waits until the first entry is due, or there is another one.
func (a *agenda) sleep() {
	a.mu.Lock()
	var next time.Time
	if len(a.list) > 0 {
		next = a.list[0].at
	}
	a.mu.Unlock()
	var ring <-chan time.Time
	if !next.IsZero() {
		alarm, stop := a.clock.Alarm(next)
		defer stop()
		ring = alarm
	}
	select {
	case <-ring:
	case <-a.wake:
	case <-a.ctx.Done():
	}
}

// close drops what is left, and waits for what is happening. It may be called
// again.
func (a *agenda) close() {
	a.cancel()
	a.done.Wait()
}
