package taskrouter

import (
	"slices"

	"github.com/goacd/acd/taskrouter/expr"
)

// isMember judges a worker by a queue's expression. own are his inputs, see
// membership, or nil where they are to be looked up.
func (e *Engine) isMember(w *worker, q *taskQueue, own []expr.Value) bool {
	switch {
	case q.match == nil:
		return false
	case own == nil:
		return e.holds(q.match, subject{worker: w})
	}
	return e.fits(q.match, own, nil, w)
}

// judge puts a worker who is in no class into that of the queues whose
// expression is true for him.
func (e *Engine) judge(w *worker) {
	m := &e.members
	m.values = m.appendInputs(m.values[:0], w, w.name, w.attributes)
	queues := m.candidates(e.routing.queues[:0])
	queues = slices.DeleteFunc(queues, func(q *taskQueue) bool { return !e.isMember(w, q, m.values) })
	slices.SortFunc(queues, compareQueues)
	e.routing.queues = queues
	m.forget()
	e.join(w, queues)
}

// rejudgeAttributes judges a worker's membership anew after his name and his
// attributes changed from these. He counts as changed even if he stays where he
// is: a step's expression may read what no queue's does.
func (e *Engine) rejudgeAttributes(w *worker, name string, attributes expr.Document) {
	m := &e.members
	m.changed = m.changed[:0]
	if len(m.inputs[inputName].readers) > 0 && name != w.name || m.mayDiffer(attributes, w.attributes) {
		m.former = m.appendInputs(m.former[:0], w, name, attributes)
		m.values = m.appendInputs(m.values[:0], w, w.name, w.attributes)
		m.compare()
	}
	e.rejudge(w)
}

// rejudgeActivity does the same after his activity changed, or its name.
func (e *Engine) rejudgeActivity(w *worker) {
	m := &e.members
	m.changed = m.changed[:0]
	for _, n := range []int{inputActivitySID, inputActivityName} {
		if len(m.inputs[n].readers) > 0 {
			m.changed = append(m.changed, n)
		}
	}
	if len(m.changed) > 0 {
		m.values = m.appendInputs(m.values[:0], w, w.name, w.attributes)
	}
	e.rejudge(w)
}

// rejudge judges a worker by the expressions that read the changed inputs.
func (e *Engine) rejudge(w *worker) {
	m := &e.members
	defer m.forget()
	if len(m.changed) > 0 {
		flips := m.affected(e.routing.queues[:0], w.class.queues)
		flips = slices.DeleteFunc(flips, func(q *taskQueue) bool { return w.class.has(q) == e.isMember(w, q, m.values) })
		e.routing.queues = flips
		e.flip(w, flips)
	}
	e.freed(w)
}

// flip moves a worker to the class that differs from his own by some queues.
func (e *Engine) flip(w *worker, flips []*taskQueue) {
	if len(flips) == 0 {
		return
	}
	slices.SortFunc(flips, compareQueues)
	was, next := w.class.queues, e.routing.next[:0]
	for len(was) > 0 || len(flips) > 0 {
		switch {
		case len(flips) == 0 || len(was) > 0 && was[0].sequence < flips[0].sequence:
			next, was = append(next, was[0]), was[1:]
		case len(was) > 0 && was[0] == flips[0]:
			was, flips = was[1:], flips[1:]
		default:
			next, flips = append(next, flips[0]), flips[1:]
		}
	}
	e.routing.next = next
	e.part(w)
	e.join(w, next)
}

// rejudgeQueue judges everybody's membership in one queue anew, after it was
// made, changed or removed.
func (e *Engine) rejudgeQueue(q *taskQueue, removed bool) {
	for w := range e.workers.all() {
		if w.class.has(q) != (!removed && e.isMember(w, q, nil)) {
			e.flip(w, append(e.routing.queues[:0], q))
		}
	}
}
