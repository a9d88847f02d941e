package taskrouter

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// handover is a desk with an assigned task and two more workers: the task is
// alice's, and bob and carol could take it over.
type handover struct {
	*desk
	bob, carol WorkerSID
	second     TaskQueueSID // bob and carol
	transfer   TransferSID
	log        []string
}

func newHandover(t *testing.T, cfg Config) *handover {
	t.Helper()
	h := &handover{desk: newDeskIn(t, cfg)}
	h.offer()
	h.answer(ReservationStatusAccepted)
	for _, w := range []struct {
		name string
		into *WorkerSID
	}{{"bob", &h.bob}, {"carol", &h.carol}} {
		events := apply(t, h.Engine, &CreateWorker{FriendlyName: w.name, ActivitySID: h.available, Attributes: `{"team":2}`})
		*w.into = Find(events, WorkerCreated).WorkerSID
	}
	queue, _ := Find(apply(t, h.Engine, &CreateTaskQueue{FriendlyName: "Second line", TargetWorkers: new("team == 2")}), TaskQueueCreated).TaskQueue()
	h.second = queue.SID
	return h
}

// do applies a command after a while, and notes its events in short.
func (h *handover) do(after time.Duration, cmd Command) {
	h.t.Helper()
	events, err := h.Apply(h.Now().Add(after), cmd)
	require.NoError(h.t, err)
	require.NoError(h.t, h.Check())
	for i := range events {
		ev := &events[i]
		line := string(ev.Type)
		if name := ev.WorkerName(); name != "" {
			line += " " + strings.ToLower(name)
		}
		if x, ok := ev.Transfer(); ok {
			h.transfer = x.SID
			line += " " + string(x.TransferMode) + " " + x.TransferType + " " + string(x.TransferStatus)
		}
		h.log = append(h.log, line)
	}
	if ev := Find(events, ReservationCreated); ev != nil {
		h.other = ev.ReservationSID
	}
}

func (h *handover) saw(want ...string) {
	h.t.Helper()
	assert.Equal(h.t, want, h.log)
	h.log = nil
}

func (h *handover) is(status TaskStatus) {
	h.t.Helper()
	task, ok := h.Task(h.task)
	require.True(h.t, ok)
	assert.Equal(h.t, status, task.AssignmentStatus)
}

func TestWarmTransferToAWorker(t *testing.T) {
	h := newHandover(t, Config{})
	h.do(0, &CreateTransfer{ReservationSID: h.reservation, To: h.bob.String(), Priority: new(7)})
	h.saw("task.transfer-initiated WARM WORKER initiated", "reservation.created bob")
	h.is(TaskStatusReserved)
	r, _ := h.Reservation(h.reservation)
	assert.Equal(t, ReservationStatusAccepted, r.ReservationStatus, "alice keeps the call until bob has it")

	h.do(5*time.Second, &UpdateReservation{SID: h.other, ReservationStatus: ReservationStatusAccepted})
	h.saw("reservation.accepted bob", "reservation.wrapup alice", "task.transfer-completed WARM WORKER complete")
	h.is(TaskStatusAssigned)
	x, ok := h.Transfer(h.transfer)
	require.True(t, ok)
	assert.Equal(t, TransferComplete, x.TransferStatus)
	assert.Equal(t, h.reservation, x.InitiatingReservationSID)
	parsed, err := ParseTransferSID(x.SID.String())
	require.NoError(t, err)
	assert.Equal(t, h.transfer, parsed)

	h.do(5*time.Second, &UpdateReservation{SID: h.reservation, ReservationStatus: ReservationStatusCompleted})
	h.is(TaskStatusAssigned)
	h.do(5*time.Second, &UpdateReservation{SID: h.other, ReservationStatus: ReservationStatusCompleted})
	h.is(TaskStatusCompleted)
	h.do(time.Hour, &Advance{})
	_, ok = h.Transfer(h.transfer)
	assert.False(t, ok, "a transfer lives as long as its task")
}

