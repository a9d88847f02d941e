package taskrouter

import (
	"iter"
	"time"

	"github.com/goacd/acd/internal/excerpt"
	document "github.com/goacd/acd/taskrouter/workflow"
)

// Workflow is a copy of a workflow's fields.
type Workflow struct {
	SID                           WorkflowSID
	FriendlyName                  string
	Configuration                 string // as written
	AssignmentCallbackURL         string
	FallbackAssignmentCallbackURL string
	TaskReservationTimeout        time.Duration
	DateCreated                   time.Time
	DateUpdated                   time.Time
}

type workflow struct {
	cur       *Workflow     // immutable; replaced by an update
	route     *route        // of tasks that enter from now on
	ring      time.Duration // cur.TaskReservationTimeout, where each task finds it
	crossings [2]*crossing  // that were looked for last: in no queue, and in one
	figures   ledger

	links[workflow]
	provenance
}

// Workflow returns the workflow with this SID.
func (e *Engine) Workflow(s WorkflowSID) (Workflow, bool) {
	if wf := e.workflows.get(s); wf != nil {
		return *wf.cur, true
	}
	return Workflow{}, false
}

// WorkflowByName returns the workflow with this friendly name, as written.
func (e *Engine) WorkflowByName(name string) (Workflow, bool) {
	if wf := e.workflowNames[name]; wf != nil {
		return *wf.cur, true
	}
	return Workflow{}, false
}

// Workflows yields all workflows in order of creation.
func (e *Engine) Workflows() iter.Seq[Workflow] {
	return func(yield func(Workflow) bool) {
		for wf := range e.workflows.all() {
			if !yield(*wf.cur) {
				return
			}
		}
	}
}

func (e *Engine) createWorkflow(c *CreateWorkflow) *Error {
	repeat, err := repeats(&e.workflows, c.SID, c, func(wf *workflow) *provenance { return &wf.provenance })
	if repeat || err != nil {
		return err
	}
	next := Workflow{
		FriendlyName: c.FriendlyName, Configuration: c.Configuration,
		AssignmentCallbackURL: c.AssignmentCallbackURL, FallbackAssignmentCallbackURL: c.FallbackAssignmentCallbackURL,
		TaskReservationTimeout: c.TaskReservationTimeout,
		DateCreated:            e.now.time(), DateUpdated: e.now.time(),
	}
	if next.TaskReservationTimeout == 0 {
		next.TaskReservationTimeout = min(defaultReservationTimeout, e.limits.ReservationTimeout)
	}
	if err := e.checkWorkflow(&next, nil); err != nil {
		return err
	}
	if e.workflows.len() >= e.limits.Workflows {
		return overLimit("workflows", e.limits.Workflows)
	}
	route, err := e.compile(next.Configuration)
	if err != nil {
		return err
	}
	next.SID = e.workflows.choose(c.SID)
	wf := &workflow{provenance: e.born(!c.SID.IsZero(), c), cur: &next, route: route, ring: next.TaskReservationTimeout}
	e.workflows.add(next.SID, wf)
	e.workflowNames[next.FriendlyName] = wf
	e.repath()
	e.emitWorkflow(WorkflowCreated, wf)
	return nil
}

// updateWorkflow replaces what is given. A configuration that is refused leaves
// the present one active (routing.md §2.2).
func (e *Engine) updateWorkflow(c *UpdateWorkflow) *Error {
	wf := e.workflows.get(c.SID)
	if wf == nil {
		return e.notFound("Workflows", c.SID.String())
	}
	next := *wf.cur
	set(&next.FriendlyName, c.FriendlyName)
	set(&next.Configuration, c.Configuration)
	set(&next.AssignmentCallbackURL, c.AssignmentCallbackURL)
	set(&next.FallbackAssignmentCallbackURL, c.FallbackAssignmentCallbackURL)
	set(&next.TaskReservationTimeout, c.TaskReservationTimeout)
	if err := e.checkWorkflow(&next, wf); err != nil {
		return err
	}
	route := wf.route
	if c.Configuration != nil {
		var err *Error
		if route, err = e.compile(next.Configuration); err != nil {
			return err
		}
	}
	next.DateUpdated = e.now.time()
	delete(e.workflowNames, wf.cur.FriendlyName)
	e.workflowNames[next.FriendlyName] = wf
	wf.cur, wf.route, wf.ring, wf.updated = &next, route, next.TaskReservationTimeout, e.now
	e.repath()
	e.emitWorkflow(WorkflowUpdated, wf)
	if c.ReEvaluateTasks {
		e.reEvaluate(wf)
	}
	return nil
}

