package runner_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// manualClock stands still until it is set.
type manualClock struct {
	mu     sync.Mutex
	now    time.Time
	alarms map[chan time.Time]time.Time
}

func newManualClock(now time.Time) *manualClock {
	return &manualClock{now: now, alarms: map[chan time.Time]time.Time{}}
}

func (c *manualClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *manualClock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t
	for ring, at := range c.alarms {
		if !at.After(t) {
			ring <- t
			delete(c.alarms, ring)
		}
	}
}

func (c *manualClock) Alarm(t time.Time) (<-chan time.Time, func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ring := make(chan time.Time, 1)
	if t.After(c.now) {
		c.alarms[ring] = t
	} else {
		ring <- c.now
	}
	return ring, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		_, set := c.alarms[ring]
		delete(c.alarms, ring)
		return set
	}
}

// noon is where tests with a clock of their own begin.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// live is a runner under test with what every test needs.
type live struct {
	t testing.TB
	*runner.Runner
	queue     taskrouter.TaskQueueSID
	available taskrouter.ActivitySID
}

func start(t testing.TB, cfg runner.Config) *live {
	t.Helper()
	r, err := runner.New(cfg)
	require.NoError(t, err)
	t.Cleanup(func() { r.Close() })
	return &live{t: t, Runner: r}
}

// do applies a command that must succeed.
func (l *live) do(cmd taskrouter.Command) []taskrouter.Event {
	l.t.Helper()
	events, err := l.Apply(context.Background(), cmd)
	require.NoError(l.t, err)
	return events
}

// furnish makes a queue for everybody with a workflow, and workers who are
// available.
func (l *live) furnish(workers int) {
	l.t.Helper()
	activity, err := l.ActivityByName("Available")
	require.NoError(l.t, err)
	l.available = activity.SID
	l.do(&taskrouter.CreateTaskQueue{FriendlyName: "everybody"})
	queue, err := l.TaskQueueByName("everybody")
	require.NoError(l.t, err)
	l.queue = queue.SID
	l.do(&taskrouter.CreateWorkflow{FriendlyName: "all", Configuration: configuration(queue.SID)})
	for i := range workers {
		l.worker(fmt.Sprintf("worker %d", i+1))
	}
}

func configuration(queue taskrouter.TaskQueueSID) string {
	return fmt.Sprintf(`{"task_routing":{"default_filter":{"queue":%q}}}`, queue)
}

func (l *live) worker(name string) taskrouter.WorkerSID {
	l.t.Helper()
	events := l.do(&taskrouter.CreateWorker{FriendlyName: name, ActivitySID: l.available})
	return taskrouter.Find(events, taskrouter.WorkerCreated).WorkerSID
}

func (l *live) task(timeout time.Duration) taskrouter.TaskSID {
	l.t.Helper()
	events := l.do(&taskrouter.CreateTask{Timeout: timeout})
	return taskrouter.Find(events, taskrouter.TaskCreated).TaskSID
}

// render writes all that an event shows.
func render(ev *taskrouter.Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d %s %s %s", ev.Sequence, ev.At.Format(time.RFC3339Nano), ev.Type, ev.SID())
	for _, p := range ev.Parameters() {
		fmt.Fprintf(&b, " %s=%s", p.Name, p.Value)
	}
	return b.String()
}

func renderAll(events []taskrouter.Event) []string {
	var texts []string
	for i := range events {
		texts = append(texts, render(&events[i]))
	}
	return texts
}

// journal is a MemoryJournal with a hook before each append.
type journal struct {
	runner.MemoryJournal
	mu     sync.Mutex
	before func(ctx context.Context, records []runner.Record) error
}

func (j *journal) hook(before func(ctx context.Context, records []runner.Record) error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.before = before
}

func (j *journal) Append(ctx context.Context, records []runner.Record) error {
	j.mu.Lock()
	before := j.before
	j.mu.Unlock()
	if before != nil {
		if err := before(ctx, records); err != nil {
			return err
		}
	}
	return j.MemoryJournal.Append(ctx, records)
}

func collect(t testing.TB, records iter.Seq2[runner.Record, error]) []runner.Record {
	t.Helper()
	var list []runner.Record
	for rec, err := range records {
		require.NoError(t, err)
		list = append(list, rec)
	}
	return list
}

func name(cmd taskrouter.Command) string {
	return strings.TrimPrefix(fmt.Sprintf("%T", cmd), "*taskrouter.")
}

// types lists the types of events.
func types(events []taskrouter.Event) []taskrouter.EventType {
	var list []taskrouter.EventType
	for i := range events {
		list = append(list, events[i].Type)
	}
	return list
}
