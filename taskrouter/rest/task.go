package rest

import (
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

func (c *call) renderTask(o *object, t taskrouter.Task) {
	id := t.SID.String()
	c.head(o)
	o.String("sid", id)
	o.Seconds("age", t.Age)
	o.String("assignment_status", string(t.AssignmentStatus))
	o.String("attributes", t.Attributes)
	o.String("addons", "{}") // of the vendor's marketplace (lifecycle.md §1.4)
	o.Date("date_created", t.DateCreated)
	o.Date("date_updated", t.DateUpdated)
	o.Date("task_queue_entered_date", t.TaskQueueEnteredDate)
	o.Date("virtual_start_time", t.VirtualStartTime)
	o.Int("priority", t.Priority)
	o.Text("reason", t.Reason)
	rest.AddSID(o, "task_queue_sid", t.TaskQueueSID)
	o.Text("task_queue_friendly_name", t.TaskQueueName)
	rest.AddSID(o, "task_channel_sid", t.TaskChannelSID)
	o.String("task_channel_unique_name", t.TaskChannelUniqueName)
	o.Seconds("timeout", t.Timeout)
	rest.AddSID(o, "workflow_sid", t.WorkflowSID)
	o.String("workflow_friendly_name", t.WorkflowName)
	o.Bool("ignore_capacity", t.IgnoreCapacity)
	o.Text("routing_target", t.RoutingTarget)
	c.url(o, "url", "/Tasks/", id)
	o.Object("links", func(o *object) {
		c.url(o, "reservations", "/Tasks/", id, "/Reservations")
		if t.TaskQueueSID.IsZero() {
			o.Null("task_queue")
		} else {
			c.url(o, "task_queue", "/TaskQueues/", t.TaskQueueSID.String())
		}
		c.url(o, "workflow", "/Workflows/", t.WorkflowSID.String())
		c.workspaceLink(o)
	})
}

// aged brings a task's age from the last command to now.
func aged(_ Reader, now time.Time, t *taskrouter.Task) error {
	t.Age = max(t.Age, now.Sub(t.DateCreated))
	return nil
}

func (c *call) showTask(status int, s taskrouter.TaskSID) (answer, error) {
	var t taskrouter.Task
	err := c.read(func(v Reader, now time.Time) error {
		var found bool
		if t, found = v.Task(s); !found {
			return c.NotFound()
		}
		return aged(v, now, &t)
	})
	if err != nil {
		return answer{}, err
	}
	var o object
	c.renderTask(&o, t)
	return c.versioned(status, &o, t.Version)
}

func (c *call) fetchTask(s taskrouter.TaskSID) (answer, error) { return c.showTask(ok, s) }

func (c *call) createTask() (answer, error) {
	p := &c.Params
	cmd := &taskrouter.CreateTask{
		WorkflowSID: rest.SID[sid.Workflow](p, "WorkflowSid"), Attributes: p.Text("Attributes"),
		Timeout: time.Duration(p.Positive("Timeout")) * time.Second, TaskChannel: p.Text("TaskChannel"),
		VirtualStartTime: p.Date("VirtualStartTime"), RoutingTarget: p.Text("RoutingTarget"),
		TaskQueueSID: rest.SID[sid.TaskQueue](p, "TaskQueueSid"),
	}
	set(&cmd.Priority, p.OptInt("Priority"))
	if _, err := taskrouter.ParseWorkerSID(cmd.RoutingTarget); err == nil {
		cmd.IgnoreCapacity = p.OptFlag("IgnoreCapacity") // has no meaning otherwise
	}
	events, err := c.apply(cmd)
	if err != nil {
		return answer{}, err
	}
	return c.showTask(created, taskrouter.Find(events, taskrouter.TaskCreated).TaskSID)
}

func (c *call) updateTask(s taskrouter.TaskSID) (answer, error) {
	p := &c.Params
	cmd := &taskrouter.UpdateTask{
		SID: s, IfVersion: c.ifVersion(), AssignmentStatus: taskrouter.TaskStatus(p.Text("AssignmentStatus")),
		Reason: p.OptText("Reason"), Attributes: p.OptText("Attributes"), Priority: p.OptInt("Priority"),
	}
	if channel := p.Text("TaskChannel"); channel != "" {
		cmd.TaskChannel = &channel
	}
	if start := p.Date("VirtualStartTime"); !start.IsZero() {
		cmd.VirtualStartTime = &start
	}
	if err := c.do(cmd); err != nil {
		return answer{}, err
	}
	return c.showTask(ok, s)
}

func (c *call) deleteTask(s taskrouter.TaskSID) (answer, error) {
	return c.remove(&taskrouter.DeleteTask{SID: s, IfVersion: c.ifVersion()})
}

// taskOrders is what Ordering can name (rest.md §9).
var taskOrders = []sortable[taskrouter.Task]{
	byDate("DateCreated", func(t *taskrouter.Task) time.Time { return t.DateCreated }),
	{name: "Priority", number: func(t *taskrouter.Task) int64 { return int64(t.Priority) }},
	byDate("VirtualStartTime", func(t *taskrouter.Task) time.Time { return t.VirtualStartTime }),
}

func (c *call) listTasks() (answer, error) {
	order := parseOrdering(&c.Params, taskOrders)
	if order.has("DateCreated") && order.has("VirtualStartTime") {
		c.Params.Fail(rest.Invalid("Ordering by DateCreated and by VirtualStartTime cannot be combined"))
	}
	keep, err := c.taskFilter()
	if err != nil {
		return answer{}, err
	}
	return list(c, listing[sid.Task, taskrouter.Task]{
		key: "tasks", all: Reader.Tasks, get: Reader.Task, order: order, keep: keep,
		after: Reader.TasksAfter, before: Reader.TasksBefore,
		sid:  func(t *taskrouter.Task) taskrouter.TaskSID { return t.SID },
		date: func(t *taskrouter.Task) time.Time { return t.DateCreated },
	}, func(v view, now time.Time, t *taskrouter.Task) error { return aged(v, now, t) }, c.renderTask)
}

// taskFilter reads the filters of the list of tasks. The one that costs most is
// asked last.
func (c *call) taskFilter() (func(v Reader, t *taskrouter.Task) bool, error) {
	p := &c.Params
	priority, statuses := p.OptInt("Priority"), c.taskStatuses()
	workflow, workflowName := rest.SID[sid.Workflow](p, "WorkflowSid"), p.Text("WorkflowName")
	queue, queueName := rest.SID[sid.TaskQueue](p, "TaskQueueSid"), p.Text("TaskQueueName")
	target, addons := p.Text("RoutingTarget"), p.OptBool("HasAddons")
	if err := p.Err(); err != nil {
		return nil, err
	}
	x, err := c.parseExpression("EvaluateTaskAttributes")
	if err != nil {
		return nil, err
	}
	return func(_ Reader, t *taskrouter.Task) bool {
		return (priority == nil || t.Priority == *priority) &&
			(len(statuses) == 0 || slices.Contains(statuses, t.AssignmentStatus)) &&
			(workflow.IsZero() || t.WorkflowSID == workflow) && (workflowName == "" || t.WorkflowName == workflowName) &&
			(queue.IsZero() || t.TaskQueueSID == queue) && (queueName == "" || t.TaskQueueName == queueName) &&
			(target == "" || strings.EqualFold(t.RoutingTarget, target)) &&
			(addons == nil || !*addons) && // no task has any
			(x == nil || matchTask(x, t.Attributes))
	}, nil
}

// taskStatuses reads AssignmentStatus, which comes several times or with commas.
func (c *call) taskStatuses() []taskrouter.TaskStatus {
	const name = "AssignmentStatus"
	known := []taskrouter.TaskStatus{
		taskrouter.TaskStatusPending, taskrouter.TaskStatusReserved, taskrouter.TaskStatusAssigned,
		taskrouter.TaskStatusWrapping, taskrouter.TaskStatusCompleted, taskrouter.TaskStatusCanceled,
	}
	var list []taskrouter.TaskStatus
	for _, given := range c.Params.List(name) {
		for word := range strings.SplitSeq(given, ",") {
			status := taskrouter.TaskStatus(strings.ToLower(strings.TrimSpace(word)))
			switch {
			case status == "":
			case slices.Contains(known, status):
				list = append(list, status)
			default:
				c.Params.Invalid(name, word)
			}
		}
	}
	return list
}
