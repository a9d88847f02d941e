package taskrouter

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestGivenSIDs creates every kind of resource with a SID of the caller's
// choosing: a repeat is no event and no error, other content is a conflict, and
// that ends with the resource.
func TestGivenSIDs(t *testing.T) {
	const digits = "0123456789abcdef0123456789abcdef"
	var (
		activity = must(ParseActivitySID("WA" + digits))
		channel  = must(ParseTaskChannelSID("TC" + digits))
		queue    = must(ParseTaskQueueSID("WQ" + digits))
		workflow = must(ParseWorkflowSID("WW" + digits))
		worker   = must(ParseWorkerSID("WK" + digits))
		task     = must(ParseTaskSID("WT" + digits))
	)
	for _, tt := range []struct {
		name   string
		create func(*desk) Command
		other  func(*desk) Command
		there  func(*Engine) bool
		remove Command // nil where there is no such command
	}{
		{
			"activity",
			func(*desk) Command { return &CreateActivity{SID: activity, FriendlyName: "Lunch"} },
			func(*desk) Command { return &CreateActivity{SID: activity, FriendlyName: "Lunch", Available: true} },
			func(e *Engine) bool { v, ok := e.Activity(activity); return ok && v.FriendlyName == "Lunch" },
			&DeleteActivity{SID: activity},
		},
		{
			"task channel",
			func(*desk) Command { return &CreateTaskChannel{SID: channel, UniqueName: "fax", FriendlyName: "Fax"} },
			func(*desk) Command {
				return &CreateTaskChannel{SID: channel, UniqueName: "fax", FriendlyName: "Telefax"}
			},
			func(e *Engine) bool { v, ok := e.TaskChannel(channel); return ok && v.FriendlyName == "Fax" }, nil,
		},
		{
			"task queue",
			func(*desk) Command { return &CreateTaskQueue{SID: queue, FriendlyName: "Q"} },
			func(*desk) Command {
				return &CreateTaskQueue{SID: queue, FriendlyName: "Q", TargetWorkers: new("1==1")}
			},
			func(e *Engine) bool { v, ok := e.TaskQueue(queue); return ok && v.FriendlyName == "Q" },
			&DeleteTaskQueue{SID: queue},
		},
		{
			"workflow",
			func(d *desk) Command {
				return &CreateWorkflow{SID: workflow, FriendlyName: "W", Configuration: d.toQueue(d.queue)}
			},
			func(d *desk) Command {
				return &CreateWorkflow{SID: workflow, FriendlyName: "W", Configuration: " " + d.toQueue(d.queue)}
			},
			func(e *Engine) bool { v, ok := e.Workflow(workflow); return ok && v.FriendlyName == "W" },
			&DeleteWorkflow{SID: workflow},
		},
		{
			"worker",
			func(*desk) Command { return &CreateWorker{SID: worker, FriendlyName: "Bob"} },
			func(*desk) Command { return &CreateWorker{SID: worker, FriendlyName: "bob"} },
			func(e *Engine) bool { v, ok := e.Worker(worker); return ok && v.FriendlyName == "Bob" },
			&DeleteWorker{SID: worker},
		},
		{
			"task",
			func(d *desk) Command { return &CreateTask{SID: task, Attributes: `{"a":1}`, WorkflowSID: d.workflow} },
			func(d *desk) Command { return &CreateTask{SID: task, Attributes: `{"a":2}`, WorkflowSID: d.workflow} },
			func(e *Engine) bool { v, ok := e.Task(task); return ok && v.Attributes == `{"a":1}` },
			&DeleteTask{SID: task},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			require.NotEmpty(t, apply(t, d.Engine, tt.create(d)))
			assert.True(t, tt.there(d.Engine))

			before := observe(d.Engine)
			assert.Empty(t, apply(t, d.Engine, tt.create(d)), "a repeat")
			assert.Equal(t, before, observe(d.Engine))

			refusal := refuse(t, d.Engine, tt.other(d))
			assert.ErrorIs(t, refusal, ErrConflict)
			assert.Equal(t, CodeConflict, refusal.Code)
			assert.Equal(t, "SID", refusal.Field)
			assert.Contains(t, refusal.Error(), digits+" exists already, with other content")

			if tt.remove == nil {
				return
			}
			apply(t, d.Engine, tt.remove)
			assert.False(t, tt.there(d.Engine))
			assert.NotEmpty(t, apply(t, d.Engine, tt.other(d)), "the SID is free again")
		})
	}
}

