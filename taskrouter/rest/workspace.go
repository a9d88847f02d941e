package rest

import (
	"fmt"
	"net/http"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter"
)

// workspaceView is a workspace with the names of its activities, at one moment.
type workspaceView struct {
	taskrouter.Workspace
	defaultActivity, atTimeout string
}

func (c *call) workspaceView() (w workspaceView, err error) {
	err = c.read(func(v Reader, _ time.Time) error {
		w.Workspace = v.Workspace()
		w.defaultActivity, w.atTimeout = activityName(v, w.DefaultActivitySID), activityName(v, w.TimeoutActivitySID)
		return nil
	})
	return w, err
}

func activityName(v Reader, s taskrouter.ActivitySID) string {
	a, _ := v.Activity(s)
	return a.FriendlyName
}

func (c *call) renderWorkspace(o *object, w workspaceView) {
	rest.AddSID(o, "account_sid", w.AccountSID)
	rest.AddSID(o, "sid", w.SID)
	o.String("friendly_name", w.FriendlyName)
	o.Date("date_created", w.DateCreated)
	o.Date("date_updated", w.DateUpdated)
	o.String("default_activity_name", w.defaultActivity)
	rest.AddSID(o, "default_activity_sid", w.DefaultActivitySID)
	o.String("timeout_activity_name", w.atTimeout)
	rest.AddSID(o, "timeout_activity_sid", w.TimeoutActivitySID)
	o.String("event_callback_url", w.EventCallbackURL)
	o.Text("events_filter", w.EventsFilter)
	o.Bool("multi_task_enabled", w.MultiTaskEnabled)
	o.String("prioritize_queue_order", string(w.PrioritizeQueueOrder))
	path := workspacePath(w.SID) // in a listing there are several
	o.URL("url", c.Base, path)
	o.Object("links", func(o *object) {
		for _, link := range workspaceLinks {
			o.URL(link[0], c.Base, path, link[1])
		}
	})
}

var workspaceLinks = [][2]string{
	{"activities", "/Activities"},
	{"cumulative_statistics", "/CumulativeStatistics"},
	{"events", "/Events"},
	{"real_time_statistics", "/RealTimeStatistics"},
	{"statistics", "/Statistics"},
	{"task_channels", "/TaskChannels"},
	{"task_queues", "/TaskQueues"},
	{"tasks", "/Tasks"},
	{"workers", "/Workers"},
	{"workflows", "/Workflows"},
}

func (c *call) showWorkspace(status int) (answer, error) {
	w, err := c.workspaceView()
	if err != nil {
		return answer{}, err
	}
	var o object
	c.renderWorkspace(&o, w)
	return c.one(status, &o)
}

func (c *call) fetchWorkspace() (answer, error) { return c.showWorkspace(ok) }

// listWorkspaces lists those of the caller's account, which are few: each is
// asked in turn.
func (h *Handler) listWorkspaces(r *rest.Request) (answer, error) {
	name := r.Params.Text("FriendlyName")
	page, err := r.Page()
	if err != nil {
		return answer{}, err
	}
	views := map[taskrouter.WorkspaceSID]workspaceView{}
	for _, w := range h.workspaces.of(r.Account) {
		c := call{Request: r, h: h, ws: w}
		view, err := c.workspaceView()
		switch refusal, isRefusal := err.(*rest.Error); {
		case isRefusal && refusal.Status == http.StatusNotFound: // deleted meanwhile
		case err != nil:
			return answer{}, err
		default:
			views[w.sid] = view
		}
	}
	order := rest.Ordering{Parts: 1}
	keyOf := func(w *workspaceView) rest.Key {
		return rest.Key{Parts: [3]rest.Part{{Number: w.DateCreated.UnixNano()}}, SID: w.SID.Bytes()}
	}
	s, err := rest.NewSelection[sid.Workspace, workspaceView](&page, &order, func(s taskrouter.WorkspaceSID) (rest.Key, bool) {
		w, known := views[s]
		return keyOf(&w), known
	})
	if err != nil {
		return answer{}, err
	}
	for _, w := range views {
		if k := keyOf(&w); s.Wants(&k) && (name == "" || w.FriendlyName == name) {
			s.Add(k, w)
		}
	}
	return rest.Envelope[sid.Workspace](r, s.Done(), "workspaces", (&call{Request: r}).renderWorkspace)
}

