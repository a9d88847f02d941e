package runner_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// diary is a companion that writes down what it is told, and rings at set times.
type diary struct {
	w      *runner.Writer
	lines  []string
	alarms []time.Time
	routed func(now time.Time, events []taskrouter.Event)
	rings  func(now time.Time)
}

func (d *diary) note(now time.Time, format string, args ...any) {
	d.lines = append(d.lines, now.Format("15:04:05 ")+fmt.Sprintf(format, args...))
}

func (d *diary) Routed(_ *runner.Writer, now time.Time, events []taskrouter.Event) {
	for i := range events {
		d.note(now, "%s at %s", events[i].Type, events[i].At.Format("15:04:05"))
	}
	if d.routed != nil {
		d.routed(now, events)
	}
}

func (d *diary) Deadline() (time.Time, bool) {
	if len(d.alarms) == 0 {
		return time.Time{}, false
	}
	return d.alarms[0], true
}

func (d *diary) Advance(_ *runner.Writer, now time.Time) {
	d.note(now, "alarm set to %s", d.alarms[0].Format("15:04:05"))
	if d.rings != nil {
		d.rings(now)
	}
	d.alarms = d.alarms[1:]
}

func attach(t testing.TB, l *live) (*diary, *runner.Seat) {
	t.Helper()
	d := &diary{}
	seat, err := l.Attach(context.Background(), func(w *runner.Writer, _ time.Time) (runner.Companion, error) {
		d.w = w
		return d, nil
	})
	require.NoError(t, err)
	return d, seat
}

// read returns the diary's lines, from where it is written.
func (d *diary) read(t testing.TB, seat *runner.Seat) []string {
	t.Helper()
	var lines []string
	require.NoError(t, seat.Do(context.Background(), func(*runner.Writer, time.Time) error {
		lines, d.lines = d.lines, nil
		return nil
	}))
	return lines
}

func TestCompanionSeesWhatOthersDo(t *testing.T) {
	clock := newManualClock(noon)
	l := start(t, runner.Config{Clock: clock})
	l.furnish(1)
	d, seat := attach(t, l)
	task := l.task(time.Hour)
	assert.Equal(t, []string{
		"12:00:00 task.created at 12:00:00", "12:00:00 task-queue.entered at 12:00:00",
		"12:00:00 reservation.created at 12:00:00",
	}, withoutWorkflow(d.read(t, seat)))
	_, err := l.Apply(t.Context(), &taskrouter.DeleteWorker{})
	require.ErrorIs(t, err, taskrouter.ErrNotFound)
	l.do(&taskrouter.Advance{})
	assert.Empty(t, d.read(t, seat), "a refused command has no events, nor has one that does nothing")

	require.NoError(t, seat.Do(t.Context(), func(w *runner.Writer, now time.Time) error {
		assert.Equal(t, noon, now)
		_, err := w.Apply(now, &taskrouter.UpdateTask{SID: task, AssignmentStatus: taskrouter.TaskStatusCanceled})
		return err
	}))
	assert.Empty(t, d.read(t, seat), "what it caused itself it is not told")
	got, err := l.Task(task)
	require.NoError(t, err)
	assert.Equal(t, taskrouter.TaskStatusCanceled, got.AssignmentStatus)
}

// withoutWorkflow leaves out the events of the path through the workflow.
func withoutWorkflow(lines []string) []string {
	var kept []string
	for _, line := range lines {
		if !strings.Contains(line, "workflow.") {
			kept = append(kept, line)
		}
	}
	return kept
}

// Two of the engine's deadlines and three of the companion's are due when a
// command comes: each happens at its own instant, the engine's first where they
// coincide, and then the command.
func TestDeadlinesOfBothComeInOrderOfTime(t *testing.T) {
	clock := newManualClock(noon)
	l := start(t, runner.Config{Clock: clock})
	l.furnish(0)
	l.task(time.Minute)
	l.task(3 * time.Minute)
	d, seat := attach(t, l)
	require.NoError(t, seat.Do(t.Context(), func(*runner.Writer, time.Time) error {
		d.alarms = []time.Time{noon.Add(time.Minute), noon.Add(2 * time.Minute), noon.Add(4 * time.Minute)}
		return nil
	}))
	d.rings = func(now time.Time) { // nothing is due yet
		events, err := d.w.Apply(now, &taskrouter.CreateActivity{FriendlyName: "at " + now.Format("15:04")})
		require.NoError(t, err)
		require.Len(t, events, 1)
		assert.Equal(t, now, events[0].At)
	}
	clock.mu.Lock() // without ringing
	clock.now = noon.Add(5 * time.Minute)
	clock.mu.Unlock()
	events := l.do(&taskrouter.CreateActivity{FriendlyName: "now"})
	assert.Len(t, events, 1, "what was due came before")
	var lines []string
	for _, line := range withoutWorkflow(d.read(t, seat)) {
		if !strings.Contains(line, "queue") {
			lines = append(lines, line)
		}
	}
	assert.Equal(t, []string{
		"12:01:00 task.canceled at 12:01:00",
		"12:01:00 alarm set to 12:01:00",
		"12:02:00 alarm set to 12:02:00",
		"12:03:00 task.canceled at 12:03:00",
		"12:04:00 alarm set to 12:04:00",
		"12:05:00 activity.created at 12:05:00",
	}, lines)
}