func TestColdTransferToAQueueGoesFromWorkerToWorker(t *testing.T) {
	h := newHandover(t, Config{})
	h.do(0, &CreateTransfer{ReservationSID: h.reservation, To: h.second.String(), Mode: Cold})
	h.saw("task.transfer-initiated COLD QUEUE initiated", "reservation.wrapup alice",
		"task-queue.moved", "task-queue.entered", "reservation.created bob")
	h.do(time.Second, &UpdateReservation{SID: h.other, ReservationStatus: ReservationStatusRejected, WorkerActivitySID: h.offline})
	h.saw("reservation.rejected bob", "worker.activity.update bob",
		"task.transfer-attempt-failed COLD QUEUE initiated", "reservation.created carol")
	h.do(120*time.Second, &Advance{})
	h.saw("reservation.timeout carol", "worker.activity.update carol", "task.transfer-attempt-failed COLD QUEUE initiated")
	h.is(TaskStatusReserved)
	h.do(time.Minute, &UpdateWorker{SID: h.carol, ActivitySID: h.available})
	h.saw("worker.activity.update carol", "reservation.created carol")
	h.do(time.Second, &UpdateReservation{SID: h.other, ReservationStatus: ReservationStatusAccepted})
	h.saw("reservation.accepted carol", "task.transfer-completed COLD QUEUE complete")
	h.is(TaskStatusAssigned)
}

func TestWhoHandsOverIsNotAskedHimself(t *testing.T) {
	h := newHandover(t, Config{})
	h.do(0, &UpdateWorkerChannel{WorkerSID: h.worker, TaskChannel: "default", Capacity: new(5)})
	h.do(0, &UpdateWorker{SID: h.bob, ActivitySID: h.offline})
	h.do(0, &UpdateWorker{SID: h.carol, ActivitySID: h.offline})
	h.log = nil
	h.do(0, &CreateTransfer{ReservationSID: h.reservation, To: h.queue.String()})
	h.saw("task.transfer-initiated WARM QUEUE initiated")
	h.do(time.Minute, &CancelTransfer{SID: h.transfer})
	h.saw("task.transfer-canceled WARM QUEUE canceled")
	h.is(TaskStatusAssigned)
}

func TestTransferThatFails(t *testing.T) {
	tests := []struct {
		name   string
		mode   TransferMode
		fail   func(h *handover)
		saw    []string
		status TaskStatus
	}{
		{"the worker rejects", Warm, func(h *handover) {
			h.do(time.Second, &UpdateReservation{SID: h.other, ReservationStatus: ReservationStatusRejected})
		}, []string{"reservation.rejected bob", "task.transfer-failed WARM WORKER failed"}, TaskStatusAssigned},
		{"the worker does not answer", Warm, func(h *handover) {
			h.do(2*time.Minute, &Advance{})
		}, []string{"reservation.timeout bob", "worker.activity.update bob", "task.transfer-failed WARM WORKER failed"}, TaskStatusAssigned},
		{"the worker is deleted", Warm, func(h *handover) {
			h.do(time.Second, &DeleteWorker{SID: h.bob})
		}, []string{"reservation.rescinded bob", "task.transfer-failed WARM WORKER failed", "worker.deleted bob"}, TaskStatusAssigned},
		{"it is taken back", Warm, func(h *handover) {
			h.do(time.Second, &CancelTransfer{SID: h.transfer})
		}, []string{"reservation.canceled bob", "task.transfer-canceled WARM WORKER canceled"}, TaskStatusAssigned},
		{"cold, the worker rejects: who handed over is wrapping", Cold, func(h *handover) {
			h.do(time.Second, &UpdateReservation{SID: h.other, ReservationStatus: ReservationStatusRejected})
		}, []string{"reservation.rejected bob", "task.transfer-failed COLD WORKER failed", "task.wrapup"}, TaskStatusWrapping},
		{"cold, who handed over is through meanwhile", Cold, func(h *handover) {
			h.do(time.Second, &UpdateReservation{SID: h.reservation, ReservationStatus: ReservationStatusCompleted})
			h.do(time.Second, &UpdateReservation{SID: h.other, ReservationStatus: ReservationStatusRejected})
		}, []string{"reservation.completed alice", "reservation.rejected bob", "task.transfer-failed COLD WORKER failed", "task.completed"}, TaskStatusCompleted},
		{"the caller hangs up", Warm, func(h *handover) {
			h.do(time.Second, &AbandonTask{SID: h.task, Reason: "hangup"})
		}, []string{"reservation.canceled bob", "task.transfer-canceled WARM WORKER canceled", "reservation.wrapup alice", "task.wrapup"}, TaskStatusWrapping},
		{"the call with who hands over ends, and the other rejects", Warm, func(h *handover) {
			h.do(time.Second, &EndCall{SID: h.reservation})
			h.is(TaskStatusReserved)
			h.do(time.Second, &UpdateReservation{SID: h.other, ReservationStatus: ReservationStatusRejected})
		}, []string{"reservation.wrapup alice", "reservation.rejected bob", "task.transfer-failed WARM WORKER failed", "task.wrapup"}, TaskStatusWrapping},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHandover(t, Config{})
			h.do(0, &CreateTransfer{ReservationSID: h.reservation, To: h.bob.String(), Mode: tt.mode})
			h.log = nil
			tt.fail(h)
			h.saw(tt.saw...)
			h.is(tt.status)
		})
	}
}

