package callback_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/taskrouter"
)

// instructions is one of each, and more of those with many members.
func instructions() []assign.Instruction {
	call := sid[taskrouter.CallSID]("CA0000000000000000000000000000000c")
	supervisor := sid[taskrouter.WorkerSID]("WK0000000000000000000000000000000d")
	return []assign.Instruction{
		&assign.Accept{},
		&assign.Accept{Extra: []assign.Member{{Key: "note", Value: []byte(`{"a":[1,2]}`)}}},
		&assign.Reject{},
		&assign.Reject{ActivitySID: sid[taskrouter.ActivitySID](activity)},
		&assign.Dequeue{},
		&assign.Dequeue{To: assign.MustParseAddress("client:alice"), From: "+15550100", PostWorkActivitySID: sid[taskrouter.ActivitySID](activity), Timeout: 20 * time.Second},
		&assign.Call{To: assign.MustParseAddress("sip:alice@example.com"), From: "+15550100", URL: "https://app.example/leg?a=1&b=ü", Accept: true},
		&assign.Redirect{CallSID: call, URL: "https://app.example/next"},
		&assign.Conference{},
		&assign.Conference{To: assign.MustParseAddress("client:alice"), From: "+15550100"},
		&assign.Supervise{Supervisor: supervisor, Mode: assign.Whisper},
	}
}

// TestInstructionsOverHTTP sends every instruction from a function to a client
// over the loopback.
func TestInstructionsOverHTTP(t *testing.T) {
	resttest.NoLeak(t)
	names := map[assign.Name]bool{}
	var next assign.Instruction
	var seen *assign.Request
	h, told := newHandler(t, func(_ context.Context, req *assign.Request) (assign.Instruction, error) {
		seen = req
		return next, nil
	})
	site, http := loopback(t, h)
	client := newClient(t, nil, func(c *callback.ClientConfig) { c.HTTP = http })
	for _, i := range instructions() {
		next = i
		names[i.Name()] = true
		got, err := client.Ask(t.Context(), site+"/a?tenant=7&x=ü", "", question())
		require.NoError(t, err)
		assert.Equal(t, callback.Instructed, got.Outcome, got.Alerts)
		assert.Equal(t, i, got.Instruction)
		assert.Equal(t, question(), seen)
		assert.Empty(t, told.take())
	}
	assert.Len(t, names, 7, "every name")
	next = nil
	got, err := client.Ask(t.Context(), site, "", question())
	require.NoError(t, err)
	assert.Equal(t, callback.Answer{Outcome: callback.Acknowledged, URL: site}, got)
}

