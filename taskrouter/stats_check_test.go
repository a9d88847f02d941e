package taskrouter

import (
	"slices"
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
		{"a task forgotten", func(d *desk, waiting *task, _ *lane) { d.mark(waiting) }, "1 tasks are not in the statistics"},
		{"a task whose beginning is not noted", func(_ *desk, waiting *task, _ *lane) { waiting.figures.begun = created.set() }, "has not been noted where it came into being"},
		{"a task nowhere", func(_ *desk, waiting *task, _ *lane) { waiting.figures.at = nil }, "is not counted where it is"},
		{"a task with another priority", func(_ *desk, waiting *task, _ *lane) { waiting.figures.priority = 8 }, "is counted as pending with priority 8, want pending with 3"},
		{"a task too many", func(_ *desk, _ *task, queue *lane) { queue.tasks[1]++ }, "on default: [1 2 0 0 0 0] tasks, want [1 1 0 0 0 0]"},
		{"a priority too many", func(_ *desk, _ *task, queue *lane) { queue.priority.count(9, 1) }, "priorities [{9 1} {3 1} {0 1}], want [{3 1} {0 1}]"},
		{"a task with another entry", func(_ *desk, waiting *task, _ *lane) { waiting.figures.entered++ }, "is counted as in its queue since"},
		{"a task that waits forgotten", func(_ *desk, waiting *task, _ *lane) {
			waiting.figures.at.waiting.Delete(arrival{waiting.created, waiting})
		}, "is not among those that wait"},
		{"a task that was moved forgotten", func(d *desk, waiting *task, queue *lane) {
			d.move(waiting)
			queue.moved.Delete(arrival{waiting.created, waiting})
		}, "is not among those that were moved"},
		{"an entry forgotten", func(d *desk, waiting *task, queue *lane) {
			d.move(waiting)
			queue.entered.Delete(arrival{waiting.queueEntered, waiting})
		}, "is not among those that were moved to its queue"},
		{"another foremost task", func(_ *desk, waiting *task, _ *lane) { waiting.figures.at.head = arrival{} }, "a crossing's foremost task is another one"},
		{"a foremost task forgotten", func(_ *desk, _ *task, queue *lane) { queue.sole = nil }, "a crossing's foremost task is not on its lane"},
		{"a crossing forgotten", func(_ *desk, _ *task, queue *lane) { queue.crossings = 0 }, "a lane has 1 crossings"},
		{"the oldest forgotten", func(d *desk, _ *task, queue *lane) { queue.sole = &crossing{} }, "the waiting tasks are not in order"},
		{"a part too many", func(_ *desk, waiting *task, _ *lane) { waiting.figures.at.parts++ }, "a crossing has {2 1} tasks and 2 parts, want {2 1} and 1"},
		{"a lane forgotten", func(d *desk, _ *task, queue *lane) { queue.ledger.lanes = nil }, "0 channels of 1"},
		{"a lane in another slot", func(d *desk, _ *task, queue *lane) {
			queue.ledger.lanes = append([]*lane{{ledger: queue.ledger, channel: queue.channel}}, queue.ledger.lanes...)
		}, "the lane of default is not found"},
		{"a sum too high", func(_ *desk, _ *task, queue *lane) { queue.minutes[len(queue.minutes)-1].sums.counts[created]++ }, "the sums of the last minute are not those of its samples"},
		{"a minute that shares no more", func(_ *desk, _ *task, queue *lane) { queue.minutes[len(queue.minutes)-1].sole = false }, "a part of the last minute is counted elsewhere"},
		{"a part that tells others", func(_ *desk, waiting *task, _ *lane) { waiting.figures.at.part.sums[owners] = new(sums) }, "a part of the last minute is counted elsewhere"},
		{"staff too many", func(d *desk, _ *task, _ *lane) { d.staff.add(d.activities.get(d.offline), 1) }, "the workspace has members in 2 activities, want 1"},
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

// move has a task enter its queue again later than it was created.
func (d *desk) move(t *task) {
	t.queueEntered++
	d.mark(t)
	d.tally()
	require.NoError(d.t, d.Check())
}

// TestDigestOfStatistics changes what Check cannot know anew.
func TestDigestOfStatistics(t *testing.T) {
	c := newClocked(t, StatisticsRetention{Samples: 1})
	c.offer()
	c.at(time.Second, &UpdateReservation{SID: c.reservation, ReservationStatus: ReservationStatusAccepted})
	c.at(2*time.Minute, &CreateTask{})
	a := &c.stats.archive
	require.Len(t, a.parts, 1)
	bare := a.order[slices.IndexFunc(a.order, func(m *minute) bool { return len(m.splits.list) > 0 })]
	was := c.Digest()
	for _, change := range []func(by int){
		func(by int) { a.parts[0].samples.plain.tail[0] += moment(by) },
		func(by int) { a.parts[0].from += instant(by) },
		func(by int) { bare.splits.list[0].n += uint32(by) },
		func(by int) { a.samplesFrom += instant(by) },
	} {
		change(1)
		assert.NotEqual(t, was, c.Digest())
		change(-1)
		assert.Equal(t, was, c.Digest())
	}
}

// TestForemostOfCrossings has tasks wait in several queues of two workflows, and
// takes away the oldest one by one.
func TestForemostOfCrossings(t *testing.T) {
	c := newClocked(t, StatisticsRetention{})
	c.at(0, &DeleteWorker{SID: c.worker})
	second, _ := Find(c.at(0, &CreateTaskQueue{FriendlyName: "Second line", TargetWorkers: new("")}), TaskQueueCreated).TaskQueue()
	other, _ := Find(c.at(0, &CreateWorkflow{FriendlyName: "Other", Configuration: `{"task_routing":{"default_filter":{"queue":"` +
		c.queue.String() + `"}}}`}), WorkflowCreated).Workflow()
	var list []TaskSID
	for i := range 9 { // three times in each of three crossings
		cmd := &CreateTask{WorkflowSID: c.workflow}
		switch i % 3 {
		case 1:
			cmd.WorkflowSID = other.SID
		case 2:
			cmd.RoutingTarget = second.SID.String()
		}
		list = append(list, Find(c.at(time.Duration(i)*time.Second, cmd), TaskCreated).TaskSID)
	}
	for i, s := range list {
		all, err := c.WorkspaceRealTime("")
		require.NoError(t, err)
		assert.Equal(t, s, all.LongestTaskWaitingSID, "%d gone", i)
		here, err := c.TaskQueueRealTime(c.queue, "")
		require.NoError(t, err)
		if i < 8 {
			want := list[i]
			if i%3 == 2 {
				want = list[i+1]
			}
			assert.Equal(t, want, here.LongestTaskWaitingSID, "%d gone", i)
			assert.Equal(t, want, here.LongestRelativeTaskSIDInQueue, "%d gone", i)
		}
		c.at(time.Minute, &DeleteTask{SID: s})
	}
	all, err := c.WorkspaceRealTime("")
	require.NoError(t, err)
	assert.Zero(t, all.TaskFigures)
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
