package taskrouter

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// witness keeps an engine's events, and holds its statistics against a recount.
type witness struct {
	t     *testing.T
	e     *Engine
	log   eventLog
	dice  dice
	name  string
	asked int // questions about the past
	late  int // of them refused, since what they are about is no longer kept
}

// TestStatisticsAgainstRecount plays random shifts. After every command the
// figures of the present are those that one gets by looking at every task and
// worker, and from time to time questions about the past are answered as the log
// of events has it.
func TestStatisticsAgainstRecount(t *testing.T) {
	shifts := uint64(8)
	if testing.Short() {
		shifts = 4
	}
	for _, tt := range []struct {
		name      string
		retention StatisticsRetention
		late      bool
	}{
		{"everything is kept", StatisticsRetention{}, false},
		{"little is kept", StatisticsRetention{Age: 15 * time.Minute, Minutes: 60, Samples: 90, WorkerSamples: 25}, true},
		{"hardly anything is kept", StatisticsRetention{Age: time.Hour, Minutes: 3, Samples: 1, WorkerSamples: 1}, true},
		{"only sums are kept", StatisticsRetention{Samples: 1}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked, late := 0, 0
			seen := map[EventType]int{}
			for seed := range shifts {
				w := witnessShift(t, seed, tt.retention)
				asked, late = asked+w.asked, late+w.late
				for i := range w.log {
					seen[w.log[i].Type]++
				}
			}
			t.Logf("%d questions about the past, %d refused; %v", asked, late, seen)
			require.Greater(t, seen[ReservationAccepted], int(shifts)*5, "the shifts are too quiet to prove anything")
			require.Greater(t, seen[TaskTransferCompleted], int(shifts)/2)
			if tt.late {
				require.Greater(t, late, asked/20)
				require.Less(t, late, asked)
			} else {
				require.Less(t, late, asked/2)
			}
		})
	}
}

func witnessShift(t *testing.T, seed uint64, retention StatisticsRetention) *witness {
	e, err := New(Config{
		Created: shiftStart, Seed: seed, Limits: Limits{Assignments: 20, TaskQueues: 7, Activities: 6, TaskChannels: 7},
		SingleTasking: seed%4 == 3,
		Statistics:    retention,
	})
	require.NoError(t, err)
	w := &witness{t: t, e: e, dice: seeded{rand.New(rand.NewPCG(seed, 4))}}
	g := &shiftMaker{dice: w.dice, e: e, wild: true}
	now := shiftStart
	perform := func(cmd Command) {
		events, _ := e.Apply(now, cmd)
		for i := range events {
			if events[i].Type == ReservationCreated {
				g.hands = append(g.hands, events[i].ReservationSID)
			}
		}
		w.log = append(w.log, events...)
		w.name = fmt.Sprintf("seed %d, after event %d, %s %+v", seed, len(w.log), commandName(cmd), cmd)
		require.NoError(t, e.Check(), w.name)
		w.present()
	}
	for _, cmd := range append(g.open(), w.office(g)...) {
		perform(cmd)
	}
	perform(g.workflowCommand())
	for i := range 150 {
		switch g.roll(20) {
		case 0:
			// Happenings at the very edge of a minute are where counting goes wrong.
			now = now.Truncate(time.Minute).Add(time.Minute)
		case 1:
			now = now.Add(g.pause())
		default:
			now = now.Add(time.Duration(g.roll(8000)) * time.Millisecond)
		}
		if g.chance(60) {
			perform(w.work(g))
		} else {
			perform(g.next())
		}
		if i%15 == 14 {
			w.past()
		}
	}
	return w
}

// office is a workflow that leads somewhere in the end, and workers there: what
// is made up besides seldom sees a task through.
func (w *witness) office(g *shiftMaker) []Command {
	available, _ := w.e.ActivityByName("Available")
	queue := must(ParseTaskQueueSID(g.sid("WQ")))
	list := []Command{
		&CreateTaskQueue{SID: queue, FriendlyName: "Office", TargetWorkers: new("office == 1"), MaxReservedWorkers: 1 + g.roll(2)},
		&CreateWorkflow{FriendlyName: "Office", TaskReservationTimeout: 20 * time.Second, Configuration: fmt.Sprintf(
			`{"task_routing":{"filters":[{"expression":"1==1","targets":[{"queue":"WQ%032x","timeout":5},{"queue":%q,"timeout":120}]}]}}`, 1, queue)},
	}
	for _, name := range []string{"Gus", "Hal", "Ida"} {
		who := must(ParseWorkerSID(g.sid("WK")))
		list = append(list,
			&CreateWorker{SID: who, FriendlyName: name, ActivitySID: available.SID, Attributes: `{"office":1}`},
			&UpdateWorkerChannel{WorkerSID: who, TaskChannel: "voice", Capacity: new(3)})
	}
	return list
}

