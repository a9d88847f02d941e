package conformance

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"
)

// shift is a minute in which one task was accepted after 20 s, one canceled after
// 30 s, and one has been waiting for 30 s.
type shift struct {
	*house
	queue, workflow, alice string
	waiting                string
	start, end             *time.Time // of the default window
}

func openShift(t *testing.T, seen *record) *shift {
	h := open(t, seen)
	h.clock.pass(time.Hour)
	s := &shift{house: h, queue: h.queue("Main")}
	s.workflow = h.workflow("Main", s.queue)
	s.alice = h.worker("Alice", "Available")
	h.worker("Bob", "Offline")
	first, second := h.task("{}"), h.task("{}")
	h.clock.pass(20 * time.Second)
	got(h.UpdateTaskReservation(h.ws, first, h.offered(first), new(v1.UpdateTaskReservationParams).SetReservationStatus("accepted"))).must(t)
	h.clock.pass(10 * time.Second)
	got(h.UpdateTask(h.ws, second, new(v1.UpdateTaskParams).SetAssignmentStatus("canceled"))).must(t)
	s.waiting = *got(h.CreateTask(h.ws, new(v1.CreateTaskParams).SetPriority(3))).must(t).Sid
	h.clock.pass(30 * time.Second)
	s.start, s.end = later(time.Hour+time.Minute-15*time.Minute), later(time.Hour+time.Minute)
	return s
}

// parsed is free JSON as the SDK decodes it.
func parsed(t *testing.T, text string) *any {
	t.Helper()
	var value any
	require.NoError(t, json.Unmarshal([]byte(text), &value))
	return &value
}

func list(t *testing.T, text string) *[]any {
	t.Helper()
	return new((*parsed(t, text)).([]any))
}

// activityCounts are the workers of each activity.
func (s *shift) activityCounts(offline, available int) string {
	var rows []map[string]any
	for _, row := range []struct {
		name    string
		workers int
	}{{"Offline", offline}, {"Available", available}, {"Unavailable", 0}} {
		rows = append(rows, map[string]any{"sid": s.activities[row.name], "friendly_name": row.name, "workers": row.workers})
	}
	text, err := json.Marshal(rows)
	require.NoError(s.t, err)
	return string(text)
}

const (
	byStatus = `{"pending":1,"reserved":0,"assigned":1,"wrapping":0,"completed":0,"canceled":1}`
	accepted = `{"avg":20,"min":20,"max":20,"total":20}`
	canceled = `{"avg":30,"min":30,"max":30,"total":30}`
	splits   = `{"5":{"above":{"tasks_canceled":1,"reservations_accepted":1},"below":{"tasks_canceled":0,"reservations_accepted":0}},
		"20":{"above":{"tasks_canceled":1,"reservations_accepted":0},"below":{"tasks_canceled":0,"reservations_accepted":1}}}`
)

func testStatistics(t *testing.T, seen *record) {
	s := openShift(t, seen)
	t.Run("workspace", func(t *testing.T) { testWorkspaceStatistics(t, s) })
	t.Run("task queue", func(t *testing.T) { testTaskQueueStatistics(t, s) })
	t.Run("task queues", func(t *testing.T) { testTaskQueuesStatistics(t, s) })
	t.Run("bulk", func(t *testing.T) { testBulkStatistics(t, s) })
	t.Run("workflow", func(t *testing.T) { testWorkflowStatistics(t, s) })
	t.Run("workers", func(t *testing.T) { testWorkersStatistics(t, s) })
	t.Run("worker", func(t *testing.T) { testWorkerStatistics(t, s) })
	t.Run("windows and channels", func(t *testing.T) { testWindows(t, s) })
	t.Run("refused", func(t *testing.T) { testStatisticsRefused(t, s) })
}

// combined wants a free-form object to hold the fields of a typed one: the
// endpoints with both figures say the same as those with one (lifecycle.md §6.4).
func combined(t *testing.T, whole *any, part any, own ...string) {
	t.Helper()
	text, err := json.Marshal(part)
	require.NoError(t, err)
	var typed map[string]any
	require.NoError(t, json.Unmarshal(text, &typed))
	for _, name := range append(own, "account_sid", "workspace_sid", "url") {
		delete(typed, name)
	}
	free := map[string]any{}
	for name, value := range (*whole).(map[string]any) {
		switch value {
		case nil, 0.0: // the SDK leaves out what is null or zero
		default:
			free[name] = value
		}
	}
	assert.Equal(t, typed, free)
}

