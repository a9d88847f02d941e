package taskrouter

import (
	"cmp"
	"iter"
	"slices"
	"time"
)

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
// kept as whole seconds and what they leave, since a Duration holds no more
// than 292 years: ten workers of a month each an hour of their day, fifteen
// thousand of them a thousand years.
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

// history is what happened to the tasks of one lane, minute by minute; minutes
// in which nothing happened are not there.
type history struct{ minutes []*minute }

// minute is the happenings of one minute: their sums, and each of them as long
// as the retention allows. Windows are inclusive at both ends, so what happened
// at the very instant a minute begins has a minute of its own: a window from one
// whole minute to another is exact by sums alone.
type minute struct {
	lane     *lane
	from, to instant // both inclusive
	last     instant // of a happening
	sums     sums
	samples  samples
	bare     bool // the samples are gone; splits tells what they knew
	splits   splits
}

// sample is one happening, packed since millions are kept.
type sample struct {
	when uint64 // nanoseconds since the minute's from, and the happening in the low four bits
	wait time.Duration
}

func (m *minute) sample(h happening, at instant, wait time.Duration) sample {
	return sample{uint64(at-m.from)<<4 | uint64(h), wait}
}

func (s sample) happening() happening { return happening(s.when & 15) }

func (m *minute) at(s sample) instant { return m.from + instant(s.when>>4) }

// samples are those without a wait, most of which take 8 bytes, and those with
// one, which are all that a split looks at.
type samples struct {
	plain  chunks[uint64] // sample.when
	waited chunks[sample]
	n      int
}

func (s *samples) add(x sample) {
	s.n++
	if x.happening() < canceled {
		s.plain.add(x.when)
		return
	}
	s.waited.add(x)
}

// all yields those without a wait first.
func (s *samples) all() iter.Seq[sample] {
	return func(yield func(sample) bool) {
		for when := range s.plain.all() {
			if !yield(sample{when: when}) {
				return
			}
		}
		s.waited.all()(yield)
	}
}

// chunks is a list that grows by chunks, each twice the size of the one before
// up to a bound, so that a busy minute is not copied over and over, and a quiet
// one is small.
type chunks[T any] struct {
	full [][]T
	tail []T
}

// The sizes of the first and the largest chunks.
const (
	firstChunk = 4
	mostChunk  = 1024
)

func (c *chunks[T]) add(x T) {
	if len(c.tail) == cap(c.tail) {
		c.grow()
	}
	c.tail = append(c.tail, x)
}

func (c *chunks[T]) grow() {
	size := firstChunk
	if len(c.tail) > 0 {
		c.full = append(c.full, c.tail)
		size = min(2*len(c.tail), mostChunk)
	}
	c.tail = make([]T, 0, size)
}

func (c *chunks[T]) all() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, chunk := range c.full {
			for _, x := range chunk {
				if !yield(x) {
					return
				}
			}
		}
		for _, x := range c.tail {
			if !yield(x) {
				return
			}
		}
	}
}

// minuteOf is the span of the minute that at belongs to.
func minuteOf(at instant) (from, to instant) {
	rest := at % instant(time.Minute)
	if rest == 0 {
		return at, at
	}
	if rest < 0 {
		rest += instant(time.Minute)
	}
	begin := at - rest
	return begin + 1, begin + instant(time.Minute) - 1
}

// note adds a happening. A minute without samples keeps what splits ask for.
func (m *minute) note(h happening, at instant, wait time.Duration) {
	m.last = at
	m.sums.note(h, wait)
	if !m.bare {
		m.samples.add(m.sample(h, at, wait))
	} else if h.split() {
		m.splits.add(h, wait)
	}
}

// drop forgets the samples.
func (m *minute) drop() {
	m.bare = true
	for s := range m.samples.waited.all() {
		if h := s.happening(); h.split() {
			m.splits.add(h, s.wait)
		}
	}
	m.splits.compact()
	m.samples = samples{}
}

// splits counts waits by whole seconds: what split_by_wait_time needs, whatever
// the thresholds.
type splits struct {
	list   []waitCount
	sorted int // the length after the last compaction
}

// waitCount is how many tasks were canceled or accepted after a wait; key is
// the wait in whole seconds, and in the lowest bit whether they were canceled.
type waitCount struct{ key, n uint32 }

func (s *splits) add(h happening, wait time.Duration) {
	key := uint32(min(seconds(wait), 1<<31-1)) << 1
	if h == canceled {
		key |= 1
	}
	s.list = append(s.list, waitCount{key, 1})
	if len(s.list) > 2*s.sorted+64 {
		s.compact()
	}
}

// compact brings equal waits together.
func (s *splits) compact() {
	slices.SortFunc(s.list, func(a, b waitCount) int { return cmp.Compare(a.key, b.key) })
	merged := s.list[:0]
	for _, next := range s.list {
		if n := len(merged); n > 0 && merged[n-1].key == next.key {
			merged[n-1].n += next.n
			continue
		}
		merged = append(merged, next)
	}
	s.list, s.sorted = slices.Clone(merged), len(merged)
}

// gathering is a question about histories with the answer so far.
type gathering struct {
	from, to instant
	sums     sums
	splits   []WaitSplit
}

// gather adds what happened from g.from to g.to. Whoever asks has made sure
// that samples are there for a minute that the window cuts.
func (g *gathering) gather(h *history) {
	i, _ := slices.BinarySearchFunc(h.minutes, g.from, func(m *minute, from instant) int { return cmp.Compare(m.to, from) })
	for _, m := range h.minutes[i:] {
		if m.from > g.to {
			return
		}
		if m.from >= g.from && m.last <= g.to {
			g.whole(m)
			continue
		}
		for s := range m.samples.all() {
			if at := m.at(s); at >= g.from && at <= g.to {
				g.sums.note(s.happening(), s.wait)
				g.split(s)
			}
		}
	}
}

func (g *gathering) whole(m *minute) {
	g.sums.merge(&m.sums)
	if len(g.splits) == 0 {
		return
	}
	for s := range m.samples.waited.all() {
		g.split(s)
	}
	for _, w := range m.splits.list {
		g.count(int64(w.key>>1), w.key&1 == 1, int(w.n))
	}
}

func (g *gathering) split(s sample) {
	if h := s.happening(); len(g.splits) > 0 && h.split() {
		g.count(seconds(s.wait), h == canceled, 1)
	}
}

// count adds n tasks that waited for so many seconds; a wait as long as the
// threshold is below it (lifecycle.md §6.3).
func (g *gathering) count(wait int64, gaveUp bool, n int) {
	for i := range g.splits {
		side := &g.splits[i].Below
		if wait > seconds(g.splits[i].Threshold) {
			side = &g.splits[i].Above
		}
		if gaveUp {
			side.TasksCanceled += n
		} else {
			side.ReservationsAccepted += n
		}
	}
}
