package driver

import "sync"

// pool carries out jobs, a bounded number of them at a time, and the others in
// order when their turn comes. It has no goroutine while there is no job.
// Without room any number may wait.
type pool struct {
	most, room int
	work       *sync.WaitGroup

	mu      sync.Mutex
	running int
	waiting []func()
}

// add takes a job, and reports false if there is no room for it.
func (p *pool) add(job func()) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.running == p.most {
		if p.room > 0 && len(p.waiting) >= p.room {
			return false
		}
		p.waiting = append(p.waiting, job)
		return true
	}
	p.running++
	p.work.Go(func() {
		for job != nil {
			job()
			job = p.next()
		}
	})
	return true
}

func (p *pool) next() func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.waiting) == 0 {
		p.waiting = nil // what it grew to in a busy minute is given back
		p.running--
		return nil
	}
	job := p.waiting[0]
	p.waiting[0] = nil
	p.waiting = p.waiting[1:]
	return job
}

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
