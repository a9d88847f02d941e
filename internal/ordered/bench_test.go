package ordered

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
)

// One operation on a set of 1,000 and of 1,000,000 values, side by side. Not
// measured: comparisons dearer than that of two integers or three.

var sizes = []int{1_000, 1_000_000}

func filled(n int) *Set[int] {
	s := New(cmp.Compare[int])
	for i := range n {
		s.Insert(i)
	}
	return s
}

// spread turns a counter into values of [0, n) that jump about.
func spread(i, n int) int { return int(uint64(i) * 0x9e3779b97f4a7c15 % uint64(n)) }

func perSize(b *testing.B, run func(b *testing.B, s *Set[int], n int)) {
	for _, n := range sizes {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			s := filled(n)
			b.ReportAllocs()
			run(b, s, n)
		})
	}
}

func BenchmarkQueue(b *testing.B) { // in at the end, out at the front
	perSize(b, func(b *testing.B, s *Set[int], n int) {
		for next := n; b.Loop(); next++ {
			s.Insert(next)
			first, _ := s.Min()
			s.Delete(first)
		}
	})
}

// idler is a value of the size that most sets hold.
type idler struct {
	last     int
	sequence uint64
	who      *int
}

func compareIdlers(a, b idler) int {
	if c := cmp.Compare(a.last, b.last); c != 0 {
		return c
	}
	return cmp.Compare(a.sequence, b.sequence)
}

// BenchmarkRotation sends the first value to the end, as a worker goes who gets a
// task: in a set, and in a sorted slice, whose others move up each time.
func BenchmarkRotation(b *testing.B) {
	for _, n := range []int{1, 40, 1_000, 100_000} {
		who := new(int)
		b.Run(fmt.Sprintf("set/n=%d", n), func(b *testing.B) {
			s := New(compareIdlers)
			for i := range n {
				s.Insert(idler{last: i, who: who})
			}
			b.ReportAllocs()
			for next := n; b.Loop(); next++ {
				first, _ := s.Min()
				s.Delete(first)
				first.last = next
				s.Insert(first)
			}
		})
		b.Run(fmt.Sprintf("slice/n=%d", n), func(b *testing.B) {
			var list []idler
			for i := range n {
				list = append(list, idler{last: i, who: who})
			}
			b.ReportAllocs()
			for next := n; b.Loop(); next++ {
				first := list[0]
				i, _ := slices.BinarySearchFunc(list, first, compareIdlers)
				list = slices.Delete(list, i, i+1)
				first.last = next
				i, _ = slices.BinarySearchFunc(list, first, compareIdlers)
				list = slices.Insert(list, i, first)
			}
		})
	}
}

func BenchmarkMiddle(b *testing.B) { // out anywhere, in again
	perSize(b, func(b *testing.B, s *Set[int], n int) {
		for i := 0; b.Loop(); i++ {
			v := spread(i, n)
			s.Delete(v)
			s.Insert(v)
		}
	})
}

func BenchmarkRank(b *testing.B) {
	perSize(b, func(b *testing.B, s *Set[int], n int) {
		for i := 0; b.Loop(); i++ {
			s.Rank(spread(i, n))
		}
	})
}

func BenchmarkAt(b *testing.B) {
	perSize(b, func(b *testing.B, s *Set[int], n int) {
		for i := 0; b.Loop(); i++ {
			s.At(spread(i, n))
		}
	})
}

func BenchmarkFill(b *testing.B) { // one whole set, values in order
	for _, n := range sizes {
		b.Run(fmt.Sprintf("n=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				filled(n)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/value")
		})
	}
}
