package taskrouter

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// desk is a small workspace: one queue for everybody, one workflow, and one
// available worker.
type desk struct {
	*Engine
	t           testing.TB
	queue       TaskQueueSID
	workflow    WorkflowSID
	worker      WorkerSID
	available   ActivitySID
	offline     ActivitySID
	task        TaskSID
	reservation ReservationSID
	other       ReservationSID // of the second worker, in a batch
}

func newDesk(t testing.TB, limits Limits) *desk { return newDeskIn(t, Config{Limits: limits}) }

func newDeskIn(t testing.TB, cfg Config) *desk {
	t.Helper()
	cfg.Created = shiftStart
	e, err := New(cfg)
	require.NoError(t, err)
	d := &desk{Engine: e, t: t}
	available, _ := e.ActivityByName("Available")
	offline, _ := e.ActivityByName("Offline")
	d.available, d.offline = available.SID, offline.SID
	apply(t, e, &CreateTaskQueue{FriendlyName: "Everyone"})
	queue, _ := e.TaskQueueByName("Everyone")
	d.queue = queue.SID
	apply(t, e, &CreateWorkflow{FriendlyName: "Main", Configuration: d.toQueue(d.queue)})
	workflow, _ := e.WorkflowByName("Main")
	d.workflow = workflow.SID
	d.worker = Find(apply(t, e, &CreateWorker{FriendlyName: "Alice", ActivitySID: d.available}), WorkerCreated).WorkerSID
	return d
}

func (d *desk) toQueue(q TaskQueueSID) string {
	return fmt.Sprintf(`{"task_routing":{"default_filter":{"queue":%q}}}`, q)
}

// newBatch is a desk whose tasks are offered to two workers at once.
func newBatch(t testing.TB) *desk {
	d := newDesk(t, Limits{})
	apply(t, d.Engine, &UpdateTaskQueue{SID: d.queue, MaxReservedWorkers: new(2)})
	apply(t, d.Engine, &CreateWorker{FriendlyName: "Bob", ActivitySID: d.available})
	return d
}

// offer creates the task, which is offered to the worker at once.
func (d *desk) offer() {
	d.task = Find(apply(d.t, d.Engine, &CreateTask{}), TaskCreated).TaskSID
	for r := range d.TaskReservations(d.task) {
		if r.WorkerSID == d.worker {
			d.reservation = r.SID
		} else {
			d.other = r.SID
		}
	}
}

func (d *desk) answer(status ReservationStatus) {
	apply(d.t, d.Engine, &UpdateReservation{SID: d.reservation, ReservationStatus: status})
}

func (d *desk) status(status TaskStatus) {
	apply(d.t, d.Engine, &UpdateTask{SID: d.task, AssignmentStatus: status})
}

// taskIn brings the task to a state.
func (d *desk) taskIn(s TaskStatus) {
	if s == TaskStatusPending {
		for w := range d.Workers() {
			apply(d.t, d.Engine, &UpdateWorker{SID: w.SID, ActivitySID: d.offline})
		}
		d.task = Find(apply(d.t, d.Engine, &CreateTask{}), TaskCreated).TaskSID
		return
	}
	d.offer()
	switch s {
	case TaskStatusAssigned, TaskStatusWrapping, TaskStatusCompleted:
		d.answer(ReservationStatusAccepted)
	}
	switch s {
	case TaskStatusWrapping, TaskStatusCompleted, TaskStatusCanceled:
		d.status(s)
	}
}

// suspended is pending, with an acceptance that is being set up. It is a state of
// these tables only: the world sees pending.
const suspended ReservationStatus = "suspended"

func stateOf(r Reservation) ReservationStatus {
	if r.AcceptSuspended {
		return suspended
	}
	return r.ReservationStatus
}

// seen is what the world sees of a state of the tables.
func seen(s ReservationStatus) string {
	if s == suspended {
		s = ReservationStatusPending
	}
	return string(s)
}