// TestGivenSIDOfAnother shows that a SID which the engine chose cannot be
// claimed, and that the engine chooses none that is taken.
func TestGivenSIDOfAnother(t *testing.T) {
	d := newDesk(t, Limits{})
	refusal := refuse(t, d.Engine, &CreateWorker{SID: d.worker, FriendlyName: "Alice"})
	assert.ErrorIs(t, refusal, ErrConflict)

	twin := newDesk(t, Limits{})
	next := Find(apply(t, twin.Engine, &CreateWorker{FriendlyName: "Bob"}), WorkerCreated).WorkerSID
	apply(t, d.Engine, &CreateWorker{SID: next, FriendlyName: "Claims the next one"})
	bob := Find(apply(t, d.Engine, &CreateWorker{FriendlyName: "Bob"}), WorkerCreated).WorkerSID
	assert.NotEqual(t, next, bob)
}

// TestSIDs shows what SIDs depend on: the seed, the workspace, and what was made
// of their own kind, refused commands and other kinds not included.
func TestSIDs(t *testing.T) {
	first := func(cfg Config, before ...Command) WorkerSID {
		cfg.Created = shiftStart
		e, err := New(cfg)
		require.NoError(t, err)
		for _, cmd := range before {
			_, _ = e.Apply(shiftStart, cmd)
		}
		return Find(apply(t, e, &CreateWorker{FriendlyName: "Alice"}), WorkerCreated).WorkerSID
	}
	alice := first(Config{})
	assert.Equal(t, alice, first(Config{}))
	assert.Equal(t, alice, first(Config{FriendlyName: "Another name"}))
	assert.Equal(t, alice, first(Config{}, &CreateActivity{FriendlyName: "A"}, &CreateTaskQueue{FriendlyName: "Q"}))
	assert.Equal(t, alice, first(Config{}, &CreateWorker{}, &CreateWorker{FriendlyName: "B", Attributes: "x"}))
	assert.NotEqual(t, alice, first(Config{}, &CreateWorker{FriendlyName: "B"}))
	assert.NotEqual(t, alice, first(Config{Seed: 1}))
	assert.NotEqual(t, alice, first(Config{WorkspaceSID: must(ParseWorkspaceSID("WS" + nowhere))}))

	cfg := Config{AccountSID: must(ParseAccountSID("AC" + nowhere)), WorkspaceSID: must(ParseWorkspaceSID("WS" + nowhere))}
	e, err := New(cfg)
	require.NoError(t, err)
	assert.Equal(t, Workspace{
		AccountSID: cfg.AccountSID, SID: cfg.WorkspaceSID, FriendlyName: "Workspace",
		DefaultActivitySID: e.Workspace().DefaultActivitySID, TimeoutActivitySID: e.Workspace().DefaultActivitySID,
		MultiTaskEnabled: true, PrioritizeQueueOrder: FIFO,
		DateCreated: time.Unix(0, 0).UTC(), DateUpdated: time.Unix(0, 0).UTC(),
	}, e.Workspace())
}

// TestSIDsOfWorkerChannels: no two workers and no two channels share one.
func TestSIDsOfWorkerChannels(t *testing.T) {
	d := newDesk(t, Limits{})
	bob := Find(apply(t, d.Engine, &CreateWorker{FriendlyName: "Bob"}), WorkerCreated).WorkerSID
	apply(t, d.Engine, &CreateTaskChannel{UniqueName: "fax", FriendlyName: "Fax"})
	owners := map[WorkerChannelSID]string{}
	for _, w := range []WorkerSID{d.worker, bob} {
		for c := range d.WorkerChannels(w) {
			require.Empty(t, owners[c.SID])
			owners[c.SID] = w.String() + " " + c.TaskChannelUniqueName
		}
	}
	assert.Len(t, owners, 12)
}