// everyEvent makes at least one event of each type that the engine knows.
func everyEvent(t testing.TB) []taskrouter.Event {
	now := time.Date(2026, 3, 2, 9, 0, 0, 1_500_000, time.UTC)
	e, err := taskrouter.New(taskrouter.Config{Created: now, Seed: 1, FriendlyName: "Zoë & Söhne"})
	require.NoError(t, err)
	var all []taskrouter.Event
	do := func(cmd taskrouter.Command) []taskrouter.Event {
		t.Helper()
		events, err := e.Apply(now, cmd)
		require.NoError(t, err)
		events = append([]taskrouter.Event(nil), events...)
		all = append(all, events...)
		return events
	}
	wait := func(d time.Duration) { now = now.Add(d) }
	offer := func(events []taskrouter.Event) taskrouter.ReservationSID {
		t.Helper()
		ev := taskrouter.Find(events, taskrouter.ReservationCreated)
		require.NotNil(t, ev)
		return ev.ReservationSID
	}
	set := func(r taskrouter.ReservationSID, status taskrouter.ReservationStatus) []taskrouter.Event {
		t.Helper()
		return do(&taskrouter.UpdateReservation{SID: r, ReservationStatus: status})
	}
	available, _ := e.ActivityByName("Available")

	do(&taskrouter.UpdateWorkspace{FriendlyName: new("Support")})
	do(&taskrouter.CreateActivity{FriendlyName: "Lunch"})
	lunch, _ := e.ActivityByName("Lunch")
	do(&taskrouter.UpdateActivity{SID: lunch.SID, FriendlyName: new("Break")})
	do(&taskrouter.DeleteActivity{SID: lunch.SID})
	fax, _ := do(&taskrouter.CreateTaskChannel{UniqueName: "fax", FriendlyName: "Fax"})[0].TaskChannel()
	do(&taskrouter.UpdateTaskChannel{SID: fax.SID, FriendlyName: new("Telefax")})
	do(&taskrouter.DeleteTaskChannel{SID: fax.SID})
	desk, _ := do(&taskrouter.CreateTaskQueue{FriendlyName: "Desk", MaxReservedWorkers: 2})[0].TaskQueue()
	vip, _ := do(&taskrouter.CreateTaskQueue{FriendlyName: "VIP", TargetWorkers: new("vip == true")})[0].TaskQueue()
	do(&taskrouter.UpdateTaskQueue{SID: vip.SID, TargetWorkers: new("level > 3")})
	other, _ := do(&taskrouter.CreateTaskQueue{FriendlyName: "Other"})[0].TaskQueue()
	do(&taskrouter.DeleteTaskQueue{SID: other.SID})
	flow, _ := do(&taskrouter.CreateWorkflow{FriendlyName: "Flow", TaskReservationTimeout: 30 * time.Second, Configuration: strings.NewReplacer("DESK", desk.SID.String(), "VIP", vip.SID.String()).Replace(`{"task_routing":{"filters":[
		{"filter_friendly_name":"steps","expression":"kind == 'steps'","targets":[{"queue":"VIP","timeout":10},{"queue":"DESK","expression":"worker.level > 9","timeout":10}]},
		{"expression":"kind == 'skips'","targets":[{"queue":"VIP","skip_if":"1==1"}]},
		{"expression":"kind == 'one'","targets":[{"queue":"DESK","expression":"worker.name == 'bob'"}]},
		{"expression":"kind == 'both'","targets":[{"queue":"DESK"}]}]}}`)})[0].Workflow()
	do(&taskrouter.UpdateWorkflow{SID: flow.SID, FriendlyName: new("Ablauf")})
	second, _ := do(&taskrouter.CreateWorkflow{FriendlyName: "Second", Configuration: `{"task_routing":{"default_filter":{"queue":"` + desk.SID.String() + `"}}}`})[0].Workflow()
	do(&taskrouter.DeleteWorkflow{SID: second.SID})

	create := func(attributes string) []taskrouter.Event {
		t.Helper()
		return do(&taskrouter.CreateTask{WorkflowSID: flow.SID, Attributes: attributes, TaskChannel: "voice"})
	}
	create(`{"kind":"steps"}`)
	wait(30 * time.Second)
	do(&taskrouter.Advance{}) // moved, timed out, canceled
	create(`{"kind":"skips"}`)
	do(&taskrouter.DeleteTask{SID: create(`{"kind":"both"}`)[0].TaskSID})

	bob := do(&taskrouter.CreateWorker{FriendlyName: "Bob", Attributes: `{"name":"bob","level":2}`, ActivitySID: available.SID})[0].WorkerSID
	do(&taskrouter.UpdateWorker{SID: bob, Attributes: new(`{"name":"bob","level":3}`)})
	do(&taskrouter.UpdateWorkerChannel{WorkerSID: bob, TaskChannel: "voice", Capacity: new(4)})
	do(&taskrouter.UpdateWorkerChannel{WorkerSID: bob, TaskChannel: "sms", Available: new(false)})
	set(offer(create(`{"kind":"one"}`)), taskrouter.ReservationStatusRejected) // and is offered again
	wait(30 * time.Second)
	do(&taskrouter.Advance{})                                                         // nobody answers: bob is offline
	back := offer(do(&taskrouter.UpdateWorker{SID: bob, ActivitySID: available.SID})) // moved
	set(back, taskrouter.ReservationStatusAccepted)
	do(&taskrouter.EndCall{SID: back}) // wraps up
	r, _ := e.Reservation(back)
	do(&taskrouter.UpdateTask{SID: r.TaskSID, AssignmentStatus: taskrouter.TaskStatusCompleted, Reason: new("solved")})
	canceled := create(`{"kind":"one"}`)
	do(&taskrouter.UpdateTask{SID: taskrouter.Find(canceled, taskrouter.TaskCreated).TaskSID, AssignmentStatus: taskrouter.TaskStatusCanceled})

	ann := do(&taskrouter.CreateWorker{FriendlyName: "Ann", ActivitySID: available.SID})[0].WorkerSID
	do(&taskrouter.UpdateWorkerChannel{WorkerSID: ann, TaskChannel: "voice", Capacity: new(4)})
	set(offer(create(`{"kind":"both"}`)), taskrouter.ReservationStatusAccepted) // the other is rescinded
	mine := offer(create(`{"kind":"one"}`))
	set(mine, taskrouter.ReservationStatusAccepted)
	transfer := func(to string) taskrouter.ReservationSID {
		t.Helper()
		return offer(do(&taskrouter.CreateTransfer{ReservationSID: mine, To: to}))
	}
	set(transfer(ann.String()), taskrouter.ReservationStatusRejected) // failed
	events := do(&taskrouter.CreateTransfer{ReservationSID: mine, To: ann.String()})
	x, _ := taskrouter.Find(events, taskrouter.TaskTransferInitiated).Transfer()
	do(&taskrouter.CancelTransfer{SID: x.SID})
	attempt := transfer(desk.SID.String())
	attempt = offer(set(attempt, taskrouter.ReservationStatusRejected)) // an attempt failed
	set(attempt, taskrouter.ReservationStatusAccepted)                  // complete
	wait(25 * time.Hour)
	do(&taskrouter.Advance{}) // the system deletes
	do(&taskrouter.DeleteWorker{SID: ann})
	do(&taskrouter.DeleteWorkspace{})
	return all
}

