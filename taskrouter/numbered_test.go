package taskrouter

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/sid"
)

// TestNumberedAgreesWithAMap: whatever comes and goes, by SIDs that were made and by
// chosen ones, of its own source too, and whoever outlives the others.
func TestNumberedAgreesWithAMap(t *testing.T) {
	for seed := range uint64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			source := sid.NewSource(seed, "numbered")
			n, want := newNumbered[sid.Task, int](source), map[TaskSID]*int{}
			var live, gone []TaskSID
			add := func(chosen TaskSID) {
				s := n.choose(chosen)
				if want[s] != nil {
					require.Equal(t, chosen, s, "a SID was made twice")
					return
				}
				want[s] = new(int)
				n.add(s, want[s])
				live = append(live, s)
			}
			for step := range 20_000 {
				crowd := 300 * (1 + step/4_000%3) // grows and shrinks
				switch roll := random.IntN(100); {
				case roll < 3:
					add(sid.FromBytes[sid.Task]([16]byte{1, byte(random.IntN(256))}))
				case roll < 6:
					add(sid.Make[sid.Task](source, n.made+uint64(random.IntN(20)))) // perhaps a later one
				case roll < 8 && len(gone) > 0:
					add(gone[random.IntN(len(gone))])
				case len(live) < crowd && roll < 60:
					add(TaskSID{})
				case len(live) > 0:
					i := random.IntN(min(len(live), 1+random.IntN(len(live)))) // the older the likelier
					if i < 5 && roll < 95 {
						continue // a few stay for long
					}
					s := live[i]
					assert.Same(t, want[s], n.remove(s))
					delete(want, s)
					live = append(live[:i], live[i+1:]...)
					gone = append(gone, s)
					assert.Nil(t, n.remove(s))
				}
				require.Equal(t, len(want), n.len())
				if step%500 == 0 {
					for s, rec := range want {
						require.Same(t, rec, n.get(s))
					}
					for _, s := range gone {
						require.Equal(t, want[s] == nil, n.get(s) == nil)
					}
				}
			}
			assert.Nil(t, n.get(TaskSID{}))
			for _, s := range live {
				n.remove(s)
			}
			assert.Zero(t, n.len())
			assert.Nil(t, n.others)
			clear(want)
			for range 2 * pageSize {
				add(TaskSID{})
			}
			assert.LessOrEqual(t, len(n.pages), mostPages)
		})
	}
}

// TestWhoOutlivesTheOthersHoldsNoRoom: one record of the first day does not keep
// the pages of a million others.
func TestWhoOutlivesTheOthersHoldsNoRoom(t *testing.T) {
	n := newNumbered[sid.Task, int](sid.NewSource(1, "numbered"))
	first := n.choose(TaskSID{})
	n.add(first, new(7))
	record := new(int)
	turn := func() {
		s := n.choose(TaskSID{})
		n.add(s, record)
		n.remove(s)
	}
	for range 100_000 {
		turn()
	}
	assert.LessOrEqual(t, len(n.pages), 2)
	assert.Zero(t, testing.AllocsPerRun(10*pageSize, turn), "pages are used again")
	assert.Equal(t, 7, *n.get(first))
	assert.LessOrEqual(t, len(n.pages), mostPages)
	assert.Len(t, n.others, 1)
}

// TestNobodyWaitsForAllWhoMove: after nearly all have gone, those who are left move
// a few at a time.
func TestNobodyWaitsForAllWhoMove(t *testing.T) {
	n := newNumbered[sid.Task, int](sid.NewSource(1, "numbered"))
	record := new(int)
	next := func() TaskSID {
		s := n.choose(TaskSID{})
		n.add(s, record)
		return s
	}
	var all []TaskSID
	for range 1_000 * pageSize {
		all = append(all, next())
	}
	for i, s := range all {
		if i%pageSize > 0 {
			n.remove(s)
		}
	}
	left, moved := n.len(), len(n.others)
	require.Greater(t, len(n.pages), 900)
	for len(n.pages) > mostPages*(n.len()/pageSize+1) {
		next()
		assert.LessOrEqual(t, len(n.others)-moved, mostMoved*pageSize)
		moved = len(n.others)
	}
	assert.Less(t, n.len(), left+200*pageSize, "they have moved by then")
}

// BenchmarkNumbered is what a record costs that is made, found twice and removed
// again, beside so many that stay as long as it.
func BenchmarkNumbered(b *testing.B) {
	source := sid.NewSource(1, "numbered")
	for _, live := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprintf("live=%d/pages", live), func(b *testing.B) {
			n := newNumbered[sid.Task, int](source)
			ring := make([]TaskSID, live)
			turn := func(i int) {
				if old := ring[i%live]; !old.IsZero() {
					n.remove(old)
				}
				s := n.choose(TaskSID{})
				n.add(s, &live)
				ring[i%live] = s
				if n.get(s) == nil || n.get(ring[i/2%live]) == nil {
					b.Fatal("lost")
				}
			}
			for i := range live {
				turn(i)
			}
			for i := live; b.Loop(); i++ {
				turn(i)
			}
		})
		b.Run(fmt.Sprintf("live=%d/map", live), func(b *testing.B) {
			n, made := map[TaskSID]*int{}, uint64(0)
			ring := make([]TaskSID, live)
			turn := func(i int) {
				if old := ring[i%live]; !old.IsZero() {
					delete(n, old)
				}
				made++
				s := sid.Make[sid.Task](source, made)
				n[s] = &live
				ring[i%live] = s
				if n[s] == nil || n[ring[i/2%live]] == nil {
					b.Fatal("lost")
				}
			}
			for i := range live {
				turn(i)
			}
			for i := live; b.Loop(); i++ {
				turn(i)
			}
		})
	}
}

// BenchmarkOutlived makes SIDs while a million records are in the map, which outlived
// all that were made with them: without a look there, and with one, as where callers
// chose SIDs.
func BenchmarkOutlived(b *testing.B) {
	for _, chosen := range []bool{false, true} {
		b.Run(fmt.Sprintf("chosen=%t", chosen), func(b *testing.B) {
			n := newNumbered[sid.Task, int](sid.NewSource(1, "numbered"))
			for range sized(10_000, 1_000_000) {
				n.keep(n.choose(TaskSID{}), new(int))
			}
			n.chosen = chosen
			for b.Loop() {
				n.choose(TaskSID{})
			}
		})
	}
}