// TestNewWorkspace holds what a new workspace comes with against rest.md §6.1.
func TestNewWorkspace(t *testing.T) {
	e, err := New(Config{})
	require.NoError(t, err)
	require.NoError(t, e.Check())
	var names []string
	for a := range e.Activities() {
		names = append(names, fmt.Sprint(a.FriendlyName, " ", a.Available))
	}
	assert.Equal(t, []string{"Offline false", "Available true", "Unavailable false"}, names)
	offline, _ := e.ActivityByName("Offline")
	assert.Equal(t, offline.SID, e.Workspace().DefaultActivitySID)
	assert.Equal(t, offline.SID, e.Workspace().TimeoutActivitySID)
	names = nil
	for c := range e.TaskChannels() {
		names = append(names, c.UniqueName)
	}
	assert.Equal(t, []string{"default", "voice", "chat", "sms", "video"}, names)
	_, due := e.Deadline()
	assert.False(t, due)

	worker := Find(apply(t, e, &CreateWorker{FriendlyName: "Alice"}), WorkerCreated).WorkerSID
	n := 0
	for c := range e.WorkerChannels(worker) {
		assert.Equal(t, []any{1, true, 0, 100}, []any{c.ConfiguredCapacity, c.Available, c.AssignedTasks, c.AvailableCapacityPercentage})
		n++
	}
	assert.Equal(t, 5, n)
}

// TestLookups asks for what is there, for what is not, and for the first of a
// list.
func TestLookups(t *testing.T) {
	d := newDesk(t, Limits{})
	d.offer()
	apply(t, d.Engine, &CreateWorker{FriendlyName: "Bob"})
	apply(t, d.Engine, &CreateTask{})

	alice, ok := d.WorkerByName("aLiCe")
	assert.True(t, ok)
	assert.Equal(t, d.worker, alice.SID)
	activity, ok := d.Activity(d.available)
	assert.True(t, ok)
	assert.Equal(t, "Available", activity.FriendlyName)
	for name, found := range map[string]bool{
		"activity":      second(d.Activity(noActivity)),
		"activity name": second(d.ActivityByName("Lunch")),
		"channel":       second(d.TaskChannel(noChannel)),
		"channel name":  second(d.TaskChannelByName("fax")),
		"queue":         second(d.TaskQueue(noQueue)),
		"queue name":    second(d.TaskQueueByName("Nobody")),
		"workflow":      second(d.Workflow(noWorkflow)),
		"workflow name": second(d.WorkflowByName("Second")),
		"worker":        second(d.Worker(noWorker)),
		"worker name":   second(d.WorkerByName("Carol")),
		"task":          second(d.Task(noTask)),
		"reservation":   second(d.Reservation(noReservation)),
	} {
		assert.False(t, found, name)
	}
	for range d.WorkersOf(noQueue) {
		t.Error("an unknown queue has workers")
	}
	for range d.WorkerChannels(noWorker) {
		t.Error("an unknown worker has channels")
	}
	for range d.WorkerReservations(noWorker) {
		t.Error("an unknown worker has reservations")
	}
	for range d.TaskReservations(noTask) {
		t.Error("an unknown task has reservations")
	}

	firsts := 0
	for range d.Activities() {
		firsts++
		break
	}
	for range d.TaskChannels() {
		firsts++
		break
	}
	for range d.TaskQueues() {
		firsts++
		break
	}
	for range d.WorkersOf(d.queue) {
		firsts++
		break
	}
	for range d.Workflows() {
		firsts++
		break
	}
	for range d.Workers() {
		firsts++
		break
	}
	for range d.WorkerChannels(d.worker) {
		firsts++
		break
	}
	for range d.WorkerReservations(d.worker) {
		firsts++
		break
	}
	for range d.Tasks() {
		firsts++
		break
	}
	for range d.TaskReservations(d.task) {
		firsts++
		break
	}
	assert.Equal(t, 10, firsts)
}

