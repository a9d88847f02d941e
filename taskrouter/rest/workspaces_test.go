package rest_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
)

// host makes workspaces as a service would, and remembers what it is told.
type host struct {
	seed     uint64
	refuse   error
	settings []rest.Settings
	deleted  []rest.Workspace
	account  *taskrouter.AccountSID // in place of the caller's
}

func (h *host) config() rest.Config {
	return rest.Config{
		NewWorkspace: func(_ context.Context, cfg taskrouter.Config) (rest.Workspace, error) {
			h.seed++
			cfg.Seed, cfg.Created = h.seed+100, epoch
			if h.account != nil {
				cfg.AccountSID = *h.account
			}
			engine, err := taskrouter.New(cfg)
			if err != nil {
				return nil, err
			}
			return rest.NewLocal(engine, func() time.Time { return epoch }), nil
		},
		SettingsChanged: func(_ context.Context, _ taskrouter.WorkspaceSID, s rest.Settings) error {
			h.settings = append(h.settings, s)
			return h.refuse
		},
		Deleted: func(w rest.Workspace) { h.deleted = append(h.deleted, w) },
	}
}

func TestCreateWorkspace(t *testing.T) {
	var told host
	h := openWith(t, told.config())
	out := h.post("/v1/Workspaces", form("FriendlyName", "new", "EventCallbackUrl", "https://example.com/e", "EventsFilter", "task.created",
		"Template", "fifo", "PrioritizeQueueOrder", "LIFO", "MultiTaskEnabled", "false"))
	require.Equal(t, 201, out.status, out.text)
	assert.Equal(t, "new", out.body["friendly_name"])
	assert.Equal(t, "https://example.com/e", out.body["event_callback_url"])
	assert.Equal(t, "task.created", out.body["events_filter"])
	assert.Equal(t, false, out.body["multi_task_enabled"])
	assert.Equal(t, "LIFO", out.body["prioritize_queue_order"])
	assert.Equal(t, "Offline", out.body["default_activity_name"])
	assert.Equal(t, h.user, out.body["account_sid"])
	assert.Equal(t, []rest.Settings{{EventCallbackURL: "https://example.com/e", EventsFilter: "task.created"}}, told.settings)

	h.ws = "/v1/Workspaces/" + out.body["sid"].(string)
	assert.Equal(t, []string{"Offline", "Available", "Unavailable"}, h.names("/Activities", "activities", "friendly_name"))
	assert.Equal(t, []string{"default", "voice", "chat", "sms", "video"}, h.names("/TaskChannels", "channels", "unique_name"))
	assert.Equal(t, []string{"Sample Queue"}, h.names("/TaskQueues", "task_queues", "friendly_name"))
	assert.Equal(t, []string{"Default Fifo Workflow"}, h.names("/Workflows", "workflows", "friendly_name"))
	queue := h.get("/TaskQueues").first("task_queues")
	task := h.make("/Tasks")
	assert.Equal(t, queue, h.get("/Tasks/" + task).body["task_queue_sid"])

	plain := h.post("/v1/Workspaces", form("FriendlyName", "plain"))
	require.Equal(t, 201, plain.status)
	assert.Equal(t, true, plain.body["multi_task_enabled"])
	assert.Len(t, h.follow("/v1/Workspaces?PageSize=1", "workspaces"), 3)
	assert.Equal(t, h.follow("/v1/Workspaces?PageSize=2", "workspaces")[2:], h.get("/v1/Workspaces?PageToken=PA"+h.get("/v1/Workspaces").sids("workspaces")[1]).sids("workspaces"))

	require.Equal(t, 204, h.delete("").status)
	assert.Len(t, told.deleted, 1)
	assert.Equal(t, 404, h.get("").status)
	assert.Equal(t, 404, h.delete("").status)
	assert.Len(t, h.get("/v1/Workspaces").sids("workspaces"), 2)
}

// names lists a field of a listing's entries, in the order of the engine's making.
func (h *house) names(path, key, field string) []string {
	h.t.Helper()
	found := map[string]bool{}
	for _, item := range h.get(path).body[key].([]any) {
		found[item.(map[string]any)[field].(string)] = true
	}
	var list []string
	for _, name := range []string{
		"Offline", "Available", "Unavailable", "default", "voice", "chat", "sms", "video", "Sample Queue", "Default Fifo Workflow",
	} {
		if found[name] {
			list = append(list, name)
			delete(found, name)
		}
	}
	assert.Empty(h.t, found)
	return list
}

func TestCreateWorkspaceRefused(t *testing.T) {
	var told host
	h := openWith(t, told.config())
	h.refuses(h.post("/v1/Workspaces", ""), 400, 20001, "Missing required parameter FriendlyName in the post body")
	h.refuses(h.post("/v1/Workspaces", form("FriendlyName", "x", "Template", "LIFO")), 400, 20001, "Invalid value 'LIFO' for parameter Template")
	h.refuses(h.post("/v1/Workspaces", form("FriendlyName", "x", "EventCallbackUrl", "x")), 400, 20001, "Invalid value 'x' for parameter EventCallbackUrl")
	assert.Zero(t, told.seed, "the host was not asked")

	told.refuse = errors.New("the disk is full")
	h.refuses(h.post("/v1/Workspaces", form("FriendlyName", "x", "EventsFilter", "task.created")), 500, 20500, "Internal Server Error")
	assert.Len(t, told.deleted, 1, "given back")
	other, err := taskrouter.ParseAccountSID("AC11111111111111111111111111111111")
	require.NoError(t, err)
	told.account = &other
	h.refuses(h.post("/v1/Workspaces", form("FriendlyName", "x")), 500, 20500, "Internal Server Error")
	assert.Len(t, told.deleted, 2)
	assert.Len(t, h.get("/v1/Workspaces").sids("workspaces"), 1, "nothing is left of them")
}

