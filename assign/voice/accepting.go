package voice

import "github.com/goacd/acd/taskrouter"

// A reservation that somebody is being connected for is neither decided nor left
// to its time: its acceptance is suspended (lifecycle.md §2.3) from the moment in
// which the caller is taken, or the first phone rings for a conference, until the
// two are connected or that has failed. Whoever suspends ends it, by
// [taskrouter.ResumeAccept] or by giveUp.

// suspend begins to accept a reservation; the router says why it may not.
func (m *Machine) suspend(s taskrouter.ReservationSID) error {
	_, err := m.route(&taskrouter.SuspendAccept{SID: s})
	return err
}

// giveUp cancels a reservation that is being accepted, and its task is offered
// again. Nothing for one that was decided meanwhile, or whose task has gone with
// its caller.
func (m *Machine) giveUp(s taskrouter.ReservationSID) {
	if r, ok := m.router.Reservation(s); ok && r.AcceptSuspended {
		m.mustRoute(&taskrouter.FailAccept{SID: s})
	}
}

// accept accepts a reservation at once. The router refuses when it was decided,
// or somebody is being connected for its task.
func (m *Machine) accept(s taskrouter.ReservationSID) error {
	_, err := m.route(&taskrouter.UpdateReservation{SID: s, ReservationStatus: taskrouter.ReservationStatusAccepted})
	return err
}