func TestTheClockWakesTheCompanion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := start(t, runner.Config{})
		d, seat := attach(t, l)
		began := time.Now()
		want := began.Add(90 * time.Second)
		var at time.Time
		require.NoError(t, seat.Do(t.Context(), func(*runner.Writer, time.Time) error {
			d.alarms, d.rings = []time.Time{want}, func(time.Time) { at = time.Now() }
			return nil
		}))
		time.Sleep(time.Hour)
		synctest.Wait()
		assert.Equal(t, want, at)
		require.NoError(t, l.Close())
	})
}

// What the companion does when it is told is done before the next command, and
// before the command's caller goes on.
func TestCompanionActsAtOnce(t *testing.T) {
	l := start(t, runner.Config{Clock: newManualClock(noon)})
	l.furnish(1)
	d, _ := attach(t, l)
	d.routed = func(now time.Time, events []taskrouter.Event) {
		if r := taskrouter.Find(events, taskrouter.ReservationCreated); r != nil {
			_, err := d.w.Apply(now, &taskrouter.UpdateReservation{SID: r.ReservationSID, ReservationStatus: "accepted"})
			assert.NoError(t, err)
		}
	}
	task, err := l.Task(l.task(0))
	require.NoError(t, err)
	assert.Equal(t, taskrouter.TaskStatusAssigned, task.AssignmentStatus)
}

// A replay needs no companion, and a runner that goes on from the log is where
// the other one was.
func TestCommandsOfACompanionAreInTheLog(t *testing.T) {
	clock, j := newManualClock(noon), &runner.MemoryJournal{}
	l := start(t, runner.Config{Clock: clock, Journal: j})
	l.furnish(1)
	sub := l.Subscribe(l.Sequence())
	d, seat := attach(t, l)
	d.rings = func(now time.Time) {
		_, err := d.w.Apply(now, &taskrouter.CreateTask{Timeout: time.Hour})
		assert.NoError(t, err)
	}
	require.NoError(t, seat.Do(t.Context(), func(w *runner.Writer, now time.Time) error {
		d.alarms = []time.Time{now.Add(time.Second), now.Add(time.Minute)}
		_, err := w.Apply(now, &taskrouter.CreateTask{Timeout: 30 * time.Second})
		return err
	}))
	clock.Set(noon.Add(2 * time.Minute))
	l.do(&taskrouter.CreateTask{})
	ev, err := sub.Next(t.Context())
	require.NoError(t, err)
	assert.Equal(t, taskrouter.TaskCreated, ev.Type, "subscriptions see it all")
	require.NoError(t, l.Close())

	var events []taskrouter.Event
	engine, err := runner.Replay(j.Records(), func(_ runner.Record, evs []taskrouter.Event, _ error) { events = append(events, evs...) })
	require.NoError(t, err)
	again := l.Subscribe(0)
	for i := range events {
		ev, err := again.Next(t.Context())
		require.NoError(t, err)
		require.Equal(t, render(&ev), render(&events[i]))
	}
	_, err = again.Next(t.Context())
	require.ErrorIs(t, err, runner.ErrClosed)
	require.NoError(t, engine.Check())
	last := time.Time{}
	for _, rec := range collect(t, j.Records()) {
		assert.False(t, rec.Now.Before(last))
		last = rec.Now
	}
}

