package rest

import (
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

// figure is a statistic that was read and is rendered later, outside of View.
type figure func(o *object)

// realTime reads a figure of the present.
type realTime func(v view, now time.Time, channel string) (figure, error)

// cumulative reads a figure of a window.
type cumulative func(v view, w taskrouter.Window) (figure, error)

// subject is what statistics are about: its figures, and its own identifier
// beside those of account and workspace.
type subject struct {
	realTime   realTime
	cumulative cumulative
	sid        func(o *object)
	workers    bool // its durations are those of workers' activities
}

// realTimeOf answers RealTimeStatistics.
func (c *call) realTimeOf(s subject) (answer, error) {
	channel := c.Params.Text("TaskChannel")
	var now figure
	err := c.ask(func(v view, at time.Time) (err error) {
		now, err = s.realTime(v, at, channel)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return c.statistics(s, now)
}

// cumulativeOf answers CumulativeStatistics.
func (c *call) cumulativeOf(s subject) (answer, error) {
	past, err := c.past(s)
	if err != nil {
		return answer{}, err
	}
	return c.statistics(s, past)
}

// both answers Statistics.
func (c *call) both(s subject) (answer, error) {
	w := c.window(s)
	if err := c.upToDate(s); err != nil {
		return answer{}, err
	}
	var now, past figure
	err := c.ask(func(v view, at time.Time) error {
		var err error
		now, past, err = s.figures(v, at, w)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return c.statistics(s, func(o *object) {
		o.Object("realtime", now)
		o.Object("cumulative", past)
	})
}

func (s *subject) figures(v view, at time.Time, w window) (now, past figure, err error) {
	if now, err = s.realTime(v, at, w.channel); err != nil {
		return nil, nil, err
	}
	from, err := w.at(v, at)
	if err != nil {
		return nil, nil, err
	}
	past, err = s.cumulative(v, from)
	return now, past, err
}

// past reads the figure of the request's window.
func (c *call) past(s subject) (past figure, err error) {
	w := c.window(s)
	if err := c.upToDate(s); err != nil {
		return nil, err
	}
	err = c.ask(func(v view, at time.Time) error {
		from, err := w.at(v, at)
		if err != nil {
			return err
		}
		past, err = s.cumulative(v, from)
		return err
	})
	return past, err
}

// upToDate lets time pass where the engine would otherwise tell how long workers
// have been in their activities as of its last command, which in a quiet
// workspace may be long ago.
func (c *call) upToDate(s subject) error {
	if !s.workers {
		return nil
	}
	quiet := false
	err := c.read(func(v Reader, now time.Time) error {
		quiet = now.Sub(v.Now()) >= time.Second // figures are in whole seconds
		return nil
	})
	if err != nil || !quiet {
		return err
	}
	return c.do(&taskrouter.Advance{})
}

func (c *call) statistics(s subject, fill figure) (answer, error) {
	var o object
	c.head(&o)
	if s.sid != nil {
		s.sid(&o)
	}
	fill(&o)
	o.URL("url", c.Base, c.HTTP.URL.EscapedPath())
	return c.one(ok, &o)
}

func (c *call) workspaceSubject() subject {
	return subject{
		realTime: func(v view, now time.Time, channel string) (figure, error) {
			f, err := v.statistics().WorkspaceRealTime(channel)
			if err != nil {
				return nil, err
			}
			renewAge(v, now, &f.TaskFigures)
			return func(o *object) {
				renderTasks(o, &f.TaskFigures)
				o.Int("total_workers", f.TotalWorkers)
				renderActivities(o, f.ActivityStatistics)
			}, nil
		},
		cumulative: func(v view, w taskrouter.Window) (figure, error) {
			h, err := v.statistics().WorkspaceCumulative(w)
			return func(o *object) {
				renderHistory(o, &h.TaskHistory)
				o.Int("tasks_created", h.TasksCreated)
				o.Int("tasks_timed_out_in_workflow", h.TasksTimedOutInWorkflow)
			}, err
		},
	}
}

func (c *call) workflowSubject(s taskrouter.WorkflowSID) subject {
	return subject{
		sid: func(o *object) { rest.AddSID(o, "workflow_sid", s) },
		realTime: func(v view, now time.Time, channel string) (figure, error) {
			f, err := v.statistics().WorkflowRealTime(s, channel)
			if err != nil {
				return nil, err
			}
			renewAge(v, now, &f.TaskFigures)
			return func(o *object) { renderTasks(o, &f.TaskFigures) }, nil
		},
		cumulative: func(v view, w taskrouter.Window) (figure, error) {
			h, err := v.statistics().WorkflowCumulative(s, w)
			return func(o *object) {
				renderHistory(o, &h.TaskHistory)
				o.Int("tasks_entered", h.TasksEntered)
				o.Int("tasks_timed_out_in_workflow", h.TasksTimedOutInWorkflow)
			}, err
		},
	}
}

func (c *call) taskQueueSubject(s taskrouter.TaskQueueSID) subject {
	return subject{
		sid: func(o *object) { rest.AddSID(o, "task_queue_sid", s) },
		realTime: func(v view, now time.Time, channel string) (figure, error) {
			f, err := readQueue(v, now, s, channel)
			return func(o *object) {
				renderQueue(o, &f)
				o.Seconds("longest_relative_task_age_in_queue", f.LongestRelativeTaskAgeInQueue)
				rest.AddSID(o, "longest_relative_task_sid_in_queue", f.LongestRelativeTaskSIDInQueue)
			}, err
		},
		cumulative: func(v view, w taskrouter.Window) (figure, error) {
			h, err := v.statistics().TaskQueueCumulative(s, w)
			return func(o *object) {
				renderHistory(o, &h.TaskHistory)
				o.Int("tasks_entered", h.TasksEntered)
				renderDurations(o, "wait_duration_in_queue_until_accepted", h.WaitDurationInQueueUntilAccepted)
			}, err
		},
	}
}

// readQueue reads the figures of a queue, with ages as of now.
func readQueue(v view, now time.Time, s taskrouter.TaskQueueSID, channel string) (taskrouter.TaskQueueFigures, error) {
	f, err := v.statistics().TaskQueueRealTime(s, channel)
	if err != nil {
		return f, err // it may have been given up, and then nothing is read any more
	}
	renewAge(v, now, &f.TaskFigures)
	if t, found := v.Task(f.LongestRelativeTaskSIDInQueue); found {
		f.LongestRelativeTaskAgeInQueue = max(f.LongestRelativeTaskAgeInQueue, now.Sub(t.TaskQueueEnteredDate))
	}
	return f, nil
}

// renewAge brings an age from the last command to now. Meanwhile there may have been
// another command: the figure can be of a later moment than now, and the task, which
// is looked up behind it, can have left its queue and entered another one.
func renewAge(v Reader, now time.Time, f *taskrouter.TaskFigures) {
	if t, found := v.Task(f.LongestTaskWaitingSID); found {
		f.LongestTaskWaitingAge = max(f.LongestTaskWaitingAge, now.Sub(t.DateCreated))
	}
}

// workersSubject is the workers of the parameters TaskQueueSid, TaskQueueName and
// FriendlyName. The figures of the present know no task channel (lifecycle.md
// §6.2).
func (c *call) workersSubject() subject {
	p := &c.Params
	filter := taskrouter.WorkersFilter{
		TaskQueueSID: rest.SID[sid.TaskQueue](p, "TaskQueueSid"), TaskQueueName: p.Text("TaskQueueName"), FriendlyName: p.Text("FriendlyName"),
	}
	return subject{
		workers: true,
		realTime: func(v view, _ time.Time, _ string) (figure, error) {
			f, err := v.statistics().WorkersRealTime(filter)
			return func(o *object) {
				o.Int("total_workers", f.TotalWorkers)
				renderActivities(o, f.ActivityStatistics)
			}, err
		},
		cumulative: func(v view, w taskrouter.Window) (figure, error) {
			h, err := v.statistics().WorkersCumulative(filter, w)
			return func(o *object) { renderWorkers(o, &h) }, err
		},
	}
}

func (c *call) workspaceRealTime() (answer, error)   { return c.realTimeOf(c.workspaceSubject()) }
func (c *call) workspaceCumulative() (answer, error) { return c.cumulativeOf(c.workspaceSubject()) }
func (c *call) workspaceStatistics() (answer, error) { return c.both(c.workspaceSubject()) }
func (c *call) workersRealTime() (answer, error)     { return c.realTimeOf(c.workersSubject()) }
func (c *call) workersCumulative() (answer, error)   { return c.cumulativeOf(c.workersSubject()) }
func (c *call) workersStatistics() (answer, error)   { return c.both(c.workersSubject()) }

func (c *call) workflowRealTime(s taskrouter.WorkflowSID) (answer, error) {
	return c.realTimeOf(c.workflowSubject(s))
}

func (c *call) workflowCumulative(s taskrouter.WorkflowSID) (answer, error) {
	return c.cumulativeOf(c.workflowSubject(s))
}

func (c *call) workflowStatistics(s taskrouter.WorkflowSID) (answer, error) {
	return c.both(c.workflowSubject(s))
}

func (c *call) taskQueueRealTime(s taskrouter.TaskQueueSID) (answer, error) {
	return c.realTimeOf(c.taskQueueSubject(s))
}

func (c *call) taskQueueCumulative(s taskrouter.TaskQueueSID) (answer, error) {
	return c.cumulativeOf(c.taskQueueSubject(s))
}

func (c *call) taskQueueStatistics(s taskrouter.TaskQueueSID) (answer, error) {
	return c.both(c.taskQueueSubject(s))
}

// workerStatistics has figures of the past only (lifecycle.md §6.4).
func (c *call) workerStatistics(s taskrouter.WorkerSID) (answer, error) {
	about := subject{
		workers: true,
		sid:     func(o *object) { rest.AddSID(o, "worker_sid", s) },
		cumulative: func(v view, w taskrouter.Window) (figure, error) {
			h, err := v.statistics().WorkerCumulative(s, w)
			return func(o *object) { renderWorkers(o, &h) }, err
		},
	}
	past, err := c.past(about)
	if err != nil {
		return answer{}, err
	}
	return c.statistics(about, func(o *object) { o.Object("cumulative", past) })
}

// listTaskQueuesStatistics lists the queues with both statistics of each.
func (c *call) listTaskQueuesStatistics() (answer, error) {
	w, name := c.window(subject{}), c.Params.Text("FriendlyName")
	l := allQueues("task_queues_statistics")
	l.keep = func(_ Reader, q *queueView) bool { return name == "" || q.FriendlyName == name }
	return list(c, l, func(v view, now time.Time, q *queueView) (err error) {
		about := c.taskQueueSubject(q.SID)
		q.now, q.past, err = about.figures(v, now, w)
		return err
	}, func(o *object, q queueView) {
		c.head(o)
		rest.AddSID(o, "task_queue_sid", q.SID)
		o.Object("realtime", q.now)
		o.Object("cumulative", q.past)
	})
}
