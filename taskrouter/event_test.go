package taskrouter

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/script"
)

// rendered prints events with all their parameters.
func rendered(events []Event) string {
	var b strings.Builder
	for i := range events {
		ev := &events[i]
		fmt.Fprintf(&b, "%d %s %s\n", ev.Sequence, ev.At.Format(time.RFC3339Nano), ev.Type)
		for _, p := range ev.Parameters() {
			fmt.Fprintf(&b, "  %s=%s\n", p.Name, p.Value)
		}
	}
	return b.String()
}

// everyType makes at least one event of each type.
func everyType(t *testing.T) []Event {
	d := newDesk(t, Limits{})
	var all []Event
	now := shiftStart.Add(1500 * time.Millisecond)
	do := func(cmd Command) []Event {
		t.Helper()
		events, err := d.Apply(now, cmd)
		require.NoError(t, err)
		all = append(all, events...)
		return events
	}
	do(&UpdateWorkspace{FriendlyName: new("Support"), WrapUpTime: new(time.Minute)})
	lunch := do(&CreateActivity{FriendlyName: "Lunch"})[0].activity.SID
	do(&UpdateActivity{SID: lunch, FriendlyName: new("Break")})
	fax := do(&CreateTaskChannel{UniqueName: "fax", FriendlyName: "Fax"})[0].channel.SID
	do(&UpdateTaskChannel{SID: fax, FriendlyName: new("Telefax")})
	vip := do(&CreateTaskQueue{FriendlyName: "VIP", TargetWorkers: new("vip == true")})[0].queue.SID
	do(&UpdateTaskQueue{SID: vip, TargetWorkers: new("level > 3")})
	do(&UpdateWorkflow{SID: d.workflow, TaskReservationTimeout: new(30 * time.Second), Configuration: new(fmt.Sprintf(`{"task_routing":{"filters":[
		{"filter_friendly_name":"steps","expression":"kind == 'steps'","targets":[{"queue":%[1]q,"timeout":10,"priority":3},{"queue":%[2]q,"expression":"worker.level > task.level","timeout":10}]},
		{"filter_friendly_name":"skips","expression":"kind == 'skips'","targets":[{"queue":%[1]q,"skip_if":"1==1"}]},
		{"filter_friendly_name":"known","expression":"kind == 'known'","targets":[{"queue":%[2]q,"known_worker_friendly_name":"task.agent"}]},
		{"filter_friendly_name":"rest","expression":"kind == 'rest'","targets":[{"queue":%[2]q,"expression":"worker.level != 9"}]}]}}`, vip, d.queue))})
	second := do(&CreateWorkflow{FriendlyName: "Second", Configuration: d.toQueue(d.queue)})[0].workflow.SID
	do(&DeleteWorkflow{SID: second})

	now = now.Add(10 * time.Second)
	bob := do(&CreateWorker{FriendlyName: "Bob", ActivitySID: lunch, Attributes: `{"level":2}`})[0].WorkerSID
	do(&UpdateWorker{SID: bob, Attributes: new(`{"level":2,"contact_uri":"client:bob"}`)})
	do(&UpdateWorkerChannel{WorkerSID: bob, TaskChannel: "voice", Capacity: new(3)})
	do(&UpdateWorkerChannel{WorkerSID: bob, TaskChannel: fax.String(), Available: new(false)})
	do(&UpdateWorker{SID: d.worker, ActivitySID: lunch})

	create := func(attributes string) TaskSID {
		t.Helper()
		return Find(do(&CreateTask{WorkflowSID: d.workflow, Attributes: attributes, TaskChannel: "voice", Priority: 1}), TaskCreated).TaskSID
	}
	create(`{"kind":"steps","level":5}`)
	now = now.Add(20 * time.Second)
	do(&Advance{})
	create(`{"kind":"skips"}`)
	create(`{"kind":"known","agent":"Nobody"}`)

	known := create(`{"kind":"known","agent":"Bob"}`)
	now = now.Add(time.Second)
	offer := Find(do(&UpdateWorker{SID: bob, ActivitySID: d.available}), ReservationCreated)
	r := offer.ReservationSID
	do(&LinkCall{SID: r, WorkerCallSID: mustCallSID(7)})
	do(&UpdateReservation{SID: r, ReservationStatus: "accepted"})
	now = now.Add(100 * time.Second)
	do(&EndCall{SID: r})
	do(&UpdateTask{SID: known, AssignmentStatus: "completed", Reason: new("solved")})

	again := create(`{"kind":"rest"}`)
	now = now.Add(30 * time.Second)
	do(&Advance{}) // nobody answers
	offer = Find(do(&UpdateWorker{SID: bob, ActivitySID: d.available}), ReservationCreated)
	do(&UpdateReservation{SID: offer.ReservationSID, ReservationStatus: "rejected", WorkerActivitySID: d.offline})
	do(&UpdateWorker{SID: bob, ActivitySID: d.available})
	do(&AbandonTask{SID: again, Reason: "hangup"})
	last := create(`{"kind":"rest"}`)
	do(&DeleteWorker{SID: bob})
	do(&DeleteTask{SID: last})
	forgotten := create(`{"kind":"rest"}`)
	offer = Find(do(&UpdateWorker{SID: d.worker, ActivitySID: d.available}), ReservationCreated)
	do(&UpdateReservation{SID: offer.ReservationSID, ReservationStatus: "accepted"})
	require.Equal(t, forgotten, offer.TaskSID)
	now = now.Add(24 * time.Hour)
	do(&DeleteActivity{SID: lunch})
	other := do(&CreateTaskQueue{FriendlyName: "Other", TargetWorkers: new("")})
	do(&DeleteTaskQueue{SID: other[0].queue.SID})
	do(&DeleteTaskChannel{SID: fax})
	require.NoError(t, d.Check())
	return all
}

