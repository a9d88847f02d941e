package taskrouter

import "time"

// TaskAttributes returns the attributes of the task that the event is about, as
// they were then; "" when it is about no task.
func (ev *Event) TaskAttributes() string { return ev.task.attributes }

// TaskStatus returns the state that the task was in after the event; "" when it
// is about no task.
func (ev *Event) TaskStatus() TaskStatus { return ev.task.status }

// TaskReason returns the reason of the task, "" when it had none.
func (ev *Event) TaskReason() string { return ev.task.reason }

// TaskPriority returns the priority of the task, 0 when the event is about no
// task.
func (ev *Event) TaskPriority() int { return ev.task.priority }

// TaskAge returns the age of the task in whole seconds, 0 when the event is
// about no task.
func (ev *Event) TaskAge() time.Duration {
	if ev.TaskSID.IsZero() {
		return 0
	}
	return ev.At.Sub(ev.task.created.time()).Truncate(time.Second)
}

// WorkerAttributes returns the attributes of the worker that the event is
// about, as they were then; "" when it is about no worker.
func (ev *Event) WorkerAttributes() string { return ev.worker.attributes }

// WorkerName returns the friendly name of the worker, "" when the event is
// about none.
func (ev *Event) WorkerName() string { return ev.worker.name }

// ReservationStatus returns the state that the reservation was in after the
// event; "" when it is about no reservation.
func (ev *Event) ReservationStatus() ReservationStatus { return ev.reservation.status }

// ReservationTimeout returns the time for an answer to the reservation, counted
// from its creation; 0 when the event is about none.
func (ev *Event) ReservationTimeout() time.Duration { return ev.reservation.ring }

// AccountSID returns the account of the workspace.
func (ev *Event) AccountSID() AccountSID { return ev.origin.account }

// WorkspaceSID returns the workspace in which it happened.
func (ev *Event) WorkspaceSID() WorkspaceSID { return ev.origin.workspace }

// Workflow returns the workflow of the task, or the one that the event is
// about, as it was then; false when there is none.
func (ev *Event) Workflow() (Workflow, bool) { return value(ev.workflow) }

// TaskQueue returns the queue of the task, or the one that the event is about,
// as it was then; false when there is none.
func (ev *Event) TaskQueue() (TaskQueue, bool) { return value(ev.queue) }

// TaskChannel returns the channel of the task, or the one that the event is
// about, as it was then; false when there is none.
func (ev *Event) TaskChannel() (TaskChannel, bool) { return value(ev.channel) }

// Activity returns the activity that the worker was in after the event, or the
// one that the event is about; false when there is none.
func (ev *Event) Activity() (Activity, bool) { return value(ev.activity) }

// PreviousActivity returns the activity that a worker left; false for events of
// other types than [WorkerActivityUpdate].
func (ev *Event) PreviousActivity() (Activity, bool) { return value(ev.previous) }

func value[T any](p *T) (v T, ok bool) {
	if p == nil {
		return v, false
	}
	return *p, true
}
