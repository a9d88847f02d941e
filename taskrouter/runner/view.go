package runner

import (
	"iter"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// Reader is the part of a [taskrouter.Engine] that changes nothing, under the
// same names and with the same meaning: lookups, listings and statistics. A
// *taskrouter.Engine is one.
type Reader interface {
	Now() time.Time
	Workspace() taskrouter.Workspace

	Activity(taskrouter.ActivitySID) (taskrouter.Activity, bool)
	ActivityByName(string) (taskrouter.Activity, bool)
	Activities() iter.Seq[taskrouter.Activity]
	ActivitiesAfter(taskrouter.ActivitySID) (iter.Seq[taskrouter.Activity], bool)
	ActivitiesBefore(taskrouter.ActivitySID) (iter.Seq[taskrouter.Activity], bool)
	TaskChannel(taskrouter.TaskChannelSID) (taskrouter.TaskChannel, bool)
	TaskChannelByName(string) (taskrouter.TaskChannel, bool)
	TaskChannels() iter.Seq[taskrouter.TaskChannel]
	TaskChannelsAfter(taskrouter.TaskChannelSID) (iter.Seq[taskrouter.TaskChannel], bool)
	TaskChannelsBefore(taskrouter.TaskChannelSID) (iter.Seq[taskrouter.TaskChannel], bool)
	TaskQueue(taskrouter.TaskQueueSID) (taskrouter.TaskQueue, bool)
	TaskQueueByName(string) (taskrouter.TaskQueue, bool)
	TaskQueues() iter.Seq[taskrouter.TaskQueue]
	TaskQueuesAfter(taskrouter.TaskQueueSID) (iter.Seq[taskrouter.TaskQueue], bool)
	TaskQueuesBefore(taskrouter.TaskQueueSID) (iter.Seq[taskrouter.TaskQueue], bool)
	WorkersOf(taskrouter.TaskQueueSID) iter.Seq[taskrouter.WorkerSID]
	Belongs(taskrouter.WorkerSID, taskrouter.TaskQueueSID) bool
	Workflow(taskrouter.WorkflowSID) (taskrouter.Workflow, bool)
	WorkflowByName(string) (taskrouter.Workflow, bool)
	Workflows() iter.Seq[taskrouter.Workflow]
	WorkflowsAfter(taskrouter.WorkflowSID) (iter.Seq[taskrouter.Workflow], bool)
	WorkflowsBefore(taskrouter.WorkflowSID) (iter.Seq[taskrouter.Workflow], bool)
	Worker(taskrouter.WorkerSID) (taskrouter.Worker, bool)
	WorkerByName(string) (taskrouter.Worker, bool)
	Workers() iter.Seq[taskrouter.Worker]
	WorkersAfter(taskrouter.WorkerSID) (iter.Seq[taskrouter.Worker], bool)
	WorkersBefore(taskrouter.WorkerSID) (iter.Seq[taskrouter.Worker], bool)
	WorkerChannels(taskrouter.WorkerSID) iter.Seq[taskrouter.WorkerChannel]
	Task(taskrouter.TaskSID) (taskrouter.Task, bool)
	Tasks() iter.Seq[taskrouter.Task]
	TasksAfter(taskrouter.TaskSID) (iter.Seq[taskrouter.Task], bool)
	TasksBefore(taskrouter.TaskSID) (iter.Seq[taskrouter.Task], bool)
	Reservation(taskrouter.ReservationSID) (taskrouter.Reservation, bool)
	TaskReservations(taskrouter.TaskSID) iter.Seq[taskrouter.Reservation]
	WorkerReservations(taskrouter.WorkerSID) iter.Seq[taskrouter.Reservation]
	WorkerReservationsAfter(taskrouter.WorkerSID, taskrouter.ReservationSID) (iter.Seq[taskrouter.Reservation], bool)
	Transfer(taskrouter.TransferSID) (taskrouter.Transfer, bool)

	WorkspaceRealTime(channel string) (taskrouter.WorkspaceFigures, error)
	TaskQueueRealTime(s taskrouter.TaskQueueSID, channel string) (taskrouter.TaskQueueFigures, error)
	WorkflowRealTime(s taskrouter.WorkflowSID, channel string) (taskrouter.WorkflowFigures, error)
	WorkersRealTime(taskrouter.WorkersFilter) (taskrouter.WorkersFigures, error)
	WorkspaceCumulative(taskrouter.Window) (taskrouter.WorkspaceHistory, error)
	TaskQueueCumulative(taskrouter.TaskQueueSID, taskrouter.Window) (taskrouter.TaskQueueHistory, error)
	WorkflowCumulative(taskrouter.WorkflowSID, taskrouter.Window) (taskrouter.WorkflowHistory, error)
	WorkerCumulative(taskrouter.WorkerSID, taskrouter.Window) (taskrouter.WorkersHistory, error)
	WorkersCumulative(taskrouter.WorkersFilter, taskrouter.Window) (taskrouter.WorkersHistory, error)

	// Breathing returns the statistics for a View, with its breathe: they let the
	// writer in as listings do.
	Breathing(breathe func() bool) taskrouter.Breathing
}

// View calls f with the workspace at rest and the present time, which
// [Runner.Now] would return: several lookups, or a figure and the resources that
// it is about, are of one moment. Ages and waits that the engine tells are as of
// its own Now, which may be long ago in a quiet workspace.
//
// The writer waits for f, and so does every other reader: f copies what it
// needs, calls nothing else of the runner, waits for nothing, and keeps neither
// argument. In a loop over a listing it calls breathe with every entry that it
// passes, which after every 256 lets the writer in if it waits; then the listing
// goes on with what is still there, while everything else that f has read may
// have changed. WorkersOf passes over the other workers by itself, without that:
// in a large workspace, f goes through Workers and asks Belongs. When breathe
// returns false the workspace has ended and must not be read any more: f
// returns. View returns what ended it.
//
// Statistics asked of v itself take the time that they take, and the writer waits.
// Those of v.Breathing(breathe) call breathe by themselves, with every minute,
// sample, entry or activity that they pass. They tell how things stood when they
// were asked, whatever the writer has done meanwhile:
//
//	err := r.View(func(v runner.Reader, now time.Time, breathe func() bool) {
//		history, refusal = v.Breathing(breathe).WorkersCumulative(filter, window)
//	})
//
// Whoever wants several long ones of one moment has to ask v. See "Reading" in the
// package's description.
func (r *Runner) View(f func(v Reader, now time.Time, breathe func() bool)) error {
	now := r.clock.Now().Round(0).UTC()
	r.state.enter()
	defer r.state.leave()
	if r.ended != nil {
		return r.ended
	}
	passed := 0
	f(r.engine, later(later(now, r.reached), r.engine.Now()), func() bool {
		passed++
		return passed%maxSlice != 0 || r.breathe()
	})
	return r.ended
}

// Events returns the kept events after a sequence, 1,000 at most, without
// waiting: none when there are no later ones. The first page of a listing of
// events begins after 0: what is no longer kept is left out, and the first
// event's sequence tells it. It works on a runner that has ended, too.
func (r *Runner) Events(after uint64) []taskrouter.Event { return r.events.page(after, maxPageSize) }

// page copies events after a sequence.
func (l *eventLog) page(after uint64, most int) []taskrouter.Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last == 0 {
		return nil
	}
	from := max(after+1, l.first())
	if from > l.last || after >= l.last {
		return nil
	}
	events := make([]taskrouter.Event, 0, min(uint64(most), l.last-from+1))
	for s := from; s <= l.last && len(events) < most; s++ {
		events = append(events, l.ring[l.slot(s)])
	}
	return events
}
