package main

import (
	"cmp"
	"slices"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// moment is a copy of what the figures are made of, all of one moment.
type moment struct {
	now     time.Time
	opened  time.Time
	day     taskrouter.WorkspaceHistory
	status  taskrouter.TasksByStatus
	queues  []queueMoment
	workers []taskrouter.Worker
	tasks   []taskMoment // unfinished, in order of creation
	err     error
}

type queueMoment struct {
	taskrouter.TaskQueue
	now     taskrouter.TaskQueueFigures
	day     taskrouter.TaskQueueHistory
	members []taskrouter.WorkerSID
}

type taskMoment struct {
	taskrouter.Task
	held *taskrouter.Reservation // pending, accepted or wrapping; nil for none
}

// look copies a moment from the workspace. Finished tasks are passed over: the
// workspace forgets them after five minutes, so that there are never many. It does
// not let others in on the way, for all is to be of one moment.
func look(r *runner.Runner) (*moment, error) {
	var m moment
	err := r.View(func(v runner.Reader, now time.Time, _ func() bool) {
		m.now, m.opened = now, v.Workspace().DateCreated
		window := taskrouter.Window{Start: m.today(), End: now, SplitByWaitTime: []time.Duration{serviceLevel}}
		figures, err := v.WorkspaceRealTime("")
		m.err = cmp.Or(m.err, err)
		m.status = figures.TasksByStatus
		m.day, err = v.WorkspaceCumulative(window)
		m.err = cmp.Or(m.err, err)
		for q := range v.TaskQueues() {
			line := queueMoment{TaskQueue: q, members: slices.Collect(v.WorkersOf(q.SID))}
			line.now, err = v.TaskQueueRealTime(q.SID, "")
			m.err = cmp.Or(m.err, err)
			line.day, err = v.TaskQueueCumulative(q.SID, window)
			m.err = cmp.Or(m.err, err)
			m.queues = append(m.queues, line)
		}
		m.workers = slices.Collect(v.Workers())
		for t := range v.Tasks() {
			if t.AssignmentStatus != taskrouter.TaskStatusCompleted && t.AssignmentStatus != taskrouter.TaskStatusCanceled {
				m.tasks = append(m.tasks, taskMoment{t, held(v, t.SID)})
			}
		}
	})
	return &m, cmp.Or(err, m.err)
}

// today is when the day began that the figures are about.
func (m *moment) today() time.Time {
	if midnight := m.now.Truncate(24 * time.Hour); midnight.After(m.opened) {
		return midnight
	}
	return m.opened
}

// held returns the reservation by which a task is offered to an agent, or his.
func held(v runner.Reader, task taskrouter.TaskSID) *taskrouter.Reservation {
	for r := range v.TaskReservations(task) {
		switch r.ReservationStatus {
		case taskrouter.ReservationStatusPending, taskrouter.ReservationStatusAccepted, taskrouter.ReservationStatusWrapping:
			return &r
		}
	}
	return nil
}
