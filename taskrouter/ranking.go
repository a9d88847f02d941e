package taskrouter

import (
	"cmp"
	"slices"

	"github.com/goacd/acd/internal/ordered"
)

// rankings keep workers in other orders than that of idleness: that of an
// order_by, or of a channel with an order of its own. To find the first by a look
// at all idle workers of a queue costs more the more there are; a ranking has them
// in order, and follows as they come and go.
//
// It costs each life of its queue's workers a step, so that it is made only when
// looks at all have cost as much as making it does, see looks.vain, and forgotten
// when its workers have come and gone many times while nobody asked for it.
type rankings struct {
	made int // over all queues
	most int // that are kept; 0 for mostRankings
}

// mostRankings bounds what is kept: steps may come and go with workflows.
const mostRankings = 64

// ranking is the workers of a queue who are open on a channel, in the order of a
// step. Where somebody who comes into question has a value that is no integer, the
// order_by is ignored (routing.md §3.3): those are apart.
type ranking struct {
	queue   *taskQueue
	order   []clause
	channel *taskChannel
	ranked  *ordered.Set[idler]
	odd     *ordered.Set[*worker]
	spots   map[*worker]spot // that they were entered with
	entered int              // times that somebody was, since it was asked for
}

func (e *Engine) newRanking(q *taskQueue, order []clause, ch *taskChannel) *ranking {
	return &ranking{
		queue: q, order: order, channel: ch, odd: ordered.New(compareBySequence), spots: map[*worker]spot{},
		ranked: ordered.New(func(a, b idler) int {
			if c := e.compareClauses(order, a.worker, b.worker); c != 0 {
				return c
			}
			return compareIdlers(a, b)
		}),
	}
}

// enter ranks a worker, if he is open on the channel.
func (r *ranking) enter(e *Engine, w *worker) {
	if !w.isOpen(r.channel) {
		return
	}
	x := w.idlerOn(r.channel)
	r.spots[w] = x.spot
	if e.orderable(r.order, w) {
		r.ranked.Insert(x)
	} else {
		r.odd.Insert(w)
	}
}

// leave takes a worker out whose attributes are as they were when he was entered.
func (r *ranking) leave(w *worker) {
	s, ok := r.spots[w]
	if !ok {
		return
	}
	delete(r.spots, w)
	if !r.odd.Delete(w) {
		r.ranked.Delete(idler{s, w})
	}
}

// size is how many workers are in the ranking.
func (r *ranking) size() int { return len(r.spots) }

// isForgotten reports whether the ranking costs more than it is asked for.
func (r *ranking) isForgotten() bool { return r.entered > indexPrice*(r.size()+nearWorkers) }

// rank enters a worker into the rankings of his queues. One that nobody has asked
// for in a long time goes.
func (e *Engine) rank(w *worker) {
	var forgotten *ranking
	for _, r := range w.class.rankings {
		r.enter(e, w)
		if r.entered++; r.isForgotten() {
			forgotten = r
		}
	}
	if forgotten != nil {
		e.dropRanking(forgotten)
	}
}

// unrank takes him out, before something changes that they go by.
func (e *Engine) unrank(w *worker) {
	if e.rankings.made == 0 {
		return // without a look at his class
	}
	for _, r := range w.class.rankings {
		r.leave(w)
	}
}

// ranking returns the ranking that a group's tasks ask for; nil where there is
// none.
func (g *group) ranking() *ranking {
	for _, r := range g.step.queue.rankings {
		if r.channel == g.channel && slices.Equal(r.order, g.step.order) {
			r.entered = 0
			return r
		}
	}
	return nil
}

// makeRanking makes the ranking that a group's tasks ask for.
func (e *Engine) makeRanking(g *group) *ranking {
	if e.rankings.made >= cmp.Or(e.rankings.most, mostRankings) {
		e.dropRankings()
	}
	q := g.step.queue
	r := e.newRanking(q, g.step.order, g.channel)
	q.rankings = append(q.rankings, r)
	e.rankings.made++
	e.looks.vain = 0
	for c := range e.classesOf(q) {
		c.rankings = append(c.rankings, r)
		for i := range c.pools {
			for x := range c.pools[i].from(foremost) {
				r.enter(e, x.worker)
			}
		}
	}
	return r
}

// dropRanking forgets a ranking.
func (e *Engine) dropRanking(r *ranking) {
	is := func(other *ranking) bool { return other == r }
	r.queue.rankings = slices.DeleteFunc(r.queue.rankings, is)
	for c := range e.classesOf(r.queue) {
		c.rankings = slices.DeleteFunc(c.rankings, is)
	}
	e.rankings.made--
}

// dropRankings forgets all rankings.
func (e *Engine) dropRankings() {
	if e.rankings.made == 0 {
		return
	}
	for q := range e.queues.all() {
		for len(q.rankings) > 0 {
			e.dropRanking(q.rankings[0])
		}
	}
}

// isIgnored reports whether the order is to be ignored for the tasks of a group.
func (r *ranking) isIgnored(e *Engine, g *group) bool {
	for w := range r.odd.All() {
		if e.eligible(g, w) {
			return true
		}
	}
	return false
}

// chooseRanked takes the first eligible workers of a ranking.
func (e *Engine) chooseRanked(g *group, r *ranking) []*worker {
	s := search{e: e, g: g, list: e.choosing()}
	for x := range r.ranked.All() {
		if !s.look(x.worker) {
			break
		}
	}
	return s.end()
}
