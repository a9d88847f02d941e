package taskrouter

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestCheckFindsStatistics breaks each figure once, and shows that Check tells.
func TestCheckFindsStatistics(t *testing.T) {
	for _, tt := range []struct {
		name  string
		spoil func(d *desk, waiting *task, queue *lane)
		want  string
	}{
		{"an event forgotten", func(d *desk, _ *task, _ *lane) { d.stats.about = make([]handles, 2) }, "0 tasks and 2 events are not in the statistics"},
		{"a task forgotten", func(d *desk, waiting *task, _ *lane) { d.mark(waiting) }, "1 tasks and 0 events are not in the statistics"},
		{"a task at another place", func(_ *desk, waiting *task, _ *lane) { waiting.figures.place.priority = 8 }, "is counted as pending with priority 8, want pending with 3"},
		{"a task too many", func(_ *desk, _ *task, queue *lane) { queue.tasks[1]++ }, "on default: [1 2 0 0 0 0] tasks, want [1 1 0 0 0 0]"},
		{"a priority too many", func(_ *desk, _ *task, queue *lane) { queue.priority.count(9, 1) }, "priorities [{9 1} {3 1} {0 1}], want [{3 1} {0 1}]"},
		{"a task that waits forgotten", func(_ *desk, waiting *task, queue *lane) { queue.waiting.Delete(arrival{waiting.created, waiting}) }, "the waiting tasks are not in order"},
		{"an entry forgotten", func(_ *desk, waiting *task, queue *lane) {
			queue.entered.Delete(arrival{waiting.queueEntered, waiting})
		}, "the waiting tasks are not in order"},
		{"a lane forgotten", func(d *desk, _ *task, queue *lane) { queue.ledger.lanes = nil }, "0 channels of 1"},
		{"a lane in another slot", func(d *desk, _ *task, queue *lane) {
			queue.ledger.lanes = append([]*lane{{ledger: queue.ledger, channel: queue.channel}}, queue.ledger.lanes...)
		}, "the lane of default is not found"},
		{"a sum too high", func(_ *desk, _ *task, queue *lane) { queue.minutes[len(queue.minutes)-1].sums.counts[arrived]++ }, "the sums of the last minute are not those of its samples"},
		{"staff too many", func(d *desk, _ *task, _ *lane) { d.stats.staff[d.offline]++ }, "2 activities have workers, or in other numbers, want 1"},
		{"a stay forgotten", func(d *desk, _ *task, _ *lane) { d.workers.get(d.worker).figures.since++ }, "his stay in Available since"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			d.offer()
			waiting := Find(apply(t, d.Engine, &CreateTask{Priority: 3}), TaskCreated).TaskSID
			require.NoError(t, d.Check())
			tt.spoil(d, d.tasks.get(waiting), d.queues.get(d.queue).figures.lanes[0])
			assert.ErrorContains(t, d.Check(), tt.want)
		})
	}
}

// TestChannelsOfStatistics deletes a channel whose finished task is there still,
// and makes another in its place: neither takes the other's figures.
func TestChannelsOfStatistics(t *testing.T) {
	c := newClocked(t, StatisticsRetention{Age: 15 * time.Minute})
	old, _ := Find(c.at(0, &CreateTaskChannel{UniqueName: "fax", FriendlyName: "Fax"}), TaskChannelCreated).TaskChannel()
	task := Find(c.at(0, &CreateTask{TaskChannel: "fax"}), TaskCreated).TaskSID
	c.at(0, &UpdateTask{SID: task, AssignmentStatus: TaskStatusCanceled})
	c.at(time.Second, &DeleteTaskChannel{SID: old.SID})
	c.at(time.Second, &CreateTaskChannel{UniqueName: "telex", FriendlyName: "Telex"})
	c.at(time.Minute, &CreateTask{TaskChannel: "telex"})

	now, err := c.WorkspaceRealTime("telex")
	require.NoError(t, err)
	assert.Equal(t, TasksByStatus{Reserved: 1}, now.TasksByStatus)
	now, err = c.WorkspaceRealTime("")
	require.NoError(t, err)
	assert.Equal(t, TasksByStatus{Reserved: 1, Canceled: 1}, now.TasksByStatus)
	now, err = c.WorkspaceRealTime("sms")
	require.NoError(t, err)
	assert.Zero(t, now.TasksByStatus)

	assert.Equal(t, 1, c.history(Window{TaskChannel: "telex"}).TasksCreated)
	all := c.history(Window{})
	assert.Equal(t, []int{2, 1}, []int{all.TasksCreated, all.TasksCanceled})

	// What is left of the old channel goes with its task and its last minute.
	require.Len(t, c.stats.workspace.lanes, 2)
	c.at(10*time.Minute, &Advance{})
	require.Len(t, c.stats.workspace.lanes, 2, "the minute is there still")
	c.at(17*time.Minute, &Advance{})
	require.Len(t, c.stats.workspace.lanes, 1)
	assert.Equal(t, "telex", c.stats.workspace.lanes[0].channel.cur.UniqueName)
}

// TestStatisticsOfWhatIsDeleted shows that the workspace remembers what happened
// in queues and to workers who are gone.
func TestStatisticsOfWhatIsDeleted(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	c.offer()
	c.at(10*time.Second, &UpdateReservation{SID: c.reservation, ReservationStatus: ReservationStatusAccepted})
	c.at(20*time.Second, &UpdateTask{SID: c.task, AssignmentStatus: TaskStatusCompleted})
	c.at(30*time.Second, &DeleteWorkflow{SID: c.workflow})
	c.at(30*time.Second, &DeleteTaskQueue{SID: c.queue})
	c.at(30*time.Second, &DeleteWorker{SID: c.worker})
	c.at(40*time.Second, &DeleteTask{SID: c.task})

	h := c.history(Window{})
	assert.Equal(t, []int{1, 1, 1}, []int{h.TasksCreated, h.TasksCompleted, h.TasksDeleted})
	workers, err := c.WorkersCumulative(WorkersFilter{}, Window{})
	require.NoError(t, err)
	assert.Equal(t, ReservationCounts{ReservationsCreated: 1, ReservationsAccepted: 1}, workers.ReservationCounts)
	assert.Equal(t, int64(30), workers.ActivityDurations[1].TotalSeconds)
	_, err = c.TaskQueueCumulative(c.queue, Window{})
	assert.ErrorIs(t, err, ErrNotFound)
}

// TestManyPriorities counts more priorities than are searched one by one.
func TestManyPriorities(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	c.at(0, &DeleteWorker{SID: c.worker})
	var list []TaskSID
	for i := range 40 {
		list = append(list, Find(c.at(0, &CreateTask{Priority: i % 20}), TaskCreated).TaskSID)
	}
	for i, s := range list[:20] { // moves half of them, and with them leaves no 0 to 4
		c.at(time.Second, &UpdateTask{SID: s, Priority: new(i + 5)})
		if i < 5 {
			c.at(time.Second, &DeleteTask{SID: list[i+20]})
		}
	}
	now, err := c.TaskQueueRealTime(c.queue, "default")
	require.NoError(t, err)
	var want []PriorityCount
	for p := 24; p >= 5; p-- {
		n := 2
		if p >= 20 {
			n = 1
		}
		want = append(want, PriorityCount{p, n})
	}
	assert.Equal(t, want, now.TasksByPriority)
}
