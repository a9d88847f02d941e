package taskrouter

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRealTimeFigures follows two tasks through their states, with Alice who
// takes both and a second queue that nobody serves.
func TestRealTimeFigures(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	second, _ := Find(c.at(0, &CreateTaskQueue{FriendlyName: "Second line", TargetWorkers: new("")}), TaskQueueCreated).TaskQueue()
	c.at(0, &UpdateWorkflow{SID: c.workflow, Configuration: new(`{"task_routing":{"filters":[{"expression":"vip == 1","targets":[` +
		`{"queue":"` + c.queue.String() + `","timeout":100},{"queue":"` + second.SID.String() + `"}]}],"default_filter":{"queue":"` + c.queue.String() + `"}}}`)})
	reserved := Find(c.at(10*time.Second, &CreateTask{Priority: 2}), ReservationCreated)
	offer, first := reserved.ReservationSID, reserved.TaskSID
	waiting := Find(c.at(20*time.Second, &CreateTask{Priority: 5, Attributes: `{"vip":1}`}), TaskCreated).TaskSID
	last := Find(c.at(25*time.Second, &CreateTask{Priority: 2, TaskChannel: "sms", RoutingTarget: second.SID.String()}), TaskCreated).TaskSID
	c.at(30500*time.Millisecond, &Advance{})

	all, err := c.WorkspaceRealTime("")
	require.NoError(t, err)
	assert.Equal(t, TaskFigures{
		TotalTasks: 3, TasksByStatus: TasksByStatus{Pending: 2, Reserved: 1},
		TasksByPriority:       []PriorityCount{{5, 1}, {2, 2}},
		LongestTaskWaitingAge: 10 * time.Second, LongestTaskWaitingSID: waiting,
	}, all.TaskFigures, "a reserved task does not wait")
	sms, err := c.WorkspaceRealTime("sms")
	require.NoError(t, err)
	assert.Equal(t, TaskFigures{
		TotalTasks: 1, TasksByStatus: TasksByStatus{Pending: 1}, TasksByPriority: []PriorityCount{{2, 1}},
		LongestTaskWaitingAge: 5 * time.Second, LongestTaskWaitingSID: last,
	}, sms.TaskFigures)
	none, err := c.WorkspaceRealTime("video")
	require.NoError(t, err)
	assert.Equal(t, TaskFigures{}, none.TaskFigures)

	// The one that waits moves to the second line after 100 s, where another has
	// been for longer.
	c.at(30500*time.Millisecond, &UpdateReservation{SID: offer, ReservationStatus: ReservationStatusAccepted})
	c.at(130*time.Second, &Advance{})
	here, err := c.TaskQueueRealTime(c.queue, "")
	require.NoError(t, err)
	assert.Equal(t, TaskQueueFigures{
		TaskFigures:          TaskFigures{TotalTasks: 1, TasksByStatus: TasksByStatus{Assigned: 1}},
		TotalEligibleWorkers: 1, TotalAvailableWorkers: 1, // busy or not
		ActivityStatistics: []ActivityCount{{c.offline, "Offline", 0}, {c.available, "Available", 1}, {c.unavailable(), "Unavailable", 0}},
	}, here)
	there, err := c.TaskQueueRealTime(second.SID, "")
	require.NoError(t, err)
	assert.Equal(t, TaskQueueFigures{
		TaskFigures: TaskFigures{
			TotalTasks: 2, TasksByStatus: TasksByStatus{Pending: 2}, TasksByPriority: []PriorityCount{{5, 1}, {2, 1}},
			LongestTaskWaitingAge: 110 * time.Second, LongestTaskWaitingSID: waiting,
		},
		LongestRelativeTaskAgeInQueue: 105 * time.Second, LongestRelativeTaskSIDInQueue: last,
		ActivityStatistics: []ActivityCount{{c.offline, "Offline", 0}, {c.available, "Available", 0}, {c.unavailable(), "Unavailable", 0}},
	}, there)

	// Finished tasks are listed by their status until they are removed.
	c.at(140*time.Second, &UpdateTask{SID: first, AssignmentStatus: TaskStatusWrapping})
	c.at(140*time.Second, &UpdateTask{SID: waiting, AssignmentStatus: TaskStatusCanceled})
	wf, err := c.WorkflowRealTime(c.workflow, "default")
	require.NoError(t, err)
	assert.Equal(t, TaskFigures{TotalTasks: 1, TasksByStatus: TasksByStatus{Wrapping: 1, Canceled: 1}}, wf.TaskFigures)
	c.at(150*time.Second, &UpdateTask{SID: first, AssignmentStatus: TaskStatusCompleted})
	c.at(440*time.Second, &Advance{})
	wf, err = c.WorkflowRealTime(c.workflow, "default")
	require.NoError(t, err)
	assert.Equal(t, TaskFigures{TasksByStatus: TasksByStatus{Completed: 1}}, wf.TaskFigures)
	c.at(450*time.Second, &Advance{})
	wf, err = c.WorkflowRealTime(c.workflow, "default")
	require.NoError(t, err)
	assert.Zero(t, wf.TasksByStatus)
}

