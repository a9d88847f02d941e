package conformance

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"
)

// newWorkflow is a workflow as it is made, at the epoch.
func (h *house) newWorkflow(sid, name, configuration string) v1.TaskrouterV1Workflow {
	at := "/Workflows/" + sid
	return v1.TaskrouterV1Workflow{
		AccountSid: &h.account, WorkspaceSid: &h.ws, Sid: &sid, FriendlyName: &name, Configuration: &configuration,
		DocumentContentType: new("application/json"), TaskReservationTimeout: 120,
		DateCreated: &epoch, DateUpdated: &epoch, Url: new(h.at + at),
		Links: h.links("cumulative_statistics", at+"/CumulativeStatistics", "real_time_statistics", at+"/RealTimeStatistics",
			"statistics", at+"/Statistics", "workspace", ""),
	}
}

func testWorkflows(t *testing.T, seen *record) {
	h := open(t, seen)
	one, two := h.queue("One"), h.queue("Two")
	params := func(name string) *v1.CreateWorkflowParams {
		return new(v1.CreateWorkflowParams).SetFriendlyName(name).SetConfiguration(leadsTo(one))
	}
	plain := got(h.CreateWorkflow(h.ws, params("Plain"))).must(t)
	assert.Equal(t, h.newWorkflow(*plain.Sid, "Plain", leadsTo(one)), *plain)
	full := answered(t, 201, "", got(h.CreateWorkflowWithMetadata(h.ws, params("Full").SetTaskReservationTimeout(30).
		SetAssignmentCallbackUrl("https://app.example/assign").SetFallbackAssignmentCallbackUrl("https://app.example/fallback"))))
	want := h.newWorkflow(*full.Sid, "Full", leadsTo(one))
	want.AssignmentCallbackUrl, want.FallbackAssignmentCallbackUrl = new("https://app.example/assign"), new("https://app.example/fallback")
	want.TaskReservationTimeout = 30
	assert.Equal(t, want, full)

	task := *got(h.CreateTask(h.ws, new(v1.CreateTaskParams).SetWorkflowSid(*full.Sid))).must(t).Sid
	h.clock.pass(time.Minute)
	want.FriendlyName, want.Configuration, want.TaskReservationTimeout = new("Renamed"), new(leadsTo(two)), 60
	want.AssignmentCallbackUrl, want.DateUpdated = new("https://app.example/a"), later(time.Minute)
	assert.Equal(t, want, *got(h.UpdateWorkflow(h.ws, *full.Sid, new(v1.UpdateWorkflowParams).SetFriendlyName("Renamed").
		SetConfiguration(leadsTo(two)).SetTaskReservationTimeout(60).SetAssignmentCallbackUrl("https://app.example/a").
		SetReEvaluateTasks("true"))).must(t))
	assert.Equal(t, two, *got(h.FetchTask(h.ws, task)).must(t).TaskQueueSid, "evaluated again")
	h.clock.pass(time.Minute)
	want.FallbackAssignmentCallbackUrl, want.DateUpdated = nil, later(2*time.Minute)
	assert.Equal(t, want, answered(t, 200, "", got(h.UpdateWorkflowWithMetadata(h.ws, *full.Sid,
		new(v1.UpdateWorkflowParams).SetFallbackAssignmentCallbackUrl("")))))
	fetched(t, want, "", got(h.FetchWorkflow(h.ws, *full.Sid)), got(h.FetchWorkflowWithMetadata(h.ws, *full.Sid)))

	more := []string{h.workflow("three", one), h.workflow("four", one), h.workflow("five", one)}
	list := walk[v1.TaskrouterV1Workflow](t, listing{
		service: h.ApiService, noun: "Workflow", of: []any{h.ws}, params: &v1.ListWorkflowParams{}, field: "Workflows", key: "workflows",
	}, append(sorted(*plain.Sid, *full.Sid), sorted(more...)...))
	assert.Contains(t, list, want)
	named := got(h.ListWorkflow(h.ws, new(v1.ListWorkflowParams).SetFriendlyName("Renamed"))).must(t)
	assert.Equal(t, []v1.TaskrouterV1Workflow{want}, named)

	assert.NoError(t, h.DeleteWorkflow(h.ws, more[0]))
	assert.True(t, answered(t, 204, "", got(h.DeleteWorkflowWithMetadata(h.ws, more[1]))))
	t.Run("refused", func(t *testing.T) {
		message := "The requested resource /Workspaces/" + h.ws + "/Workflows/" + more[0] + " was not found"
		got(h.FetchWorkflow(h.ws, more[0])).refused(t, 404, 20404, message)
		got(h.UpdateWorkflow(h.ws, more[0], nil)).refused(t, 404, 20404, message)
		refused(t, h.DeleteWorkflow(h.ws, more[0]), 404, 20404, message)
		assert.Error(t, h.DeleteWorkflow(h.ws, *full.Sid), "a task waits in it")
		got(h.CreateWorkflow(h.ws, params("Plain"))).refused(t, 400, 20001, "Workflow with the same friendly name already exists")
		got(h.CreateWorkflow(h.ws, new(v1.CreateWorkflowParams).SetFriendlyName("x"))).refused(t, 400, 20001, "Missing required parameter Configuration in the post body")
		assert.Error(t, got(h.CreateWorkflow(h.ws, params("x").SetConfiguration("{"))).err)
		got(h.CreateWorkflow(h.ws, params("x").SetAssignmentCallbackUrl("nowhere"))).refused(t, 400, 20001, "Invalid value 'nowhere' for parameter AssignmentCallbackUrl")
		got(h.ListWorkflow(h.ws, new(v1.ListWorkflowParams).SetPageSize(1001))).refused(t, 400, 20007, "Page size too large")
	})
}
