package runner

import (
	"fmt"
	"iter"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
)

// A page lets a command in after every slice, whether it shows the entries or
// passes over them.
func TestPageLetsTheWriterIn(t *testing.T) {
	for _, tt := range []struct {
		name string
		keep bool
	}{{"copying", true}, {"passing over", false}} {
		t.Run(tt.name, func(t *testing.T) {
			r := withWorkers(t, 2*maxSlice+10)
			applied := make(chan error, 1)
			l, met := workers(), 0
			l.keep = func(e *taskrouter.Engine, _ taskrouter.Worker) bool {
				if met%maxSlice == 0 {
					name := fmt.Sprint("late ", met)
					go func() {
						_, err := r.Apply(t.Context(), &taskrouter.CreateWorker{FriendlyName: name})
						applied <- err
					}()
					r.state.awaitWriter()
				}
				met++
				_, found := e.WorkerByName(fmt.Sprint("late ", (met-1)/maxSlice*maxSlice))
				assert.False(t, found, "while entry %d of a slice is read", met)
				if slice := (met-1)/maxSlice - 1; slice >= 0 {
					_, found := e.WorkerByName(fmt.Sprint("late ", slice*maxSlice))
					assert.True(t, found, "after slice %d", slice)
				}
				return tt.keep
			}
			page, err := l.page(r, Cursor[taskrouter.WorkerSID]{}, maxPageSize)
			require.NoError(t, err)
			// The first two came while the page was being read; where they are shown
			// is the end of the listing.
			assert.Equal(t, 2*maxSlice+10+2, met)
			if tt.keep {
				assert.Len(t, page.Items, met)
			} else {
				assert.Empty(t, page.Items)
			}
			for range 3 {
				require.NoError(t, <-applied)
			}
		})
	}
}

// A page begins at its cursor, and the entries before it are not looked at,
// unless the cursor's entry has been removed.
func TestPageSeeks(t *testing.T) {
	r := withWorkers(t, 50)
	l, met := workers(), 0
	all := l.all
	l.all = func(e *taskrouter.Engine) iter.Seq[taskrouter.Worker] {
		return func(yield func(taskrouter.Worker) bool) {
			for w := range all(e) {
				if met++; !yield(w) {
					return
				}
			}
		}
	}
	first, err := l.page(r, Cursor[taskrouter.WorkerSID]{}, 20)
	require.NoError(t, err)
	assert.Equal(t, 21, met, "the page, and one to see that there is another")
	second, err := l.page(r, first.Next, 20)
	require.NoError(t, err)
	assert.Equal(t, "worker 20", second.Items[0].FriendlyName)
	last, err := l.page(r, second.Next, 20)
	require.NoError(t, err)
	assert.Len(t, last.Items, 10)
	assert.Equal(t, 21, met, "nothing was read from the beginning")

	_, err = r.Apply(t.Context(), &taskrouter.DeleteWorker{SID: second.Next.SID})
	require.NoError(t, err)
	again, err := l.page(r, second.Next, 20)
	require.NoError(t, err)
	assert.Equal(t, last.Items, again.Items)
	assert.Equal(t, 21+49, met)
}

// What is being read when the workspace ends is not released.
func TestEndWhileAPageIsRead(t *testing.T) {
	r := withWorkers(t, maxSlice)
	l, met := workers(), 0
	l.keep = func(*taskrouter.Engine, taskrouter.Worker) bool {
		if met++; met == maxSlice {
			go r.Close()
			r.state.awaitWriter()
		}
		return true
	}
	page, err := l.page(r, Cursor[taskrouter.WorkerSID]{}, maxPageSize)
	require.ErrorIs(t, err, ErrClosed)
	assert.Empty(t, page.Items)
	assert.Equal(t, maxSlice, met)
	_, err = r.TaskReservations(taskrouter.TaskSID{})
	require.ErrorIs(t, err, ErrClosed)
}

// withWorkers is a runner with as many workers, no two of the same instant.
func withWorkers(t *testing.T, many int) *Runner {
	r, err := New(Config{})
	require.NoError(t, err)
	t.Cleanup(func() { r.Close() })
	for i := range many {
		events, err := r.Apply(t.Context(), &taskrouter.CreateWorker{FriendlyName: fmt.Sprint("worker ", i)})
		require.NoError(t, err)
		for next := r.clock.Now(); !next.After(events[0].At); next = r.clock.Now() { // a coarse clock
		}
	}
	return r
}
