package taskrouter

import "slices"

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
	case !g.full && len(e.routing.freed) <= fewFreed:
		return e.chooseFreed(g)
	case s.order != nil, g.channel.cur.ChannelOptimizedRouting:
		return e.chooseSorted(g)
	default:
		return e.chooseIdlest(g)
	}
}

// choosing returns an empty list to choose into.
func (e *Engine) choosing() []*worker {
	clear(e.routing.chosen)
	return e.routing.chosen[:0]
}

// one is a list of one worker, or an empty one for nil.
func (e *Engine) one(w *worker) []*worker {
	list := e.choosing()
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

// chooseFreed chooses for a group that only freed workers can serve.
func (e *Engine) chooseFreed(g *group) []*worker {
	list := e.choosing()
	for _, w := range e.routing.freed {
		if w.isOpen(g.channel) && w.class.has(g.step.queue) && e.eligible(g, w) {
			list = append(list, w)
		}
	}
	return e.first(g, list)
}

// chooseIdlest takes the eligible workers who have gone longest without a task.
// Most often that is the one who has gone longest of all.
func (e *Engine) chooseIdlest(g *group) []*worker {
	q, slot := g.step.queue, g.channel.slot
	most := q.most
	c := e.longestIdle(q, slot)
	if c == nil {
		return nil
	}
	if most == 1 {
		if w := c.first(slot).worker; e.eligible(g, w) {
			return e.one(w)
		}
	}
	s := search{e: e, g: g, list: e.choosing()}
	for w := range e.byIdleness(q, slot) {
		if !s.look(w) {
			break
		}
	}
	return s.end()
}

// search takes the first eligible workers as they come. When there is nobody among
// the nearest, a shortlist may be shorter than the rest of them.
type search struct {
	e      *Engine
	g      *group
	list   []*worker
	looked int
	short  bool // the list is that of a shortlist, and complete
}

// look judges the next worker. It reports whether to go on.
func (s *search) look(w *worker) bool {
	q := s.g.step.queue
	if s.looked == s.e.looks.nearest() {
		if list, _, ok := s.e.shortlist(s.g, q.members()/2); ok {
			s.list, s.short = s.e.first(s.g, list), true
			return false
		}
	}
	if s.looked++; s.e.eligible(s.g, w) {
		s.list = append(s.list, w)
	}
	return len(s.list) < q.most
}

// end returns who was found.
func (s *search) end() []*worker {
	if !s.short {
		s.e.looks.note(s.looked)
		s.e.routing.chosen = s.list
	}
	return s.list
}

// chooseSorted takes the first eligible workers in another order than that of
// idleness: by a ranking, or of those on a shortlist, or of all.
func (e *Engine) chooseSorted(g *group) []*worker {
	q := g.step.queue
	if e.longestIdle(q, g.channel.slot) == nil {
		return nil
	}
	r := g.ranking()
	if members := q.members(); r == nil && members > e.looks.nearest() {
		short, looked, ok := e.shortlist(g, members/2)
		pays := e.looks.pay(e.workers.len())
		if ok && (looked <= e.looks.nearest() || !pays) {
			return e.first(g, short)
		}
		if pays {
			r = e.makeRanking(g)
		}
	}
	if r != nil && !r.isIgnored(e, g) {
		return e.chooseRanked(g, r)
	}
	list, looked := e.everybody(g)
	e.looks.note(looked)
	return e.first(g, list)
}

// everybody returns all eligible workers of a group's queue, in no particular
// order, and how many it looked at.
func (e *Engine) everybody(g *group) (list []*worker, looked int) {
	list = e.choosing()
	for c := range e.classesOf(g.step.queue) {
		for i := range c.pools {
			p := &c.pools[i]
			if p.mask&(1<<g.channel.slot) == 0 {
				continue
			}
			looked += p.len()
			for x := range p.from(foremost) {
				if e.eligible(g, x.worker) {
					list = append(list, x.worker)
				}
			}
		}
	}
	return list, looked
}

// first takes as many of the eligible workers as the queue reserves, in the
// step's order or else by idleness.
func (e *Engine) first(g *group, list []*worker) []*worker {
	e.routing.chosen = list
	if len(list) == 0 {
		return nil
	}
	order := g.step.order
	if slices.ContainsFunc(list, func(w *worker) bool { return !e.orderable(order, w) }) {
		order = nil // one candidate has a value that is no integer (routing.md §3.3)
	}
	before := func(a, b *worker) int { return e.compareWorkers(order, g.channel, a, b) }
	if most := g.step.queue.most; most > 1 {
		slices.SortFunc(list, before)
		return list[:min(len(list), most)]
	}
	list[0] = slices.MinFunc(list, before)
	return list[:1]
}

// eligible judges a worker of the group's queue who has room on its channel.
// When the group is active only because workers were freed, nobody else can
// have become eligible.
func (e *Engine) eligible(g *group, w *worker) bool {
	if !g.full && !w.freed {
		return false
	}
	if g.special && w == g.step.except {
		return false
	}
	return g.match == nil || e.fits(g.match, e.paths.of(w), g.values, w)
}
