package rest

import (
	"iter"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/expr"
)

// queueView is a task queue with the names of its activities, at one moment.
type queueView struct {
	taskrouter.TaskQueue
	reservation, assignment string
	now, past               figure // in the list of statistics
}

func (q *queueView) name(v Reader) {
	q.reservation, q.assignment = activityName(v, q.ReservationActivitySID), activityName(v, q.AssignmentActivitySID)
}

func (c *call) renderTaskQueue(o *object, q queueView) {
	c.head(o)
	rest.AddSID(o, "sid", q.SID)
	o.String("friendly_name", q.FriendlyName)
	o.String("target_workers", q.TargetWorkers)
	o.Int("max_reserved_workers", q.MaxReservedWorkers)
	o.String("task_order", string(q.TaskOrder))
	rest.AddSID(o, "reservation_activity_sid", q.ReservationActivitySID)
	o.Text("reservation_activity_name", q.reservation)
	rest.AddSID(o, "assignment_activity_sid", q.AssignmentActivitySID)
	o.Text("assignment_activity_name", q.assignment)
	o.Date("date_created", q.DateCreated)
	o.Date("date_updated", q.DateUpdated)
	const all = "/TaskQueues/"
	id := q.SID.String()
	c.url(o, "url", all, id)
	o.Object("links", func(o *object) {
		c.activityURL(o, "assignment_activity", q.AssignmentActivitySID)
		c.activityURL(o, "reservation_activity", q.ReservationActivitySID)
		c.url(o, "bulk_real_time_statistics", all, "RealTimeStatistics")
		c.url(o, "list_statistics", all, "Statistics")
		c.url(o, "cumulative_statistics", all, id, "/CumulativeStatistics")
		c.url(o, "real_time_statistics", all, id, "/RealTimeStatistics")
		c.url(o, "statistics", all, id, "/Statistics")
		c.workspaceLink(o)
	})
}

// activityURL writes null for no activity.
func (c *call) activityURL(o *object, name string, s taskrouter.ActivitySID) {
	if s.IsZero() {
		o.Null(name)
		return
	}
	c.url(o, name, "/Activities/", s.String())
}

func (c *call) showTaskQueue(status int, s taskrouter.TaskQueueSID) (answer, error) {
	q, err := lookup(c, findQueue, s)
	if err != nil {
		return answer{}, err
	}
	var o object
	c.renderTaskQueue(&o, q)
	return c.one(status, &o)
}

func findQueue(v Reader, s taskrouter.TaskQueueSID) (view queueView, found bool) {
	if view.TaskQueue, found = v.TaskQueue(s); found {
		view.name(v)
	}
	return view, found
}

func (c *call) fetchTaskQueue(s taskrouter.TaskQueueSID) (answer, error) {
	return c.showTaskQueue(ok, s)
}

func (c *call) createTaskQueue() (answer, error) {
	p := &c.Params
	events, err := c.apply(&taskrouter.CreateTaskQueue{
		FriendlyName: p.Required("FriendlyName"), TargetWorkers: p.OptText("TargetWorkers"),
		MaxReservedWorkers: p.Positive("MaxReservedWorkers"), TaskOrder: taskOrder(p, "TaskOrder"),
		ReservationActivitySID: rest.SID[sid.Activity](p, "ReservationActivitySid"),
		AssignmentActivitySID:  rest.SID[sid.Activity](p, "AssignmentActivitySid"),
	})
	if err != nil {
		return answer{}, err
	}
	q, _ := taskrouter.Find(events, taskrouter.TaskQueueCreated).TaskQueue()
	return c.showTaskQueue(created, q.SID)
}

func (c *call) updateTaskQueue(s taskrouter.TaskQueueSID) (answer, error) {
	p := &c.Params
	err := c.do(&taskrouter.UpdateTaskQueue{
		SID: s, FriendlyName: p.OptText("FriendlyName"), TargetWorkers: p.OptText("TargetWorkers"),
		MaxReservedWorkers: p.OptInt("MaxReservedWorkers"), TaskOrder: optTaskOrder(p, "TaskOrder"),
		ReservationActivitySID: rest.OptSID[sid.Activity](p, "ReservationActivitySid"),
		AssignmentActivitySID:  rest.OptSID[sid.Activity](p, "AssignmentActivitySid"),
	})
	if err != nil {
		return answer{}, err
	}
	return c.showTaskQueue(ok, s)
}

func (c *call) deleteTaskQueue(s taskrouter.TaskQueueSID) (answer, error) {
	return c.remove(&taskrouter.DeleteTaskQueue{SID: s})
}

// queueOrders is what Ordering can name (rest.md §9; DateCreated is chosen).
var queueOrders = []sortable[queueView]{
	byDate("DateUpdated", func(q *queueView) time.Time { return q.DateUpdated }),
	{name: "FriendlyName", text: func(q *queueView) string { return q.FriendlyName }},
	byDate("DateCreated", func(q *queueView) time.Time { return q.DateCreated }),
}

// allQueues is the listing of the task queues, without a filter.
func allQueues(key string) listing[sid.TaskQueue, queueView] {
	return listing[sid.TaskQueue, queueView]{
		key: key, get: findQueue,
		all: func(v Reader) iter.Seq[queueView] { return queueViews(v.TaskQueues()) },
		after: func(v Reader, s taskrouter.TaskQueueSID) (iter.Seq[queueView], bool) {
			queues, found := v.TaskQueuesAfter(s)
			return queueViews(queues), found
		},
		before: func(v Reader, s taskrouter.TaskQueueSID) (iter.Seq[queueView], bool) {
			queues, found := v.TaskQueuesBefore(s)
			return queueViews(queues), found
		},
		sid:  func(q *queueView) taskrouter.TaskQueueSID { return q.SID },
		date: func(q *queueView) time.Time { return q.DateCreated },
	}
}

// queueViews are queues without the names of their activities, which only those of
// the page need.
func queueViews(queues iter.Seq[taskrouter.TaskQueue]) iter.Seq[queueView] {
	return func(yield func(queueView) bool) {
		for q := range queues {
			if !yield(queueView{TaskQueue: q}) {
				return
			}
		}
	}
}

func (c *call) listTaskQueues() (answer, error) {
	l := allQueues("task_queues")
	l.order = parseOrdering(&c.Params, queueOrders)
	var err error
	if l.keep, err = c.queueFilter(); err != nil {
		return answer{}, err
	}
	return list(c, l, func(v view, _ time.Time, q *queueView) error {
		q.name(v)
		return nil
	}, c.renderTaskQueue)
}

// queueFilter reads the filters of the list of task queues. A queue is for a
// worker if its expression holds for him, which is what makes him belong to it.
func (c *call) queueFilter() (func(v Reader, q *queueView) bool, error) {
	p := &c.Params
	name, worker := p.Text("FriendlyName"), rest.SID[sid.Worker](p, "WorkerSid")
	if err := p.Err(); err != nil {
		return nil, err
	}
	attributes, err := c.parseDocument("EvaluateWorkerAttributes")
	if err != nil {
		return nil, err
	}
	return func(v Reader, q *queueView) bool {
		if name != "" && q.FriendlyName != name {
			return false
		}
		if !worker.IsZero() {
			w, found := v.Worker(worker)
			if !found || !targets(&q.TaskQueue, func(x *expr.Expr) bool { return matchWorker(x, &w) }) {
				return false
			}
		}
		return attributes == nil || targets(&q.TaskQueue, func(x *expr.Expr) bool { return x.MatchAttributes(*attributes) })
	}, nil
}
