package runner_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

func TestZeroConfigIsALiveWorkspace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := start(t, runner.Config{})
		w, err := l.Workspace()
		require.NoError(t, err)
		assert.Equal(t, "Workspace", w.FriendlyName)
		assert.True(t, w.DateCreated.Equal(time.Now()), "created at %v", w.DateCreated)

		time.Sleep(time.Hour)
		events := l.do(&taskrouter.CreateActivity{FriendlyName: "Lunch"})
		require.Len(t, events, 2)
		assert.Equal(t, taskrouter.WorkspaceCreated, events[0].Type)
		assert.True(t, w.DateCreated.Equal(events[0].At), "told now, and so long ago")
		assert.Equal(t, time.Now().UTC(), events[1].At)
		now, err := l.Now()
		require.NoError(t, err)
		assert.Equal(t, time.Now().UTC(), now)
		assert.NoError(t, l.Err())
		require.NoError(t, l.Close())
	})
}

func TestSeedIsDrawn(t *testing.T) {
	a, b := start(t, runner.Config{}), start(t, runner.Config{})
	x, err := a.Workspace()
	require.NoError(t, err)
	y, err := b.Workspace()
	require.NoError(t, err)
	assert.NotEqual(t, x.SID, y.SID)
}

func TestConfigIsChecked(t *testing.T) {
	tests := []struct {
		name string
		cfg  runner.Config
		want string
	}{
		{"events", runner.Config{EventLog: -1}, "runner: Config.EventLog: -1 is negative"},
		{"age of events", runner.Config{EventAge: -1}, "runner: Config.EventAge: -1ns is negative"},
		{"command", runner.Config{MaxCommand: -1}, "runner: Config.MaxCommand: -1 is out of range"},
		{"long command", runner.Config{MaxCommand: 1 << 30}, "want 1 to 33554432 bytes, or 0 for 1048576"},
		{"engine", runner.Config{Engine: taskrouter.Config{WrapUpTime: -1}}, "runner: Config.Engine: taskrouter: Config.WrapUpTime"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := runner.New(tt.cfg)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestDeadlinesFireOnTimeAndInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := start(t, runner.Config{})
		l.furnish(0)
		began := time.Now().UTC()
		sub := l.Subscribe(l.Sequence())
		lives := []time.Duration{90 * time.Minute, 5 * time.Second, time.Hour, 61 * time.Second, time.Hour}
		want := map[taskrouter.TaskSID]time.Time{}
		for _, d := range lives {
			want[l.task(d)] = began.Add(d)
		}
		last := began
		for ended := 0; ended < len(lives); {
			ev, err := sub.Next(t.Context())
			require.NoError(t, err)
			if ev.Type != taskrouter.TaskCanceled {
				continue
			}
			ended++
			assert.Equal(t, want[ev.TaskSID], ev.At)
			assert.Equal(t, ev.At, time.Now().UTC(), "released at its instant")
			assert.False(t, ev.At.Before(last))
			last = ev.At
		}
		require.NoError(t, l.Close())
	})
}

func TestReservationsTimeOutByThemselves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := start(t, runner.Config{})
		l.furnish(1)
		task := l.task(0)
		reservations, err := l.TaskReservations(task)
		require.NoError(t, err)
		require.Len(t, reservations, 1)
		assert.Equal(t, taskrouter.ReservationStatusPending, reservations[0].ReservationStatus)

		time.Sleep(120*time.Second - time.Nanosecond)
		synctest.Wait()
		r, err := l.Reservation(reservations[0].SID)
		require.NoError(t, err)
		assert.Equal(t, taskrouter.ReservationStatusPending, r.ReservationStatus, "a nanosecond before")

		time.Sleep(time.Nanosecond)
		synctest.Wait()
		r, err = l.Reservation(reservations[0].SID)
		require.NoError(t, err)
		assert.Equal(t, taskrouter.ReservationStatusTimeout, r.ReservationStatus)
		require.NoError(t, l.Close())
	})
}

// A command at the instant of a deadline comes after it.
func TestWhatIsDueComesBeforeTheCommand(t *testing.T) {
	clock := newManualClock(noon)
	l := start(t, runner.Config{Clock: clock})
	l.furnish(1)
	reservation := taskrouter.Find(l.do(&taskrouter.CreateTask{}), taskrouter.ReservationCreated).ReservationSID
	clock.Set(noon.Add(120 * time.Second))
	_, err := l.Apply(t.Context(), &taskrouter.UpdateReservation{SID: reservation, ReservationStatus: "accepted"})
	require.ErrorIs(t, err, taskrouter.ErrState)
}

