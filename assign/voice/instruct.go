package voice

import (
	"errors"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/expr"
	"github.com/goacd/acd/twiml"
)

// instructed carries out an instruction. What stands against it is an alert and
// an error; the reservation stays as it is (lifecycle.md §3.2).
func (m *Machine) instructed(in *Instructed) *Error {
	if in.Instruction == nil {
		return nil // acknowledged
	}
	if m.router == nil {
		return noRouter()
	}
	if !isInstruction(in.Instruction) {
		return refusal(ReasonInput, "the instruction is a nil pointer, or of no known type")
	}
	r, ok := m.router.Reservation(in.Reservation)
	if !ok {
		return refusal(ReasonReservation, "no reservation %s", in.Reservation)
	}
	switch i := in.Instruction.(type) { // these have plans
	case *assign.Conference:
		return m.conference(r, i)
	case *assign.Supervise:
		return m.supervise(r, i)
	}
	i, err := assign.Resolve(in.Instruction, m.factsOf(r))
	if err != nil {
		return m.refuseInstruction(err)
	}
	switch i := i.(type) {
	case *assign.Reject:
		return m.command(&taskrouter.UpdateReservation{
			SID: r.SID, ReservationStatus: taskrouter.ReservationStatusRejected, WorkerActivitySID: i.ActivitySID,
		})
	case *assign.Dequeue:
		return m.dequeue(r, i)
	case *assign.Call:
		return m.callWorker(r, i)
	case *assign.Redirect:
		return m.redirectByInstruction(r, i)
	default: // *assign.Accept
		return m.command(&taskrouter.UpdateReservation{SID: r.SID, ReservationStatus: taskrouter.ReservationStatusAccepted})
	}
}

// isInstruction reports whether i is one that the machine carries out, and
// there at all.
func isInstruction(i assign.Instruction) bool {
	switch i := i.(type) {
	case *assign.Accept:
		return i != nil
	case *assign.Reject:
		return i != nil
	case *assign.Dequeue:
		return i != nil
	case *assign.Call:
		return i != nil
	case *assign.Redirect:
		return i != nil
	case *assign.Conference:
		return i != nil
	case *assign.Supervise:
		return i != nil
	}
	return false
}

func (m *Machine) refuseInstruction(err error) *Error {
	refused := refusal(ReasonInstruction, "refused")
	refused.Err = err
	if e, ok := errors.AsType[*assign.Error](err); ok {
		refused.Code = int(e.Code())
	}
	m.alert(CallSID{}, refused.Code, err.Error())
	return refused
}

func (m *Machine) failInstruction(code assign.Code, text string) *Error {
	m.alert(CallSID{}, int(code), text)
	refused := refusal(ReasonInstruction, "%s", text)
	refused.Code = int(code)
	return refused
}

// factsOf gathers what an instruction is held against.
func (m *Machine) factsOf(r taskrouter.Reservation) assign.Facts {
	_, transferring := m.transfers[r.TaskSID]
	f := assign.Facts{
		Reservation: r.SID, TaskSID: r.TaskSID, Status: string(r.ReservationStatus), Transferring: transferring,
		SingleTasking: !m.router.Workspace().MultiTaskEnabled, KnownActivity: m.knownActivity, WorkerContact: m.workerContact,
	}
	f.ContactURI, _ = m.workerContact(r.WorkerSID)
	if t, ok := m.router.Task(r.TaskSID); ok {
		read := func(at expr.Reference) string { return textAttribute(t.Attributes, at) }
		f.TaskCallSID, f.TaskOutboundTo, f.TaskTo, f.TaskFrom = read(callSID), read(outboundTo), read(dialedNumber), read(callerNumber)
		f.ConferenceSID, f.ConferenceWorker = read(conferenceSID), read(conferenceWorker)
	}
	return f
}

// workerContact returns where a worker is called, if the workspace has him.
func (m *Machine) workerContact(s taskrouter.WorkerSID) (string, bool) {
	w, ok := m.router.Worker(s)
	if !ok {
		return "", false
	}
	return textAttribute(w.Attributes, contactURI), true
}

// accepting says why an instruction comes too late.
func accepting(r taskrouter.Reservation) string {
	return "reservation " + r.SID.String() + " is being accepted already"
}

// dequeue calls the worker. The caller waits on until he answers.
func (m *Machine) dequeue(r taskrouter.Reservation, i *assign.Dequeue) *Error {
	caller := m.waitingFor(r.TaskSID)
	switch {
	case m.rings[r.SID] != nil:
		return m.failInstruction(assign.CodeDequeueFailed, "the worker is being called for reservation "+r.SID.String()+" already")
	case r.AcceptSuspended:
		return m.failInstruction(assign.CodeDequeueNotPending, accepting(r))
	case caller == nil:
		return m.failInstruction(assign.CodeDequeueNoCall, "no caller waits for task "+r.TaskSID.String())
	}
	leg := m.newLeg(CallSID{}, i.From, i.To.String())
	leg.ring = &ring{reservation: r, dequeue: i}
	if i.StatusCallbackURL != "" {
		leg.notify = &notify{to: target{i.StatusCallbackURL, m.statusMethod}, events: i.StatusCallbackEvents, caller: caller.sid.String()}
	}
	m.startRing(leg, assign.Leg{To: i.To, Timeout: i.Timeout}, i.Record)
	return nil
}

// callWorker calls the worker and lets his leg run a document.
func (m *Machine) callWorker(r taskrouter.Reservation, i *assign.Call) *Error {
	if m.rings[r.SID] != nil {
		return m.failInstruction(assign.CodeCallFailed, "the worker is being called for reservation "+r.SID.String()+" already")
	}
	if r.AcceptSuspended {
		return m.failInstruction(assign.CodeCallNotPending, accepting(r))
	}
	if i.Accept {
		if err := m.accept(r.SID); err != nil { // the task is being accepted with another reservation
			return m.failInstruction(assign.CodeCallNotPending, err.Error())
		}
	}
	leg := m.newLeg(CallSID{}, i.From, i.To.String())
	leg.ring = &ring{reservation: r, call: i}
	if i.StatusCallbackURL != "" {
		leg.notify = &notify{to: target{i.StatusCallbackURL, twiml.POST}, events: assign.CallCompleted}
	}
	m.startRing(leg, assign.Leg{To: i.To, Timeout: i.Timeout}, i.Record)
	return nil
}

// redirectByInstruction sends a live call elsewhere.
func (m *Machine) redirectByInstruction(r taskrouter.Reservation, i *assign.Redirect) *Error {
	c := m.calls[i.CallSID]
	if c == nil || c.status != StatusInProgress {
		return m.failInstruction(assign.CodeRedirectFailed, "call "+i.CallSID.String()+" is not in progress")
	}
	if i.Accept {
		if err := m.accept(r.SID); err != nil { // somebody is being connected for the task
			return m.failInstruction(assign.CodeRedirectNotPending, err.Error())
		}
	}
	m.sendTo(c, document{at: target{i.URL, twiml.POST}})
	return nil
}
