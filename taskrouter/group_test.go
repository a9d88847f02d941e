package taskrouter

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter/expr"
)

// TestReEvaluationKeepsTheOrder sends many tasks of many kinds through a new
// configuration at once: they are served in the order of the queue they come to,
// not in that of their kinds.
func TestReEvaluationKeepsTheOrder(t *testing.T) {
	type waiting struct {
		sid      TaskSID
		priority int
	}
	byPriority := func(a, b waiting) int { return cmp.Compare(b.priority, a.priority) }
	for _, tt := range []struct {
		order TaskOrder
		sort  func([]waiting)
	}{
		{FIFO, func(list []waiting) { slices.SortStableFunc(list, byPriority) }},
		{LIFO, slices.Reverse[[]waiting]},
	} {
		t.Run(string(tt.order), func(t *testing.T) {
			rolls := rand.New(rand.NewPCG(1, 3))
			d := newDesk(t, Limits{Capacity: 200})
			apply(t, d.Engine, &UpdateTaskQueue{SID: d.queue, TaskOrder: &tt.order})
			apply(t, d.Engine, &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "default", Capacity: new(200)})
			nobody := Find(apply(t, d.Engine, &CreateTaskQueue{FriendlyName: "Nobody", TargetWorkers: new("")}), TaskQueueCreated).queue.SID
			apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(d.toQueue(nobody))})
			var want []waiting
			for range 100 {
				w := waiting{priority: rolls.IntN(50)}
				w.sid = Find(apply(t, d.Engine, &CreateTask{Priority: w.priority, Attributes: fmt.Sprintf(`{"kind":%d}`, rolls.IntN(20))}), TaskCreated).TaskSID
				want = append(want, w)
			}
			tt.sort(want)
			events := apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, ReEvaluateTasks: true, Configuration: new(fmt.Sprintf(
				`{"task_routing":{"default_filter":{"queue":%q,"expression":"task.kind != worker.kind"}}}`, d.queue))})
			var got []TaskSID
			for _, ev := range events {
				if ev.Type == ReservationCreated {
					got = append(got, ev.TaskSID)
				}
			}
			require.Len(t, got, len(want))
			for i, w := range want {
				require.Equal(t, w.sid, got[i], i)
			}
		})
	}
}

// TestGroupsOfOne: where no other task can ask the same, nothing is kept for it.
func TestGroupsOfOne(t *testing.T) {
	for _, tt := range []struct {
		name   string
		target string // of the workflow's only step
		task   func(*desk)
	}{
		{"known worker", `"known_worker_friendly_name":"Alice"`, func(d *desk) { d.offer() }},
		{"one worker", `"priority":1`, func(d *desk) {
			apply(d.t, d.Engine, &CreateTask{RoutingTarget: d.worker.String()})
		}},
		{"not the one who transfers", `"known_worker_friendly_name":"Alice"`, func(d *desk) {
			d.offer()
			d.answer(ReservationStatusAccepted)
			apply(d.t, d.Engine, &CreateTransfer{ReservationSID: d.reservation, To: d.queue.String()})
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			apply(t, d.Engine, &CreateWorker{FriendlyName: "Bob", ActivitySID: d.available})
			apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(strings.Replace(d.toQueue(d.queue), `}}}`, `,`+tt.target+`}}}`, 1))})
			tt.task(d)
			assert.Empty(t, d.routing.groups)
		})
	}
}

// TestReEvaluationLeavesDirectTasks: a task that is routed to a worker holds on to
// no configuration of its workflow, and so to none of the queues named there.
func TestReEvaluationLeavesDirectTasks(t *testing.T) {
	d := newDesk(t, Limits{})
	second := Find(apply(t, d.Engine, &CreateTaskQueue{FriendlyName: "Second"}), TaskQueueCreated).queue.SID
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.offline})
	apply(t, d.Engine, &CreateTask{RoutingTarget: d.worker.String(), IgnoreCapacity: new(false)})
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(d.toQueue(second)), ReEvaluateTasks: true})
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(d.toQueue(d.queue))})
	apply(t, d.Engine, &DeleteTaskQueue{SID: second})
}

// TestWhoWaitsNoMoreIsLetGo: neither a task that waited nor its group is held on to
// by the room that they had.
func TestWhoWaitsNoMoreIsLetGo(t *testing.T) {
	d := newDesk(t, Limits{})
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.offline})
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
		`{"task_routing":{"default_filter":{"queue":%q,"expression":"worker.team == task.team"}}}`, d.queue))})
	wait := func(team string) *task {
		return d.tasks.get(Find(apply(t, d.Engine, &CreateTask{Attributes: fmt.Sprintf(`{"team":%q}`, team)}), TaskCreated).TaskSID)
	}
	q := d.Engine.queues.get(d.queue)
	first := wait("a")
	assert.Same(t, first.group, q.only[0])
	second := wait("b")
	assert.Nil(t, q.only[0], "there are two, and the list is another one")
	assert.Equal(t, []*group{first.group, second.group}, q.groups)
	nothing := func() {
		t.Helper()
		for _, v := range d.routing.values[:cap(d.routing.values)] {
			assert.True(t, v.IsNull())
		}
		assert.Nil(t, d.routing.single.step)
	}
	nothing()
	d.unwait(second)
	d.wait(second)
	require.Same(t, second, d.routing.alone)
	d.unwait(second)
	d.route()
	nothing()
	d.wait(second)
	d.route()
	nothing()
	d.routing.values = append(d.routing.values, expr.Int(1), expr.Int(2)) // of a step that reads more
	d.valuesOf(second)
	d.rest()
	nothing()
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.available, Attributes: new(`{"team":"c"}`)})
	require.Equal(t, TaskStatusReserved, wait("c").status)
	nothing()
	require.NoError(t, d.Check())
}
