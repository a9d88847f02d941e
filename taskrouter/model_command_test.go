package taskrouter

import (
	"time"

	"github.com/goacd/acd/taskrouter/expr"
	document "github.com/goacd/acd/taskrouter/workflow"
)

// command carries out a command that the engine accepted. Reservations are
// known by number: naive.offers are in the order of the engine's
// reservation.created events, and offerOf tells the number of a SID.
func (m *naive) command(cmd Command) {
	switch c := cmd.(type) {
	case *UpdateWorkspace:
		set(&m.wrapUp, c.WrapUpTime)
		set(&m.timeoutActivity, c.TimeoutActivitySID)
	case *CreateTaskQueue:
		m.queues[c.SID.String()] = parseTargetWorkers(c.TargetWorkers)
	case *UpdateTaskQueue:
		if c.TargetWorkers != nil {
			m.queues[c.SID.String()] = parseTargetWorkers(c.TargetWorkers)
		}
	case *CreateWorkflow:
		m.flows[c.SID] = &naiveFlow{doc: must(document.Parse([]byte(c.Configuration))), ring: c.TaskReservationTimeout}
	case *UpdateWorkflow:
		if c.Configuration != nil {
			m.flows[c.SID].doc = must(document.Parse([]byte(*c.Configuration)))
		}
		set(&m.flows[c.SID].ring, c.TaskReservationTimeout)
	case *CreateWorker:
		m.workers = append(m.workers, &naiveWorker{
			sid: c.SID, name: c.FriendlyName, attrs: must(expr.ParseDocument(c.Attributes)), activity: c.ActivitySID,
			capacity: map[string]int{}, closed: map[string]bool{},
		})
	case *UpdateWorker:
		m.updateWorker(c)
	case *UpdateWorkerChannel:
		w := m.worker(c.WorkerSID)
		if c.Capacity != nil {
			w.capacity[c.TaskChannel] = *c.Capacity
		}
		if c.Available != nil {
			w.closed[c.TaskChannel] = !*c.Available
		}
	case *DeleteWorker:
		w := m.worker(c.SID)
		w.gone = true
		m.failAll(w, ReservationStatusRescinded)
	default:
		m.taskCommand(cmd)
	}
}

func (m *naive) taskCommand(cmd Command) {
	switch c := cmd.(type) {
	case *CreateTask:
		flow := m.flows[c.WorkflowSID]
		t := &naiveTask{
			sid: c.SID, status: TaskStatusPending, attrs: must(expr.ParseDocument(c.Attributes)), priority: c.Priority,
			channel: c.TaskChannel, sequence: m.next(), created: m.now, ttl: c.Timeout, flow: flow, doc: flow.doc,
		}
		m.tasks = append(m.tasks, t)
		m.walk(t, 0, true)
	case *UpdateTask:
		t := m.task(c.SID)
		switch c.AssignmentStatus {
		case TaskStatusCanceled:
			m.cancel(t)
		case TaskStatusWrapping:
			m.wrap(t)
		case TaskStatusCompleted:
			m.finish(t, TaskStatusCompleted)
		}
		set(&t.priority, c.Priority)
	case *DeleteTask:
		t := m.task(c.SID)
		m.drop(t, ReservationStatusCompleted)
		t.gone = true
	case *AbandonTask:
		if t := m.task(c.SID); t.status.waiting() {
			m.cancel(t)
		} else {
			m.wrap(t)
		}
	}
}

// reservationCommand carries out a command on reservation number n.
func (m *naive) reservationCommand(now time.Time, n int, cmd Command) {
	m.do(now, &Advance{})
	o := m.offers[n]
	switch c := cmd.(type) {
	case *UpdateReservation:
		switch c.ReservationStatus {
		case ReservationStatusAccepted:
			o.status, o.task.status, o.task.assigned = c.ReservationStatus, TaskStatusAssigned, m.now
		case ReservationStatusRejected:
			m.fail(o, c.ReservationStatus, c.WorkerActivitySID)
		case ReservationStatusWrapping:
			m.wrap(o.task)
		case ReservationStatusCompleted:
			m.finish(o.task, TaskStatusCompleted)
		}
	case *FailCallback:
		m.fail(o, ReservationStatusCanceled, ActivitySID{})
	case *EndCall:
		if o.status == ReservationStatusAccepted {
			m.wrap(o.task)
		}
		if !c.PostWorkActivitySID.IsZero() {
			o.worker.activity = c.PostWorkActivitySID
		}
	}
	m.settle()
}

func (m *naive) updateWorker(c *UpdateWorker) {
	w := m.worker(c.SID)
	set(&w.name, c.FriendlyName)
	if c.Attributes != nil {
		w.attrs = must(expr.ParseDocument(*c.Attributes))
	}
	if !c.ActivitySID.IsZero() {
		w.activity = c.ActivitySID
	}
	if c.RejectPendingReservations {
		m.failAll(w, ReservationStatusRejected)
	}
}

func (m *naive) failAll(w *naiveWorker, status ReservationStatus) {
	for _, o := range m.offers {
		if o.worker == w && o.status == ReservationStatusPending {
			m.fail(o, status, ActivitySID{})
		}
	}
}

func parseTargetWorkers(source *string) *expr.Expr {
	switch {
	case source == nil:
		return must(expr.Parse("1==1"))
	case *source == "":
		return nil
	}
	return must(expr.Parse(*source))
}
