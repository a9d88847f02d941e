package main

import "time"

// day is longer than anything here waits.
const day = 24 * time.Hour

// spare is how many SIDs a floor has beyond those of its waiting tasks.
const spare = 4_096

// lifeUnit is the number of workers of the floor whose life is the unit of other
// rows.
const lifeUnit = 1_000

// addFloor adds the life that others are measured in, and returns its place.
func (s *stage) addFloor() int {
	return s.add("floor, "+thousands(lifeUnit)+" workers", lives(newFloor(lifeUnit, spare)))
}

// inLives is how many lives of the floor a takes.
func inLives(what string, a, floor figure) result { return besides(what, a, "floor's life", floor) }

// warm lets a service play until each life pays for the removal of an earlier
// one, and every queue and every worker has had tasks.
func warm(e *engine) *engine {
	lives(e)(2 * max(int(finishedTask/pace), len(e.workflows), len(e.workers)))
	return e
}

// lifeRow is one task's life beside the floor's.
func lifeRow(sizes) *stage {
	s := &stage{}
	floor := s.addFloor()
	acd := s.add("acd, "+thousands(lifeUnit)+" workers", lives(warm(newService(service{workers: lifeUnit}))))
	s.report(func(f []figure) result { return inLives("a task's life", f[acd], f[floor]).atMost(2.5) })
	s.report(func(f []figure) result {
		r := alone("allocations of a life", f[acd].allocs, "")
		r.beside = "floor " + number(f[floor].allocs)
		r.value, r.unit = f[acd].allocs-f[floor].allocs, "more"
		return r.atMost(4)
	})
	s.report(func(f []figure) result {
		return besides("median of the turns", figure{fastest: f[acd].median}, "floor", figure{fastest: f[floor].median})
	})
	return s
}

// workersRow is how a life grows with the number of workers.
func workersRow(sz sizes) *stage {
	s := &stage{}
	var floors, acds []int
	for _, n := range sz.workers {
		floors = append(floors, s.add("floor, "+thousands(n)+" workers", lives(newFloor(n, spare))))
		acds = append(acds, s.add("acd, "+thousands(n)+" workers", lives(warm(newService(service{workers: n})))))
	}
	last := len(sz.workers) - 1
	ordered := [2]int{}
	for i, n := range []int{sz.workers[0], sz.workers[last]} {
		ordered[i] = s.add("acd, order_by, "+thousands(n)+" workers", lives(warm(newService(service{workers: n, order: "worker.level DESC"}))))
	}
	for i, n := range sz.workers[1:] {
		s.report(func(f []figure) result {
			r := besides(thousands(n)+" workers", f[acds[i+1]], thousands(sz.workers[0]), f[acds[0]])
			if i+1 == last {
				r = r.atMost(1.3)
			}
			return r
		})
		s.report(func(f []figure) result {
			return besides("floor, "+thousands(n)+" workers", f[floors[i+1]], thousands(sz.workers[0]), f[floors[0]])
		})
	}
	s.report(func(f []figure) result {
		return besides("order_by, "+thousands(sz.workers[last])+" workers", f[ordered[1]], thousands(sz.workers[0]), f[ordered[0]])
	})
	return s
}