// work is a command that gets a task on, where one can be found: the others ask
// for too much to see many through.
func (w *witness) work(g *shiftMaker) Command {
	task := g.task()
	for range 5 {
		if t, _ := w.e.Task(task); t.AssignmentStatus == TaskStatusReserved || t.AssignmentStatus == TaskStatusAssigned {
			break
		}
		task = g.task()
	}
	for r := range w.e.TaskReservations(task) {
		if r.ReservationStatus == ReservationStatusPending {
			return &UpdateReservation{SID: r.SID, ReservationStatus: ReservationStatusAccepted}
		}
	}
	for r := range w.e.TaskReservations(task) {
		switch {
		case r.ReservationStatus == ReservationStatusAccepted && g.chance(40):
			return &CreateTransfer{ReservationSID: r.SID, To: pick(g, []string{g.queue().String(), some(g, g.workers()).String()}), Mode: pick(g, []TransferMode{Warm, Cold})}
		case r.ReservationStatus.taken():
			return &UpdateTask{SID: task, AssignmentStatus: pick(g, []TaskStatus{TaskStatusWrapping, TaskStatusCompleted})}
		}
	}
	switch g.roll(5) {
	case 0:
		available, _ := w.e.ActivityByName("Available")
		return &UpdateWorker{SID: some(g, g.workers()), ActivitySID: available.SID}
	case 1:
		return &UpdateTask{SID: task, Priority: new(g.roll(12))}
	}
	office, _ := w.e.WorkflowByName("Office")
	return &CreateTask{
		SID: must(ParseTaskSID(g.sid("WT"))), WorkflowSID: office.SID, Attributes: g.taskAttributes(),
		Priority: g.roll(12), TaskChannel: pick(g, []string{"voice", "chat"}),
	}
}

// present compares the figures of the present, over all channels and on one.
func (w *witness) present() {
	e, t := w.e, w.t
	channels := w.channels()
	for _, channel := range []string{"", channels[w.dice.roll(len(channels))]} {
		on := func(task *Task) bool { return channel == "" || task.TaskChannelUniqueName == channel }
		f, _ := naiveFigures(e, on)
		total, _, staff := naiveStaff(e, func(*Worker) bool { return true })
		got, err := e.WorkspaceRealTime(channel)
		require.NoError(t, err, w.name)
		require.Equal(t, WorkspaceFigures{f, total, staff}, got, w.name)
		for q := range e.TaskQueues() {
			w.presentQueue(q, channel, on)
		}
		for wf := range e.Workflows() {
			f, _ := naiveFigures(e, func(task *Task) bool { return on(task) && task.WorkflowSID == wf.SID })
			got, err := e.WorkflowRealTime(wf.SID, channel)
			require.NoError(t, err, w.name)
			require.Equal(t, WorkflowFigures{f}, got, w.name)
		}
	}
	for _, name := range workerNames {
		total, _, staff := naiveStaff(e, func(who *Worker) bool { return fold(who.FriendlyName) == fold(name) })
		got, err := e.WorkersRealTime(WorkersFilter{FriendlyName: name})
		require.NoError(t, err, w.name)
		require.Equal(t, WorkersFigures{total, staff}, got, w.name)
	}
}

// channels are all the filters by channel, and none.
func (w *witness) channels() []string {
	names := []string{""}
	for ch := range w.e.TaskChannels() {
		names = append(names, ch.UniqueName)
	}
	return names
}

func (w *witness) presentQueue(q TaskQueue, channel string, on func(*Task) bool) {
	e, t := w.e, w.t
	f, first := naiveFigures(e, func(task *Task) bool { return on(task) && task.TaskQueueSID == q.SID })
	members := slices.Collect(e.WorkersOf(q.SID))
	total, available, staff := naiveStaff(e, func(who *Worker) bool { return slices.Contains(members, who.SID) })
	want := TaskQueueFigures{TaskFigures: f, TotalEligibleWorkers: total, TotalAvailableWorkers: available, ActivityStatistics: staff}
	if first != nil {
		want.LongestRelativeTaskAgeInQueue = e.Now().Sub(first.TaskQueueEnteredDate).Truncate(time.Second)
		want.LongestRelativeTaskSIDInQueue = first.SID
	}
	got, err := e.TaskQueueRealTime(q.SID, channel)
	require.NoError(t, err, w.name)
	require.Equal(t, want, got, w.name)
	workers, err := e.WorkersRealTime(WorkersFilter{TaskQueueName: q.FriendlyName})
	require.NoError(t, err, w.name)
	require.Equal(t, WorkersFigures{total, staff}, workers, w.name)
}