// reservationIn brings the reservation to a state. For a rescinded one the other
// worker of the batch accepts, or his own is deleted.
func (d *desk) reservationIn(s ReservationStatus) {
	d.offer()
	switch s {
	case suspended:
		apply(d.t, d.Engine, &SuspendAccept{SID: d.reservation})
	case ReservationStatusAccepted:
		d.answer(s)
	case ReservationStatusCompleted:
		d.answer(ReservationStatusAccepted)
		d.answer(s)
	case ReservationStatusWrapping:
		d.answer(ReservationStatusAccepted)
		d.status(TaskStatusWrapping)
	case ReservationStatusRejected:
		apply(d.t, d.Engine, &UpdateReservation{SID: d.reservation, ReservationStatus: s, WorkerActivitySID: d.offline})
	case ReservationStatusTimeout:
		_, err := d.Apply(d.Now().Add(2*time.Minute), &Advance{})
		require.NoError(d.t, err)
	case ReservationStatusCanceled:
		d.status(TaskStatusCanceled)
	case ReservationStatusRescinded:
		if d.other.IsZero() {
			apply(d.t, d.Engine, &DeleteWorker{SID: d.worker})
			return
		}
		apply(d.t, d.Engine, &UpdateReservation{SID: d.other, ReservationStatus: ReservationStatusAccepted})
	}
}

// message puts the names of the desk into an expected message.
func (d *desk) message(text string) string {
	w := d.Workspace()
	return strings.NewReplacer(
		"{WT}", d.task.String(), "{WR}", d.reservation.String(), "{WS}", w.SID.String(), "{AC}", w.AccountSID.String(),
	).Replace(text)
}

// The vendor's words (rest.md §5.2).
const (
	cannotCancel   = "Cannot cancel task {WT} in workspace {WS} for account {AC} because it is not pending or reserved."
	cannotWrap     = "Cannot wrap up a task {WT} in workspace {WS} for account {AC} because it's not currently assigned"
	cannotComplete = "Cannot complete task {WT} in workspace {WS} for account {AC} because it is not currently assigned."
)

// cell is what one command does in one state: the state after it, or the
// message of the refusal.
type cell struct {
	to      string
	refused string
	kind    ErrorKind
	single  *cell // in a single-tasking workspace, if it is another one there
}

func moves[S ~string](to S) cell              { return cell{to: string(to)} }
func refusedWith(message string) cell         { return cell{refused: message, kind: KindState} }
func refusedAs(kind ErrorKind, m string) cell { return cell{refused: m, kind: kind} }

// workspaces are the kinds of workspace that the tables are walked in.
var workspaces = []struct {
	name string
	open func(testing.TB) *desk
}{
	{"multitasking", func(t testing.TB) *desk { return newDesk(t, Limits{}) }},
	{"batch", newBatch},
	{"single-tasking", func(t testing.TB) *desk { return newDeskIn(t, Config{SingleTasking: true}) }},
}

// in is the cell of a workspace: a single-tasking one has some of its own.
func (c cell) in(workspace string) cell {
	if c.single != nil && workspace == "single-tasking" {
		return *c.single
	}
	return c
}

// orSingle is c, but for single-tasking workspaces other.
func (c cell) orSingle(other cell) cell { c.single = &other; return c }

