package taskrouter

import (
	"strings"

	"github.com/goacd/acd/taskrouter/expr"
)

// updateTask checks the whole request before it changes anything (lifecycle.md
// §1.3, §1.4).
func (e *Engine) updateTask(c *UpdateTask) *Error {
	t := e.tasks.get(c.SID)
	if t == nil {
		return e.notFound("Tasks", c.SID.String())
	}
	if err := checkVersion(c.IfVersion, t.version, c.SID.String()); err != nil {
		return err
	}
	status := TaskStatus(strings.ToLower(string(c.AssignmentStatus)))
	if err := e.checkTaskUpdate(c, t, status); err != nil {
		return err
	}
	attributes := t.attributes
	if c.Attributes != nil {
		var err *Error
		if attributes, err = e.parseAttributes(*c.Attributes); err != nil {
			return err
		}
	}
	e.applyTaskUpdate(c, t, status, attributes)
	return nil
}

func (e *Engine) checkTaskUpdate(c *UpdateTask, t *task, status TaskStatus) *Error {
	switch {
	case c.TaskChannel != nil:
		return unsupported("TaskChannel", "changing the channel of a task")
	case c.VirtualStartTime != nil:
		return unsupported("VirtualStartTime", "a virtual start time")
	case c.Attributes != nil && (status == TaskStatusWrapping || status == TaskStatusCompleted):
		return invalid("Attributes", "cannot be updated together with the status %s; send two requests", status)
	case c.Attributes != nil && status == "" && t.status.waiting():
		return unsupported("Attributes", "changing the attributes of a task that waits")
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
		if !t.status.waiting() {
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
		return invalid("AssignmentStatus", "Invalid value '%s' for parameter AssignmentStatus", clip(string(given)))
	}
	return nil
}

// applyTaskUpdate carries out a checked update: the status with its events
// first, then one task.updated for the rest (lifecycle.md §1.3).
func (e *Engine) applyTaskUpdate(c *UpdateTask, t *task, status TaskStatus, attributes expr.Document) {
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
	if c.Reason == nil && c.Attributes == nil && c.Priority == nil {
		return
	}
	t.reason, t.attributes = reason, attributes
	if c.Priority != nil {
		t.priority = *c.Priority
		e.reprioritize(t)
	}
	t.touch(e.now)
	e.emitTask(TaskUpdated, t)
}

// wrapByTask moves a task's accepted reservations to wrapping, and the task
// with them.
func (e *Engine) wrapByTask(t *task) {
	for _, r := range t.reservations {
		if r.status == ReservationStatusAccepted {
			e.startWrapping(r)
		}
	}
	e.wrapTask(t)
}

// deleteTask removes a task in any state. Pending reservations are canceled,
// accepted ones end without an event (lifecycle.md §1.6).
func (e *Engine) deleteTask(c *DeleteTask) *Error {
	t := e.tasks.get(c.SID)
	if t == nil {
		return e.notFound("Tasks", c.SID.String())
	}
	if err := checkVersion(c.IfVersion, t.version, c.SID.String()); err != nil {
		return err
	}
	for _, r := range t.reservations {
		if r.status == ReservationStatusPending {
			e.endReservation(r, ReservationStatusCanceled, ReservationCanceled)
		}
	}
	e.emitTask(TaskDeleted, t)
	e.removeTask(t)
	return nil
}
