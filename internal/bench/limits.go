package main

import (
	"fmt"
	"time"
)

// limitsSize is a workspace beyond the vendor's limits.
type limitsSize struct {
	workers, queues, tasks int
}

const gibibyte = 1 << 30

// limitsRow loads ten times what the vendor allows, and measures a life in it.
// Queues ask for a skill, a team or one of two sites, each by constants; tasks
// wait in all queues that nobody there can take; each life goes through another
// queue.
func limitsRow(sz sizes) *stage {
	l := sz.limits
	s := &stage{}
	floor := s.addFloor()
	peer := s.add(fmt.Sprintf("floor, %s workers", thousands(l.workers)), lives(newFloor(l.workers, spare)))
	_, before := heap()
	start := time.Now()
	e := l.load()
	took := time.Since(start)
	inUse, objects := heap()
	life := s.add("acd", lives(warm(e)))
	one := s.add("acd, one workflow", e.through(1, lives(e)))
	s.report(func([]figure) result {
		r := alone(fmt.Sprintf("load %s workers, %s queues, %s tasks", thousands(l.workers), thousands(l.queues), thousands(l.tasks)), took.Seconds(), "s")
		return r.atMost(120)
	})
	s.report(func([]figure) result { return alone("heap in use", inUse/gibibyte, "GiB").atMost(16) })
	s.report(func([]figure) result { return alone("  of these, objects", (objects-before)/gibibyte, "GiB") })
	s.report(func(f []figure) result { return inLives("a life", f[life], f[floor]).atMost(4) })
	s.report(func(f []figure) result { return besides("a life", f[life], "floor of as many workers", f[peer]) })
	s.report(func(f []figure) result { return inLives("a life, all through one workflow", f[one], f[floor]) })
	return s
}

func (l limitsSize) load() *engine {
	e := newService(service{workers: l.workers, worker: l.worker, queues: l.queues, target: l.target, patience: longLife})
	e.pace = time.Microsecond
	e.birth.Timeout = longLife
	for i := range l.tasks {
		if _, ok := e.create(attributesWith(fmt.Sprintf(`"id":%d`, i), beyondLevel), i%priorities); ok {
			panic("a worker who can do what nobody can")
		}
	}
	e.pace, e.birth.Timeout = pace, 0
	return e
}

// through plays with the first n workflows only.
func (e *engine) through(n int, play func(int) time.Duration) func(int) time.Duration {
	return func(times int) time.Duration {
		all := e.workflows
		e.workflows = all[:n]
		defer func() { e.workflows = all }()
		return play(times)
	}
}

// target is a queue's condition: a third of them each way.
func (l limitsSize) target(i int) string {
	switch i % 3 {
	case 0:
		return fmt.Sprintf("skills HAS 'skill%d'", i)
	case 1:
		return fmt.Sprintf("team == 'team%d'", i)
	default:
		return fmt.Sprintf("site IN ['site%d', 'site%d']", i, i+3)
	}
}

// worker has three skills, one team and one site. Whoever has a low number makes
// sure that no queue is empty.
func (l limitsSize) worker(i int) string {
	third := func(k, which int) int {
		of := max(1, (l.queues-which+2)/3) // queues of that kind
		return 3*((i+k*7919)%of) + which
	}
	return attributesWith(fmt.Sprintf(`"skills":["skill%d","skill%d","skill%d"],"team":"team%d","site":"site%d"`,
		third(0, 0), third(1, 0), third(2, 0), third(0, 1), third(0, 2)), workerLevel)
}
