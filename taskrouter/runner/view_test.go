package runner_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// TestViewIsOneMoment reads a task, its age and a figure together, at the clock's
// time, although the engine has been quiet.
func TestViewIsOneMoment(t *testing.T) {
	clock := newManualClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	r, err := runner.New(runner.Config{Clock: clock})
	require.NoError(t, err)
	defer r.Close()
	_, err = r.Apply(t.Context(), &taskrouter.CreateWorker{FriendlyName: "Alice"})
	require.NoError(t, err)
	clock.Set(clock.Now().Add(90 * time.Second))
	err = r.View(func(v runner.Reader, now time.Time, breathe func() bool) {
		assert.Equal(t, clock.Now(), now)
		assert.Equal(t, 90*time.Second, now.Sub(v.Now()))
		w, found := v.WorkerByName("alice")
		assert.True(t, found)
		f, err := v.WorkspaceRealTime("")
		assert.NoError(t, err)
		assert.Equal(t, 1, f.TotalWorkers)
		assert.Equal(t, w.DateCreated, v.Now())
		assert.True(t, breathe())
	})
	require.NoError(t, err)
}

// TestViewLetsTheWriterIn passes over a long listing: a command gets through
// before it ends.
func TestViewLetsTheWriterIn(t *testing.T) {
	r, err := runner.New(runner.Config{})
	require.NoError(t, err)
	defer r.Close()
	const many = 2000
	for range many {
		_, err := r.Apply(t.Context(), &taskrouter.CreateWorker{FriendlyName: time.Duration(r.Sequence()).String()})
		require.NoError(t, err)
	}
	applied := make(chan error, 1)
	passed := 0
	err = r.View(func(v runner.Reader, _ time.Time, breathe func() bool) {
		go func() {
			_, err := r.Apply(t.Context(), &taskrouter.CreateWorker{FriendlyName: "late"})
			applied <- err
		}()
		for through := false; !through; { // however often it takes
			for range v.Workers() {
				passed++
				if !breathe() {
					t.Error("the workspace has ended")
					return
				}
			}
			_, through = v.WorkerByName("late")
		}
	})
	require.NoError(t, err)
	require.NoError(t, <-applied)
	assert.GreaterOrEqual(t, passed, many)
}

func TestViewOfWhatHasEnded(t *testing.T) {
	r, err := runner.New(runner.Config{})
	require.NoError(t, err)
	require.NoError(t, r.Close())
	err = r.View(func(runner.Reader, time.Time, func() bool) { t.Error("called") })
	assert.True(t, errors.Is(err, runner.ErrClosed), err)
}

func TestEventsArePages(t *testing.T) {
	r, err := runner.New(runner.Config{EventLog: 1500})
	require.NoError(t, err)
	defer r.Close()
	assert.Empty(t, r.Events(0), "nothing has happened yet")
	for r.Sequence() < 1600 {
		_, err := r.Apply(t.Context(), &taskrouter.CreateWorker{FriendlyName: time.Duration(r.Sequence()).String()})
		require.NoError(t, err)
	}
	first := r.Events(0)
	require.Len(t, first, 1000)
	assert.Equal(t, r.Sequence()-1500+1, first[0].Sequence, "the oldest that is kept")
	second := r.Events(first[999].Sequence)
	require.Len(t, second, 500)
	assert.Equal(t, first[999].Sequence+1, second[0].Sequence)
	assert.Equal(t, r.Sequence(), second[499].Sequence)
	assert.Empty(t, r.Events(r.Sequence()))
	assert.Empty(t, r.Events(r.Sequence()+5), "not reached")
}

// A view reads a figure and what it is about at one moment.
func ExampleRunner_View() {
	r, err := runner.New(runner.Config{})
	if err != nil {
		panic(err)
	}
	defer r.Close()
	err = r.View(func(v runner.Reader, _ time.Time, _ func() bool) {
		figures, err := v.WorkspaceRealTime("")
		if err != nil {
			panic(err)
		}
		fmt.Println(v.Workspace().FriendlyName, "has", figures.TotalWorkers, "workers")
	})
	if err != nil {
		panic(err)
	}
	// Output: Workspace has 0 workers
}
