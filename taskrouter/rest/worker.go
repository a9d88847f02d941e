package rest

import (
	"strings"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

func (c *call) renderWorker(o *object, w taskrouter.Worker) {
	c.head(o)
	o.SID("sid", w.SID)
	o.String("friendly_name", w.FriendlyName)
	o.String("attributes", w.Attributes)
	o.SID("activity_sid", w.ActivitySID)
	o.String("activity_name", w.ActivityName)
	o.Bool("available", w.Available)
	o.Date("date_created", w.DateCreated)
	o.Date("date_updated", w.DateUpdated)
	o.Date("date_status_changed", w.DateStatusChanged)
	path, all := c.path+"/Workers/"+w.SID.String(), c.path+"/Workers"
	o.URL("url", c.Base, path)
	o.Links(c.Base,
		"activity", c.path+"/Activities/"+w.ActivitySID.String(),
		"channels", path+"/Channels",
		"worker_channels", path+"/Channels",
		"cumulative_statistics", all+"/CumulativeStatistics",
		"real_time_statistics", all+"/RealTimeStatistics",
		"statistics", all+"/Statistics",
		"worker_statistics", path+"/Statistics",
		"reservations", path+"/Reservations",
		"workspace", c.path)
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
	queue, queueName := rest.SID[sid.TaskQueue](p, "TaskQueueSid"), p.Text("TaskQueueName")
	if err := p.Err(); err != nil {
		return nil, err
	}
	x, err := c.parseExpression("TargetWorkersExpression")
	if err != nil {
		return nil, err
	}
	var inQueues []map[taskrouter.WorkerSID]bool // read with the first worker
	read := false
	return func(v Reader, w *taskrouter.Worker) bool {
		if !read {
			read = true
			inQueues = members(v, queue, queueName)
		}
		for _, in := range inQueues {
			if !in[w.SID] {
				return false
			}
		}
		return (activity.IsZero() || w.ActivitySID == activity) && (activityName == "" || w.ActivityName == activityName) &&
			(available == nil || w.Available == *available) && (name == "" || strings.EqualFold(w.FriendlyName, name)) &&
			(x == nil || matchWorker(x, w))
	}, nil
}

// members returns who belongs to each of the queues that are given; an unknown
// queue has nobody.
func members(v Reader, queue taskrouter.TaskQueueSID, name string) (sets []map[taskrouter.WorkerSID]bool) {
	add := func(s taskrouter.TaskQueueSID) {
		set := map[taskrouter.WorkerSID]bool{}
		for w := range v.WorkersOf(s) {
			set[w] = true
		}
		sets = append(sets, set)
	}
	if !queue.IsZero() {
		add(queue)
	}
	if name != "" {
		q, _ := v.TaskQueueByName(name)
		add(q.SID)
	}
	return sets
}
