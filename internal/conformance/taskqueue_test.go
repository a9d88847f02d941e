package conformance

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"
)

// newQueue is a task queue as it is made.
func (h *house) newQueue(sid, name string, created time.Duration) v1.TaskrouterV1TaskQueue {
	at := "/TaskQueues/" + sid
	links := h.links("bulk_real_time_statistics", "/TaskQueues/RealTimeStatistics", "list_statistics", "/TaskQueues/Statistics",
		"cumulative_statistics", at+"/CumulativeStatistics", "real_time_statistics", at+"/RealTimeStatistics",
		"statistics", at+"/Statistics", "workspace", "")
	(*links)["assignment_activity"], (*links)["reservation_activity"] = nil, nil
	return v1.TaskrouterV1TaskQueue{
		AccountSid: &h.account, WorkspaceSid: &h.ws, Sid: &sid, FriendlyName: &name,
		TargetWorkers: new("1==1"), MaxReservedWorkers: 1, TaskOrder: new("FIFO"),
		DateCreated: later(created), DateUpdated: later(created), Url: new(h.at + at), Links: links,
	}
}

func testTaskQueues(t *testing.T, seen *record) {
	h := open(t, seen)
	h.clock.pass(time.Minute)
	all := got(h.CreateTaskQueue(h.ws, new(v1.CreateTaskQueueParams).SetFriendlyName("All"))).must(t)
	assert.Equal(t, h.newQueue(*all.Sid, "All", time.Minute), *all)
	french := answered(t, 201, "", got(h.CreateTaskQueueWithMetadata(h.ws, new(v1.CreateTaskQueueParams).SetFriendlyName("French").
		SetTargetWorkers(`languages HAS "fr"`).SetMaxReservedWorkers(3).SetTaskOrder("LIFO"))))
	want := h.newQueue(*french.Sid, "French", time.Minute)
	want.TargetWorkers, want.MaxReservedWorkers, want.TaskOrder = new(`languages HAS "fr"`), 3, new("LIFO")
	assert.Equal(t, want, french)

	h.clock.pass(time.Minute)
	want.FriendlyName, want.TargetWorkers, want.MaxReservedWorkers, want.TaskOrder = new("Québec"), new(""), 50, new("FIFO")
	want.DateUpdated = later(2 * time.Minute)
	assert.Equal(t, want, *got(h.UpdateTaskQueue(h.ws, *french.Sid, new(v1.UpdateTaskQueueParams).SetFriendlyName("Québec").
		SetTargetWorkers("").SetMaxReservedWorkers(50).SetTaskOrder("FIFO"))).must(t))
	want.TargetWorkers = new(`languages HAS "fr"`)
	assert.Equal(t, want, answered(t, 200, "", got(h.UpdateTaskQueueWithMetadata(h.ws, *french.Sid,
		new(v1.UpdateTaskQueueParams).SetTargetWorkers(`languages HAS "fr"`)))))
	fetched(t, want, "", got(h.FetchTaskQueue(h.ws, *french.Sid)), got(h.FetchTaskQueueWithMetadata(h.ws, *french.Sid)))

	h.clock.pass(time.Minute)
	third := []string{h.queue("three"), h.queue("four"), h.queue("five")}
	list := walk[v1.TaskrouterV1TaskQueue](t, listing{
		service: h.ApiService, noun: "TaskQueue", of: []any{h.ws}, params: &v1.ListTaskQueueParams{}, field: "TaskQueues", key: "task_queues",
	}, append(sorted(*all.Sid, *french.Sid), sorted(third...)...))
	assert.Contains(t, list, want)
	walk[v1.TaskrouterV1TaskQueue](t, listing{
		service: h.ApiService, noun: "TaskQueue", of: []any{h.ws}, field: "TaskQueues", key: "task_queues",
		params: new(v1.ListTaskQueueParams).SetOrdering("FriendlyName:desc"),
	}, []string{third[0], third[1], third[2], *french.Sid, *all.Sid})
	t.Run("filters", func(t *testing.T) { testTaskQueueFilters(t, h, want) })

	assert.NoError(t, h.DeleteTaskQueue(h.ws, third[0]))
	assert.True(t, answered(t, 204, "", got(h.DeleteTaskQueueWithMetadata(h.ws, third[1]))))
	t.Run("refused", func(t *testing.T) { testTaskQueuesRefused(t, h, *all.Sid, third[0]) })
	t.Run("single-tasking", func(t *testing.T) { testSingleTaskingQueue(t, h) })
}

