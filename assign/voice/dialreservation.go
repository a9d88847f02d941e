package voice

import (
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// dialReservation connects the agent with the caller behind a reservation,
// wherever he stands in the queue. What is not pending any more fails the Dial
// and changes nothing else (lifecycle.md §4.3, design.md §8). The reservation is
// accepted when the two are connected: after the whisper, if there is one, for
// however long that lasts its time stands still.
func (m *Machine) dialReservation(d *dial) {
	caller, code, why := m.findReservation(d)
	if code != 0 {
		m.alert(d.call.sid, code, why)
		m.failDial(d)
		return
	}
	if err := m.suspend(d.reservation); err != nil {
		m.alert(d.call.sid, twiml.CodeReservationNotFound, err.Error())
		d.reservation = taskrouter.ReservationSID{} // somebody else's: this Dial must not give it up
		m.failDial(d)
		return
	}
	m.choosePostWork(d)
	m.mustRoute(&taskrouter.LinkCall{SID: d.reservation, WorkerCallSID: d.call.sid})
	m.take(caller, d)
}

// findReservation finds the caller behind what the noun names, or says what is
// wrong with it.
func (m *Machine) findReservation(d *dial) (caller *call, code int, why string) {
	sid, _ := taskrouter.ParseReservationSID(d.queue.ReservationSID.Or("")) // the validator blocks a malformed one
	if m.router == nil {
		return nil, twiml.CodeReservationNotFound, "there is no router for reservation " + sid.String()
	}
	r, ok := m.router.Reservation(sid)
	switch {
	case !ok:
		return nil, twiml.CodeReservationNotFound, "no reservation " + sid.String()
	case r.ReservationStatus != taskrouter.ReservationStatusPending:
		return nil, twiml.CodeReservationNotFound, "reservation " + sid.String() + " is " + string(r.ReservationStatus) + ", not pending"
	}
	if caller = m.waitingFor(r.TaskSID); caller == nil {
		return nil, twiml.CodeReservationSID, "no caller waits for the task of reservation " + sid.String()
	}
	d.reservation, d.worker = sid, r.WorkerSID
	return caller, 0, ""
}

// choosePostWork keeps the activity for after the call. An unknown one is
// reported, and the bridge goes on; the validator reports a malformed one.
func (m *Machine) choosePostWork(d *dial) {
	sid, _ := taskrouter.ParseActivitySID(d.queue.PostWorkActivitySID.Or(""))
	switch {
	case sid.IsZero():
	case m.knownActivity(sid):
		d.postWork = sid
	default:
		m.alert(d.call.sid, twiml.CodePostWorkActivityNotSet, "no activity "+sid.String())
	}
}

func (m *Machine) knownActivity(s taskrouter.ActivitySID) bool {
	_, ok := m.router.Activity(s)
	return ok
}

// waitingFor returns the caller who waits for a task, if he can be taken.
func (m *Machine) waitingFor(task taskrouter.TaskSID) *call {
	c := m.tasks[task]
	if c == nil {
		return nil
	}
	if entry, err := m.queues.Entry(m.now, c.sid); err != nil || entry.State != queue.EntryWaiting {
		return nil
	}
	return c
}

// endConversation is lifecycle.md §4.5. An activity that was deleted during the
// call cannot be set; of a task that was removed during it only the worker is
// left to be moved.
func (m *Machine) endConversation(d *dial) {
	if !d.postWork.IsZero() && !m.knownActivity(d.postWork) {
		m.alert(d.call.sid, twiml.CodePostWorkActivityNotSet, "no activity "+d.postWork.String())
		d.postWork = taskrouter.ActivitySID{}
	}
	if _, ok := m.router.Reservation(d.reservation); ok {
		m.mustRoute(&taskrouter.EndCall{SID: d.reservation, PostWorkActivitySID: d.postWork})
		return
	}
	if _, ok := m.router.Worker(d.worker); ok && !d.postWork.IsZero() {
		m.mustRoute(&taskrouter.UpdateWorker{SID: d.worker, ActivitySID: d.postWork})
	}
}
