package taskrouter

import (
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"testing"
	"time"
	"weak"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRemovedRecordsHoldNobody: whoever keeps a record that is gone does not keep
// those that were removed after it, unless somebody was on his way through them.
func TestRemovedRecordsHoldNobody(t *testing.T) {
	var l list[task, *task]
	tasks := make([]*task, 5)
	for i := range tasks {
		tasks[i] = &task{}
		l.add(tasks[i])
	}
	l.remove(tasks[1])
	assert.Nil(t, tasks[1].newer)
	assert.Nil(t, tasks[1].older)
	var met []*task
	for rec := range l.all() {
		if met = append(met, rec); rec == tasks[2] {
			l.remove(tasks[2])
			l.remove(tasks[3])
			assert.Same(t, tasks[3], tasks[2].newer, "the range goes on from here")
		}
	}
	require.Len(t, met, 3)
	assert.Same(t, tasks[4], met[2])
	assert.Zero(t, l.walks)
	func() {
		defer func() { _ = recover() }()
		for range l.before(tasks[4]) {
			panic("a host's")
		}
	}()
	assert.Zero(t, l.walks, "a panic ends a range as well")
}

// TestTasksThatAreGoneLeaveNothing lets a worker have two tasks at a time, once,
// and then many, one after the other: the heap stays what it was.
func TestTasksThatAreGoneLeaveNothing(t *testing.T) {
	e, err := New(Config{
		Created: shiftStart, Limits: Limits{FinishedTask: time.Second},
		Statistics: StatisticsRetention{Minutes: 10, Samples: 10, WorkerSamples: 10},
	})
	require.NoError(t, err)
	queue := Find(apply(t, e, &CreateTaskQueue{FriendlyName: "Q"}), TaskQueueCreated).queue.SID
	config := fmt.Sprintf(`{"task_routing":{"default_filter":{"queue":%q}}}`, queue)
	apply(t, e, &CreateWorkflow{FriendlyName: "F", Configuration: config})
	available, _ := e.ActivityByName("Available")
	worker := Find(apply(t, e, &CreateWorker{FriendlyName: "Ann", ActivitySID: available.SID}), WorkerCreated).WorkerSID
	apply(t, e, &UpdateWorkerChannel{WorkerSID: worker, TaskChannel: "default", Capacity: new(2)})
	now := e.Now()
	do := func(c Command) []Event {
		events, err := e.Apply(now, c)
		require.NoError(t, err)
		return events
	}
	create := func() *Event { return new(*Find(do(&CreateTask{}), ReservationCreated)) }
	finish := func(offer *Event) {
		do(&UpdateReservation{SID: offer.ReservationSID, ReservationStatus: ReservationStatusAccepted})
		do(&UpdateTask{SID: offer.TaskSID, AssignmentStatus: TaskStatusCompleted})
	}
	first, second := create(), create()
	finish(first)
	finish(second)
	heap := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for range 20_000 {
		now = now.Add(100 * time.Millisecond)
		finish(create())
	}
	assert.Less(t, heap(), before+3<<20)
	runtime.KeepAlive(e)
}

// TestLoadThatRisesInTheRun: what a freed worker is offered first makes him
// eligible for what reads his load.
func TestLoadThatRisesInTheRun(t *testing.T) {
	e, err := New(Config{Created: shiftStart})
	require.NoError(t, err)
	queue := Find(apply(t, e, &CreateTaskQueue{FriendlyName: "Q"}), TaskQueueCreated).queue.SID
	config := fmt.Sprintf(`{"task_routing":{"filters":[{"expression":"kind == 'busy'","targets":[{"queue":%q,`+
		`"expression":"worker.channel.chat.available_capacity_percentage < 100"}]}],"default_filter":{"queue":%q}}}`, queue, queue)
	apply(t, e, &CreateWorkflow{FriendlyName: "F", Configuration: config})
	available, _ := e.ActivityByName("Available")
	worker := Find(apply(t, e, &CreateWorker{FriendlyName: "Ann"}), WorkerCreated).WorkerSID
	chat := Find(apply(t, e, &CreateTask{TaskChannel: "chat", Priority: 9}), TaskCreated).TaskSID
	voice := Find(apply(t, e, &CreateTask{TaskChannel: "voice", Attributes: `{"kind":"busy"}`}), TaskCreated).TaskSID
	var offered []TaskSID
	for _, ev := range apply(t, e, &UpdateWorker{SID: worker, ActivitySID: available.SID}) {
		if ev.Type == ReservationCreated {
			offered = append(offered, ev.TaskSID)
		}
	}
	assert.Equal(t, []TaskSID{chat, voice}, offered)
}

// TestPathsOfFormerConfigurations changes a workflow again and again: what its
// steps read of workers is forgotten with it, though a task still waits at the
// first one.
func TestPathsOfFormerConfigurations(t *testing.T) {
	d := newDesk(t, Limits{})
	available, _ := d.ActivityByName("Available")
	set := func(i int) {
		config := fmt.Sprintf(`{"task_routing":{"filters":[{"expression":"1 == 1","targets":[{"queue":%q,"expression":"worker.skill%d == 1","order_by":"worker.rank%d DESC"}]}]}}`, d.queue, i, i)
		apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: &config})
	}
	set(0)
	early := Find(apply(t, d.Engine, &CreateTask{}), TaskCreated).TaskSID
	for i := range 1000 {
		set(i + 1)
		apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(fmt.Sprintf(`{"skill%d":2}`, i))})
		if i%100 == 0 {
			require.NoError(t, d.Check())
		}
	}
	assert.Less(t, d.paths.Len(), 200)
	late := Find(apply(t, d.Engine, &CreateTask{}), TaskCreated).TaskSID
	for _, tt := range []struct {
		skill int
		task  TaskSID
	}{{1000, late}, {0, early}} {
		name := fmt.Sprint("Skilled ", tt.skill)
		offer := Find(apply(t, d.Engine, &CreateWorker{
			FriendlyName: name, ActivitySID: available.SID, Attributes: fmt.Sprintf(`{"skill%d":1,"rank%d":3}`, tt.skill, tt.skill),
		}), ReservationCreated)
		require.NotNil(t, offer, name)
		assert.Equal(t, tt.task, offer.TaskSID)
	}
	require.NoError(t, d.Check())
}

