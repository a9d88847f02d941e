package taskrouter

import (
	"cmp"
	"iter"
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
	VirtualStartTime      time.Time // the ordering key; the creation time by default
	RoutingTarget         string    // as it was given; "" without one
	IgnoreCapacity        bool      // of the worker it is routed to
	Assignments           int       // transitions from pending to reserved
	ConferenceLinked      bool      // the task lasts as long as its conference ([LinkConference]); unknown to the vendor
	DateCreated           time.Time
	DateUpdated           time.Time
}

type task struct {
	links[task]
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
	reservations []*reservation  // all it ever had, oldest first
	only         [1]*reservation // room for the first of them: most tasks have no other
	target       *destination    // its RoutingTarget; nil without one
	transfer     *transfer       // that is going on
	transfers    *transfer       // the last one it ever had, which names the one before
	declined     bool            // by the worker it is routed to
	conference   bool            // is linked: its end ends the task
	redriven     bool            // goes through its route from the top when it is pending again
	marked       bool            // in Engine.marked

	life  timer // while it waits its lifetime, then its removal
	stage timer // the end of its step, or of its wrap-up time

	figures taskFigures
}

func (t *task) view(now instant) Task {
	v := Task{
		SID: t.sid, AssignmentStatus: t.status, Attributes: t.attributes.Raw(), Priority: t.priority,
		Age: now.since(t.created).Truncate(time.Second), Timeout: t.ttl, Reason: t.reason, Version: t.version,
		WorkflowSID: t.workflow.cur.SID, WorkflowName: t.workflow.cur.FriendlyName,
		TaskChannelSID: t.channel.cur.SID, TaskChannelUniqueName: t.channel.cur.UniqueName,
		VirtualStartTime: t.start.time(), Assignments: t.assignments, ConferenceLinked: t.conference,
		DateCreated: t.created.time(), DateUpdated: t.updated.time(),
	}
	if t.target != nil {
		v.RoutingTarget, v.IgnoreCapacity = t.target.text, t.target.ignoreCapacity
	}
	if t.queue != nil {
		v.TaskQueueSID, v.TaskQueueName = t.queue.cur.SID, t.queue.cur.FriendlyName
		v.TaskQueueEnteredDate = t.queueEntered.time()
	}
	return v
}

// touch counts a stored change (lifecycle.md §1.5).
func (e *Engine) touch(t *task) {
	t.version++
	t.updated = e.now
	e.mark(t)
}

// mark notes a task whose figures have to be counted anew when the command is
// through: it was made, changed or removed.
func (e *Engine) mark(t *task) {
	if !t.marked {
		t.marked = true
		e.marked = append(e.marked, t)
	}
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
	start := e.now
	if !c.VirtualStartTime.IsZero() {
		var err *Error
		if start, err = e.parseStartTime(c.VirtualStartTime); err != nil {
			return err
		}
	}
	repeat, err := repeats(&e.tasks, c.SID, c, func(t *task) *provenance { return &t.provenance })
	if repeat || err != nil {
		return err
	}
	t := e.shelves.tasks.take()
	t.start = start
	if err := e.fillTask(t, c); err != nil {
		e.shelves.tasks.put(t)
		return err
	}
	t.provenance = e.born(!c.SID.IsZero(), c)
	t.sid = e.tasks.choose(c.SID)
	e.tasks.add(t.sid, t)
	e.count.tasksCreated++
	e.mark(t)
	e.startLife(t, dueTaskTimeout, t.ttl)
	e.emitTask(TaskCreated, t)
	if t.isDirect() {
		e.enterDirect(t)
	} else {
		e.enterWorkflow(t)
	}
	return nil
}

// fillTask sets what a new task is made of, and changes nothing else.
func (e *Engine) fillTask(t *task, c *CreateTask) (err *Error) {
	t.status, t.priority = TaskStatusPending, c.Priority
	var workflowSID WorkflowSID
	if t.target, workflowSID, err = e.parseRoutingTarget(c); err != nil {
		return err
	}
	if t.workflow, err = e.workflowOf(workflowSID); err != nil {
		return err
	}
	if t.attributes, err = e.parseAttributes(c.Attributes); err != nil {
		return err
	}
	if err := checkPriority(c.Priority); err != nil {
		return err
	}
	t.ttl = cmp.Or(c.Timeout, min(defaultTaskTimeout, e.limits.TaskTimeout))
	if t.ttl < time.Second || t.ttl > e.limits.TaskTimeout || !wholeSeconds(t.ttl) {
		return invalid("Timeout", "%v is out of range: want whole seconds from 1s to %v", t.ttl, e.limits.TaskTimeout)
	}
	if t.channel, err = e.findChannel("TaskChannel", cmp.Or(c.TaskChannel, defaultChannel)); err != nil {
		return err
	}
	if e.tasks.len() >= e.limits.Tasks {
		return overLimit("tasks", e.limits.Tasks)
	}
	return nil
}

// parseStartTime checks a virtual start time: not in the future, and not before
// 1900 (routing.md §4.1).
func (e *Engine) parseStartTime(at time.Time) (instant, *Error) {
	start, ok := instantOf(at)
	if !ok || start > e.now {
		return 0, invalid("VirtualStartTime", "is out of range: want a time from 1900 to now")
	}
	return start, nil
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
