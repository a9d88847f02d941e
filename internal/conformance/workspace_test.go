package conformance

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"
)

// newWorkspace is a workspace as it is made, at the epoch.
func (h *house) newWorkspace(sid, name string, offline *string) v1.TaskrouterV1Workspace {
	url := h.url + "/v1/Workspaces/" + sid
	links := map[string]any{}
	for name, path := range map[string]string{
		"activities": "/Activities", "cumulative_statistics": "/CumulativeStatistics", "events": "/Events",
		"real_time_statistics": "/RealTimeStatistics", "statistics": "/Statistics", "task_channels": "/TaskChannels",
		"task_queues": "/TaskQueues", "tasks": "/Tasks", "workers": "/Workers", "workflows": "/Workflows",
	} {
		links[name] = url + path
	}
	return v1.TaskrouterV1Workspace{
		AccountSid: &h.account, Sid: &sid, FriendlyName: &name, DateCreated: &epoch, DateUpdated: &epoch,
		DefaultActivityName: new("Offline"), DefaultActivitySid: offline,
		TimeoutActivityName: new("Offline"), TimeoutActivitySid: offline,
		EventCallbackUrl: new(""), MultiTaskEnabled: new(true), PrioritizeQueueOrder: new("FIFO"),
		Url: &url, Links: &links,
	}
}

func testWorkspaces(t *testing.T, seen *record) {
	h := open(t, seen)
	support := h.newWorkspace(h.ws, "Support", new(h.activities["Offline"]))
	fetched(t, support, "", got(h.FetchWorkspace(h.ws)), got(h.FetchWorkspaceWithMetadata(h.ws)))

	sales := got(h.CreateWorkspace(new(v1.CreateWorkspaceParams).SetFriendlyName("Sales"))).must(t)
	assert.Equal(t, h.newWorkspace(*sales.Sid, "Sales", sales.DefaultActivitySid), *sales)
	fifo := answered(t, 201, "", got(h.CreateWorkspaceWithMetadata(new(v1.CreateWorkspaceParams).SetFriendlyName("Fifo").
		SetTemplate("FIFO").SetMultiTaskEnabled(false).SetPrioritizeQueueOrder("LIFO").
		SetEventCallbackUrl("https://app.example/events").SetEventsFilter("task.created,task.canceled"))))
	want := h.newWorkspace(*fifo.Sid, "Fifo", fifo.DefaultActivitySid)
	want.MultiTaskEnabled, want.PrioritizeQueueOrder = new(false), new("LIFO")
	want.EventCallbackUrl, want.EventsFilter = new("https://app.example/events"), new("task.created,task.canceled")
	assert.Equal(t, want, fifo)
	queues := got(h.ListTaskQueue(*fifo.Sid, nil)).must(t)
	assert.Equal(t, "Sample Queue", *queues[0].FriendlyName)

	testUpdateWorkspace(t, h, *sales.Sid)

	var sids []string
	for _, name := range []string{"three", "four"} {
		sids = append(sids, *got(h.CreateWorkspace(new(v1.CreateWorkspaceParams).SetFriendlyName(name))).must(t).Sid)
	}
	list := walk[v1.TaskrouterV1Workspace](t, listing{
		service: h.ApiService, noun: "Workspace", params: &v1.ListWorkspaceParams{}, field: "Workspaces", key: "workspaces",
	}, append(sorted(h.ws, *sales.Sid, *fifo.Sid), sorted(sids...)...))
	assert.Contains(t, list, support)
	assert.Contains(t, list, fifo)
	named := got(h.ListWorkspace(new(v1.ListWorkspaceParams).SetFriendlyName("Fifo"))).must(t)
	assert.Equal(t, []v1.TaskrouterV1Workspace{fifo}, named)

	assert.NoError(t, h.DeleteWorkspace(*sales.Sid))
	assert.True(t, answered(t, 204, "", got(h.DeleteWorkspaceWithMetadata(*fifo.Sid))))
	assert.Equal(t, 2, h.deleted)
	t.Run("refused", func(t *testing.T) { testWorkspacesRefused(t, h, *sales.Sid) })
}

func testUpdateWorkspace(t *testing.T, h *house, sid string) {
	h.clock.pass(time.Minute)
	activities := got(h.ListActivity(sid, new(v1.ListActivityParams).SetFriendlyName("Unavailable"))).must(t)
	away := activities[0].Sid
	want := *got(h.FetchWorkspace(sid)).must(t)
	want.DateUpdated = later(time.Minute)
	want.FriendlyName, want.PrioritizeQueueOrder = new("Retail"), new("LIFO")
	want.DefaultActivitySid, want.DefaultActivityName = away, new("Unavailable")
	want.TimeoutActivitySid, want.TimeoutActivityName = away, new("Unavailable")
	want.EventCallbackUrl, want.EventsFilter = new("https://app.example/e"), new("worker.activity.update")
	updated := got(h.UpdateWorkspace(sid, new(v1.UpdateWorkspaceParams).SetFriendlyName("Retail").SetPrioritizeQueueOrder("LIFO").
		SetDefaultActivitySid(*away).SetTimeoutActivitySid(*away).SetMultiTaskEnabled(true).
		SetEventCallbackUrl("https://app.example/e").SetEventsFilter("worker.activity.update"))).must(t)
	assert.Equal(t, want, *updated)

	want.EventCallbackUrl, want.EventsFilter = new(""), nil
	cleared := answered(t, 200, "", got(h.UpdateWorkspaceWithMetadata(sid, new(v1.UpdateWorkspaceParams).SetEventCallbackUrl("").SetEventsFilter(""))))
	assert.Equal(t, want, cleared)
}

func testWorkspacesRefused(t *testing.T, h *house, gone string) {
	message := "The requested resource /Workspaces/" + gone + " was not found"
	got(h.FetchWorkspace(gone)).refused(t, 404, 20404, message)
	got(h.FetchWorkspaceWithMetadata(gone)).refused(t, 404, 20404, message)
	got(h.UpdateWorkspace(gone, nil)).refused(t, 404, 20404, message)
	refused(t, h.DeleteWorkspace(gone), 404, 20404, message)
	got(h.FetchWorkspace("WS1")).refused(t, 404, 20404, "The requested resource /Workspaces/WS1 was not found")
	got(h.CreateWorkspace(nil)).refused(t, 400, 20001, "Missing required parameter FriendlyName in the post body")
	got(h.UpdateWorkspace(h.ws, new(v1.UpdateWorkspaceParams).SetDefaultActivitySid("WA"+nobody))).refused(t, 400, 20001,
		"DefaultActivitySid WA"+nobody+" not found in workspace "+h.ws)
	got(h.UpdateWorkspace(h.ws, new(v1.UpdateWorkspaceParams).SetPrioritizeQueueOrder("best"))).refused(t, 400, 20001,
		"Invalid value 'best' for parameter PrioritizeQueueOrder")
	got(h.ListWorkspace(new(v1.ListWorkspaceParams).SetPageSize(1001))).refused(t, 400, 20007, "Page size too large")
	got(h.PageWorkspace(nil, "", "2")).refused(t, 400, 40153,
		"Absolute paging is not supported: follow next_page_url, or give its PageToken")

	stranger := v1.NewApiServiceWithClient(h.client(h.account, "wrong"))
	got(stranger.FetchWorkspace(h.ws)).refused(t, 401, 20003, "Authenticate")
	got(stranger.ListWorkspace(nil)).refused(t, 401, 20003, "Authenticate")
}
