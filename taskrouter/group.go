package taskrouter

import (
	"cmp"
	"encoding/binary"

	"github.com/goacd/acd/internal/ordered"
	"github.com/goacd/acd/taskrouter/expr"
)

// group is waiting tasks that ask the same: they are at the same step, on the
// same channel, and have the same values at the paths that the step reads. Who
// is eligible for one of them is eligible for all, so a worker is judged once
// for a group and not once for a task.
type group struct {
	active bool // in routing.active
	full   bool // active for the sake of a task: every worker is a candidate
	gone   bool // not among the groups any more

	// What a worker is held against: what the step asks, and what its expression
	// reads of the task.
	special bool // the step is for a known worker, or for all but one
	channel *taskChannel
	match   *predicate
	values  []expr.Value
	few     [1]expr.Value // where values begins

	step    *step
	key     string
	waiting *ordered.Set[waiter]
	home    *[]*group // the list of its queue, or of the worker it is routed to
	place   int       // in that list
	spare   int       // where it is in routing.spares while nobody waits, counted from one

	rank  int    // of its queue's order in the workspace, while active
	head  waiter // the foremost task, as routing.active is ordered
	index int    // in routing.active
}

// enter makes g the group of those that are at a step, on a channel, with these
// values, which are copied.
func (g *group) enter(s *step, ch *taskChannel, values []expr.Value) {
	g.step, g.channel, g.match = s, ch, s.match
	g.special = s.special()
	g.values = append(g.few[:0], values...)
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

// wait makes a task that entered its step, or came back to it, one of those that
// workers can be found for. Who is not found at once may be a reason to leave
// the step (routing.md §2.5).
func (e *Engine) wait(t *task) {
	r := &e.routing
	if other := r.alone; other != nil {
		r.alone = nil
		e.seat(other)
	}
	if e.isAlone(t) {
		r.alone = t
	} else {
		e.seat(t)
	}
	if !t.declined {
		r.entered = append(r.entered, t)
	}
}

// isAlone reports whether there is nobody whom a task that is about to wait must be
// put in order with. Then workers are looked for first: when there is somebody, as
// mostly where workers are idle, the task joins no group. Whoever waits in its queue
// asks something else, and would have been taken by anybody who can; where that
// changes with time or load, those like it go first.
func (e *Engine) isAlone(t *task) bool {
	switch {
	case len(e.routing.active) > 0 || t.step.direct != nil:
		return false
	case len(t.step.queue.groups) == 0:
		return true
	}
	g := e.findGroup(t)
	return g == nil || g.waiting.Len() == 0
}

// takeAlone finds workers for a task that is alone, if it still is, or gives it its
// place among those who wait. It may free somebody, who is moved to an activity of the
// queue: only in single-tasking workspaces, where he has no room left.
func (e *Engine) takeAlone() {
	r := &e.routing
	t := r.alone
	if t == nil {
		return
	}
	r.alone = nil
	e.settle()
	if len(r.freed) > 0 {
		e.seat(t)
		return
	}
	if workers := e.chooseAlone(t); len(workers) > 0 {
		e.reserve(t, workers)
	} else {
		e.putInGroup(t)
	}
}

// chooseAlone chooses for a task that is in no group.
func (e *Engine) chooseAlone(t *task) []*worker {
	e.ask(t.channel)
	g := &e.routing.single
	g.full = true
	g.enter(t.step, t.channel, e.valuesOf(t))
	workers := e.choose(g, t)
	*g = group{}
	return workers
}

// valuesOf returns what the expression of a task's step reads of it. They are valid
// until the next task's.
func (e *Engine) valuesOf(t *task) []expr.Value {
	clear(e.routing.values)
	values := e.routing.values[:0]
	if len(t.step.reads) > 0 {
		read := e.taskValues(t)
		for _, path := range t.step.reads {
			values = append(values, read[path])
		}
	}
	e.routing.values = values
	return values
}

// seat puts a task into the group of those that ask the same, and has workers looked
// for where there may be one.
func (e *Engine) seat(t *task) {
	e.ask(t.channel)
	others := e.putInGroup(t)
	g := t.group
	if t.declined {
		return // by the one worker it is for, until something changes
	}
	if others && !g.active && !t.step.volatile() {
		return // who could take it would have taken one of those who wait already
	}
	g.full = true
	e.activate(g)
}

// putInGroup puts a task into the group of those that ask the same. It reports whether
// others wait there.
func (e *Engine) putInGroup(t *task) (others bool) {
	g := e.findGroup(t)
	if g == nil {
		g = e.addGroup(t)
	}
	if others = g.waiting.Len() > 0; !others {
		e.list(g)
	}
	t.group = g
	t.waiting = waiterOf(t, t.step.taskOrder())
	g.waiting.Insert(t.waiting)
	return others
}

// findGroup finds the group of those that ask the same as a task, nil if there is
// none. Its key and values are in the scratch space then.
func (e *Engine) findGroup(t *task) *group {
	values := e.valuesOf(t)
	key := binary.AppendUvarint(e.routing.key[:0], t.step.sequence)
	key = binary.AppendUvarint(key, t.channel.sequence)
	for i := range values {
		key = values[i].AppendKey(key)
	}
	if t.step.known != nil {
		// Known-worker steps ask for one worker each: no two tasks are alike.
		key = binary.AppendUvarint(key, t.sequence)
	}
	e.routing.key = key
	g := t.step.recent
	if g == nil || g.gone || g.key != string(key) {
		if g = e.routing.groups[string(key)]; g != nil {
			t.step.recent = g
		}
	}
	return g
}

// addGroup makes the group that was not found.
func (e *Engine) addGroup(t *task) *group {
	r := &e.routing
	g := &group{key: string(r.key), waiting: ordered.New(compareWaiters)}
	g.enter(t.step, t.channel, r.values)
	r.groups[g.key] = g
	t.step.recent = g
	return g
}

// drop forgets a group in which nobody waits.
func (r *routing) drop(g *group) {
	delete(r.groups, g.key)
	g.gone = true
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
		e.place(w)
	}
}

// list puts a group that somebody is about to wait in where it is looked for.
func (e *Engine) list(g *group) {
	g.spare = 0
	e.routing.listed++
	if w := g.step.direct; w != nil {
		g.home = &w.groups
	} else {
		g.home = &g.step.queue.groups
	}
	g.place = len(*g.home)
	*g.home = append(*g.home, g)
	if q := g.step.queue; g.step.direct == nil && g.place == len(q.only) {
		q.only[0] = nil // the list has moved
	}
}

// unwait is the opposite of wait; nothing for a task that does not wait.
func (e *Engine) unwait(t *task) {
	if e.routing.alone == t {
		e.routing.alone = nil
		return
	}
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
	if g.special || g.step.direct != nil {
		e.routing.drop(g) // nobody else asks the same
		return
	}
	if old := e.routing.spares.keep(g); old != nil {
		e.routing.drop(old)
	}
}

// dropSpares forgets the groups in which nobody waits.
func (e *Engine) dropSpares() {
	for _, g := range e.routing.groups {
		if g.waiting.Len() == 0 {
			e.routing.drop(g)
		}
	}
	s := &e.routing.spares
	clear(s.ring)
	s.ring, s.next = s.ring[:0], 0
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
