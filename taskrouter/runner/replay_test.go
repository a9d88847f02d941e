package runner_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// outcome is what came of one record.
type outcome struct {
	Sequence uint64
	Now      time.Time
	Events   []string
	Refusal  string
}

func outcomes(t *testing.T, records iter.Seq2[runner.Record, error]) []outcome {
	t.Helper()
	var list []outcome
	_, err := runner.Replay(records, func(rec runner.Record, events []taskrouter.Event, refusal error) {
		o := outcome{Sequence: rec.Sequence, Now: rec.Now, Events: renderAll(events)}
		if refusal != nil {
			o.Refusal = refusal.Error()
		}
		list = append(list, o)
	})
	require.NoError(t, err)
	return list
}

// shift is a random day of commands, a good part of them refused, on a runner
// in fake time; it returns what each caller was told.
func shift(t *testing.T, l *live, random *rand.Rand, commands int) (told []outcome) {
	var reservations []taskrouter.ReservationSID
	var tasks []taskrouter.TaskSID
	for range commands {
		time.Sleep(time.Duration(random.Int64N(int64(40 * time.Second))))
		var cmd taskrouter.Command
		switch n := random.IntN(10); {
		case n < 4 || len(reservations) == 0:
			cmd = &taskrouter.CreateTask{Priority: random.IntN(3) - 1, Timeout: time.Duration(1+random.IntN(300)) * time.Second}
		case n < 8:
			cmd = &taskrouter.UpdateReservation{
				SID:               reservations[random.IntN(len(reservations))],
				ReservationStatus: []taskrouter.ReservationStatus{"accepted", "rejected", "completed"}[random.IntN(3)],
			}
		case n < 9:
			cmd = &taskrouter.DeleteTask{SID: tasks[random.IntN(len(tasks))]}
		default:
			page, err := l.Workers(runner.Cursor[taskrouter.WorkerSID]{}, 0)
			require.NoError(t, err)
			cmd = &taskrouter.UpdateWorker{SID: page.Items[random.IntN(len(page.Items))].SID, ActivitySID: l.available}
		}
		events, err := l.Apply(context.Background(), cmd)
		o := outcome{Events: renderAll(events)}
		if err != nil {
			o.Refusal = err.Error()
		}
		told = append(told, o)
		for _, ev := range events {
			switch ev.Type {
			case taskrouter.ReservationCreated:
				reservations = append(reservations, ev.ReservationSID)
			case taskrouter.TaskCreated:
				tasks = append(tasks, ev.TaskSID)
			}
		}
	}
	return told
}

// The log gives the same events and refusals at the same times, to the byte;
// what was told to callers and subscribers is found in it, in this order.
func TestReplayGivesTheSame(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				random := rand.New(rand.NewPCG(seed, 0))
				j := &runner.MemoryJournal{}
				l := start(t, runner.Config{Journal: j, EventLog: 1 << 20})
				l.furnish(4)
				told := shift(t, l, random, 400)
				require.NoError(t, l.Close())

				replayed := outcomes(t, j.Records())
				assert.Equal(t, replayed, outcomes(t, j.Records()), "a second replay")

				var released, again []string
				sub := l.Subscribe(0)
				for range l.Sequence() {
					ev, err := sub.Next(t.Context())
					require.NoError(t, err)
					released = append(released, render(&ev))
				}
				for _, o := range replayed {
					again = append(again, o.Events...)
				}
				assert.Equal(t, released, again)

				refused, byThemselves := 0, 0
				rest := replayed
				for _, o := range told {
					i := slices.IndexFunc(rest, func(r outcome) bool {
						return r.Refusal == o.Refusal && slices.Equal(r.Events, o.Events)
					})
					require.GreaterOrEqual(t, i, 0, "%v is not in the log", o)
					byThemselves += i
					rest = rest[i+1:]
					if o.Refusal != "" {
						refused++
					}
				}
				assert.Greater(t, refused, 20)
				assert.Greater(t, byThemselves, 50, "deadlines between commands")
			})
		})
	}
}

