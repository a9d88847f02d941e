package taskrouter

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestUpdatesAreKept changes everything of each resource that can be changed,
// half an hour after it was made, and reads it back.
func TestUpdatesAreKept(t *testing.T) {
	const later = 30 * time.Minute
	created, updated := shiftStart, shiftStart.Add(later)
	for _, tt := range []struct {
		name   string
		update func(*desk) Command
		want   func(*desk) any
		have   func(*desk) any
	}{
		{
			"workspace",
			func(d *desk) Command {
				return &UpdateWorkspace{
					FriendlyName: new("Office"), DefaultActivitySID: &d.available, TimeoutActivitySID: new(d.activity("Unavailable")), WrapUpTime: new(time.Minute),
					PrioritizeQueueOrder: new(LIFO), EventCallbackURL: new("https://example.com/events"), EventsFilter: new("task.created"),
				}
			},
			func(d *desk) any {
				return Workspace{
					AccountSID: d.Workspace().AccountSID, SID: d.Workspace().SID, FriendlyName: "Office",
					DefaultActivitySID: d.available, TimeoutActivitySID: d.activity("Unavailable"), WrapUpTime: time.Minute,
					MultiTaskEnabled: true, PrioritizeQueueOrder: LIFO, EventCallbackURL: "https://example.com/events", EventsFilter: "task.created",
					DateCreated: created, DateUpdated: updated,
				}
			},
			func(d *desk) any { return d.Workspace() },
		},
		{
			"activity",
			func(d *desk) Command { return &UpdateActivity{SID: d.available, FriendlyName: new("Ready")} },
			func(d *desk) any {
				return Activity{SID: d.available, FriendlyName: "Ready", Available: true, DateCreated: created, DateUpdated: updated}
			},
			func(d *desk) any { return the(d.Activity(d.available)) },
		},
		{
			"task channel",
			func(d *desk) Command {
				return &UpdateTaskChannel{SID: d.channel("voice"), FriendlyName: new("Calls"), ChannelOptimizedRouting: new(true)}
			},
			func(d *desk) any {
				return TaskChannel{
					SID: d.channel("voice"), UniqueName: "voice", FriendlyName: "Calls", ChannelOptimizedRouting: true, DateCreated: created, DateUpdated: updated,
				}
			},
			func(d *desk) any { return the(d.TaskChannel(d.channel("voice"))) },
		},
		{
			"task queue",
			func(d *desk) Command {
				return &UpdateTaskQueue{
					SID: d.queue, FriendlyName: new("Team"), TargetWorkers: new("team == 1"), MaxReservedWorkers: new(7), TaskOrder: new(LIFO),
					ReservationActivitySID: &d.offline, AssignmentActivitySID: &d.available,
				}
			},
			func(d *desk) any {
				return TaskQueue{
					SID: d.queue, FriendlyName: "Team", TargetWorkers: "team == 1", MaxReservedWorkers: 7, TaskOrder: LIFO,
					ReservationActivitySID: d.offline, AssignmentActivitySID: d.available, DateCreated: created, DateUpdated: updated,
				}
			},
			func(d *desk) any { return the(d.TaskQueue(d.queue)) },
		},
		{
			"workflow",
			func(d *desk) Command {
				return &UpdateWorkflow{
					SID: d.workflow, FriendlyName: new("Other"), Configuration: new(" " + d.toQueue(d.queue)), TaskReservationTimeout: new(time.Minute),
					AssignmentCallbackURL: new("https://example.com/a"), FallbackAssignmentCallbackURL: new("https://example.com/b"),
				}
			},
			func(d *desk) any {
				return Workflow{
					SID: d.workflow, FriendlyName: "Other", Configuration: " " + d.toQueue(d.queue), TaskReservationTimeout: time.Minute,
					AssignmentCallbackURL: "https://example.com/a", FallbackAssignmentCallbackURL: "https://example.com/b",
					DateCreated: created, DateUpdated: updated,
				}
			},
			func(d *desk) any { return the(d.Workflow(d.workflow)) },
		},
		{
			"worker",
			func(d *desk) Command {
				return &UpdateWorker{SID: d.worker, FriendlyName: new("Bob"), Attributes: new(`{"a":1}`), ActivitySID: d.offline}
			},
			func(d *desk) any {
				return Worker{
					SID: d.worker, FriendlyName: "Bob", Attributes: `{"a":1}`, ActivitySID: d.offline, ActivityName: "Offline",
					Version: 3, DateCreated: created, DateUpdated: updated, DateStatusChanged: updated,
				}
			},
			func(d *desk) any { return the(d.Worker(d.worker)) },
		},
		{
			"worker, attributes only",
			func(d *desk) Command { return &UpdateWorker{SID: d.worker, Attributes: new(`{"a":1}`)} },
			func(d *desk) any {
				return Worker{
					SID: d.worker, FriendlyName: "Alice", Attributes: `{"a":1}`, ActivitySID: d.available, ActivityName: "Available", Available: true,
					Version: 2, DateCreated: created, DateUpdated: updated, DateStatusChanged: created,
				}
			},
			func(d *desk) any { return the(d.Worker(d.worker)) },
		},
		{
			"worker channel",
			func(d *desk) Command {
				return &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "voice", Capacity: new(5), Available: new(false)}
			},
			func(d *desk) any {
				return WorkerChannel{
					SID: d.workerChannel("voice").SID, WorkerSID: d.worker, TaskChannelSID: d.channel("voice"), TaskChannelUniqueName: "voice",
					ConfiguredCapacity: 5, AvailableCapacityPercentage: 100, DateCreated: created, DateUpdated: updated,
				}
			},
			func(d *desk) any { return d.workerChannel("voice") },
		},
		{
			"task",
			func(d *desk) Command {
				return &UpdateTask{
					SID: d.task, Reason: new("why"), Attributes: new(`{"a":1}`), Priority: new(7), TaskChannel: new("voice"),
					VirtualStartTime: new(shiftStart.Add(-time.Hour)),
				}
			},
			func(d *desk) any {
				return Task{
					SID: d.task, AssignmentStatus: TaskStatusAssigned, Attributes: `{"a":1}`, Priority: 7, Age: later, Timeout: 24 * time.Hour, Reason: "why",
					Version: 3, WorkflowSID: d.workflow, WorkflowName: "Main", TaskQueueSID: d.queue, TaskQueueName: "Everyone",
					TaskChannelSID: d.channel("voice"), TaskChannelUniqueName: "voice", TaskQueueEnteredDate: created,
					VirtualStartTime: shiftStart.Add(-time.Hour), Assignments: 1, DateCreated: created, DateUpdated: updated,
				}
			},
			func(d *desk) any { return the(d.Task(d.task)) },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			d.offer()
			d.answer(ReservationStatusAccepted)
			_, err := d.Apply(updated, tt.update(d))
			require.NoError(t, err)
			require.NoError(t, d.Check())
			assert.Equal(t, tt.want(d), tt.have(d))
		})
	}
}

