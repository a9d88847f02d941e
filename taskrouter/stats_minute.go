package taskrouter

import (
	"iter"
	"math/bits"
	"time"
)

// history is what happened to the tasks of one lane, minute by minute; minutes
// in which nothing happened are not there.
type history struct{ minutes []*minute }

// minute is the happenings of one minute on one lane: their sums, and the parts
// that have each of them as long as the retention allows.
type minute struct {
	sums     *sums
	lane     *lane
	from, to instant // both inclusive
	parts    []*part
	sole     bool   // it never had another part than one, and its sums are that one's
	bare     bool   // some parts are gone
	splits   splits // what splits want to know of these
}

// part is the happenings of one minute at one crossing. Mostly it is all that happened
// in its queue or its workflow, so that the minutes of these need no sums of their own.
type part struct {
	from, to instant
	sums     [owners + 1]*sums // of the minutes that have other parts too, and behind them its own
	samples  samples
	plain    [firstChunk]moment // the first of the samples without a wait
	crossing *crossing
	minutes  [owners]*minute // on the lanes of the crossing
}

// join adds a part to a minute of an owner. The first one shares its sums with the
// minute, which gets its own with the second.
func (m *minute) join(p *part, whose owner) {
	switch {
	case m.sums == nil:
		if p.sums[owners] == nil {
			p.sums[owners] = new(sums)
		}
		m.sums, m.sole = p.sums[owners], true
	case m.sole:
		m.sums, m.sole = new(*m.sums), false
		for _, first := range m.parts { // unless it is gone
			first.sums[whose] = m.sums
		}
		p.sums[whose] = m.sums
	default:
		p.sums[whose] = m.sums
	}
	m.parts = append(m.parts, p)
	p.minutes[whose] = m
}

// sample is one happening.
type sample struct {
	happening happening
	wait      time.Duration // of canceled and acceptances
	queued    time.Duration // of acceptances that have it
}

// samples are the happenings of a part. They are packed, since millions are
// kept, and some come together: a task is created, enters a workflow and a queue and
// is offered to a worker at the same instant.
type samples struct {
	plain  chunks[moment] // those without a wait
	waited chunks[waited] // and those with one, which are all that a split looks at
	n      int            // of both
}

// moment is happenings without a wait at one instant: nanoseconds since the
// minute's from, and in the bits below a set of happenings.
type moment uint64

// plainBits is the room for the set.
const plainBits = uint(acceptedFirst)

func (m moment) after() instant { return instant(m >> plainBits) }

func (m moment) set() happeningSet { return happeningSet(m & (1<<plainBits - 1)) }

// waited is a happening with a wait; the low bits of when are its number.
type waited struct {
	when         uint64
	wait, queued time.Duration
}

func (s *samples) addPlain(after uint64, set happeningSet) {
	if last := s.plain.last(); last != nil && last.after() == instant(after) && last.set()&set == 0 {
		*last |= moment(set)
		return
	}
	s.plain.add(moment(after<<plainBits) | moment(set))
	s.n++
}

func (s *samples) addWaited(after uint64, x *sample) {
	s.waited.add(waited{after<<4 | uint64(x.happening), x.wait, x.queued})
	s.n++
}

// settle moves the last of the samples without a wait, which may still be changed,
// so that a copy of the samples stays as it is.
func (s *samples) settle() {
	tail := &s.plain.tail
	*tail = append(make([]moment, 0, cap(*tail)), *tail...)
}

// all yields those without a wait first, with the time since the minute's from.
// A sample is valid until the next.
func (s *samples) all() iter.Seq2[instant, *sample] {
	return func(yield func(instant, *sample) bool) {
		var x sample
		for m := range s.plain.all() {
			for set := m.set(); set != 0; set &= set - 1 {
				x.happening = happening(bits.TrailingZeros16(uint16(set)))
				if !yield(m.after(), &x) {
					return
				}
			}
		}
		for w := range s.waited.all() {
			x = sample{w.happening(), w.wait, w.queued}
			if !yield(w.after(), &x) {
				return
			}
		}
	}
}

func (w *waited) after() instant { return instant(w.when >> 4) }

func (w *waited) happening() happening { return happening(w.when & 15) }

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

// last returns the last of the list, or nil.
func (c *chunks[T]) last() *T {
	if len(c.tail) == 0 {
		return nil
	}
	return &c.tail[len(c.tail)-1]
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
