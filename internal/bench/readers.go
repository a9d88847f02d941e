package main

import (
	"context"
	"errors"
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

// reads is what somebody does beside the commands.
type reads int

const (
	nothing reads = iota
	pages
	questions
)

// readersRow is how long a command waits while somebody reads all the time.
//
// For those who list it is in pages of a thousand entries: how many of them were
// read meanwhile, of which one may have been begun before. The bound is for half of
// the commands that met a page at all; the others have met the scheduler of a busy
// machine too. For those who ask about a day it is the time for which they keep the
// writer out in one go, in half of the cases at most, beside a page of a thousand
// entries; between the beginning of the question and its end are many such times.
//
// The longest of these times is there too, and so is the longest time that a command
// took, beside that of commands while somebody computes who does not touch the
// workspace: each in the round that was disturbed least.
func readersRow(sz sizes) *stage {
	h := newHouse(sz.readers)
	s := &stage{close: func() { must(0, h.run.Close()) }}
	page := s.add("a page of tasks", repeat(func() { h.pageOfTasks(runner.Cursor[taskrouter.TaskSID]{}) }))
	for _, l := range []struct {
		name string
		read func(done <-chan struct{})
		does reads
	}{
		{"nobody reads", nil, nothing},
		{"somebody computes", compute, nothing},
		{"somebody lists tasks", h.listTasks, pages},
		{"somebody lists workers", h.listWorkers, pages},
		{"somebody asks for figures", h.ask(askFigures), questions},
		{"somebody asks what workers did", h.ask(askWorkers), questions},
		{"somebody asks what a queue's workers did", h.ask(askWorkersOf), questions},
		{"somebody asks what one worker did", h.ask(askWorker), questions},
		{"somebody asks how long tasks waited", h.ask(askWaits), questions},
	} {
		var w waits
		s.report(func(f []figure) result {
			w = h.measure(l.read)
			return besides(l.name+": longest wait", figure{fastest: w.longest}, "a page of 1,000", f[page])
		})
		switch l.does {
		case pages:
			s.report(func([]figure) result { return alone(l.name+": a command waits for", middle(w.met), "pages").atMost(2) })
		case questions:
			s.report(func(f []figure) result {
				return besides(l.name+": in one go", figure{fastest: middle(w.held)}, "a page of 1,000", f[page]).atMost(2)
			})
			s.report(func(f []figure) result {
				return besides(l.name+": longest in one go", figure{fastest: w.longestHeld}, "a page of 1,000", f[page])
			})
		}
	}
	return s
}

// waits are those of the commands of a round.
type waits struct {
	met     []float64 // pages read during a command, of those during which any was
	held    []float64 // nanoseconds for which a question kept the writer out
	longest float64   // nanoseconds

	longestHeld float64 // of held; 0 without any
}

// middle is the median; 0 of nothing.
func middle(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// house is a workspace in a runner, with one worker who works.
type house struct {
	readersSize
	run    *runner.Runner
	worker taskrouter.WorkerSID
	queue  taskrouter.TaskQueueSID
	pages  atomic.Int64 // that were read
	held   []float64    // in this round, by who asks questions, see waits
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
	offline := must(h.run.ActivityByName("Offline"))
	h.work(offline.SID)
	for i := range size.tasks { // nobody is there to take them
		h.do(&taskrouter.CreateTask{Attributes: attributesWith(fmt.Sprintf(`"id":%d`, i), beyondLevel)})
	}
	for i := 1; i < size.workers; i++ {
		h.do(&taskrouter.CreateWorker{FriendlyName: fmt.Sprint("Worker ", i), ActivitySID: offline.SID, Attributes: workerAttributes(i)})
	}
	return h
}

// work makes the worker and gives him a past: half as many lives of tasks as will
// wait, and he goes offline after each.
func (h *house) work(offline taskrouter.ActivitySID) {
	h.do(&taskrouter.CreateWorker{FriendlyName: "Worker 0", ActivitySID: offline, Attributes: workerAttributes(0)})
	h.worker = must(h.run.WorkerByName("Worker 0")).SID
	available := must(h.run.ActivityByName("Available"))
	for range h.tasks / 2 {
		h.do(&taskrouter.UpdateWorker{SID: h.worker, ActivitySID: available.SID})
		events := must(h.run.Apply(context.Background(), &taskrouter.CreateTask{Attributes: attributesWith(`"skill":"skill0"`, 0)}))
		offer := taskrouter.Find(events, taskrouter.ReservationCreated)
		h.do(&taskrouter.UpdateReservation{SID: offer.ReservationSID, ReservationStatus: taskrouter.ReservationStatusAccepted})
		h.do(&taskrouter.DeleteTask{SID: offer.TaskSID})
		h.do(&taskrouter.UpdateWorker{SID: h.worker, ActivitySID: offline})
	}
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

// question is one about a window.
type question func(h *house, b taskrouter.Breathing, w taskrouter.Window) error

// slice is after how many items a view lets the writer in.
const slice = 256

// ask asks a question about the last day, and takes the time of its slices.
func (h *house) ask(q question) func(done <-chan struct{}) {
	return func(done <-chan struct{}) {
		must(0, h.run.View(func(v runner.Reader, now time.Time, breathe func() bool) {
			items, begin := 0, time.Now()
			err := q(h, v.Breathing(func() bool {
				if items++; items%slice != 0 {
					return breathe()
				}
				h.held = append(h.held, float64(time.Since(begin).Nanoseconds()))
				goOn := breathe()
				begin = time.Now()
				return goOn && !closed(done)
			}), taskrouter.Window{Start: now.Add(-24 * time.Hour)})
			h.held = append(h.held, float64(time.Since(begin).Nanoseconds()))
			if err != nil && !closed(done) {
				panic(err)
			}
		}))
	}
}

func askFigures(h *house, b taskrouter.Breathing, _ taskrouter.Window) error {
	_, one := b.WorkspaceRealTime("")
	_, two := b.TaskQueueRealTime(h.queue, "")
	_, three := b.WorkersRealTime(taskrouter.WorkersFilter{})
	return errors.Join(one, two, three)
}

func askWorkers(_ *house, b taskrouter.Breathing, w taskrouter.Window) error {
	_, err := b.WorkersCumulative(taskrouter.WorkersFilter{}, w)
	return err
}

func askWorkersOf(h *house, b taskrouter.Breathing, w taskrouter.Window) error {
	_, err := b.WorkersCumulative(taskrouter.WorkersFilter{TaskQueueSID: h.queue}, w)
	return err
}

func askWorker(h *house, b taskrouter.Breathing, w taskrouter.Window) error {
	_, err := b.WorkerCumulative(h.worker, w)
	return err
}

func askWaits(_ *house, b taskrouter.Breathing, w taskrouter.Window) error {
	w.SplitByWaitTime = []time.Duration{5 * time.Second, 30 * time.Second}
	_, err := b.WorkspaceCumulative(w)
	return err
}

// measure plays all rounds, and returns the least of their longest times.
func (h *house) measure(read func(done <-chan struct{})) waits {
	all := h.round(read)
	for range h.rounds - 1 {
		w := h.round(read)
		all.met, all.longest = append(all.met, w.met...), min(all.longest, w.longest)
		switch {
		case len(w.held) == 0: // nobody came to ask
		case len(all.held) == 0:
			all.longestHeld = w.longestHeld
		default:
			all.longestHeld = min(all.longestHeld, w.longestHeld)
		}
		all.held = append(all.held, w.held...)
	}
	return all
}

// round commands again and again while somebody reads.
func (h *house) round(read func(done <-chan struct{})) waits {
	h.held = nil
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
	if w.held = h.held; len(w.held) > 0 {
		w.longestHeld = slices.Max(w.held)
	}
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
