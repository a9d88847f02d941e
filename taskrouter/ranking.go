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
// looks at all have cost as much as making it does; see rosters.vain.
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
	order   []clause
	channel *taskChannel
	ranked  *ordered.Set[idler]
	odd     *ordered.Set[*worker]
	spots   map[*worker]spot // that they were entered with
}

func (e *Engine) newRanking(order []clause, ch *taskChannel) *ranking {
	return &ranking{
		order: order, channel: ch, odd: ordered.New(compareBySequence), spots: map[*worker]spot{},
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
func (r *ranking) leave(_ *Engine, w *worker) {
	s, ok := r.spots[w]
	if !ok {
		return
	}
	delete(r.spots, w)
	if !r.odd.Delete(w) {
		r.ranked.Delete(idler{s, w})
	}
}

// rank enters a worker into the rankings of his queues.
func (e *Engine) rank(w *worker) { e.inRankings(w, (*ranking).enter) }

// unrank takes him out, before something changes that they go by.
func (e *Engine) unrank(w *worker) { e.inRankings(w, (*ranking).leave) }

func (e *Engine) inRankings(w *worker, do func(*ranking, *Engine, *worker)) {
	if e.rankings.made == 0 {
		return
	}
	for _, q := range w.class.queues {
		for _, r := range q.rankings {
			do(r, e, w)
		}
	}
}

// rankingOf returns the ranking that a group's tasks ask for; nil where there is
// none and it does not pay to make it.
func (e *Engine) rankingOf(g *group) *ranking {
	q, order := g.step.queue, g.step.order
	for _, r := range q.rankings {
		if r.channel == g.channel && slices.Equal(r.order, order) {
			return r
		}
	}
	if e.rosters.vain < e.workers.len() {
		return nil
	}
	if e.rankings.made >= cmp.Or(e.rankings.most, mostRankings) {
		e.dropRankings()
	}
	r := e.newRanking(order, g.channel)
	q.rankings = append(q.rankings, r)
	e.rankings.made++
	e.rosters.vain = 0
	for c := range e.classesOf(q) {
		for _, p := range c.pools {
			for x := range p.idle.All() {
				r.enter(e, x.worker)
			}
		}
	}
	return r
}

// dropRankings forgets all rankings.
func (e *Engine) dropRankings() {
	if e.rankings.made == 0 {
		return
	}
	for q := range e.queues.all() {
		q.rankings = nil
	}
	e.rankings.made = 0
}

// chooseRanked takes the first eligible workers of a ranking. It reports false
// where the order is to be ignored.
func (e *Engine) chooseRanked(g *group, r *ranking) ([]*worker, bool) {
	for w := range r.odd.All() {
		if e.eligible(g, w) {
			return nil, false
		}
	}
	list := e.choosing()
	for x := range r.ranked.All() {
		if !e.eligible(g, x.worker) {
			continue
		}
		if list = append(list, x.worker); len(list) == g.step.queue.cur.MaxReservedWorkers {
			break
		}
	}
	e.routing.chosen = list
	return list, true
}