// TestTaskTransitions walks every cell of lifecycle.md §1.2 and §1.3: what each
// command does to a task in each state.
func TestTaskTransitions(t *testing.T) {
	states := []TaskStatus{"pending", "reserved", "assigned", "wrapping", "completed", "canceled"}
	set := func(s TaskStatus) func(*desk) Command {
		return func(d *desk) Command { return &UpdateTask{SID: d.task, AssignmentStatus: s} }
	}
	forbidden := func(s TaskStatus) map[TaskStatus]cell {
		row := map[TaskStatus]cell{}
		for _, from := range states {
			row[from] = refusedWith("Cannot update task {WT} in workspace {WS} for account {AC} to " + string(s) + ": want canceled, wrapping or completed.")
		}
		return row
	}
	noCaller := func(s TaskStatus) cell { return refusedWith("Task {WT} has no caller any more: it is " + string(s)) }
	nobody := func(s TaskStatus) cell {
		return refusedWith("Task {WT} has nobody in a conference: it is " + string(s))
	}
	noRoom := func(s TaskStatus) cell {
		return refusedWith("Task {WT} has no conference that lasts: it is " + string(s))
	}
	for _, command := range []struct {
		name string
		make func(*desk) Command
		row  map[TaskStatus]cell
	}{
		{"canceled", set("canceled"), map[TaskStatus]cell{
			"pending": moves(TaskStatusCanceled), "reserved": moves(TaskStatusCanceled),
			"assigned": refusedWith(cannotCancel), "wrapping": refusedWith(cannotCancel), "completed": refusedWith(cannotCancel), "canceled": refusedWith(cannotCancel),
		}},
		{"wrapping", set("wrapping"), map[TaskStatus]cell{
			"pending": refusedWith(cannotWrap), "reserved": refusedWith(cannotWrap), "assigned": moves(TaskStatusWrapping),
			"wrapping": refusedWith(cannotWrap), "completed": refusedWith(cannotWrap), "canceled": refusedWith(cannotWrap),
		}},
		{"completed", set("completed"), map[TaskStatus]cell{
			"pending": refusedWith(cannotComplete), "reserved": refusedWith(cannotComplete), "assigned": moves(TaskStatusCompleted),
			"wrapping": moves(TaskStatusCompleted), "completed": refusedWith(cannotComplete), "canceled": refusedWith(cannotComplete),
		}},
		{"pending", set("pending"), forbidden("pending")},
		{"reserved", set("reserved"), forbidden("reserved")},
		{"assigned", set("assigned"), forbidden("assigned")},
		{"abandoned", func(d *desk) Command { return &AbandonTask{SID: d.task, Reason: "hangup"} }, map[TaskStatus]cell{
			"pending": moves(TaskStatusCanceled), "reserved": moves(TaskStatusCanceled), "assigned": moves(TaskStatusWrapping).orSingle(moves(TaskStatusCompleted)),
			"wrapping": noCaller("wrapping"), "completed": noCaller("completed"), "canceled": noCaller("canceled"),
		}},
		{"conference linked", func(d *desk) Command { return &LinkConference{SID: d.task, Conference: "{}"} }, map[TaskStatus]cell{
			"pending": nobody("pending"), "reserved": nobody("reserved"), "assigned": moves(TaskStatusAssigned),
			"wrapping": nobody("wrapping"), "completed": nobody("completed"), "canceled": nobody("canceled"),
		}},
		{"conference over", func(d *desk) Command { return &EndConference{SID: d.task} }, map[TaskStatus]cell{
			"pending": noRoom("pending"), "reserved": noRoom("reserved"), "assigned": noRoom("assigned"),
			"wrapping": noRoom("wrapping"), "completed": noRoom("completed"), "canceled": noRoom("canceled"),
		}},
		{"deleted", func(d *desk) Command { return &DeleteTask{SID: d.task} }, map[TaskStatus]cell{
			"pending": moves("gone"), "reserved": moves("gone"), "assigned": moves("gone"),
			"wrapping": moves("gone"), "completed": moves("gone"), "canceled": moves("gone"),
		}},
		{"with reason", func(d *desk) Command { return &UpdateTask{SID: d.task, Reason: new("why")} }, map[TaskStatus]cell{
			"pending": moves(TaskStatusPending), "reserved": moves(TaskStatusReserved), "assigned": moves(TaskStatusAssigned),
			"wrapping": moves(TaskStatusWrapping), "completed": moves(TaskStatusCompleted), "canceled": moves(TaskStatusCanceled),
		}},
	} {
		for _, w := range workspaces {
			for _, from := range states {
				t.Run(fmt.Sprintf("%s/%s/%s", w.name, from, command.name), func(t *testing.T) {
					want, known := command.row[from]
					require.True(t, known, "no cell")
					want = want.in(w.name)
					d := w.open(t)
					d.taskIn(from)
					task, _ := d.Task(d.task)
					require.Equal(t, from, task.AssignmentStatus)
					if want.refused != "" {
						checkRefusal(t, d, command.make(d), want, d.task.String(), string(from))
						return
					}
					apply(t, d.Engine, command.make(d))
					after, there := d.Task(d.task)
					if want.to == "gone" {
						assert.False(t, there)
						return
					}
					assert.Equal(t, want.to, string(after.AssignmentStatus))
					assert.Greater(t, after.Version, task.Version)
				})
			}
		}
	}
}

