package conformance

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"
)

// newTask is a task as it is made at the epoch, in a house with one workflow and
// one queue of the name Main, and nobody to take it.
func (h *house) newTask(sid, workflow, queue, channel string) v1.TaskrouterV1Task {
	at := "/Tasks/" + sid
	return v1.TaskrouterV1Task{
		AccountSid: &h.account, WorkspaceSid: &h.ws, Sid: &sid, AssignmentStatus: new("pending"),
		Attributes: new("{}"), Addons: new("{}"), Timeout: 86400, IgnoreCapacity: new(false),
		DateCreated: &epoch, DateUpdated: &epoch, TaskQueueEnteredDate: &epoch, VirtualStartTime: &epoch,
		WorkflowSid: &workflow, WorkflowFriendlyName: new("Main"), TaskQueueSid: &queue, TaskQueueFriendlyName: new("Main"),
		TaskChannelSid: &channel, TaskChannelUniqueName: new("default"), Url: new(h.at + at),
		Links: h.links("reservations", at+"/Reservations", "task_queue", "/TaskQueues/"+queue, "workflow", "/Workflows/"+workflow, "workspace", ""),
	}
}

func (h *house) channel(name string) string {
	h.t.Helper()
	return *got(h.FetchTaskChannel(h.ws, name)).must(h.t).Sid
}

func testTasks(t *testing.T, seen *record) {
	h := open(t, seen)
	queue := h.queue("Main")
	workflow := h.workflow("Main", queue)
	plain := got(h.CreateTask(h.ws, nil)).must(t)
	assert.Equal(t, h.newTask(*plain.Sid, workflow, queue, h.channel("default")), *plain)

	const attributes = `{"type":"support","to":"Zoë ☎"}`
	start := epoch.Add(-time.Hour)
	full := answered(t, 201, "0", got(h.CreateTaskWithMetadata(h.ws, new(v1.CreateTaskParams).SetWorkflowSid(workflow).
		SetAttributes(attributes).SetPriority(7).SetTimeout(600).SetTaskChannel("voice").
		SetVirtualStartTime(start.In(time.FixedZone("", 3600))))))
	want := h.newTask(*full.Sid, workflow, queue, h.channel("voice"))
	want.Attributes, want.Priority, want.Timeout, want.TaskChannelUniqueName = new(attributes), 7, 600, new("voice")
	want.VirtualStartTime = &start
	assert.Equal(t, want, full)

	h.clock.pass(90 * time.Second)
	want.Age, want.DateUpdated = 90, later(90*time.Second)
	want.Attributes, want.Priority, want.VirtualStartTime = new(`{"type":"sales"}`), 0, new(epoch.Add(-time.Minute))
	want.TaskChannelSid, want.TaskChannelUniqueName = new(h.channel("chat")), new("chat")
	updated := got(h.UpdateTask(h.ws, *full.Sid, new(v1.UpdateTaskParams).SetAttributes(`{"type":"sales"}`).SetPriority(0).
		SetTaskChannel("chat").SetVirtualStartTime(*want.VirtualStartTime).SetIfMatch("0"))).must(t)
	assert.Equal(t, want, *updated)
	etag := got(h.FetchTaskWithMetadata(h.ws, *full.Sid)).must(t).GetHeader("Etag")
	fetched(t, want, etag, got(h.FetchTask(h.ws, *full.Sid)), got(h.FetchTaskWithMetadata(h.ws, *full.Sid)))
	canceled := got(h.UpdateTaskWithMetadata(h.ws, *full.Sid, new(v1.UpdateTaskParams).SetAssignmentStatus("canceled").
		SetReason("changed his mind").SetIfMatch(etag))).must(t)
	assert.Equal(t, 200, canceled.GetStatusCode())
	want.AssignmentStatus, want.Reason = new("canceled"), new("changed his mind")
	assert.Equal(t, want, canceled.GetResource())

	t.Run("listed", func(t *testing.T) { testTaskLists(t, h, *plain.Sid, want) })
	assert.NoError(t, h.DeleteTask(h.ws, *plain.Sid, new(v1.DeleteTaskParams).SetIfMatch("0")))
	assert.True(t, answered(t, 204, "", got(h.DeleteTaskWithMetadata(h.ws, *full.Sid, nil))))
	t.Run("targets", func(t *testing.T) { testRoutingTargets(t, h, queue) })
	t.Run("refused", func(t *testing.T) { testTasksRefused(t, h, *plain.Sid, queue) })
}

