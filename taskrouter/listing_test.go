package taskrouter

import (
	"fmt"
	"iter"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newCrowdedDesk is a desk with several of each kind, and a past of the worker.
func newCrowdedDesk(t *testing.T) *desk {
	d := newDesk(t, Limits{})
	for i := range 3 {
		name := fmt.Sprint("Another ", i)
		apply(t, d.Engine, &CreateActivity{FriendlyName: name})
		apply(t, d.Engine, &CreateTaskChannel{UniqueName: fmt.Sprint("channel", i), FriendlyName: name})
		apply(t, d.Engine, &CreateTaskQueue{FriendlyName: name})
		apply(t, d.Engine, &CreateWorker{FriendlyName: name, ActivitySID: d.offline})
		d.offer()
		d.answer(ReservationStatusAccepted)
		d.status(TaskStatusCompleted)
	}
	for i := range 2 { // with a second one, tasks would have to name theirs
		apply(t, d.Engine, &CreateWorkflow{FriendlyName: fmt.Sprint("Another ", i), Configuration: d.toQueue(d.queue)})
	}
	return d
}

// behindEach holds what a listing shows behind each of its entries against the
// rest of the whole listing.
func behindEach[T any, S comparable](t *testing.T, kind string, all iter.Seq[T], after func(S) (iter.Seq[T], bool), sid func(T) S) {
	t.Helper()
	list := slices.Collect(all)
	assert.GreaterOrEqual(t, len(list), 3, kind)
	for i, entry := range list {
		rest, found := after(sid(entry))
		assert.True(t, found, kind)
		assert.Equal(t, list[i+1:], append([]T{}, slices.Collect(rest)...), "%s behind %d", kind, i)
		for next := range rest { // again, and not to the end
			assert.Equal(t, list[i+1], next, kind)
			break
		}
	}
	var none S
	rest, found := after(none)
	assert.False(t, found, kind)
	assert.Empty(t, slices.Collect(rest), kind)
}

// beforeEach holds what a listing shows before each of its entries against the
// beginning of the whole listing, the other way around.
func beforeEach[T any, S comparable](t *testing.T, kind string, all iter.Seq[T], before func(S) (iter.Seq[T], bool), sid func(T) S) {
	t.Helper()
	list := slices.Collect(all)
	slices.Reverse(list)
	assert.GreaterOrEqual(t, len(list), 3, kind)
	behindEach(t, kind+", backwards,", slices.Values(list), before, sid)
}

func TestListingsBeforeAnEntry(t *testing.T) {
	d := newCrowdedDesk(t)
	beforeEach(t, "activities", d.Activities(), d.ActivitiesBefore, func(a Activity) ActivitySID { return a.SID })
	beforeEach(t, "task channels", d.TaskChannels(), d.TaskChannelsBefore, func(ch TaskChannel) TaskChannelSID { return ch.SID })
	beforeEach(t, "task queues", d.TaskQueues(), d.TaskQueuesBefore, func(q TaskQueue) TaskQueueSID { return q.SID })
	beforeEach(t, "workflows", d.Workflows(), d.WorkflowsBefore, func(wf Workflow) WorkflowSID { return wf.SID })
	beforeEach(t, "workers", d.Workers(), d.WorkersBefore, func(w Worker) WorkerSID { return w.SID })
	beforeEach(t, "tasks", d.Tasks(), d.TasksBefore, func(t Task) TaskSID { return t.SID })
}

func TestListingsBehindAnEntry(t *testing.T) {
	d := newCrowdedDesk(t)
	behindEach(t, "activities", d.Activities(), d.ActivitiesAfter, func(a Activity) ActivitySID { return a.SID })
	behindEach(t, "task channels", d.TaskChannels(), d.TaskChannelsAfter, func(ch TaskChannel) TaskChannelSID { return ch.SID })
	behindEach(t, "task queues", d.TaskQueues(), d.TaskQueuesAfter, func(q TaskQueue) TaskQueueSID { return q.SID })
	behindEach(t, "workflows", d.Workflows(), d.WorkflowsAfter, func(wf Workflow) WorkflowSID { return wf.SID })
	behindEach(t, "workers", d.Workers(), d.WorkersAfter, func(w Worker) WorkerSID { return w.SID })
	behindEach(t, "tasks", d.Tasks(), d.TasksAfter, func(t Task) TaskSID { return t.SID })
	behindEach(t, "reservations", d.WorkerReservations(d.worker),
		func(s ReservationSID) (iter.Seq[Reservation], bool) { return d.WorkerReservationsAfter(d.worker, s) },
		func(r Reservation) ReservationSID { return r.SID })
}

// What was there when the range began, and still is, comes: the entry that the
// listing begins behind may go, and others may come and go.
func TestListingBehindAnEntryThatGoes(t *testing.T) {
	d := newDesk(t, Limits{})
	var tasks []TaskSID
	for range 6 {
		tasks = append(tasks, Find(apply(t, d.Engine, &CreateTask{}), TaskCreated).TaskSID)
	}
	rest, found := d.TasksAfter(tasks[1])
	require.True(t, found)
	var met []TaskSID
	for task := range rest {
		met = append(met, task.SID)
		var gone []TaskSID
		switch task.SID {
		case tasks[2]:
			gone = []TaskSID{tasks[1], tasks[0], tasks[2]}
		case tasks[3]:
			gone = []TaskSID{tasks[3], tasks[4]}
		}
		for _, s := range gone {
			apply(t, d.Engine, &DeleteTask{SID: s})
		}
	}
	assert.Equal(t, []TaskSID{tasks[2], tasks[3], tasks[5]}, met)
	_, found = d.TasksAfter(tasks[1])
	assert.False(t, found)
	require.NoError(t, d.Check())
}

// The same backwards: with the entry that the walk has come to, or those next to it
// in any order, the way back is not lost.
func TestListingBeforeAnEntryThatGoes(t *testing.T) {
	d := newDesk(t, Limits{})
	var tasks []TaskSID
	for range 7 {
		tasks = append(tasks, Find(apply(t, d.Engine, &CreateTask{}), TaskCreated).TaskSID)
	}
	earlier, found := d.TasksBefore(tasks[5])
	require.True(t, found)
	var met []TaskSID
	for task := range earlier {
		met = append(met, task.SID)
		var gone []TaskSID
		switch task.SID {
		case tasks[4]:
			gone = []TaskSID{tasks[5], tasks[6], tasks[4]}
		case tasks[3]:
			gone = []TaskSID{tasks[3], tasks[2], tasks[0]}
			apply(t, d.Engine, &CreateTask{})
		}
		for _, s := range gone {
			apply(t, d.Engine, &DeleteTask{SID: s})
		}
	}
	assert.Equal(t, []TaskSID{tasks[4], tasks[3], tasks[1]}, met)
	_, found = d.TasksBefore(tasks[5])
	assert.False(t, found)
	require.NoError(t, d.Check())
}

func TestReservationsBehindOneOfAnother(t *testing.T) {
	d := newBatch(t)
	d.offer()
	past, found := d.WorkerReservationsAfter(d.worker, d.reservation)
	assert.True(t, found)
	assert.Empty(t, slices.Collect(past))
	rest, found := d.WorkerReservationsAfter(d.worker, d.other)
	assert.False(t, found, "another worker's")
	assert.Empty(t, slices.Collect(rest))

	// Another worker with the same SID has not had the reservations of the one
	// who was there before.
	d.answer(ReservationStatusAccepted)
	apply(t, d.Engine, &DeleteWorker{SID: d.worker})
	apply(t, d.Engine, &CreateWorker{SID: d.worker, FriendlyName: "Another"})
	require.True(t, second(d.Reservation(d.reservation)))
	_, found = d.WorkerReservationsAfter(d.worker, d.reservation)
	assert.False(t, found)
}

// Belongs says of each worker whether WorkersOf has him.
func TestBelongs(t *testing.T) {
	d := newCrowdedDesk(t)
	apply(t, d.Engine, &CreateTaskQueue{FriendlyName: "Senior", TargetWorkers: new("level > 3")})
	queue, _ := d.TaskQueueByName("Senior")
	for w := range d.Workers() {
		for q := range d.TaskQueues() {
			assert.Equal(t, slices.Contains(slices.Collect(d.WorkersOf(q.SID)), w.SID), d.Belongs(w.SID, q.SID))
		}
	}
	assert.True(t, d.Belongs(d.worker, d.queue))
	assert.False(t, d.Belongs(d.worker, queue.SID))
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(`{"level":4}`)})
	assert.True(t, d.Belongs(d.worker, queue.SID))
	assert.False(t, d.Belongs(d.worker, TaskQueueSID{}))
	assert.False(t, d.Belongs(WorkerSID{}, d.queue))
	apply(t, d.Engine, &DeleteWorker{SID: d.worker})
	assert.False(t, d.Belongs(d.worker, d.queue))
}
