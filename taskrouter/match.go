package taskrouter

import (
	"cmp"
	"container/heap"
	"encoding/binary"
	"slices"

	"github.com/goacd/acd/internal/ordered"
	"github.com/goacd/acd/taskrouter/expr"
)

// group is waiting tasks that ask the same: they are at the same step, on the
// same channel, and have the same values at the paths that the step reads. Who
// is eligible for one of them is eligible for all, so a worker is judged once
// for a group and not once for a task.
type group struct {
	key     string
	step    *step
	channel *taskChannel
	values  []expr.Value // what the step's expression reads of the task
	waiting *ordered.Set[waiter]
	home    *[]*group // the list of its queue, or of the worker it is routed to
	place   int       // in that list

	spare int // where it is in routing.spares while nobody waits, counted from one

	active bool   // in routing.active
	full   bool   // active for the sake of a task: every worker is a candidate
	rank   int    // of its queue's order in the workspace, while active
	head   waiter // the foremost task, as routing.active is ordered
	index  int    // in routing.active
}

// waiter is a task in the order of service within its queue (routing.md §4.1):
// in a FIFO queue highest priority, earliest start, then order of creation; in
// a LIFO queue latest start, then the reverse order of creation, whatever the
// priority. Keys ascend.
type waiter struct {
	priority int // negative, so that the highest comes first
	start    instant
	sequence uint64
	task     *task
}

// waiterOf is the place of a task in a queue of an order.
func waiterOf(t *task, order TaskOrder) waiter {
	if order == LIFO {
		return waiter{0, -t.start, ^t.sequence, t}
	}
	return waiter{-t.priority, t.start, t.sequence, t}
}

func compareWaiters(a, b waiter) int {
	if c := cmp.Compare(a.priority, b.priority); c != 0 {
		return c
	}
	if c := cmp.Compare(a.start, b.start); c != 0 {
		return c
	}
	return cmp.Compare(a.sequence, b.sequence)
}

// routing is the work of one Apply: what changed, and scratch space.
type routing struct {
	groups  map[string]*group // those in which somebody waits, and the spare ones
	spares  spares
	active  groupHeap // the groups to be served, by their foremost task
	freed   []*worker // who can be offered more than before
	entered []*task   // that entered their step, or came back to it
	listed  int       // groups in which somebody waits
	asked   uint32    // a bit for the slot of each channel on which a task ever waited

	available int // workers in an available activity

	slots  []expr.Value
	queues []*taskQueue
	next   []*taskQueue
	ahead  marks
	chosen []*worker
	key    []byte
	values []expr.Value

	task struct { // of taskValues
		route      *route
		attributes string
		values     []expr.Value
	}
}

// wait makes a task that entered its step, or came back to it, one of those that
// workers can be found for. Who is not found at once may be a reason to leave
// the step (routing.md §2.5).
func (e *Engine) wait(t *task) {
	e.seat(t)
	if !t.declined {
		e.routing.entered = append(e.routing.entered, t)
	}
}

// seat puts a task into the group of those that ask the same.
func (e *Engine) seat(t *task) {
	e.ask(t.channel)
	key := binary.AppendUvarint(e.routing.key[:0], t.step.sequence)
	key = binary.AppendUvarint(key, t.channel.sequence)
	values := e.routing.values[:0]
	if len(t.step.reads) > 0 {
		read := e.taskValues(t)
		for _, path := range t.step.reads {
			values = append(values, read[path])
			key = read[path].AppendKey(key)
		}
	}
	if t.step.known != nil {
		// Known-worker steps ask for one worker each: no two tasks are alike.
		key = binary.AppendUvarint(key, t.sequence)
	}
	e.routing.key, e.routing.values = key, values
	g := e.routing.groups[string(key)]
	if g == nil {
		g = &group{key: string(key), step: t.step, channel: t.channel, values: slices.Clone(values), waiting: ordered.New(compareWaiters)}
		e.routing.groups[g.key] = g
	}
	clear(values)
	others := g.waiting.Len() > 0
	if !others {
		e.list(g)
	}
	t.group = g
	t.waiting = waiterOf(t, t.step.taskOrder())
	g.waiting.Insert(t.waiting)
	if t.declined {
		return // by the one worker it is for, until something changes
	}
	if others && !g.active && !t.step.volatile() {
		return // who could take it would have taken one of those who wait already
	}
	g.full = true
	e.activate(g)
}