func checkRefusal(t *testing.T, d *desk, cmd Command, want cell, sid, state string) {
	t.Helper()
	refusal := refuse(t, d.Engine, cmd)
	assert.Equal(t, d.message(want.refused), refusal.Message)
	assert.Equal(t, want.kind, refusal.Kind)
	assert.Equal(t, CodeInvalid, refusal.Code)
	assert.Equal(t, sid, refusal.SID)
	assert.Equal(t, state, refusal.State)
	assert.Equal(t, commandName(cmd), refusal.Command)
}

// TestReservationTransitions walks every cell of lifecycle.md §2.2, and of §2.3
// for a reservation whose acceptance is being set up.
func TestReservationTransitions(t *testing.T) {
	states := []ReservationStatus{"pending", suspended, "accepted", "rejected", "timeout", "canceled", "rescinded", "wrapping", "completed"}
	set := func(s ReservationStatus) func(*desk) Command {
		return func(d *desk) Command { return &UpdateReservation{SID: d.reservation, ReservationStatus: s} }
	}
	// legal names the states from which a command leads on; all others are
	// refused with the same words.
	type table map[ReservationStatus]cell
	only := func(to string, legal table) table {
		for _, from := range states {
			if _, ok := legal[from]; !ok {
				legal[from] = refusedWith("Reservation {WR} is already in state [" + seen(from) + "] and cannot be updated to [" + to + "]")
			}
		}
		return legal
	}
	over := func(from ReservationStatus) cell {
		return refusedWith("Reservation {WR} is over: it is in state [" + string(from) + "]")
	}
	unaccepted := func(from ReservationStatus) cell {
		return refusedWith("Reservation {WR} was never accepted: it is in state [" + seen(from) + "]")
	}
	underWay := func(to string) cell {
		return refusedWith("Reservation {WR} is being accepted already and cannot be updated to [" + to + "]")
	}
	idle := func(to string) cell {
		return refusedWith("Reservation {WR} is not being accepted and cannot be updated to [" + to + "]: SuspendAccept comes first")
	}
	gone := refusedAs(KindGone, "Reservation {WR} has been rescinded")
	for _, command := range []struct {
		name string
		make func(*desk) Command
		row  table
	}{
		{"accepted", set("accepted"), only("accepted", table{
			"pending": moves(ReservationStatusAccepted), suspended: underWay("accepted"), "rescinded": gone,
		})},
		{"rejected", set("rejected"), only("rejected", table{
			"pending": moves(ReservationStatusRejected), suspended: moves(ReservationStatusRejected),
		})},
		{"wrapping", set("wrapping"), only("wrapping", table{
			"accepted": moves(ReservationStatusWrapping).orSingle(refusedWith("Reservation {WR} is in a single-tasking workspace and cannot be updated to [wrapping]")),
		})},
		{"completed", set("completed"), only("completed", table{
			"accepted": moves(ReservationStatusCompleted), "wrapping": moves(ReservationStatusCompleted),
		})},
		{"pending", set("pending"), only("pending", table{})},
		{"timeout", set("timeout"), only("timeout", table{})},
		{"canceled", set("canceled"), only("canceled", table{})},
		{"rescinded", set("rescinded"), only("rescinded", table{})},
		{"callback failed", func(d *desk) Command { return &FailCallback{SID: d.reservation} }, only("canceled", table{
			"pending": moves(ReservationStatusCanceled), suspended: underWay("canceled"),
		})},
		{"accept suspended", func(d *desk) Command { return &SuspendAccept{SID: d.reservation} }, only("accepted", table{
			"pending": moves(suspended), suspended: underWay("accepted"), "rescinded": gone,
		})},
		{"accept resumed", func(d *desk) Command { return &ResumeAccept{SID: d.reservation} }, only("accepted", table{
			"pending": idle("accepted"), suspended: moves(ReservationStatusAccepted), "rescinded": gone,
		})},
		{"accept failed", func(d *desk) Command { return &FailAccept{SID: d.reservation} }, only("canceled", table{
			"pending": idle("canceled"), suspended: moves(ReservationStatusCanceled),
		})},
		{"call linked", func(d *desk) Command {
			return &LinkCall{SID: d.reservation, WorkerCallSID: mustCallSID(1)}
		}, table{
			"pending": moves(ReservationStatusPending), suspended: moves(suspended), "accepted": moves(ReservationStatusAccepted), "wrapping": moves(ReservationStatusWrapping),
			"rejected": over("rejected"), "timeout": over("timeout"), "canceled": over("canceled"), "rescinded": over("rescinded"), "completed": over("completed"),
		}},
		{"call ended", func(d *desk) Command { return &EndCall{SID: d.reservation} }, table{
			"accepted": moves(ReservationStatusWrapping).orSingle(moves(ReservationStatusCompleted)),
			"wrapping": moves(ReservationStatusWrapping), "completed": moves(ReservationStatusCompleted),
			"pending": unaccepted("pending"), suspended: unaccepted(suspended), "rejected": unaccepted("rejected"), "timeout": unaccepted("timeout"),
			"canceled": unaccepted("canceled"), "rescinded": unaccepted("rescinded"),
		}},
	} {
		for _, w := range workspaces {
			for _, from := range states {
				t.Run(fmt.Sprintf("%s/%s/%s", w.name, from, command.name), func(t *testing.T) {
					want, known := command.row[from]
					require.True(t, known, "no cell")
					want = want.in(w.name)
					d := w.open(t)
					d.reservationIn(from)
					r, _ := d.Reservation(d.reservation)
					require.Equal(t, from, stateOf(r))
					if want.refused != "" {
						checkRefusal(t, d, command.make(d), want, d.reservation.String(), seen(from))
						return
					}
					events := apply(t, d.Engine, command.make(d))
					after, _ := d.Reservation(d.reservation)
					assert.Equal(t, want.to, string(stateOf(after)))
					if after.ReservationStatus != r.ReservationStatus {
						assert.Equal(t, r.Version+1, after.Version)
						return
					}
					if want.to == string(suspended) && command.name == "accept suspended" {
						assert.Empty(t, events, "nobody is told")
					}
					r.AcceptSuspended = after.AcceptSuspended
					assert.Equal(t, r, after)
				})
			}
		}
	}
}

