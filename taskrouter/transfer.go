package taskrouter

import (
	"slices"
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/sid"
)

// TransferMode says when a worker who hands a task over is done with it.
type TransferMode string

// The modes of a transfer. The zero value stands for WARM.
const (
	Warm TransferMode = "WARM" // when the other has accepted
	Cold TransferMode = "COLD" // at once
)

// TransferStatus is the state of a transfer.
type TransferStatus string

// The states of a transfer.
const (
	TransferInitiated TransferStatus = "initiated"
	TransferComplete  TransferStatus = "complete"
	TransferFailed    TransferStatus = "failed"
	TransferCanceled  TransferStatus = "canceled"
)

// Transfer is a copy of a transfer's fields (lifecycle.md §1.9). Transfers live
// as long as their task.
type Transfer struct {
	SID                      TransferSID
	TaskSID                  TaskSID
	TransferMode             TransferMode
	TransferType             string // "WORKER" or "QUEUE"
	TransferTo               string // SID of the worker or the task queue
	TransferStatus           TransferStatus
	InitiatingReservationSID ReservationSID
	InitiatingWorkerSID      WorkerSID
	InitiatingQueueSID       TaskQueueSID // zero for a task in no queue
	InitiatingWorkflowSID    WorkflowSID
	DateCreated              time.Time
	DateUpdated              time.Time
}

type transfer struct {
	cur  *Transfer // immutable; replaced by a change
	from *reservation
	step *step

	before *transfer // of the same task
}

// Transfer returns the transfer with this SID.
func (e *Engine) Transfer(s TransferSID) (Transfer, bool) {
	if x := e.transfers[s]; x != nil {
		return *x.cur, true
	}
	return Transfer{}, false
}

// createTransfer offers an assigned task to somebody else. It is reserved again
// until he has it; meanwhile neither its lifetime nor its workflow ends it, and
// who hands it over keeps his reservation (design.md §8).
func (e *Engine) createTransfer(c *CreateTransfer) *Error {
	r := e.reservations.get(c.ReservationSID)
	if r == nil {
		return e.notFound("Reservations", c.ReservationSID.String())
	}
	t := r.task
	if r.status != ReservationStatusAccepted || t.status != TaskStatusAssigned {
		return stateError(r.sid.String(), string(r.status), "Reservation %s cannot be transferred: it is %s, and its task %s", r.sid, r.status, t.status)
	}
	x := &Transfer{
		TaskSID: t.sid, TransferMode: c.Mode, TransferTo: c.To, TransferStatus: TransferInitiated,
		InitiatingReservationSID: r.sid, InitiatingWorkerSID: r.worker.sid, InitiatingWorkflowSID: t.workflow.cur.SID,
		DateCreated: e.now.time(), DateUpdated: e.now.time(),
	}
	switch c.Mode {
	case "":
		x.TransferMode = Warm
	case Warm, Cold:
	default:
		return invalid("Mode", "Invalid value '%s' for parameter Mode", excerpt.Of(string(c.Mode)))
	}
	if c.Priority != nil {
		if err := checkPriority(*c.Priority); err != nil {
			return err
		}
	}
	attributes := t.attributes
	if c.Attributes != nil {
		var err *Error
		if attributes, err = e.parseAttributes(*c.Attributes); err != nil {
			return err
		}
	}
	to, err := e.transferStep(c, r, x)
	if err != nil {
		return err
	}
	if t.queue != nil {
		x.InitiatingQueueSID = t.queue.cur.SID
	}
	t.attributes = attributes
	set(&t.priority, c.Priority)
	e.beginTransfer(t, &transfer{cur: x, from: r, step: to})
	return nil
}

// transferStep resolves who a task is transferred to.
func (e *Engine) transferStep(c *CreateTransfer, from *reservation, x *Transfer) (*step, *Error) {
	if s, err := ParseWorkerSID(c.To); err == nil {
		if w := e.workers.get(s); w != nil && w != from.worker {
			x.TransferType = "WORKER"
			return &step{queue: from.task.queue, direct: w}, nil
		}
		return nil, invalid("To", "%s is no other worker of workspace %s", c.To, e.workspace.sid)
	}
	if s, err := ParseTaskQueueSID(c.To); err == nil {
		if q := e.queues.get(s); q != nil {
			x.TransferType = "QUEUE"
			return &step{queue: q, except: from.worker}, nil
		}
	}
	return nil, invalid("To", "%q is no worker or task queue of workspace %s", excerpt.Of(c.To), e.workspace.sid)
}

