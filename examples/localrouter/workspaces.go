package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
	"github.com/goacd/acd/taskrouter/runner"
)

// workspaces are all that live. It is safe for concurrent use.
type workspaces struct {
	outside outside
	log     *slog.Logger
	first   *workspace // which outlives its deletion, since the calls are there

	ctx       context.Context // of those who tell events
	cancel    context.CancelFunc
	following sync.WaitGroup

	mu     sync.Mutex
	bySID  map[taskrouter.WorkspaceSID]*workspace
	made   uint64 // the next one's seed
	closed bool
}

func newWorkspaces(to outside, log *slog.Logger) *workspaces {
	all := &workspaces{outside: to, log: log, bySID: map[taskrouter.WorkspaceSID]*workspace{}}
	all.ctx, all.cancel = context.WithCancel(context.Background())
	return all
}

var errEnding = errors.New("localrouter is ending")

// open opens a workspace with the next seed: the first one is the same at every
// start, and so are the others in their order.
func (all *workspaces) open(cfg taskrouter.Config, watch func(driver.Config) driver.Config) (*workspace, error) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.closed {
		return nil, errEnding
	}
	all.made++
	cfg.Seed = all.made
	w, err := openWorkspace(cfg, all.outside, all.log, watch)
	if err != nil {
		return nil, err
	}
	all.bySID[w.sid] = w
	all.following.Go(func() { w.follow(all.ctx, all.outside.sender) })
	return w, nil
}

// close ends all of them, and waits for what they have under way.
func (all *workspaces) close() {
	all.mu.Lock()
	all.closed = true
	rest := all.bySID
	all.bySID = map[taskrouter.WorkspaceSID]*workspace{}
	all.mu.Unlock()
	all.cancel()
	for _, w := range rest {
		w.close()
	}
	all.following.Wait()
}

func (all *workspaces) find(s taskrouter.WorkspaceSID) *workspace {
	all.mu.Lock()
	defer all.mu.Unlock()
	return all.bySID[s]
}

// create makes the workspace of POST /v1/Workspaces.
func (all *workspaces) create(_ context.Context, cfg taskrouter.Config) (rest.Workspace, error) {
	w, err := all.open(cfg, func(c driver.Config) driver.Config { return c })
	if err != nil {
		return nil, err
	}
	return w.runner, nil
}

// deleted ends a workspace that was deleted. The last of its events are still
// told.
func (all *workspaces) deleted(gone rest.Workspace) {
	r, ok := gone.(*runner.Runner)
	if !ok || r == all.first.runner {
		return
	}
	all.mu.Lock()
	var found *workspace
	for sid, w := range all.bySID {
		if w.runner == r {
			found = w
			delete(all.bySID, sid)
		}
	}
	all.mu.Unlock()
	if found != nil {
		found.close()
	}
}

// Instruct implements rest.Instructor.
func (all *workspaces) Instruct(ctx context.Context, s taskrouter.WorkspaceSID, r taskrouter.ReservationSID, i assign.Instruction) error {
	w := all.find(s)
	if w == nil {
		return errEnding
	}
	return w.driver.Step(ctx, &voice.Instructed{Reservation: r, Instruction: i})
}