// TestBatchTransitions walks what becomes of a task and of both its offers: the
// state that the other one is in already, and what happens to this one
// (lifecycle.md §2.6).
func TestBatchTransitions(t *testing.T) {
	const pending, rejected, canceled = ReservationStatusPending, ReservationStatusRejected, ReservationStatusCanceled
	const accepted, rescinded = ReservationStatusAccepted, ReservationStatusRescinded
	setUp := func(end func(ReservationSID) Command) func(*desk) (time.Duration, Command) {
		return func(d *desk) (time.Duration, Command) {
			apply(d.t, d.Engine, &SuspendAccept{SID: d.reservation})
			return time.Minute, end(d.reservation)
		}
	}
	resumed := setUp(func(s ReservationSID) Command { return &ResumeAccept{SID: s} })
	failed := setUp(func(s ReservationSID) Command { return &FailAccept{SID: s} })
	answer := func(s ReservationStatus) func(*desk) (time.Duration, Command) {
		return func(d *desk) (time.Duration, Command) {
			return 0, &UpdateReservation{SID: d.reservation, ReservationStatus: s, WorkerActivitySID: d.activityFor(s)}
		}
	}
	for _, tt := range []struct {
		name        string
		other       ReservationStatus
		happens     func(*desk) (time.Duration, Command)
		task        TaskStatus
		this, after ReservationStatus
	}{
		{"accepted", pending, answer("accepted"), "assigned", "accepted", "rescinded"},
		{"accepted", rejected, answer("accepted"), "assigned", "accepted", "rejected"},
		{"accepted", canceled, answer("accepted"), "assigned", "accepted", "canceled"},
		{"rejected", pending, answer("rejected"), "reserved", "rejected", "pending"},
		{"rejected", rejected, answer("rejected"), "pending", "rejected", "rejected"},
		{"rejected", canceled, answer("rejected"), "pending", "rejected", "canceled"},
		{"callback failed", pending, failCallback, "reserved", "canceled", "pending"},
		{"callback failed", rejected, failCallback, "pending", "canceled", "rejected"},
		{"callback failed", canceled, failCallback, "pending", "canceled", "canceled"},
		{"set up", pending, resumed, "assigned", accepted, rescinded},
		{"set up", rejected, resumed, "assigned", accepted, rejected},
		{"set up", suspended, resumed, "assigned", accepted, rescinded},
		{"set-up failed", pending, failed, "reserved", canceled, pending},
		{"set-up failed", rejected, failed, "pending", canceled, rejected},
		{"set-up failed", suspended, failed, "reserved", canceled, suspended},
		{"no answer", suspended, noAnswer, "reserved", "timeout", suspended},
		{"worker deleted", suspended, deletedWorker, "reserved", "rescinded", suspended},
		{"task canceled", suspended, canceledTask, "canceled", canceled, canceled},
		{"caller gone", suspended, abandonedTask, "canceled", canceled, canceled},
		{"rejected", suspended, answer("rejected"), "reserved", "rejected", suspended},
		{"no answer", pending, noAnswer, "pending", "timeout", "timeout"},
		{"no answer", rejected, noAnswer, "pending", "timeout", "rejected"},
		{"no answer", canceled, noAnswer, "pending", "timeout", "canceled"},
		{"worker deleted", pending, deletedWorker, "reserved", "rescinded", "pending"},
		{"worker deleted", rejected, deletedWorker, "pending", "rescinded", "rejected"},
		{"task canceled", pending, canceledTask, "canceled", "canceled", "canceled"},
		{"task canceled", rejected, canceledTask, "canceled", "canceled", "rejected"},
		{"caller gone", pending, abandonedTask, "canceled", "canceled", "canceled"},
	} {
		t.Run(fmt.Sprintf("%s/%s", tt.other, tt.name), func(t *testing.T) {
			d := newBatch(t)
			d.offer()
			task, _ := d.Task(d.task)
			require.Equal(t, 1, task.Assignments, "a batch counts once")
			switch tt.other {
			case suspended:
				apply(t, d.Engine, &SuspendAccept{SID: d.other})
			case rejected:
				apply(t, d.Engine, &UpdateReservation{SID: d.other, ReservationStatus: rejected, WorkerActivitySID: d.offline})
			case canceled:
				apply(t, d.Engine, &UpdateWorker{SID: d.otherWorker(), ActivitySID: d.offline})
				apply(t, d.Engine, &FailCallback{SID: d.other})
			}
			if tt.name != "no answer" && tt.name != "worker deleted" {
				// He would be offered the same task again at once.
				apply(t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.offline})
			}
			wait, cmd := tt.happens(d)
			_, err := d.Apply(d.Now().Add(wait), cmd)
			require.NoError(t, err)
			require.NoError(t, d.Check())
			task, _ = d.Task(d.task)
			this, _ := d.Reservation(d.reservation)
			other, _ := d.Reservation(d.other)
			assert.Equal(t, tt.task, task.AssignmentStatus)
			assert.Equal(t, tt.this, this.ReservationStatus)
			assert.Equal(t, tt.after, stateOf(other))
			assert.Equal(t, 1, task.Assignments)
		})
	}
}