// TestReservationsThatAreGone: who had two at a time, once, holds neither of them.
func TestReservationsThatAreGone(t *testing.T) {
	d := newDesk(t, Limits{})
	apply(t, d.Engine, &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "default", Capacity: new(2)})
	d.offer()
	d.offer()
	left := map[string]func() int{}
	note(left, "reservation", reservationsOf(d.Engine))
	require.Equal(t, 2, left["reservation"]())
	for task := range d.Tasks() {
		apply(t, d.Engine, &DeleteTask{SID: task.SID})
	}
	runtime.GC()
	assert.Zero(t, left["reservation"]())
	runtime.KeepAlive(d)
}

// TestWhatIsGoneIsForgotten fills a workspace, lets happen what leaves traces,
// empties it, and fills it again: the engine holds nothing of the first life.
func TestWhatIsGoneIsForgotten(t *testing.T) {
	e, err := New(Config{Created: shiftStart, Statistics: StatisticsRetention{Age: 15 * time.Minute}})
	require.NoError(t, err)
	left, kept := fullLife(t, e)
	for what, count := range left {
		require.Greater(t, count(), 5, "%ss to forget", what)
	}
	end(t, e)
	fullLife(t, e)
	e.dropSpares() // these may stay for a while, and their steps with them
	runtime.GC()
	for what, count := range left {
		assert.Zero(t, count(), "%ss of the first life", what)
	}
	runtime.KeepAlive(e)
	runtime.KeepAlive(kept)
}

