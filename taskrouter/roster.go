package taskrouter

import (
	"cmp"
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
// and by those of an array's elements.
type roster struct{ equal, has posting }

// posting is workers by key, in order of creation.
type posting map[string]*ordered.Set[*worker]

func compareBySequence(a, b *worker) int { return cmp.Compare(a.sequence, b.sequence) }

func (p posting) enter(v *expr.Value, w *worker) {
	var room [64]byte
	key := v.AppendEqualKey(room[:0])
	set := p[string(key)]
	if set == nil {
		set = ordered.New(compareBySequence)
		p[string(key)] = set
	}
	set.Insert(w)
}

func (p posting) leave(v *expr.Value, w *worker) {
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

// each does something with the postings that a worker with this value is in.
func (r *roster) each(v *expr.Value, w *worker, do func(posting, *expr.Value, *worker)) {
	switch v.Kind() {
	case expr.KindNull, expr.KindObject:
	case expr.KindArray:
		for x := range v.Elements() {
			do(r.has, &x, w)
		}
	default:
		do(r.equal, v, w)
	}
}

// enroll enters a worker with his present attributes.
func (e *Engine) enroll(w *worker) { e.listIn(w, posting.enter) }

// strike takes a worker out whose attributes are about to change, or who goes.
func (e *Engine) strike(w *worker) { e.listIn(w, posting.leave) }

func (e *Engine) listIn(w *worker, do func(posting, *expr.Value, *worker)) {
	for path, r := range e.rosters.byPath {
		if r != nil {
			r.each(&e.paths.of(w)[path], w, do)
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

// makeRoster lists all workers by a path.
func (e *Engine) makeRoster(path int) *roster {
	x := &e.rosters
	if x.made == cmp.Or(x.most, mostRosters) {
		e.dropRosters()
	}
	for len(x.byPath) <= path {
		x.byPath = append(x.byPath, nil)
	}
	r := &roster{equal: posting{}, has: posting{}}
	x.byPath[path] = r
	x.made++
	x.vain = 0
	for w := range e.workers.all() {
		r.each(&e.paths.of(w)[path], w, posting.enter)
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
	list := m.expr.RequirementsGiven(e.given(m, g.values))
	if list == nil {
		return nil, false
	}
	var sets []*ordered.Set[*worker]
	n := 0
	for i := range list {
		set, ok := e.roll(&list[i])
		if !ok {
			return nil, false
		}
		if set != nil {
			sets, n = append(sets, set), n+set.Len()
		}
	}
	if n > q.members()/2 {
		return nil, false
	}
	found := e.choosing()
	for _, set := range sets {
		for w := range set.All() {
			if w.isOpen(g.channel) && w.class.has(q) && e.eligible(g, w) {
				found = append(found, w)
			}
		}
	}
	if len(sets) > 1 {
		slices.SortFunc(found, compareBySequence)
		found = slices.Compact(found) // whoever meets two requirements
	}
	return found, true
}

// given returns what a group's tasks have, by the slots of an expression.
func (e *Engine) given(m *predicate, values []expr.Value) []*expr.Value {
	given := make([]*expr.Value, len(m.bindings))
	for i := range m.bindings {
		if b := &m.bindings[i]; b.source == fromTask {
			given[i] = &values[b.path]
		}
	}
	return given
}

// roll returns the workers who meet a requirement, nil for nobody. It reports
// false where no roster says so.
func (e *Engine) roll(r *expr.Requirement) (*ordered.Set[*worker], bool) {
	b := bindReference(r.Reference, targetScope)
	switch b.source {
	case fromNothing:
		return nil, true // NULL, which no requirement asks for
	case fromWorker:
	default:
		return nil, false
	}
	x, path := &e.rosters, e.paths.Add(b.ref)
	var at *roster
	if path < len(x.byPath) {
		at = x.byPath[path]
	}
	if at == nil {
		if x.vain < e.workers.len() {
			return nil, false
		}
		at = e.makeRoster(path)
	}
	if r.Has {
		return at.has[r.Key], true
	}
	return at.equal[r.Key], true
}

// members is how many workers belong to the queue, whatever they do.
func (q *taskQueue) members() int { return q.staff.sum(func(*activity) bool { return true }) }