func testTaskLists(t *testing.T, h *house, first string, canceled v1.TaskrouterV1Task) {
	sids := sorted(first, *canceled.Sid)
	for n := range 4 {
		h.clock.pass(time.Second)
		p := new(v1.CreateTaskParams).SetPriority(10 - n).SetAttributes(`{"n":` + string(rune('0'+n)) + `}`)
		sids = append(sids, *got(h.CreateTask(h.ws, p)).must(t).Sid)
	}
	canceled.Age += 4
	list := walk[v1.TaskrouterV1Task](t, listing{
		service: h.ApiService, noun: "Task", of: []any{h.ws}, params: &v1.ListTaskParams{}, field: "Tasks", key: "tasks",
	}, sids)
	assert.Contains(t, list, canceled, "attributes included (rest.md §4)")
	walk[v1.TaskrouterV1Task](t, listing{
		service: h.ApiService, noun: "Task", of: []any{h.ws}, field: "Tasks", key: "tasks",
		params: new(v1.ListTaskParams).SetOrdering("Priority:desc,DateCreated:desc").SetAssignmentStatus([]string{"pending", "reserved"}),
	}, []string{sids[2], sids[3], sids[4], sids[5], first})
	p := func() *v1.ListTaskParams { return new(v1.ListTaskParams) }
	for _, tt := range []struct {
		name string
		p    *v1.ListTaskParams
		want int
	}{
		{"status", p().SetAssignmentStatus([]string{"canceled"}), 1},
		{"two statuses", p().SetAssignmentStatus([]string{"canceled", "pending"}), 6},
		{"statuses with a comma", p().SetAssignmentStatus([]string{"assigned,pending"}), 5},
		{"priority", p().SetPriority(8), 1},
		{"expression", p().SetEvaluateTaskAttributes("n > 1"), 2},
		{"workflow", p().SetWorkflowSid(*canceled.WorkflowSid), 6},
		{"workflow's name", p().SetWorkflowName("Main"), 6},
		{"workflow's name in another case", p().SetWorkflowName("main"), 0},
		{"queue", p().SetTaskQueueSid(*canceled.TaskQueueSid), 6},
		{"queue's name", p().SetTaskQueueName("Main"), 6},
		{"no add-ons", p().SetHasAddons(false), 6},
		{"add-ons", p().SetHasAddons(true), 0},
		{"target", p().SetRoutingTarget("WK" + nobody), 0},
	} {
		t.Run(tt.name, func(t *testing.T) { assert.Len(t, got(h.ListTask(h.ws, tt.p)).must(t), tt.want) })
	}
}

// testRoutingTargets makes tasks that know where they go.
func testRoutingTargets(t *testing.T, h *house, queue string) {
	alice := h.worker("Alice", "Offline")
	direct := got(h.CreateTask(h.ws, new(v1.CreateTaskParams).SetRoutingTarget(alice).SetTaskQueueSid(queue))).must(t)
	assert.Equal(t, &alice, direct.RoutingTarget)
	assert.Equal(t, new(true), direct.IgnoreCapacity, "the default for a worker")
	polite := got(h.CreateTask(h.ws, new(v1.CreateTaskParams).SetRoutingTarget(alice).SetTaskQueueSid(queue).SetIgnoreCapacity("no"))).must(t)
	assert.Equal(t, new(false), polite.IgnoreCapacity)
	queued := got(h.CreateTask(h.ws, new(v1.CreateTaskParams).SetRoutingTarget(queue))).must(t)
	assert.Equal(t, &queue, queued.TaskQueueSid)
	assert.Len(t, got(h.ListTask(h.ws, new(v1.ListTaskParams).SetRoutingTarget(alice))).must(t), 2)
}