func (d *desk) otherWorker() WorkerSID {
	r, _ := d.Reservation(d.other)
	return r.WorkerSID
}

func (d *desk) activityFor(s ReservationStatus) ActivitySID {
	if s == ReservationStatusRejected {
		return d.offline
	}
	return ActivitySID{}
}

func failCallback(d *desk) (time.Duration, Command) { return 0, &FailCallback{SID: d.reservation} }

func noAnswer(*desk) (time.Duration, Command) { return 2 * time.Minute, &Advance{} }

func deletedWorker(d *desk) (time.Duration, Command) { return 0, &DeleteWorker{SID: d.worker} }

func canceledTask(d *desk) (time.Duration, Command) {
	return 0, &UpdateTask{SID: d.task, AssignmentStatus: TaskStatusCanceled}
}

func abandonedTask(d *desk) (time.Duration, Command) {
	return 0, &AbandonTask{SID: d.task, Reason: "hangup"}
}

// TestCompletedBeforeWhoHandedOver completes the reservation of a worker who took
// a task over while the one who handed it over is still wrapping: then the task
// is wrapping too, until he is done.
func TestCompletedBeforeWhoHandedOver(t *testing.T) {
	d := newDesk(t, Limits{})
	d.offer()
	d.answer(ReservationStatusAccepted)
	first := d.reservation
	bob := Find(apply(t, d.Engine, &CreateWorker{FriendlyName: "Bob", ActivitySID: d.available}), WorkerCreated).WorkerSID
	d.reservation = Find(apply(t, d.Engine, &CreateTransfer{ReservationSID: first, To: bob.String()}), ReservationCreated).ReservationSID
	d.answer(ReservationStatusAccepted)
	events := apply(t, d.Engine, &UpdateReservation{SID: d.reservation, ReservationStatus: ReservationStatusCompleted})
	assert.Equal(t, []EventType{ReservationCompleted, TaskWrapup}, types(events))
	task, _ := d.Task(d.task)
	assert.Equal(t, TaskStatusWrapping, task.AssignmentStatus)
	apply(t, d.Engine, &UpdateReservation{SID: first, ReservationStatus: ReservationStatusCompleted})
	task, _ = d.Task(d.task)
	assert.Equal(t, TaskStatusCompleted, task.AssignmentStatus)
}