// everyTransfer makes the events of transfers, and those of a workspace's
// beginning and end.
func everyTransfer(t *testing.T) []Event {
	e, err := New(Config{Created: shiftStart, FriendlyName: "Short"})
	require.NoError(t, err)
	all := slices.Clone(apply(t, e, &DeleteWorkspace{}))
	h := newHandover(t, Config{})
	do := func(cmd Command) []Event {
		t.Helper()
		events := apply(t, h.Engine, cmd)
		all = append(all, events...)
		return events
	}
	transfer := func(to string, mode TransferMode) []Event {
		t.Helper()
		return do(&CreateTransfer{ReservationSID: h.reservation, To: to, Mode: mode})
	}
	offered := Find(transfer(h.bob.String(), Warm), ReservationCreated).ReservationSID
	do(&UpdateReservation{SID: offered, ReservationStatus: "rejected"})
	x, _ := Find(transfer(h.bob.String(), Warm), TaskTransferInitiated).Transfer()
	do(&CancelTransfer{SID: x.SID})
	offered = Find(transfer(h.second.String(), Cold), ReservationCreated).ReservationSID
	offered = Find(do(&UpdateReservation{SID: offered, ReservationStatus: "rejected"}), ReservationCreated).ReservationSID
	do(&UpdateReservation{SID: offered, ReservationStatus: "accepted"})
	return all
}

// TestEventTypesOfTheVendor holds the vendor's list (lifecycle.md §5.4) against
// the types of this package. The one that is missing has no occasion here; see
// [EventType].
func TestEventTypesOfTheVendor(t *testing.T) {
	vendor := strings.Fields(`
		workspace.created workspace.updated workspace.deleted activity.created activity.updated activity.deleted
		task-channel.created task-channel.updated task-channel.deleted workflow.created workflow.updated workflow.deleted
		workflow.entered workflow.target-matched workflow.timeout workflow.skipped task-queue.created task-queue.deleted
		task-queue.expression.updated task-queue.entered task-queue.timeout task-queue.moved
		task.created task.updated task.canceled task.wrapup task.completed task.deleted task.system-deleted
		task.transfer-initiated task.transfer-attempt-failed task.transfer-failed task.transfer-canceled task.transfer-completed
		reservation.created reservation.accepted reservation.rejected reservation.timeout reservation.canceled
		reservation.rescinded reservation.wrapup reservation.completed reservation.failed
		worker.created worker.deleted worker.activity.update worker.attributes.update worker.capacity.update
		worker.channel.availability.update`)
	ours := []string{"reservation.failed"}
	for _, typ := range allTypes {
		if typ != Alert {
			ours = append(ours, string(typ))
		}
	}
	assert.ElementsMatch(t, vendor, ours)
	assert.True(t, ParseEventsFilter("reservation.failed").Passes("reservation.failed"), "a filter may name it")
}

