package exchange_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/exchange"
)

// shift is a pool under test, and what its jobs have done.
type shift struct {
	*exchange.Pool
	work sync.WaitGroup

	mu        sync.Mutex
	now, most int
	order     []int
}

func newShift(most, room int) *shift {
	s := &shift{}
	s.Pool = exchange.NewPool(most, room, &s.work)
	return s
}

// add has a job take a second.
func (s *shift) add(ctx context.Context, n int) error {
	return s.Add(ctx, func() {
		s.mu.Lock()
		s.now++
		s.most = max(s.most, s.now)
		s.order = append(s.order, n)
		s.mu.Unlock()
		time.Sleep(time.Second)
		s.mu.Lock()
		s.now--
		s.mu.Unlock()
	})
}

// TestPool takes so many at a time, so many in line, and no more.
func TestPool(t *testing.T) {
	for name, tt := range map[string]struct{ most, room, fit int }{
		"one at a time":           {1, 2, 3},
		"some at a time":          {3, 7, 10},
		"room for any number":     {3, 0, 1000},
		"more at a time than are": {20, 1, 10},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newShift(tt.most, tt.room)
				began := time.Now()
				for n := range tt.fit {
					require.NoError(t, s.add(t.Context(), n))
				}
				if tt.fit == tt.most+tt.room {
					require.ErrorIs(t, s.add(t.Context(), -1), exchange.ErrFull)
				}
				assert.Zero(t, time.Since(began), "nobody waits")
				s.work.Wait()
				assert.Equal(t, min(tt.most, tt.fit), s.most)
				assert.Len(t, s.order, tt.fit)
				waited := s.order[min(tt.most, tt.fit):]
				for round := range slices.Chunk(waited, tt.most) { // those of a round begin together
					slices.Sort(round)
				}
				assert.True(t, slices.IsSorted(waited), "first come, first served")
				assert.Equal(t, time.Duration((tt.fit+tt.most-1)/tt.most)*time.Second, time.Since(began))
				require.NoError(t, s.add(t.Context(), tt.fit), "it is free again")
				s.work.Wait()
				assert.Zero(t, s.now)
			})
		})
	}
}

// TestPoolGivesUp lets a job that is given up have its turn at once, and another
// its place.
func TestPoolGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShift(1, 2)
		ctx, cancel := context.WithCancel(t.Context())
		require.NoError(t, s.add(ctx, 1))
		require.NoError(t, s.add(ctx, 2))
		require.NoError(t, s.add(t.Context(), 3))
		require.ErrorIs(t, s.add(t.Context(), 4), exchange.ErrFull)
		synctest.Wait()
		assert.Equal(t, []int{1}, s.order)
		cancel()
		synctest.Wait()
		assert.Equal(t, []int{1, 2}, s.order, "at once, and the one under way not again")
		require.NoError(t, s.add(t.Context(), 5))
		s.work.Wait()
		assert.Equal(t, []int{1, 2, 3, 5}, s.order)
	})
	t.Run("before it came", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newShift(1, 1)
			require.NoError(t, s.add(t.Context(), 1))
			synctest.Wait()
			over, cancel := context.WithCancel(t.Context())
			cancel()
			require.NoError(t, s.add(over, 2))
			synctest.Wait()
			assert.Equal(t, []int{1, 2}, s.order)
			require.NoError(t, s.add(t.Context(), 3), "its place is free")
			s.work.Wait()
		})
	})
	t.Run("and whoever waits for the others waits for it", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newShift(1, 1)
			began := time.Now()
			ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
			defer cancel()
			require.NoError(t, s.add(t.Context(), 1))
			require.NoError(t, s.add(ctx, 2))
			s.work.Wait()
			assert.Equal(t, 1500*time.Millisecond, time.Since(began))
			assert.Zero(t, s.now)
		})
	})
	t.Run("after its turn", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := newShift(1, 1)
			ctx, cancel := context.WithCancel(t.Context())
			require.NoError(t, s.add(t.Context(), 1))
			require.NoError(t, s.add(ctx, 2))
			time.Sleep(1500 * time.Millisecond)
			cancel()
			s.work.Wait()
			assert.Equal(t, []int{1, 2}, s.order, "once")
		})
	})
}

// TestPoolForgets leaves nothing behind in contexts that live longer than a turn.
func TestPoolForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShift(1, 0)
		ctx := &watched{Context: t.Context(), end: make(chan struct{})}
		for n := range 3 {
			require.NoError(t, s.add(ctx, n))
		}
		assert.EqualValues(t, 2, ctx.watchers.Load())
		s.work.Wait()
		assert.Zero(t, ctx.watchers.Load())
	})
}

// watched counts who waits for its end, which does not come.
type watched struct {
	context.Context
	end      chan struct{} // its own: package context does not look behind it
	watchers atomic.Int32
}

func (w *watched) Done() <-chan struct{} { return w.end }

func (w *watched) AfterFunc(func()) (stop func() bool) {
	w.watchers.Add(1)
	return func() bool {
		w.watchers.Add(-1)
		return true
	}
}

// TestPoolClose carries out what was taken, and takes no more.
func TestPoolClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShift(1, 5)
		for n := range 3 {
			require.NoError(t, s.add(t.Context(), n))
		}
		s.Close()
		s.Close()
		require.ErrorIs(t, s.add(t.Context(), 3), exchange.ErrClosed)
		s.work.Wait()
		assert.Equal(t, []int{0, 1, 2}, s.order)
		require.ErrorIs(t, s.add(t.Context(), 4), exchange.ErrClosed)
	})
}

// TestPoolInDisorder gives jobs up at any moment: each is called once, whoever
// waits for the pool waits for all, and there are never more than may be, but
// those that were given up.
func TestPoolInDisorder(t *testing.T) {
	const most, jobs = 3, 2000
	var work sync.WaitGroup
	p := exchange.NewPool(most, 50, &work)
	var now, taken, called atomic.Int32
	seed := uint64(7)
	random := rand.New(rand.NewPCG(seed, seed))
	for range jobs {
		ctx, cancel := context.WithCancel(t.Context())
		var calls atomic.Int32
		err := p.Add(ctx, func() {
			if calls.Add(1) > 1 {
				t.Error("called again")
			}
			called.Add(1)
			if ctx.Err() != nil {
				return
			}
			if n := now.Add(1); n > most {
				t.Errorf("%d at a time", n)
			}
			time.Sleep(time.Duration(calls.Load()) * time.Microsecond)
			now.Add(-1)
		})
		if err == nil {
			taken.Add(1)
		}
		if random.IntN(2) == 0 {
			work.Go(cancel)
		} else {
			defer cancel()
		}
	}
	p.Close()
	work.Wait()
	assert.Equal(t, taken.Load(), called.Load(), "seed %d", seed)
	assert.Greater(t, taken.Load(), int32(most))
}

// BenchmarkPool measures a job that waits for its turn.
func BenchmarkPool(b *testing.B) {
	var work sync.WaitGroup
	p := exchange.NewPool(1, 0, &work)
	b.ReportAllocs()
	for b.Loop() {
		if err := p.Add(context.Background(), func() {}); err != nil {
			b.Fatal(err)
		}
	}
	work.Wait()
}
