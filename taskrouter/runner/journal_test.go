package runner_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

var errDisk = errors.New("disk full")

func TestFirstRecordIsTheCreation(t *testing.T) {
	j := &runner.MemoryJournal{}
	l := start(t, runner.Config{
		Clock: newManualClock(noon), Journal: j,
		Engine: taskrouter.Config{Limits: taskrouter.Limits{Workers: 7}},
	})
	records := collect(t, j.Records())
	require.Len(t, records, 1)
	w, err := l.Workspace()
	require.NoError(t, err)
	config := records[0].Config
	require.NotNil(t, config)
	assert.Equal(t, uint64(1), records[0].Sequence)
	assert.Equal(t, noon, records[0].Now)
	assert.Equal(t, taskrouter.Config{
		AccountSID: w.AccountSID, WorkspaceSID: w.SID, FriendlyName: "Workspace", Seed: config.Seed, Created: noon,
		Limits: taskrouter.Limits{Workers: 7},
	}, *config)
}

// Before a record is appended nothing of its command can be seen; refused
// commands are appended like others.
func TestWriteAhead(t *testing.T) {
	clock := newManualClock(noon)
	j := &journal{}
	l := start(t, runner.Config{Clock: clock, Journal: j})
	var seen []string
	j.hook(func(_ context.Context, records []runner.Record) error {
		require.Len(t, records, 1)
		rec := records[0]
		assert.Equal(t, uint64(j.Len()+1), rec.Sequence)
		create, ok := rec.Command.(*taskrouter.CreateActivity)
		if ok {
			_, err := l.ActivityByName(create.FriendlyName)
			require.ErrorIs(t, err, taskrouter.ErrNotFound, "not applied yet")
			events := len(seen)
			if events > 0 {
				events++ // the creation of the workspace comes with the first
			}
			assert.Equal(t, uint64(events), l.Sequence(), "no event yet")
		}
		seen = append(seen, fmt.Sprintf("%d %s %s", rec.Sequence, rec.Now.Format(time.TimeOnly), name(rec.Command)))
		return nil
	})
	l.do(&taskrouter.CreateActivity{FriendlyName: "One"})
	clock.Set(noon.Add(time.Second))
	l.do(&taskrouter.CreateActivity{FriendlyName: "Two"})
	_, err := l.Apply(t.Context(), &taskrouter.DeleteActivity{})
	require.ErrorIs(t, err, taskrouter.ErrNotFound)
	l.do(&taskrouter.Advance{})
	assert.Equal(t, []string{
		"2 12:00:00 CreateActivity", "3 12:00:01 CreateActivity", "4 12:00:01 DeleteActivity", "5 12:00:01 Advance",
	}, seen)
	assert.Equal(t, 5, j.Len())
}

// What happens by itself is in the log before anybody sees it.
func TestDeadlinesAreWrittenAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &journal{}
		l := start(t, runner.Config{Journal: j})
		l.furnish(1)
		l.task(0)
		sub := l.Subscribe(l.Sequence())
		records := j.Len()
		j.hook(func(_ context.Context, records []runner.Record) error {
			time.Sleep(time.Second) // a slow disk
			return nil
		})
		due := time.Now().UTC().Add(120 * time.Second)
		ev, err := sub.Next(t.Context())
		require.NoError(t, err)
		assert.Equal(t, taskrouter.ReservationTimeout, ev.Type)
		assert.Equal(t, due, ev.At)
		assert.Equal(t, due.Add(time.Second), time.Now().UTC(), "released when it was durable")
		list := collect(t, j.Records())[records:]
		require.Len(t, list, 1)
		assert.Equal(t, "Advance", name(list[0].Command))
		assert.Equal(t, due, list[0].Now)
		require.NoError(t, l.Close())
	})
}

