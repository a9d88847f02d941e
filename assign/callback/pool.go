package callback

import (
	"container/list"
	"context"
	"sync"
)

// pool runs jobs, so many at once and so many waiting, on goroutines that are
// there only while there is something to do.
type pool struct {
	most, room int
	ctx        context.Context // ends with close
	cancel     context.CancelFunc

	mu      sync.Mutex
	running int
	waiting list.List // of *job
	closed  bool
	all     sync.WaitGroup // the goroutines, and the jobs that are not done
}

// job is one piece of work. done is called exactly once if start took the job.
type job struct {
	ctx  context.Context
	run  func(context.Context) *Error
	done func(*Error)

	place *list.Element // while it waits
	stop  func() bool   // of watching ctx while it waits
}

func newPool(most, room int) *pool {
	p := &pool{most: most, room: room}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p
}

// start takes a job or refuses it, and never waits.
func (p *pool) start(j *job) *Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.closed:
		return failure("ask", KindClosed, "the client is closed")
	case p.running < p.most:
		p.running++
		p.all.Add(1)
		p.all.Go(func() { p.work(j) })
		return nil
	case p.waiting.Len() >= p.room:
		return failure("ask", KindFull, "%d callbacks are under way and %d wait: raise Concurrency or Waiting", p.most, p.room)
	}
	p.all.Add(1)
	j.place = p.waiting.PushBack(j)
	j.stop = context.AfterFunc(j.ctx, func() { p.abandon(j) })
	return nil
}

// abandon takes a job whose context has ended out of those that wait, so that
// it does not take the place of another.
func (p *pool) abandon(j *job) {
	p.mu.Lock()
	waits := j.place != nil
	if waits {
		p.waiting.Remove(j.place)
		j.place = nil
	}
	p.mu.Unlock()
	if waits {
		p.finish(j, givenUp(j))
	}
}

func givenUp(j *job) *Error {
	return &Error{Op: "ask", Kind: KindCanceled, Message: "given up before its turn", Err: j.ctx.Err()}
}

// work runs a job, and then those that wait, first come first served.
func (p *pool) work(j *job) {
	for j != nil {
		p.finish(j, p.run(j))
		j = p.next()
	}
}

func (p *pool) next() *job {
	p.mu.Lock()
	defer p.mu.Unlock()
	first := p.waiting.Front()
	if first == nil {
		p.running--
		return nil
	}
	j := p.waiting.Remove(first).(*job)
	j.place = nil
	j.stop()
	return j
}

// run runs a job until it ends, its context does or the pool is closed.
func (p *pool) run(j *job) *Error {
	closed := failure("ask", KindClosed, "the client was closed before there was an answer")
	switch {
	case j.ctx.Err() != nil:
		return givenUp(j)
	case p.ctx.Err() != nil:
		return closed
	}
	ctx, cancel := context.WithCancel(j.ctx)
	defer cancel()
	defer context.AfterFunc(p.ctx, cancel)()
	err := j.run(ctx)
	if err != nil && p.ctx.Err() != nil && j.ctx.Err() == nil {
		return closed
	}
	return err
}

func (p *pool) finish(j *job, err *Error) {
	defer p.all.Done()
	j.done(err)
}

// refuse makes start refuse from now on.
func (p *pool) refuse() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
}

// drain waits until all jobs are done and goroutines ended, or ctx is.
func (p *pool) drain(ctx context.Context) error {
	p.refuse()
	done := make(chan struct{})
	go func() { p.all.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return &Error{Op: "ask", Kind: KindCanceled, Message: "callbacks were still under way", Err: ctx.Err()}
	}
}

// close ends all jobs and waits for them.
func (p *pool) close() {
	p.refuse()
	p.cancel()
	p.all.Wait()
}
