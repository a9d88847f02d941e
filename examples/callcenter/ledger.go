package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/assign/voice/voicetest"
	"github.com/goacd/acd/queue"
)

// ledger counts what became of callers. It is safe for concurrent use.
type ledger struct {
	mu      sync.Mutex
	over    int                       // calls of callers that have ended
	results map[queue.QueueResult]int // of those who waited
	alerts  int
	last    string // the latest alert
}

func newLedger() *ledger { return &ledger{results: map[queue.QueueResult]int{}} }

// ended is told of every call that is over.
func (l *ledger) ended(c *voicetest.Call) {
	if c.To() == number {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.over++
	}
}

// observe is told of what the driver does.
func (l *ledger) observe(o driver.Observation) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch a := o.Action.(type) {
	case *voice.Queued:
		if a.Event.Type == queue.EnqueueEnded {
			l.results[a.Event.Result]++
		}
	case *voice.Alert:
		l.alerts++
		l.last = a.Message
	}
}

// count is a copy of what a ledger has counted.
type count struct {
	over, alerts int
	results      map[queue.QueueResult]int
	early        int // over before they waited
	last         string
}

func (l *ledger) count() count {
	l.mu.Lock()
	defer l.mu.Unlock()
	c := count{over: l.over, alerts: l.alerts, results: maps.Clone(l.results), early: l.over, last: l.last}
	for _, n := range c.results {
		c.early -= n
	}
	return c
}

// summary says what became of the callers of so long a time.
func (l *ledger) summary(d time.Duration) string {
	c := l.count()
	var b strings.Builder
	fmt.Fprintf(&b, "after %v: %d callers\n", d, c.over)
	for _, result := range slices.Sorted(maps.Keys(c.results)) {
		fmt.Fprintf(&b, "%6d  %s\n", c.results[result], result)
	}
	fmt.Fprintf(&b, "%6d  over before they waited\n", c.early)
	if c.alerts > 0 {
		fmt.Fprintf(&b, "%d alerts, the last one: %s\n", c.alerts, c.last)
	}
	return b.String()
}