func TestRefusalComesWithTheEventsOfWhatWasDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := newManualClock(noon)
		gate := make(chan struct{})
		j := &journal{}
		l := start(t, runner.Config{Clock: clock, Journal: j})
		l.furnish(0)
		l.task(time.Minute)
		j.hook(func(context.Context, []runner.Record) error { <-gate; return nil })
		var events []taskrouter.Event
		var err error
		go func() { events, err = l.Apply(context.Background(), &taskrouter.DeleteWorker{}) }()
		synctest.Wait()
		clock.Set(noon.Add(time.Hour)) // the refused command was stamped at noon
		close(gate)
		synctest.Wait()
		require.ErrorIs(t, err, taskrouter.ErrNotFound)
		assert.Empty(t, events)

		j.hook(nil)
		l.do(&taskrouter.Advance{})
		l.task(time.Minute)
		synctest.Wait()
		clock.mu.Lock() // without alarms: the command is first
		clock.now = noon.Add(2 * time.Hour)
		clock.mu.Unlock()
		events, err = l.Apply(t.Context(), &taskrouter.DeleteWorker{})
		require.ErrorIs(t, err, taskrouter.ErrNotFound)
		assert.Equal(t, []taskrouter.EventType{taskrouter.TaskCanceled}, types(events))
		require.NoError(t, l.Close())
	})
}

func TestEventsBelongToTheCaller(t *testing.T) {
	l := start(t, runner.Config{Clock: newManualClock(noon)})
	first := l.do(&taskrouter.CreateActivity{FriendlyName: "One"})
	before := renderAll(first)
	l.do(&taskrouter.CreateActivity{FriendlyName: "Two"})
	assert.Equal(t, before, renderAll(first))
	clear(first)
	ev, err := l.Subscribe(0).Next(t.Context())
	require.NoError(t, err)
	assert.Equal(t, before[0], render(&ev))
}

func TestClockThatGoesBack(t *testing.T) {
	clock := newManualClock(noon)
	var log bytes.Buffer
	j := &runner.MemoryJournal{}
	l := start(t, runner.Config{Clock: clock, Journal: j, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	l.do(&taskrouter.CreateActivity{FriendlyName: "One"})
	clock.Set(noon.Add(-time.Hour))
	for _, name := range []string{"Two", "Three"} {
		events := l.do(&taskrouter.CreateActivity{FriendlyName: name})
		assert.Equal(t, noon, events[0].At, "stands still")
	}
	now, err := l.Now()
	require.NoError(t, err)
	assert.Equal(t, noon, now)
	clock.Set(noon.Add(time.Second))
	events := l.do(&taskrouter.CreateActivity{FriendlyName: "Four"})
	assert.Equal(t, noon.Add(time.Second), events[0].At)
	require.NoError(t, l.Close())

	assert.Equal(t, 1, bytes.Count(log.Bytes(), []byte("clock went back")), "said once: %s", log.String())
	last := time.Time{}
	for _, rec := range collect(t, j.Records()) {
		assert.False(t, rec.Now.Before(last))
		last = rec.Now
	}
}

// Alarms may ring early, and clocks may jump: the runner looks again.
func TestDeadlineSurvivesAClockThatIsSet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := &shiftedClock{}
		l := start(t, runner.Config{Clock: clock})
		l.furnish(0)
		sub := l.Subscribe(l.Sequence())
		task := l.task(24 * time.Hour)
		time.Sleep(time.Hour)
		clock.set(-2 * time.Hour) // the deadline is further away than it was
		time.Sleep(24 * time.Hour)
		got, err := l.Task(task)
		require.NoError(t, err)
		assert.Equal(t, taskrouter.TaskStatusPending, got.AssignmentStatus)
		clock.set(12 * time.Hour)
		time.Sleep(time.Minute)
		synctest.Wait()
		for {
			ev, err := sub.Next(t.Context())
			require.NoError(t, err)
			if ev.Type == taskrouter.TaskCanceled {
				assert.Equal(t, got.DateCreated.Add(24*time.Hour), ev.At)
				break
			}
		}
		require.NoError(t, l.Close())
	})
}

// shiftedClock is the real one, set wrong, whose alarms follow real time.
type shiftedClock struct{ manualClock }