// TestWorkspaceBegins shows that the creation is the first event of all, at its
// own instant, whatever the first command is and even if that is refused.
func TestWorkspaceBegins(t *testing.T) {
	for _, cmd := range []Command{&Advance{}, &CreateActivity{FriendlyName: "Lunch"}, &DeleteTask{SID: noTask}, &DeleteWorkspace{}} {
		e, err := New(Config{Created: shiftStart, FriendlyName: "Support"})
		require.NoError(t, err)
		_, due := e.Deadline()
		assert.False(t, due, "it is no deadline: nobody has to wake up for it")
		_, err = e.Apply(shiftStart.Add(-1), cmd)
		require.ErrorIs(t, err, ErrTime, "which changes nothing at all")
		events, _ := e.Apply(shiftStart.Add(time.Hour), cmd)
		require.NotEmpty(t, events)
		first := events[0]
		assert.Equal(t, WorkspaceCreated, first.Type)
		assert.Equal(t, uint64(1), first.Sequence)
		assert.Equal(t, shiftStart, first.At)
		assert.Equal(t, "Support", first.Parameter("WorkspaceName"))
		assert.Equal(t, e.Workspace().SID.String(), first.Parameter("ResourceSid"))
		events, _ = e.Apply(shiftStart.Add(time.Hour), &Advance{})
		assert.Empty(t, events, "and comes once")
	}
}

// TestWorkspaceEnds shows that nothing outlives a workspace but its past.
func TestWorkspaceEnds(t *testing.T) {
	h := newHandover(t, Config{WrapUpTime: time.Minute})
	h.do(0, &CreateTransfer{ReservationSID: h.reservation, To: h.second.String()})
	apply(t, h.Engine, &UpdateWorkerChannel{WorkerSID: h.carol, TaskChannel: "default", Capacity: new(3)})
	apply(t, h.Engine, &CreateTask{})
	apply(t, h.Engine, &CreateTask{RoutingTarget: h.carol.String()})
	apply(t, h.Engine, &CreateTask{RoutingTarget: h.carol.String(), IgnoreCapacity: new(false), Attributes: `{"a":1}`})
	created := h.count.tasksCreated
	events := apply(t, h.Engine, &DeleteWorkspace{})
	assert.Equal(t, WorkspaceDeleted, events[len(events)-1].Type)
	var tasks, workers uint64
	for i := range events {
		switch events[i].Type {
		case TaskDeleted:
			tasks++
		case WorkerDeleted:
			workers++
		}
	}
	assert.Equal(t, created, tasks)
	assert.Equal(t, uint64(3), workers)
	assert.True(t, h.Workspace().Deleted)
	_, due := h.Deadline()
	assert.False(t, due)
	for name, n := range map[string]int{
		"tasks": h.tasks.len(), "workers": h.workers.len(), "queues": h.queues.len(), "workflows": h.workflows.len(),
		"activities": h.activities.len(), "channels": h.channels.len(), "reservations": h.reservations.len(), "transfers": len(h.transfers),
	} {
		assert.Zero(t, n, name)
	}
	for name, typ := range commandTypes {
		if name == "Advance" {
			continue
		}
		err := refuse(t, h.Engine, reflect.New(typ).Interface().(Command))
		assert.Equal(t, KindNotFound, err.Kind, name)
		assert.Equal(t, CodeNotFound, err.Code)
		assert.Equal(t, "deleted", err.State)
		assert.Equal(t, h.Workspace().SID.String(), err.SID)
		assert.Equal(t, name, err.Command)
	}
	events, err := h.Apply(h.Now().Add(time.Hour), &Advance{})
	require.NoError(t, err, "time passes")
	assert.Empty(t, events)
	now, err := h.WorkspaceRealTime("")
	require.NoError(t, err)
	assert.Zero(t, now.TotalTasks)
	past, err := h.WorkspaceCumulative(Window{Start: shiftStart})
	require.NoError(t, err)
	assert.Equal(t, int(created), past.TasksDeleted)
}