func TestWriterRefuses(t *testing.T) {
	j := &runner.MemoryJournal{}
	l := start(t, runner.Config{Clock: newManualClock(noon), Journal: j, MaxCommand: 200})
	l.do(&taskrouter.Advance{})
	_, seat := attach(t, l)
	tests := []struct {
		name string
		now  time.Time
		cmd  taskrouter.Command
		want error
	}{
		{"the future", noon.Add(1), &taskrouter.Advance{}, taskrouter.ErrTime},
		{"nil", noon, nil, taskrouter.ErrInvalid},
		{"too long", noon, &taskrouter.CreateActivity{FriendlyName: strings.Repeat("x", 200)}, taskrouter.ErrLimit},
		{"the past", noon.Add(-1), &taskrouter.Advance{}, taskrouter.ErrTime},
		{"what the engine refuses", noon, &taskrouter.DeleteWorker{}, taskrouter.ErrNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := seat.Do(t.Context(), func(w *runner.Writer, _ time.Time) error {
				_, err := w.Apply(tt.now, tt.cmd)
				return err
			})
			require.ErrorIs(t, err, tt.want)
		})
	}
	assert.Equal(t, 4, j.Len(), "what cannot be read back is not in the log, what the engine refuses is")
	var kept *runner.Writer
	require.NoError(t, seat.Do(t.Context(), func(w *runner.Writer, _ time.Time) error { kept = w; return w.Err() }))
	assert.PanicsWithError(t, "runner: a Writer is used outside of the call that it was given to", func() { kept.Now() })
}

func TestWriterLooksUp(t *testing.T) {
	l := start(t, runner.Config{Clock: newManualClock(noon)})
	l.furnish(1)
	s := l.task(time.Hour)
	_, seat := attach(t, l)
	require.NoError(t, seat.Do(t.Context(), func(w *runner.Writer, now time.Time) error {
		assert.Equal(t, noon, w.Now())
		assert.Equal(t, "Workspace", w.Workspace().FriendlyName)
		due, ok := w.Deadline()
		assert.True(t, ok)
		assert.Equal(t, noon.Add(120*time.Second), due, "of the reservation")
		a, ok := w.ActivityByName("Available")
		assert.True(t, ok)
		_, ok = w.Activity(a.SID)
		assert.True(t, ok)
		task, ok := w.Task(s)
		assert.True(t, ok)
		_, ok = w.Workflow(task.WorkflowSID)
		assert.True(t, ok)
		_, ok = w.TaskQueue(l.queue)
		assert.True(t, ok)
		_, ok = w.TaskChannel(task.TaskChannelSID)
		assert.True(t, ok)
		_, ok = w.Transfer(taskrouter.TransferSID{})
		assert.False(t, ok)
		for r := range w.TaskReservations(s) {
			_, ok = w.Reservation(r.SID)
			assert.True(t, ok)
			_, ok = w.Worker(r.WorkerSID)
			assert.True(t, ok)
			for range w.WorkerReservations(r.WorkerSID) {
				ok = false
			}
			assert.False(t, ok)
		}
		for task := range w.Tasks() {
			_, err := w.Apply(now, &taskrouter.DeleteTask{SID: task.SID})
			assert.NoError(t, err)
		}
		_, ok = w.Task(s)
		assert.False(t, ok)
		return nil
	}))
}

func TestOneCompanionAtATime(t *testing.T) {
	l := start(t, runner.Config{Clock: newManualClock(noon)})
	refusal := errors.New("no")
	_, err := l.Attach(t.Context(), func(*runner.Writer, time.Time) (runner.Companion, error) { return nil, refusal })
	require.Equal(t, refusal, err)
	d, seat := attach(t, l)
	_, err = l.Attach(t.Context(), func(*runner.Writer, time.Time) (runner.Companion, error) { return d, nil })
	require.ErrorIs(t, err, runner.ErrAttached)
	seat.Detach()
	seat.Detach()
	l.do(&taskrouter.CreateActivity{FriendlyName: "Lunch"})
	assert.Empty(t, d.lines, "it is not called any more")
	require.ErrorIs(t, seat.Do(t.Context(), func(*runner.Writer, time.Time) error { return nil }), runner.ErrDetached)
	_, other := attach(t, l)
	seat.Detach()
	require.NoError(t, other.Do(t.Context(), func(*runner.Writer, time.Time) error { return nil }), "another one's")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = other.Do(ctx, nil)
	require.EqualError(t, err, "runner: the function was not called: context canceled")
	require.NoError(t, l.Close())
	require.ErrorIs(t, other.Do(t.Context(), nil), runner.ErrClosed)
	other.Detach()
	_, err = l.Attach(t.Context(), nil)
	require.ErrorIs(t, err, runner.ErrClosed)
}

