package taskrouter

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestAgainstNaiveModel plays random shifts on the engine and on the naive
// model: after every command they have made the same reservations, and their
// tasks are in the same state.
func TestAgainstNaiveModel(t *testing.T) {
	shifts := 200
	if testing.Short() {
		shifts = 30
	}
	var offers, transfers, rosters, rankings int
	for seed := range shifts {
		rolls := seeded{rand.New(rand.NewPCG(uint64(seed), 1))}
		e, n := playNaive(t, fmt.Sprint("seed ", seed), rolls, func(i int) bool { return i < 150 })
		offers, transfers = offers+int(e.reservations.made), transfers+n
		rosters, rankings = rosters+e.rosters.made, rankings+e.rankings.made
	}
	t.Logf("%d shifts, %d reservations, %d transfers, %d rosters, %d rankings", shifts, offers, transfers, rosters, rankings)
	require.Greater(t, offers, shifts*5, "the shifts are too quiet to prove anything")
	require.Greater(t, transfers, shifts, "too few tasks are handed over to prove anything")
	require.Greater(t, rosters, shifts/12, "too few rosters to prove anything")
	require.Greater(t, rankings, shifts/12, "too few rankings to prove anything")
}

// FuzzNaiveModel is TestAgainstNaiveModel on shifts that the fuzzer makes up.
func FuzzNaiveModel(f *testing.F) {
	addRandom(f, 4)
	f.Fuzz(func(t *testing.T, data []byte) {
		rolls := &bytesDice{rest: data}
		playNaive(t, "the fuzzer", rolls, func(i int) bool { return i < 120 && len(rolls.rest) > 0 })
	})
}

// addRandom seeds a fuzzer with shifts of some length.
func addRandom(f *testing.F, stream uint64) {
	for seed := range uint64(8) {
		source := rand.New(rand.NewPCG(seed, stream))
		data := make([]byte, 400)
		for i := range data {
			data[i] = byte(source.Uint32())
		}
		f.Add(data)
	}
}

// playNaive plays a shift for as long as more says so, and returns how it ended
// and how many transfers there were.
func playNaive(t *testing.T, name string, rolls dice, more func(int) bool) (_ *Engine, transfers int) {
	limits := Limits{Assignments: 6}
	cfg := Config{Created: shiftStart, Seed: 1, Limits: limits, SingleTasking: rolls.roll(3) == 0}
	if rolls.roll(3) == 0 {
		cfg.PrioritizeQueueOrder = LIFO
	}
	e, err := New(cfg)
	require.NoError(t, err)
	g := &shiftMaker{dice: rolls, e: e}
	m := newNaive(e)
	m.assignments = limits.Assignments
	queue := g.open()
	now := shiftStart
	var story []string
	var got []string
	for i := 0; more(i); i++ {
		var cmd Command
		switch {
		case i < len(queue):
			cmd = queue[i]
		case i == len(queue):
			cmd = g.workflowCommand()
		default:
			cmd = g.next()
			now = now.Add(g.pause())
		}
		text, _ := MarshalCommand(cmd)
		story = append(story, fmt.Sprintf("%s %s", now.Format("15:04:05.000"), text))
		events, err := e.Apply(now, cmd)
		for j := range events {
			if ev := &events[j]; ev.Type == ReservationCreated {
				got = append(got, fmt.Sprintf("%s %s %s", ev.At.Format("15:04:05.000"), ev.TaskSID, ev.WorkerSID))
				g.hands = append(g.hands, ev.ReservationSID)
			}
		}
		g.follow(events)
		switch n := slices.Index(g.hands, reservationOf(cmd)); {
		case n >= 0:
			m.do(now, &Advance{})
			if may, known := m.mayAnswer(m.offers[n], cmd); known && may != (err == nil) {
				t.Fatalf("%s, after command %d:\n%s\n\nit may be: %v, but the engine says: %v", name, i, strings.Join(story, "\n"), may, err)
			}
			if err == nil {
				m.reservationCommand(n, cmd)
			}
		case err != nil:
			m.do(now, &Advance{})
		case transferOf(cmd) != TransferSID{}:
			m.transferCommand(now, slices.Index(g.transfers, transferOf(cmd)))
		default:
			m.do(now, cmd)
		}
		fail := func(what, want, got string) {
			t.Fatalf("%s, after command %d:\n%s\n\n%s, by the model:\n%s\nby the engine:\n%s", name, i, strings.Join(story, "\n"), what, want, got)
		}
		if !slices.Equal(got, m.log) {
			fail("reservations", strings.Join(m.log, "\n"), strings.Join(got, "\n"))
		}
		if want, got := m.state(), engineState(e); want != got {
			fail("tasks", want, got)
		}
		if err := e.Check(); err != nil {
			fail("check", "", err.Error())
		}
	}
	return e, len(m.moves)
}