// beginTransfer tells of the task's new priority and attributes with the transfer
// itself: there is no task.updated beside it (chosen).
func (e *Engine) beginTransfer(t *task, x *transfer) {
	e.count.transfer++
	e.count.sequence++
	x.step.sequence = e.count.sequence
	x.cur.SID = sid.Make[sid.Transfer](e.source, e.count.transfer)
	e.transfers[x.cur.SID] = x
	x.before, t.transfers = t.transfers, x
	t.transfer = x
	t.status = TaskStatusReserved
	e.touch(t)
	e.emitTransfer(TaskTransferInitiated, t, x)
	if x.cur.TransferMode == Cold {
		e.handOver(x.from)
	}
	t.step = x.step
	if q := x.step.queue; q != t.queue {
		if t.queue != nil {
			e.emitTask(TaskQueueMoved, t)
		}
		t.queue, t.queueEntered = q, e.now
		e.emitTask(TaskQueueEntered, t)
	}
	e.wait(t)
}

// handOver ends the work of who transfers a task, as the end of a call would.
func (e *Engine) handOver(r *reservation) {
	switch {
	case r.status != ReservationStatusAccepted:
	case e.workspace.singleTasking:
		e.endReservation(r, ReservationStatusCompleted, ReservationCompleted)
	default:
		e.startWrapping(r)
	}
}

// completeTransfer follows an acceptance.
func (e *Engine) completeTransfer(t *task) {
	x := t.transfer
	if x == nil {
		return
	}
	e.handOver(x.from)
	e.endTransfer(t, TransferComplete, TaskTransferCompleted)
}

// attemptFailed goes on when nobody is asked any more: a queue's next worker is
// tried; a worker who did not take the task ends the transfer.
func (e *Engine) attemptFailed(t *task) {
	x := t.transfer
	if x.step.direct != nil || t.assignments >= e.limits.Assignments {
		e.failTransfer(t, TransferFailed, TaskTransferFailed)
		return
	}
	e.emitTransfer(TaskTransferAttemptFailed, t, x)
	e.wait(t)
}

// failTransfer gives the task back to who had it. It stays in the queue that it
// was transferred to (chosen): that it moved there has been told, the vendor
// knows no move back, and one would count a second entry into the first queue.
// The transfer's InitiatingQueueSID tells where it came from. Where he is through
// with it the task is too, unless the customer is in a conference: that goes on,
// and so does the task (design.md §8).
func (e *Engine) failTransfer(t *task, status TransferStatus, report EventType) {
	e.unwait(t)
	for _, r := range t.reservations {
		if r.status == ReservationStatusPending {
			e.endReservation(r, ReservationStatusCanceled, ReservationCanceled)
		}
	}
	t.status = TaskStatusAssigned
	e.touch(t)
	e.endTransfer(t, status, report)
	open := slices.ContainsFunc(t.reservations, (*reservation).isOpen)
	if !t.conference || !open && !e.workspace.singleTasking {
		e.followReservations(t) // without an open one left, a command has completed the last (§1.8)
	}
}

func (e *Engine) endTransfer(t *task, status TransferStatus, report EventType) {
	x := t.transfer
	t.transfer = nil
	next := *x.cur
	next.TransferStatus, next.DateUpdated = status, e.now.time()
	x.cur = &next
	e.emitTransfer(report, t, x)
}

func (e *Engine) cancelTransfer(c *CancelTransfer) *Error {
	x := e.transfers[c.SID]
	if x == nil {
		return e.notFound("Transfers", c.SID.String())
	}
	t := x.from.task
	if t.transfer != x {
		return stateError(c.SID.String(), string(x.cur.TransferStatus), "Transfer %s is already in state [%s] and cannot be updated to [canceled]", c.SID, x.cur.TransferStatus)
	}
	e.failTransfer(t, TransferCanceled, TaskTransferCanceled)
	return nil
}

func (e *Engine) emitTransfer(t EventType, about *task, x *transfer) {
	e.emitTask(t, about).transfer = x.cur
}

// Transfer returns the transfer that the event is about, as it was then; false
// for events of other types than those of transfers.
func (ev *Event) Transfer() (Transfer, bool) { return value(ev.transfer) }
