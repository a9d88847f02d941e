package runner_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

func TestSubscribersSeeEveryEventInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := start(t, runner.Config{})
		var want []string
		seen := make([][]string, 3) // from the beginning, later, and one that waits
		var readers sync.WaitGroup
		read := func(i int, after uint64) {
			readers.Go(func() {
				sub := l.Subscribe(after)
				for ev, err := range sub.Events(context.Background()) {
					if err != nil {
						assert.ErrorIs(t, err, runner.ErrClosed)
						return
					}
					assert.Equal(t, ev.Sequence, sub.After())
					seen[i] = append(seen[i], render(&ev))
				}
			})
		}
		read(0, 0)
		for i := range 10 {
			want = append(want, renderAll(l.do(&taskrouter.CreateActivity{FriendlyName: fmt.Sprint(i)}))...)
		}
		read(1, 0)
		read(2, l.Sequence())
		for i := range 10 {
			synctest.Wait() // all have read what there is
			want = append(want, renderAll(l.do(&taskrouter.CreateActivity{FriendlyName: fmt.Sprint(10 + i)}))...)
		}
		require.NoError(t, l.Close())
		readers.Wait()
		require.Len(t, want, 21, "with the creation of the workspace")
		assert.Equal(t, want, seen[0])
		assert.Equal(t, want, seen[1])
		assert.Equal(t, want[11:], seen[2])
	})
}

func TestLaggingSubscriberIsToldWhatIsLeft(t *testing.T) {
	l := start(t, runner.Config{EventLog: 4})
	slow, reader := l.Subscribe(0), l.Subscribe(0)
	l.do(&taskrouter.Advance{}) // the creation of the workspace is told
	for i := range 10 {
		if i > 0 {
			l.do(&taskrouter.CreateActivity{FriendlyName: fmt.Sprint(i)}) // nobody holds up the writer
		}
		ev, err := reader.Next(t.Context())
		require.NoError(t, err)
		assert.Equal(t, uint64(i+1), ev.Sequence)
	}
	for range 2 { // it stays where it is
		_, err := slow.Next(t.Context())
		lag, ok := errors.AsType[*runner.LagError](err)
		require.True(t, ok, "error %v", err)
		assert.Equal(t, runner.LagError{After: 0, First: 7, Last: 10}, *lag)
	}
	tests := []struct {
		after uint64
		first uint64 // 0: it lags
	}{{5, 0}, {6, 7}, {7, 8}, {9, 10}}
	for _, tt := range tests {
		ev, err := l.Subscribe(tt.after).Next(t.Context())
		if tt.first == 0 {
			require.EqualError(t, err, "runner: the events after 5 are gone: kept are 7 to 10; read faster, or raise Config.EventLog")
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, tt.first, ev.Sequence)
	}
}

func TestSubscriptionAheadOfTheWorkspace(t *testing.T) {
	l := start(t, runner.Config{})
	_, err := l.Subscribe(1).Next(t.Context())
	require.ErrorIs(t, err, runner.ErrAhead)
	require.EqualError(t, err, "runner: the sequence has not been reached: asked for what follows event 1, the last one is 0: is it another workspace's?")
}

func TestNextWaitsNoLongerThanItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := start(t, runner.Config{})
		l.do(&taskrouter.Advance{}) // the creation of the workspace is told
		sub := l.Subscribe(1)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := sub.Next(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		l.do(&taskrouter.CreateActivity{FriendlyName: "Two"})
		ev, err := sub.Next(ctx)
		require.NoError(t, err, "what is there needs no waiting")
		assert.Equal(t, uint64(2), ev.Sequence)
		require.NoError(t, l.Close())
	})
}

func TestCloseWakesSubscribersThatWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := start(t, runner.Config{})
		errs := make(chan error)
		for range 2 {
			go func() {
				_, err := l.Subscribe(0).Next(context.Background())
				errs <- err
			}()
		}
		synctest.Wait()
		require.NoError(t, l.Close())
		require.ErrorIs(t, <-errs, runner.ErrClosed)
		require.ErrorIs(t, <-errs, runner.ErrClosed)
	})
}

