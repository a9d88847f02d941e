package main

import (
	"testing"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// routers are the contestants of a life, with that many workers.
func routers(workers, tasks int) map[string]router {
	return map[string]router{
		"floor": newFloor(workers, tasks),
		"scan":  newScanner(workers),
		"acd":   newService(service{workers: workers, patience: day}),
	}
}

// TestRoutersAssignEveryTask plays lives one after the other: each task is
// offered, and the worker is idle again.
func TestRoutersAssignEveryTask(t *testing.T) {
	for name, r := range routers(7, 8) {
		lives(r)(50) // panics unless every task is offered
		if got := r.idle(); got != 7 {
			t.Errorf("%s: %d workers are idle after lives, want 7", name, got)
		}
	}
}

// TestRoutersServeCrowd fills all workers: a task more waits, goes to the worker
// who is free first, and in the end everybody is idle.
func TestRoutersServeCrowd(t *testing.T) {
	const workers, waiting = 3, 5
	for name, r := range routers(workers, workers+waiting+1) {
		c := fill(r, workers, waiting)
		if got := r.idle(); got != 0 {
			t.Errorf("%s: %d workers are idle in a crowd", name, got)
		}
		for range 20 {
			c.life() // panics unless a task waits and the next is offered
		}
		served := 0
		for len(c.open) > 0 {
			next, ok := r.complete(c.open[0])
			c.open = c.open[1:]
			if ok {
				served++
				r.accept(next)
				c.open = append(c.open, next)
			}
		}
		if served != waiting || r.idle() != workers {
			t.Errorf("%s: %d of %d waiting tasks were served, %d of %d workers are idle", name, served, waiting, r.idle(), workers)
		}
	}
}

// TestRoutersHaveOrder gives the workers that scan and engine choose, and the
// tasks that a free worker takes: longest idle, and highest priority, then oldest.
func TestRoutersHaveOrder(t *testing.T) {
	s := newScanner(2)
	a, _ := s.create(taskAttributes(), 0)
	b, _ := s.create(taskAttributes(), 0)
	if s.open[a.number] != &s.workers[0] || s.open[b.number] != &s.workers[1] {
		t.Error("scan: not the worker who has been idle for longest")
	}
	for _, priority := range []int{1, 3, 3, 2} {
		s.create(taskAttributes(), priority)
	}
	if _, ok := s.create(attributesWith(`"skill":"skill7"`, beyondLevel), 9); ok {
		t.Error("scan: a worker for a task that nobody can take")
	}
	born := s.pending[1].born
	next, ok := s.complete(a)
	if !ok || len(s.pending) != 4 || s.open[next.number] != &s.workers[0] {
		t.Fatalf("scan: next %v %v, %d wait", next, ok, len(s.pending))
	}
	for _, p := range s.pending {
		if p.born == born {
			t.Error("scan: the oldest task of the highest priority still waits")
		}
	}
}

// TestFloorIsFirstInFirstOut holds the floor's lists against what they say.
func TestFloorIsFirstInFirstOut(t *testing.T) {
	f := newFloor(2, 10)
	a, _ := f.create(taskAttributes(), 0)
	b, _ := f.create(taskAttributes(), 0)
	first := f.reservations[a.reservation].worker
	if first == f.reservations[b.reservation].worker {
		t.Error("one worker has two tasks")
	}
	f.create(taskAttributes(), 0)
	f.accept(a)
	next, ok := f.complete(a)
	if !ok || f.reservations[next.reservation].worker != first {
		t.Errorf("the worker who is free again has no task: %v %v", next, ok)
	}
	if got := f.tasks[next.task].level; got != workerLevel {
		t.Errorf("level %d was read, want %d", got, workerLevel)
	}
	if len(f.tasks) != 2 || len(f.reservations) != 2 {
		t.Errorf("%d tasks and %d reservations are left, want 2", len(f.tasks), len(f.reservations))
	}
}

func TestScanLevel(t *testing.T) {
	for text, want := range map[string]int{
		taskAttributes(): workerLevel, `{"level":12}`: 12, `{"a":"level","level":7,"b":1}`: 7, `{}`: -1, `{"level":`: -1,
	} {
		if got := scanLevel(text); got != want {
			t.Errorf("scanLevel(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestAttributesHave200Bytes(t *testing.T) {
	for _, text := range []string{taskAttributes(), workerAttributes(0), workerAttributes(49), attributesWith(`"id":1`, 1_000)} {
		if len(text) != 200 {
			t.Errorf("%d bytes, want 200: %s", len(text), text)
		}
		if m := decode(text); m["level"] == nil {
			t.Errorf("no level in %s", text)
		}
	}
	if len(judged) < 190 || len(judged) > 210 {
		t.Errorf("the judged attributes have %d bytes, want about 200", len(judged))
	}
}

// TestListIsARing pushes and pops across the ring's end and its growth.
func TestListIsARing(t *testing.T) {
	var l list[int]
	next, want := 0, 0
	for round := range 40 {
		for range round {
			l.push(next)
			next++
		}
		for range round / 2 {
			if got := l.pop(); got != want {
				t.Fatalf("pop: %d, want %d", got, want)
			}
			want++
		}
	}
	if l.len() != next-want {
		t.Errorf("%d are left, want %d", l.len(), next-want)
	}
}

// TestDigitsDiffer makes sure that no two SIDs of a floor are one.
func TestDigitsDiffer(t *testing.T) {
	seen := make(map[string]bool)
	for i := range 100_000 {
		d := digits(i)
		if len(d) != 32 || seen[d] {
			t.Fatalf("digits(%d) = %q: there already, or not 32", i, d)
		}
		seen[d] = true
	}
}

// TestServicesAreWhatTheyClaim looks at the workspaces of the rows.
func TestServicesAreWhatTheyClaim(t *testing.T) {
	o := tiny.overlap
	e := newService(service{workers: o.workers, worker: o.worker, queues: o.queues, target: oneSkill})
	memberships := 0
	for _, q := range e.queues {
		for range e.WorkersOf(q) {
			memberships++
		}
	}
	if memberships != o.workers*o.each {
		t.Errorf("overlap: %d memberships, want %d", memberships, o.workers*o.each)
	}

	c := tiny.churn
	e = newService(service{workers: c.workers, worker: c.worker, queues: c.queues, target: c.target})
	before := queuesOf(e, e.workers[1])
	change(e, 1, c.worker(1), c.raised(1, c.read[1]))(1)
	if got := queuesOf(e, e.workers[1]) - before; got != c.read[1] {
		t.Errorf("churn: a worker came into %d queues, want %d", got, c.read[1])
	}
	change(e, 0, c.worker(0), c.noted(0))(1)
	if got := queuesOf(e, e.workers[0]); got != before {
		t.Errorf("churn: an attribute that nobody reads moved a worker from %d to %d queues", before, got)
	}

	l := tiny.limits
	e = l.load()
	for i, q := range e.queues {
		n := 0
		for range e.WorkersOf(q) {
			n++
		}
		if n == 0 {
			t.Errorf("limits: queue %d has no worker", i)
		}
	}
	if got := must(e.WorkspaceRealTime("")).TasksByStatus.Pending; got != l.tasks {
		t.Errorf("limits: %d tasks wait, want %d", got, l.tasks)
	}
	if err := e.Check(); err != nil {
		t.Error(err)
	}
}

func queuesOf(e *engine, w taskrouter.WorkerSID) int {
	n := 0
	for _, q := range e.queues {
		for member := range e.WorkersOf(q) {
			if member == w {
				n++
			}
		}
	}
	return n
}

// TestTimersFire plays each of the timers' plays, which look themselves at what
// fires: only the deadlines that do not come are left.
func TestTimersFire(t *testing.T) {
	const live = 10
	m := newTimers(live, longLife)
	for name, play := range map[string]func(int) time.Duration{
		"set": m.set, "cancel": m.cancel, "remove": m.remove, "unanswered": m.unanswered, "abandoned": m.abandoned,
	} {
		if took := play(batchWorkers); took <= 0 {
			t.Errorf("%s took %v", name, took)
		}
		left := 0
		for range m.Tasks() {
			left++
		}
		if left != live {
			t.Errorf("%s: %d tasks are left, want %d", name, left, live)
		}
	}
	if err := m.Check(); err != nil {
		t.Error(err)
	}
}
