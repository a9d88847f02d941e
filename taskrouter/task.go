package taskrouter

import (
	"iter"
	"slices"
	"time"

	"github.com/goacd/acd/taskrouter/expr"
)

// TaskStatus is the assignment status of a task (lifecycle.md §1.1).
type TaskStatus string

// The states of a task.
const (
	TaskStatusPending   TaskStatus = "pending"   // waits for a worker
	TaskStatusReserved  TaskStatus = "reserved"  // offered to a worker
	TaskStatusAssigned  TaskStatus = "assigned"  // a worker took it
	TaskStatusWrapping  TaskStatus = "wrapping"  // after-call work
	TaskStatusCompleted TaskStatus = "completed" // terminal
	TaskStatusCanceled  TaskStatus = "canceled"  // terminal
)

func (s TaskStatus) finished() bool { return s == TaskStatusCompleted || s == TaskStatusCanceled }

// waiting reports whether nobody has taken the task yet: only then its lifetime
// and its workflow can end it.
func (s TaskStatus) waiting() bool { return s == TaskStatusPending || s == TaskStatusReserved }

// Reasons that the engine sets by itself (lifecycle.md §1.7).
const (
	reasonTimeout     = "Task TTL Exceeded"
	reasonAssignments = "Task TTL Exceeded or Max assignment count exceeded"
	reasonWorkflow    = "Task canceled on Workflow timeout"
	reasonCompleted   = "All reservations were completed"
)

// Task is a copy of a task's fields.
type Task struct {
	SID                   TaskSID
	AssignmentStatus      TaskStatus
	Attributes            string // a JSON object
	Priority              int
	Age                   time.Duration // since creation, floored to seconds
	Timeout               time.Duration // lifetime while it waits
	Reason                string        // "" until canceled or completed with one
	Version               int
	WorkflowSID           WorkflowSID
	WorkflowName          string
	TaskQueueSID          TaskQueueSID // zero before the first queue
	TaskQueueName         string
	TaskChannelSID        TaskChannelSID
	TaskChannelUniqueName string
	TaskQueueEnteredDate  time.Time // zero before the first queue
	VirtualStartTime      time.Time // the ordering key: the creation time
	Assignments           int       // transitions from pending to reserved
	DateCreated           time.Time
	DateUpdated           time.Time
}

type task struct {
	provenance
	sid        TaskSID
	status     TaskStatus
	attributes expr.Document
	priority   int
	reason     string
	version    int
	ttl        time.Duration
	start      instant // virtual start time
	channel    *taskChannel
	workflow   *workflow

	route        *route
	step         *step
	stepsEnd     time.Duration // age at which the present step ends, if it has a timeout
	queue        *taskQueue
	queueEntered instant
	group        *group // while it waits
	waiting      waiter // its place there
	assignments  int
	reservations []*reservation // all it ever had, oldest first

	lifetime, stepTimeout, wrapUp, removal timer
}

func (t *task) view(now instant) Task {
	v := Task{
		SID: t.sid, AssignmentStatus: t.status, Attributes: t.attributes.Raw(), Priority: t.priority,
		Age: now.since(t.created).Truncate(time.Second), Timeout: t.ttl, Reason: t.reason, Version: t.version,
		WorkflowSID: t.workflow.cur.SID, WorkflowName: t.workflow.cur.FriendlyName,
		TaskChannelSID: t.channel.cur.SID, TaskChannelUniqueName: t.channel.cur.UniqueName,
		VirtualStartTime: t.start.time(), Assignments: t.assignments,
		DateCreated: t.created.time(), DateUpdated: t.updated.time(),
	}
	if t.queue != nil {
		v.TaskQueueSID, v.TaskQueueName = t.queue.cur.SID, t.queue.cur.FriendlyName
		v.TaskQueueEnteredDate = t.queueEntered.time()
	}
	return v
}

// touch counts a stored change (lifecycle.md §1.5).
func (t *task) touch(at instant) {
	t.version++
	t.updated = at
}

// Task returns the task with this SID; its age is as of the last Apply.
func (e *Engine) Task(s TaskSID) (Task, bool) {
	if t := e.tasks.get(s); t != nil {
		return t.view(e.now), true
	}
	return Task{}, false
}

// Tasks yields all tasks in order of creation, finished ones included until
// they are removed.
func (e *Engine) Tasks() iter.Seq[Task] {
	return func(yield func(Task) bool) {
		for t := range e.tasks.all() {
			if !yield(t.view(e.now)) {
				return
			}
		}
	}
}