// TestSettingsAreAllOrNothing refuses one half of an update: the other does not
// happen either.
func TestSettingsAreAllOrNothing(t *testing.T) {
	var told host
	h := openWith(t, told.config())
	require.Equal(t, 200, h.post("", form("EventsFilter", "task.created")).status)
	sid := h.engine.Workspace().SID
	before := rest.Settings{EventsFilter: "task.created"}
	settings := func() rest.Settings {
		s, found := h.handler.(*rest.Handler).Settings(sid)
		assert.True(t, found)
		return s
	}
	t.Run("the engine refuses", func(t *testing.T) {
		told.settings = nil
		assert.Equal(t, 400, h.post("", form("EventsFilter", "", "MultiTaskEnabled", "false")).status)
		assert.Equal(t, []rest.Settings{{}, before}, told.settings, "the host is told that all is as it was")
		assert.Equal(t, before, settings())
	})
	t.Run("the host refuses", func(t *testing.T) {
		told.refuse = &taskrouter.Error{Kind: taskrouter.KindInvalid, Code: 20001, Message: "No callbacks here"}
		h.refuses(h.post("", form("EventCallbackUrl", "https://inside/", "FriendlyName", "renamed")), 400, 20001, "No callbacks here")
		assert.Equal(t, before, settings())
		assert.Equal(t, "Support", h.get("").body["friendly_name"])
	})
	handler := h.handler.(*rest.Handler)
	handler.Remove(sid)
	_, found := handler.Settings(sid)
	assert.False(t, found)
	assert.Equal(t, 404, h.get("").status)
	local := rest.NewLocal(h.engine, func() time.Time { return epoch })
	require.NoError(t, handler.Add(local, before))
	assert.Equal(t, "task.created", h.get("").body["events_filter"])
	handler.Remove(sid)
	_, err := h.engine.Apply(epoch, &taskrouter.DeleteWorkspace{})
	require.NoError(t, err)
	assert.ErrorContains(t, handler.Add(local, before), "was deleted")
}

// TestDeletedBehindTheAPI serves a workspace that somebody else has deleted.
func TestDeletedBehindTheAPI(t *testing.T) {
	h := open(t)
	_, err := h.engine.Apply(epoch, &taskrouter.DeleteWorkspace{})
	require.NoError(t, err)
	for _, path := range []string{"", "/Tasks", "/Workers", "/Statistics", "/Events", "/Workers/WK11111111111111111111111111111111"} {
		assert.Equal(t, 404, h.get(path).status, path)
	}
	assert.Equal(t, 404, h.post("/Tasks", "").status)
	assert.Empty(t, h.get("/v1/Workspaces").body["workspaces"])
}

func TestLocalKeepsTime(t *testing.T) {
	engine, err := taskrouter.New(taskrouter.Config{Seed: 1, Created: epoch})
	require.NoError(t, err)
	clock := epoch.Add(time.Hour)
	local := rest.NewLocal(engine, func() time.Time { return clock })
	assert.Empty(t, local.Events(0))
	events, err := local.Apply(t.Context(), &taskrouter.CreateWorker{FriendlyName: "Alice"})
	require.NoError(t, err)
	clock = epoch
	_, err = local.Apply(t.Context(), &taskrouter.CreateWorker{FriendlyName: "Bob"})
	require.NoError(t, err, "a clock that is set back stands still")
	assert.Equal(t, epoch.Add(time.Hour), engine.Now())
	assert.Equal(t, events, local.Events(0)[:len(events)])
	assert.Len(t, local.Events(uint64(len(events))), 1)
	assert.Empty(t, local.Events(99))

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = local.Apply(ctx, &taskrouter.Advance{})
	require.ErrorIs(t, err, context.Canceled)

	clock = time.Date(2300, 1, 1, 0, 0, 0, 0, time.UTC)
	_, err = local.Apply(t.Context(), &taskrouter.Advance{})
	require.ErrorIs(t, err, taskrouter.ErrTime)
	for i := range 20_100 {
		clock = epoch.Add(2 * time.Hour)
		_, err = local.Apply(t.Context(), &taskrouter.UpdateWorkspace{FriendlyName: new(time.Duration(i).String())})
		require.NoError(t, err)
	}
	var kept []taskrouter.Event
	for page := local.Events(0); len(page) > 0; page = local.Events(page[len(page)-1].Sequence) {
		kept = append(kept, page...)
	}
	assert.GreaterOrEqual(t, len(kept), 10_000)
	assert.Less(t, len(kept), 20_000)
	last := kept[len(kept)-1].Sequence
	assert.Equal(t, uint64(len(kept)), last-kept[0].Sequence+1, "without gaps")
}
