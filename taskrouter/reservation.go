package taskrouter

import (
	"iter"
	"slices"
	"time"

	"github.com/goacd/acd/internal/excerpt"
)

// ReservationStatus is the state of a reservation (lifecycle.md §2.1).
type ReservationStatus string

// The states of a reservation.
const (
	ReservationStatusPending   ReservationStatus = "pending"   // the worker is asked
	ReservationStatusAccepted  ReservationStatus = "accepted"  // he takes the task
	ReservationStatusRejected  ReservationStatus = "rejected"  // terminal: declined
	ReservationStatusTimeout   ReservationStatus = "timeout"   // terminal: no answer in time (ring no answer)
	ReservationStatusCanceled  ReservationStatus = "canceled"  // terminal: ended before an answer by something else
	ReservationStatusRescinded ReservationStatus = "rescinded" // terminal: taken away from the worker
	ReservationStatusWrapping  ReservationStatus = "wrapping"  // after-call work
	ReservationStatusCompleted ReservationStatus = "completed" // terminal: finished
)

// taken reports whether the worker has the task.
func (s ReservationStatus) taken() bool {
	return s == ReservationStatusAccepted || s == ReservationStatusWrapping
}

// Reservation is a copy of a reservation's fields.
type Reservation struct {
	SID               ReservationSID
	ReservationStatus ReservationStatus
	TaskSID           TaskSID
	WorkerSID         WorkerSID
	WorkerName        string
	Timeout           time.Duration // for the answer, from the creation
	AcceptSuspended   bool          // pending, and being accepted: the timeout stands still; unknown to the vendor
	Version           int
	DateCreated       time.Time
	DateUpdated       time.Time
}

type reservation struct {
	links[reservation] // the worker's others, as long as their tasks live

	sid              ReservationSID
	sequence         uint64
	status           ReservationStatus
	task             *task
	worker           *worker   // also after he was deleted
	slot             int       // of the task's channel, as it was when he was reserved
	previous         *activity // in a single-tasking workspace: before he was reserved
	ring             time.Duration
	version          int
	created, updated instant
	timeout          timer // for the answer
	suspended        bool  // pending, and its acceptance is being set up
}

func (r *reservation) isPending() bool { return r.status == ReservationStatusPending }

func (r *reservation) isOpen() bool { return r.isPending() || r.status.taken() }

func (r *reservation) channel() *workerChannel { return &r.worker.channels[r.slot] }

// load returns the counter of the worker's channel that r is in, by state.
func (r *reservation) load() *int {
	wc := r.channel()
	switch r.status {
	case ReservationStatusPending:
		return &wc.pending
	case ReservationStatusAccepted:
		return &wc.accepted
	default:
		return &wc.wrapping
	}
}

func (r *reservation) view() Reservation {
	return Reservation{
		SID: r.sid, ReservationStatus: r.status, TaskSID: r.task.sid, WorkerSID: r.worker.sid, WorkerName: r.worker.name,
		Timeout: r.ring, AcceptSuspended: r.suspended, Version: r.version, DateCreated: r.created.time(), DateUpdated: r.updated.time(),
	}
}

// Reservation returns the reservation with this SID. Reservations live as long
// as their task.
func (e *Engine) Reservation(s ReservationSID) (Reservation, bool) {
	if r := e.reservations.get(s); r != nil {
		return r.view(), true
	}
	return Reservation{}, false
}

// TaskReservations yields all reservations that a task ever had, oldest first;
// none for a task that does not exist.
func (e *Engine) TaskReservations(s TaskSID) iter.Seq[Reservation] {
	return func(yield func(Reservation) bool) {
		t := e.tasks.get(s)
		if t == nil {
			return
		}
		e.tasks.walks++
		defer func() { e.tasks.walks-- }()
		for _, r := range t.reservations {
			if !yield(r.view()) {
				return
			}
		}
	}
}

// WorkerReservations yields all reservations of a worker whose tasks still
// exist, past ones included, oldest first (lifecycle.md §2.7); none for a worker
// who does not exist. It costs what it yields.
func (e *Engine) WorkerReservations(s WorkerSID) iter.Seq[Reservation] {
	return func(yield func(Reservation) bool) {
		w := e.workers.get(s)
		if w == nil {
			return
		}
		for r := range w.history.all() {
			if !yield(r.view()) {
				return
			}
		}
	}
}