func testTasksRefused(t *testing.T, h *house, gone, queue string) {
	message := "The requested resource /Workspaces/" + h.ws + "/Tasks/" + gone + " was not found"
	got(h.FetchTask(h.ws, gone)).refused(t, 404, 20404, message)
	got(h.UpdateTask(h.ws, gone, new(v1.UpdateTaskParams).SetPriority(1))).refused(t, 404, 20404, message)
	refused(t, h.DeleteTask(h.ws, gone, nil), 404, 20404, message)
	got(h.FetchTask(h.ws, "WT1")).refused(t, 404, 20404, strings.Replace(message, gone, "WT1", 1))

	task := h.task("{}")
	status := func(word string) result[*v1.TaskrouterV1Task] {
		return got(h.UpdateTask(h.ws, task, new(v1.UpdateTaskParams).SetAssignmentStatus(word)))
	}
	of := " task " + task + " in workspace " + h.ws + " for account " + h.account + " because it"
	status("completed").refused(t, 400, 20001, "Cannot complete"+of+" is not currently assigned.")
	status("wrapping").refused(t, 400, 20001, "Cannot wrap up a"+of+"'s not currently assigned")
	status("canceled").must(t)
	status("canceled").refused(t, 400, 20001, "Cannot cancel"+of+" is not pending or reserved.")
	status("done").refused(t, 400, 20001, "Invalid value 'done' for parameter AssignmentStatus")
	got(h.UpdateTask(h.ws, h.task("{}"), new(v1.UpdateTaskParams).SetPriority(1).SetIfMatch("5"))).refused(t, 412, 20412, "Precondition Failed")
	refused(t, h.DeleteTask(h.ws, h.task("{}"), new(v1.DeleteTaskParams).SetIfMatch("5")), 412, 20412, "Precondition Failed")

	create := func(p *v1.CreateTaskParams) result[*v1.TaskrouterV1Task] { return got(h.CreateTask(h.ws, p)) }
	create(new(v1.CreateTaskParams).SetAttributes("{")).refused(t, 400, 20001, "Attributes is not valid JSON")
	create(new(v1.CreateTaskParams).SetWorkflowSid("WW"+nobody)).refused(t, 400, 20001, "WorkflowSid WW"+nobody+" not found in workspace "+h.ws)
	assert.Error(t, create(new(v1.CreateTaskParams).SetPriority(-1)).err)
	assert.Error(t, create(new(v1.CreateTaskParams).SetTimeout(1209601)).err)
	assert.Error(t, create(new(v1.CreateTaskParams).SetTaskChannel("telegraph")).err)
	assert.Error(t, create(new(v1.CreateTaskParams).SetVirtualStartTime(epoch.Add(time.Hour))).err)
	assert.Error(t, create(new(v1.CreateTaskParams).SetAttributes(`{"x":"`+strings.Repeat("x", 4096)+`"}`)).err)
	h.workflow("Second", queue)
	create(nil).refused(t, 400, 20001, "WorkflowSid field is required")
	got(h.ListTask(h.ws, new(v1.ListTaskParams).SetOrdering("DateCreated:asc,VirtualStartTime:asc"))).refused(t, 400, 20001,
		"Ordering by DateCreated and by VirtualStartTime cannot be combined")
	broken := got(h.ListTask(h.ws, new(v1.ListTaskParams).SetEvaluateTaskAttributes(`type evel "x"`)))
	broken.refused(t, 400, 20001, broken.message(t))
	assert.Contains(t, broken.message(t), "evel")
}
