package taskrouter

import "github.com/goacd/acd/taskrouter/expr"

// pathIndex numbers the paths of worker attributes that steps read, so that
// each is resolved once per change of a worker's attributes and not at every
// match.
type pathIndex struct {
	expr.Paths
	crowd int // from so many on it is worth a look which of them are still read
}

// of returns what worker w has at the paths. It resolves those that came since
// the worker was last looked at.
func (x *pathIndex) of(w *worker) []expr.Value {
	switch {
	case len(w.values) == x.Len():
	case len(w.values) == 0:
		w.values = w.attributes.LookupAll(&x.Paths, make([]expr.Value, 0, x.Len()))
	default:
		for len(w.values) < x.Len() {
			w.values = append(w.values, w.attributes.Lookup(x.At(len(w.values))))
		}
	}
	return w.values
}

// repath numbers the paths anew when most of them may be left from routes that
// nobody has any more. It looks at all tasks and workers, which is paid for by the
// paths that have come since the last time.
func (e *Engine) repath() {
	const few = 64
	if e.paths.Len() < max(few, e.paths.crowd) {
		return
	}
	old := e.paths.Paths
	e.paths = pathIndex{}
	e.dropRosters() // which go by the old numbers
	e.dropRankings()
	seen := map[*route]bool{nil: true}
	renumber := func(r *route) {
		if !seen[r] {
			seen[r] = true
			e.renumber(r, &old)
		}
	}
	for wf := range e.workflows.all() {
		renumber(wf.route)
	}
	for t := range e.tasks.all() {
		renumber(t.route)
	}
	e.paths.crowd = 2 * e.paths.Len()
	for w := range e.workers.all() {
		w.values = nil
	}
	e.dropSpares() // their steps may have the old numbers
}

// renumber gives the steps of a route the present numbers of their paths.
func (e *Engine) renumber(r *route, old *expr.Paths) {
	for s := range r.steps() {
		if s.match != nil {
			for i := range s.match.bindings {
				if b := &s.match.bindings[i]; b.source == fromWorker {
					b.path = e.paths.Add(b.ref)
				}
			}
			s.match.settle(false)
		}
		for i := range s.order {
			s.order[i].path = e.paths.Add(old.At(s.order[i].path))
		}
	}
}