// A runner that is opened from a log goes on as if it had never stopped.
func TestOpenGoesOn(t *testing.T) {
	j := &runner.MemoryJournal{}
	clock := newManualClock(noon)
	l := start(t, runner.Config{Clock: clock, Journal: j})
	l.furnish(1)
	task := l.task(0)
	last := l.Sequence()
	require.NoError(t, l.Close())

	clock.Set(noon.Add(time.Hour)) // nobody was there when the reservation timed out
	r, err := runner.Open(runner.Config{Clock: clock, Journal: j, EventLog: 3}, j.Records())
	require.NoError(t, err)
	defer r.Close()
	ev, err := r.Subscribe(last).Next(t.Context())
	require.NoError(t, err, "a consumer that remembers its place misses nothing")
	assert.Equal(t, last+1, ev.Sequence)
	assert.Equal(t, taskrouter.ReservationTimeout, ev.Type)
	assert.Equal(t, noon.Add(2*time.Minute), ev.At, "at its own instant")
	got, err := r.Task(task)
	require.NoError(t, err)
	assert.Equal(t, time.Hour, got.Age)

	activity, err := r.ActivityByName("Available")
	require.NoError(t, err)
	events, err := r.Apply(t.Context(), &taskrouter.CreateWorker{FriendlyName: "carol", ActivitySID: activity.SID})
	require.NoError(t, err)
	assert.Equal(t, []taskrouter.EventType{taskrouter.WorkerCreated, taskrouter.ReservationCreated}, types(events))

	engine, err := runner.Replay(j.Records(), nil)
	require.NoError(t, err)
	require.NoError(t, engine.Check())
	w, ok := engine.WorkerByName("carol")
	assert.True(t, ok)
	assert.Equal(t, events[0].WorkerSID, w.SID)
}

func TestOpenOfAnEmptyLogIsNew(t *testing.T) {
	j := &runner.MemoryJournal{}
	r, err := runner.Open(runner.Config{Journal: j}, j.Records())
	require.NoError(t, err)
	defer r.Close()
	assert.Equal(t, 1, j.Len())
}

// A clock that is behind the log makes the workspace stand still until it has
// caught up: what was said is not taken back.
func TestOpenWithAClockBehindTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &runner.MemoryJournal{}
		clock := newManualClock(noon)
		l := start(t, runner.Config{Clock: clock, Journal: j})
		l.furnish(1)
		reservation := taskrouter.Find(l.do(&taskrouter.CreateTask{}), taskrouter.ReservationCreated).ReservationSID
		clock.Set(noon.Add(2 * time.Minute))
		synctest.Wait()
		got, err := l.Reservation(reservation)
		require.NoError(t, err)
		require.Equal(t, taskrouter.ReservationStatusTimeout, got.ReservationStatus, "everybody has seen it")
		require.NoError(t, l.Close())

		clock.Set(noon.Add(time.Minute))
		r, err := runner.Open(runner.Config{Clock: clock, Journal: j}, j.Records())
		require.NoError(t, err)
		_, err = r.Apply(t.Context(), &taskrouter.UpdateReservation{SID: reservation, ReservationStatus: "accepted"})
		require.ErrorIs(t, err, taskrouter.ErrState)
		now, err := r.Now()
		require.NoError(t, err)
		assert.Equal(t, noon.Add(2*time.Minute), now)
		require.NoError(t, r.Close())
	})
}

