package taskrouter

import (
	"iter"

	"github.com/goacd/acd/internal/sid"
)

// The listings of an engine can begin behind any entry, and go back from it:
// whoever reads them page by page finds the place of the next page at once, since
// the entries know their neighbors (list).

// ActivitiesAfter returns what [Engine.Activities] yields behind an activity:
// those that were created later. It reports false, and there are none, when that
// activity does not exist. Finding the place costs the same wherever it is. Like
// all listings, this one stays valid while commands are applied between two
// entries: what was there when the range began, and still is, comes, and the
// activity itself may go. Range over it before the next command, and once.
func (e *Engine) ActivitiesAfter(s ActivitySID) (iter.Seq[Activity], bool) {
	return after(&e.activities, s, func(a *activity) Activity { return *a.cur })
}

// ActivitiesBefore returns what [Engine.Activities] yields before an activity, the
// other way around: those that were created earlier, newest first. Otherwise it is
// as [Engine.ActivitiesAfter].
func (e *Engine) ActivitiesBefore(s ActivitySID) (iter.Seq[Activity], bool) {
	return before(&e.activities, s, func(a *activity) Activity { return *a.cur })
}

// TaskChannelsAfter returns what [Engine.TaskChannels] yields behind a task
// channel; see [Engine.ActivitiesAfter].
func (e *Engine) TaskChannelsAfter(s TaskChannelSID) (iter.Seq[TaskChannel], bool) {
	return after(&e.channels, s, func(ch *taskChannel) TaskChannel { return *ch.cur })
}

// TaskChannelsBefore returns what [Engine.TaskChannels] yields before a task
// channel, newest first; see [Engine.ActivitiesBefore].
func (e *Engine) TaskChannelsBefore(s TaskChannelSID) (iter.Seq[TaskChannel], bool) {
	return before(&e.channels, s, func(ch *taskChannel) TaskChannel { return *ch.cur })
}

// TaskQueuesAfter returns what [Engine.TaskQueues] yields behind a task queue;
// see [Engine.ActivitiesAfter].
func (e *Engine) TaskQueuesAfter(s TaskQueueSID) (iter.Seq[TaskQueue], bool) {
	return after(&e.queues, s, func(q *taskQueue) TaskQueue { return *q.cur })
}

// TaskQueuesBefore returns what [Engine.TaskQueues] yields before a task queue,
// newest first; see [Engine.ActivitiesBefore].
func (e *Engine) TaskQueuesBefore(s TaskQueueSID) (iter.Seq[TaskQueue], bool) {
	return before(&e.queues, s, func(q *taskQueue) TaskQueue { return *q.cur })
}

// WorkflowsAfter returns what [Engine.Workflows] yields behind a workflow; see
// [Engine.ActivitiesAfter].
func (e *Engine) WorkflowsAfter(s WorkflowSID) (iter.Seq[Workflow], bool) {
	return after(&e.workflows, s, func(wf *workflow) Workflow { return *wf.cur })
}

// WorkflowsBefore returns what [Engine.Workflows] yields before a workflow, newest
// first; see [Engine.ActivitiesBefore].
func (e *Engine) WorkflowsBefore(s WorkflowSID) (iter.Seq[Workflow], bool) {
	return before(&e.workflows, s, func(wf *workflow) Workflow { return *wf.cur })
}

// WorkersAfter returns what [Engine.Workers] yields behind a worker; see
// [Engine.ActivitiesAfter]. With [Engine.Belongs] it lists the workers of a queue
// from anywhere.
func (e *Engine) WorkersAfter(s WorkerSID) (iter.Seq[Worker], bool) {
	return after(&e.workers, s, (*worker).view)
}

// WorkersBefore returns what [Engine.Workers] yields before a worker, newest
// first; see [Engine.ActivitiesBefore].
func (e *Engine) WorkersBefore(s WorkerSID) (iter.Seq[Worker], bool) {
	return before(&e.workers, s, (*worker).view)
}

// TasksAfter returns what [Engine.Tasks] yields behind a task; see
// [Engine.ActivitiesAfter].
func (e *Engine) TasksAfter(s TaskSID) (iter.Seq[Task], bool) {
	return after(&e.tasks, s, func(t *task) Task { return t.view(e.now) })
}

// TasksBefore returns what [Engine.Tasks] yields before a task, newest first; see
// [Engine.ActivitiesBefore].
func (e *Engine) TasksBefore(s TaskSID) (iter.Seq[Task], bool) {
	return before(&e.tasks, s, func(t *task) Task { return t.view(e.now) })
}

// WorkerReservationsAfter returns what [Engine.WorkerReservations] yields behind
// a reservation; see [Engine.ActivitiesAfter]. It reports false as well when the
// reservation is another worker's.
func (e *Engine) WorkerReservationsAfter(worker WorkerSID, s ReservationSID) (iter.Seq[Reservation], bool) {
	first := e.reservations.get(s)
	if first == nil || e.workers.get(worker) != first.worker {
		return func(func(Reservation) bool) {}, false
	}
	still := func() bool { return e.reservations.get(s) == first }
	return shown(still, first.worker.history.after(first), (*reservation).view), true
}

// after returns what a table's listing shows behind the record of a key.
func after[K sid.Kind, R, T any, P listed[R]](t *table[K, R, P], key sid.SID[K], view func(*R) T) (iter.Seq[T], bool) {
	rec := t.get(key)
	if rec == nil {
		return func(func(T) bool) {}, false
	}
	return shown(func() bool { return t.get(key) == rec }, t.after(rec), view), true
}

// before returns what a table's listing shows before the record of a key, newest
// first.
func before[K sid.Kind, R, T any, P listed[R]](t *table[K, R, P], key sid.SID[K], view func(*R) T) (iter.Seq[T], bool) {
	rec := t.get(key)
	if rec == nil {
		return func(func(T) bool) {}, false
	}
	return shown(func() bool { return t.get(key) == rec }, t.before(rec), view), true
}

// shown yields what is shown of records, if the one where they begin is still there
// when the range begins: its place may be another's by then.
func shown[R, T any](still func() bool, records iter.Seq[*R], view func(*R) T) iter.Seq[T] {
	return func(yield func(T) bool) {
		if !still() {
			return
		}
		for rec := range records {
			if !yield(view(rec)) {
				return
			}
		}
	}
}

// Belongs reports whether a worker belongs to a queue, whatever his activity:
// whether [Engine.WorkersOf] yields him. A worker or a queue that does not exist
// belongs nowhere and has nobody.
func (e *Engine) Belongs(worker WorkerSID, queue TaskQueueSID) bool {
	w, q := e.workers.get(worker), e.queues.get(queue)
	return w != nil && q != nil && w.class.has(q)
}