// reserve offers a waiting task to workers, all at once. The step's timeout is
// stopped: it acts when the last of the reservations has failed (routing.md
// §2.4, §3.4).
func (e *Engine) reserve(t *task, workers []*worker) {
	e.unwait(t)
	e.stop(&t.stage)
	t.status = TaskStatusReserved
	t.assignments++
	e.touch(t)
	for _, w := range workers {
		e.offer(t, w)
	}
}

// offer makes one reservation.
func (e *Engine) offer(t *task, w *worker) {
	e.count.sequence++
	r := e.shelves.reservations.take()
	*r = reservation{
		sid:      e.reservations.choose(ReservationSID{}),
		sequence: e.count.sequence, status: ReservationStatusPending, task: t, worker: w, slot: t.channel.slot,
		ring: t.workflow.ring, previous: w.activity, created: e.now, updated: e.now,
	}
	e.reservations.add(r.sid, r)
	if t.reservations == nil {
		t.reservations = t.only[:0]
	}
	t.reservations = append(t.reservations, r)
	if w.open = append(w.open, r); len(w.open) > len(w.only) {
		w.only[0] = nil // the list has moved
	}
	w.history.add(r)
	w.last, r.channel().last = e.now, e.now
	w.turn = e.turns.next(e.now)
	r.channel().turn = w.turn
	w.touch(e.now)
	r.channel().pending++
	e.reopen(w)
	r.timeout.reservation, r.timeout.kind = r, dueReservationTimeout
	e.deadlines.start(&r.timeout, e.now.add(r.ring), r.ring)
	moved := e.moveByQueue(r, func(q *TaskQueue) ActivitySID { return q.ReservationActivitySID })
	e.emitReservation(ReservationCreated, r)
	e.emitMove(moved)
}

// accept gives the task to the worker, and takes it away from the others it was
// offered to.
func (e *Engine) accept(r *reservation) {
	e.setReservation(r, ReservationStatusAccepted)
	t := r.task
	t.status = TaskStatusAssigned
	e.touch(t)
	if t.transfer == nil {
		e.startLife(t, dueRemoval, e.limits.AssignedTask)
	}
	e.emitReservation(ReservationAccepted, r)
	for _, other := range t.reservations {
		if other.status == ReservationStatusPending {
			e.endReservation(other, ReservationStatusRescinded, ReservationRescinded)
		}
	}
	e.completeTransfer(t)
	e.emitMove(e.moveByQueue(r, func(q *TaskQueue) ActivitySID { return q.AssignmentActivitySID }))
}

// reject declines for the worker.
func (e *Engine) reject(r *reservation) {
	e.endReservation(r, ReservationStatusRejected, ReservationRejected)
	e.returnTask(r.task)
}

// timeOut ends a reservation that nobody answered: the worker goes to the
// timeout activity, in every kind of workspace (routing.md §6).
func (e *Engine) timeOut(r *reservation) {
	e.endReservation(r, ReservationStatusTimeout, ReservationTimeout)
	e.moveWorker(r.worker, e.workspace.timeoutActivity)
	e.returnTask(r.task)
}

// startWrapping moves an accepted reservation to wrapping. The load stays.
func (e *Engine) startWrapping(r *reservation) {
	e.setReservation(r, ReservationStatusWrapping)
	e.emitReservation(ReservationWrapup, r)
}

// setReservation moves r to another open state.
func (e *Engine) setReservation(r *reservation, to ReservationStatus) {
	e.stopTimeout(r)
	*r.load()--
	r.status = to
	*r.load()++
	r.version++
	r.updated = e.now
}

// endReservation moves r to a terminal state, frees the worker's place and
// reports it.
func (e *Engine) endReservation(r *reservation, to ReservationStatus, report EventType) {
	e.releaseReservation(r, to)
	e.emitReservation(report, r)
	if to == ReservationStatusCanceled || to == ReservationStatusRescinded {
		e.moveBack(r)
	}
}

func (e *Engine) releaseReservation(r *reservation, to ReservationStatus) {
	e.stopTimeout(r)
	*r.load()--
	r.status = to
	r.version++
	r.updated = e.now
	w := r.worker
	if len(w.open) == 1 && w.open[0] == r { // as with most workers
		w.open[0] = nil
		w.open = w.open[:0]
	} else if i := slices.Index(w.open, r); i >= 0 {
		w.open = slices.Delete(w.open, i, i+1)
	}
	if w.class != nil { // not deleted
		e.reopen(w)
		e.freed(w)
		e.retryDirect(w)
	}
}