// The end of the runner comes while the companion is at work: Detach waits.
func TestDetachWaitsForARunnerThatEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := start(t, runner.Config{})
		l.do(&taskrouter.Advance{})
		d, seat := attach(t, l)
		d.routed = func(time.Time, []taskrouter.Event) { time.Sleep(time.Second) }
		go l.Apply(context.Background(), &taskrouter.CreateActivity{FriendlyName: "Lunch"})
		synctest.Wait()
		go l.Shutdown(context.Background())
		synctest.Wait()
		seat.Detach()
		assert.Len(t, d.lines, 1, "%q", d.lines)
		<-l.Done()
	})
}

func TestPanicOfTheCompanionStopsTheRunner(t *testing.T) {
	failed := errors.New("out of coffee")
	tests := []struct {
		name string
		do   func(l *live, d *diary, seat *runner.Seat, clock *manualClock) error
		want string
	}{
		{"in Do", func(_ *live, _ *diary, seat *runner.Seat, _ *manualClock) error {
			return seat.Do(context.Background(), func(*runner.Writer, time.Time) error { panic(failed) })
		}, "the companion panicked: out of coffee"},
		{"in Routed", func(l *live, d *diary, _ *runner.Seat, _ *manualClock) error {
			d.routed = func(time.Time, []taskrouter.Event) { panic(failed) }
			_, err := l.Apply(context.Background(), &taskrouter.CreateActivity{FriendlyName: "Lunch"})
			require.NoError(l.t, err, "the command was applied")
			<-l.Done()
			return l.Err()
		}, "after record 5: the companion panicked: out of coffee"},
		{"in Advance", func(l *live, d *diary, seat *runner.Seat, clock *manualClock) error {
			d.rings = func(time.Time) { panic(failed) }
			_ = seat.Do(context.Background(), func(_ *runner.Writer, now time.Time) error {
				d.alarms = []time.Time{now.Add(time.Second)}
				return nil
			})
			clock.Set(noon.Add(time.Minute))
			<-l.Done()
			return l.Err()
		}, "the companion panicked: out of coffee"},
		{"standing still", func(l *live, d *diary, seat *runner.Seat, clock *manualClock) error {
			_ = seat.Do(context.Background(), func(_ *runner.Writer, now time.Time) error {
				d.alarms = []time.Time{now.Add(time.Second), now.Add(time.Second)}
				return nil
			})
			clock.Set(noon.Add(time.Minute))
			<-l.Done()
			return l.Err()
		}, "its deadline is 2026-03-02T12:00:01Z, which is not later"},
		{"the end of the goroutine", func(l *live, _ *diary, seat *runner.Seat, _ *manualClock) error {
			return seat.Do(context.Background(), func(*runner.Writer, time.Time) error { runtime.Goexit(); return nil })
		}, "a function ended the writer's goroutine"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clock := newManualClock(noon)
			l := start(t, runner.Config{Clock: clock})
			l.furnish(0)
			l.do(&taskrouter.Advance{})
			d, seat := attach(t, l)
			err := tt.do(l, d, seat, clock)
			panicked, ok := errors.AsType[*runner.PanicError](err)
			require.True(t, ok, "error %v", err)
			require.ErrorContains(t, err, tt.want)
			assert.Nil(t, panicked.Command)
			<-l.Done()
			require.Same(t, err, l.Close())
		})
	}
}

