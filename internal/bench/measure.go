package main

import (
	"runtime"
	"time"
)

// figure is what one operation of a contestant costs.
type figure struct {
	time          time.Duration
	bytes, allocs uint64
}

// measure lets the contestants take turns of about that length, and keeps the
// fastest turn of each.
func measure(contestants []contestant, turns int, length time.Duration) []figure {
	figures := make([]figure, len(contestants))
	counts := make([]int, len(contestants))
	for i, c := range contestants {
		counts[i] = calibrate(c, length)
		figures[i].bytes, figures[i].allocs = allocations(c)
	}
	for turn := range turns {
		for i, c := range contestants {
			per := repeat(c, counts[i]) / time.Duration(counts[i])
			if turn == 0 || per < figures[i].time {
				figures[i].time = per
			}
		}
	}
	return figures
}

// calibrate returns how often the contestant runs in that time, at least once.
// A first run is slower, and others may be disturbed: the fastest of some counts.
func calibrate(c contestant, length time.Duration) int {
	const tries = 5
	n := 1
	for {
		took := repeat(c, n)
		for range tries {
			took = min(took, repeat(c, n))
		}
		if took >= length/4 {
			return max(1, int(int64(n)*int64(length)/int64(took)))
		}
		n *= 2
	}
}

func repeat(c contestant, n int) time.Duration {
	start := time.Now()
	for range n {
		c.run()
	}
	return time.Since(start)
}

// allocations counts over some runs, after one that may fill buffers.
func allocations(c contestant) (bytes, allocs uint64) {
	const runs = 100
	c.run()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	repeat(c, runs)
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) / runs, (after.Mallocs - before.Mallocs) / runs
}