// TestWorkersFilter restricts workers by queue, by name, and by both.
func TestWorkersFilter(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	second, _ := Find(c.at(0, &CreateTaskQueue{FriendlyName: "Second line", TargetWorkers: new("team == 2")}), TaskQueueCreated).TaskQueue()
	c.at(0, &CreateWorker{FriendlyName: "Bob", Attributes: `{"team":2}`})
	c.at(time.Minute, &Advance{})
	for _, tt := range []struct {
		name               string
		filter             WorkersFilter
		offline, available int
	}{
		{"all", WorkersFilter{}, 1, 1},
		{"a queue of all", WorkersFilter{TaskQueueSID: c.queue}, 1, 1},
		{"a queue", WorkersFilter{TaskQueueSID: second.SID}, 1, 0},
		{"a queue by name", WorkersFilter{TaskQueueName: "Second line"}, 1, 0},
		{"the same queue twice", WorkersFilter{TaskQueueSID: second.SID, TaskQueueName: "Second line"}, 1, 0},
		{"two queues", WorkersFilter{TaskQueueSID: c.queue, TaskQueueName: "Second line"}, 1, 0},
		{"a name", WorkersFilter{FriendlyName: "alice"}, 0, 1},
		{"a name and his queue", WorkersFilter{FriendlyName: "Bob", TaskQueueSID: second.SID}, 1, 0},
		{"a name and another queue", WorkersFilter{FriendlyName: "Alice", TaskQueueSID: second.SID}, 0, 0},
		{"nobody's name", WorkersFilter{FriendlyName: "Zoe"}, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			now, err := c.WorkersRealTime(tt.filter)
			require.NoError(t, err)
			assert.Equal(t, tt.offline+tt.available, now.TotalWorkers)
			assert.Equal(t, []int{tt.offline, tt.available, 0},
				[]int{now.ActivityStatistics[0].Workers, now.ActivityStatistics[1].Workers, now.ActivityStatistics[2].Workers})
			h, err := c.WorkersCumulative(tt.filter, window(0, time.Minute))
			require.NoError(t, err)
			assert.Equal(t, []int64{60 * int64(tt.offline), 60 * int64(tt.available), 0},
				[]int64{h.ActivityDurations[0].TotalSeconds, h.ActivityDurations[1].TotalSeconds, h.ActivityDurations[2].TotalSeconds})
		})
	}
}

// TestReadsChangeNothing asks everything, and holds the engine against one that
// was not asked.
func TestReadsChangeNothing(t *testing.T) {
	asked, quiet := newClocked(t, StatisticsRetention{}), newClocked(t, StatisticsRetention{})
	for _, c := range []*clocked{asked, quiet} {
		c.offer()
	}
	_, _ = asked.WorkspaceRealTime("sms")
	_, _ = asked.WorkspaceCumulative(Window{TaskChannel: "sms", SplitByWaitTime: []time.Duration{0}})
	_, _ = asked.TaskQueueRealTime(asked.queue, "sms")
	_, _ = asked.WorkersCumulative(WorkersFilter{TaskQueueSID: asked.queue}, Window{})
	require.NoError(t, asked.Check())
	assert.Equal(t, observe(quiet.Engine), observe(asked.Engine))
	assert.Len(t, asked.stats.workspace.lanes, 1)
}