func (c *shiftedClock) set(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = time.Time{}.Add(by)
}

func (c *shiftedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.now.Sub(time.Time{}))
}

func (c *shiftedClock) Alarm(t time.Time) (<-chan time.Time, func() bool) {
	timer := time.NewTimer(min(t.Sub(c.Now()), time.Minute))
	return timer.C, timer.Stop
}

func TestClockOutOfRange(t *testing.T) {
	clock := newManualClock(noon)
	l := start(t, runner.Config{Clock: clock})
	l.furnish(0)
	clock.Set(time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC))
	_, err := l.Apply(t.Context(), &taskrouter.Advance{})
	require.ErrorIs(t, err, taskrouter.ErrTime)
	clock.Set(noon.Add(time.Second))
	l.task(time.Minute) // a clock that recovers is followed again
	clock.Set(time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC))
	<-l.Done() // what is due can never happen
	require.ErrorIs(t, l.Err(), taskrouter.ErrTime)
	require.ErrorIs(t, l.Close(), taskrouter.ErrTime)
}

func TestRefusedBeforeTheLog(t *testing.T) {
	j := &runner.MemoryJournal{}
	l := start(t, runner.Config{Clock: newManualClock(noon), Journal: j, MaxCommand: 200})
	tests := []struct {
		name string
		cmd  taskrouter.Command
		want error
		text string
	}{
		{"nil", nil, taskrouter.ErrInvalid, "a nil command cannot be written"},
		{"nil pointer", (*taskrouter.CreateTask)(nil), taskrouter.ErrInvalid, "a nil command cannot be written"},
		{"too long", &taskrouter.CreateActivity{FriendlyName: string(make([]byte, 200))}, taskrouter.ErrLimit, "want at most 200"},
		{"not UTF-8", &taskrouter.CreateActivity{FriendlyName: "a\xff"}, taskrouter.ErrInvalid, "not valid UTF-8"},
		{"a time that JSON cannot write", &taskrouter.CreateTask{VirtualStartTime: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, taskrouter.ErrInvalid, "cannot be written"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := l.Apply(t.Context(), tt.cmd)
			require.ErrorIs(t, err, tt.want)
			require.ErrorContains(t, err, tt.text)
		})
	}
	assert.Equal(t, 1, j.Len(), "only the creation")

	// The replacement character itself, and its escape as text, are text like any other.
	l.do(&taskrouter.CreateActivity{FriendlyName: "\ufffd"})
	l.do(&taskrouter.CreateActivity{FriendlyName: `\ufffd`})
	engine, err := runner.Replay(j.Records(), nil)
	require.NoError(t, err)
	for _, name := range []string{"\ufffd", `\ufffd`} {
		_, ok := engine.ActivityByName(name)
		assert.True(t, ok, "%q", name)
	}
}

func TestNilCommandWithoutAJournal(t *testing.T) {
	l := start(t, runner.Config{})
	_, err := l.Apply(t.Context(), nil)
	require.ErrorIs(t, err, taskrouter.ErrInvalid)
}

func TestApplyWithContextThatHasEnded(t *testing.T) {
	l := start(t, runner.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := l.Apply(ctx, &taskrouter.CreateActivity{FriendlyName: "Lunch"})
	require.ErrorIs(t, err, context.Canceled)
	require.EqualError(t, err, "runner: CreateActivity was not applied: context canceled")
	_, err = l.ActivityByName("Lunch")
	require.ErrorIs(t, err, taskrouter.ErrNotFound)
}

// While the journal is busy with one command, another one's context ends: the
// first is applied although its context ended too, the other never is.
func TestContextEndsWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &journal{}
		l := start(t, runner.Config{Journal: j})
		gate := make(chan struct{})
		j.hook(func(context.Context, []runner.Record) error { <-gate; return nil })
		ctx, cancel := context.WithCancel(t.Context())
		errs := make(map[string]error)
		results := make(chan struct{}, 2)
		for _, name := range []string{"taken", "waiting"} {
			go func() {
				_, err := l.Apply(ctx, &taskrouter.CreateActivity{FriendlyName: name})
				errs[name] = err
				results <- struct{}{}
			}()
			synctest.Wait()
		}
		cancel()
		<-results
		require.Len(t, errs, 1)
		require.ErrorIs(t, errs["waiting"], context.Canceled)
		close(gate)
		<-results
		require.NoError(t, errs["taken"])
		_, err := l.ActivityByName("taken")
		require.NoError(t, err)
		_, err = l.ActivityByName("waiting")
		require.ErrorIs(t, err, taskrouter.ErrNotFound)
		require.NoError(t, l.Close())
	})
}

func TestCloseWhileCommandsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &journal{}
		l := start(t, runner.Config{Journal: j})
		gate := make(chan struct{})
		j.hook(func(context.Context, []runner.Record) error { <-gate; return nil })
		errs := make([]error, 3)
		for i, name := range []string{"taken", "second", "third"} {
			go func() { _, errs[i] = l.Apply(context.Background(), &taskrouter.CreateActivity{FriendlyName: name}) }()
			synctest.Wait()
		}
		closed := make(chan error)
		go func() { closed <- l.Close() }()
		synctest.Wait()
		_, err := l.Apply(t.Context(), &taskrouter.Advance{})
		require.ErrorIs(t, err, runner.ErrClosed, "nobody gets in")
		close(gate)
		require.NoError(t, <-closed)
		synctest.Wait()
		require.NoError(t, errs[0])
		require.ErrorIs(t, errs[1], runner.ErrClosed)
		require.ErrorIs(t, errs[2], runner.ErrClosed)
		require.NoError(t, l.Close(), "again")
	})
}

func TestCloseInterruptsTheJournal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &journal{}
		l := start(t, runner.Config{Journal: j})
		j.hook(func(ctx context.Context, _ []runner.Record) error { <-ctx.Done(); return ctx.Err() })
		var err error
		go func() { _, err = l.Apply(context.Background(), &taskrouter.Advance{}) }()
		synctest.Wait()
		require.ErrorIs(t, l.Close(), context.Canceled, "whether the record is in the log is unknown")
		synctest.Wait()
		_, ok := errors.AsType[*runner.JournalError](err)
		assert.True(t, ok, "%v", err)
	})
}

func TestEveryCallReturnsErrClosed(t *testing.T) {
	l := start(t, runner.Config{})
	l.furnish(1)
	task := l.task(0)
	require.NoError(t, l.Close())
	<-l.Done()
	require.ErrorIs(t, l.Err(), runner.ErrClosed)
	_, err := l.Apply(t.Context(), &taskrouter.Advance{})
	require.ErrorIs(t, err, runner.ErrClosed)
	_, err = l.Task(task)
	require.ErrorIs(t, err, runner.ErrClosed)
	_, err = l.Tasks(runner.Cursor[taskrouter.TaskSID]{}, 0)
	require.ErrorIs(t, err, runner.ErrClosed)
	_, err = l.Now()
	require.ErrorIs(t, err, runner.ErrClosed)
	for _, err := range runner.All(l.Tasks) {
		require.ErrorIs(t, err, runner.ErrClosed)
	}
}

func TestShutdownCarriesOutWhatWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &journal{}
		l := start(t, runner.Config{Journal: j})
		j.hook(func(context.Context, []runner.Record) error { time.Sleep(time.Second); return nil })
		errs := make([]error, 3)
		for i, name := range []string{"first", "second", "third"} {
			go func() { _, errs[i] = l.Apply(context.Background(), &taskrouter.CreateActivity{FriendlyName: name}) }()
		}
		synctest.Wait()
		down := make(chan error)
		go func() { down <- l.Shutdown(t.Context()) }()
		synctest.Wait()
		_, err := l.Apply(t.Context(), &taskrouter.Advance{})
		require.ErrorIs(t, err, runner.ErrClosed, "nobody gets in")
		require.NoError(t, <-down)
		synctest.Wait()
		assert.Equal(t, []error{nil, nil, nil}, errs)
		require.NoError(t, l.Shutdown(t.Context()), "again")
	})
}

func TestShutdownGivesUpWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &journal{}
		l := start(t, runner.Config{Journal: j})
		j.hook(func(context.Context, []runner.Record) error { time.Sleep(time.Second); return nil })
		errs := make([]error, 2)
		for i := range errs {
			go func() { _, errs[i] = l.Apply(context.Background(), &taskrouter.Advance{}) }()
			synctest.Wait()
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		err := l.Shutdown(ctx)
		require.ErrorIs(t, err, context.DeadlineExceeded)
		synctest.Wait()
		require.NoError(t, errs[0], "it was being appended")
		require.ErrorIs(t, errs[1], runner.ErrClosed)
	})
}
