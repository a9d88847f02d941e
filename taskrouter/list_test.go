package taskrouter

import (
	"fmt"
	"runtime"
	"testing"
	"time"

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
