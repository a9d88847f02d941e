package taskrouter

import (
	"slices"

	"github.com/goacd/acd/internal/excerpt"
)

// destination is the RoutingTarget of a task (routing.md §2.9): a queue or one
// worker, where it goes without a workflow's filters, or the workflow itself.
type destination struct {
	*routingTarget
	step *step // nil for a workflow, whose filters say where the task goes
}

// routingTarget is what events tell of a destination, and keep when it is gone.
type routingTarget struct {
	text           string // as it was given
	ignoreCapacity bool
}

// isDirect reports whether the task is routed past its workflow.
func (t *task) isDirect() bool { return t.target != nil && t.target.step != nil }

// parseRoutingTarget resolves RoutingTarget, IgnoreCapacity and TaskQueueSid of
// a new task, and which workflow it is for: a target that is a workflow is the
// same as WorkflowSid. The destination is nil without a target.
func (e *Engine) parseRoutingTarget(c *CreateTask) (*destination, WorkflowSID, *Error) {
	wf := c.WorkflowSID
	if c.RoutingTarget == "" && c.IgnoreCapacity == nil && c.TaskQueueSID.IsZero() {
		return nil, wf, nil
	}
	d := &destination{routingTarget: &routingTarget{text: c.RoutingTarget}}
	if s, err := ParseWorkerSID(c.RoutingTarget); err == nil {
		return e.toWorker(d, c, s)
	}
	switch {
	case c.IgnoreCapacity != nil:
		return nil, wf, invalid("IgnoreCapacity", "is valid only with a worker as RoutingTarget")
	case !c.TaskQueueSID.IsZero():
		return nil, wf, invalid("TaskQueueSid", "is valid only with a worker as RoutingTarget")
	}
	if s, err := ParseTaskQueueSID(c.RoutingTarget); err == nil {
		q := e.queues.get(s)
		if q == nil {
			return nil, wf, e.unknownTarget(c.RoutingTarget)
		}
		d.step = q.direct
		return d, wf, nil
	}
	if s, err := ParseWorkflowSID(c.RoutingTarget); err == nil {
		if !wf.IsZero() && wf != s {
			return nil, wf, invalid("RoutingTarget", "is another workflow than WorkflowSid")
		}
		if e.workflows.get(s) == nil {
			return nil, wf, e.unknownTarget(c.RoutingTarget)
		}
		return d, s, nil
	}
	return nil, wf, invalid("RoutingTarget", "%q is no SID of a worker, a task queue or a workflow", excerpt.Of(c.RoutingTarget))
}

// toWorker routes to one worker. Unless IgnoreCapacity is false he gets the
// task whether he is available or not. The queue is the one the task belongs
// to; he need not be in it.
func (e *Engine) toWorker(d *destination, c *CreateTask, s WorkerSID) (*destination, WorkflowSID, *Error) {
	w := e.workers.get(s)
	if w == nil {
		return nil, c.WorkflowSID, e.unknownTarget(c.RoutingTarget)
	}
	d.ignoreCapacity = c.IgnoreCapacity == nil || *c.IgnoreCapacity
	d.step = &step{direct: w, ignoreCapacity: d.ignoreCapacity}
	if !c.TaskQueueSID.IsZero() {
		if d.step.queue = e.queues.get(c.TaskQueueSID); d.step.queue == nil {
			return nil, c.WorkflowSID, invalid("TaskQueueSid", "TaskQueueSid %s not found in workspace %s", c.TaskQueueSID, e.workspace.sid)
		}
	}
	return d, c.WorkflowSID, nil
}

func (e *Engine) unknownTarget(s string) *Error {
	return invalid("RoutingTarget", "RoutingTarget %s not found in workspace %s", s, e.workspace.sid)
}

// taskOrder is the order in which the tasks at a step are served.
func (s *step) taskOrder() TaskOrder {
	if s.queue == nil {
		return FIFO
	}
	return s.queue.cur.TaskOrder
}

// enterDirect starts a task that is routed directly: no filters, no step
// timeouts; its lifetime ends it. Its reservations time out as its workflow
// says: it belongs to one all the same, and a second default would surprise
// (chosen; routing.md §2.9 infers 120 s).
func (e *Engine) enterDirect(t *task) {
	t.step = t.target.step
	if t.step.direct != nil {
		e.count.sequence++
		t.step.sequence = e.count.sequence
	}
	if q := t.step.queue; q != nil {
		t.queue, t.queueEntered = q, e.now
		e.emitTask(TaskQueueEntered, t)
	}
	e.wait(t)
}

// retryDirect offers the tasks that are routed to a worker to him anew, after
// he changed. A task that he declines at this moment is still reserved and not
// among them: it would go round for ever (routing.md §2.9, inferred).
func (e *Engine) retryDirect(w *worker) {
	for _, g := range slices.Clone(w.groups) {
		if head, ok := g.waiting.Min(); ok {
			e.retryTask(head.task)
		}
	}
}

// retryTask offers a task that its worker has declined to him anew.
func (e *Engine) retryTask(t *task) {
	if t.group == nil || t.step.direct == nil {
		return
	}
	t.declined = false
	t.group.full = true
	e.activate(t.group)
}

// redrive sends a task through its route from the top, after its attributes or
// its route changed: its age stays, its sum of step timeouts begins anew
// (routing.md §2.7). One that is reserved goes when it is pending again, and one
// that is routed directly has no route.
func (e *Engine) redrive(t *task) {
	if t.isDirect() {
		return
	}
	if t.status != TaskStatusPending {
		t.redriven = true
		return
	}
	t.redriven = false
	e.unwait(t)
	e.stop(&t.stage)
	t.stepsEnd = 0
	if s := e.matchFilter(t, 0); s != nil {
		e.enterStep(t, s)
		return
	}
	e.enterFallback(t)
}