// ask puts the workers who are open on a channel into their pools when the first
// task of all waits on it. Nobody takes a place for the sake of channels that no
// task uses: most workspaces have one, and a worker with a call is in no pool.
func (e *Engine) ask(ch *taskChannel) {
	if e.routing.asked&(1<<ch.slot) != 0 {
		return
	}
	e.routing.asked |= 1 << ch.slot
	for w := range e.workers.all() {
		e.reopen(w)
	}
}

// list puts a group that somebody is about to wait in where it is looked for.
func (e *Engine) list(g *group) {
	g.spare = 0
	e.routing.listed++
	if g.step.direct != nil {
		g.home = &g.step.direct.groups
	} else {
		g.home = &g.step.queue.groups
	}
	g.place = len(*g.home)
	*g.home = append(*g.home, g)
}

// unwait is the opposite of wait; nothing for a task that does not wait.
func (e *Engine) unwait(t *task) {
	g := t.group
	if g == nil {
		return
	}
	t.group = nil
	g.waiting.Delete(t.waiting)
	if g.waiting.Len() > 0 {
		return
	}
	e.routing.listed--
	groups := *g.home
	last := len(groups) - 1
	groups[g.place] = groups[last]
	groups[g.place].place = g.place
	groups[last] = nil
	*g.home = groups[:last]
	if g.step.known != nil || g.step.direct != nil {
		delete(e.routing.groups, g.key) // nobody else asks the same
		return
	}
	if old := e.routing.spares.keep(g); old != nil {
		delete(e.routing.groups, old.key)
	}
}

// spares are the groups that nobody waits in any more, the latest ones: where
// tasks find workers at once, the next task like this one needs not make its
// group anew.
type spares struct {
	ring []*group // at most mostSpares
	next int
}

// mostSpares is how many groups that nobody waits in are kept.
const mostSpares = 4096

// keep adds a group, and returns the one that has to go for it, if there is one.
func (s *spares) keep(g *group) *group {
	i := s.next
	if i == len(s.ring) {
		s.ring = append(s.ring, nil)
	}
	s.next = (i + 1) % mostSpares
	old := s.ring[i]
	if old != nil && old.spare != i+1 {
		old = nil // somebody waits in it again, or it has another place here
	}
	s.ring[i], g.spare = g, i+1
	return old
}

// reorder moves a waiting task to the place of its new priority or start time.
func (e *Engine) reorder(t *task) {
	if t.group == nil {
		return
	}
	t.group.waiting.Delete(t.waiting)
	t.waiting = waiterOf(t, t.step.taskOrder())
	t.group.waiting.Insert(t.waiting)
}

// reorderQueue puts the waiting tasks of a queue into its new order, those
// included that are routed to one worker and only belong to it. Places of both
// orders can stand in one set for a while: no two are equal.
func (e *Engine) reorderQueue(q *taskQueue) {
	for t := range e.tasks.all() {
		if t.queue == q {
			e.reorder(t)
		}
	}
}

// freed notes that a worker can perhaps be offered more than before.
func (e *Engine) freed(w *worker) {
	if w.mask != 0 && !w.freed {
		w.freed = true
		e.routing.freed = append(e.routing.freed, w)
	}
}

// activate puts a group among those to be served, or in its new place there.
func (e *Engine) activate(g *group) {
	g.head, _ = g.waiting.Min()
	g.rank = 0
	if g.step.taskOrder() != e.workspace.order {
		g.rank = 1
	}
	if g.active {
		heap.Fix(&e.routing.active, g.index)
		return
	}
	g.active = true
	heap.Push(&e.routing.active, g)
}