var allTypes = []EventType{
	WorkspaceCreated, WorkspaceDeleted,
	TaskTransferInitiated, TaskTransferAttemptFailed, TaskTransferFailed, TaskTransferCanceled, TaskTransferCompleted,
	WorkspaceUpdated, ActivityCreated, ActivityUpdated, ActivityDeleted, TaskChannelCreated, TaskChannelUpdated, TaskChannelDeleted,
	TaskQueueCreated, TaskQueueDeleted, TaskQueueExpressionUpdated, TaskQueueEntered, TaskQueueTimeout, TaskQueueMoved,
	WorkflowCreated, WorkflowUpdated, WorkflowDeleted, WorkflowEntered, WorkflowTargetMatched, WorkflowTimeout, WorkflowSkipped,
	TaskCreated, TaskUpdated, TaskCanceled, TaskWrapup, TaskCompleted, TaskDeleted, TaskSystemDeleted,
	ReservationCreated, ReservationAccepted, ReservationRejected, ReservationTimeout, ReservationCanceled, ReservationRescinded,
	ReservationWrapup, ReservationCompleted,
	WorkerCreated, WorkerDeleted, WorkerActivityUpdate, WorkerAttributesUpdate, WorkerCapacityUpdate, WorkerChannelAvailabilityUpdate,
	Alert,
}

// TestEventParameters holds one event of each type against testdata/events. With
// ACD_SCRIPT_UPDATE=1 the files are rewritten.
func TestEventParameters(t *testing.T) {
	events := append(everyTransfer(t), everyType(t)...)
	for _, typ := range allTypes {
		t.Run(string(typ), func(t *testing.T) {
			last := -1
			for i := range events {
				if events[i].Type == typ {
					last = i
				}
			}
			require.GreaterOrEqual(t, last, 0, "no such event")
			got := rendered(events[last : last+1])
			file := filepath.Join("testdata", "events", string(typ)+".txt")
			if os.Getenv(script.UpdateVariable) != "" {
				require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
				require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}

// TestEventSequence shows that numbers have no gaps, that time never goes back,
// and that SIDs follow from the numbers and differ.
func TestEventSequence(t *testing.T) {
	first, second := everyType(t), everyType(t)
	require.Equal(t, rendered(first), rendered(second), "the same commands give the same events")
	seen := map[EventSID]bool{}
	before := first[0]
	for i := range first {
		ev := &first[i]
		assert.Equal(t, before.Sequence+uint64(min(i, 1)), ev.Sequence)
		assert.False(t, ev.At.Before(before.At))
		assert.False(t, seen[ev.SID()], "a SID comes once")
		assert.Equal(t, ev.SID(), second[i].SID())
		assert.Equal(t, ev.SID().String(), ev.Parameter("Sid"))
		assert.Equal(t, string(ev.Type), ev.Parameter("EventType"))
		names := map[string]bool{}
		for _, p := range ev.Parameters() {
			assert.False(t, names[p.Name], "%s has %s twice", ev.Type, p.Name)
			names[p.Name] = true
		}
		seen[ev.SID()] = true
		before = *ev
	}
	assert.Empty(t, first[0].Parameter("Nothing"))
}

// TestEventsKeepWhatWas shows that an event that was copied tells of its moment,
// whatever became of the resources since.
func TestEventsKeepWhatWas(t *testing.T) {
	d := newDesk(t, Limits{})
	d.offer()
	kept := *Find(apply(t, d.Engine, &UpdateReservation{SID: d.reservation, ReservationStatus: "accepted"}), ReservationAccepted)
	before := rendered([]Event{kept})

	apply(t, d.Engine, &UpdateWorkspace{FriendlyName: new("Other")})
	apply(t, d.Engine, &UpdateTaskQueue{SID: d.queue, FriendlyName: new("Nobody"), TargetWorkers: new("")})
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, FriendlyName: new("Other")})
	apply(t, d.Engine, &UpdateActivity{SID: d.available, FriendlyName: new("Ready")})
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, FriendlyName: new("Bob"), Attributes: new(`{"a":1}`)})
	apply(t, d.Engine, &UpdateTask{SID: d.task, Attributes: new(`{"b":1}`), Priority: new(7)})
	apply(t, d.Engine, &DeleteTask{SID: d.task})
	assert.Equal(t, before, rendered([]Event{kept}))

	assert.Equal(t, "{}", kept.TaskAttributes())
	assert.Equal(t, TaskStatusAssigned, kept.TaskStatus())
	assert.Equal(t, 0, kept.TaskPriority())
	assert.Equal(t, "Alice", kept.WorkerName())
	assert.Equal(t, "{}", kept.WorkerAttributes())
	assert.Equal(t, ReservationStatusAccepted, kept.ReservationStatus())
	assert.Equal(t, 120*time.Second, kept.ReservationTimeout())
	assert.Equal(t, d.Workspace().SID, kept.WorkspaceSID())
	assert.Equal(t, d.Workspace().AccountSID, kept.AccountSID())
	workflow, _ := kept.Workflow()
	queue, _ := kept.TaskQueue()
	channel, _ := kept.TaskChannel()
	activity, _ := kept.Activity()
	assert.Equal(t, []string{"Main", "Everyone", "default", "Available"},
		[]string{workflow.FriendlyName, queue.FriendlyName, channel.UniqueName, activity.FriendlyName})
	_, moved := kept.PreviousActivity()
	assert.False(t, moved)
	_, _, alert := kept.Alert()
	assert.False(t, alert)
}

