package runner

import (
	"iter"
	"slices"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// Writer is the workspace in the hands of a companion: commands, without waiting,
// and lookups. A runner has one, which may be kept; it is used on the writer's
// goroutine only, during the calls that it is given to, and panics elsewhere. It
// is not safe for concurrent use.
//
// It has the methods of a [taskrouter.Engine] that a companion needs, under the
// same names and with the same meaning.
type Writer struct {
	r      *Runner
	now    time.Time // of the call
	inside bool
	failed error // of an append; the runner ends with it
}

// Apply carries out a command at an instant: not before the last one, and not
// after the instant of the call. It is written to the journal first, and its
// events go to all subscriptions, as with [Runner.Apply], whose refusals it
// shares. The events are valid until the next command.
//
// When the journal fails, this and all later commands return the
// [*JournalError], and the runner ends with it as soon as the call returns,
// however it returns.
func (w *Writer) Apply(now time.Time, cmd taskrouter.Command) ([]taskrouter.Event, error) {
	w.mustBeInside()
	if w.failed != nil {
		return nil, w.failed
	}
	now = now.Round(0).UTC()
	if now.After(w.now) {
		return nil, &taskrouter.Error{
			Kind: taskrouter.KindTime, Code: taskrouter.CodeInvalid, Command: commandName(cmd),
			Message: now.Format(time.RFC3339Nano) + " lies after " + w.now.Format(time.RFC3339Nano) + ", the present instant",
		}
	}
	var text []byte
	if w.r.journal != nil {
		var err error
		if text, err = encode(cmd, w.r.maxCommand); err != nil {
			return nil, err
		}
	}
	out, err := w.r.record(now, cmd, text)
	if err != nil {
		w.failed = err
		return nil, err
	}
	return out.events, out.err
}

// Err returns the failure of the journal, or the panic of the engine, that the
// runner is about to end with; nil while all is well. What a companion has
// decided since is worth nothing.
func (w *Writer) Err() error { return w.failed }

// Now returns the instant of the last command, or of the workspace's creation.
// The present instant is the one that every call is given.
func (w *Writer) Now() time.Time {
	return ask(w, (*taskrouter.Engine).Now)
}

// Deadline returns the next instant at which something happens by itself in the
// engine; false if there is none. The runner takes care of it.
func (w *Writer) Deadline() (time.Time, bool) {
	d := ask(w, func(e *taskrouter.Engine) deadline { return deadlineOf(e.Deadline()) })
	return d.at, d.set
}

// Workspace returns the workspace's own fields.
func (w *Writer) Workspace() taskrouter.Workspace {
	return ask(w, (*taskrouter.Engine).Workspace)
}

// Activity returns the activity with this SID.
func (w *Writer) Activity(s taskrouter.ActivitySID) (taskrouter.Activity, bool) {
	return seek(w, (*taskrouter.Engine).Activity, s)
}

// ActivityByName returns the activity with this friendly name.
func (w *Writer) ActivityByName(name string) (taskrouter.Activity, bool) {
	return seek(w, (*taskrouter.Engine).ActivityByName, name)
}

// TaskChannel returns the task channel with this SID.
func (w *Writer) TaskChannel(s taskrouter.TaskChannelSID) (taskrouter.TaskChannel, bool) {
	return seek(w, (*taskrouter.Engine).TaskChannel, s)
}

// TaskQueue returns the task queue with this SID.
func (w *Writer) TaskQueue(s taskrouter.TaskQueueSID) (taskrouter.TaskQueue, bool) {
	return seek(w, (*taskrouter.Engine).TaskQueue, s)
}

// Workflow returns the workflow with this SID.
func (w *Writer) Workflow(s taskrouter.WorkflowSID) (taskrouter.Workflow, bool) {
	return seek(w, (*taskrouter.Engine).Workflow, s)
}

// Worker returns the worker with this SID.
func (w *Writer) Worker(s taskrouter.WorkerSID) (taskrouter.Worker, bool) {
	return seek(w, (*taskrouter.Engine).Worker, s)
}

// Task returns the task with this SID.
func (w *Writer) Task(s taskrouter.TaskSID) (taskrouter.Task, bool) {
	return seek(w, (*taskrouter.Engine).Task, s)
}

// Tasks ranges over the tasks in order of creation. It copies all of them first,
// so that commands may be applied meanwhile.
func (w *Writer) Tasks() iter.Seq[taskrouter.Task] {
	return slices.Values(ask(w, func(e *taskrouter.Engine) []taskrouter.Task { return slices.Collect(e.Tasks()) }))
}

// Reservation returns the reservation with this SID.
func (w *Writer) Reservation(s taskrouter.ReservationSID) (taskrouter.Reservation, bool) {
	return seek(w, (*taskrouter.Engine).Reservation, s)
}

// TaskReservations ranges over all reservations that a task ever had, oldest
// first. It copies them first.
func (w *Writer) TaskReservations(s taskrouter.TaskSID) iter.Seq[taskrouter.Reservation] {
	return slices.Values(ask(w, func(e *taskrouter.Engine) []taskrouter.Reservation { return slices.Collect(e.TaskReservations(s)) }))
}

// WorkerReservations ranges over the open reservations of a worker, oldest
// first. It copies them first.
func (w *Writer) WorkerReservations(s taskrouter.WorkerSID) iter.Seq[taskrouter.Reservation] {
	return slices.Values(ask(w, func(e *taskrouter.Engine) []taskrouter.Reservation { return slices.Collect(e.WorkerReservations(s)) }))
}

// Transfer returns the transfer with this SID.
func (w *Writer) Transfer(s taskrouter.TransferSID) (taskrouter.Transfer, bool) {
	return seek(w, (*taskrouter.Engine).Transfer, s)
}

func (w *Writer) mustBeInside() {
	if !w.inside {
		panic(errOutside)
	}
}

// ask reads from the engine, which readers may use at the same time.
func ask[T any](w *Writer, f func(*taskrouter.Engine) T) T {
	w.mustBeInside()
	w.r.state.enterFirst()
	defer w.r.state.leave()
	return f(w.r.engine)
}

func seek[K, T any](w *Writer, find func(*taskrouter.Engine, K) (T, bool), key K) (T, bool) {
	w.mustBeInside()
	w.r.state.enterFirst()
	defer w.r.state.leave()
	return find(w.r.engine, key)
}
