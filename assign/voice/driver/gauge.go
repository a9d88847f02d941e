package driver

import "sync"

// gauge counts what is under way, for those who wait until nothing is. The zero
// value counts nothing.
type gauge struct {
	mu    sync.Mutex
	n     int
	empty chan struct{} // while somebody waits
}

func (g *gauge) add() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.n++
}

func (g *gauge) done() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.n--; g.n == 0 && g.empty != nil {
		close(g.empty)
		g.empty = nil
	}
}

// zero returns a channel that is closed when nothing is under way.
func (g *gauge) zero() <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.n == 0 {
		now := make(chan struct{})
		close(now)
		return now
	}
	if g.empty == nil {
		g.empty = make(chan struct{})
	}
	return g.empty
}