// createWorkspace makes a workspace through the host (rest.md §6.1).
func (h *Handler) createWorkspace(r *rest.Request) (answer, error) {
	if h.cfg.NewWorkspace == nil {
		return answer{}, &rest.Error{Status: http.StatusForbidden, Code: rest.CodeForbidden, Message: "Forbidden"}
	}
	p := &r.Params
	account, err := taskrouter.ParseAccountSID(r.Account)
	if err != nil {
		return answer{}, rest.Internal(err) // the host's account is no SID
	}
	multi := p.OptBool("MultiTaskEnabled")
	cfg := taskrouter.Config{
		AccountSID: account, FriendlyName: p.Required("FriendlyName"),
		SingleTasking: multi != nil && !*multi, PrioritizeQueueOrder: taskOrder(p, "PrioritizeQueueOrder"),
		EventCallbackURL: p.URL("EventCallbackUrl"), EventsFilter: p.Text("EventsFilter"),
	}
	template := p.Choice("Template", "NONE", "FIFO")
	if err := p.Err(); err != nil {
		return answer{}, err
	}
	if _, err := taskrouter.New(cfg); err != nil { // so that the host is not asked in vain
		return answer{}, err
	}
	w, err := h.cfg.NewWorkspace(r.HTTP.Context(), cfg)
	if err != nil {
		return answer{}, err
	}
	c, err := h.house(r, w)
	if err == nil {
		err = c.furnish(template)
	}
	if err != nil {
		if c != nil {
			h.Remove(c.ws.sid)
		}
		h.discard(w)
		return answer{}, err
	}
	return c.showWorkspace(created)
}

// house serves a workspace that the host has made.
func (h *Handler) house(r *rest.Request, w Workspace) (*call, error) {
	own, err := ownFields(w)
	if err != nil {
		return nil, err
	}
	if own.AccountSID.String() != r.Account {
		return nil, fmt.Errorf("taskrouter/rest: Config.NewWorkspace: workspace %s is of account %s: want %s, as in its argument", own.SID, own.AccountSID, r.Account)
	}
	if err := h.Add(w); err != nil {
		return nil, err
	}
	return &call{Request: r, h: h, ws: h.workspaces.find(own.SID.String(), r.Account)}, nil
}

// discard gives a workspace back to the host, which is served no more.
func (h *Handler) discard(w Workspace) {
	if h.cfg.Deleted != nil {
		h.cfg.Deleted(w)
	}
}

// furnish makes what a template has in a new workspace.
func (c *call) furnish(template string) error {
	if template != "FIFO" {
		return nil
	}
	events, err := c.apply(&taskrouter.CreateTaskQueue{FriendlyName: "Sample Queue"})
	if err != nil {
		return err
	}
	q, _ := taskrouter.Find(events, taskrouter.TaskQueueCreated).TaskQueue()
	return c.do(&taskrouter.CreateWorkflow{
		FriendlyName:  "Default Fifo Workflow",
		Configuration: `{"task_routing":{"filters":[],"default_filter":{"queue":"` + q.SID.String() + `"}}}`,
	})
}

func taskOrder(p *rest.Params, name string) taskrouter.TaskOrder {
	return taskrouter.TaskOrder(p.Choice(name, string(taskrouter.FIFO), string(taskrouter.LIFO)))
}

// optTaskOrder is nil without the parameter.
func optTaskOrder(p *rest.Params, name string) *taskrouter.TaskOrder {
	if order := taskOrder(p, name); order != "" {
		return &order
	}
	return nil
}

// given is a SID that an update sets; an empty one leaves the field alone, where
// there is no such thing as none.
func given[K sid.Kind](p *rest.Params, name string) *sid.SID[K] {
	if s := rest.SID[K](p, name); !s.IsZero() {
		return &s
	}
	return nil
}

func (c *call) updateWorkspace() (answer, error) {
	p := &c.Params
	err := c.do(&taskrouter.UpdateWorkspace{
		FriendlyName:       p.OptText("FriendlyName"),
		DefaultActivitySID: given[sid.Activity](p, "DefaultActivitySid"), TimeoutActivitySID: given[sid.Activity](p, "TimeoutActivitySid"),
		MultiTaskEnabled: p.OptBool("MultiTaskEnabled"), PrioritizeQueueOrder: optTaskOrder(p, "PrioritizeQueueOrder"),
		EventCallbackURL: p.OptURL("EventCallbackUrl"), EventsFilter: p.OptText("EventsFilter"),
	})
	if err != nil {
		return answer{}, err
	}
	return c.showWorkspace(ok)
}

func set[T any](field, given *T) {
	if given != nil {
		*field = *given
	}
}

func (c *call) deleteWorkspace() (answer, error) {
	if err := c.do(&taskrouter.DeleteWorkspace{}); err != nil {
		return answer{}, err
	}
	c.h.Remove(c.ws.sid)
	c.h.discard(c.ws.Workspace)
	return rest.NoContent()
}