// TestWorkerReservations shows a worker's reservations in order, past ones as
// long as their tasks live, and goes on where an iteration meets one that is
// removed meanwhile.
func TestWorkerReservations(t *testing.T) {
	d := newDesk(t, Limits{})
	var tasks []TaskSID
	for range 5 {
		d.offer()
		d.answer(ReservationStatusAccepted)
		d.status(TaskStatusCompleted)
		tasks = append(tasks, d.task)
	}
	d.offer()
	tasks = append(tasks, d.task)
	list := func() (list []TaskSID) {
		for r := range d.WorkerReservations(d.worker) {
			require.Equal(t, d.worker, r.WorkerSID)
			list = append(list, r.TaskSID)
		}
		return list
	}
	require.Equal(t, tasks, list())
	var met []TaskSID
	for r := range d.WorkerReservations(d.worker) {
		if met = append(met, r.TaskSID); r.TaskSID == tasks[1] {
			for _, gone := range tasks[1:4] { // the present one and those that follow
				apply(t, d.Engine, &DeleteTask{SID: gone})
			}
		}
	}
	assert.Equal(t, []TaskSID{tasks[0], tasks[1], tasks[4], tasks[5]}, met)
	assert.Equal(t, []TaskSID{tasks[0], tasks[4], tasks[5]}, list())
	apply(t, d.Engine, &DeleteTask{SID: tasks[0]})
	apply(t, d.Engine, &DeleteTask{SID: tasks[5]})
	assert.Equal(t, []TaskSID{tasks[4]}, list())
	_, err := d.Apply(d.Now().Add(5*time.Minute), &Advance{})
	require.NoError(t, err)
	require.NoError(t, d.Check())
	assert.Empty(t, list(), "its task is gone")
}

func second[T any](_ T, ok bool) bool { return ok }

// TestLinkedAttributes writes the worker's call, and then a conference, into
// attributes as they come.
func TestLinkedAttributes(t *testing.T) {
	for _, tt := range []struct{ name, before, after string }{
		{"empty", `{}`, `{"worker_call_sid":"CA00000000000000000000000000000001"}`},
		{"spaces", ` { "a" : 1 , "b" : [ {} ] } `, `{"a":1,"b":[ {} ],"worker_call_sid":"CA00000000000000000000000000000001"}`},
		{"another call", `{"worker_call_sid":"CA2","z":null}`, `{"z":null,"worker_call_sid":"CA00000000000000000000000000000001"}`},
		{"escapes", `{"a\"b<":"\u00e9"}`, `{"a\"b\u003c":"\u00e9","worker_call_sid":"CA00000000000000000000000000000001"}`},
		{"a member inside", `{"a":{"worker_call_sid":1}}`, `{"a":{"worker_call_sid":1},"worker_call_sid":"CA00000000000000000000000000000001"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{Attributes: len(tt.before)})
			events := apply(t, d.Engine, &CreateTask{Attributes: tt.before})
			r := Find(events, ReservationCreated).ReservationSID
			updated := Find(apply(t, d.Engine, &LinkCall{SID: r, WorkerCallSID: mustCallSID(1)}), TaskUpdated)
			assert.Equal(t, tt.after, updated.TaskAttributes(), "beyond the limit of attributes, since the system writes it")

			apply(t, d.Engine, &UpdateReservation{SID: r, ReservationStatus: ReservationStatusAccepted})
			version := there(d.Task(updated.TaskSID)).Version
			updated = Find(apply(t, d.Engine, &LinkConference{SID: updated.TaskSID, Conference: ` { "sid" : "CF1" } `}), TaskUpdated)
			assert.Equal(t, strings.TrimSuffix(tt.after, "}")+`,"conference":{ "sid" : "CF1" }}`, updated.TaskAttributes())
			assert.Equal(t, version+1, there(d.Task(updated.TaskSID)).Version)
		})
	}
}
