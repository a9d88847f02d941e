package ordered

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEmptySet(t *testing.T) {
	s := New(cmp.Compare[int])
	assert.Equal(t, 0, s.Len())
	_, ok := s.Min()
	assert.False(t, ok, "Min")
	_, ok = s.Max()
	assert.False(t, ok, "Max")
	_, ok = s.At(0)
	assert.False(t, ok, "At")
	assert.Equal(t, 0, s.Rank(7))
	assert.False(t, s.Contains(7))
	assert.False(t, s.Delete(7))
	assert.Empty(t, slices.Collect(s.All()))
	assert.Empty(t, slices.Collect(s.From(0)))
	require.NoError(t, s.check())
	assert.LessOrEqual(t, unsafe.Sizeof(*s), uintptr(32), "an empty set is small")
}

func TestEqualValueIsNotReplaced(t *testing.T) {
	type pair struct{ key, note int }
	s := New(func(a, b pair) int { return cmp.Compare(a.key, b.key) })
	require.True(t, s.Insert(pair{1, 10}))
	require.False(t, s.Insert(pair{1, 20}))
	got, ok := s.Min()
	require.True(t, ok)
	assert.Equal(t, pair{1, 10}, got)
	assert.Equal(t, 1, s.Len())
}

// Each pattern of use is compared with a sorted slice at every size on the way
// up and on the way down.
func TestPatternsAgainstSlice(t *testing.T) {
	const n = 9000 // three levels
	up := func(i int) int { return i }
	down := func(i int) int { return n - 1 - i }
	mixed := func(i int) int { return i * 4093 % n } // 4093 is prime to 9000
	orders := []struct {
		name        string
		in, removal func(int) int
	}{
		{"queue: in at the end, out at the front", up, up},
		{"stack: in at the end, out at the end", up, down},
		{"in at the front, out at the end", down, down},
		{"in at the front, out at the front", down, up},
		{"in anywhere, out anywhere", mixed, mixed},
		{"in at the end, out anywhere", up, mixed},
	}
	for _, tt := range orders {
		t.Run(tt.name, func(t *testing.T) {
			s := New(cmp.Compare[int])
			for i := range n {
				require.True(t, s.Insert(tt.in(i)))
				if i%397 == 0 {
					require.NoError(t, s.check(), "after %d inserts", i+1)
				}
			}
			require.Equal(t, n, s.Len())
			for i := range n {
				if i%397 == 0 {
					require.NoError(t, s.check(), "after %d removals", i)
				}
				require.True(t, s.Contains(tt.removal(i)))
				require.True(t, s.Delete(tt.removal(i)))
				require.False(t, s.Delete(tt.removal(i)))
			}
			require.Equal(t, 0, s.Len())
			require.NoError(t, s.check())
		})
	}
}

// TestWindowAgainstSlice changes a window at both ends and in between.
func TestWindowAgainstSlice(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var w window[int]
	var want []int
	for step := range 20_000 {
		n := len(want)
		switch op := rng.IntN(8); {
		case n < maxItems && op < 4:
			i := []int{n, n, 0, rng.IntN(n + 1)}[op]
			w.insert(i, step)
			want = slices.Insert(want, i, step)
		case n > 0 && (op == 4 || op == 5):
			i := rng.IntN(n) * (op - 4) // mostly the first
			require.Equal(t, want[i], w.remove(i))
			want = slices.Delete(want, i, i+1)
		case op == 6:
			k := rng.IntN(min(4, n+1))
			w.dropFirst(k)
			want = want[k:]
		case n+3 <= maxItems:
			w.open(3)
			copy(w.items(), []int{1, 2, 3})
			want = slices.Concat([]int{1, 2, 3}, want)
		}
		require.Equal(t, len(want), w.len(), "step %d", step)
		require.True(t, slices.Equal(want, w.items()), "step %d", step)
		require.LessOrEqual(t, cap(w.array), 2*(maxItems+1), "step %d", step)
		for _, v := range slices.Concat(w.array[:w.head], w.array[len(w.array):cap(w.array)]) {
			require.Zero(t, v, "step %d: a removed value is still held", step)
		}
	}
}

