package taskrouter

import "time"

// Single-tasking workspaces are the vendor's older kind: a worker has one task
// at a time, channels and capacities do not count, and the queue says which
// activity a reserved and an assigned worker is in (routing.md §4.5, §5.5).

// move is a change of activity that is made but not told yet; the zero move is
// none.
type move struct {
	worker *worker
	from   *activity
	after  time.Duration // in from
}

// moveByQueue puts a worker into the activity that the queue names for the
// moment, in a single-tasking workspace. The event of what happened shows the
// new activity already and comes before that of the move (lifecycle.md §2.4),
// so it is the caller who reports.
func (e *Engine) moveByQueue(r *reservation, choose func(*TaskQueue) ActivitySID) move {
	if !e.workspace.singleTasking || r.task.queue == nil || r.worker.class == nil {
		return move{}
	}
	a := e.activities.get(choose(r.task.queue.cur))
	if a == nil {
		return move{}
	}
	return e.shift(r.worker, a)
}

// moveBack returns a worker whose reservation was canceled or rescinded to the
// activity he was in before (lifecycle.md §2.4, inferred). One who is not in the
// queue's activity any more was moved by somebody else, and stays there: who
// went offline while he was asked must not come back by himself.
func (e *Engine) moveBack(r *reservation) {
	q, w := r.task.queue, r.worker
	if !e.workspace.singleTasking || q == nil || w.class == nil || r.previous == w.activity ||
		w.activity.cur.SID != q.cur.ReservationActivitySID {
		return
	}
	if e.activities.get(r.previous.cur.SID) != r.previous {
		return // deleted meanwhile
	}
	e.moveWorker(r.worker, r.previous)
}