// reEvaluate sends the pending tasks of a workflow through its present
// configuration from the top. Reserved tasks keep theirs (routing.md §2.7).
func (e *Engine) reEvaluate(wf *workflow) {
	for t := range e.tasks.all() {
		if t.workflow == wf && t.status == TaskStatusPending && !t.isDirect() {
			t.route = wf.route
			e.redrive(t)
		}
	}
}

// deleteWorkflow refuses a workflow with unfinished tasks (rest.md §5.2).
func (e *Engine) deleteWorkflow(c *DeleteWorkflow) *Error {
	wf := e.workflows.get(c.SID)
	if wf == nil {
		return e.notFound("Workflows", c.SID.String())
	}
	if wf.figures.isBusy() {
		for t := range e.tasks.all() {
			if t.workflow == wf && !t.status.finished() {
				return stateError(c.SID.String(), "in use", "Workflow %s cannot be deleted because task %s is in it", c.SID, t.sid)
			}
		}
	}
	e.workflows.remove(c.SID)
	delete(e.workflowNames, wf.cur.FriendlyName)
	e.emitWorkflow(WorkflowDeleted, wf)
	return nil
}

func (e *Engine) checkWorkflow(next *Workflow, self *workflow) *Error {
	if err := checkName("FriendlyName", next.FriendlyName, e.limits.FriendlyName); err != nil {
		return err
	}
	if wf := e.workflowNames[next.FriendlyName]; wf != nil && wf != self {
		return invalid("FriendlyName", "Workflow with the same friendly name already exists")
	}
	if d := next.TaskReservationTimeout; d < time.Second || d > e.limits.ReservationTimeout || !wholeSeconds(d) {
		return invalid("TaskReservationTimeout", "%v is out of range: want whole seconds from 1s to %v", d, e.limits.ReservationTimeout)
	}
	if next.Configuration == "" {
		return missing("Configuration")
	}
	if err := checkText("AssignmentCallbackUrl", next.AssignmentCallbackURL); err != nil {
		return err
	}
	return checkText("FallbackAssignmentCallbackUrl", next.FallbackAssignmentCallbackURL)
}

// compile reads a configuration and looks up the queues it names. All problems
// are reported at once.
func (e *Engine) compile(configuration string) (*route, *Error) {
	doc, err := document.ParseWithin([]byte(configuration), e.limits.Configuration)
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Code: CodeInvalid, Field: "Configuration", Message: "is not a workflow", Err: err}
	}
	var unknown document.Error
	for name, at := range doc.Queues() {
		if e.queueNamed(name) != nil {
			continue
		}
		if unknown.Total++; unknown.Total <= document.MaxProblems {
			unknown.Problems = append(unknown.Problems, document.Problem{
				Code: CodeInvalid, Path: at.Path, Line: at.Line, Column: at.Column,
				Message: "task queue " + excerpt.Of(name) + " not found in workspace " + e.workspace.sid.String(),
			})
		}
	}
	if unknown.Total > 0 {
		return nil, &Error{
			Kind: KindInvalid, Code: CodeInvalid, Field: "Configuration", Message: "names unknown task queues", Err: &unknown,
		}
	}
	return e.compileRoute(doc), nil
}

func (e *Engine) queueNamed(s string) *taskQueue {
	id, err := ParseTaskQueueSID(s)
	if err != nil {
		return nil
	}
	return e.queues.get(id)
}
