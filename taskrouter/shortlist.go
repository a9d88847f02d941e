package taskrouter

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/goacd/acd/internal/ordered"
	"github.com/goacd/acd/taskrouter/expr"
)

// shortlist returns the eligible workers of a group's queue, in no particular
// order, by way of rosters, and how many it looked at; false where these would be
// more than most.
func (e *Engine) shortlist(g *group, most int) (found []*worker, looked int, ok bool) {
	m, q := g.match, g.step.queue
	if m == nil {
		return nil, 0, false
	}
	given := m.given(g.values)
	var best roll
	for _, list := range m.expr.RequirementsGiven(given) {
		if next, found := e.rollByKeys(list); found && (!ok || next.n < best.n) {
			best, ok = next, true
		}
	}
	for _, at := range m.expr.RangesGiven(given) {
		if next, found := e.rollByRange(at); found && (!ok || next.n < best.n) {
			best, ok = next, true
		}
	}
	if !ok || best.n > most {
		return nil, 0, false
	}
	e.looks.note(best.n)
	found = e.choosing()
	for w := range best.workers {
		if w.isOpen(g.channel) && w.class.has(q) && e.eligible(g, w) {
			found = append(found, w)
		}
	}
	if best.again {
		slices.SortFunc(found, compareBySequence)
		found = slices.Compact(found)
	}
	return found, best.n, true
}

// given returns what a group's tasks have, by the slots of an expression.
func (p *predicate) given(values []expr.Value) []*expr.Value {
	given := make([]*expr.Value, len(p.bindings))
	for i := range p.bindings {
		if b := &p.bindings[i]; b.source == fromTask {
			given[i] = &values[b.path]
		}
	}
	return given
}

// roll is the workers of whom one meets a condition if anybody does.
type roll struct {
	workers iter.Seq[*worker]
	n       int
	again   bool // somebody may come twice
}

// rollByKeys returns those who meet one of some requirements. It reports false
// where no roster says so.
func (e *Engine) rollByKeys(list []expr.Requirement) (roll, bool) {
	paths := make([]int, len(list))
	distinct := map[int]bool{}
	for i := range list {
		path, ok := e.pathOf(list[i].Reference)
		if !ok {
			return roll{}, false
		}
		paths[i], distinct[path] = path, true
	}
	if len(distinct) > cmp.Or(e.rosters.most, mostRosters) {
		return roll{}, false // they would take turns
	}
	var sets []*ordered.Set[*worker]
	n := 0
	for i, path := range paths {
		if path < 0 {
			continue
		}
		r := e.roster(path)
		if r == nil {
			return roll{}, false
		}
		at := r.equal
		if list[i].Has {
			at = r.has
		}
		if set := at[list[i].Key]; set != nil {
			sets, n = append(sets, set), n+set.Len()
		}
	}
	return roll{n: n, again: len(sets) > 1, workers: func(yield func(*worker) bool) {
		for _, set := range sets {
			for w := range set.All() {
				if !yield(w) {
					return
				}
			}
		}
	}}, true
}

// rollByRange returns those who have a number in a range. It reports false where no
// roster says so.
func (e *Engine) rollByRange(at expr.Range) (roll, bool) {
	path, ok := e.pathOf(at.Reference)
	if !ok {
		return roll{}, false
	}
	if path < 0 {
		return roll{workers: func(func(*worker) bool) {}}, true
	}
	r := e.roster(path)
	if r == nil {
		return roll{}, false
	}
	from, to := measured{number: at.Least}, measured{number: at.Most, sequence: math.MaxUint64}
	return roll{n: max(0, r.sizes.Rank(to)-r.sizes.Rank(from)), workers: func(yield func(*worker) bool) {
		for x := range r.sizes.From(from) {
			if compareSizes(x, to) > 0 || !yield(x.worker) {
				return
			}
		}
	}}, true
}

// pathOf returns the number of the path that a step's expression reads by a
// reference; -1 for what is NULL whoever the worker, which no condition asks for.
// It reports false for what rosters do not list.
func (e *Engine) pathOf(ref expr.Reference) (path int, ok bool) {
	switch b := bindReference(ref, targetScope); b.source {
	case fromNothing:
		return -1, true
	case fromWorker:
		return e.paths.Add(b.ref), true
	default:
		return 0, false
	}
}

// members is how many workers belong to the queue, whatever they do.
func (q *taskQueue) members() int { return q.staff.sum(func(*activity) bool { return true }) }
