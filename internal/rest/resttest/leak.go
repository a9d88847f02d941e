package resttest

import (
	"runtime"
	"time"
)

// NoLeak fails the test if it leaves goroutines behind. It comes first in a test,
// so that it looks last.
func NoLeak(t TB) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		for range 5000 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(time.Millisecond) // those of connections end by themselves
		}
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
	})
}
