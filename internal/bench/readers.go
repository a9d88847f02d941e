package main

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// readersSize is a workspace that is read while it works.
type readersSize struct {
	workers, tasks int
	rounds         int
	length         time.Duration // of a round
}

// pageSize is the longest page of a listing.
const pageSize = 1_000

// readersRow is how long a command waits while somebody reads all the time, in
// pages of a thousand entries: how many of them were read meanwhile, of which one
// may have been begun before. The bound is for half of the commands that met a
// page at all; the others have met the scheduler of a busy machine too. The
// longest time, of the round that was disturbed least, is there beside that of
// commands while somebody computes who does not touch the workspace.
func readersRow(sz sizes) *stage {
	h := newHouse(sz.readers)
	s := &stage{close: func() { must(0, h.run.Close()) }}
	page := s.add("a page of tasks", repeat(func() { h.pageOfTasks(runner.Cursor[taskrouter.TaskSID]{}) }))
	for _, l := range []struct {
		name  string
		read  func(done <-chan struct{})
		pages bool // it reads pages
	}{
		{"nobody reads", nil, false},
		{"somebody computes", compute, false},
		{"somebody asks for figures", h.askStatistics, false},
		{"somebody lists tasks", h.listTasks, true},
		{"somebody lists workers", h.listWorkers, true},
	} {
		var w waits
		s.report(func(f []figure) result {
			w = h.measure(l.read)
			return besides(l.name+": longest wait", figure{fastest: w.longest}, "a page of 1,000", f[page])
		})
		if l.pages {
			s.report(func([]figure) result { return alone(l.name+": a command waits for", w.pages(), "pages").atMost(2) })
		}
	}
	return s
}

// waits are those of the commands of a round.
type waits struct {
	met     []float64 // pages read during a command, of those during which any was
	longest float64   // nanoseconds
}

// pages is the median of the commands that met a page; 0 when none has.
func (w waits) pages() float64 {
	if len(w.met) == 0 {
		return 0
	}
	slices.Sort(w.met)
	return w.met[len(w.met)/2]
}

// house is a workspace in a runner, with one worker who works.
type house struct {
	readersSize
	run    *runner.Runner
	worker taskrouter.WorkerSID
	queue  taskrouter.TaskQueueSID
	pages  atomic.Int64 // that were read
}

func newHouse(size readersSize) *house {
	h := &house{readersSize: size}
	h.run = must(runner.New(runner.Config{Engine: taskrouter.Config{Limits: taskrouter.Limits{
		Workers: size.workers + 1, Available: size.workers + 1, Tasks: 1 << 24,
	}}}))
	h.do(&taskrouter.CreateTaskQueue{FriendlyName: "Queue", TargetWorkers: new(everybodyIn(0))})
	queue := must(h.run.TaskQueueByName("Queue"))
	h.queue = queue.SID
	h.do(&taskrouter.CreateWorkflow{FriendlyName: "Main", Configuration: fmt.Sprintf(
		`{"task_routing":{"default_filter":{"queue":%q}}}`, queue.SID)})
	for i := range size.tasks { // nobody is there yet
		h.do(&taskrouter.CreateTask{Attributes: attributesWith(fmt.Sprintf(`"id":%d`, i), beyondLevel)})
	}
	offline := must(h.run.ActivityByName("Offline"))
	for i := range size.workers {
		h.do(&taskrouter.CreateWorker{FriendlyName: fmt.Sprint("Worker ", i), ActivitySID: offline.SID, Attributes: workerAttributes(i)})
	}
	h.worker = must(h.run.WorkerByName("Worker 0")).SID
	return h
}

func (h *house) do(cmd taskrouter.Command) { must(h.run.Apply(context.Background(), cmd)) }

func (h *house) pageOfTasks(after runner.Cursor[taskrouter.TaskSID]) runner.Cursor[taskrouter.TaskSID] {
	p := must(h.run.Tasks(after, pageSize))
	h.pages.Add(1)
	return p.Next
}

func (h *house) listTasks(done <-chan struct{}) {
	var next runner.Cursor[taskrouter.TaskSID]
	for more := true; more && !closed(done); more = !next.IsZero() {
		next = h.pageOfTasks(next)
	}
}

func (h *house) listWorkers(done <-chan struct{}) {
	var next runner.Cursor[taskrouter.WorkerSID]
	for more := true; more && !closed(done); more = !next.IsZero() {
		next = must(h.run.Workers(next, pageSize)).Next
		h.pages.Add(1)
	}
}

func (h *house) askStatistics(<-chan struct{}) {
	must(0, h.run.View(func(v runner.Reader, _ time.Time, _ func() bool) {
		must(v.WorkspaceRealTime(""))
		must(v.TaskQueueRealTime(h.queue, ""))
		must(v.WorkersRealTime(taskrouter.WorkersFilter{}))
	}))
}

// measure plays all rounds, and returns the least of their longest waits.
func (h *house) measure(read func(done <-chan struct{})) waits {
	all := h.round(read)
	for range h.rounds - 1 {
		w := h.round(read)
		all.met, all.longest = append(all.met, w.met...), min(all.longest, w.longest)
	}
	return all
}

// round commands again and again while somebody reads.
func (h *house) round(read func(done <-chan struct{})) waits {
	done := make(chan struct{})
	var reader sync.WaitGroup
	if read != nil {
		reader.Go(func() {
			for !closed(done) {
				read(done)
			}
		})
	}
	cmd := &taskrouter.UpdateWorker{SID: h.worker}
	texts := [2]*string{new(workerAttributes(1)), new(workerAttributes(2))}
	var w waits
	start := time.Now()
	for i := 0; i == 0 || time.Since(start) < h.length; i++ {
		cmd.Attributes = texts[i%2]
		before := h.pages.Load()
		w.longest = max(w.longest, float64(clocked(func() { h.do(cmd) }).Nanoseconds()))
		if n := h.pages.Load() - before; n > 0 {
			w.met = append(w.met, float64(n))
		}
	}
	close(done)
	reader.Wait()
	return w
}

func closed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// compute is work that has nothing to do with the workspace, of about a page's
// length.
func compute(<-chan struct{}) {
	var sum uint64
	for i := range uint64(100_000) {
		sum += scatter(i)
	}
	if sum == 0 {
		panic("a sum that nobody could expect")
	}
}
