package taskrouter

import (
	"time"

	"github.com/goacd/acd/internal/sid"
)

// EventType is the vendor's name of an event (lifecycle.md §5.4), or [Alert].
type EventType string

// The event types that the engine emits: all that the vendor documents but one.
// reservation.failed has no occasion here. There it tells that a reservation
// could not be given to a worker; here a reservation is made for a worker who is
// found and in the same step, so that none is ever without one. What can go
// wrong later has names of its own: reservation.canceled when callbacks fail,
// reservation.rescinded when the worker is deleted, an alert or an error of
// package assign for an instruction that cannot be carried out. A filter may
// name it all the same ([UpdateWorkspace]).
const (
	// WorkspaceCreated is the first event of every workspace. It comes with the
	// first [Engine.Apply], and has the instant of the creation. The activities
	// and task channels that a workspace begins with are part of it, and have no
	// events of their own (chosen: the vendor's are about commands).
	WorkspaceCreated EventType = "workspace.created"
	WorkspaceUpdated EventType = "workspace.updated"
	WorkspaceDeleted EventType = "workspace.deleted" // the last one; see [DeleteWorkspace]

	ActivityCreated EventType = "activity.created"
	ActivityUpdated EventType = "activity.updated"
	ActivityDeleted EventType = "activity.deleted"

	TaskChannelCreated EventType = "task-channel.created"
	TaskChannelUpdated EventType = "task-channel.updated"
	TaskChannelDeleted EventType = "task-channel.deleted"

	TaskQueueCreated           EventType = "task-queue.created"
	TaskQueueDeleted           EventType = "task-queue.deleted"
	TaskQueueExpressionUpdated EventType = "task-queue.expression.updated"
	TaskQueueEntered           EventType = "task-queue.entered" // a task
	TaskQueueTimeout           EventType = "task-queue.timeout" // a task's step was over
	TaskQueueMoved             EventType = "task-queue.moved"   // a task left for another queue

	WorkflowCreated       EventType = "workflow.created"
	WorkflowUpdated       EventType = "workflow.updated"
	WorkflowDeleted       EventType = "workflow.deleted"
	WorkflowEntered       EventType = "workflow.entered"        // by a task
	WorkflowTargetMatched EventType = "workflow.target-matched" // a task is at a step
	WorkflowTimeout       EventType = "workflow.timeout"        // a task's last step was over
	WorkflowSkipped       EventType = "workflow.skipped"        // a task's last step was skipped

	TaskCreated       EventType = "task.created"
	TaskUpdated       EventType = "task.updated"
	TaskCanceled      EventType = "task.canceled"
	TaskWrapup        EventType = "task.wrapup"
	TaskCompleted     EventType = "task.completed"
	TaskDeleted       EventType = "task.deleted"
	TaskSystemDeleted EventType = "task.system-deleted"

	TaskTransferInitiated     EventType = "task.transfer-initiated"
	TaskTransferAttemptFailed EventType = "task.transfer-attempt-failed" // one worker of a queue did not take it
	TaskTransferFailed        EventType = "task.transfer-failed"
	TaskTransferCanceled      EventType = "task.transfer-canceled"
	TaskTransferCompleted     EventType = "task.transfer-completed"

	ReservationCreated   EventType = "reservation.created"
	ReservationAccepted  EventType = "reservation.accepted"
	ReservationRejected  EventType = "reservation.rejected"
	ReservationTimeout   EventType = "reservation.timeout"
	ReservationCanceled  EventType = "reservation.canceled"
	ReservationRescinded EventType = "reservation.rescinded"
	ReservationWrapup    EventType = "reservation.wrapup"
	ReservationCompleted EventType = "reservation.completed"

	WorkerCreated                   EventType = "worker.created"
	WorkerDeleted                   EventType = "worker.deleted"
	WorkerActivityUpdate            EventType = "worker.activity.update"
	WorkerAttributesUpdate          EventType = "worker.attributes.update"
	WorkerCapacityUpdate            EventType = "worker.capacity.update"
	WorkerChannelAvailabilityUpdate EventType = "worker.channel.availability.update"

	// Alert is what the vendor's debugger would show: something went wrong that
	// no command caused. It is no event of the vendor's list, and no filter
	// applies to it. See [Event.Alert].
	Alert EventType = "alert"
)

// Event is one thing that happened. It refers only to immutable data, so a copy
// can be kept and read from any goroutine, and shows the state as it was at
// that moment. The vendor's parameters are rendered when asked for
// ([Event.Parameters]).
type Event struct {
	Type     EventType
	Sequence uint64    // 1 for the workspace's first event, then without gaps
	At       time.Time // UTC

	// What the event is about; zero where it is about something else.
	TaskSID        TaskSID
	WorkerSID      WorkerSID
	ReservationSID ReservationSID

	origin      *origin
	task        taskFacts
	worker      workerFacts
	reservation reservationFacts
	alert       *alert
	transfer    *Transfer

	known    WorkerSID // whom the task's step is for, if it names one
	matched  *target   // of a workflow.target-matched
	workflow *Workflow
	queue    *TaskQueue
	channel  *TaskChannel
	activity *Activity // of the worker, or the one the event is about
	previous *Activity // of a worker who moved
	channels channelFacts
}

// origin is what all events of a workspace share until it is renamed.
type origin struct {
	account   AccountSID
	workspace WorkspaceSID
	name      string
	source    sid.Source
}