func TestRandomOperationsAgainstSlice(t *testing.T) {
	for seed := range uint64(6) {
		rng := rand.New(rand.NewPCG(seed, 1))
		m := newModel()
		for step := range 20_000 {
			// The share of inserts swings, so that the set grows and shrinks.
			op := byte(rng.IntN(8))
			if rng.IntN(100) < 35 {
				op = byte(step / 4000 % 2) // 0 inserts, 1 deletes
			}
			m.do(op, rng.IntN(6000))
			if step%2500 == 0 {
				m.verify()
			}
			require.NoError(t, m.err, "seed %d step %d", seed, step)
		}
	}
}

func TestRangesStopEarly(t *testing.T) {
	s := New(cmp.Compare[int])
	for i := range 10_000 {
		s.Insert(2 * i)
	}
	for _, want := range []int{1, 63, 64, 65, 5000} {
		got := 0
		for range s.All() {
			if got++; got == want {
				break
			}
		}
		assert.Equal(t, want, got)
		got = 0
		for v := range s.From(7001) {
			require.Equal(t, 7002+2*got, v)
			if got++; got == want {
				break
			}
		}
		assert.Equal(t, want, got)
	}
	for _, from := range []int{-1, 0, 1, 62, 126, 127, 128, 19_997, 19_998, 19_999} {
		got := slices.Collect(s.From(from))
		first := max(0, (from+1)/2)
		require.Len(t, got, 10_000-first, "from %d", from)
		if len(got) > 0 {
			require.Equal(t, 2*first, got[0], "from %d", from)
		}
	}
}

func TestClear(t *testing.T) {
	s := New(cmp.Compare[int])
	for i := range 1000 {
		s.Insert(i)
	}
	s.Clear()
	require.NoError(t, s.check())
	assert.Equal(t, 0, s.Len())
	assert.True(t, s.Insert(5))
	assert.Equal(t, []int{5}, slices.Collect(s.All()))
}

func TestRemovedPointersAreLetGo(t *testing.T) {
	s := New(func(a, b *int) int { return cmp.Compare(*a, *b) })
	for i := range 500 {
		s.Insert(new(i))
	}
	for i := range 499 {
		s.Delete(new(i))
	}
	require.Equal(t, 1, s.Len())
	leaves := []*node[*int]{s.root}
	if s.free != nil {
		leaves = append(leaves, s.free.leaves...)
	}
	for _, n := range leaves {
		for _, p := range slices.Concat(n.array[:n.head], n.array[len(n.array):cap(n.array)]) {
			require.Nil(t, p, "a removed value is still held")
		}
	}
}

func TestAllocations(t *testing.T) {
	t.Run("a queue at rest", func(t *testing.T) {
		s := New(cmp.Compare[int])
		next := 0
		for ; next < 10_000; next++ {
			s.Insert(next)
		}
		per := testing.AllocsPerRun(20_000, func() {
			s.Insert(next)
			s.Delete(next - 10_000)
			next++
		})
		assert.Less(t, per, 0.05)
	})
	t.Run("a small set that fills and empties", func(t *testing.T) {
		s := New(cmp.Compare[int])
		s.Insert(1)
		s.Delete(1)
		assert.Zero(t, testing.AllocsPerRun(100, func() {
			for i := range 5 {
				s.Insert(i)
			}
			for i := range 5 {
				s.Delete(i)
			}
		}))
	})
	t.Run("reading", func(t *testing.T) {
		s := New(cmp.Compare[int])
		for i := range 5000 {
			s.Insert(i)
		}
		sum := 0
		assert.Zero(t, testing.AllocsPerRun(10, func() {
			for v := range s.All() {
				sum += v
			}
			for v := range s.From(2500) {
				sum += v
			}
			sum += s.Rank(9)
		}))
		assert.Positive(t, sum)
	})
}

func FuzzSet(f *testing.F) {
	f.Add([]byte{0, 1, 2, 0, 3, 4, 1, 1, 2})
	for _, op := range []byte{0, 3} { // in order of value, and at the end
		var grow []byte
		for i := range 400 {
			grow = append(grow, op, byte(i>>8), byte(i))
		}
		f.Add(grow)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m := newModel()
		for len(data) >= 3 {
			m.do(data[0], int(data[1])<<8|int(data[2]))
			data = data[3:]
		}
		m.verify()
		if m.err != nil {
			t.Fatal(m.err)
		}
	})
}

func Example() {
	s := New(cmp.Compare[string])
	for _, name := range []string{"bob", "alice", "carol"} {
		s.Insert(name)
	}
	s.Delete("bob")
	first, _ := s.Min()
	fmt.Println(first, s.Rank("carol"), s.Len())
	// Output: alice 1 2
}
