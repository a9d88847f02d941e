package taskrouter

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPathsAreNumberedAnew changes a workflow until its paths have been numbered
// anew several times, with tasks that wait at former steps and one that is routed
// past them. At each step, present or former, the right workers are found, and the
// better one of them first.
func TestPathsAreNumberedAnew(t *testing.T) {
	d := newDesk(t, Limits{})
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.offline})
	apply(t, d.Engine, &CreateTask{RoutingTarget: d.worker.String(), IgnoreCapacity: new(false)})
	worker := func(name string) WorkerSID {
		return Find(apply(t, d.Engine, &CreateWorker{FriendlyName: name, ActivitySID: d.available}), WorkerCreated).WorkerSID
	}
	minor, major := worker("Minor"), worker("Major")
	equip := func(i int) []Event {
		apply(t, d.Engine, &UpdateWorker{SID: minor, Attributes: new(fmt.Sprintf(`{"skill%d":1,"rank%d":1,"rank%d":9}`, i, i, i+1))})
		return apply(t, d.Engine, &UpdateWorker{SID: major, Attributes: new(fmt.Sprintf(`{"skill%d":1,"rank%d":2,"rank%d":0}`, i, i, i+1))})
	}
	task := func(level int) []Event {
		return apply(t, d.Engine, &CreateTask{Attributes: fmt.Sprintf(`{"level":%d}`, level)})
	}
	const rounds = 300
	var numbers, groups int
	var former []TaskSID
	for i := range rounds {
		target := fmt.Sprintf(`{"queue":%q,"expression":"worker.skill%d == task.level","order_by":"worker.rank%d DESC"}`, d.queue, i, i)
		config := `{"task_routing":{"filters":[{"expression":"1==1","targets":[` + target + `]}]}}`
		if i%4 > 1 {
			config = `{"task_routing":{"default_filter":` + target + `}}`
		}
		apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: &config})
		require.Nil(t, Find(equip(i), ReservationCreated), i)
		for _, want := range []WorkerSID{major, minor} {
			offer := Find(task(1), ReservationCreated)
			require.NotNil(t, offer, i)
			require.Equal(t, want, offer.WorkerSID, i)
			apply(t, d.Engine, &DeleteTask{SID: offer.TaskSID})
			apply(t, d.Engine, &UpdateWorker{SID: want, ActivitySID: d.offline})
		}
		for _, w := range []WorkerSID{minor, major} {
			apply(t, d.Engine, &UpdateWorker{SID: w, ActivitySID: d.available})
		}
		if i%50 == 0 { // for somebody of that level, whom there never is
			former = append(former, Find(task(2), TaskCreated).TaskSID)
			task(3)
		}
		numbers, groups = max(numbers, d.paths.Len()), max(groups, len(d.routing.groups))
	}
	assert.Less(t, numbers, 100, "what former steps read is forgotten")
	assert.Less(t, groups, 100, "and who waited there")
	for n, waits := range former {
		require.Nil(t, Find(equip(50*n), ReservationCreated))
		offer := Find(apply(t, d.Engine, &UpdateTask{SID: waits, Attributes: new(`{"level":1}`)}), ReservationCreated)
		require.NotNil(t, offer, n)
		require.Equal(t, major, offer.WorkerSID, n)
		apply(t, d.Engine, &DeleteTask{SID: offer.TaskSID})
	}
}

// TestPathsOfFormerWorkflows makes workflows and deletes them again: what their
// steps read is forgotten without a change of another one.
func TestPathsOfFormerWorkflows(t *testing.T) {
	d := newDesk(t, Limits{})
	for i := range 300 {
		created := apply(t, d.Engine, &CreateWorkflow{FriendlyName: "Short", Configuration: fmt.Sprintf(
			`{"task_routing":{"default_filter":{"queue":%q,"expression":"worker.skill%d == 1"}}}`, d.queue, i)})
		apply(t, d.Engine, &DeleteWorkflow{SID: Find(created, WorkflowCreated).workflow.SID})
	}
	assert.Less(t, d.paths.Len(), 100)
}
