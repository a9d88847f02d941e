package taskrouter

import (
	"container/heap"

	"github.com/goacd/acd/taskrouter/expr"
)

// routing is the work of one Apply: what changed, and scratch space.
type routing struct {
	groups    map[string]*group // those in which somebody waits, and the spare ones
	spares    spares
	active    groupHeap // the groups to be served, by their foremost task
	freed     []*worker // who can be offered more than before
	unsettled []*worker // see settle
	entered   []*task   // that entered their step, or came back to it
	alone     *task     // one of these, which is in no group yet; see isAlone
	single    group     // stands for its group while workers are looked for
	listed    int       // groups in which somebody waits
	asked     uint32    // a bit for the slot of each channel on which a task ever waited

	available int // workers in an available activity

	slots  []expr.Value
	queues []*taskQueue
	next   []*taskQueue
	ahead  marks
	stale  []standing // room for those whom a lineup puts right
	chosen []*worker
	key    []byte
	values []expr.Value

	task struct { // of taskValues
		route      *route
		attributes string
		values     []expr.Value
	}
}

// freed notes that a worker can perhaps be offered more than before.
func (e *Engine) freed(w *worker) {
	if !w.freed {
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
// A step that reads the clock or a worker's load is judged then as well, and not
// when only time passes or somebody else's load has changed.
//
// A step is skipped when all that could be reserved is reserved and its task
// still waits (§2.5). Who goes on waiting there has a timer from then on, if the step
// has a timeout: most tasks find somebody at once, and need none.
func (e *Engine) route() {
	r := &e.routing
	e.takeAlone()
	e.settle()
	for _, w := range r.freed {
		if r.listed == 0 {
			break
		}
		if w.mask == 0 {
			continue
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
			e.takeAlone()
			e.match()
			continue
		}
		if t.step.timeout > 0 {
			e.startStage(t, dueStepTimeout, t.created.add(t.stepsEnd), t.stepsEnd)
		}
	}
	e.rest()
}

// concerns reports whether a group is to be served beside the others because a
// worker was freed: he can take its tasks. What he cannot take is not put in order
// with the rest.
func (e *Engine) concerns(w *worker, g *group) bool {
	switch {
	case g.active || !w.isOpen(g.channel):
		return false
	case g.match != nil && g.match.readsClock:
		// Time may have made others eligible as well, and one of them may have
		// been idle for longer.
		g.full = true
		return true
	case g.match != nil && g.match.volatile:
		// What he is offered before may make him eligible, by his load.
		return true
	case g.special && g.step.known != nil:
		head, _ := g.waiting.Min()
		known, _ := e.knownWorker(head.task, g.step)
		return known == w
	}
	return e.eligible(g, w)
}

// rest ends the work of one Apply.
func (e *Engine) rest() {
	r := &e.routing
	e.settle()
	for _, w := range r.freed {
		w.freed = false
	}
	clear(r.freed)
	clear(r.chosen)
	clear(r.entered)
	r.freed, r.entered, r.chosen = r.freed[:0], r.entered[:0], r.chosen[:0]
	clear(r.queues)
	clear(r.next)
	clear(r.values)
	r.queues, r.next, r.values = r.queues[:0], r.next[:0], r.values[:0]
}

// match serves the active groups: always the foremost task over all of them,
// until no group has a task that somebody can take.
func (e *Engine) match() {
	active := &e.routing.active
	for len(*active) > 0 {
		e.settle()
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

// reportKnownWorker raises the alert of a known-worker step that found nobody.
func (e *Engine) reportKnownWorker(t *task) {
	if t.step.known == nil {
		return
	}
	if _, problem := e.knownWorker(t, t.step); problem != nil {
		e.emitAlert(t, problem)
	}
}
