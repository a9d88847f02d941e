package main

import "fmt"

// busyWorkers are those of a crowd.
const busyWorkers = 100

// waitingRow is how a life grows with the number of tasks that wait: in a crowd,
// where every worker is busy, and beside tasks that nobody can take.
func waitingRow(sz sizes) *stage {
	s := &stage{}
	var floors, crowds, besideOthers []int
	for _, n := range sz.waiting {
		name := thousands(n) + " waiting"
		floors = append(floors, s.add("floor, "+name, repeat(fill(newFloor(busyWorkers, busyWorkers+n+spare), busyWorkers, n).life)))
		crowds = append(crowds, s.add("acd, "+name, repeat(fill(newService(service{workers: busyWorkers, patience: day}), busyWorkers, n).life)))
		besideOthers = append(besideOthers, s.add("acd, "+name+" for others", lives(warm(beyond(n, 1)))))
	}
	for i, n := range sz.waiting[1:] {
		line := func(what string, at []int) {
			s.report(func(f []figure) result {
				r := besides(fmt.Sprintf("%s, %s", what, thousands(n)), f[at[i+1]], thousands(sz.waiting[0]), f[at[0]])
				if i+2 == len(sz.waiting) && what != "floor" {
					r = r.atMost(2)
				}
				return r
			})
		}
		line("all busy", crowds)
		line("idle workers", besideOthers)
		line("floor", floors)
	}
	return s
}

// beyond is a workspace in which that many tasks wait for a level that no worker
// has, at that many distinct values of what the step reads.
func beyond(tasks, distinct int) *engine { return beyondOf(busyWorkers, tasks, distinct) }

// beyondOf is the same with that many workers.
func beyondOf(workers, tasks, distinct int) *engine {
	e := newService(service{workers: workers, patience: day})
	for i := range tasks {
		if _, ok := e.create(attributesWith(`"skill":"skill7"`, beyondLevel+i%distinct), i%priorities); ok {
			panic("a worker who can do what nobody can")
		}
	}
	return e
}