// taskFacts is what an event keeps of a task.
type taskFacts struct {
	attributes string
	reason     string
	target     *routingTarget // nil without one
	status     TaskStatus
	priority   int
	version    int
	created    instant
	entered    instant
	start      instant
}

type workerFacts struct {
	name       string
	attributes string
	version    int
	before     time.Duration // in the previous activity
}

type reservationFacts struct {
	status  ReservationStatus
	version int
	ring    time.Duration
}

// channelFacts is a worker's channel; tasks counts accepted reservations.
type channelFacts struct {
	known                 bool
	available             bool
	capacity, load, tasks int
	previous              int
}

// alert is a code of the vendor's debugger with what it is about.
type alert struct {
	code    int
	message string
}

// SID returns the event's own SID. It follows from the sequence, so that every
// replay gives the same.
func (ev *Event) SID() EventSID { return sid.Make[sid.Event](ev.origin.source, ev.Sequence) }

// Alert returns code and text of an event of type [Alert], and false for all
// others. Codes are the vendor's (rest.md §5.3).
func (ev *Event) Alert() (code int, message string, ok bool) {
	if ev.alert == nil {
		return 0, "", false
	}
	return ev.alert.code, ev.alert.message, true
}

// Find returns the first event of a type, or nil. After a create it finds what
// was made, since one Apply creates at most one resource:
//
//	events, err := engine.Apply(now, &taskrouter.CreateTask{…})
//	task := taskrouter.Find(events, taskrouter.TaskCreated).TaskSID
func Find(events []Event, t EventType) *Event {
	for i := range events {
		if events[i].Type == t {
			return &events[i]
		}
	}
	return nil
}

func (e *Engine) setOrigin() {
	e.origin = &origin{account: e.workspace.account, workspace: e.workspace.sid, name: e.workspace.name, source: e.source}
}

// emit appends an event and returns it to be filled in.
func (e *Engine) emit(t EventType) *Event {
	e.count.event++
	if len(e.events) < cap(e.events) {
		e.events = e.events[:len(e.events)+1]
	} else {
		e.events = append(e.events, Event{})
	}
	ev := &e.events[len(e.events)-1]
	*ev = Event{} // in place: the room of earlier events is used again
	ev.Type, ev.Sequence, ev.At, ev.origin = t, e.count.event, e.time, e.origin
	return ev
}

func (e *Engine) emitActivity(t EventType, a *activity)    { e.emit(t).activity = a.cur }
func (e *Engine) emitChannel(t EventType, ch *taskChannel) { e.emit(t).channel = ch.cur }
func (e *Engine) emitQueue(t EventType, q *taskQueue)      { e.emit(t).queue = q.cur }
func (e *Engine) emitWorkflow(t EventType, wf *workflow)   { e.emit(t).workflow = wf.cur }

func (e *Engine) emitTask(t EventType, about *task) *Event {
	ev := e.emit(t)
	ev.aboutTask(about)
	e.stats.noteTask(t, about, e.now)
	if about.step != nil && about.step.known != nil {
		if w, _ := e.knownWorker(about, about.step); w != nil {
			ev.known = w.sid
		}
	}
	return ev
}

func (e *Engine) emitAlert(about *task, a *alert) {
	ev := e.emitTask(Alert, about)
	ev.alert = a
}

func (e *Engine) emitWorker(t EventType, w *worker) *Event {
	ev := e.emit(t)
	ev.aboutWorker(w)
	e.stats.noteWorker(t, w, e.now)
	return ev
}

// emitMove tells of a move, if there was one.
func (e *Engine) emitMove(m move) {
	if m.worker == nil {
		return
	}
	ev := e.emitWorker(WorkerActivityUpdate, m.worker)
	ev.previous, ev.worker.before = m.from.cur, m.after
}

func (e *Engine) emitChannelOf(t EventType, w *worker, wc *workerChannel, before int) {
	ev := e.emitWorker(t, w)
	ev.channel = wc.channel.cur
	ev.aboutChannel(wc)
	ev.channels.previous = before
}

func (e *Engine) emitReservation(t EventType, r *reservation) {
	ev := e.emitTask(t, r.task)
	ev.aboutWorker(r.worker)
	e.stats.noteReservation(t, r, e.now)
	ev.aboutChannel(r.channel())
	ev.ReservationSID = r.sid
	ev.reservation = reservationFacts{r.status, r.version, r.ring}
}

func (ev *Event) aboutTask(t *task) {
	ev.TaskSID = t.sid
	ev.task = taskFacts{
		attributes: t.attributes.Raw(), reason: t.reason, status: t.status, priority: t.priority, version: t.version,
		created: t.created, entered: t.queueEntered, start: t.start,
	}
	if t.target != nil {
		ev.task.target = t.target.routingTarget
	}
	ev.workflow, ev.channel = t.workflow.cur, t.channel.cur
	if t.queue != nil {
		ev.queue = t.queue.cur
	}
}

func (ev *Event) aboutWorker(w *worker) {
	ev.WorkerSID = w.sid
	ev.worker = workerFacts{name: w.name, attributes: w.attributes.Raw(), version: w.version}
	ev.activity = w.activity.cur
}

func (ev *Event) aboutChannel(wc *workerChannel) {
	ev.channels = channelFacts{
		known: true, available: wc.available, capacity: wc.capacity, load: wc.load(), tasks: wc.accepted,
	}
}