func testWorkspaceStatistics(t *testing.T, s *shift) {
	now := v1.TaskrouterV1WorkspaceRealTimeStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, Url: new(s.at + "/RealTimeStatistics"),
		ActivityStatistics: list(t, s.activityCounts(1, 1)), LongestTaskWaitingAge: 30, LongestTaskWaitingSid: &s.waiting,
		TasksByPriority: parsed(t, `{"3":1}`), TasksByStatus: parsed(t, byStatus), TotalTasks: 2, TotalWorkers: 2,
	}
	fetched(t, now, "", got(s.FetchWorkspaceRealTimeStatistics(s.ws, nil)), got(s.FetchWorkspaceRealTimeStatisticsWithMetadata(s.ws, nil)))
	past := v1.TaskrouterV1WorkspaceCumulativeStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, Url: new(s.at + "/CumulativeStatistics"),
		AvgTaskAcceptanceTime: 20, StartTime: s.start, EndTime: s.end, ReservationsCreated: 1, ReservationsAccepted: 1,
		SplitByWaitTime: parsed(t, splits), WaitDurationUntilAccepted: parsed(t, accepted), WaitDurationUntilCanceled: parsed(t, canceled),
		TasksCanceled: 1, TasksCreated: 3,
	}
	p := new(v1.FetchWorkspaceCumulativeStatisticsParams).SetSplitByWaitTime("5,20")
	fetched(t, past, "", got(s.FetchWorkspaceCumulativeStatistics(s.ws, p)), got(s.FetchWorkspaceCumulativeStatisticsWithMetadata(s.ws, p)))

	both := got(s.FetchWorkspaceStatistics(s.ws, new(v1.FetchWorkspaceStatisticsParams).SetSplitByWaitTime("5,20"))).must(t)
	combined(t, both.Realtime, now)
	combined(t, both.Cumulative, past)
	want := v1.TaskrouterV1WorkspaceStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, Url: new(s.at + "/Statistics"), Realtime: both.Realtime, Cumulative: both.Cumulative,
	}
	q := new(v1.FetchWorkspaceStatisticsParams).SetSplitByWaitTime("5,20").SetMinutes(15)
	fetched(t, want, "", got(s.FetchWorkspaceStatistics(s.ws, q)), got(s.FetchWorkspaceStatisticsWithMetadata(s.ws, q)))

	quiet := got(s.FetchWorkspaceCumulativeStatistics(s.ws, new(v1.FetchWorkspaceCumulativeStatisticsParams).
		SetStartDate(epoch).SetEndDate(epoch.Add(time.Minute)).SetTaskChannel("voice"))).must(t)
	assert.Equal(t, &epoch, quiet.StartTime)
	assert.Equal(t, later(time.Minute), quiet.EndTime)
	assert.Zero(t, quiet.TasksCreated)
	assert.Nil(t, quiet.SplitByWaitTime, "not asked for")
}

// queueNow and queuePast are the figures of the queue Main.
func (s *shift) queueNow() v1.TaskrouterV1TaskQueueRealTimeStatistics {
	return v1.TaskrouterV1TaskQueueRealTimeStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, TaskQueueSid: &s.queue, Url: new(s.at + "/TaskQueues/" + s.queue + "/RealTimeStatistics"),
		ActivityStatistics: list(s.t, s.activityCounts(1, 1)), LongestTaskWaitingAge: 30, LongestTaskWaitingSid: &s.waiting,
		LongestRelativeTaskAgeInQueue: 30, LongestRelativeTaskSidInQueue: &s.waiting,
		TasksByPriority: parsed(s.t, `{"3":1}`), TasksByStatus: parsed(s.t, byStatus), TotalTasks: 2,
		TotalEligibleWorkers: 2, TotalAvailableWorkers: 1,
	}
}

func (s *shift) queuePast() v1.TaskrouterV1TaskQueueCumulativeStatistics {
	return v1.TaskrouterV1TaskQueueCumulativeStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, TaskQueueSid: &s.queue, Url: new(s.at + "/TaskQueues/" + s.queue + "/CumulativeStatistics"),
		AvgTaskAcceptanceTime: 20, StartTime: s.start, EndTime: s.end, ReservationsCreated: 1, ReservationsAccepted: 1,
		SplitByWaitTime: parsed(s.t, splits), WaitDurationUntilAccepted: parsed(s.t, accepted), WaitDurationUntilCanceled: parsed(s.t, canceled),
		WaitDurationInQueueUntilAccepted: parsed(s.t, accepted), TasksCanceled: 1, TasksEntered: 3,
	}
}

