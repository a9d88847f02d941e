package exchange

import (
	"container/list"
	"context"
	"errors"
	"sync"
)

// What [Pool.Add] returns for a job that is not taken.
var (
	ErrFull   = errors.New("exchange: as many jobs wait as may")
	ErrClosed = errors.New("exchange: the pool is closed")
)

// Pool carries out jobs, so many at a time, and the others when their turn comes,
// first come first served. It has no goroutine while there is no job. It is safe
// for concurrent use; make one with [NewPool].
type Pool struct {
	most, room int
	work       *sync.WaitGroup

	mu      sync.Mutex
	running int
	waiting list.List // of *turn
	closed  bool
}

// turn is a job that waits.
type turn struct {
	job  func() // nil: it waits no longer
	stop func() bool
}

// NewPool returns a pool of most jobs at a time. Of the others room may wait, or
// with 0 any number. Its goroutines are counted by work: whoever waits for that
// closes the pool before, or adds no more.
func NewPool(most, room int, work *sync.WaitGroup) *Pool {
	return &Pool{most: most, room: room, work: work}
}

// Add takes a job, and never waits. The error is [ErrFull] or [ErrClosed], and
// then the job is not called. When ctx ends before its turn, a job has it at
// once, in nobody's place: it is to do no more than to say that it was given up.
func (p *Pool) Add(ctx context.Context, job func()) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return ErrClosed
	case p.running < p.most:
		p.running++
		p.work.Go(func() {
			for job != nil {
				job()
				job = p.next()
			}
		})
		return nil
	case p.room > 0 && p.waiting.Len() >= p.room:
		return ErrFull
	}
	t := &turn{job: job}
	place := p.waiting.PushBack(t)
	t.stop = context.AfterFunc(ctx, func() { p.abandon(place) })
	return nil
}

// next takes the first job that waits, or ends the goroutine.
func (p *Pool) next() func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := p.waiting.Front()
	if first == nil {
		p.running--
		return nil
	}
	return p.leave(first)
}

// abandon lets a job that still waits have its turn at once. The others keep work
// above zero meanwhile, so that nobody who waits for it misses this one.
func (p *Pool) abandon(place *list.Element) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if job := p.leave(place); job != nil {
		p.work.Go(job)
	}
}

// leave takes a job out of the line: nil if it has left.
func (p *Pool) leave(place *list.Element) func() {
	t := p.waiting.Remove(place).(*turn) // which may be done again
	t.stop()
	job := t.job
	t.job = nil
	return job
}

// Close makes Add refuse from now on. Jobs that were taken are carried out.
func (p *Pool) Close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
}