func TestTransferToAWorkerWhoCannotBeAskedFailsAtOnce(t *testing.T) {
	h := newHandover(t, Config{})
	h.do(0, &UpdateWorker{SID: h.bob, ActivitySID: h.offline})
	h.log = nil
	h.do(0, &CreateTransfer{ReservationSID: h.reservation, To: h.bob.String()})
	h.saw("task.transfer-initiated WARM WORKER initiated", "task.transfer-failed WARM WORKER failed")
	h.is(TaskStatusAssigned)
}

func TestNothingButItsOwnersEndsATaskInTransfer(t *testing.T) {
	h := newHandover(t, Config{})
	h.do(0, &UpdateWorker{SID: h.bob, ActivitySID: h.offline})
	h.do(0, &UpdateWorker{SID: h.carol, ActivitySID: h.offline})
	h.do(0, &CreateTransfer{ReservationSID: h.reservation, To: h.second.String()})
	for _, status := range []TaskStatus{TaskStatusCanceled, TaskStatusWrapping, TaskStatusCompleted} {
		err := refuse(t, h.Engine, &UpdateTask{SID: h.task, AssignmentStatus: status})
		assert.Equal(t, KindState, err.Kind, status)
	}
	h.log = nil
	h.do(23*time.Hour, &Advance{})
	h.saw()
	h.is(TaskStatusReserved)
	h.do(2*time.Hour, &Advance{})
	h.saw("task.transfer-failed WARM QUEUE failed", "task.system-deleted")
}

func TestTransferInASingleTaskingWorkspace(t *testing.T) {
	h := newHandover(t, Config{SingleTasking: true})
	h.do(0, &CreateTransfer{ReservationSID: h.reservation, To: h.bob.String()})
	h.log = nil
	h.do(time.Second, &EndCall{SID: h.reservation})
	h.do(time.Second, &UpdateReservation{SID: h.other, ReservationStatus: ReservationStatusAccepted})
	h.saw("reservation.completed alice", "reservation.accepted bob", "task.transfer-completed WARM WORKER complete")
	h.is(TaskStatusAssigned)
	h.do(time.Second, &EndCall{SID: h.other})
	h.is(TaskStatusCompleted)
}

