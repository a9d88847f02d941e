package queue

import (
	"math/bits"
	"time"
)

// sum adds up instants in 128 bits. The sum of the instants at which the
// members of a queue joined gives their mean wait at any time without a visit
// to each member (queue.md §2.1), and exactly: 64 bits would overflow within
// a handful of members.
type sum struct{ high, low uint64 }

func (s *sum) add(i instant) {
	var carry uint64
	s.low, carry = bits.Add64(s.low, uint64(i), 0)
	s.high += carry
}

func (s *sum) remove(i instant) {
	var borrow uint64
	s.low, borrow = bits.Sub64(s.low, uint64(i), 0)
	s.high -= borrow
}

// meanSince returns the mean of the times from n summed instants to now,
// rounded down to whole seconds; 0 when n is 0. No summed instant may lie after
// now.
func (s sum) meanSince(now instant, n int) time.Duration {
	if n == 0 {
		return 0
	}
	// n·now − s is the sum of the waits. Its high word is below n, since each
	// wait fits 64 bits, so that the division cannot overflow.
	high, low := bits.Mul64(uint64(now), uint64(n))
	low, borrow := bits.Sub64(low, s.low, 0)
	high -= s.high + borrow
	mean, _ := bits.Div64(high, low, uint64(n))
	return time.Duration(mean).Truncate(time.Second)
}
