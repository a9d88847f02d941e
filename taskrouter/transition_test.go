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
}

func newDesk(t testing.TB, limits Limits) *desk {
	t.Helper()
	e, err := New(Config{Created: shiftStart, Limits: limits})
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

// offer creates the task, which is offered to the worker at once.
func (d *desk) offer() {
	events := apply(d.t, d.Engine, &CreateTask{})
	d.task, d.reservation = Find(events, TaskCreated).TaskSID, Find(events, ReservationCreated).ReservationSID
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
		apply(d.t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.offline})
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

// reservationIn brings the reservation to a state. For a rescinded one the
// worker is deleted.
func (d *desk) reservationIn(s ReservationStatus) {
	d.offer()
	switch s {
	case ReservationStatusAccepted:
		d.answer(s)
	case ReservationStatusWrapping, ReservationStatusCompleted:
		d.answer(ReservationStatusAccepted)
		d.answer(s)
	case ReservationStatusRejected:
		apply(d.t, d.Engine, &UpdateReservation{SID: d.reservation, ReservationStatus: s, WorkerActivitySID: d.offline})
	case ReservationStatusTimeout:
		_, err := d.Apply(d.Now().Add(2*time.Minute), &Advance{})
		require.NoError(d.t, err)
	case ReservationStatusCanceled:
		d.status(TaskStatusCanceled)
	case ReservationStatusRescinded:
		apply(d.t, d.Engine, &DeleteWorker{SID: d.worker})
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
}

func moves[S ~string](to S) cell              { return cell{to: string(to)} }
func refusedWith(message string) cell         { return cell{refused: message, kind: KindState} }
func refusedAs(kind ErrorKind, m string) cell { return cell{refused: m, kind: kind} }

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
			"pending": moves(TaskStatusCanceled), "reserved": moves(TaskStatusCanceled), "assigned": moves(TaskStatusWrapping),
			"wrapping": noCaller("wrapping"), "completed": noCaller("completed"), "canceled": noCaller("canceled"),
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
		for _, from := range states {
			t.Run(fmt.Sprintf("%s/%s", from, command.name), func(t *testing.T) {
				want, known := command.row[from]
				require.True(t, known, "no cell")
				d := newDesk(t, Limits{})
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

// TestReservationTransitions walks every cell of lifecycle.md §2.2.
func TestReservationTransitions(t *testing.T) {
	states := []ReservationStatus{"pending", "accepted", "rejected", "timeout", "canceled", "rescinded", "wrapping", "completed"}
	set := func(s ReservationStatus) func(*desk) Command {
		return func(d *desk) Command { return &UpdateReservation{SID: d.reservation, ReservationStatus: s} }
	}
	// legal names the states from which a command leads on; all others are
	// refused with the same words.
	type table map[ReservationStatus]cell
	only := func(to string, legal table) table {
		for _, from := range states {
			if _, ok := legal[from]; !ok {
				legal[from] = refusedWith("Reservation {WR} is already in state [" + string(from) + "] and cannot be updated to [" + to + "]")
			}
		}
		return legal
	}
	over := func(from ReservationStatus) cell {
		return refusedWith("Reservation {WR} is over: it is in state [" + string(from) + "]")
	}
	unaccepted := func(from ReservationStatus) cell {
		return refusedWith("Reservation {WR} was never accepted: it is in state [" + string(from) + "]")
	}
	for _, command := range []struct {
		name string
		make func(*desk) Command
		row  table
	}{
		{"accepted", set("accepted"), only("accepted", table{
			"pending":   moves(ReservationStatusAccepted),
			"rescinded": refusedAs(KindGone, "Reservation {WR} has been rescinded"),
		})},
		{"rejected", set("rejected"), only("rejected", table{"pending": moves(ReservationStatusRejected)})},
		{"wrapping", set("wrapping"), only("wrapping", table{"accepted": moves(ReservationStatusWrapping)})},
		{"completed", set("completed"), only("completed", table{
			"accepted": moves(ReservationStatusCompleted), "wrapping": moves(ReservationStatusCompleted),
		})},
		{"pending", set("pending"), only("pending", table{})},
		{"timeout", set("timeout"), only("timeout", table{})},
		{"canceled", set("canceled"), only("canceled", table{})},
		{"rescinded", set("rescinded"), only("rescinded", table{})},
		{"callback failed", func(d *desk) Command { return &FailCallback{SID: d.reservation} }, only("canceled", table{
			"pending": moves(ReservationStatusCanceled),
		})},
		{"call linked", func(d *desk) Command {
			return &LinkCall{SID: d.reservation, WorkerCallSID: mustCallSID(1)}
		}, table{
			"pending": moves(ReservationStatusPending), "accepted": moves(ReservationStatusAccepted), "wrapping": moves(ReservationStatusWrapping),
			"rejected": over("rejected"), "timeout": over("timeout"), "canceled": over("canceled"), "rescinded": over("rescinded"), "completed": over("completed"),
		}},
		{"call ended", func(d *desk) Command { return &EndCall{SID: d.reservation} }, table{
			"accepted": moves(ReservationStatusWrapping), "wrapping": moves(ReservationStatusWrapping), "completed": moves(ReservationStatusCompleted),
			"pending": unaccepted("pending"), "rejected": unaccepted("rejected"), "timeout": unaccepted("timeout"),
			"canceled": unaccepted("canceled"), "rescinded": unaccepted("rescinded"),
		}},
	} {
		for _, from := range states {
			t.Run(fmt.Sprintf("%s/%s", from, command.name), func(t *testing.T) {
				want, known := command.row[from]
				require.True(t, known, "no cell")
				d := newDesk(t, Limits{})
				d.reservationIn(from)
				r, _ := d.Reservation(d.reservation)
				require.Equal(t, from, r.ReservationStatus)
				if want.refused != "" {
					checkRefusal(t, d, command.make(d), want, d.reservation.String(), string(from))
					return
				}
				apply(t, d.Engine, command.make(d))
				after, _ := d.Reservation(d.reservation)
				assert.Equal(t, want.to, string(after.ReservationStatus))
				if want.to != string(from) {
					assert.Equal(t, r.Version+1, after.Version)
				} else {
					assert.Equal(t, r, after)
				}
			})
		}
	}
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
