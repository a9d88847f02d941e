package taskrouter

import (
	"fmt"
	"testing"

	"github.com/goacd/acd/internal/ordered"
)

// BenchmarkLineup looks for the first class of a queue when twenty of its classes
// have been reserved since the last look, as they are where each worker is in twenty
// queues: in a lineup, and in an ordered set of the same.
func BenchmarkLineup(b *testing.B) {
	const each = 20
	for _, n := range []int{400, 40_000} {
		fronts := make([]front, n)
		turn := 0
		reserve := func() { // those at the front, in an order that jumps about
			for i := range each {
				fronts[(turn+i)%n].head = spot(n + turn + (i*7)%each)
			}
			turn += each
		}
		begin := func() {
			turn = 0
			for i := range fronts {
				fronts[i] = front{spot(i), spot(i)}
			}
		}
		b.Run(fmt.Sprintf("lineup/classes=%d", n), func(b *testing.B) {
			begin()
			l, room := &lineup{}, []standing(nil)
			for i := range fronts {
				l.known = append(l.known, whose{fronts[i].head, uint32(i)})
			}
			l.renew()
			b.ReportAllocs()
			for b.Loop() {
				reserve()
				if c, ok := l.first(fronts, &room); !ok || int(c) != turn%n {
					b.Fatal("another class")
				}
			}
		})
		b.Run(fmt.Sprintf("set/classes=%d", n), func(b *testing.B) {
			begin()
			set, room := ordered.New(compareStandings), []standing(nil)
			for i := range fronts {
				set.Insert(standing{fronts[i].head, uint32(i)})
			}
			b.ReportAllocs()
			for b.Loop() {
				reserve()
				stale := room[:0]
				first := standing{}
				for x := range set.All() {
					if first = x; fronts[x.place].head == x.spot {
						break
					}
					stale = append(stale, x)
				}
				for _, x := range stale {
					set.Delete(x)
					set.Insert(standing{fronts[x.place].head, x.place})
				}
				if room = stale; int(first.place) != turn%n {
					b.Fatal("another class")
				}
			}
		})
	}
}

// BenchmarkPool lets the only member of a class become busy and idle again: in a
// pool, and in the set that it has for more of them.
func BenchmarkPool(b *testing.B) {
	w := &worker{}
	b.Run("pool", func(b *testing.B) {
		var p pool
		turn := spot(0)
		for b.Loop() {
			p.add(idler{turn, w})
			p.remove(p.first())
			turn++
		}
	})
	b.Run("set", func(b *testing.B) {
		set := ordered.New(compareIdlers)
		turn := spot(0)
		for b.Loop() {
			set.Insert(idler{turn, w})
			first, _ := set.Min()
			set.Delete(first)
			turn++
		}
	})
}
