package runner

import (
	"fmt"
	"math"
	"time"
)

// Clock is where a runner has the time from. It must be safe for concurrent
// use. The runner copes with a clock that jumps, in either direction.
type Clock interface {
	// Now returns the present instant. Its location and a monotonic reading do
	// not matter.
	Now() time.Time

	// Alarm returns a channel on which a value arrives when Now has reached t.
	// It may arrive earlier, even long before: the runner looks at Now and asks
	// again. stop frees what the alarm holds; it is called once for each, also
	// after it rang, and what it returns is not used.
	Alarm(t time.Time) (ring <-chan time.Time, stop func() bool)
}

// longestSleep is how long the clocks of this package sleep without looking at
// the time again. Timers follow the monotonic clock, which knows nothing of a
// wall clock that is set, nor on some systems of a machine that was suspended.
const longestSleep = time.Minute

// realClock is the default.
type realClock struct{}

func (realClock) Now() time.Time { return time.Now() }

func (realClock) Alarm(t time.Time) (<-chan time.Time, func() bool) {
	return sleep(time.Until(t))
}

func sleep(d time.Duration) (<-chan time.Time, func() bool) {
	timer := time.NewTimer(min(max(d, 0), longestSleep))
	return timer.C, timer.Stop
}

// PacedClock runs faster or slower than real time, from an instant of choice:
// a day of a contact center can be watched in minutes. It is safe for
// concurrent use. Make one with [NewPacedClock].
type PacedClock struct {
	start time.Time
	base  time.Time // the real time at the start, with its monotonic reading
	rate  float64
}

// maxRate bounds the pace: at a million seconds a second, a timer's usual
// millisecond of delay is a quarter of an hour already.
const maxRate = 1e6

// NewPacedClock returns a clock that shows start now and then runs at rate
// times real time; rate is above 0 and at most 1,000,000. A zero start stands
// for the present instant. Being steady, it does not follow a real clock that
// is set.
func NewPacedClock(start time.Time, rate float64) (*PacedClock, error) {
	if !(rate > 0 && rate <= maxRate) { // refuses NaN too
		return nil, fmt.Errorf("runner: NewPacedClock: rate %v is out of range: want above 0, at most %v", rate, maxRate)
	}
	base := time.Now()
	if start.IsZero() {
		start = base
	}
	return &PacedClock{start: start.Round(0).UTC(), base: base, rate: rate}, nil
}

// Now returns the start plus the real time since then, times the rate.
func (c *PacedClock) Now() time.Time {
	return c.start.Add(scale(time.Since(c.base), c.rate))
}

// Alarm implements [Clock].
func (c *PacedClock) Alarm(t time.Time) (<-chan time.Time, func() bool) {
	return sleep(scale(t.Sub(c.Now()), 1/c.rate) + 1) // never a rounding early
}

// scale multiplies, and stops at the longest duration instead of overflowing.
func scale(d time.Duration, by float64) time.Duration {
	product := float64(d) * by
	if product >= math.MaxInt64 {
		return math.MaxInt64 - 1
	}
	return time.Duration(product)
}
