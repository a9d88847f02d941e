package rest

import (
	"iter"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

func (c *call) renderWorkerChannel(o *object, wc taskrouter.WorkerChannel) {
	c.head(o)
	rest.AddSID(o, "sid", wc.SID)
	rest.AddSID(o, "worker_sid", wc.WorkerSID)
	rest.AddSID(o, "task_channel_sid", wc.TaskChannelSID)
	o.String("task_channel_unique_name", wc.TaskChannelUniqueName)
	o.Int("assigned_tasks", wc.AssignedTasks)
	o.Bool("available", wc.Available)
	o.Int("available_capacity_percentage", wc.AvailableCapacityPercentage)
	o.Int("configured_capacity", wc.ConfiguredCapacity)
	o.Date("date_created", wc.DateCreated)
	o.Date("date_updated", wc.DateUpdated)
	c.url(o, "url", "/Workers/", wc.WorkerSID.String(), "/Channels/", wc.SID.String())
}

// workerChannel returns the channel of the path: the worker channel's SID, or the
// task channel's SID or unique name (rest.md §2).
func (c *call) workerChannel(worker taskrouter.WorkerSID) (wc taskrouter.WorkerChannel, err error) {
	name := c.Path(2)
	own, err := sid.Parse[sid.WorkerChannel](name)
	isOwn := err == nil
	err = c.read(func(v Reader, _ time.Time) error {
		ch, isChannel := findChannel(v, name)
		for candidate := range v.WorkerChannels(worker) {
			if isOwn && candidate.SID == own || isChannel && candidate.TaskChannelSID == ch.SID {
				wc = candidate
				return nil
			}
		}
		return c.NotFound()
	})
	return wc, err
}

func (c *call) fetchWorkerChannel(worker taskrouter.WorkerSID) (answer, error) {
	wc, err := c.workerChannel(worker)
	if err != nil {
		return answer{}, err
	}
	var o object
	c.renderWorkerChannel(&o, wc)
	return c.one(ok, &o)
}

func (c *call) updateWorkerChannel(worker taskrouter.WorkerSID) (answer, error) {
	wc, err := c.workerChannel(worker)
	if err != nil {
		return answer{}, err
	}
	p := &c.Params
	err = c.do(&taskrouter.UpdateWorkerChannel{
		WorkerSID: worker, TaskChannel: wc.TaskChannelSID.String(), Capacity: p.OptInt("Capacity"), Available: p.OptFlag("Available"),
	})
	if err != nil {
		return answer{}, err
	}
	return c.fetchWorkerChannel(worker)
}

func (c *call) listWorkerChannels(worker taskrouter.WorkerSID) (answer, error) {
	if _, err := lookup(c, Reader.Worker, worker); err != nil {
		return answer{}, err
	}
	return list(c, listing[sid.WorkerChannel, taskrouter.WorkerChannel]{
		key: "channels",
		all: func(v Reader) iter.Seq[taskrouter.WorkerChannel] { return v.WorkerChannels(worker) },
		get: func(v Reader, s taskrouter.WorkerChannelSID) (taskrouter.WorkerChannel, bool) {
			for wc := range v.WorkerChannels(worker) {
				if wc.SID == s {
					return wc, true
				}
			}
			return taskrouter.WorkerChannel{}, false
		},
		sid:   func(wc *taskrouter.WorkerChannel) taskrouter.WorkerChannelSID { return wc.SID },
		date:  func(wc *taskrouter.WorkerChannel) time.Time { return wc.DateCreated },
		mixed: true, // they come in the order of the task channels
	}, nil, c.renderWorkerChannel)
}
