package taskrouter

import "time"

// happening is what is counted over time about the tasks of one lane.
type happening uint8

const (
	// arrived is the creation in the figures of the workspace, and the entry in
	// those of a queue or a workflow.
	arrived happening = iota
	completed
	deleted
	moved
	timedOut // in the workflow
	offered
	rejected
	unanswered
	withdrawn // reservation canceled
	rescinded

	// From here on with a wait.

	canceled // since the creation

	// acceptedFirst is the first acceptance of a task. A transferred task is
	// accepted again: acceptedHere when that is the first time since it entered
	// the queue whose figures these are, else acceptedAgain. All three wait since
	// the creation.
	acceptedFirst
	acceptedHere
	acceptedAgain

	queued // a first acceptance since the entry into the queue, with the wait since then

	happenings
)

// measures number the sums of waits.
const (
	waitCanceled = iota
	waitAccepted // acceptedFirst and acceptedHere
	waitAgain
	waitQueued
	measures
)

// measure is the sum that a happening with a wait goes into.
func (h happening) measure() int {
	switch h {
	case canceled:
		return waitCanceled
	case acceptedFirst, acceptedHere:
		return waitAccepted
	case acceptedAgain:
		return waitAgain
	default:
		return waitQueued
	}
}

// split reports whether split_by_wait_time counts the happening.
func (h happening) split() bool { return h == canceled || h == acceptedFirst }

// spread is what is known of many durations without keeping them. The sum is
// kept as whole seconds and what they leave: a Duration holds 292 years, and
// fifteen thousand workers spend a thousand in a month.
type spread struct {
	n            int
	min, max     time.Duration
	whole, rests int64 // seconds; the sum of the rests in nanoseconds
}

func (s *spread) add(d time.Duration) {
	if s.n == 0 || d < s.min {
		s.min = d
	}
	s.max = max(s.max, d)
	s.n++
	whole := seconds(d)
	s.whole += whole
	s.rests += int64(d) - whole*int64(time.Second)
}

// repeat adds d n times.
func (s *spread) repeat(d time.Duration, n int) {
	if n <= 0 {
		return
	}
	whole := seconds(d)
	rests := (int64(d) - whole*int64(time.Second)) * int64(n)
	s.merge(&spread{n: n, min: d, max: d, whole: whole * int64(n), rests: rests})
}

func (s *spread) merge(o *spread) {
	if o.n == 0 {
		return
	}
	if s.n == 0 || o.min < s.min {
		s.min = o.min
	}
	s.max = max(s.max, o.max)
	s.n += o.n
	s.whole += o.whole
	s.rests += o.rests
}

// total is the sum in whole seconds.
func (s *spread) total() int64 { return s.whole + s.rests/int64(time.Second) }

// sums is the happenings of a span of time added up.
type sums struct {
	counts [happenings]uint32
	waits  [measures]spread
}

func (s *sums) note(h happening, wait time.Duration) {
	s.counts[h]++
	if h >= canceled {
		s.waits[h.measure()].add(wait)
	}
}

func (s *sums) merge(o *sums) {
	for i, n := range o.counts {
		s.counts[i] += n
	}
	for i := range o.waits {
		s.waits[i].merge(&o.waits[i])
	}
}
