package voice

import (
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// newTask puts together the task of an Enqueue with a workflow. It reports
// false, with an alert, when there cannot be one.
func (m *Machine) newTask(c *call, e *twiml.Enqueue) (*taskrouter.CreateTask, bool) {
	workflow, _ := taskrouter.ParseWorkflowSID(e.WorkflowSID.Or("")) // the validator blocks a malformed one
	if m.router == nil {
		return m.noTask(c, twiml.CodeTaskNotCreated, "there is no router for workflow "+workflow.String())
	}
	if _, known := m.router.Workflow(workflow); !known {
		return m.noTask(c, twiml.CodeWorkflowSID, "no workflow "+workflow.String())
	}
	create := &taskrouter.CreateTask{WorkflowSID: workflow, TaskChannel: "voice"}
	body := "{}"
	if task := e.Task(); task != nil {
		body = twiml.TextOf(task)
		// What does not fit counts as absent (design.md §8), and so does what is
		// absent: the router has the defaults.
		create.Priority, create.Timeout = task.Priority.Or(0), task.Timeout.Or(0)
	}
	var err error
	if create.Attributes, err = m.taskAttributes(c, body); err != nil {
		return m.noTask(c, twiml.CodeTaskNotJSON, err.Error())
	}
	return create, true
}

func (m *Machine) noTask(c *call, code int, why string) (*taskrouter.CreateTask, bool) {
	m.alert(c.sid, code, why)
	return nil, false
}

// makeTask makes the task of a parked call and links the two. It reports false,
// with an alert, when there is no task to wait for.
func (m *Machine) makeTask(c *call, create *taskrouter.CreateTask) bool {
	events, err := m.route(create)
	if err != nil {
		m.alert(c.sid, twiml.CodeTaskNotCreated, err.Error())
		return false
	}
	if created := taskrouter.Find(events, taskrouter.TaskCreated); created != nil {
		t, ok := m.router.Task(created.TaskSID)
		if ok && t.AssignmentStatus != taskrouter.TaskStatusCanceled {
			c.enqueue.task = t.SID
			m.tasks[t.SID] = c
			return true
		}
	}
	m.alert(c.sid, twiml.CodeTaskNotCreated, "no target of workflow "+create.WorkflowSID.String()+" takes the task")
	return false
}

// unlink lets the task follow its call out of the queue (lifecycle.md §4.2).
// After a conversation the end of the Dial has done so, or will, unless the task
// is in transfer: then nobody is left to be handed over. A caller who was sent
// elsewhere with an accepted reservation keeps his task.
func (m *Machine) unlink(c *call, e *enqueue, result queue.QueueResult) {
	if e.task.IsZero() {
		return
	}
	delete(m.tasks, e.task)
	t, ok := m.router.Task(e.task)
	if !ok || e.dial != nil && e.dial.connected && !(c.over && t.AssignmentStatus == taskrouter.TaskStatusReserved) {
		return
	}
	switch t.AssignmentStatus {
	case taskrouter.TaskStatusAssigned:
		if c.redirect != nil {
			return
		}
	case taskrouter.TaskStatusPending, taskrouter.TaskStatusReserved:
	default:
		return
	}
	m.mustRoute(&taskrouter.AbandonTask{SID: e.task, Reason: string(result)})
}

// route applies a command to the router. What happened is acted upon in settle.
func (m *Machine) route(cmd taskrouter.Command) ([]taskrouter.Event, error) {
	events, err := m.router.Apply(m.now, cmd)
	return m.routed(events), err
}

// mustRoute is for commands that cannot be refused.
func (m *Machine) mustRoute(cmd taskrouter.Command) {
	_, err := m.route(cmd)
	must(err)
}

// command is a command of the application.
func (m *Machine) command(cmd taskrouter.Command) *Error {
	if m.router == nil {
		return noRouter()
	}
	if _, err := m.route(cmd); err != nil {
		return byRouter(err)
	}
	return nil
}

func noRouter() *Error { return refusal(ReasonState, "the machine has no router") }
