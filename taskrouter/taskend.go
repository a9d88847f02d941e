package taskrouter

import "slices"

// cancelTask ends a task that nobody has taken, with what was offered.
func (e *Engine) cancelTask(t *task, reason string) {
	e.unwait(t)
	for _, r := range t.reservations {
		if r.status == ReservationStatusPending {
			e.endReservation(r, ReservationStatusCanceled, ReservationCanceled)
		}
	}
	e.finishTask(t, TaskStatusCanceled, reason)
	e.emitTask(TaskCanceled, t)
}

// completeTask ends an assigned or wrapping task and its reservations.
func (e *Engine) completeTask(t *task, reason string) {
	e.finishTask(t, TaskStatusCompleted, reason)
	e.emitTask(TaskCompleted, t)
	for _, r := range t.reservations {
		if r.status.taken() {
			e.endReservation(r, ReservationStatusCompleted, ReservationCompleted)
		}
	}
}

func (e *Engine) finishTask(t *task, status TaskStatus, reason string) {
	e.stopTimers(t)
	t.status, t.reason, t.conference = status, reason, false
	e.touch(t)
	e.startLife(t, dueRemoval, e.limits.FinishedTask)
}

// wrapTask moves an assigned task to wrapping.
func (e *Engine) wrapTask(t *task) {
	t.status, t.conference = TaskStatusWrapping, false
	e.touch(t)
	if e.workspace.wrapUp > 0 {
		e.startStage(t, dueWrapUp, e.now.add(e.workspace.wrapUp), e.workspace.wrapUp)
	}
	e.emitTask(TaskWrapup, t)
}

// returnTask makes a reserved task pending again once none of its reservations
// is open, and goes on at its present step: other workers are tried while the
// step lasts (routing.md §2.4).
func (e *Engine) returnTask(t *task) {
	if t.status != TaskStatusReserved || slices.ContainsFunc(t.reservations, (*reservation).isPending) {
		return
	}
	if t.transfer != nil {
		e.attemptFailed(t)
		return
	}
	t.status = TaskStatusPending
	e.touch(t)
	switch {
	case t.assignments >= e.limits.Assignments:
		e.cancelTask(t, reasonAssignments)
	case t.redriven:
		e.redrive(t)
	case e.stepOver(t):
		e.leaveStep(t, leftByTimeout)
	default:
		t.declined = t.step.direct != nil
		e.wait(t)
	}
}

// expireTask removes a task whose time in its last state is over. A finished
// one goes without an event; an assigned one is deleted by the system, neither
// completed nor canceled (lifecycle.md §1.2).
func (e *Engine) expireTask(t *task) {
	if t.status.finished() {
		e.removeTask(t)
		return
	}
	if t.transfer != nil {
		e.failTransfer(t, TransferFailed, TaskTransferFailed)
	}
	if !t.status.finished() {
		e.emitTask(TaskSystemDeleted, t)
		e.removeTask(t)
	}
}

// removeTask forgets a task. Reservations that are still taken end without an
// event, so that their workers are free (lifecycle.md §1.6).
func (e *Engine) removeTask(t *task) {
	e.unwait(t)
	e.stopTimers(t)
	for _, r := range t.reservations {
		if r.status.taken() {
			e.releaseReservation(r, ReservationStatusCompleted)
		}
		r.worker.history.remove(r)
		e.reservations.remove(r.sid)
	}
	for x := t.transfers; x != nil; x = x.before {
		delete(e.transfers, x.cur.SID)
	}
	e.tasks.remove(t.sid)
	e.mark(t)
	e.removed = append(e.removed, t)
	e.count.tasksRemoved++
}

func (e *Engine) stopTimers(t *task) {
	e.stop(&t.life)
	e.stop(&t.stage)
}