func transferOf(cmd Command) (none TransferSID) {
	if c, ok := cmd.(*CancelTransfer); ok {
		return c.SID
	}
	return none
}

func reservationOf(cmd Command) ReservationSID {
	switch c := cmd.(type) {
	case *UpdateReservation:
		return c.SID
	case *FailCallback:
		return c.SID
	case *SuspendAccept:
		return c.SID
	case *ResumeAccept:
		return c.SID
	case *FailAccept:
		return c.SID
	case *EndCall:
		return c.SID
	case *CreateTransfer:
		return c.ReservationSID
	}
	return ReservationSID{}
}

// state and engineState render what both know of tasks and workers.
func (m *naive) state() string {
	var b strings.Builder
	fmt.Fprintf(&b, "events to %q: %q\n", m.callback, m.filter)
	for _, t := range m.tasks {
		if !t.gone {
			fmt.Fprintf(&b, "%s %s %s %d %d %s\n", t.sid, t.status, t.queue, t.priority, t.assignments, t.channel)
		}
	}
	for _, w := range m.workers {
		if !w.gone {
			fmt.Fprintf(&b, "%s %s %d %d %d\n", w.sid, w.activity, m.load(w, "voice"), m.load(w, "chat"), m.load(w, "mail"))
		}
	}
	return b.String()
}

func engineState(e *Engine) string {
	var b strings.Builder
	own := e.Workspace()
	fmt.Fprintf(&b, "events to %q: %q\n", own.EventCallbackURL, own.EventsFilter)
	for t := range e.Tasks() {
		fmt.Fprintf(&b, "%s %s %s %d %d %s\n", t.SID, t.AssignmentStatus, t.TaskQueueSID, t.Priority, t.Assignments, t.TaskChannelUniqueName)
	}
	for w := range e.Workers() {
		load := map[string]int{}
		for ch := range e.channels.all() {
			load[ch.cur.UniqueName] = e.workers.get(w.SID).channels[ch.slot].load()
		}
		fmt.Fprintf(&b, "%s %s %d %d %d\n", w.SID, w.ActivitySID, load["voice"], load["chat"], load["mail"])
	}
	return b.String()
}

// FuzzCommands plays what the fuzzer makes up: after every command all
// invariants hold, no worker is offered more than fits, a refusal changes
// nothing, and a replay of the written log gives the same events and the same
// state.
func FuzzCommands(f *testing.F) {
	addRandom(f, 2)
	f.Fuzz(func(t *testing.T, data []byte) {
		rolls := &bytesDice{rest: data}
		log, single, printed, end := playWild(t, rolls, func(i int) bool { return i < 150 && len(rolls.rest) > 0 })
		replay(t, log, single, printed, end)
	})
}

// TestWildShifts is FuzzCommands by seeds.
func TestWildShifts(t *testing.T) {
	for seed := range uint64(40) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			log, single, printed, end := playWild(t, seeded{rand.New(rand.NewPCG(seed, 3))}, func(i int) bool { return i < 200 })
			replay(t, log, single, printed, end)
		})
	}
}

// ending is all that two runs are compared by at their end.
func ending(e *Engine) string { return fmt.Sprintf("%s%x\n", observe(e), e.Digest()) }