func (e *Engine) updateReservation(c *UpdateReservation) *Error {
	r := e.reservations.get(c.SID)
	if r == nil {
		return e.notFound("Reservations", c.SID.String())
	}
	if err := checkVersion(c.IfVersion, r.version, c.SID); err != nil {
		return err
	}
	want := inLowerCase(c.ReservationStatus)
	if err := checkReservationStatus(r, want, c.ReservationStatus); err != nil {
		return err
	}
	var activity *activity
	if !c.WorkerActivitySID.IsZero() {
		if want != ReservationStatusRejected {
			return invalid("WorkerActivitySid", "is valid only with the status rejected")
		}
		var err *Error
		if activity, err = e.findActivity("WorkerActivitySid", c.WorkerActivitySID); err != nil {
			return err
		}
	}
	if want == ReservationStatusWrapping && e.workspace.singleTasking {
		return stateError(r.sid.String(), string(r.status), "Reservation %s is in a single-tasking workspace and cannot be updated to [wrapping]", r.sid)
	}
	switch want {
	case ReservationStatusAccepted:
		if err := r.checkSetUp(); err != nil {
			return err
		}
		e.accept(r)
	case ReservationStatusRejected:
		e.endReservation(r, ReservationStatusRejected, ReservationRejected)
		if activity != nil {
			e.moveWorker(r.worker, activity)
		}
		e.returnTask(r.task)
	case ReservationStatusWrapping:
		e.wrapReservation(r)
	case ReservationStatusCompleted:
		e.completeReservation(r)
	}
	return nil
}

// checkReservationStatus is the table of lifecycle.md §2.2 for the commands of
// a worker, with the vendor's words for a refusal.
func checkReservationStatus(r *reservation, want, given ReservationStatus) *Error {
	var allowed bool
	switch want {
	case ReservationStatusAccepted:
		if r.status == ReservationStatusRescinded {
			return &Error{
				Kind: KindGone, Code: CodeInvalid, SID: r.sid.String(), State: string(r.status),
				Message: "Reservation " + r.sid.String() + " has been rescinded",
			}
		}
		allowed = r.status == ReservationStatusPending
	case ReservationStatusRejected:
		allowed = r.status == ReservationStatusPending
	case ReservationStatusWrapping:
		allowed = r.status == ReservationStatusAccepted
	case ReservationStatusCompleted:
		allowed = r.status.taken()
	case ReservationStatusPending, ReservationStatusTimeout, ReservationStatusCanceled, ReservationStatusRescinded:
	case "":
		return missing("ReservationStatus")
	default:
		return invalid("ReservationStatus", "Invalid value '%s' for parameter ReservationStatus", excerpt.Of(string(given)))
	}
	if !allowed {
		return stateError(r.sid.String(), string(r.status),
			"Reservation %s is already in state [%s] and cannot be updated to [%s]", r.sid, r.status, want)
	}
	return nil
}

// wrapReservation moves the task along, of which no other reservation can be
// accepted (lifecycle.md §1.8). One that is on its way to somebody else is not
// assigned, and stays what it is; so does one whose conference goes on (design.md
// §8).
func (e *Engine) wrapReservation(r *reservation) {
	e.startWrapping(r)
	if r.task.status == TaskStatusAssigned && !r.task.conference {
		e.wrapTask(r.task)
	}
}

// completeReservation completes the task with its last open reservation
// (lifecycle.md §1.8). What was asked for is reported first. Where only the
// after-call work of somebody who handed the task over is left, it is wrapping.
func (e *Engine) completeReservation(r *reservation) {
	e.endReservation(r, ReservationStatusCompleted, ReservationCompleted)
	t := r.task
	left := func(s ReservationStatus) bool {
		return slices.ContainsFunc(t.reservations, func(r *reservation) bool { return r.status == s })
	}
	switch {
	case t.transfer != nil:
	case !slices.ContainsFunc(t.reservations, (*reservation).isOpen):
		e.completeTask(t, reasonCompleted)
	case t.status == TaskStatusAssigned && !t.conference && !left(ReservationStatusAccepted):
		e.wrapTask(t)
	}
}
