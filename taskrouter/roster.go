package taskrouter

import (
	"cmp"
	"iter"
	"math"
	"slices"

	"github.com/goacd/acd/internal/ordered"
	"github.com/goacd/acd/taskrouter/expr"
)

// rosters find the workers whom a task comes into question for by what they have
// at the paths that steps read, where most idle workers of a queue are none of
// them: who looks for a rare skill must not look at everybody who lacks it.
//
// A step's expression says, with the task's values put in, what a worker cannot
// do without (RequirementsGiven, in package expr). A roster lists the workers of
// the workspace by that, busy ones included, so that a task's life costs it
// nothing: it changes with workers' attributes alone. It is made when as many
// workers have been looked at in vain as the workspace has, which is about what
// making it costs.
type rosters struct {
	byPath []*roster // by the number of the path in Engine.paths; nil where there is none
	made   int
	vain   int // workers looked at beyond the nearest since the last one was made
	near   int // how many are looked at before a roster; 0 for nearWorkers
	most   int // rosters that are kept; 0 for mostRosters
}

const (
	// nearWorkers is how many of the longest idle workers are looked at first:
	// most often one of them will do.
	nearWorkers = 64
	// mostRosters bounds what is kept: paths may come and go with workflows.
	mostRosters = 16
)

// roster is the workers by what they have at one path: by the key of the value,
// by those of an array's elements, and in order of numbers.
type roster struct {
	equal, has posting
	sizes      *ordered.Set[measured]
}

// posting is workers by key, in order of creation.
type posting map[string]*ordered.Set[*worker]

func compareBySequence(a, b *worker) int { return cmp.Compare(a.sequence, b.sequence) }

// measured is a worker with a number.
type measured struct {
	number   float64
	sequence uint64
	worker   *worker
}

func compareSizes(a, b measured) int {
	if c := cmp.Compare(a.number, b.number); c != 0 {
		return c
	}
	return cmp.Compare(a.sequence, b.sequence)
}

func newRoster() *roster {
	return &roster{equal: posting{}, has: posting{}, sizes: ordered.New(compareSizes)}
}

// enter lists a worker who has this value.
func (r *roster) enter(v expr.Value, w *worker) {
	r.each(v, w, posting.enter)
	if n, ok := v.Measure(); ok {
		r.sizes.Insert(measured{n, w.sequence, w})
	}
}

// leave takes him out.
func (r *roster) leave(v expr.Value, w *worker) {
	r.each(v, w, posting.leave)
	if n, ok := v.Measure(); ok {
		r.sizes.Delete(measured{n, w.sequence, w})
	}
}

// each does something with the postings that a worker with this value is in.
func (r *roster) each(v expr.Value, w *worker, do func(posting, expr.Value, *worker)) {
	switch v.Kind() {
	case expr.KindNull, expr.KindObject:
	case expr.KindArray:
		for x := range v.Elements() {
			do(r.has, x, w)
		}
	default:
		do(r.equal, v, w)
	}
}

func (p posting) enter(v expr.Value, w *worker) {
	var room [64]byte
	key := v.AppendEqualKey(room[:0])
	set := p[string(key)]
	if set == nil {
		set = ordered.New(compareBySequence)
		p[string(key)] = set
	}
	set.Insert(w)
}

func (p posting) leave(v expr.Value, w *worker) {
	var room [64]byte
	key := v.AppendEqualKey(room[:0])
	set := p[string(key)]
	if set == nil {
		return // an array has the element twice
	}
	if set.Delete(w); set.Len() == 0 {
		delete(p, string(key))
	}
}

// enroll enters a worker with his present attributes.
func (e *Engine) enroll(w *worker) { e.listIn(w, (*roster).enter) }

// strike takes a worker out whose attributes are about to change, or who goes.
func (e *Engine) strike(w *worker) { e.listIn(w, (*roster).leave) }

func (e *Engine) listIn(w *worker, do func(*roster, expr.Value, *worker)) {
	for path, r := range e.rosters.byPath {
		if r != nil {
			do(r, e.paths.of(w)[path], w)
		}
	}
}