type logged struct {
	now     time.Time
	cmd     Command
	refused bool
}

func newWild(t *testing.T, single bool) *Engine {
	e, err := New(Config{Created: shiftStart, Seed: 7, SingleTasking: single, Limits: Limits{Assignments: 20, Activities: 6, TaskChannels: 7, TaskQueues: 7}})
	require.NoError(t, err)
	return e
}

func playWild(t *testing.T, rolls dice, more func(int) bool) (log []logged, single bool, printed, end string) {
	single = rolls.roll(3) == 0
	e := newWild(t, single)
	g := &shiftMaker{dice: rolls, e: e, wild: true}
	var all strings.Builder
	now := shiftStart
	perform := func(cmd Command) {
		channelsCount := e.Workspace().MultiTaskEnabled // when the deadlines before the command fire
		events, err := e.Apply(now, cmd)
		log = append(log, logged{now, cmd, err != nil})
		for i := range events {
			if events[i].Type == ReservationCreated {
				g.hands = append(g.hands, events[i].ReservationSID)
				if channelsCount {
					requireRoom(t, &events[i])
				}
			}
		}
		g.follow(events)
		requireOneTask(t, e)
		all.WriteString(rendered(events))
		if problem := e.Check(); problem != nil {
			t.Fatalf("after %d commands, %s %+v: %v", len(log), commandName(cmd), cmd, problem)
		}
	}
	for _, cmd := range append(g.open(), g.workflowCommand()) {
		perform(cmd)
	}
	for i := 0; more(i); i++ {
		now = now.Add(g.pause())
		perform(g.next())
	}
	return log, single, all.String(), ending(e)
}

// requireOneTask counts what a worker of a single-tasking workspace has: one task
// at most, those apart that were to be his whatever he has.
func requireOneTask(t *testing.T, e *Engine) {
	if e.Workspace().MultiTaskEnabled {
		return
	}
	for w := range e.Workers() {
		n := 0
		for r := range openReservations(e, w.SID) {
			if task, _ := e.Task(r.TaskSID); !task.IgnoreCapacity {
				n++
			}
		}
		if n > 1 {
			t.Fatalf("worker %s of a single-tasking workspace has %d tasks", w.SID, n)
		}
	}
}

// requireRoom holds the load of a worker's channel against its capacity, unless
// the task ignores that.
func requireRoom(t *testing.T, ev *Event) {
	if ev.Parameter("TaskIgnoreCapacity") == "true" {
		return
	}
	load, err := strconv.Atoi(ev.Parameter("WorkerChannelConsumedCapacity"))
	require.NoError(t, err)
	capacity, err := strconv.Atoi(ev.Parameter("WorkerChannelCapacity"))
	require.NoError(t, err)
	if load > capacity {
		t.Fatalf("reservation %s is number %d of a worker with capacity %d", ev.ReservationSID, load, capacity)
	}
}

// replay writes the log and reads it back into a new engine: once as it is, and
// once with nothing but the passing of time in place of what was refused.
func replay(t *testing.T, log []logged, single bool, printed, end string) {
	for _, whole := range []bool{true, false} {
		e := newWild(t, single)
		var all strings.Builder
		for _, l := range log {
			cmd := l.cmd
			if l.refused && !whole {
				cmd = &Advance{}
			}
			if !isNil(cmd) {
				text, err := MarshalCommand(cmd)
				require.NoError(t, err)
				cmd, err = UnmarshalCommand(text)
				require.NoError(t, err)
			}
			events, err := e.Apply(l.now, cmd)
			require.Equal(t, l.refused && whole, err != nil)
			all.WriteString(rendered(events))
		}
		if all.String() != printed {
			t.Fatalf("the replay gives other events (refused commands included: %v):\n%s\nwant\n%s", whole, all.String(), printed)
		}
		if got := ending(e); got != end {
			t.Fatalf("the replay ends otherwise (refused commands included: %v):\n%s\nwant\n%s", whole, got, end)
		}
	}
}
