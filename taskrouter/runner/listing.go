package runner

import (
	"iter"
	"math"
	"slices"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// Activities returns a page of the activities in order of creation: size
// entries (1 to 1,000; 0 for 50) behind a cursor. Like all listings, it refuses
// another size with a [taskrouter.Error] of code 20007, and a cursor whose place
// is lost with one that matches [taskrouter.ErrNotFound].
func (r *Runner) Activities(after Cursor[taskrouter.ActivitySID], size int) (Page[taskrouter.Activity, taskrouter.ActivitySID], error) {
	l := listing[taskrouter.Activity, taskrouter.ActivitySID]{
		resource: "Activities",
		all:      (*taskrouter.Engine).Activities, after: (*taskrouter.Engine).ActivitiesAfter, get: (*taskrouter.Engine).Activity,
		cursor: func(a taskrouter.Activity) Cursor[taskrouter.ActivitySID] {
			return Cursor[taskrouter.ActivitySID]{a.SID, a.DateCreated}
		},
	}
	return l.page(r, after, size)
}

// TaskChannels returns a page of the task channels in order of creation; see
// [Runner.Activities].
func (r *Runner) TaskChannels(after Cursor[taskrouter.TaskChannelSID], size int) (Page[taskrouter.TaskChannel, taskrouter.TaskChannelSID], error) {
	l := listing[taskrouter.TaskChannel, taskrouter.TaskChannelSID]{
		resource: "TaskChannels",
		all:      (*taskrouter.Engine).TaskChannels, after: (*taskrouter.Engine).TaskChannelsAfter, get: (*taskrouter.Engine).TaskChannel,
		cursor: func(ch taskrouter.TaskChannel) Cursor[taskrouter.TaskChannelSID] {
			return Cursor[taskrouter.TaskChannelSID]{ch.SID, ch.DateCreated}
		},
	}
	return l.page(r, after, size)
}

// TaskQueues returns a page of the task queues in order of creation; see
// [Runner.Activities].
func (r *Runner) TaskQueues(after Cursor[taskrouter.TaskQueueSID], size int) (Page[taskrouter.TaskQueue, taskrouter.TaskQueueSID], error) {
	l := listing[taskrouter.TaskQueue, taskrouter.TaskQueueSID]{
		resource: "TaskQueues",
		all:      (*taskrouter.Engine).TaskQueues, after: (*taskrouter.Engine).TaskQueuesAfter, get: (*taskrouter.Engine).TaskQueue,
		cursor: func(q taskrouter.TaskQueue) Cursor[taskrouter.TaskQueueSID] {
			return Cursor[taskrouter.TaskQueueSID]{q.SID, q.DateCreated}
		},
	}
	return l.page(r, after, size)
}

// Workflows returns a page of the workflows in order of creation; see
// [Runner.Activities].
func (r *Runner) Workflows(after Cursor[taskrouter.WorkflowSID], size int) (Page[taskrouter.Workflow, taskrouter.WorkflowSID], error) {
	l := listing[taskrouter.Workflow, taskrouter.WorkflowSID]{
		resource: "Workflows",
		all:      (*taskrouter.Engine).Workflows, after: (*taskrouter.Engine).WorkflowsAfter, get: (*taskrouter.Engine).Workflow,
		cursor: func(wf taskrouter.Workflow) Cursor[taskrouter.WorkflowSID] {
			return Cursor[taskrouter.WorkflowSID]{wf.SID, wf.DateCreated}
		},
	}
	return l.page(r, after, size)
}

// Workers returns a page of the workers in order of creation; see
// [Runner.Activities].
func (r *Runner) Workers(after Cursor[taskrouter.WorkerSID], size int) (Page[taskrouter.Worker, taskrouter.WorkerSID], error) {
	l := workers()
	return l.page(r, after, size)
}

// WorkersOf returns a page of the workers who belong to a task queue, whatever
// their activity, in order of creation; see [Runner.Activities]. A queue that
// does not exist has none. The cursor may be of any worker. It passes over the
// workers of the workspace who do not belong to the queue.
func (r *Runner) WorkersOf(queue taskrouter.TaskQueueSID, after Cursor[taskrouter.WorkerSID], size int) (Page[taskrouter.Worker, taskrouter.WorkerSID], error) {
	l := workers()
	l.keep = func(e *taskrouter.Engine, w taskrouter.Worker) bool { return e.Belongs(w.SID, queue) }
	return l.page(r, after, size)
}

func workers() listing[taskrouter.Worker, taskrouter.WorkerSID] {
	return listing[taskrouter.Worker, taskrouter.WorkerSID]{
		resource: "Workers",
		all:      (*taskrouter.Engine).Workers, after: (*taskrouter.Engine).WorkersAfter, get: (*taskrouter.Engine).Worker,
		cursor: func(w taskrouter.Worker) Cursor[taskrouter.WorkerSID] {
			return Cursor[taskrouter.WorkerSID]{w.SID, w.DateCreated}
		},
	}
}

// Tasks returns a page of the tasks in order of creation, finished ones included
// until they are removed, with their ages as of now; see [Runner.Activities].
func (r *Runner) Tasks(after Cursor[taskrouter.TaskSID], size int) (Page[taskrouter.Task, taskrouter.TaskSID], error) {
	l := listing[taskrouter.Task, taskrouter.TaskSID]{
		resource: "Tasks",
		all:      (*taskrouter.Engine).Tasks, after: (*taskrouter.Engine).TasksAfter, get: (*taskrouter.Engine).Task,
		cursor: func(t taskrouter.Task) Cursor[taskrouter.TaskSID] {
			return Cursor[taskrouter.TaskSID]{t.SID, t.DateCreated}
		},
	}
	now := r.clock.Now()
	page, err := l.page(r, after, size)
	for i := range page.Items {
		age(&page.Items[i], now)
	}
	return page, err
}

// TaskReservations returns all reservations that a task ever had, oldest first;
// their number is bounded by Limits.Assignments and, for each of these, by its
// queue's MaxReservedWorkers. A task that does not exist has none.
func (r *Runner) TaskReservations(s taskrouter.TaskSID) ([]taskrouter.Reservation, error) {
	r.state.enter()
	defer r.state.leave()
	if r.ended != nil {
		return nil, r.ended
	}
	var all listing[taskrouter.Reservation, taskrouter.ReservationSID]
	return all.collect(r, r.engine.TaskReservations(s), time.Time{}, math.MaxInt)
}

// WorkerReservations returns a page of the reservations of a worker whose tasks
// still exist, past ones included, oldest first; see [Runner.Activities]. A
// worker who does not exist has none. The cursor may be of any reservation.
func (r *Runner) WorkerReservations(worker taskrouter.WorkerSID, after Cursor[taskrouter.ReservationSID], size int) (Page[taskrouter.Reservation, taskrouter.ReservationSID], error) {
	l := listing[taskrouter.Reservation, taskrouter.ReservationSID]{
		resource: "Reservations",
		all:      func(e *taskrouter.Engine) iter.Seq[taskrouter.Reservation] { return e.WorkerReservations(worker) },
		after: func(e *taskrouter.Engine, s taskrouter.ReservationSID) (iter.Seq[taskrouter.Reservation], bool) {
			return e.WorkerReservationsAfter(worker, s)
		},
		get: (*taskrouter.Engine).Reservation,
		cursor: func(res taskrouter.Reservation) Cursor[taskrouter.ReservationSID] {
			return Cursor[taskrouter.ReservationSID]{res.SID, res.DateCreated}
		},
	}
	return l.page(r, after, size)
}

// WorkerChannels returns the channels of a worker in order of the task channels'
// creation, 32 at most. A worker who does not exist has none.
func (r *Runner) WorkerChannels(s taskrouter.WorkerSID) ([]taskrouter.WorkerChannel, error) {
	return read(r, func(e *taskrouter.Engine) []taskrouter.WorkerChannel { return slices.Collect(e.WorkerChannels(s)) })
}
