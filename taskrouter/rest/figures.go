package rest

import (
	"strconv"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/taskrouter"
)

// renderTasks writes what workspace, queues and workflows have in common
// (lifecycle.md §6.2).
func renderTasks(o *object, f *taskrouter.TaskFigures) {
	o.Seconds("longest_task_waiting_age", f.LongestTaskWaitingAge)
	rest.AddSID(o, "longest_task_waiting_sid", f.LongestTaskWaitingSID)
	o.Object("tasks_by_priority", func(o *object) {
		for _, p := range f.TasksByPriority {
			o.Int(strconv.Itoa(p.Priority), p.Tasks)
		}
	})
	o.Object("tasks_by_status", func(o *object) {
		s := &f.TasksByStatus
		o.Int("pending", s.Pending)
		o.Int("reserved", s.Reserved)
		o.Int("assigned", s.Assigned)
		o.Int("wrapping", s.Wrapping)
		o.Int("completed", s.Completed)
		o.Int("canceled", s.Canceled)
	})
	o.Int("total_tasks", f.TotalTasks)
}

// renderQueue writes the figures of a queue that bulk statistics have too.
func renderQueue(o *object, f *taskrouter.TaskQueueFigures) {
	renderTasks(o, &f.TaskFigures)
	o.Int("total_eligible_workers", f.TotalEligibleWorkers)
	o.Int("total_available_workers", f.TotalAvailableWorkers)
	renderActivities(o, f.ActivityStatistics)
}

func renderActivities(o *object, list []taskrouter.ActivityCount) {
	o.List("activity_statistics", len(list), func(o *object, i int) {
		rest.AddSID(o, "sid", list[i].SID)
		o.String("friendly_name", list[i].FriendlyName)
		o.Int("workers", list[i].Workers)
	})
}

// renderHistory writes what workspace, queues and workflows have in common
// (lifecycle.md §6.3).
func renderHistory(o *object, h *taskrouter.TaskHistory) {
	o.Date("start_time", h.StartTime)
	o.Date("end_time", h.EndTime)
	o.Seconds("avg_task_acceptance_time", h.AvgTaskAcceptanceTime)
	renderReservations(o, &h.ReservationCounts)
	o.Int("tasks_canceled", h.TasksCanceled)
	o.Int("tasks_completed", h.TasksCompleted)
	o.Int("tasks_deleted", h.TasksDeleted)
	o.Int("tasks_moved", h.TasksMoved)
	renderDurations(o, "wait_duration_until_accepted", h.WaitDurationUntilAccepted)
	renderDurations(o, "wait_duration_until_canceled", h.WaitDurationUntilCanceled)
	if h.SplitByWaitTime == nil {
		o.Null("split_by_wait_time")
		return
	}
	o.Object("split_by_wait_time", func(o *object) {
		for _, s := range h.SplitByWaitTime {
			o.Object(strconv.FormatInt(int64(s.Threshold/time.Second), 10), func(o *object) {
				renderWaits(o, "above", s.Above)
				renderWaits(o, "below", s.Below)
			})
		}
	})
}

func renderWaits(o *object, name string, w taskrouter.WaitCounts) {
	o.Object(name, func(o *object) {
		o.Int("tasks_canceled", w.TasksCanceled)
		o.Int("reservations_accepted", w.ReservationsAccepted)
	})
}

func renderReservations(o *object, c *taskrouter.ReservationCounts) {
	o.Int("reservations_created", c.ReservationsCreated)
	o.Int("reservations_accepted", c.ReservationsAccepted)
	o.Int("reservations_rejected", c.ReservationsRejected)
	o.Int("reservations_timed_out", c.ReservationsTimedOut)
	o.Int("reservations_canceled", c.ReservationsCanceled)
	o.Int("reservations_rescinded", c.ReservationsRescinded)
}

func renderDurations(o *object, name string, d taskrouter.Durations) {
	o.Object(name, func(o *object) { fillDurations(o, d) })
}

func fillDurations(o *object, d taskrouter.Durations) {
	o.Seconds("avg", d.Avg)
	o.Seconds("min", d.Min)
	o.Seconds("max", d.Max)
	o.Int64("total", d.TotalSeconds)
}

func renderWorkers(o *object, h *taskrouter.WorkersHistory) {
	o.Date("start_time", h.StartTime)
	o.Date("end_time", h.EndTime)
	renderReservations(o, &h.ReservationCounts)
	o.List("activity_durations", len(h.ActivityDurations), func(o *object, i int) {
		d := &h.ActivityDurations[i]
		rest.AddSID(o, "sid", d.SID)
		o.String("friendly_name", d.FriendlyName)
		fillDurations(o, d.Durations)
	})
}