// TestEventsOfDirectTasks shows what events tell of a task that is routed past
// its workflow.
func TestEventsOfDirectTasks(t *testing.T) {
	for _, tt := range []struct {
		name            string
		target, ignores string
		make            func(*desk) *CreateTask
	}{
		{"through the workflow", "", "false", func(d *desk) *CreateTask { return &CreateTask{} }},
		{"to a worker", "{WK}", "true", func(d *desk) *CreateTask { return &CreateTask{RoutingTarget: d.worker.String()} }},
		{"to a worker with room", "{WK}", "false", func(d *desk) *CreateTask {
			return &CreateTask{RoutingTarget: d.worker.String(), IgnoreCapacity: new(false)}
		}},
		{"to its workflow", "{WW}", "false", func(d *desk) *CreateTask { return &CreateTask{RoutingTarget: d.workflow.String()} }},
		{"to a queue", "{WQ}", "false", func(d *desk) *CreateTask { return &CreateTask{RoutingTarget: d.queue.String()} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			want := strings.NewReplacer("{WK}", d.worker.String(), "{WQ}", d.queue.String(), "{WW}", d.workflow.String()).Replace(tt.target)
			cmd := tt.make(d)
			cmd.VirtualStartTime = shiftStart.Add(-time.Hour)
			events := apply(t, d.Engine, cmd)
			for _, typ := range []EventType{TaskCreated, ReservationCreated} {
				ev := Find(events, typ)
				require.NotNil(t, ev)
				assert.Equal(t, want, ev.Parameter("TaskRoutingTarget"))
				assert.Equal(t, tt.ignores, ev.Parameter("TaskIgnoreCapacity"))
				assert.Equal(t, fmt.Sprint(shiftStart.Add(-time.Hour).Unix()), ev.Parameter("TaskVirtualStartTime"))
			}
			task, _ := d.Task(Find(events, TaskCreated).TaskSID)
			assert.Equal(t, want, task.RoutingTarget)
			assert.Equal(t, tt.ignores == "true", task.IgnoreCapacity)
		})
	}
}

// TestEventsOfChannels shows what events tell of a channel's own circle.
func TestEventsOfChannels(t *testing.T) {
	d := newDesk(t, Limits{})
	created := apply(t, d.Engine, &CreateTaskChannel{UniqueName: "mail", FriendlyName: "Mail", ChannelOptimizedRouting: true})
	kept := created[0]
	assert.Equal(t, "true", kept.Parameter("TaskChannelOptimizedRouting"))
	updated := apply(t, d.Engine, &UpdateTaskChannel{SID: kept.channel.SID, ChannelOptimizedRouting: new(false)})
	assert.Equal(t, "false", updated[0].Parameter("TaskChannelOptimizedRouting"))
	assert.Equal(t, "true", kept.Parameter("TaskChannelOptimizedRouting"), "as it was then")
}

func TestFind(t *testing.T) {
	d := newDesk(t, Limits{})
	events := apply(t, d.Engine, &CreateTask{})
	assert.Same(t, &events[0], Find(events, TaskCreated))
	assert.Nil(t, Find(events, TaskCanceled))
	assert.Nil(t, Find(nil, TaskCreated))
	moved := Find(apply(t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.offline}), WorkerActivityUpdate)
	assert.Zero(t, moved.TaskAge(), "no task")
}
