package runner

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
)

// awaitWriter returns when the writer holds the entrance. Nobody else may come
// to it meanwhile.
func (t *turnstile) awaitWriter() {
	for t.entrance.TryLock() {
		t.entrance.Unlock()
		runtime.Gosched()
	}
}

// A writer that waits comes before whoever lets it in and before all newcomers.
func TestTurnstileLetsTheWriterPassFirst(t *testing.T) {
	const readers, rounds = 4, 200
	for range rounds {
		var s turnstile
		var turns []string // guarded by s
		var all sync.WaitGroup
		s.enter()
		all.Go(func() {
			s.enterFirst()
			turns = append(turns, "writer")
			s.leave()
		})
		s.awaitWriter()
		for range readers {
			all.Go(func() {
				s.enter()
				turns = append(turns, "newcomer")
				s.leave()
			})
		}
		runtime.Gosched() // or they may all come too late to be a danger
		turns = append(turns, "first slice")
		s.leave()
		s.enter()
		turns = append(turns, "second slice")
		s.leave()
		all.Wait()
		require.Equal(t, []string{"first slice", "writer"}, turns[:2])
		require.Len(t, turns, 3+readers)
	}
}

// Of readers who never rest, each takes at most one turn before a writer that
// waits: those who have come through the entrance before it.
func TestTurnstileAmongReadersWhoNeverRest(t *testing.T) {
	const readers, commands = 4, 500
	var s turnstile
	var begun atomic.Int64 // turns of readers
	var done atomic.Bool
	var all sync.WaitGroup
	for range readers {
		all.Go(func() {
			for !done.Load() {
				s.enter()
				begun.Add(1)
				runtime.Gosched() // in the middle of it
				s.leave()
			}
		})
	}
	for range commands {
		// What enterFirst does, in its two steps.
		s.entrance.Lock()
		before := begun.Load()
		s.state.Lock()
		met := begun.Load() - before
		s.entrance.Unlock()
		s.leave()
		assert.LessOrEqual(t, met, int64(readers))
	}
	done.Store(true)
	all.Wait()
}

// The next time that a view lets the writer in, a command that waits is applied,
// whoever else wants to read.
func TestCommandComesAfterOneSlice(t *testing.T) {
	r, err := New(Config{})
	require.NoError(t, err)
	defer r.Close()
	applied := make(chan error, 1)
	var others sync.WaitGroup
	err = r.View(func(v Reader, _ time.Time, breathe func() bool) {
		go func() {
			_, err := r.Apply(t.Context(), &taskrouter.CreateWorker{FriendlyName: "late"})
			applied <- err
		}()
		r.state.awaitWriter()
		for range 3 {
			others.Go(func() {
				w, err := r.WorkerByName("late")
				assert.NoError(t, err, "he was there before anybody looked")
				assert.Equal(t, "late", w.FriendlyName)
			})
		}
		for i := range maxSlice {
			if _, early := v.WorkerByName("late"); early {
				t.Errorf("applied while %d entries of a slice were read", i)
			}
			breathe()
		}
		_, found := v.WorkerByName("late")
		assert.True(t, found, "applied between two slices")
	})
	require.NoError(t, err)
	require.NoError(t, <-applied)
	others.Wait()
}

// A reader gets his turn although the writer comes back at once, always.
func TestReaderBesideAWriterWhoNeverRests(t *testing.T) {
	var s turnstile
	var done atomic.Bool
	var writer sync.WaitGroup
	writer.Go(func() {
		for !done.Load() {
			s.enterFirst()
			s.leave()
		}
	})
	for range 100 { // each of them ends
		s.enter()
		s.leave()
	}
	done.Store(true)
	writer.Wait()
}

// BenchmarkTurns is one turn of the writer among readers who never rest, with a
// turnstile and with a mutex alone: how many slices of readers begin while the
// writer waits, in the mean and at most. A slice is about what 256 entries cost.
// That more than one of each reader is met is the scheduler's doing, who can stop
// the writer before it has come to the entrance.
func BenchmarkTurns(b *testing.B) {
	var stile turnstile
	var mutex sync.Mutex
	for _, bench := range []struct {
		name                     string
		enter, enterFirst, leave func()
	}{
		{"mutex", mutex.Lock, mutex.Lock, mutex.Unlock},
		{"turnstile", stile.enter, stile.enterFirst, stile.leave},
	} {
		for _, readers := range []int{0, 1, 4} {
			b.Run(fmt.Sprintf("%s/readers=%d", bench.name, readers), func(b *testing.B) {
				var begun atomic.Int64
				var done atomic.Bool
				var reading sync.WaitGroup
				for range readers {
					reading.Go(func() {
						for !done.Load() {
							bench.enter()
							begun.Add(1)
							readSlice()
							bench.leave()
						}
					})
				}
				var sum, longest int64
				for b.Loop() {
					runtime.Gosched() // as one who waits for commands
					before := begun.Load()
					bench.enterFirst()
					met := begun.Load() - before
					bench.leave()
					sum, longest = sum+met, max(longest, met)
				}
				done.Store(true)
				reading.Wait()
				b.ReportMetric(float64(sum)/float64(b.N), "slices/turn")
				b.ReportMetric(float64(longest), "slices/longest")
			})
		}
	}
}

// readSlice takes about as long as 256 entries of a listing.
func readSlice() {
	var sum uint64
	for i := range uint64(20_000) {
		sum += i * i
	}
	if sum == 0 {
		panic("a sum that nobody could expect")
	}
}
