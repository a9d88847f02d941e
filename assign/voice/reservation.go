package voice

import (
	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/taskrouter"
)

// onRouted acts upon an event of the router.
func (m *Machine) onRouted(ev *taskrouter.Event) {
	switch ev.Type {
	case taskrouter.ReservationCreated:
		m.askApplication(ev)
	case taskrouter.ReservationAccepted:
		m.acceptedElsewhere(ev.ReservationSID)
	case taskrouter.ReservationRejected, taskrouter.ReservationTimeout, taskrouter.ReservationCanceled,
		taskrouter.ReservationRescinded, taskrouter.ReservationCompleted:
		if leg := m.rings[ev.ReservationSID]; leg != nil {
			m.hangUp(leg, StatusCanceled) // nobody is to be connected any more
		}
	case taskrouter.TaskTransferInitiated, taskrouter.TaskTransferCompleted, taskrouter.TaskTransferFailed, taskrouter.TaskTransferCanceled:
		m.transferred(ev)
	case taskrouter.TaskCanceled, taskrouter.TaskCompleted, taskrouter.TaskDeleted, taskrouter.TaskSystemDeleted:
		m.taskEnded(ev)
	}
}

// acceptedElsewhere gives up the call of a dequeue or a conference that still
// rings: it could not be connected any more. A call with a document of its own goes on.
func (m *Machine) acceptedElsewhere(s taskrouter.ReservationSID) {
	if leg := m.rings[s]; leg != nil && leg.ring.call == nil {
		m.tooLate(leg, leg.ring)
	}
}

// askApplication sends the assignment callback, once for each reservation,
// where the workflow has a URL for it (lifecycle.md §3.1).
func (m *Machine) askApplication(ev *taskrouter.Event) {
	wf, _ := ev.Workflow()
	if wf.AssignmentCallbackURL == "" {
		return
	}
	q, _ := ev.TaskQueue()
	ch, _ := ev.TaskChannel()
	m.emit(&Callback{
		URL: wf.AssignmentCallbackURL, FallbackURL: wf.FallbackAssignmentCallbackURL,
		Request: assign.Request{
			Timestamp: ev.At, AccountSID: ev.AccountSID(), WorkspaceSID: ev.WorkspaceSID(), WorkflowSID: wf.SID,
			TaskQueueSID: q.SID, WorkerSID: ev.WorkerSID, TaskSID: ev.TaskSID, ReservationSID: ev.ReservationSID,
			WorkerAttributes: ev.WorkerAttributes(), TaskAttributes: ev.TaskAttributes(),
			TaskAge: ev.TaskAge(), TaskPriority: ev.TaskPriority(),
			WorkerName: ev.WorkerName(), TaskChannelSID: ch.SID, TaskChannelUniqueName: ch.UniqueName,
		},
	})
}

// taskEnded forgets the link of a task that ended by itself. A caller who still
// waits stays parked, and the host is told (lifecycle.md §4.2).
func (m *Machine) taskEnded(ev *taskrouter.Event) {
	delete(m.transfers, ev.TaskSID)
	c := m.tasks[ev.TaskSID]
	if c == nil {
		return
	}
	delete(m.tasks, ev.TaskSID)
	c.enqueue.task = taskrouter.TaskSID{}
	if c.enqueue.dial == nil {
		m.emit(&TaskEnded{Call: c.sid, Task: ev.TaskSID, Status: ev.TaskStatus(), Reason: ev.TaskReason()})
	}
}

// callbackFailed cancels a reservation that the application could not be asked
// about. It is no error when the reservation was decided meanwhile, or is being
// accepted without its help.
func (m *Machine) callbackFailed(s taskrouter.ReservationSID) *Error {
	if m.router == nil {
		return noRouter()
	}
	r, ok := m.router.Reservation(s)
	if !ok {
		return refusal(ReasonReservation, "no reservation %s", s)
	}
	if r.ReservationStatus == taskrouter.ReservationStatusPending && !r.AcceptSuspended {
		m.mustRoute(&taskrouter.FailCallback{SID: s})
	}
	return nil
}