// Whatever a companion does after its journal has failed, panic included, the
// runner ends with the journal's error, and nothing more is applied.
func TestJournalFailsUnderACompanion(t *testing.T) {
	full := errors.New("disk full")
	tests := []struct {
		name string
		do   func(l *live, d *diary, seat *runner.Seat, clock *manualClock) error
	}{
		{"its own command", func(l *live, _ *diary, seat *runner.Seat, _ *manualClock) error {
			return seat.Do(context.Background(), func(w *runner.Writer, now time.Time) error {
				_, err := w.Apply(now, &taskrouter.CreateActivity{FriendlyName: "Lunch"})
				assert.ErrorIs(l.t, err, full)
				assert.ErrorIs(l.t, w.Err(), full)
				_, err = w.Apply(now, &taskrouter.CreateActivity{FriendlyName: "Tea"})
				assert.ErrorIs(l.t, err, full)
				_, ok := w.ActivityByName("Lunch")
				assert.False(l.t, ok)
				panic("cannot be")
			})
		}},
		{"a command before it", func(l *live, _ *diary, _ *runner.Seat, _ *manualClock) error {
			_, err := l.Apply(context.Background(), &taskrouter.CreateActivity{FriendlyName: "Lunch"})
			return err
		}},
		{"the passing of time before a command", func(l *live, _ *diary, _ *runner.Seat, clock *manualClock) error {
			clock.mu.Lock()
			clock.now = noon.Add(time.Hour)
			clock.mu.Unlock()
			_, err := l.Apply(context.Background(), &taskrouter.CreateActivity{FriendlyName: "Lunch"})
			return err
		}},
		{"the passing of time before a function", func(l *live, _ *diary, seat *runner.Seat, clock *manualClock) error {
			clock.mu.Lock()
			clock.now = noon.Add(time.Hour)
			clock.mu.Unlock()
			return seat.Do(context.Background(), func(*runner.Writer, time.Time) error { panic("not called") })
		}},
		{"the passing of time", func(l *live, _ *diary, _ *runner.Seat, clock *manualClock) error {
			clock.Set(noon.Add(time.Hour))
			<-l.Done()
			return l.Err()
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clock, j := newManualClock(noon), &journal{}
			l := start(t, runner.Config{Clock: clock, Journal: j})
			l.furnish(0)
			l.task(time.Minute)
			d, seat := attach(t, l)
			j.hook(func(context.Context, []runner.Record) error { return full })
			err := tt.do(l, d, seat, clock)
			require.ErrorIs(t, err, full)
			failed, ok := errors.AsType[*runner.JournalError](err)
			require.True(t, ok)
			assert.Equal(t, 1, failed.Records)
			<-l.Done()
			require.Same(t, err, l.Close())
			assert.Empty(t, d.lines)
		})
	}
}

// Time that a companion was given does not go back, although no command was
// applied then; and a clock that leaves the years of the engine is not given.
func TestClockUnderACompanion(t *testing.T) {
	clock := newManualClock(noon)
	l := start(t, runner.Config{Clock: clock})
	l.do(&taskrouter.Advance{})
	_, seat := attach(t, l)
	clock.Set(noon.Add(time.Hour))
	nothing := func(*runner.Writer, time.Time) error { return nil }
	require.NoError(t, seat.Do(t.Context(), nothing))
	clock.Set(noon)
	now, err := l.Now()
	require.NoError(t, err)
	assert.Equal(t, noon.Add(time.Hour), now)
	assert.Equal(t, noon.Add(time.Hour), l.do(&taskrouter.CreateActivity{FriendlyName: "Lunch"})[0].At)

	clock.Set(time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC))
	require.ErrorIs(t, seat.Do(t.Context(), nothing), taskrouter.ErrTime)
	_, err = l.Apply(t.Context(), &taskrouter.Advance{})
	require.ErrorIs(t, err, taskrouter.ErrTime)
	clock.Set(noon.Add(2 * time.Hour))
	require.NoError(t, seat.Do(t.Context(), nothing), "a clock that recovers is followed again")
	l.furnish(0)
	l.task(time.Minute)
	clock.Set(time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC))
	<-l.Done()
	require.ErrorIs(t, l.Err(), taskrouter.ErrTime)
}

// Commands, functions, reads and subscriptions from everywhere at once: the
// companion misses nothing, and sees all of it in order.
func TestCompanionUnderLoad(t *testing.T) {
	l := start(t, runner.Config{Journal: &runner.MemoryJournal{}})
	l.furnish(2)
	var seen, own []uint64
	d, seat := attach(t, l)
	d.routed = func(_ time.Time, events []taskrouter.Event) {
		for i := range events {
			seen = append(seen, events[i].Sequence)
		}
		d.lines = nil
	}
	before := l.Sequence()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 50 {
				s := l.task(time.Hour)
				_, err := l.Task(s)
				assert.NoError(t, err)
				assert.NoError(t, seat.Do(context.Background(), func(w *runner.Writer, now time.Time) error {
					events, err := w.Apply(now, &taskrouter.DeleteTask{SID: s})
					for i := range events {
						own = append(own, events[i].Sequence)
					}
					return err
				}))
			}
		})
	}
	group.Wait()
	require.NoError(t, l.Close())
	assert.Len(t, append(seen, own...), int(l.Sequence()-before))
	assert.IsIncreasing(t, seen)
	assert.IsIncreasing(t, own)
}
