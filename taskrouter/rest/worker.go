package rest

import (
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

func (c *call) renderWorker(o *object, w taskrouter.Worker) {
	c.head(o)
	rest.AddSID(o, "sid", w.SID)
	o.String("friendly_name", w.FriendlyName)
	o.String("attributes", w.Attributes)
	rest.AddSID(o, "activity_sid", w.ActivitySID)
	o.String("activity_name", w.ActivityName)
	o.Bool("available", w.Available)
	o.Date("date_created", w.DateCreated)
	o.Date("date_updated", w.DateUpdated)
	o.Date("date_status_changed", w.DateStatusChanged)
	const all = "/Workers/"
	id := w.SID.String()
	c.url(o, "url", all, id)
	o.Object("links", func(o *object) {
		c.url(o, "activity", "/Activities/", w.ActivitySID.String())
		c.url(o, "channels", all, id, "/Channels")
		c.url(o, "worker_channels", all, id, "/Channels")
		c.url(o, "cumulative_statistics", all, "CumulativeStatistics")
		c.url(o, "real_time_statistics", all, "RealTimeStatistics")
		c.url(o, "statistics", all, "Statistics")
		c.url(o, "worker_statistics", all, id, "/Statistics")
		c.url(o, "reservations", all, id, "/Reservations")
		c.workspaceLink(o)
	})
}

func (c *call) showWorker(status int, s taskrouter.WorkerSID) (answer, error) {
	w, err := lookup(c, Reader.Worker, s)
	if err != nil {
		return answer{}, err
	}
	var o object
	c.renderWorker(&o, w)
	return c.versioned(status, &o, w.Version)
}

func (c *call) fetchWorker(s taskrouter.WorkerSID) (answer, error) { return c.showWorker(ok, s) }

func (c *call) createWorker() (answer, error) {
	p := &c.Params
	events, err := c.apply(&taskrouter.CreateWorker{
		FriendlyName: p.Required("FriendlyName"), ActivitySID: rest.SID[sid.Activity](p, "ActivitySid"), Attributes: p.Text("Attributes"),
	})
	if err != nil {
		return answer{}, err
	}
	return c.showWorker(created, taskrouter.Find(events, taskrouter.WorkerCreated).WorkerSID)
}

func (c *call) updateWorker(s taskrouter.WorkerSID) (answer, error) {
	p := &c.Params
	err := c.do(&taskrouter.UpdateWorker{
		SID: s, IfVersion: c.ifVersion(), FriendlyName: p.OptText("FriendlyName"), Attributes: p.OptText("Attributes"),
		ActivitySID: rest.SID[sid.Activity](p, "ActivitySid"), RejectPendingReservations: p.Bool("RejectPendingReservations"),
	})
	if err != nil {
		return answer{}, err
	}
	return c.showWorker(ok, s)
}

func (c *call) deleteWorker(s taskrouter.WorkerSID) (answer, error) {
	return c.remove(&taskrouter.DeleteWorker{SID: s, IfVersion: c.ifVersion()})
}

// workerOrders is what Ordering can name. The vendor names the first; the others
// are chosen.
var workerOrders = []sortable[taskrouter.Worker]{
	byDate("DateStatusChanged", func(w *taskrouter.Worker) time.Time { return w.DateStatusChanged }),
	byDate("DateCreated", func(w *taskrouter.Worker) time.Time { return w.DateCreated }),
	byDate("DateUpdated", func(w *taskrouter.Worker) time.Time { return w.DateUpdated }),
	{name: "FriendlyName", text: func(w *taskrouter.Worker) string { return w.FriendlyName }},
	{name: "ActivityName", text: func(w *taskrouter.Worker) string { return w.ActivityName }},
}

func (c *call) listWorkers() (answer, error) {
	keep, err := c.workerFilter()
	if err != nil {
		return answer{}, err
	}
	return list(c, listing[sid.Worker, taskrouter.Worker]{
		key: "workers", all: Reader.Workers, get: Reader.Worker, order: parseOrdering(&c.Params, workerOrders), keep: keep,
		after: Reader.WorkersAfter, before: Reader.WorkersBefore,
		sid:  func(w *taskrouter.Worker) taskrouter.WorkerSID { return w.SID },
		date: func(w *taskrouter.Worker) time.Time { return w.DateCreated },
	}, nil, c.renderWorker)
}

// workerFilter reads the filters of the list of workers. The one that costs most
// is asked last.
func (c *call) workerFilter() (func(v Reader, w *taskrouter.Worker) bool, error) {
	p := &c.Params
	activity, activityName := rest.SID[sid.Activity](p, "ActivitySid"), p.Text("ActivityName")
	available, name := p.OptFlag("Available"), p.Text("FriendlyName")
	queues, err := c.workerQueues()
	if err != nil {
		return nil, err
	}
	x, err := c.parseExpression("TargetWorkersExpression")
	if err != nil {
		return nil, err
	}
	return func(v Reader, w *taskrouter.Worker) bool {
		return (activity.IsZero() || w.ActivitySID == activity) && (activityName == "" || w.ActivityName == activityName) &&
			(available == nil || w.Available == *available) && (name == "" || strings.EqualFold(w.FriendlyName, name)) &&
			!slices.ContainsFunc(queues, func(q taskrouter.TaskQueueSID) bool { return !v.Belongs(w.SID, q) }) &&
			(x == nil || matchWorker(x, w))
	}, nil
}

// workerQueues reads the filters by queue: a worker belongs to all queues that are
// given. An unknown one has nobody, whatever its SID.
func (c *call) workerQueues() (queues []taskrouter.TaskQueueSID, err error) {
	if queue := rest.SID[sid.TaskQueue](&c.Params, "TaskQueueSid"); !queue.IsZero() {
		queues = append(queues, queue)
	}
	name := c.Params.Text("TaskQueueName")
	if name == "" {
		return queues, c.Params.Err()
	}
	return queues, c.read(func(v Reader, _ time.Time) error {
		q, _ := v.TaskQueueByName(name)
		queues = append(queues, q.SID)
		return nil
	})
}
