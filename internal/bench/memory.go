package main

import (
	"fmt"
	"runtime"
)

// memoryRow is how much heap a task that waits and a worker take. Each has
// attributes of his own. An engine keeps no events; its statistics have what
// they keep by default.
func memoryRow(sz sizes) *stage {
	s := &stage{}
	lines := func(what string, n int, limit float64, fill func(n int) *engine) {
		var inUse, live float64
		s.report(func([]figure) result {
			inUse, live = heapOf(n, fill)
			r := alone(fmt.Sprintf("%s, %s of them", what, thousands(n)), inUse, "bytes")
			if limit > 0 {
				r = r.atMost(limit)
			}
			return r
		})
		s.report(func([]figure) result { return alone("  of these, objects", live, "bytes") })
	}
	lines("pending task, all alike", sz.memoryTasks, 900, func(n int) *engine { return pendingTasks(n, 1) })
	lines("pending task, 1,000 distinct", sz.memoryTasks, 900, func(n int) *engine { return pendingTasks(n, 1_000) })
	lines("pending task, all distinct", sz.memoryTasks, 0, func(n int) *engine { return pendingTasks(n, n) })
	lines("worker with five channels", sz.memoryWorkers, 2_500, func(n int) *engine { return newService(service{workers: n}) })
	return s
}

// pendingTasks is a workspace in which tasks wait that nobody can take, at so
// many distinct values of what the step reads.
func pendingTasks(n, distinct int) *engine {
	e := newService(service{patience: day})
	e.pace = 0
	for i := range n {
		e.create(attributesWith(fmt.Sprintf(`"skill":"skill7","id":%d`, i), beyondLevel+i%distinct), 0)
	}
	return e
}

// heapOf returns the heap in use, and the objects in it, that each of n things
// takes.
func heapOf(n int, fill func(n int) *engine) (inUse, objects float64) {
	empty := fill(0)
	inUse0, objects0 := heap()
	full := fill(n)
	inUse1, objects1 := heap()
	runtime.KeepAlive(empty)
	runtime.KeepAlive(full)
	return (inUse1 - inUse0) / float64(n), (objects1 - objects0) / float64(n)
}

// heap returns the bytes of heap in use, and of the objects in it.
func heap() (inUse, objects float64) {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse), float64(m.HeapAlloc)
}
