package taskrouter

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/goacd/acd/internal/ordered"
)

// class is all workers who belong to the same queues. A worker who becomes idle
// or busy is put in order once, however many queues he is in.
type class struct {
	key     string
	queues  []*taskQueue // in order of creation
	members int
	pools   []*pool
	at      map[*activity]int // how many members are in each activity
}

// pool is the members of a class who can be offered tasks on the same channels.
// mask has a bit for each of these channels' slots; members whom nothing can be
// offered are in no pool.
type pool struct {
	mask uint32
	idle *ordered.Set[idler]
}

// idler is a worker in the order of who has gone longest without a task
// (routing.md §3.2): the time of the last reservation, never being first, then
// the order of creation.
type idler struct {
	last     instant
	sequence uint64
	worker   *worker
}

func compareIdlers(a, b idler) int {
	if c := cmp.Compare(a.last, b.last); c != 0 {
		return c
	}
	return cmp.Compare(a.sequence, b.sequence)
}

func (c *class) find(q *taskQueue) (int, bool) {
	return slices.BinarySearchFunc(c.queues, q, compareQueues)
}

func compareQueues(a, b *taskQueue) int { return cmp.Compare(a.sequence, b.sequence) }

func (c *class) has(q *taskQueue) bool {
	_, ok := c.find(q)
	return ok
}

// pool returns the pool of a mask, made when it is missing.
func (c *class) pool(mask uint32) *pool {
	for _, p := range c.pools {
		if p.mask == mask {
			return p
		}
	}
	p := &pool{mask: mask, idle: ordered.New(compareIdlers)}
	c.pools = append(c.pools, p)
	return p
}

// count adds up the queue's workers whose activity passes.
func (q *taskQueue) count(pass func(*activity) bool) int {
	n := 0
	for _, c := range q.classes {
		for a, members := range c.at {
			if pass(a) {
				n += members
			}
		}
	}
	return n
}

// isMember judges a worker by the queue's expression.
func (e *Engine) isMember(w *worker, q *taskQueue) bool {
	return q.match != nil && e.holds(q.match, subject{worker: w})
}

// join puts a worker into the class of exactly these queues, which are in order
// of creation.
func (e *Engine) join(w *worker, queues []*taskQueue) {
	key := e.routing.key[:0]
	for _, q := range queues {
		key = binary.AppendUvarint(key, q.sequence)
	}
	e.routing.key = key
	c := e.classes[string(key)]
	if c == nil {
		c = &class{key: string(key), queues: slices.Clone(queues), at: map[*activity]int{}}
		e.classes[c.key] = c
		for _, q := range c.queues {
			q.classes = append(q.classes, c)
		}
	}
	w.class = c
	c.members++
	c.at[w.activity]++
	if w.activity.cur.Available {
		e.routing.available++
	}
	e.reopen(w)
	e.freed(w)
}

// part takes a worker out of his class, which goes when he was the last.
func (e *Engine) part(w *worker) {
	e.close(w)
	c := w.class
	w.class = nil
	c.members--
	if w.activity.cur.Available {
		e.routing.available--
	}
	if c.at[w.activity]--; c.at[w.activity] == 0 {
		delete(c.at, w.activity)
	}
	if c.members > 0 {
		return
	}
	delete(e.classes, c.key)
	for _, q := range c.queues {
		i := slices.Index(q.classes, c)
		q.classes = slices.Delete(q.classes, i, i+1)
	}
}

// judge puts a worker who is in no class into that of the queues whose
// expression is true for him.
func (e *Engine) judge(w *worker) {
	queues := e.routing.queues[:0]
	for q := range e.queues.all() {
		if e.isMember(w, q) {
			queues = append(queues, q)
		}
	}
	e.routing.queues = queues
	e.join(w, queues)
}

// rejudge judges a worker's membership anew after his attributes or his name
// changed, or those of his activity. He counts as changed even if he stays
// where he is: a step's expression may read the same.
func (e *Engine) rejudge(w *worker) {
	e.part(w)
	e.judge(w)
}

// rejudgeQueue judges everybody's membership in one queue anew, after it was
// made, changed or removed.
func (e *Engine) rejudgeQueue(q *taskQueue, removed bool) {
	for w := range e.workers.all() {
		i, was := w.class.find(q)
		is := !removed && e.isMember(w, q)
		if was == is {
			continue
		}
		queues := append(e.routing.queues[:0], w.class.queues...)
		if is {
			queues = slices.Insert(queues, i, q)
		} else {
			queues = slices.Delete(queues, i, i+1)
		}
		e.routing.queues = queues
		e.part(w)
		e.join(w, queues)
	}
	e.routing.readsActivity = false
	for q := range e.queues.all() {
		e.routing.readsActivity = e.routing.readsActivity || q.match != nil && q.match.readsActivity
	}
}

// reopen puts a worker into the pool of the channels on which he can be offered
// a task now. What he could not be offered before, he may be now: who calls it
// after something was freed also calls freed.
func (e *Engine) reopen(w *worker) {
	mask := e.openChannels(w)
	if mask == w.mask && (mask == 0 || w.idling == w.idler()) {
		return
	}
	e.close(w)
	if mask == 0 {
		return
	}
	w.mask, w.idling = mask, w.idler()
	w.class.pool(mask).idle.Insert(w.idling)
}

// close takes a worker out of his pool.
func (e *Engine) close(w *worker) {
	if w.mask != 0 {
		w.class.pool(w.mask).idle.Delete(w.idling)
		w.mask = 0
	}
}
