package rest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/goacd/acd/taskrouter"
)

// Settings are the fields of a workspace that the engine has no use for. The
// handler keeps them as long as it lives; a host that delivers event callbacks
// reads them, and one that wants them to survive keeps what
// [Config].SettingsChanged tells and gives it back to [Handler.Add].
type Settings struct {
	EventCallbackURL string // "" for none
	EventsFilter     string // as it was given, see [taskrouter.ParseEventsFilter]; "" for all
}

// registry is the workspaces that are served.
type registry struct {
	mu    sync.RWMutex
	bySID map[taskrouter.WorkspaceSID]*hosted
}

// hosted is one of them. What is not its settings never changes.
type hosted struct {
	Workspace
	sid     taskrouter.WorkspaceSID
	account taskrouter.AccountSID

	changing sync.Mutex // held while the settings change, hook included
	settings Settings   // guarded by registry.mu
}

// Add serves a workspace from now on. The error is about one that cannot be read,
// that was deleted, or whose SID is served already.
func (h *Handler) Add(w Workspace, s Settings) error {
	own, err := ownFields(w)
	if err != nil {
		return err
	}
	if own.Deleted {
		return fmt.Errorf("taskrouter/rest: Add: workspace %s was deleted", own.SID)
	}
	h.workspaces.mu.Lock()
	defer h.workspaces.mu.Unlock()
	if h.workspaces.bySID[own.SID] != nil {
		return fmt.Errorf("taskrouter/rest: Add: workspace %s is served already: want another Config.Engine.WorkspaceSID or Seed", own.SID)
	}
	if h.workspaces.bySID == nil {
		h.workspaces.bySID = map[taskrouter.WorkspaceSID]*hosted{}
	}
	h.workspaces.bySID[own.SID] = &hosted{Workspace: w, sid: own.SID, account: own.AccountSID, settings: s}
	return nil
}

// Remove serves a workspace no more. It goes on living; one that is not served is
// no error.
func (h *Handler) Remove(s taskrouter.WorkspaceSID) {
	h.workspaces.mu.Lock()
	defer h.workspaces.mu.Unlock()
	delete(h.workspaces.bySID, s)
}

// Settings returns the settings of a workspace that is served.
func (h *Handler) Settings(s taskrouter.WorkspaceSID) (Settings, bool) {
	h.workspaces.mu.RLock()
	defer h.workspaces.mu.RUnlock()
	if w := h.workspaces.bySID[s]; w != nil {
		return w.settings, true
	}
	return Settings{}, false
}

// find returns a workspace of an account, or nil.
func (g *registry) find(text, account string) *hosted {
	s, err := taskrouter.ParseWorkspaceSID(text)
	if err != nil {
		return nil
	}
	g.mu.RLock()
	defer g.mu.RUnlock()
	if w := g.bySID[s]; w != nil && w.account.String() == account {
		return w
	}
	return nil
}

// of returns the workspaces of an account, in no order.
func (g *registry) of(account string) []*hosted {
	g.mu.RLock()
	defer g.mu.RUnlock()
	var list []*hosted
	for _, w := range g.bySID {
		if w.account.String() == account {
			list = append(list, w)
		}
	}
	return list
}

// errUnserved is the end of a workspace that another request has deleted.
var errUnserved = errors.New("taskrouter/rest: the workspace is not served any more")

// settle replaces the settings of a workspace.
func (h *Handler) settle(w *hosted, s Settings) error {
	h.workspaces.mu.Lock()
	defer h.workspaces.mu.Unlock()
	if h.workspaces.bySID[w.sid] != w {
		return errUnserved
	}
	w.settings = s
	return nil
}

func (h *Handler) settingsChanged(ctx context.Context, w *hosted, s Settings) error {
	if h.cfg.SettingsChanged == nil {
		return nil
	}
	return h.cfg.SettingsChanged(ctx, w.sid, s)
}

func ownFields(w Workspace) (taskrouter.Workspace, error) {
	var own taskrouter.Workspace
	err := w.View(func(v Reader, _ now, _ breathe) { own = v.Workspace() })
	return own, err
}
