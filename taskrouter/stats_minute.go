package taskrouter

import (
	"iter"
	"time"
)

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