// nearest is how many workers are looked at before a roster is asked.
func (x *rosters) nearest() int { return cmp.Or(x.near, nearWorkers) }

// looked notes that so many workers were looked at for a task.
func (x *rosters) looked(n int) {
	if n > x.nearest() {
		x.vain += n
	}
}

// roster returns the roster of a path; nil where there is none and it does not
// pay to make it.
func (e *Engine) roster(path int) *roster {
	x := &e.rosters
	if path < len(x.byPath) && x.byPath[path] != nil {
		return x.byPath[path]
	}
	if x.vain < e.workers.len() {
		return nil
	}
	return e.makeRoster(path)
}

// makeRoster lists all workers by a path.
func (e *Engine) makeRoster(path int) *roster {
	x := &e.rosters
	if x.made == cmp.Or(x.most, mostRosters) {
		e.dropRosters()
	}
	for len(x.byPath) <= path {
		x.byPath = append(x.byPath, nil)
	}
	r := newRoster()
	x.byPath[path] = r
	x.made++
	x.vain = 0
	for w := range e.workers.all() {
		r.enter(e.paths.of(w)[path], w)
	}
	return r
}

// dropRosters forgets all rosters.
func (e *Engine) dropRosters() {
	x := &e.rosters
	clear(x.byPath)
	x.byPath, x.made = x.byPath[:0], 0
}

// shortlist returns the eligible workers of a group's queue, in no particular
// order, by way of rosters; false where that is no shorter than to look at all of
// them.
func (e *Engine) shortlist(g *group) ([]*worker, bool) {
	m, q := g.step.match, g.step.queue
	if m == nil {
		return nil, false
	}
	given := m.given(g.values)
	best, ok := e.rollByKeys(m.expr.RequirementsGiven(given))
	for _, at := range m.expr.RangesGiven(given) {
		if next, found := e.rollByRange(at); found && (!ok || next.n < best.n) {
			best, ok = next, true
		}
	}
	if !ok || best.n > q.members()/2 {
		return nil, false
	}
	found := e.choosing()
	for w := range best.workers {
		if w.isOpen(g.channel) && w.class.has(q) && e.eligible(g, w) {
			found = append(found, w)
		}
	}
	if best.again {
		slices.SortFunc(found, compareBySequence)
		found = slices.Compact(found)
	}
	return found, true
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
	if list == nil {
		return roll{}, false
	}
	var sets []*ordered.Set[*worker]
	n := 0
	for i := range list {
		r, ok := e.rosterOf(list[i].Reference)
		if !ok {
			return roll{}, false
		}
		if r == nil {
			continue
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

// rollByRange returns those who have a number in a range.
func (e *Engine) rollByRange(at expr.Range) (roll, bool) {
	r, ok := e.rosterOf(at.Reference)
	if r == nil {
		return roll{workers: func(func(*worker) bool) {}}, ok
	}
	from, to := measured{number: at.Least}, measured{number: at.Most, sequence: math.MaxUint64}
	return roll{n: r.sizes.Rank(to) - r.sizes.Rank(from), workers: func(yield func(*worker) bool) {
		for x := range r.sizes.From(from) {
			if compareSizes(x, to) > 0 || !yield(x.worker) {
				return
			}
		}
	}}, true
}

// rosterOf returns the roster of what a step's expression reads by a reference;
// nil for what nobody has. It reports false where there is no roster.
func (e *Engine) rosterOf(ref expr.Reference) (*roster, bool) {
	switch b := bindReference(ref, targetScope); b.source {
	case fromNothing:
		return nil, true // NULL, which no condition asks for
	case fromWorker:
		r := e.roster(e.paths.Add(b.ref))
		return r, r != nil
	default:
		return nil, false
	}
}

// members is how many workers belong to the queue, whatever they do.
func (q *taskQueue) members() int { return q.staff.sum(func(*activity) bool { return true }) }
