package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

// parallelRow is as many workspaces as there are cores, each on a goroutine of
// its own, beside one.
func parallelRow(sizes) *stage {
	s := &stage{}
	n := runtime.GOMAXPROCS(0)
	one := s.add("acd, one workspace", sideBySide(1))
	all := s.add(fmt.Sprintf("acd, %s", plural(n, "workspace")), sideBySide(n))
	s.report(func(f []figure) result {
		r := besides(fmt.Sprintf("lives on %s", plural(n, "core")), f[one], "all of them", f[all])
		r.value, r.unit = float64(n)*f[one].fastest/f[all].fastest, "× throughput"
		return r.atLeast(0.75 * float64(n))
	})
	return s
}

// sideBySide is the play of that many workspaces at once; an operation is one
// life in each.
func sideBySide(workspaces int) func(n int) time.Duration {
	plays := make([]func(n int) time.Duration, workspaces)
	for i := range plays {
		plays[i] = lives(warm(newService(service{workers: lifeUnit})))
	}
	return func(n int) time.Duration {
		return clocked(func() {
			var all sync.WaitGroup
			for _, play := range plays {
				all.Go(func() { play(n) })
			}
			all.Wait()
		})
	}
}