// route brings tasks and workers together until nothing more matches. Before
// the command no waiting task had an eligible worker, so only tasks that
// entered a step and workers that were freed can change that (routing.md §4.4).
//
// A step is skipped when all that could be reserved is reserved and its task
// still waits (§2.5).
func (e *Engine) route() {
	r := &e.routing
	for _, w := range r.freed {
		if r.listed == 0 {
			break
		}
		for _, q := range w.class.queues {
			for _, g := range q.groups {
				if e.concerns(w, g) {
					e.activate(g)
				}
			}
		}
	}
	e.match()
	for i := 0; i < len(r.entered); i++ {
		t := r.entered[i]
		if t.group == nil {
			continue // reserved, or gone
		}
		if t.transfer != nil && t.step.direct != nil {
			// Who cannot be asked now is not waited for (inferred).
			e.failTransfer(t, TransferFailed, TaskTransferFailed)
			continue
		}
		e.reportKnownWorker(t)
		if t.step.skip != nil && e.holds(t.step.skip, subject{attrs: &t.attributes, queue: t.queue}) {
			e.leaveStep(t, leftBySkip)
			e.match()
		}
	}
	e.rest()
}

// concerns reports whether a group is to be served beside the others because a
// worker was freed: he can take its tasks. Where he cannot, and he is the only one who was freed,
// nobody can, and the group is not put in order with others.
func (e *Engine) concerns(w *worker, g *group) bool {
	switch {
	case g.active || !w.isOpen(g.channel):
		return false
	case g.step.match != nil && g.step.match.readsClock:
		// Time may have made others eligible as well, and one of them may have
		// been idle for longer.
		g.full = true
		return true
	case g.step.known != nil:
		head, _ := g.waiting.Min()
		known, _ := e.knownWorker(head.task, g.step)
		return known == w
	}
	return e.eligible(g, w)
}

// rest ends the work of one Apply.
func (e *Engine) rest() {
	r := &e.routing
	for _, w := range r.freed {
		w.freed = false
	}
	clear(r.freed)
	clear(r.entered)
	r.freed, r.entered = r.freed[:0], r.entered[:0]
}

// match serves the active groups: always the foremost task over all of them,
// until no group has a task that somebody can take.
func (e *Engine) match() {
	active := &e.routing.active
	for len(*active) > 0 {
		g := (*active)[0]
		head, ok := g.waiting.Min()
		if ok && head != g.head {
			g.head = head
			heap.Fix(active, 0)
			continue
		}
		if ok {
			if workers := e.choose(g, head.task); len(workers) > 0 {
				e.reserve(head.task, workers)
				continue
			}
		}
		heap.Pop(active)
		g.active, g.full, g.head = false, false, waiter{}
	}
}

// groupHeap is a heap of groups by the head they had when they were put there.
// Queues of the workspace's preferred order come first, whatever the heads
// (routing.md §4.3).
type groupHeap []*group

func (h groupHeap) Len() int { return len(h) }
func (h groupHeap) Less(i, j int) bool {
	if h[i].rank != h[j].rank {
		return h[i].rank < h[j].rank
	}
	return compareWaiters(h[i].head, h[j].head) < 0
}

func (h groupHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *groupHeap) Push(x any) {
	g := x.(*group)
	g.index = len(*h)
	*h = append(*h, g)
}

func (h *groupHeap) Pop() any {
	last := len(*h) - 1
	g := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return g
}

// reportKnownWorker raises the alert of a known-worker step that found nobody.
func (e *Engine) reportKnownWorker(t *task) {
	if t.step.known == nil {
		return
	}
	if _, problem := e.knownWorker(t, t.step); problem != nil {
		e.emitAlert(t, problem)
	}
}
