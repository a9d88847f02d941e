package rest

import (
	"fmt"
	"sync"

	"github.com/goacd/acd/taskrouter"
)

// registry is the workspaces that are served.
type registry struct {
	mu    sync.RWMutex
	bySID map[taskrouter.WorkspaceSID]*hosted
}

// hosted is one of them. What is not its index never changes.
type hosted struct {
	Workspace
	sid     taskrouter.WorkspaceSID
	account taskrouter.AccountSID
	owner   string // the account's SID as a text
	name    string // sid as a text
	path    string // "/v1/Workspaces/WS…"
	index   eventIndex
}

// Add serves a workspace from now on. The error is about one that cannot be read,
// that was deleted, or whose SID is served already.
func (h *Handler) Add(w Workspace) error {
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
	h.workspaces.bySID[own.SID] = &hosted{
		Workspace: w, sid: own.SID, account: own.AccountSID,
		owner: own.AccountSID.String(), name: own.SID.String(), path: workspacePath(own.SID),
	}
	return nil
}

// Remove serves a workspace no more. It goes on living; one that is not served is
// no error.
func (h *Handler) Remove(s taskrouter.WorkspaceSID) {
	h.workspaces.mu.Lock()
	defer h.workspaces.mu.Unlock()
	delete(h.workspaces.bySID, s)
}

// find returns a workspace of an account, or nil.
func (g *registry) find(text, account string) *hosted {
	s, err := taskrouter.ParseWorkspaceSID(text)
	if err != nil {
		return nil
	}
	g.mu.RLock()
	defer g.mu.RUnlock()
	if w := g.bySID[s]; w != nil && w.owner == account {
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
		if w.owner == account {
			list = append(list, w)
		}
	}
	return list
}

func ownFields(w Workspace) (taskrouter.Workspace, error) {
	var own taskrouter.Workspace
	err := w.View(func(v Reader, _ now, _ breathe) { own = v.Workspace() })
	return own, err
}
