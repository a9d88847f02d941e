package main

import (
	"runtime"
	"slices"
	"time"
)

// contestant does one piece of work in its own way. play does it n times and
// returns the time that counts: what a contestant needs to get ready for the
// work, or to be as it was, is left out.
type contestant struct {
	name string
	play func(n int) time.Duration
}

// figure is what one operation of a contestant costs.
type figure struct {
	fastest, median float64 // nanoseconds, over turns
	bytes, allocs   float64
}

// schedule is how contestants are measured: so many turns of about that length
// for each, fewer when all of them together have had the budget, but never
// fewer than three.
type schedule struct {
	turns  int
	length time.Duration
	budget time.Duration
}

const fewestTurns = 3

// measure lets the contestants take turns and keeps the fastest turn of each.
// What else the machine does disturbs all alike.
func measure(contestants []contestant, s schedule) []figure {
	figures := make([]figure, len(contestants))
	counts := make([]int, len(contestants))
	laps := make([][]float64, len(contestants))
	for i, c := range contestants {
		counts[i] = calibrate(c, s.length)
		figures[i].bytes, figures[i].allocs = allocations(c, min(counts[i], 1_000))
	}
	start := time.Now()
	for turn := 0; turn < s.turns && (turn < fewestTurns || time.Since(start) < s.budget); turn++ {
		for i, c := range contestants {
			laps[i] = append(laps[i], float64(c.play(counts[i]).Nanoseconds())/float64(counts[i]))
		}
	}
	for i, l := range laps {
		slices.Sort(l)
		figures[i].fastest, figures[i].median = l[0], l[len(l)/2]
	}
	return figures
}

// calibrate returns how often the contestant plays in that time, at least once.
// A first run is slower, and others may be disturbed: the fastest of some counts.
func calibrate(c contestant, length time.Duration) int {
	const tries = 3
	for n := 1; ; n *= 2 {
		took := c.play(n)
		for range tries {
			if took >= length && n == 1 {
				return 1
			}
			took = min(took, c.play(n))
		}
		if took >= length/4 {
			return max(1, int(float64(n)*float64(length)/float64(took)))
		}
	}
}

// repeat is the play of a contestant all of whose work counts.
func repeat(run func()) func(n int) time.Duration {
	return func(n int) time.Duration {
		start := time.Now()
		for range n {
			run()
		}
		return time.Since(start)
	}
}

// allocations counts over some runs, after one that may fill buffers. It counts
// all of play, what does not count for the time included.
func allocations(c contestant, runs int) (bytes, allocs float64) {
	c.play(1)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	c.play(runs)
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / float64(runs), float64(after.Mallocs-before.Mallocs) / float64(runs)
}