func TestEventsStopWhenTheLoopDoes(t *testing.T) {
	l := start(t, runner.Config{})
	l.do(&taskrouter.CreateActivity{FriendlyName: "One"})
	l.do(&taskrouter.CreateActivity{FriendlyName: "Two"})
	sub := l.Subscribe(0)
	for range sub.Events(t.Context()) {
		break
	}
	assert.Equal(t, uint64(1), sub.After())
}

// Many writers, many readers, and time that passes: each event is released
// once, in order of sequence, to everybody, and to the one who caused it.
func TestManyConcurrentWriters(t *testing.T) {
	clock, err := runner.NewPacedClock(time.Time{}, 1e4) // ten seconds in a millisecond
	require.NoError(t, err)
	j := &runner.MemoryJournal{}
	l := start(t, runner.Config{Clock: clock, Journal: j})
	l.furnish(5)
	const writers, each, subscribers = 8, 50, 4
	before := l.Sequence()

	seen := make([][]uint64, subscribers)
	var reading sync.WaitGroup
	for i := range seen {
		reading.Go(func() {
			for ev, err := range l.Subscribe(before).Events(context.Background()) {
				if err != nil {
					assert.ErrorIs(t, err, runner.ErrClosed)
					return
				}
				seen[i] = append(seen[i], ev.Sequence)
			}
		})
	}
	returned := make([][]uint64, writers)
	var writing sync.WaitGroup
	for i := range returned {
		writing.Go(func() {
			for range each {
				events, err := l.Apply(context.Background(), &taskrouter.CreateTask{Timeout: 30 * time.Second})
				assert.NoError(t, err)
				for _, ev := range events {
					returned[i] = append(returned[i], ev.Sequence)
				}
				task := taskrouter.Find(events, taskrouter.TaskCreated).TaskSID
				_, err = l.TaskReservations(task) // it may be gone by now
				assert.NoError(t, err)
				for _, err := range runner.All(l.Workers) {
					assert.NoError(t, err)
				}
			}
		})
	}
	writing.Wait()
	require.NoError(t, l.Close())
	reading.Wait()

	last := l.Sequence()
	for _, s := range seen {
		require.Len(t, s, int(last-before))
		for i, sequence := range s {
			require.Equal(t, before+1+uint64(i), sequence)
		}
	}
	all := slices.Concat(returned...)
	slices.Sort(all)
	assert.Len(t, slices.Compact(all), len(all), "nothing is returned twice")

	engine, err := runner.Replay(j.Records(), nil)
	require.NoError(t, err)
	require.NoError(t, engine.Check())
}

func TestEventsGrowTooOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := start(t, runner.Config{EventAge: time.Hour})
		l.do(&taskrouter.Advance{}) // the creation of the workspace is told, at 0:00
		for i := range 3 {          // at 0:30, 1:00 and 1:30
			time.Sleep(30 * time.Minute)
			l.do(&taskrouter.CreateActivity{FriendlyName: fmt.Sprint(i)})
		}
		_, err := l.Subscribe(0).Next(t.Context())
		lag, ok := errors.AsType[*runner.LagError](err)
		require.True(t, ok, "error %v", err)
		assert.Equal(t, runner.LagError{After: 0, First: 2, Last: 4}, *lag, "the event of 0:30 is an hour old and stays")
		ev, err := l.Subscribe(1).Next(t.Context())
		require.NoError(t, err)
		assert.Equal(t, uint64(2), ev.Sequence)
	})
}

func TestASubscriptionPassesOverWhatItsFilterHolds(t *testing.T) {
	l := start(t, runner.Config{})
	s := l.Subscribe(0).Only(taskrouter.ParseEventsFilter("activity.updated"))
	for i := range 3 {
		ev := taskrouter.Find(l.do(&taskrouter.CreateActivity{FriendlyName: fmt.Sprint(i)}), taskrouter.ActivityCreated)
		activity, _ := ev.Activity()
		l.do(&taskrouter.UpdateActivity{SID: activity.SID, FriendlyName: new(fmt.Sprint("new ", i))})
	}
	for i := range 3 {
		ev, err := s.Next(t.Context())
		require.NoError(t, err)
		assert.Equal(t, taskrouter.ActivityUpdated, ev.Type)
		assert.Equal(t, uint64(2*i+3), ev.Sequence, "behind the creation of the workspace")
	}
	assert.Equal(t, uint64(7), s.After())
}