// fullLife leaves some of all that can be gone, and returns how many of each kind
// are still there, and events that somebody keeps: they hold none of it.
func fullLife(t *testing.T, e *Engine) (left map[string]func() int, kept []Event) {
	available, _ := e.ActivityByName("Available")
	var first TaskQueueSID
	for i := range 20 {
		q := Find(apply(t, e, &CreateTaskQueue{FriendlyName: fmt.Sprint("Queue ", i), MaxReservedWorkers: 3}), TaskQueueCreated).queue.SID
		if i == 0 {
			first = q
		}
		apply(t, e, &CreateWorker{FriendlyName: fmt.Sprint("Worker ", i), Attributes: fmt.Sprintf(`{"team":%d}`, i)})
		apply(t, e, &CreateWorkflow{FriendlyName: fmt.Sprint("Workflow ", i), Configuration: fmt.Sprintf(`{"task_routing":{"filters":[{"expression":"1==1","targets":[`+
			`{"queue":%q,"expression":"worker.team != task.team","timeout":60},{"skip_if":"1==1"}]}]}}`, first)})
	}
	main, _ := e.WorkflowByName("Workflow 0")
	alice := Find(apply(t, e, &CreateWorker{FriendlyName: "Alice"}), WorkerCreated).WorkerSID
	apply(t, e, &UpdateWorkerChannel{WorkerSID: alice, TaskChannel: "default", Capacity: new(3)})
	for i := range 40 {
		apply(t, e, &CreateTask{WorkflowSID: main.SID, Priority: i % 7, Attributes: fmt.Sprintf(`{"team":%d}`, i%12)})
	}
	kept = slices.Clone(apply(t, e, &CreateTask{WorkflowSID: main.SID, RoutingTarget: alice.String()}))
	for w := range e.Workers() {
		apply(t, e, &UpdateWorker{SID: w.SID, ActivitySID: available.SID})
	}
	for r := range e.WorkerReservations(alice) {
		if r.ReservationStatus == ReservationStatusPending {
			apply(t, e, &UpdateReservation{SID: r.SID, ReservationStatus: ReservationStatusAccepted})
			apply(t, e, &CreateTransfer{ReservationSID: r.SID, To: first.String()})
		}
	}
	apply(t, e, &UpdateTaskQueue{SID: first, TargetWorkers: new("team > 3")})
	left = map[string]func() int{}
	note(left, "task", e.tasks.all())
	note(left, "worker", e.workers.all())
	note(left, "queue", e.queues.all())
	note(left, "workflow", e.workflows.all())
	note(left, "reservation", reservationsOf(e))
	note(left, "group", maps.Values(e.routing.groups))
	return left, kept
}

// reservationsOf yields the records of all reservations.
func reservationsOf(e *Engine) iter.Seq[*reservation] {
	return func(yield func(*reservation) bool) {
		for t := range e.tasks.all() {
			for _, r := range t.reservations {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// note adds how many of some records are still there.
func note[R any](left map[string]func() int, what string, all iter.Seq[*R]) {
	var pointers []weak.Pointer[R]
	for rec := range all {
		pointers = append(pointers, weak.Make(rec))
	}
	left[what] = func() (n int) {
		for _, p := range pointers {
			if p.Value() != nil {
				n++
			}
		}
		return n
	}
}

// end removes what can be removed, and waits until the statistics know nothing of
// it any more.
func end(t *testing.T, e *Engine) {
	for task := range e.Tasks() {
		apply(t, e, &DeleteTask{SID: task.SID})
	}
	for w := range e.Workers() {
		apply(t, e, &DeleteWorker{SID: w.SID})
	}
	for wf := range e.Workflows() {
		apply(t, e, &DeleteWorkflow{SID: wf.SID})
	}
	for q := range e.TaskQueues() {
		apply(t, e, &DeleteTaskQueue{SID: q.SID})
	}
	_, err := e.Apply(e.Now().Add(time.Hour), &Advance{})
	require.NoError(t, err)
}