func TestFailedAppendStopsTheRunner(t *testing.T) {
	j := &journal{}
	l := start(t, runner.Config{Clock: newManualClock(noon), Journal: j})
	l.do(&taskrouter.CreateActivity{FriendlyName: "One"})
	j.hook(func(context.Context, []runner.Record) error { return errDisk })
	_, err := l.Apply(t.Context(), &taskrouter.CreateActivity{FriendlyName: "Two"})
	require.ErrorIs(t, err, errDisk)
	failure, ok := errors.AsType[*runner.JournalError](err)
	require.True(t, ok)
	assert.Equal(t, runner.JournalError{Sequence: 3, Records: 1, Err: errDisk}, *failure)
	require.EqualError(t, err, "runner: append of 1 record(s) from 3 on: disk full")

	<-l.Done()
	require.ErrorIs(t, l.Err(), errDisk)
	_, err = l.Apply(t.Context(), &taskrouter.Advance{})
	require.ErrorIs(t, err, errDisk, "later commands")
	_, err = l.ActivityByName("One")
	require.ErrorIs(t, err, errDisk, "later reads")
	_, err = l.Activities(runner.Cursor[taskrouter.ActivitySID]{}, 0)
	require.ErrorIs(t, err, errDisk, "later pages")

	sub := l.Subscribe(1) // behind the creation of the workspace
	ev, err := sub.Next(t.Context())
	require.NoError(t, err, "what was released can be read")
	assert.Equal(t, taskrouter.ActivityCreated, ev.Type)
	_, err = sub.Next(t.Context())
	require.ErrorIs(t, err, errDisk)
	require.ErrorIs(t, l.Shutdown(t.Context()), errDisk)
	require.ErrorIs(t, l.Close(), errDisk)
	_, err = l.Apply(t.Context(), &taskrouter.Advance{})
	require.ErrorIs(t, err, errDisk, "after Close too")

	// The log knows nothing of the command, and the workspace goes on from it.
	j.hook(nil)
	r, err := runner.Open(runner.Config{Clock: newManualClock(noon), Journal: j}, j.Records())
	require.NoError(t, err)
	defer r.Close()
	_, err = r.ActivityByName("One")
	require.NoError(t, err)
	_, err = r.ActivityByName("Two")
	require.ErrorIs(t, err, taskrouter.ErrNotFound)
}

func TestFailedAppendOfADeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &journal{}
		l := start(t, runner.Config{Journal: j})
		l.furnish(0)
		l.task(time.Minute)
		j.hook(func(context.Context, []runner.Record) error { return errDisk })
		last := l.Sequence()
		_, err := l.Subscribe(last).Next(t.Context())
		require.ErrorIs(t, err, errDisk)
		assert.Equal(t, last, l.Sequence(), "no event was released")
		require.ErrorIs(t, l.Close(), errDisk)
	})
}

func TestFailedAppendOfTheCreation(t *testing.T) {
	j := &journal{before: func(context.Context, []runner.Record) error { return errDisk }}
	_, err := runner.New(runner.Config{Journal: j})
	require.ErrorIs(t, err, errDisk)
}

// A journal that holds a log already is not written from its beginning again.
func TestNewRefusesAJournalInUse(t *testing.T) {
	j := &runner.MemoryJournal{}
	start(t, runner.Config{Journal: j})
	_, err := runner.New(runner.Config{Journal: j})
	require.ErrorContains(t, err, "record 1 does not follow record 1")
}

// Two runners on one log: the one that comes too late stops and releases
// nothing.
func TestSecondWriterIsRefused(t *testing.T) {
	j := &runner.MemoryJournal{}
	clock := newManualClock(noon)
	old := start(t, runner.Config{Clock: clock, Journal: j})
	r, err := runner.Open(runner.Config{Clock: clock, Journal: j}, j.Records())
	require.NoError(t, err)
	defer r.Close()
	_, err = r.Apply(t.Context(), &taskrouter.CreateActivity{FriendlyName: "Lunch"})
	require.NoError(t, err)
	_, err = old.Apply(t.Context(), &taskrouter.CreateActivity{FriendlyName: "Dinner"})
	require.ErrorContains(t, err, "is the log written by another runner?")
	assert.Zero(t, old.Sequence())
}

// Commands that wait while the journal is busy share the next append.
func TestCommandsShareAnAppend(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &journal{}
		l := start(t, runner.Config{Journal: j})
		var batches []int
		j.hook(func(_ context.Context, records []runner.Record) error {
			batches = append(batches, len(records))
			time.Sleep(10 * time.Millisecond)
			return nil
		})
		began := time.Now()
		for range 300 {
			go l.Apply(context.Background(), &taskrouter.Advance{})
			synctest.Wait()
		}
		require.NoError(t, l.Shutdown(t.Context()))
		assert.Equal(t, []int{1, 128, 128, 43}, batches)
		assert.Equal(t, 40*time.Millisecond, time.Since(began))
		assert.Equal(t, 301, j.Len())
	})
}

func TestFailedAppendRefusesTheWholeBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &journal{}
		l := start(t, runner.Config{Journal: j})
		j.hook(func(_ context.Context, records []runner.Record) error {
			time.Sleep(time.Second)
			if len(records) > 1 {
				return errDisk
			}
			return nil
		})
		errs := make([]error, 4)
		for i := range errs {
			go func() { _, errs[i] = l.Apply(context.Background(), &taskrouter.Advance{}) }()
			synctest.Wait()
		}
		<-l.Done()
		synctest.Wait()
		require.NoError(t, errs[0])
		for _, err := range errs[1:] {
			require.ErrorIs(t, err, errDisk)
		}
		assert.Equal(t, 2, j.Len())
	})
}
