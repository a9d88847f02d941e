package taskrouter

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFreedTogether frees two workers at once: each is offered what waits in his
// own queue, though the other has gone longer without a task.
func TestFreedTogether(t *testing.T) {
	d := newBatch(t)
	d.offer() // to both
	bob, _ := d.WorkerByName("Bob")
	own := Find(apply(t, d.Engine, &CreateTaskQueue{FriendlyName: "Bob's", TargetWorkers: new("friendly_name == 'Bob'")}), TaskQueueCreated).queue.SID
	waits := Find(apply(t, d.Engine, &CreateTask{RoutingTarget: own.String()}), TaskCreated).TaskSID
	offer := Find(apply(t, d.Engine, &UpdateTask{SID: d.task, AssignmentStatus: TaskStatusCanceled}), ReservationCreated)
	require.NotNil(t, offer)
	assert.Equal(t, waits, offer.TaskSID)
	assert.Equal(t, bob.SID, offer.WorkerSID)
}

// TestLoadOfSomebodyElse: where a step reads the worker's load, those who change
// are judged, and not one whose load is another than when he was judged; be they
// few or many.
func TestLoadOfSomebodyElse(t *testing.T) {
	for _, changed := range []int{1, fewFreed + 1} {
		t.Run(fmt.Sprint(changed), func(t *testing.T) {
			d := newDesk(t, Limits{})
			apply(t, d.Engine, &UpdateTaskQueue{SID: d.queue, TargetWorkers: new("friendly_name == 'Alice'")})
			for i := range changed {
				apply(t, d.Engine, &CreateWorker{FriendlyName: fmt.Sprint("Worker ", i), ActivitySID: d.available})
			}
			apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
				`{"task_routing":{"default_filter":{"queue":%q,"expression":"worker.channel.chat.available_capacity_percentage < 100"}}}`, d.queue))})
			apply(t, d.Engine, &CreateTask{})
			apply(t, d.Engine, &CreateTask{TaskChannel: "chat", RoutingTarget: d.worker.String()})
			events := apply(t, d.Engine, &UpdateTaskQueue{SID: d.queue, TargetWorkers: new("1==1")})
			assert.Nil(t, Find(events, ReservationCreated))
			offer := Find(apply(t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.available}), ReservationCreated)
			require.NotNil(t, offer)
			assert.Equal(t, d.worker, offer.WorkerSID)
		})
	}
}

// TestLookAtAllInVain: who is first by an order_by is found by a look at all who
// are idle; when that has cost enough without a worker for the task, a roster
// tells who can take it.
func TestLookAtAllInVain(t *testing.T) {
	d := skilled(t, 2*nearWorkers, `{"skills":["chat"]}`)
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
		`{"task_routing":{"default_filter":{"queue":%q,"expression":"worker.skills HAS task.skill","order_by":"worker.level"}}}`, d.queue))})
	var made []int
	for range indexPrice + 2 {
		events := apply(t, d.Engine, &CreateTask{Attributes: `{"skill":"Klingon"}`})
		require.Nil(t, Find(events, ReservationCreated))
		made = append(made, d.rosters.made)
		apply(t, d.Engine, &DeleteTask{SID: Find(events, TaskCreated).TaskSID})
	}
	assert.Equal(t, []int{0, 1}, []int{made[indexPrice-1], made[indexPrice]})
}
