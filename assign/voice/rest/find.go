package rest

import (
	"context"
	"time"

	"github.com/goacd/acd/assign/voice"
)

// settleTime is how long a request waits to be told how a call ended that has
// ended. The observation is on its way, and comes at once unless the host's
// observer is slow.
const settleTime = time.Second

// find returns a call as it is now, false for one that is unknown or forgotten.
func (g *Register) find(ctx context.Context, s voice.CallSID) (record, bool) {
	r, known := g.look(s)
	if !known || !r.ended.IsZero() || lives(&r) {
		return r, known
	}
	late := time.NewTimer(settleTime)
	defer late.Stop()
	select {
	case <-r.done:
	case <-ctx.Done():
	case <-late.C:
	}
	if settled, known := g.look(s); known {
		return settled, true
	}
	return r, true // forgotten meanwhile
}

func (g *Register) look(s voice.CallSID) (record, bool) {
	g.lock()
	defer g.mu.Unlock()
	r := g.bySID[s]
	if r == nil {
		return record{}, false
	}
	return g.view(r), true
}

// remove forgets a call that has ended; false when it has not.
func (g *Register) remove(s voice.CallSID) bool {
	g.lock()
	defer g.mu.Unlock()
	r := g.bySID[s]
	if r == nil {
		return true
	}
	if r.ended.IsZero() {
		return false
	}
	g.forget(r)
	return true
}
