package main

import (
	"time"

	"github.com/goacd/acd/taskrouter"
)

// routed prints what happens to tasks, reservations and workers.
func (t *timeline) routed(ev *taskrouter.Event) {
	switch ev.Type {
	case taskrouter.TaskCreated, taskrouter.TaskCanceled, taskrouter.TaskWrapup, taskrouter.TaskCompleted,
		taskrouter.TaskQueueEntered, taskrouter.TaskQueueTimeout:
		t.task(ev)
	case taskrouter.ReservationCreated, taskrouter.ReservationAccepted, taskrouter.ReservationRejected,
		taskrouter.ReservationTimeout, taskrouter.ReservationCanceled, taskrouter.ReservationRescinded,
		taskrouter.ReservationWrapup, taskrouter.ReservationCompleted:
		t.reservation(ev)
	case taskrouter.WorkerActivityUpdate:
		from, _ := ev.PreviousActivity()
		to, _ := ev.Activity()
		t.line(ev.WorkerName(), "%s → %s", from.FriendlyName, to.FriendlyName)
	case taskrouter.Alert:
		code, message, _ := ev.Alert()
		t.say(callOf(ev.TaskAttributes()), "alert %d: %s", code, message)
	}
}

func (t *timeline) task(ev *taskrouter.Event) {
	call, task := callOf(ev.TaskAttributes()), short(ev.TaskSID)
	q, _ := ev.TaskQueue()
	switch ev.Type {
	case taskrouter.TaskQueueEntered:
		t.say(call, "task %s waits in %s with priority %d", task, q.FriendlyName, ev.TaskPriority())
	case taskrouter.TaskQueueTimeout:
		t.say(call, "task %s: its time in %s is over", task, q.FriendlyName)
	default:
		reason := ev.TaskReason()
		if reason != "" {
			reason = " (" + reason + ")"
		}
		t.say(call, "task %s %s%s", task, ev.TaskStatus(), reason)
	}
}

func (t *timeline) reservation(ev *taskrouter.Event) {
	call, task, reservation := callOf(ev.TaskAttributes()), short(ev.TaskSID), short(ev.ReservationSID)
	switch ev.Type {
	case taskrouter.ReservationCreated:
		t.say(call, "task %s %s: reservation %s offers it to %s for %d s", task, ev.TaskStatus(),
			reservation, ev.WorkerName(), int(ev.ReservationTimeout()/time.Second))
	case taskrouter.ReservationAccepted:
		t.say(call, "reservation %s of %s %s, task %s %s", reservation, ev.WorkerName(), ev.ReservationStatus(), task, ev.TaskStatus())
	default:
		t.say(call, "reservation %s of %s %s", reservation, ev.WorkerName(), ev.ReservationStatus())
	}
}