func testTaskQueueStatistics(t *testing.T, s *shift) {
	fetched(t, s.queueNow(), "", got(s.FetchTaskQueueRealTimeStatistics(s.ws, s.queue, nil)), got(s.FetchTaskQueueRealTimeStatisticsWithMetadata(s.ws, s.queue, nil)))
	p := new(v1.FetchTaskQueueCumulativeStatisticsParams).SetSplitByWaitTime("5,20")
	fetched(t, s.queuePast(), "", got(s.FetchTaskQueueCumulativeStatistics(s.ws, s.queue, p)), got(s.FetchTaskQueueCumulativeStatisticsWithMetadata(s.ws, s.queue, p)))
	q := new(v1.FetchTaskQueueStatisticsParams).SetSplitByWaitTime("5,20")
	both := got(s.FetchTaskQueueStatistics(s.ws, s.queue, q)).must(t)
	combined(t, both.Realtime, s.queueNow(), "task_queue_sid")
	combined(t, both.Cumulative, s.queuePast(), "task_queue_sid")
	want := v1.TaskrouterV1TaskQueueStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, TaskQueueSid: &s.queue, Url: new(s.at + "/TaskQueues/" + s.queue + "/Statistics"),
		Realtime: both.Realtime, Cumulative: both.Cumulative,
	}
	fetched(t, want, "", got(s.FetchTaskQueueStatistics(s.ws, s.queue, q)), got(s.FetchTaskQueueStatisticsWithMetadata(s.ws, s.queue, q)))
}

func testTaskQueuesStatistics(t *testing.T, s *shift) {
	sids := []string{s.queue}
	sids = append(sids, sorted(s.house.queue("b"), s.house.queue("c"), s.house.queue("d"), s.house.queue("e"))...)
	entries := walk[v1.TaskrouterV1TaskQueuesStatistics](t, listing{
		service: s.ApiService, noun: "TaskQueuesStatistics", of: []any{s.ws}, field: "TaskQueuesStatistics", key: "task_queues_statistics",
		params: new(v1.ListTaskQueuesStatisticsParams).SetSplitByWaitTime("5,20"), sid: "TaskQueueSid",
	}, sids)
	main := entries[0]
	combined(t, main.Realtime, s.queueNow(), "task_queue_sid")
	combined(t, main.Cumulative, s.queuePast(), "task_queue_sid")
	assert.Equal(t, v1.TaskrouterV1TaskQueuesStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, TaskQueueSid: &s.queue, Realtime: main.Realtime, Cumulative: main.Cumulative,
	}, main)
	named := got(s.ListTaskQueuesStatistics(s.ws, new(v1.ListTaskQueuesStatisticsParams).SetFriendlyName("Main").SetMinutes(15))).must(t)
	require.Len(t, named, 1)
	assert.Equal(t, main.Realtime, named[0].Realtime)
}

func testBulkStatistics(t *testing.T, s *shift) {
	unknown := "WQ" + nobody
	p := new(v1.CreateTaskQueueBulkRealTimeStatisticsParams).SetBody(map[string]any{"queueSids": []string{s.queue, unknown}})
	bulk := got(s.CreateTaskQueueBulkRealTimeStatistics(s.ws, p)).must(t)
	data := *bulk.TaskQueueData
	require.Len(t, data, 2)
	one := s.queueNow()
	one.LongestRelativeTaskAgeInQueue, one.LongestRelativeTaskSidInQueue = 0, nil
	entry := data[0]
	assert.Equal(t, s.queue, entry.(map[string]any)["task_queue_sid"])
	delete(entry.(map[string]any), "task_queue_sid")
	combined(t, &entry, one, "task_queue_sid")
	assert.Equal(t, 0.0, data[1].(map[string]any)["total_tasks"], "a queue that is not ours")

	want := v1.TaskrouterV1TaskQueueBulkRealTimeStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, TaskQueueResponseCount: 2, Url: new(s.at + "/TaskQueues/RealTimeStatistics"),
	}
	twin := answered(t, 200, "", got(s.CreateTaskQueueBulkRealTimeStatisticsWithMetadata(s.ws, p)))
	want.TaskQueueData = twin.TaskQueueData
	assert.Equal(t, want, twin)
}

