package taskrouter

// An acceptance that takes time is suspended while it is set up: a caller has
// been taken from his queue and hears what he is told before he is connected,
// or a worker is called into a conference (lifecycle.md §2.3). To the world the
// reservation is pending as before, but its timeout stands still, and nobody
// accepts the task past the set-up.

func (e *Engine) suspendAccept(c *SuspendAccept) *Error {
	r := e.reservations.get(c.SID)
	if r == nil {
		return e.notFound("Reservations", c.SID.String())
	}
	if err := checkReservationStatus(r, ReservationStatusAccepted, ""); err != nil {
		return err
	}
	if r.suspended {
		return r.beingAccepted(ReservationStatusAccepted)
	}
	e.stop(&r.timeout)
	r.suspended = true
	return nil
}

// resumeAccept accepts as the worker would, who is not asked again: his
// activity may have changed during the set-up.
func (e *Engine) resumeAccept(c *ResumeAccept) *Error {
	r := e.reservations.get(c.SID)
	if r == nil {
		return e.notFound("Reservations", c.SID.String())
	}
	if err := checkReservationStatus(r, ReservationStatusAccepted, ""); err != nil {
		return err
	}
	if !r.suspended {
		return r.notBeingAccepted(ReservationStatusAccepted)
	}
	e.accept(r)
	return nil
}

// failAccept cancels, even if the time for an answer is long over: the worker
// gave one, and is not to be moved for it (lifecycle.md §2.3).
func (e *Engine) failAccept(c *FailAccept) *Error {
	r := e.reservations.get(c.SID)
	if r == nil {
		return e.notFound("Reservations", c.SID.String())
	}
	if err := r.checkPending(ReservationStatusCanceled); err != nil {
		return err
	}
	if !r.suspended {
		return r.notBeingAccepted(ReservationStatusCanceled)
	}
	e.endReservation(r, ReservationStatusCanceled, ReservationCanceled)
	e.returnTask(r.task)
	return nil
}

// checkPending refuses to move a reservation that has been decided to a state
// that only a pending one can go to.
func (r *reservation) checkPending(want ReservationStatus) *Error {
	if r.isPending() {
		return nil
	}
	return stateError(r.sid.String(), string(r.status),
		"Reservation %s is already in state [%s] and cannot be updated to [%s]", r.sid, r.status, want)
}

// checkSetUp refuses an accept that goes past a set-up: of the reservation that
// is being accepted, or of another one of its task. A caller may be on his way
// to that worker, out of his queue already; he cannot be at two places.
func (r *reservation) checkSetUp() *Error {
	if r.suspended {
		return r.beingAccepted(ReservationStatusAccepted)
	}
	for _, other := range r.task.reservations {
		if other.suspended {
			return stateError(r.sid.String(), string(r.status),
				"Reservation %s cannot be updated to [accepted] while task %s is being accepted with reservation %s", r.sid, r.task.sid, other.sid)
		}
	}
	return nil
}

func (r *reservation) beingAccepted(want ReservationStatus) *Error {
	return stateError(r.sid.String(), string(r.status),
		"Reservation %s is being accepted already and cannot be updated to [%s]", r.sid, want)
}

func (r *reservation) notBeingAccepted(want ReservationStatus) *Error {
	return stateError(r.sid.String(), string(r.status),
		"Reservation %s is not being accepted and cannot be updated to [%s]: SuspendAccept comes first", r.sid, want)
}

// stopTimeout ends the wait for an answer, whether it stands still or not.
func (e *Engine) stopTimeout(r *reservation) {
	e.stop(&r.timeout)
	r.suspended = false
}