// TestDatesOfReservations: a reservation was updated when its state changed last.
func TestDatesOfReservations(t *testing.T) {
	for _, statuses := range [][]ReservationStatus{
		{ReservationStatusAccepted, ReservationStatusWrapping, ReservationStatusCompleted},
		{ReservationStatusRejected},
		{ReservationStatusTimeout},
	} {
		d := newDesk(t, Limits{})
		d.offer()
		for i, status := range statuses {
			var cmd Command = &UpdateReservation{SID: d.reservation, ReservationStatus: status}
			now := shiftStart.Add(time.Duration(1+i) * time.Minute)
			if status == ReservationStatusTimeout {
				cmd, now = &Advance{}, shiftStart.Add(2*time.Minute)
			}
			_, err := d.Apply(now, cmd)
			require.NoError(t, err)
			r, _ := d.Reservation(d.reservation)
			assert.Equal(t, status, r.ReservationStatus)
			assert.Equal(t, shiftStart, r.DateCreated, status)
			assert.Equal(t, now, r.DateUpdated, status)
			assert.Equal(t, 1+i, r.Version, status)
		}
	}
}

// TestNamesFollowUpdates: what is renamed is found by its new name, and the former
// one is free.
func TestNamesFollowUpdates(t *testing.T) {
	for _, tt := range []struct {
		name   string
		rename func(*desk) Command
		found  func(d *desk, name string) bool
		again  func(*desk) Command // takes the former name
	}{
		{
			"Available",
			func(d *desk) Command { return &UpdateActivity{SID: d.available, FriendlyName: new("New")} },
			func(d *desk, name string) bool { return second(d.ActivityByName(name)) },
			func(*desk) Command { return &CreateActivity{FriendlyName: "Available"} },
		},
		{
			"Everyone",
			func(d *desk) Command { return &UpdateTaskQueue{SID: d.queue, FriendlyName: new("New")} },
			func(d *desk, name string) bool { return second(d.TaskQueueByName(name)) },
			func(*desk) Command { return &CreateTaskQueue{FriendlyName: "Everyone"} },
		},
		{
			"Main",
			func(d *desk) Command { return &UpdateWorkflow{SID: d.workflow, FriendlyName: new("New")} },
			func(d *desk, name string) bool { return second(d.WorkflowByName(name)) },
			func(d *desk) Command { return &CreateWorkflow{FriendlyName: "Main", Configuration: d.toQueue(d.queue)} },
		},
		{
			"Alice",
			func(d *desk) Command { return &UpdateWorker{SID: d.worker, FriendlyName: new("New")} },
			func(d *desk, name string) bool { return second(d.WorkerByName(name)) },
			func(*desk) Command { return &CreateWorker{FriendlyName: "alice"} },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			refuse(t, d.Engine, tt.again(d))
			require.True(t, tt.found(d, tt.name))
			apply(t, d.Engine, tt.rename(d))
			assert.False(t, tt.found(d, tt.name))
			assert.True(t, tt.found(d, "New"))
			apply(t, d.Engine, tt.again(d))
			assert.True(t, tt.found(d, tt.name))
		})
	}
}

// activity is the SID of the activity of a name.
func (d *desk) activity(name string) ActivitySID { return the(d.ActivityByName(name)).SID }

// workerChannel is the worker's channel of a name.
func (d *desk) workerChannel(name string) (found WorkerChannel) {
	for c := range d.WorkerChannels(d.worker) {
		if c.TaskChannelUniqueName == name {
			found = c
		}
	}
	return found
}

func the[T any](v T, _ bool) T { return v }