func testWorkflowStatistics(t *testing.T, s *shift) {
	at := s.at + "/Workflows/" + s.workflow
	now := v1.TaskrouterV1WorkflowRealTimeStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, WorkflowSid: &s.workflow, Url: new(at + "/RealTimeStatistics"),
		LongestTaskWaitingAge: 30, LongestTaskWaitingSid: &s.waiting,
		TasksByPriority: parsed(t, `{"3":1}`), TasksByStatus: parsed(t, byStatus), TotalTasks: 2,
	}
	fetched(t, now, "", got(s.FetchWorkflowRealTimeStatistics(s.ws, s.workflow, nil)), got(s.FetchWorkflowRealTimeStatisticsWithMetadata(s.ws, s.workflow, nil)))
	past := v1.TaskrouterV1WorkflowCumulativeStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, WorkflowSid: &s.workflow, Url: new(at + "/CumulativeStatistics"),
		AvgTaskAcceptanceTime: 20, StartTime: s.start, EndTime: s.end, ReservationsCreated: 1, ReservationsAccepted: 1,
		SplitByWaitTime: parsed(t, splits), WaitDurationUntilAccepted: parsed(t, accepted), WaitDurationUntilCanceled: parsed(t, canceled),
		TasksCanceled: 1, TasksEntered: 3,
	}
	p := new(v1.FetchWorkflowCumulativeStatisticsParams).SetSplitByWaitTime("5,20")
	fetched(t, past, "", got(s.FetchWorkflowCumulativeStatistics(s.ws, s.workflow, p)), got(s.FetchWorkflowCumulativeStatisticsWithMetadata(s.ws, s.workflow, p)))
	q := new(v1.FetchWorkflowStatisticsParams).SetSplitByWaitTime("5,20")
	both := got(s.FetchWorkflowStatistics(s.ws, s.workflow, q)).must(t)
	combined(t, both.Realtime, now, "workflow_sid")
	combined(t, both.Cumulative, past, "workflow_sid")
	want := v1.TaskrouterV1WorkflowStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, WorkflowSid: &s.workflow, Url: new(at + "/Statistics"),
		Realtime: both.Realtime, Cumulative: both.Cumulative,
	}
	fetched(t, want, "", got(s.FetchWorkflowStatistics(s.ws, s.workflow, q)), got(s.FetchWorkflowStatisticsWithMetadata(s.ws, s.workflow, q)))
}

// durations are the 60 s of the workers in their activities.
func (s *shift) durations(offline, available string) string {
	row := func(name, figures string) string {
		return `{"sid":"` + s.activities[name] + `","friendly_name":"` + name + `",` + figures + `}`
	}
	return "[" + row("Offline", offline) + "," + row("Available", available) + "," + row("Unavailable", never) + "]"
}

const (
	aMinute = `"avg":60,"min":60,"max":60,"total":60`
	never   = `"avg":0,"min":0,"max":0,"total":0`
)

func testWorkersStatistics(t *testing.T, s *shift) {
	now := v1.TaskrouterV1WorkersRealTimeStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, Url: new(s.at + "/Workers/RealTimeStatistics"),
		ActivityStatistics: list(t, s.activityCounts(1, 1)), TotalWorkers: 2,
	}
	fetched(t, now, "", got(s.FetchWorkersRealTimeStatistics(s.ws, nil)), got(s.FetchWorkersRealTimeStatisticsWithMetadata(s.ws, nil)))
	past := v1.TaskrouterV1WorkersCumulativeStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, Url: new(s.at + "/Workers/CumulativeStatistics"), StartTime: s.start, EndTime: s.end,
		ActivityDurations: list(t, s.durations(aMinute, aMinute)), ReservationsCreated: 1, ReservationsAccepted: 1,
	}
	p := new(v1.FetchWorkersCumulativeStatisticsParams)
	fetched(t, past, "", got(s.FetchWorkersCumulativeStatistics(s.ws, p)), got(s.FetchWorkersCumulativeStatisticsWithMetadata(s.ws, p)))
	both := got(s.FetchWorkerStatistics(s.ws, nil)).must(t)
	combined(t, both.Realtime, now)
	combined(t, both.Cumulative, past)
	want := v1.TaskrouterV1WorkerStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, Url: new(s.at + "/Workers/Statistics"), Realtime: both.Realtime, Cumulative: both.Cumulative,
	}
	fetched(t, want, "", got(s.FetchWorkerStatistics(s.ws, nil)), got(s.FetchWorkerStatisticsWithMetadata(s.ws, nil)))

	for _, q := range []*v1.FetchWorkerStatisticsParams{
		new(v1.FetchWorkerStatisticsParams).SetFriendlyName("Alice"),
		new(v1.FetchWorkerStatisticsParams).SetFriendlyName("Alice").SetTaskQueueSid(s.queue).SetTaskQueueName("Main"),
	} {
		one := got(s.FetchWorkerStatistics(s.ws, q)).must(t)
		assert.Equal(t, 1.0, (*one.Realtime).(map[string]any)["total_workers"])
	}
}

