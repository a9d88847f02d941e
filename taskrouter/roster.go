package taskrouter

import (
	"bytes"
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
// do without (RequirementsGiven and RangesGiven, in package expr). A roster lists
// the workers of the workspace by that, busy ones included, so that a task's life
// costs it nothing: it changes with workers' attributes alone.
type rosters struct {
	byPath []*roster // by the number of the path in Engine.paths; nil where there is none
	made   int       // those that are none because they would be too large included
	most   int       // rosters that are kept; 0 for mostRosters
}

const (
	// mostRosters bounds what is kept: paths may come and go with workflows.
	mostRosters = 16
	// mostEntries is how many entries a roster may have for each worker, on the
	// average: lists of skills are shorter, and what is longer is none.
	mostEntries = 32
)

// roster is the workers by what they have at one path: by the key of the value,
// by those of an array's elements, and in order of numbers.
type roster struct {
	equal, has posting
	sizes      *ordered.Set[measured]
	entries    int
	barred     bool // it would be too large: it is empty, and stays so
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

// enter lists a worker who has this value. When there are too many entries for so
// many workers the roster is barred.
func (r *roster) enter(v expr.Value, w *worker, workers int) {
	if r.barred {
		return
	}
	r.entries += 1 + v.Len()
	r.each(v, w, posting.enter)
	if n, ok := v.Measure(); ok {
		r.sizes.Insert(measured{n, w.sequence, w})
	}
	if r.entries > mostEntries*workers {
		*r = *newRoster()
		r.barred = true
	}
}

// leave takes him out.
func (r *roster) leave(v expr.Value, w *worker) {
	if r.barred {
		return
	}
	r.entries -= 1 + v.Len()
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
func (e *Engine) enroll(w *worker) {
	for path, r := range e.rosters.byPath {
		if r != nil {
			r.enter(e.paths.of(w)[path], w, e.workers.len())
		}
	}
}

// strike takes a worker out.
func (e *Engine) strike(w *worker) {
	for path, r := range e.rosters.byPath {
		if r != nil {
			r.leave(e.paths.of(w)[path], w)
		}
	}
}

// enrolled returns what a worker is listed by, for reenroll after a change.
func (e *Engine) enrolled(w *worker) []expr.Value {
	if e.rosters.made == 0 {
		return nil
	}
	return slices.Clone(e.paths.of(w))
}

// reenroll lists a worker anew by what differs from before.
func (e *Engine) reenroll(w *worker, before []expr.Value) {
	if e.rosters.made == 0 {
		return
	}
	var was, is []byte
	for path, r := range e.rosters.byPath {
		if r == nil {
			continue
		}
		v := e.paths.of(w)[path]
		if was, is = before[path].AppendKey(was[:0]), v.AppendKey(is[:0]); !bytes.Equal(was, is) {
			r.leave(before[path], w)
			r.enter(v, w, e.workers.len())
		}
	}
}

// roster returns the roster of a path; nil where there is none and it does not
// pay to make it.
func (e *Engine) roster(path int) *roster {
	x := &e.rosters
	if path < len(x.byPath) && x.byPath[path] != nil {
		if r := x.byPath[path]; !r.barred {
			return r
		}
		return nil
	}
	if !e.looks.pay(e.workers.len()) {
		return nil
	}
	return e.makeRoster(path)
}

// makeRoster lists all workers by a path; nil where that would be too large.
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
	e.looks.vain = 0
	for w := range e.workers.all() {
		r.enter(e.paths.of(w)[path], w, e.workers.len())
	}
	if r.barred {
		return nil
	}
	return r
}

// dropRosters forgets all rosters.
func (e *Engine) dropRosters() {
	x := &e.rosters
	clear(x.byPath)
	x.byPath, x.made = x.byPath[:0], 0
}