func (e *Engine) createTask(c *CreateTask) *Error {
	switch {
	case !c.VirtualStartTime.IsZero():
		return unsupported("VirtualStartTime", "a virtual start time")
	case c.RoutingTarget != "":
		return unsupported("RoutingTarget", "direct routing")
	case c.IgnoreCapacity != nil:
		return unsupported("IgnoreCapacity", "direct routing")
	}
	repeat, err := repeats(&e.tasks, c.SID, c, func(t *task) *provenance { return &t.provenance })
	if repeat || err != nil {
		return err
	}
	t := &task{status: TaskStatusPending, priority: c.Priority, ttl: c.Timeout}
	if t.workflow, err = e.workflowOf(c.WorkflowSID); err != nil {
		return err
	}
	if t.attributes, err = e.parseAttributes(c.Attributes); err != nil {
		return err
	}
	if err := checkPriority(c.Priority); err != nil {
		return err
	}
	if t.ttl == 0 {
		t.ttl = min(defaultTaskTimeout, e.limits.TaskTimeout)
	}
	if t.ttl < time.Second || t.ttl > e.limits.TaskTimeout || !wholeSeconds(t.ttl) {
		return invalid("Timeout", "%v is out of range: want whole seconds from 1s to %v", t.ttl, e.limits.TaskTimeout)
	}
	channel := c.TaskChannel
	if channel == "" {
		channel = "default"
	}
	if t.channel, err = e.findChannel("TaskChannel", channel); err != nil {
		return err
	}
	if e.tasks.len() >= e.limits.Tasks {
		return overLimit("tasks", e.limits.Tasks)
	}
	t.provenance = e.born(!c.SID.IsZero(), c)
	t.sid = choose(e, &e.count.task, &e.tasks, c.SID)
	t.start = e.now
	e.tasks.add(t.sid, t)
	e.count.tasksCreated++
	e.start(&t.lifetime, t.due(dueTaskTimeout, e.now.add(t.ttl)))
	e.emitTask(TaskCreated, t)
	e.enterWorkflow(t)
	return nil
}

// workflowOf resolves the workflow of a new task. It may be left out only where
// the workspace has exactly one (routing.md §2.9).
func (e *Engine) workflowOf(s WorkflowSID) (*workflow, *Error) {
	if s.IsZero() {
		if e.workflows.len() != 1 {
			return nil, invalid("WorkflowSid", "WorkflowSid field is required")
		}
		for wf := range e.workflows.all() {
			return wf, nil
		}
	}
	if wf := e.workflows.get(s); wf != nil {
		return wf, nil
	}
	return nil, invalid("WorkflowSid", "WorkflowSid %s not found in workspace %s", s, e.workspace.sid)
}

func checkPriority(p int) *Error {
	if p < 0 || p > maxPriority {
		return invalid("Priority", "%d is out of range: want 0 to %d", p, maxPriority)
	}
	return nil
}

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
	t.status, t.reason = status, reason
	t.touch(e.now)
	e.start(&t.removal, t.due(dueRemoval, e.now.add(e.limits.FinishedTask)))
}

// wrapTask moves an assigned task to wrapping.
func (e *Engine) wrapTask(t *task) {
	t.status = TaskStatusWrapping
	t.touch(e.now)
	if e.workspace.wrapUp > 0 {
		e.start(&t.wrapUp, t.due(dueWrapUp, e.now.add(e.workspace.wrapUp)))
	}
	e.emitTask(TaskWrapup, t)
}

// returnTask makes a reserved task pending again once none of its reservations
// is open, and goes on at its present step: other workers are tried while the
// step lasts (routing.md §2.4).
func (e *Engine) returnTask(t *task) {
	if t.status != TaskStatusReserved || slices.ContainsFunc(t.reservations, (*reservation).isOpen) {
		return
	}
	t.status = TaskStatusPending
	t.touch(e.now)
	switch {
	case t.assignments >= e.limits.Assignments:
		e.cancelTask(t, reasonAssignments)
	case e.stepOver(t):
		e.leaveStep(t, leftByTimeout)
	default:
		if t.step.timeout > 0 {
			e.start(&t.stepTimeout, t.due(dueStepTimeout, t.created.add(t.stepsEnd)))
		}
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
	e.emitTask(TaskSystemDeleted, t)
	e.removeTask(t)
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
		delete(e.reservations, r.sid)
	}
	e.tasks.remove(t.sid)
	e.count.tasksRemoved++
}

func (e *Engine) stopTimers(t *task) {
	e.stop(&t.lifetime, t.due(dueTaskTimeout, 0))
	e.stop(&t.stepTimeout, t.due(dueStepTimeout, 0))
	e.stop(&t.wrapUp, t.due(dueWrapUp, 0))
	e.stop(&t.removal, t.due(dueRemoval, 0))
}