func TestTransferIsRefused(t *testing.T) {
	tests := []struct {
		name  string
		cmd   func(h *handover) Command
		kind  ErrorKind
		field string
	}{
		{"of no reservation", func(*handover) Command { return &CreateTransfer{} }, KindNotFound, ""},
		{"to nobody", func(h *handover) Command { return &CreateTransfer{ReservationSID: h.reservation} }, KindInvalid, "To"},
		{"to himself", func(h *handover) Command {
			return &CreateTransfer{ReservationSID: h.reservation, To: h.worker.String()}
		}, KindInvalid, "To"},
		{"to an unknown queue", func(h *handover) Command {
			return &CreateTransfer{ReservationSID: h.reservation, To: "WQ" + strings.Repeat("1", 32)}
		}, KindInvalid, "To"},
		{"in another mode", func(h *handover) Command {
			return &CreateTransfer{ReservationSID: h.reservation, To: h.bob.String(), Mode: "LUKEWARM"}
		}, KindInvalid, "Mode"},
		{"with a bad priority", func(h *handover) Command {
			return &CreateTransfer{ReservationSID: h.reservation, To: h.bob.String(), Priority: new(-1)}
		}, KindInvalid, "Priority"},
		{"with attributes that are none", func(h *handover) Command {
			return &CreateTransfer{ReservationSID: h.reservation, To: h.bob.String(), Attributes: new("[]")}
		}, KindInvalid, "Attributes"},
		{"while another goes on", func(h *handover) Command {
			h.do(0, &CreateTransfer{ReservationSID: h.reservation, To: h.bob.String()})
			return &CreateTransfer{ReservationSID: h.reservation, To: h.carol.String()}
		}, KindState, ""},
		{"canceling an unknown one", func(*handover) Command { return &CancelTransfer{} }, KindNotFound, ""},
		{"canceling one that is through", func(h *handover) Command {
			h.do(0, &CreateTransfer{ReservationSID: h.reservation, To: h.bob.String()})
			h.do(0, &UpdateReservation{SID: h.other, ReservationStatus: ReservationStatusAccepted})
			return &CancelTransfer{SID: h.transfer}
		}, KindState, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHandover(t, Config{})
			cmd := tt.cmd(h)
			before := h.Digest()
			err := refuse(t, h.Engine, cmd)
			assert.Equal(t, tt.kind, err.Kind, err)
			assert.Equal(t, tt.field, err.Field)
			assert.Equal(t, before, h.Digest(), "a refusal changes nothing")
		})
	}
}

func ExampleCreateTransfer() {
	e, _ := New(Config{})
	now := time.Unix(0, 0)
	do := func(cmd Command) []Event {
		events, err := e.Apply(now, cmd)
		if err != nil {
			fmt.Println(err)
		}
		return events
	}
	do(&CreateTaskQueue{FriendlyName: "Everybody"})
	queue, _ := e.TaskQueueByName("Everybody")
	do(&CreateWorkflow{FriendlyName: "All", Configuration: `{"task_routing":{"default_filter":{"queue":"` + queue.SID.String() + `"}}}`})
	available, _ := e.ActivityByName("Available")
	do(&CreateWorker{FriendlyName: "alice", ActivitySID: available.SID})
	first := Find(do(&CreateTask{}), ReservationCreated).ReservationSID
	do(&UpdateReservation{SID: first, ReservationStatus: "accepted"})
	do(&CreateWorker{FriendlyName: "bob", ActivitySID: available.SID})
	bob, _ := e.WorkerByName("bob")
	offer := Find(do(&CreateTransfer{ReservationSID: first, To: bob.SID.String()}), ReservationCreated)
	fmt.Println("offered to", offer.WorkerName())
	done := Find(do(&UpdateReservation{SID: offer.ReservationSID, ReservationStatus: "accepted"}), TaskTransferCompleted)
	x, _ := done.Transfer()
	fmt.Println(x.TransferMode, x.TransferStatus)
	// Output:
	// offered to bob
	// WARM complete
}
