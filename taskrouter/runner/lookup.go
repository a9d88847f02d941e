package runner

import (
	"cmp"
	"fmt"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// Workspace returns the workspace's own fields.
func (r *Runner) Workspace() (taskrouter.Workspace, error) {
	return read(r, (*taskrouter.Engine).Workspace)
}

// Activity returns the activity with this SID, or an error that matches
// [taskrouter.ErrNotFound].
func (r *Runner) Activity(s taskrouter.ActivitySID) (taskrouter.Activity, error) {
	return lookup(r, "Activities", (*taskrouter.Engine).Activity, s)
}

// ActivityByName returns the activity with this friendly name, or an error that
// matches [taskrouter.ErrNotFound].
func (r *Runner) ActivityByName(name string) (taskrouter.Activity, error) {
	return named(r, "activity", (*taskrouter.Engine).ActivityByName, name)
}

// TaskChannel returns the task channel with this SID, or an error that matches
// [taskrouter.ErrNotFound].
func (r *Runner) TaskChannel(s taskrouter.TaskChannelSID) (taskrouter.TaskChannel, error) {
	return lookup(r, "TaskChannels", (*taskrouter.Engine).TaskChannel, s)
}

// TaskChannelByName returns the task channel with this unique name, or an error
// that matches [taskrouter.ErrNotFound].
func (r *Runner) TaskChannelByName(uniqueName string) (taskrouter.TaskChannel, error) {
	return named(r, "task channel", (*taskrouter.Engine).TaskChannelByName, uniqueName)
}

// TaskQueue returns the task queue with this SID, or an error that matches
// [taskrouter.ErrNotFound].
func (r *Runner) TaskQueue(s taskrouter.TaskQueueSID) (taskrouter.TaskQueue, error) {
	return lookup(r, "TaskQueues", (*taskrouter.Engine).TaskQueue, s)
}

// TaskQueueByName returns the first task queue with this friendly name, or an
// error that matches [taskrouter.ErrNotFound].
func (r *Runner) TaskQueueByName(name string) (taskrouter.TaskQueue, error) {
	return named(r, "task queue", (*taskrouter.Engine).TaskQueueByName, name)
}

// Workflow returns the workflow with this SID, or an error that matches
// [taskrouter.ErrNotFound].
func (r *Runner) Workflow(s taskrouter.WorkflowSID) (taskrouter.Workflow, error) {
	return lookup(r, "Workflows", (*taskrouter.Engine).Workflow, s)
}

// WorkflowByName returns the first workflow with this friendly name, or an
// error that matches [taskrouter.ErrNotFound].
func (r *Runner) WorkflowByName(name string) (taskrouter.Workflow, error) {
	return named(r, "workflow", (*taskrouter.Engine).WorkflowByName, name)
}

// Worker returns the worker with this SID, or an error that matches
// [taskrouter.ErrNotFound].
func (r *Runner) Worker(s taskrouter.WorkerSID) (taskrouter.Worker, error) {
	return lookup(r, "Workers", (*taskrouter.Engine).Worker, s)
}

// WorkerByName returns the worker with this friendly name, without regard to
// case, or an error that matches [taskrouter.ErrNotFound].
func (r *Runner) WorkerByName(name string) (taskrouter.Worker, error) {
	return named(r, "worker", (*taskrouter.Engine).WorkerByName, name)
}

// Task returns the task with this SID, its age as of now, or an error that
// matches [taskrouter.ErrNotFound].
func (r *Runner) Task(s taskrouter.TaskSID) (taskrouter.Task, error) {
	now := r.clock.Now()
	task, err := lookup(r, "Tasks", (*taskrouter.Engine).Task, s)
	if err == nil {
		age(&task, now)
	}
	return task, err
}

// Reservation returns the reservation with this SID, or an error that matches
// [taskrouter.ErrNotFound]. Reservations live as long as their task.
func (r *Runner) Reservation(s taskrouter.ReservationSID) (taskrouter.Reservation, error) {
	return lookup(r, "Reservations", (*taskrouter.Engine).Reservation, s)
}

// identifier is a SID of any noun.
type identifier interface {
	comparable
	String() string
	IsZero() bool
}

// lookup finds a resource by its SID.
func lookup[S identifier, T any](r *Runner, resource string, find func(*taskrouter.Engine, S) (T, bool), s S) (T, error) {
	value, ok, err := get(r, find, s)
	if err == nil && !ok {
		err = r.notFound(resource, s)
	}
	return value, err
}

// named finds a resource by its name.
func named[T any](r *Runner, noun string, find func(*taskrouter.Engine, string) (T, bool), name string) (T, error) {
	value, ok, err := get(r, find, name)
	if err == nil && !ok {
		err = &taskrouter.Error{
			Kind: taskrouter.KindNotFound, Code: taskrouter.CodeNotFound,
			Message: fmt.Sprintf("no %s has the name %.80q", noun, name),
		}
	}
	return value, err
}

// notFound is the refusal of a lookup in the vendor's words (rest.md §5.2).
func (r *Runner) notFound(resource string, s fmt.Stringer) error {
	text := cmp.Or(s.String(), "(none)")
	return &taskrouter.Error{
		Kind: taskrouter.KindNotFound, Code: taskrouter.CodeNotFound, SID: text,
		Message: "The requested resource /Workspaces/" + r.workspace.String() + "/" + resource + "/" + text + " was not found",
	}
}

// get calls find with the engine, which nobody else uses meanwhile.
func get[K, T any](r *Runner, find func(*taskrouter.Engine, K) (T, bool), key K) (value T, ok bool, err error) {
	r.state.enter()
	defer r.state.leave()
	if r.ended != nil {
		return value, false, r.ended
	}
	value, ok = find(r.engine, key)
	return value, ok, nil
}

// read calls f with the engine, which nobody else uses meanwhile. f only copies,
// and a bounded amount.
func read[T any](r *Runner, f func(*taskrouter.Engine) T) (T, error) {
	value, _, err := get(r, func(e *taskrouter.Engine, _ struct{}) (T, bool) { return f(e), true }, struct{}{})
	return value, err
}

// age brings a task's age from the last command to now: in a quiet workspace
// that may be long ago.
func age(t *taskrouter.Task, now time.Time) {
	t.Age = max(t.Age, now.Sub(t.DateCreated).Truncate(time.Second))
}