var allTypes = strings.Fields(`
	workspace.created workspace.updated workspace.deleted activity.created activity.updated activity.deleted
	task-channel.created task-channel.updated task-channel.deleted workflow.created workflow.updated workflow.deleted
	workflow.entered workflow.target-matched workflow.timeout workflow.skipped task-queue.created task-queue.deleted
	task-queue.expression.updated task-queue.entered task-queue.timeout task-queue.moved
	task.created task.updated task.canceled task.wrapup task.completed task.deleted task.system-deleted
	task.transfer-initiated task.transfer-attempt-failed task.transfer-failed task.transfer-canceled task.transfer-completed
	reservation.created reservation.accepted reservation.rejected reservation.timeout reservation.canceled
	reservation.rescinded reservation.wrapup reservation.completed
	worker.created worker.deleted worker.activity.update worker.attributes.update worker.capacity.update
	worker.channel.availability.update`)

// TestEventsOverHTTP sends an event of every type to a function over the
// loopback, and compares what it got with the event.
func TestEventsOverHTTP(t *testing.T) {
	resttest.NoLeak(t)
	var seen *callback.Event
	told := &reports{}
	h, err := callback.NewEventHandler(callback.HandlerConfig{Verifier: verifier(), OnError: told.add}, func(_ context.Context, ev *callback.Event) error {
		seen = ev
		return nil
	})
	require.NoError(t, err)
	site, http := loopback(t, h)
	sender, err := callback.NewSender(callback.SenderConfig{AuthToken: token, HTTP: http})
	require.NoError(t, err)
	types := map[string]bool{}
	for _, ev := range everyEvent(t) {
		types[string(ev.Type)] = true
		require.NoError(t, sender.Send(t.Context(), site, &ev))
		require.Empty(t, told.take())
		compareEvent(t, &ev, seen)
	}
	for _, typ := range allTypes {
		assert.True(t, types[typ], typ)
	}
}

func compareEvent(t *testing.T, want *taskrouter.Event, got *callback.Event) {
	t.Helper()
	assert.Equal(t, want.Type, got.Type)
	assert.Equal(t, want.SID(), got.SID)
	assert.Equal(t, want.At.Truncate(time.Millisecond), got.At)
	assert.Equal(t, want.AccountSID(), got.AccountSID)
	assert.Equal(t, want.WorkspaceSID(), got.WorkspaceSID)
	assert.Equal(t, want.Description(), got.Description)
	assert.Equal(t, want.TaskSID, got.TaskSID)
	assert.Equal(t, want.TaskAttributes(), got.TaskAttributes)
	assert.Equal(t, want.TaskAge(), got.TaskAge)
	assert.Equal(t, want.TaskPriority(), got.TaskPriority)
	assert.Equal(t, want.TaskStatus(), got.TaskStatus)
	assert.Equal(t, want.TaskReason(), got.TaskReason)
	assert.Equal(t, want.WorkerSID, got.WorkerSID)
	assert.Equal(t, want.WorkerName(), got.WorkerName)
	assert.Equal(t, want.WorkerAttributes(), got.WorkerAttributes)
	assert.Equal(t, want.ReservationSID, got.ReservationSID)
	if a, ok := want.Activity(); ok {
		assert.Equal(t, a.SID, got.ActivitySID)
		assert.Equal(t, a.FriendlyName, got.ActivityName)
	}
	if a, ok := want.PreviousActivity(); ok {
		assert.Equal(t, a.SID, got.PreviousActivitySID)
	}
	if w, ok := want.Workflow(); ok {
		assert.Equal(t, w.SID, got.WorkflowSID)
	}
	if q, ok := want.TaskQueue(); ok {
		assert.Equal(t, q.SID, got.TaskQueueSID)
	}
	names := map[string]bool{}
	for _, p := range want.Parameters() {
		names[p.Name] = true
		assert.Equal(t, p.Value, got.Parameters.Get(p.Name), p.Name)
	}
	assert.Len(t, got.Parameters, len(names), "all parameters are kept, and no others")
}