func testWorkerStatistics(t *testing.T, s *shift) {
	cumulative := parsed(t, `{"start_time":"2024-05-14T10:46:00Z","end_time":"2024-05-14T11:01:00Z",
		"reservations_created":1,"reservations_accepted":1,"reservations_rejected":0,"reservations_timed_out":0,
		"reservations_canceled":0,"reservations_rescinded":0,"activity_durations":`+s.durations(never, aMinute)+`}`)
	want := v1.TaskrouterV1WorkerInstanceStatistics{
		AccountSid: &s.account, WorkspaceSid: &s.ws, WorkerSid: &s.alice, Url: new(s.at + "/Workers/" + s.alice + "/Statistics"), Cumulative: cumulative,
	}
	fetched(t, want, "", got(s.FetchWorkerInstanceStatistics(s.ws, s.alice, nil)), got(s.FetchWorkerInstanceStatisticsWithMetadata(s.ws, s.alice, nil)))
}

// testWindows asks every endpoint for a channel on which nothing happened, with
// both ways to name a window.
func testWindows(t *testing.T, s *shift) {
	for _, text := range []string{
		`{"TaskChannel":"voice","Minutes":30}`,
		`{"TaskChannel":"voice","StartDate":"2024-05-14T10:31:00Z","EndDate":"2024-05-14T11:01:00Z"}`,
	} {
		ofWorkspace := got(s.FetchWorkspaceCumulativeStatistics(s.ws, filled[v1.FetchWorkspaceCumulativeStatisticsParams](t, text))).must(t)
		assert.Equal(t, later(31*time.Minute), ofWorkspace.StartTime)
		assert.Equal(t, later(61*time.Minute), ofWorkspace.EndTime)
		assert.Zero(t, ofWorkspace.TasksCreated)
		assert.Zero(t, got(s.FetchTaskQueueCumulativeStatistics(s.ws, s.queue, filled[v1.FetchTaskQueueCumulativeStatisticsParams](t, text))).must(t).TasksEntered)
		assert.Zero(t, got(s.FetchWorkflowCumulativeStatistics(s.ws, s.workflow, filled[v1.FetchWorkflowCumulativeStatisticsParams](t, text))).must(t).TasksEntered)
		assert.Zero(t, got(s.FetchWorkersCumulativeStatistics(s.ws, filled[v1.FetchWorkersCumulativeStatisticsParams](t, text))).must(t).ReservationsCreated)
		for _, cumulative := range []*any{
			got(s.FetchWorkspaceStatistics(s.ws, filled[v1.FetchWorkspaceStatisticsParams](t, text))).must(t).Cumulative,
			got(s.FetchTaskQueueStatistics(s.ws, s.queue, filled[v1.FetchTaskQueueStatisticsParams](t, text))).must(t).Cumulative,
			got(s.FetchWorkflowStatistics(s.ws, s.workflow, filled[v1.FetchWorkflowStatisticsParams](t, text))).must(t).Cumulative,
			got(s.FetchWorkerStatistics(s.ws, filled[v1.FetchWorkerStatisticsParams](t, text))).must(t).Cumulative,
			got(s.FetchWorkerInstanceStatistics(s.ws, s.alice, filled[v1.FetchWorkerInstanceStatisticsParams](t, text))).must(t).Cumulative,
			got(s.ListTaskQueuesStatistics(s.ws, filled[v1.ListTaskQueuesStatisticsParams](t, text))).must(t)[0].Cumulative,
		} {
			figures := (*cumulative).(map[string]any)
			assert.Equal(t, "2024-05-14T10:31:00Z", figures["start_time"])
			assert.Equal(t, "2024-05-14T11:01:00Z", figures["end_time"])
			assert.Equal(t, 0.0, figures["reservations_created"])
		}
	}
	const channel = `{"TaskChannel":"voice"}`
	assert.Zero(t, got(s.FetchWorkspaceRealTimeStatistics(s.ws, filled[v1.FetchWorkspaceRealTimeStatisticsParams](t, channel))).must(t).TotalTasks)
	assert.Zero(t, got(s.FetchTaskQueueRealTimeStatistics(s.ws, s.queue, filled[v1.FetchTaskQueueRealTimeStatisticsParams](t, channel))).must(t).TotalTasks)
	assert.Zero(t, got(s.FetchWorkflowRealTimeStatistics(s.ws, s.workflow, filled[v1.FetchWorkflowRealTimeStatisticsParams](t, channel))).must(t).TotalTasks)
	workers := got(s.FetchWorkersRealTimeStatistics(s.ws, filled[v1.FetchWorkersRealTimeStatisticsParams](t, channel))).must(t)
	assert.Equal(t, 2, workers.TotalWorkers, "workers have no channel here (lifecycle.md §6.2)")
}