// instant makes up an end of a window.
func (w *witness) instant() time.Time {
	at := w.e.Now()
	switch w.dice.roll(6) {
	case 0:
		at = at.Add(time.Duration(w.dice.roll(90)-60) * time.Minute)
	case 1, 2, 3:
		at = w.log[w.dice.roll(len(w.log))].At.Add(time.Duration(w.dice.roll(3) - 1))
	case 4:
		at = w.log[w.dice.roll(len(w.log))].At.Truncate(time.Minute).Add(time.Duration(w.dice.roll(3)-1) * time.Minute)
	}
	return at
}

func (w *witness) past() {
	for range 4 {
		from, to := w.instant(), w.instant()
		if to.Before(from) {
			from, to = to, from
		}
		w.ask(from, to)
	}
}

// ask asks everybody about a window. What is refused as too long ago is asked
// about again from when the refusal says that everything is known.
func (w *witness) ask(from, to time.Time) {
	e := w.e
	q := question{from: from, to: to, splits: []time.Duration{0, 5 * time.Second, time.Minute}}
	window := Window{Start: from, End: to, SplitByWaitTime: q.splits}
	if w.dice.roll(2) == 0 {
		names := w.channels()
		window.TaskChannel = names[w.dice.roll(len(names))]
		channel, _ := e.TaskChannelByName(window.TaskChannel)
		q.channel = channel.SID
	}
	got, err := e.WorkspaceCumulative(window)
	if w.answered(err, window, true) {
		want := w.log.tasks(q)
		require.Equal(w.t, want, answer{got.TaskHistory, got.TasksCreated, got.TasksTimedOutInWorkflow, Durations{}}, w.name)
	}
	for queue := range e.TaskQueues() {
		got, err := e.TaskQueueCumulative(queue.SID, window)
		if q := q; w.answered(err, window, true) {
			q.queue = queue.SID
			want := w.log.tasks(q)
			want.TimedOut = 0
			require.Equal(w.t, want, answer{got.TaskHistory, got.TasksEntered, 0, got.WaitDurationInQueueUntilAccepted}, w.name)
		}
	}
	for workflow := range e.Workflows() {
		got, err := e.WorkflowCumulative(workflow.SID, window)
		if q := q; w.answered(err, window, true) {
			q.workflow = workflow.SID
			want := w.log.tasks(q)
			require.Equal(w.t, want, answer{got.TaskHistory, got.TasksEntered, got.TasksTimedOutInWorkflow, Durations{}}, w.name)
		}
	}
	window.SplitByWaitTime = nil
	w.askWorkers(q, window)
}

func (w *witness) askWorkers(q question, window Window) {
	e := w.e
	compare := func(got WorkersHistory, err error, isIn func(WorkerSID) bool) {
		if w.answered(err, window, false) {
			require.Equal(w.t, w.log.workers(e, q, isIn), got, w.name)
		}
	}
	got, err := e.WorkersCumulative(WorkersFilter{}, window)
	compare(got, err, func(WorkerSID) bool { return true })
	for queue := range e.TaskQueues() {
		members := slices.Collect(e.WorkersOf(queue.SID))
		got, err = e.WorkersCumulative(WorkersFilter{TaskQueueSID: queue.SID}, window)
		compare(got, err, func(s WorkerSID) bool { return slices.Contains(members, s) })
	}
	for who := range e.Workers() {
		is := func(s WorkerSID) bool { return s == who.SID }
		got, err = e.WorkerCumulative(who.SID, window)
		compare(got, err, is)
		got, err = e.WorkersCumulative(WorkersFilter{FriendlyName: who.FriendlyName}, window)
		compare(got, err, is)
	}
}

// answered reports whether a question was answered, and shows that a refusal
// was due.
func (w *witness) answered(err error, window Window, tasks bool) bool {
	w.asked++
	if err == nil {
		return true
	}
	w.late++
	refusal, ok := errors.AsType[*RetentionError](err)
	require.True(w.t, ok, "%s: %v", w.name, err)
	require.ErrorIs(w.t, err, ErrInvalid)
	require.False(w.t, refusal.Whole.After(refusal.First), "%s: %v", w.name, err)
	again := func(from, to time.Time) {
		if to.Before(from) {
			to = from
		}
		window := Window{Start: from, End: to, TaskChannel: window.TaskChannel}
		if tasks {
			_, err = w.e.WorkspaceCumulative(window)
		} else {
			_, err = w.e.WorkersCumulative(WorkersFilter{}, window)
		}
		require.NoError(w.t, err, "%s: asked as it says", w.name)
	}
	again(refusal.First, window.End)
	again(refusal.First, w.e.Now())
	if refusal.Whole.Before(refusal.First) {
		require.Equal(w.t, refusal.Whole, refusal.Whole.Truncate(time.Minute), w.name)
		again(refusal.Whole, window.End.Truncate(time.Minute))
	}
	require.True(w.t, window.Start.Before(refusal.First) || window.End.Before(refusal.First), "%s: %v", w.name, err)
	return false
}
