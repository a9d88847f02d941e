package taskrouter

import "github.com/goacd/acd/internal/excerpt"

// failCallback cancels a reservation whose assignment callback got no answer.
// The worker's activity stays; the task is routed again at its step.
func (e *Engine) failCallback(c *FailCallback) *Error {
	r := e.reservations.get(c.SID)
	if r == nil {
		return e.notFound("Reservations", c.SID.String())
	}
	if err := r.checkPending(ReservationStatusCanceled); err != nil {
		return err
	}
	if r.suspended { // somebody has answered otherwise than by the callback
		return r.beingAccepted(ReservationStatusCanceled)
	}
	e.endReservation(r, ReservationStatusCanceled, ReservationCanceled)
	e.returnTask(r.task)
	return nil
}

func (e *Engine) linkCall(c *LinkCall) *Error {
	r := e.reservations.get(c.SID)
	if r == nil {
		return e.notFound("Reservations", c.SID.String())
	}
	if c.WorkerCallSID.IsZero() {
		return missing("WorkerCallSID")
	}
	if !r.isOpen() {
		return stateError(r.sid.String(), string(r.status), "Reservation %s is over: it is in state [%s]", r.sid, r.status)
	}
	t := r.task
	t.attributes = withAttribute(t.attributes, "worker_call_sid", quoteJSON(c.WorkerCallSID.String()))
	e.touch(t)
	e.emitTask(TaskUpdated, t)
	return nil
}

// endCall is lifecycle.md §4.5.
func (e *Engine) endCall(c *EndCall) *Error {
	r := e.reservations.get(c.SID)
	if r == nil {
		return e.notFound("Reservations", c.SID.String())
	}
	var activity *activity
	if !c.PostWorkActivitySID.IsZero() {
		var err *Error
		if activity, err = e.findActivity("PostWorkActivitySid", c.PostWorkActivitySID); err != nil {
			return err
		}
	}
	if !r.status.taken() && r.status != ReservationStatusCompleted {
		return stateError(r.sid.String(), string(r.status), "Reservation %s was never accepted: it is in state [%s]", r.sid, r.status)
	}
	e.endWork(r)
	if activity != nil && r.worker.class != nil {
		e.moveWorker(r.worker, activity)
	}
	return nil
}

// endWork is what the end of a call does to an accepted reservation: it goes to
// wrapping, and in a single-tasking workspace it is completed, each time with
// its task. A task that is on its way to somebody else, or whose conference goes
// on, stays what it is.
func (e *Engine) endWork(r *reservation) {
	switch {
	case r.status != ReservationStatusAccepted:
	case r.task.transfer != nil, r.task.conference:
		e.handOver(r)
	case e.workspace.singleTasking:
		e.completeTask(r.task, r.task.reason)
	default:
		e.wrapReservation(r)
	}
}

func (e *Engine) abandonTask(c *AbandonTask) *Error {
	t := e.tasks.get(c.SID)
	if t == nil {
		return e.notFound("Tasks", c.SID.String())
	}
	if c.Reason == "" {
		return missing("Reason")
	}
	if err := checkText("Reason", c.Reason); err != nil {
		return err
	}
	switch {
	case t.transfer != nil:
		e.endAllWork(t)
	case t.status.waiting():
		e.cancelTask(t, c.Reason)
	case t.status == TaskStatusAssigned:
		e.emitAlert(t, &alert{14223, "task " + t.sid.String() + " could not be canceled: it was assigned when its caller left (" + excerpt.Of(c.Reason) + ")"})
		e.endAllWork(t)
	default:
		return stateError(t.sid.String(), string(t.status), "Task %s has no caller any more: it is %s", t.sid, t.status)
	}
	return nil
}