func testStatisticsRefused(t *testing.T, s *shift) {
	at := "The requested resource /Workspaces/" + s.ws
	gone := "WS" + nobody
	got(s.FetchWorkspaceStatistics(gone, nil)).refused(t, 404, 20404, "The requested resource /Workspaces/"+gone+"/Statistics was not found")
	got(s.FetchWorkspaceRealTimeStatistics(gone, nil)).refused(t, 404, 20404, "The requested resource /Workspaces/"+gone+"/RealTimeStatistics was not found")
	queue := "/TaskQueues/WQ" + nobody
	got(s.FetchTaskQueueStatistics(s.ws, "WQ"+nobody, nil)).refused(t, 404, 20404, at+queue+"/Statistics was not found")
	got(s.FetchTaskQueueRealTimeStatistics(s.ws, "WQ"+nobody, nil)).refused(t, 404, 20404, at+queue+"/RealTimeStatistics was not found")
	got(s.FetchTaskQueueCumulativeStatistics(s.ws, "WQ"+nobody, nil)).refused(t, 404, 20404, at+queue+"/CumulativeStatistics was not found")
	workflow := "/Workflows/WW" + nobody
	got(s.FetchWorkflowStatistics(s.ws, "WW"+nobody, nil)).refused(t, 404, 20404, at+workflow+"/Statistics was not found")
	got(s.FetchWorkflowRealTimeStatistics(s.ws, "WW"+nobody, nil)).refused(t, 404, 20404, at+workflow+"/RealTimeStatistics was not found")
	got(s.FetchWorkflowCumulativeStatistics(s.ws, "WW"+nobody, nil)).refused(t, 404, 20404, at+workflow+"/CumulativeStatistics was not found")
	got(s.FetchWorkerInstanceStatistics(s.ws, "WK"+nobody, nil)).refused(t, 404, 20404, at+"/Workers/WK"+nobody+"/Statistics was not found")
	got(s.FetchWorkersRealTimeStatistics(gone, nil)).refused(t, 404, 20404, "The requested resource /Workspaces/"+gone+"/Workers/RealTimeStatistics was not found")

	const mixed = "Minutes cannot be combined with StartDate or EndDate"
	got(s.FetchWorkspaceCumulativeStatistics(s.ws, new(v1.FetchWorkspaceCumulativeStatisticsParams).SetMinutes(5).SetStartDate(epoch))).refused(t, 400, 20001, mixed)
	got(s.FetchWorkersCumulativeStatistics(s.ws, new(v1.FetchWorkersCumulativeStatisticsParams).SetMinutes(5).SetEndDate(epoch))).refused(t, 400, 20001, mixed)
	got(s.FetchWorkerStatistics(s.ws, new(v1.FetchWorkerStatisticsParams).SetMinutes(5).SetEndDate(epoch))).refused(t, 400, 20001, mixed)
	early := new(v1.FetchWorkspaceStatisticsParams).SetStartDate(epoch.Add(-31 * 24 * time.Hour))
	got(s.FetchWorkspaceStatistics(s.ws, early)).refused(t, 400, 14241, "StartDate reaches back more than 30 days")
	got(s.ListTaskQueuesStatistics(s.ws, new(v1.ListTaskQueuesStatisticsParams).SetSplitByWaitTime("soon"))).refused(t, 400, 20001,
		"Invalid value 'soon' for parameter SplitByWaitTime")
	for _, body := range []map[string]any{{}, {"queueSids": []string{}}, {"queueSids": []string{"x"}}, {"queueSids": make([]string, 51)}} {
		bulk := got(s.CreateTaskQueueBulkRealTimeStatistics(s.ws, new(v1.CreateTaskQueueBulkRealTimeStatisticsParams).SetBody(body)))
		bulk.refused(t, 400, 20001, bulk.message(t))
	}
}
