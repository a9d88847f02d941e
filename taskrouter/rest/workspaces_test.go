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
	seed    uint64
	refuse  error
	deleted []rest.Workspace
	account *taskrouter.AccountSID // in place of the caller's
}

func (h *host) config() rest.Config {
	return rest.Config{
		NewWorkspace: func(_ context.Context, cfg taskrouter.Config) (rest.Workspace, error) {
			h.seed++
			if h.refuse != nil {
				return nil, h.refuse
			}
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
		Deleted: func(w rest.Workspace) { h.deleted = append(h.deleted, w) },
	}
}

func TestCreateWorkspace(t *testing.T) {
	var told host
	h := openWith(t, told.config())
	out := h.Post("/v1/Workspaces", form("FriendlyName", "new", "EventCallbackUrl", "https://example.com/e", "EventsFilter", "task.created",
		"Template", "fifo", "PrioritizeQueueOrder", "LIFO", "MultiTaskEnabled", "false"))
	require.Equal(t, 201, out.Status, out.Text)
	assert.Equal(t, "new", out.Body["friendly_name"])
	assert.Equal(t, "https://example.com/e", out.Body["event_callback_url"])
	assert.Equal(t, "task.created", out.Body["events_filter"])
	assert.Equal(t, false, out.Body["multi_task_enabled"])
	assert.Equal(t, "LIFO", out.Body["prioritize_queue_order"])
	assert.Equal(t, "Offline", out.Body["default_activity_name"])
	assert.Equal(t, h.User, out.Body["account_sid"])

	h.Base = "/v1/Workspaces/" + out.Body["sid"].(string)
	assert.Equal(t, []string{"Offline", "Available", "Unavailable"}, h.names("/Activities", "activities", "friendly_name"))
	assert.Equal(t, []string{"default", "voice", "chat", "sms", "video"}, h.names("/TaskChannels", "channels", "unique_name"))
	assert.Equal(t, []string{"Sample Queue"}, h.names("/TaskQueues", "task_queues", "friendly_name"))
	assert.Equal(t, []string{"Default Fifo Workflow"}, h.names("/Workflows", "workflows", "friendly_name"))
	queue := h.Get("/TaskQueues").SIDs("task_queues")[0]
	task := h.make("/Tasks")
	assert.Equal(t, queue, h.Get("/Tasks/" + task).Body["task_queue_sid"])

	plain := h.Post("/v1/Workspaces", form("FriendlyName", "plain"))
	require.Equal(t, 201, plain.Status)
	assert.Equal(t, true, plain.Body["multi_task_enabled"])
	assert.Len(t, h.follow("/v1/Workspaces?PageSize=1", "workspaces"), 3)
	assert.Equal(t, h.follow("/v1/Workspaces?PageSize=2", "workspaces")[2:], h.Get("/v1/Workspaces?PageToken=PA"+h.Get("/v1/Workspaces").SIDs("workspaces")[1]).SIDs("workspaces"))

	require.Equal(t, 204, h.Delete("").Status)
	assert.Len(t, told.deleted, 1)
	assert.Equal(t, 404, h.Get("").Status)
	assert.Equal(t, 404, h.Delete("").Status)
	assert.Len(t, h.Get("/v1/Workspaces").SIDs("workspaces"), 2)
}

// names lists a field of a listing's entries, in the order of the engine's making.
func (h *house) names(path, key, field string) []string {
	h.T.Helper()
	found := map[string]bool{}
	for _, name := range h.Get(path).Strings(key, field) {
		found[name] = true
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
	assert.Empty(h.T, found)
	return list
}

func TestCreateWorkspaceRefused(t *testing.T) {
	var told host
	h := openWith(t, told.config())
	h.refuses(h.Post("/v1/Workspaces", ""), 400, 20001, "Missing required parameter FriendlyName in the post body")
	h.refuses(h.Post("/v1/Workspaces", form("FriendlyName", "x", "Template", "LIFO")), 400, 20001, "Invalid value 'LIFO' for parameter Template")
	h.refuses(h.Post("/v1/Workspaces", form("FriendlyName", "x", "EventsFilter", "task.sung")), 400, 20001, "Invalid value 'task.sung' for parameter EventsFilter")
	h.refuses(h.Post("/v1/Workspaces", form("FriendlyName", "x", "EventCallbackUrl", "x")), 400, 20001, "Invalid value 'x' for parameter EventCallbackUrl")
	assert.Zero(t, told.seed, "the host was not asked")

	told.refuse = errors.New("the disk is full")
	h.refuses(h.Post("/v1/Workspaces", form("FriendlyName", "x", "EventsFilter", "task.created")), 500, 20500, "Internal Server Error")
	told.refuse = &taskrouter.Error{Kind: taskrouter.KindInvalid, Code: 20001, Message: "No callbacks here"}
	h.refuses(h.Post("/v1/Workspaces", form("FriendlyName", "x", "EventCallbackUrl", "https://inside/")), 400, 20001, "No callbacks here")
	told.refuse = nil
	other, err := taskrouter.ParseAccountSID("AC11111111111111111111111111111111")
	require.NoError(t, err)
	told.account = &other
	h.refuses(h.Post("/v1/Workspaces", form("FriendlyName", "x")), 500, 20500, "Internal Server Error")
	assert.Len(t, told.deleted, 1, "given back")
	assert.Len(t, h.Get("/v1/Workspaces").SIDs("workspaces"), 1, "nothing is left of them")
}

// TestServedAndNotServed takes a workspace away and gives it back: what it says of
// itself is its own.
func TestServedAndNotServed(t *testing.T) {
	h := open(t)
	require.Equal(t, 200, h.Post("", form("EventsFilter", "task.created", "EventCallbackUrl", "https://example.com/e")).Status)
	handler, sid := h.Handler.(*rest.Handler), h.engine.Workspace().SID
	handler.Remove(sid)
	assert.Equal(t, 404, h.Get("").Status)
	local := rest.NewLocal(h.engine, func() time.Time { return epoch })
	require.NoError(t, handler.Add(local))
	assert.Equal(t, "task.created", h.Get("").Body["events_filter"])
	assert.Equal(t, "https://example.com/e", h.Get("").Body["event_callback_url"])
	handler.Remove(sid)
	_, err := h.engine.Apply(epoch, &taskrouter.DeleteWorkspace{})
	require.NoError(t, err)
	assert.ErrorContains(t, handler.Add(local), "was deleted")
}

// TestWhereEventsGo sets and clears the two fields for events; a refused update
// changes nothing.
func TestWhereEventsGo(t *testing.T) {
	h := open(t)
	out := h.Post("", form("EventCallbackUrl", "https://example.com/e", "EventsFilter", "task.created, reservation.failed"))
	assert.Equal(t, "https://example.com/e", out.Body["event_callback_url"])
	assert.Equal(t, "task.created, reservation.failed", out.Body["events_filter"])
	for _, tt := range []struct{ pairs, message string }{
		{"EventsFilter=task.created,task.sung", "Invalid value 'task.sung' for parameter EventsFilter"},
		{"EventsFilter=alert", "Invalid value 'alert' for parameter EventsFilter"},
		{"EventCallbackUrl=example.com", "Invalid value 'example.com' for parameter EventCallbackUrl"},
		{"EventCallbackUrl=ftp://a:secret@example.com", "Invalid value 'ftp://example.com' for parameter EventCallbackUrl"},
		{"EventsFilter=&MultiTaskEnabled=false", "MultiTaskEnabled: a multitasking workspace cannot be made a single-tasking one"},
	} {
		h.refuses(h.Post("", tt.pairs), 400, 20001, tt.message)
	}
	assert.Equal(t, out.Body, h.Get("").Body)
	assert.Equal(t, "task.created, reservation.failed", h.Post("", "FriendlyName=Other").Body["events_filter"], "left alone")
	out = h.Post("", "EventCallbackUrl=&EventsFilter=")
	assert.Equal(t, "", out.Body["event_callback_url"])
	assert.Nil(t, out.Body["events_filter"])
}

// TestDeletedBehindTheAPI serves a workspace that somebody else has deleted.
func TestDeletedBehindTheAPI(t *testing.T) {
	h := open(t)
	_, err := h.engine.Apply(epoch, &taskrouter.DeleteWorkspace{})
	require.NoError(t, err)
	for _, path := range []string{"", "/Tasks", "/Workers", "/Statistics", "/Events", "/Workers/WK11111111111111111111111111111111"} {
		assert.Equal(t, 404, h.Get(path).Status, path)
	}
	assert.Equal(t, 404, h.Post("/Tasks", "").Status)
	assert.Empty(t, h.Get("/v1/Workspaces").Body["workspaces"])
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
