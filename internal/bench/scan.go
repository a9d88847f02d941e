package main

import (
	"encoding/json"
	"fmt"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"
)

// scanner is the router that applications write: for a task it looks at every
// worker, and for a worker who is free again at every task that waits; for each
// of them it runs a program of expr-lang, and of those that fit it takes the
// best. The program is compiled once, and attributes are decoded once: a
// worker's when he is made, a task's when it is created. It has no SIDs, timers,
// events or statistics, and no lock.
type scanner struct {
	program *vm.Program
	machine vm.VM
	env     map[string]any // what the program reads
	workers []scanWorker
	pending []scanTask
	open    map[int]*scanWorker // by the number of the offer
	now     int                 // counts what happens
}

type scanWorker struct {
	attributes map[string]any
	busy       bool
	last       int // when he had a task last
}

type scanTask struct {
	attributes map[string]any
	priority   int
	born       int
}

// scanCondition is the queue's condition and that of the workflow's step in one:
// what the engine of a benchmark has in its queue and its workflow.
const scanCondition = `("skill0" in worker.skills or worker.level > 4) and worker.level >= task.level`

func newScanner(workers int) *scanner {
	s := &scanner{
		env:  map[string]any{"worker": map[string]any{}, "task": map[string]any{}},
		open: make(map[int]*scanWorker),
	}
	s.program = must(expr.Compile(scanCondition, expr.Env(s.env), expr.AsBool()))
	for i := range workers {
		s.workers = append(s.workers, scanWorker{attributes: decode(workerAttributes(i))})
	}
	return s
}

// decode makes attributes the map that a program reads.
func decode(text string) map[string]any {
	var m map[string]any
	must(0, json.Unmarshal([]byte(text), &m))
	return m
}

// fits runs the program for a worker and a task.
func (s *scanner) fits(worker, task map[string]any) bool {
	s.env["worker"], s.env["task"] = worker, task
	return must(s.machine.Run(s.program, s.env)).(bool)
}

func (s *scanner) create(attributes string, priority int) (offer, bool) {
	s.now++
	t := scanTask{decode(attributes), priority, s.now}
	var best *scanWorker
	for i := range s.workers {
		w := &s.workers[i]
		if w.busy || !s.fits(w.attributes, t.attributes) {
			continue
		}
		if best == nil || w.last < best.last {
			best = w
		}
	}
	if best == nil {
		s.pending = append(s.pending, t)
		return offer{}, false
	}
	return s.reserve(best), true
}

func (s *scanner) reserve(w *scanWorker) offer {
	s.now++
	w.busy, w.last = true, s.now
	s.open[s.now] = w
	return offer{number: s.now}
}

func (s *scanner) accept(o offer) {
	if s.open[o.number] == nil {
		panic(fmt.Sprint("no offer ", o.number))
	}
}

func (s *scanner) complete(o offer) (offer, bool) {
	w := s.open[o.number]
	delete(s.open, o.number)
	w.busy = false
	best := -1
	for i := range s.pending {
		t := &s.pending[i]
		if !s.fits(w.attributes, t.attributes) {
			continue
		}
		if best < 0 || t.before(&s.pending[best]) {
			best = i
		}
	}
	if best < 0 {
		return offer{}, false
	}
	last := len(s.pending) - 1
	s.pending[best] = s.pending[last]
	s.pending = s.pending[:last]
	return s.reserve(w), true
}

// before reports whether t is served before u: by priority, then by age.
func (t *scanTask) before(u *scanTask) bool {
	return t.priority > u.priority || t.priority == u.priority && t.born < u.born
}

func (s *scanner) idle() int {
	n := 0
	for i := range s.workers {
		if !s.workers[i].busy {
			n++
		}
	}
	return n
}

// scanRow holds the engine against the scanner.
func scanRow(sz sizes) *stage {
	s := &stage{}
	for _, against := range sz.scan {
		name := thousands(against.workers) + " workers"
		slow := s.add("scan of "+name, lives(newScanner(against.workers)))
		fast := s.add("acd, "+name, lives(warm(newService(service{workers: against.workers}))))
		s.report(func(f []figure) result {
			return faster(name, f[fast], "scan", f[slow]).atLeast(against.reach)
		})
	}
	return s
}