func testTaskQueueFilters(t *testing.T, h *house, french v1.TaskrouterV1TaskQueue) {
	p := func() *v1.ListTaskQueueParams { return new(v1.ListTaskQueueParams) }
	count := func(p *v1.ListTaskQueueParams) int { return len(got(h.ListTaskQueue(h.ws, p)).must(t)) }
	assert.Equal(t, []v1.TaskrouterV1TaskQueue{french}, got(h.ListTaskQueue(h.ws, p().SetFriendlyName("Québec"))).must(t))
	assert.Zero(t, count(p().SetFriendlyName("québec")), "names of queues compare exactly (rest.md §4)")
	assert.Equal(t, 5, count(p().SetEvaluateWorkerAttributes(`{"languages":["en","fr"]}`)))
	assert.Equal(t, 4, count(p().SetEvaluateWorkerAttributes(`{"languages":["en"]}`)))
	alice := h.worker("Alice", "Available")
	assert.Equal(t, 4, count(p().SetWorkerSid(alice)))
}

func testTaskQueuesRefused(t *testing.T, h *house, all, gone string) {
	message := "The requested resource /Workspaces/" + h.ws + "/TaskQueues/" + gone + " was not found"
	got(h.FetchTaskQueue(h.ws, gone)).refused(t, 404, 20404, message)
	got(h.UpdateTaskQueue(h.ws, gone, nil)).refused(t, 404, 20404, message)
	refused(t, h.DeleteTaskQueue(h.ws, gone), 404, 20404, message)
	h.workflow("Main", all)
	assert.Error(t, h.DeleteTaskQueue(h.ws, all), "a workflow leads to it")
	got(h.CreateTaskQueue(h.ws, nil)).refused(t, 400, 20001, "Missing required parameter FriendlyName in the post body")
	got(h.CreateTaskQueue(h.ws, new(v1.CreateTaskQueueParams).SetFriendlyName("All"))).refused(t, 400, 20001, "TaskQueue with the same friendly name already exists")
	got(h.CreateTaskQueue(h.ws, new(v1.CreateTaskQueueParams).SetFriendlyName("x").SetTaskOrder("random"))).refused(t, 400, 20001, "Invalid value 'random' for parameter TaskOrder")
	got(h.ListTaskQueue(h.ws, new(v1.ListTaskQueueParams).SetWorkerSid("x"))).refused(t, 400, 20001, "Invalid value 'x' for parameter WorkerSid")
	got(h.ListTaskQueue(h.ws, new(v1.ListTaskQueueParams).SetOrdering("Luck"))).refused(t, 400, 20001, "Invalid value 'Luck' for parameter Ordering")
}

// testSingleTaskingQueue shows the two activities that only such a workspace has.
func testSingleTaskingQueue(t *testing.T, h *house) {
	ws := *got(h.CreateWorkspace(new(v1.CreateWorkspaceParams).SetFriendlyName("Old").SetMultiTaskEnabled(false))).must(t).Sid
	busy := got(h.ListActivity(ws, new(v1.ListActivityParams).SetFriendlyName("Unavailable"))).must(t)[0]
	q := got(h.CreateTaskQueue(ws, new(v1.CreateTaskQueueParams).SetFriendlyName("All").
		SetReservationActivitySid(*busy.Sid).SetAssignmentActivitySid(*busy.Sid))).must(t)
	assert.Equal(t, busy.Sid, q.ReservationActivitySid)
	assert.Equal(t, new("Unavailable"), q.ReservationActivityName)
	assert.Equal(t, busy.Sid, q.AssignmentActivitySid)
	assert.Equal(t, new("Unavailable"), q.AssignmentActivityName)
	assert.Equal(t, *busy.Url, (*q.Links)["reservation_activity"])
	assert.Equal(t, *busy.Url, (*q.Links)["assignment_activity"])

	idle := got(h.ListActivity(ws, new(v1.ListActivityParams).SetFriendlyName("Available"))).must(t)[0]
	q = got(h.UpdateTaskQueue(ws, *q.Sid, new(v1.UpdateTaskQueueParams).SetReservationActivitySid(*idle.Sid).SetAssignmentActivitySid(*idle.Sid))).must(t)
	assert.Equal(t, idle.Sid, q.ReservationActivitySid)
	assert.Equal(t, idle.Sid, q.AssignmentActivitySid)
}
