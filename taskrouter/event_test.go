package taskrouter

import (
	"fmt"
	"os"
	"path/filepath"
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

var allTypes = []EventType{
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
	events := everyType(t)
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
		{"to a queue", "{WQ}", "false", func(d *desk) *CreateTask { return &CreateTask{RoutingTarget: d.queue.String()} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			want := strings.NewReplacer("{WK}", d.worker.String(), "{WQ}", d.queue.String()).Replace(tt.target)
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