func TestOpenHoldsTheConfigurationAgainstTheLog(t *testing.T) {
	j := &runner.MemoryJournal{}
	engine := taskrouter.Config{
		FriendlyName: "Support", Seed: 7, Created: noon, WrapUpTime: time.Minute, Limits: taskrouter.Limits{Workers: 10},
	}
	l := start(t, runner.Config{Engine: engine, Journal: j})
	w, err := l.Workspace()
	require.NoError(t, err)
	require.NoError(t, l.Close())
	var account taskrouter.AccountSID
	require.NoError(t, account.UnmarshalText([]byte("AC0123456789abcdef0123456789abcdef")))
	var other taskrouter.WorkspaceSID
	require.NoError(t, other.UnmarshalText([]byte("WS0123456789abcdef0123456789abcdef")))

	tests := []struct {
		name   string
		change func(*taskrouter.Config)
		field  string // "": it opens
	}{
		{"the same", func(*taskrouter.Config) {}, ""},
		{"none", func(c *taskrouter.Config) { *c = taskrouter.Config{} }, ""},
		{"the SIDs that were derived", func(c *taskrouter.Config) { c.AccountSID, c.WorkspaceSID = w.AccountSID, w.SID }, ""},
		{"the same instant elsewhere", func(c *taskrouter.Config) { c.Created = noon.In(time.FixedZone("", 3600)) }, ""},
		{"account", func(c *taskrouter.Config) { c.AccountSID = account }, "AccountSID"},
		{"workspace", func(c *taskrouter.Config) { c.WorkspaceSID = other }, "WorkspaceSID"},
		{"name", func(c *taskrouter.Config) { c.FriendlyName = "Sales" }, "FriendlyName"},
		{"seed", func(c *taskrouter.Config) { c.Seed = 8 }, "Seed"},
		{"created", func(c *taskrouter.Config) { c.Created = noon.Add(1) }, "Created"},
		{"wrap-up", func(c *taskrouter.Config) { c.WrapUpTime = time.Hour }, "WrapUpTime"},
		{"limits", func(c *taskrouter.Config) { c.Limits.Tasks = 1 }, "Limits"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := engine
			tt.change(&cfg)
			r, err := runner.Open(runner.Config{Engine: cfg, Journal: j}, j.Records())
			if tt.field != "" {
				require.ErrorContains(t, err, "runner: Config.Engine."+tt.field+": differs from the log")
				return
			}
			require.NoError(t, err)
			require.NoError(t, r.Close())
		})
	}
}

func TestReplayRefusesALogThatIsNotWhole(t *testing.T) {
	config := &taskrouter.Config{}
	creation := runner.Record{Sequence: 1, Now: noon, Config: config}
	advance := func(sequence uint64) runner.Record {
		return runner.Record{Sequence: sequence, Now: noon, Command: &taskrouter.Advance{}}
	}
	tests := []struct {
		name     string
		records  []runner.Record
		end      error
		sequence uint64
		text     string
	}{
		{"empty", nil, nil, 1, "the log is empty"},
		{"without its beginning", []runner.Record{advance(2)}, nil, 1, "found record 2 in its place"},
		{"without a creation", []runner.Record{advance(1)}, nil, 1, "is no creation"},
		{"a creation that is refused", []runner.Record{{Sequence: 1, Config: &taskrouter.Config{WrapUpTime: -1}}}, nil, 1, "Config.WrapUpTime"},
		{"two creations", []runner.Record{creation, {Sequence: 2, Config: config}}, nil, 2, "is no command"},
		{"a gap", []runner.Record{creation, advance(2), advance(4)}, nil, 3, "found record 4 in its place"},
		{"a repetition", []runner.Record{creation, advance(2), advance(2)}, nil, 3, "found record 2 in its place"},
		{"an error of the source", []runner.Record{creation}, errDisk, 2, "disk full"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			log := func(yield func(runner.Record, error) bool) {
				for _, rec := range tt.records {
					if !yield(rec, nil) {
						return
					}
				}
				if tt.end != nil {
					yield(runner.Record{}, tt.end)
				}
			}
			_, err := runner.Replay(log, nil)
			fault, ok := errors.AsType[*runner.ReplayError](err)
			require.True(t, ok, "error %v", err)
			assert.Equal(t, tt.sequence, fault.Sequence)
			require.ErrorContains(t, err, fmt.Sprintf("runner: replay: record %d: ", tt.sequence))
			require.ErrorContains(t, err, tt.text)
			if tt.end != nil {
				require.ErrorIs(t, err, tt.end)
			}
			if tt.records != nil {
				_, err = runner.Open(runner.Config{}, log)
				require.EqualError(t, err, fault.Error())
			}
		})
	}
}
