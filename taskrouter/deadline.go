package taskrouter

import (
	"cmp"
	"time"
)

// deadlineKind orders what falls due at the same instant (design.md §3).
type deadlineKind uint8

const (
	dueTaskTimeout deadlineKind = iota
	dueReservationTimeout
	dueStepTimeout
	dueWrapUp
	dueRemoval
	deadlineKinds
)

// timer is one deadline of a task or a reservation: something that will happen
// by itself. A task has two, since its deadlines exclude one another in pairs,
// and a reservation has one. Instant, kind and the sequence of its owner name a
// deadline and say when it comes among the others.
type timer struct {
	at          instant
	task        *task
	reservation *reservation // of a dueReservationTimeout; task is nil then
	prev, next  *timer       // in its track
	kind        deadlineKind
	track       uint8 // as [agenda] numbers them; unset when it is not running
}

func (t *timer) isSet() bool { return t.track != unset }

// is reports whether the timer runs towards a deadline of that kind.
func (t *timer) is(kind deadlineKind) bool { return t.isSet() && t.kind == kind }

func (t *timer) sequence() uint64 {
	if t.reservation != nil {
		return t.reservation.sequence
	}
	return t.task.sequence
}

func compareTimers(a, b *timer) int {
	if c := cmp.Compare(a.at, b.at); c != 0 {
		return c
	}
	if c := cmp.Compare(a.kind, b.kind); c != 0 {
		return c
	}
	return cmp.Compare(a.sequence(), b.sequence())
}

// startLife starts the timer that ends a task: of its lifetime while it waits,
// of its removal afterwards.
func (e *Engine) startLife(t *task, kind deadlineKind, after time.Duration) {
	e.stop(&t.life)
	t.life.task, t.life.kind = t, kind
	e.deadlines.start(&t.life, e.now.add(after), after)
}

// startStage starts the timer that ends what a task is doing: its step while it
// waits, its wrap-up time later. It is over when the task has that age.
func (e *Engine) startStage(t *task, kind deadlineKind, at instant, after time.Duration) {
	e.stop(&t.stage)
	t.stage.task, t.stage.kind = t, kind
	e.deadlines.start(&t.stage, at, after)
}

// advance lets every deadline up to at happen, each at its own instant and with
// the routing that follows from it, and then moves the clock to at. It ends:
// a deadline that fires is gone, and the new ones that follow from it lie
// later, are bounded by the workflow's steps, or count against
// Limits.Assignments.
func (e *Engine) advance(at instant) {
	for {
		t := e.deadlines.first()
		if t == nil || t.at > at {
			break
		}
		e.reach(max(e.now, t.at))
		e.stop(t)
		e.fire(t)
		e.route()
	}
	e.reach(at)
}

// reach moves the clock.
func (e *Engine) reach(at instant) {
	if e.now != at {
		e.now, e.time = at, at.time()
	}
}

// fire does what a timer that is over was for.
func (e *Engine) fire(t *timer) {
	switch t.kind {
	case dueTaskTimeout:
		e.cancelTask(t.task, reasonTimeout)
	case dueReservationTimeout:
		e.timeOut(t.reservation)
	case dueStepTimeout:
		e.leaveStep(t.task, leftByTimeout)
	case dueWrapUp:
		e.completeTask(t.task, t.task.reason)
	case dueRemoval:
		e.expireTask(t.task)
	}
}

// stop stops a timer, whether it is running or not.
func (e *Engine) stop(t *timer) {
	if t.isSet() {
		e.deadlines.stop(t)
	}
}
