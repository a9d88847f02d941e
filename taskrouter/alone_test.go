package taskrouter

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTasksThatComeTogetherAreInOrder: of several tasks that enter their queues by
// one command, none is alone, though each is in a queue in which nobody waits.
func TestTasksThatComeTogetherAreInOrder(t *testing.T) {
	for _, tt := range []struct {
		name       string
		priorities [2]int
		want       int
	}{
		{"the first goes first", [2]int{5, 0}, 0},
		{"the last goes first", [2]int{0, 5}, 1},
		{"who is older goes first", [2]int{3, 3}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			queue := func(name, target string) TaskQueueSID {
				return Find(apply(t, d.Engine, &CreateTaskQueue{FriendlyName: name, TargetWorkers: &target}), TaskQueueCreated).queue.SID
			}
			nobody, another := queue("Nobody", "1 == 2"), queue("Another", "1 == 1")
			apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(d.toQueue(nobody))})
			var tasks []TaskSID
			for n, priority := range tt.priorities {
				events := apply(t, d.Engine, &CreateTask{Attributes: fmt.Sprintf(`{"n":%d}`, n), Priority: priority})
				tasks = append(tasks, Find(events, TaskCreated).TaskSID)
			}
			events := apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, ReEvaluateTasks: true, Configuration: new(fmt.Sprintf(
				`{"task_routing":{"filters":[{"expression":"n == 0","targets":[{"queue":%q}]}],"default_filter":{"queue":%q}}}`, d.queue, another))})
			offer := Find(events, ReservationCreated)
			require.NotNil(t, offer)
			assert.Equal(t, tasks[tt.want], offer.TaskSID)
		})
	}
}

// TestNobodyOvertakesHisLike: time has made both eligible, and who waits already
// goes first.
func TestNobodyOvertakesHisLike(t *testing.T) {
	d := newDesk(t, Limits{})
	minute := (d.Now().Minute() + 5) % 60
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
		`{"task_routing":{"default_filter":{"queue":%q,"expression":"taskrouter.currentMin >= %d"}}}`, d.queue, minute))})
	first := Find(apply(t, d.Engine, &CreateTask{}), TaskCreated).TaskSID
	events, err := d.Apply(d.Now().Add(6*time.Minute), &CreateTask{})
	require.NoError(t, err)
	offer := Find(events, ReservationCreated)
	require.NotNil(t, offer)
	assert.Equal(t, first, offer.TaskSID)
}

// TestOneWorkerIsOfferedOneTask: two tasks are skipped on to a queue by one command,
// one after the other, and its worker has room for one.
func TestOneWorkerIsOfferedOneTask(t *testing.T) {
	d := newDesk(t, Limits{})
	nobody := Find(apply(t, d.Engine, &CreateTaskQueue{FriendlyName: "Nobody", TargetWorkers: new("1 == 2")}), TaskQueueCreated).queue.SID
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(d.toQueue(nobody))})
	apply(t, d.Engine, &CreateTask{})
	apply(t, d.Engine, &CreateTask{})
	events := apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, ReEvaluateTasks: true, Configuration: new(fmt.Sprintf(
		`{"task_routing":{"filters":[{"expression":"1 == 1","targets":[{"queue":%q,"skip_if":"1 == 1"},{"queue":%q}]}]}}`, nobody, d.queue))})
	offers := 0
	for i := range events {
		if events[i].Type == ReservationCreated {
			offers++
		}
	}
	assert.Equal(t, 1, offers)
}

// TestWhoLeavesAtOnceIsNotOffered: a task that waits no more before anybody was
// looked for is offered to nobody.
func TestWhoLeavesAtOnceIsNotOffered(t *testing.T) {
	d := newDesk(t, Limits{})
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.offline})
	waiting := d.tasks.get(Find(apply(t, d.Engine, &CreateTask{}), TaskCreated).TaskSID)
	d.unwait(waiting)
	d.wait(waiting)
	d.unwait(waiting)
	d.freed(d.workers.get(d.worker))
	d.route()
	assert.Nil(t, waiting.group)
	d.wait(waiting)
	d.route()
	assert.NotNil(t, waiting.group)
	require.NoError(t, d.Check())
}

// TestTimerOfAStep runs for a task that still waits when nobody is left to ask, from
// the first Apply on.
func TestTimerOfAStep(t *testing.T) {
	d := newDesk(t, Limits{})
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
		`{"task_routing":{"filters":[{"expression":"1 == 1","targets":[{"queue":%q,"timeout":20}]}]}}`, d.queue))})
	apply(t, d.Engine, &CreateTask{}) // has the worker
	due, _ := d.Deadline()
	assert.Equal(t, d.Now().Add(2*time.Minute), due, "his answer")
	apply(t, d.Engine, &CreateTask{})
	due, _ = d.Deadline()
	assert.Equal(t, d.Now().Add(20*time.Second), due, "the step of the second")
}

// TestTaskThatFindsSomebodyJoinsNoGroup: whoever waits in the queue asks something
// else, and makes no difference.
func TestTaskThatFindsSomebodyJoinsNoGroup(t *testing.T) {
	for _, tt := range []struct {
		name    string
		waiting []int // levels that the worker does not have
		want    int   // groups
	}{
		{name: "nobody waits"},
		{name: "one waits", waiting: []int{7}, want: 1},
		{name: "some wait", waiting: []int{7, 8, 7, 9}, want: 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(`{"level":5}`)})
			apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
				`{"task_routing":{"default_filter":{"queue":%q,"expression":"worker.level >= task.level"}}}`, d.queue))})
			create := func(level int) *Event {
				return Find(apply(t, d.Engine, &CreateTask{Attributes: fmt.Sprintf(`{"level":%d}`, level)}), ReservationCreated)
			}
			for _, level := range tt.waiting {
				require.Nil(t, create(level))
			}
			offer := create(4)
			require.NotNil(t, offer)
			assert.Len(t, d.routing.groups, tt.want)
			apply(t, d.Engine, &UpdateReservation{SID: offer.ReservationSID, ReservationStatus: ReservationStatusRejected})
			assert.Len(t, d.routing.groups, tt.want+1, "he is asked again, and now it joins one")
			require.NoError(t, d.Check())
		})
	}
}
