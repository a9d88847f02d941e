package taskrouter

import (
	"slices"
	"strings"
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
		set(&m.order, c.PrioritizeQueueOrder)
		set(&m.callback, c.EventCallbackURL)
		set(&m.filter, c.EventsFilter)
		if m.single && c.MultiTaskEnabled != nil && *c.MultiTaskEnabled {
			m.single = false
			for _, w := range m.workers {
				m.changed(w, nil)
			}
		}
	case *CreateTaskChannel:
		m.channels[c.SID], m.optimized[c.UniqueName] = c.UniqueName, c.ChannelOptimizedRouting
	case *UpdateTaskChannel:
		m.optimized[m.channels[c.SID]] = *c.ChannelOptimizedRouting
	case *DeleteTaskChannel:
		for _, w := range m.workers { // whose channel of that name is as new if it comes back
			delete(w.capacity, m.channels[c.SID])
			delete(w.closed, m.channels[c.SID])
			delete(w.lastOn, m.channels[c.SID])
		}
		delete(m.channels, c.SID)
	case *CreateTaskQueue:
		m.queues[c.SID.String()] = &naiveQueue{
			match: parseTargetWorkers(c.TargetWorkers), order: c.TaskOrder, most: max(1, c.MaxReservedWorkers),
			reserved: c.ReservationActivitySID, assigned: c.AssignmentActivitySID,
		}
	case *UpdateTaskQueue:
		q := m.queues[c.SID.String()]
		if c.TargetWorkers != nil {
			q.match = parseTargetWorkers(c.TargetWorkers)
		}
		set(&q.order, c.TaskOrder)
		set(&q.most, c.MaxReservedWorkers)
		set(&q.reserved, c.ReservationActivitySID)
		set(&q.assigned, c.AssignmentActivitySID)
	case *CreateWorkflow:
		m.flows[c.SID] = &naiveFlow{doc: must(document.Parse([]byte(c.Configuration))), ring: c.TaskReservationTimeout}
	case *UpdateWorkflow:
		m.updateWorkflow(m.flows[c.SID], c)
	case *CreateWorker:
		m.workers = append(m.workers, &naiveWorker{
			sid: c.SID, name: c.FriendlyName, attrs: must(expr.ParseDocument(c.Attributes)), activity: c.ActivitySID,
			capacity: map[string]int{}, closed: map[string]bool{}, lastOn: map[string]time.Time{},
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
		m.changed(w, nil)
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
		m.createTask(c)
	case *UpdateTask:
		m.updateTask(c)
	case *DeleteTask:
		t := m.task(c.SID)
		m.drop(t, ReservationStatusCompleted)
		t.gone = true
	case *AbandonTask:
		m.abandon(m.task(c.SID))
	case *LinkConference:
		m.task(c.SID).conference = true
	case *EndConference:
		m.endAll(m.task(c.SID))
	}
}

// transferCommand carries out a command on transfer number n.
func (m *naive) transferCommand(now time.Time, n int) {
	m.do(now, &Advance{})
	m.giveBack(m.moves[n].task)
	m.settle()
}

func (m *naive) abandon(t *naiveTask) {
	switch {
	case t.status.waiting() && t.transfer == nil:
		m.cancel(t)
	default:
		m.endAll(t)
	}
}

func (m *naive) createTask(c *CreateTask) {
	flow := m.flows[c.WorkflowSID]
	t := &naiveTask{
		sid: c.SID, status: TaskStatusPending, attrs: must(expr.ParseDocument(c.Attributes)), priority: c.Priority,
		channel: c.TaskChannel, sequence: m.next(), created: m.now, start: m.now, ttl: c.Timeout, flow: flow, doc: flow.doc,
	}
	if !c.VirtualStartTime.IsZero() {
		t.start = c.VirtualStartTime
	}
	m.tasks = append(m.tasks, t)
	switch {
	case c.RoutingTarget == "":
		m.walk(t, 0, true)
		return
	case strings.HasPrefix(c.RoutingTarget, "WK"):
		t.target = m.worker(must(ParseWorkerSID(c.RoutingTarget)))
		t.ignores = c.IgnoreCapacity == nil || *c.IgnoreCapacity
		t.queue = c.TaskQueueSID.String()
	default:
		t.queue = c.RoutingTarget
	}
	t.direct = &document.Target{Queue: t.queue}
}

func (m *naive) updateTask(c *UpdateTask) {
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
	set(&t.start, c.VirtualStartTime)
	set(&t.channel, c.TaskChannel)
	if !t.status.waiting() {
		return
	}
	t.declined = t.declined && c.Attributes == nil && c.Priority == nil && c.VirtualStartTime == nil && c.TaskChannel == nil
	switch {
	case c.Attributes != nil && t.direct == nil:
		t.attrs = must(expr.ParseDocument(*c.Attributes))
		m.redrive(t)
	case c.Attributes != nil:
		t.attrs = must(expr.ParseDocument(*c.Attributes))
	}
}

func (m *naive) updateWorkflow(f *naiveFlow, c *UpdateWorkflow) {
	if c.Configuration != nil {
		f.doc = must(document.Parse([]byte(*c.Configuration)))
	}
	set(&f.ring, c.TaskReservationTimeout)
	if !c.ReEvaluateTasks {
		return
	}
	for _, t := range m.tasks {
		if t.flow == f && !t.gone && t.direct == nil && t.status == TaskStatusPending {
			t.doc = f.doc
			m.redrive(t)
		}
	}
}

// mayAnswer says whether an offer can be answered so; not known for commands
// that have other rules.
func (m *naive) mayAnswer(o *naiveOffer, cmd Command) (may, known bool) {
	pending := o.status == ReservationStatusPending && !o.task.gone
	switch c := cmd.(type) {
	case *UpdateReservation:
		past := slices.ContainsFunc(m.of(o.task, ReservationStatusPending), func(o *naiveOffer) bool { return o.suspended })
		return pending && !past, c.ReservationStatus == ReservationStatusAccepted
	case *SuspendAccept, *FailCallback:
		return pending && !o.suspended, true
	case *ResumeAccept, *FailAccept:
		return pending && o.suspended, true
	}
	return false, false
}

// reservationCommand carries out a command on reservation number n, now.
func (m *naive) reservationCommand(n int, cmd Command) {
	o := m.offers[n]
	switch c := cmd.(type) {
	case *UpdateReservation:
		switch c.ReservationStatus {
		case ReservationStatusAccepted:
			m.accept(o)
		case ReservationStatusRejected:
			m.fail(o, c.ReservationStatus, c.WorkerActivitySID)
		case ReservationStatusWrapping:
			o.status = ReservationStatusWrapping
			if !o.task.conference {
				m.wrap(o.task)
			}
		case ReservationStatusCompleted:
			m.end(o, ReservationStatusCompleted)
			m.follow(o.task)
		}
	case *CreateTransfer:
		m.transfer(o, c)
	case *FailCallback:
		m.fail(o, ReservationStatusCanceled, ActivitySID{})
	case *SuspendAccept:
		o.suspended = true
	case *ResumeAccept:
		m.accept(o)
	case *FailAccept:
		m.fail(o, ReservationStatusCanceled, ActivitySID{})
	case *EndCall:
		m.hangUp(o)
		if !c.PostWorkActivitySID.IsZero() && !o.worker.gone {
			m.move(o.worker, c.PostWorkActivitySID)
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
	m.changed(w, nil)
	if !c.ActivitySID.IsZero() {
		m.move(w, c.ActivitySID)
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
