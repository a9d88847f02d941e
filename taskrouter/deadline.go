package taskrouter

import "cmp"

// deadlineKind orders what falls due at the same instant (design.md §3).
type deadlineKind uint8

const (
	dueTaskTimeout deadlineKind = iota
	dueReservationTimeout
	dueStepTimeout
	dueWrapUp
	dueRemoval
)

// deadline is one thing that will happen by itself. A task or a reservation has
// at most one of each kind, so that instant, kind and creation sequence name it.
type deadline struct {
	at          instant
	kind        deadlineKind
	sequence    uint64
	task        *task
	reservation *reservation
}

func compareDeadlines(a, b deadline) int {
	if c := cmp.Compare(a.at, b.at); c != 0 {
		return c
	}
	if c := cmp.Compare(a.kind, b.kind); c != 0 {
		return c
	}
	return cmp.Compare(a.sequence, b.sequence)
}

// timer is the present deadline of one kind of a task or a reservation.
type timer struct {
	at  instant
	set bool
}

// advance lets every deadline up to at happen, each at its own instant and with
// the routing that follows from it, and then moves the clock to at. It ends:
// a deadline that fires is gone, and the new ones that follow from it lie
// later, are bounded by the workflow's steps, or count against
// Limits.Assignments.
func (e *Engine) advance(at instant) {
	for {
		d, ok := e.deadlines.Min()
		if !ok || d.at > at {
			break
		}
		e.now = max(e.now, d.at)
		e.fire(d)
		e.route()
	}
	e.now = at
}

func (e *Engine) fire(d deadline) {
	switch d.kind {
	case dueTaskTimeout:
		e.stop(&d.task.lifetime, d)
		e.cancelTask(d.task, reasonTimeout)
	case dueReservationTimeout:
		e.stop(&d.reservation.timeout, d)
		e.timeOut(d.reservation)
	case dueStepTimeout:
		e.stop(&d.task.stepTimeout, d)
		e.leaveStep(d.task, leftByTimeout)
	case dueWrapUp:
		e.stop(&d.task.wrapUp, d)
		e.completeTask(d.task, d.task.reason)
	case dueRemoval:
		e.stop(&d.task.removal, d)
		e.expireTask(d.task)
	}
}

// start sets a timer that is not set.
func (e *Engine) start(t *timer, d deadline) {
	*t = timer{at: d.at, set: true}
	e.deadlines.Insert(d)
}

// stop clears a timer, whether it is set or not. Of d it needs kind and owner.
func (e *Engine) stop(t *timer, d deadline) {
	if !t.set {
		return
	}
	d.at = t.at
	e.deadlines.Delete(d)
	*t = timer{}
}

func (t *task) due(kind deadlineKind, at instant) deadline {
	return deadline{at: at, kind: kind, sequence: t.sequence, task: t}
}

func (r *reservation) due(at instant) deadline {
	return deadline{at: at, kind: dueReservationTimeout, sequence: r.sequence, reservation: r}
}