// TestEventsOfSingleTasking shows what the events of a reservation tell of the
// worker: the created one has the activity already that he is moved to next
// (lifecycle.md §2.4).
func TestEventsOfSingleTasking(t *testing.T) {
	d := newDeskIn(t, Config{SingleTasking: true})
	reserved := Find(apply(t, d.Engine, &CreateActivity{FriendlyName: "Reserved"}), ActivityCreated).activity.SID
	busy := Find(apply(t, d.Engine, &CreateActivity{FriendlyName: "Busy"}), ActivityCreated).activity.SID
	apply(t, d.Engine, &UpdateTaskQueue{SID: d.queue, ReservationActivitySID: &reserved, AssignmentActivitySID: &busy})
	created := apply(t, d.Engine, &CreateTask{})
	assert.Equal(t, "Reserved", Find(created, ReservationCreated).Parameter("WorkerActivityName"))
	moved := &created[len(created)-1]
	assert.Equal(t, WorkerActivityUpdate, moved.Type)
	assert.Equal(t, "Reserved", moved.Parameter("WorkerActivityName"))
	assert.Equal(t, "Available", moved.Parameter("WorkerPreviousActivityName"))

	accepted := apply(t, d.Engine, &UpdateReservation{SID: Find(created, ReservationCreated).ReservationSID, ReservationStatus: "accepted"})
	assert.Equal(t, []EventType{ReservationAccepted, WorkerActivityUpdate}, types(accepted))
	assert.Equal(t, "Busy", accepted[1].Parameter("WorkerActivityName"))
	assert.Equal(t, "Reserved", accepted[1].Parameter("WorkerPreviousActivityName"))
}

func types(events []Event) []EventType {
	var list []EventType
	for i := range events {
		list = append(list, events[i].Type)
	}
	return list
}

func mustCallSID(n int) CallSID {
	s, err := ParseCallSID(fmt.Sprintf("CA%032x", n))
	if err != nil {
		panic(err)
	}
	return s
}

// TestAssignmentLimit fails the callback of one task over and over, as a broken
// application would: with the default limit it ends after 1,000 offers.
func TestAssignmentLimit(t *testing.T) {
	d := newDesk(t, Limits{})
	d.offer()
	offers := 1
	for {
		events, err := d.Apply(d.Now(), &FailCallback{SID: d.reservation})
		require.NoError(t, err)
		next := Find(events, ReservationCreated)
		if next == nil {
			canceled := Find(events, TaskCanceled)
			require.NotNil(t, canceled)
			assert.Equal(t, "Task TTL Exceeded or Max assignment count exceeded", canceled.TaskReason())
			break
		}
		d.reservation = next.ReservationSID
		offers++
		require.LessOrEqual(t, offers, 1000)
	}
	assert.Equal(t, 1000, offers)
	require.NoError(t, d.Check())
	task, _ := d.Task(d.task)
	assert.Equal(t, 1000, task.Assignments)
}
