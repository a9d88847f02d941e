package taskrouter

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/ordered"
)

// TestAgenda holds the agenda against a sorted list, over random timers of more
// lengths than there are tracks, started in order and out of it.
func TestAgenda(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 7))
		a := newAgenda()
		var now instant
		var running, idle []*timer
		for i := range 60 {
			idle = append(idle, &timer{task: &task{provenance: provenance{sequence: uint64(random.IntN(40))<<8 | uint64(i)}}})
		}
		for range 3000 {
			switch {
			case len(idle) > 0 && random.IntN(2) == 0:
				i := random.IntN(len(idle))
				x := idle[i]
				idle = slices.Delete(idle, i, i+1)
				x.kind = deadlineKind(random.IntN(int(deadlineKinds)))
				length := time.Duration(random.IntN(3 * maxTracks / 5))
				a.start(x, now.add(length-time.Duration(random.IntN(3))), length)
				running = append(running, x)
			case len(running) > 0 && random.IntN(3) == 0:
				i := random.IntN(len(running))
				a.stop(running[i])
				idle = append(idle, running[i])
				running = slices.Delete(running, i, i+1)
			default:
				now++
			}
			require.Equal(t, len(running), a.len)
			if len(running) == 0 {
				require.Nil(t, a.first())
				continue
			}
			require.Same(t, slices.MinFunc(running, compareTimers), a.first())
		}
		require.Positive(t, a.known)
		listed := slices.SortedFunc(a.all(), compareTimers)
		slices.SortFunc(running, compareTimers)
		require.Equal(t, running, listed)
	}
}

// TestAgendaForgetsLengths lets the tracks of lengths that nothing has any more
// go to others.
func TestAgendaForgetsLengths(t *testing.T) {
	a := newAgenda()
	start := func(length time.Duration) *timer {
		x := &timer{task: &task{}}
		a.start(x, instant(length), length)
		return x
	}
	var first []*timer
	for i := range maxTracks {
		first = append(first, start(time.Duration(i)))
	}
	crowded := start(maxTracks)
	require.Equal(t, uint8(trackless), crowded.track, "all tracks are taken")
	a.stop(first[5])
	require.Equal(t, uint8(6), start(maxTracks+1).track, "the empty one is given to another length")
	a.stop(crowded)
	require.Equal(t, maxTracks, a.len)
}

// BenchmarkAgenda starts and stops a timer among many of its length, beside the
// ordered set that could hold them too.
func BenchmarkAgenda(b *testing.B) {
	const length = 24 * time.Hour
	for _, running := range []int{1_000, 1_000_000} {
		timers := make([]timer, running)
		owner := &task{}
		b.Run(fmt.Sprintf("tracks/running=%d", running), func(b *testing.B) {
			a := newAgenda()
			var now instant
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				x := &timers[n%running]
				now++
				if x.isSet() {
					a.stop(x)
				}
				x.task = owner
				a.start(x, now.add(length), length)
				if a.first() == nil {
					b.Fatal("nothing is due")
				}
			}
		})
		clear(timers)
		b.Run(fmt.Sprintf("ordered/running=%d", running), func(b *testing.B) {
			set := ordered.New(compareTimers)
			var now instant
			b.ReportAllocs()
			for n := 0; b.Loop(); n++ {
				x := &timers[n%running]
				now++
				if x.task != nil {
					set.Delete(x)
				}
				x.task, x.at = owner, now.add(length)
				set.Insert(x)
				if _, ok := set.Min(); !ok {
					b.Fatal("nothing is due")
				}
			}
		})
	}
}
