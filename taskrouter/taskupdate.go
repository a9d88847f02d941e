package taskrouter

import (
	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/taskrouter/expr"
)

// updateTask checks the whole request before it changes anything (lifecycle.md
// §1.3, §1.4).
func (e *Engine) updateTask(c *UpdateTask) *Error {
	t := e.tasks.get(c.SID)
	if t == nil {
		return e.notFound("Tasks", c.SID.String())
	}
	if err := checkVersion(c.IfVersion, t.version, c.SID); err != nil {
		return err
	}
	status := inLowerCase(c.AssignmentStatus)
	if err := e.checkTaskUpdate(c, t, status); err != nil {
		return err
	}
	next := taskContent{t.attributes, t.channel, t.start}
	var err *Error
	if c.Attributes != nil {
		if next.attributes, err = e.parseAttributes(*c.Attributes); err != nil {
			return err
		}
	}
	if c.TaskChannel != nil {
		if next.channel, err = e.findChannel("TaskChannel", *c.TaskChannel); err != nil {
			return err
		}
	}
	if c.VirtualStartTime != nil {
		if next.start, err = e.parseStartTime(*c.VirtualStartTime); err != nil {
			return err
		}
	}
	e.applyTaskUpdate(c, t, status, next)
	return nil
}

// taskContent is what an update replaces, checked.
type taskContent struct {
	attributes expr.Document
	channel    *taskChannel
	start      instant
}

func (e *Engine) checkTaskUpdate(c *UpdateTask, t *task, status TaskStatus) *Error {
	if c.Attributes != nil && (status == TaskStatusWrapping || status == TaskStatusCompleted) {
		return invalid("Attributes", "cannot be updated together with the status %s; send two requests", status)
	}
	if c.Priority != nil {
		if err := checkPriority(*c.Priority); err != nil {
			return err
		}
	}
	if c.Reason != nil {
		if err := checkText("Reason", *c.Reason); err != nil {
			return err
		}
	}
	return e.checkTaskStatus(t, status, c.AssignmentStatus)
}

// checkTaskStatus refuses what the state of the task does not allow, in the
// vendor's words (rest.md §5.2).
func (e *Engine) checkTaskStatus(t *task, want, given TaskStatus) *Error {
	refuse := func(attempt, because string) *Error {
		return stateError(t.sid.String(), string(t.status), "%s %s in workspace %s for account %s%s",
			attempt, t.sid, e.workspace.sid, e.workspace.account, because)
	}
	switch want {
	case "":
	case TaskStatusCanceled:
		if !t.status.waiting() || t.transfer != nil {
			return refuse("Cannot cancel task", " because it is not pending or reserved.")
		}
	case TaskStatusWrapping:
		if t.status != TaskStatusAssigned {
			return refuse("Cannot wrap up a task", " because it's not currently assigned")
		}
	case TaskStatusCompleted:
		if t.status != TaskStatusAssigned && t.status != TaskStatusWrapping {
			return refuse("Cannot complete task", " because it is not currently assigned.")
		}
	case TaskStatusPending, TaskStatusReserved, TaskStatusAssigned:
		return refuse("Cannot update task", " to "+string(want)+": want canceled, wrapping or completed.")
	default:
		return invalid("AssignmentStatus", "Invalid value '%s' for parameter AssignmentStatus", excerpt.Of(string(given)))
	}
	return nil
}

// applyTaskUpdate carries out a checked update: the status with its events
// first, then one task.updated for the rest (lifecycle.md §1.3). Then a waiting
// task is routed again where its content asks for it (routing.md §2.7).
func (e *Engine) applyTaskUpdate(c *UpdateTask, t *task, status TaskStatus, next taskContent) {
	reason := t.reason
	set(&reason, c.Reason)
	switch status {
	case TaskStatusCanceled:
		e.cancelTask(t, reason)
	case TaskStatusWrapping:
		t.reason = reason
		e.wrapByTask(t)
	case TaskStatusCompleted:
		e.completeTask(t, reason)
	}
	if c.Reason == nil && c.Attributes == nil && c.Priority == nil && c.TaskChannel == nil && c.VirtualStartTime == nil {
		return
	}
	t.reason, t.attributes, t.channel, t.start = reason, next.attributes, next.channel, next.start
	set(&t.priority, c.Priority)
	e.touch(t)
	e.emitTask(TaskUpdated, t)
	if !t.status.waiting() {
		return
	}
	if c.Attributes != nil {
		e.redrive(t)
	}
	e.reseat(t)
}

// reseat gives a task that still waits its place by its present channel,
// priority and start time. Other workers may have room on another channel, and
// the one who declined a task that is routed to him is asked again. The task is
// at its step as before: skip_if is not looked at again (routing.md §2.5).
func (e *Engine) reseat(t *task) {
	switch {
	case t.group == nil:
	case t.group.channel != t.channel:
		e.unwait(t)
		t.declined = false
		e.seat(t)
	default:
		e.reorder(t)
		e.retryTask(t)
	}
}

// wrapByTask moves a task's accepted reservations to wrapping, and the task
// with them. One whose workers have all completed theirs, while its conference
// went on, has nobody to wrap it up.
func (e *Engine) wrapByTask(t *task) {
	for _, r := range t.reservations {
		if r.status == ReservationStatusAccepted {
			e.startWrapping(r)
		}
	}
	e.followReservations(t)
}

// deleteTask removes a task in any state. Pending reservations are canceled,
// accepted ones end without an event (lifecycle.md §1.6).
func (e *Engine) deleteTask(c *DeleteTask) *Error {
	t := e.tasks.get(c.SID)
	if t == nil {
		return e.notFound("Tasks", c.SID.String())
	}
	if err := checkVersion(c.IfVersion, t.version, c.SID); err != nil {
		return err
	}
	e.dropTask(t)
	return nil
}

func (e *Engine) dropTask(t *task) {
	for _, r := range t.reservations {
		if r.status == ReservationStatusPending {
			e.endReservation(r, ReservationStatusCanceled, ReservationCanceled)
		}
	}
	e.emitTask(TaskDeleted, t)
	e.removeTask(t)
}
