package taskrouter

import (
	"iter"
	"slices"
)

// choose returns the workers whom the foremost task of a group is offered to,
// in order: one, or up to the queue's MaxReservedWorkers (routing.md §3.4).
// There are none when nobody is eligible.
func (e *Engine) choose(g *group, t *task) []*worker {
	s := g.step
	switch {
	case s.direct != nil:
		return e.chooseDirect(g)
	case s.known != nil:
		w, _ := e.knownWorker(t, s)
		if w == nil || !w.isOpen(g.channel) || !e.eligible(g, w) {
			return nil
		}
		return e.one(w)
	case s.queue.cur.MaxReservedWorkers > 1, s.order != nil, g.channel.cur.ChannelOptimizedRouting:
		return e.chooseSorted(g)
	case !g.full && len(e.routing.freed) <= fewFreed:
		return e.one(e.chooseFreed(g))
	default:
		return e.one(e.chooseIdlest(g))
	}
}

// one is a list of one worker, or an empty one for nil.
func (e *Engine) one(w *worker) []*worker {
	list := e.routing.chosen[:0]
	if w != nil {
		list = append(list, w)
	}
	e.routing.chosen = list
	return list
}

// isOpen reports whether a task of the channel can be offered to the worker.
func (w *worker) isOpen(ch *taskChannel) bool { return w.mask&(1<<ch.slot) != 0 }

// chooseDirect takes the one worker that a task is routed to. He need not
// belong to any queue; where the task ignores capacity, he need not be
// available either (routing.md §2.9).
func (e *Engine) chooseDirect(g *group) []*worker {
	w := g.step.direct
	if w.class == nil || !g.step.ignoreCapacity && !w.isOpen(g.channel) {
		return nil
	}
	return e.one(w)
}

// fewFreed is how many freed workers are looked at one by one rather than in
// their places among the idle, most of whom nothing has changed for.
const fewFreed = 8

// chooseFreed is chooseIdlest for a group that only freed workers can serve.
func (e *Engine) chooseFreed(g *group) *worker {
	var best *worker
	for _, w := range e.routing.freed {
		if !w.isOpen(g.channel) || !w.class.has(g.step.queue) || !e.eligible(g, w) {
			continue
		}
		if best == nil || compareIdlers(w.idling, best.idling) < 0 {
			best = w
		}
	}
	return best
}

// chooseIdlest takes the eligible worker who has gone longest without a task.
// Each pool is in that order, so the search in it ends at the first hit, or
// where the best of the other pools stands.
func (e *Engine) chooseIdlest(g *group) *worker {
	var best idler
	for p := range g.pools() {
		for x := range p.idle.All() {
			if best.worker != nil && compareIdlers(x, best) > 0 {
				break
			}
			if e.eligible(g, x.worker) {
				best = x
				break
			}
		}
	}
	return best.worker
}

// pools yields the pools of the queue's workers to whom a task of the group's
// channel can be offered.
func (g *group) pools() iter.Seq[*pool] {
	return func(yield func(*pool) bool) {
		for _, c := range g.step.queue.classes {
			for _, p := range c.pools {
				if p.mask&(1<<g.channel.slot) != 0 && !yield(p) {
					return
				}
			}
		}
	}
}

// chooseSorted takes as many eligible workers as the queue reserves, in the
// step's order or else by idleness.
func (e *Engine) chooseSorted(g *group) []*worker {
	list := e.routing.chosen[:0]
	for p := range g.pools() {
		for x := range p.idle.All() {
			if e.eligible(g, x.worker) {
				list = append(list, x.worker)
			}
		}
	}
	e.routing.chosen = list
	order := g.step.order
	if slices.ContainsFunc(list, func(w *worker) bool { return !e.orderable(order, w) }) {
		order = nil // one candidate has a value that is no integer (routing.md §3.3)
	}
	before := func(a, b *worker) int { return e.compareWorkers(order, g.channel, a, b) }
	if most := g.step.queue.cur.MaxReservedWorkers; most > 1 {
		slices.SortFunc(list, before)
		return list[:min(len(list), most)]
	}
	if len(list) > 1 {
		list[0] = slices.MinFunc(list, before)
		list = list[:1]
	}
	return list
}

// eligible judges a worker of the group's queue who has room on its channel.
// When the group is active only because workers were freed, nobody else can
// have become eligible.
func (e *Engine) eligible(g *group, w *worker) bool {
	if !g.full && !w.freed {
		return false
	}
	if w == g.step.except {
		return false
	}
	m := g.step.match
	return m == nil || e.holds(m, subject{task: g.values, worker: w})
}
