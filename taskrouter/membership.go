package taskrouter

import (
	"bytes"
	"slices"

	"github.com/goacd/acd/taskrouter/expr"
)

// membership finds the queues whose expressions can be true for a worker, and
// those that a change of a worker can matter to.
//
// What the expressions read of a worker are its inputs: his name and the like,
// and paths of his attributes. An expression that can only be true where an
// input equals one of some constants, or has one of them as an element, is found
// by these; the others are open: they are judged for every new worker. Which
// queues read an input is listed apart.
type membership struct {
	inputs []input    // first the system values, then paths in their order
	paths  expr.Paths // of attributes
	open   []*taskQueue
	tops   map[string]bool // the first names of the paths
	dead   int             // paths that no queue reads any more

	round uint64 // see taskQueue.round

	// Of the worker who is judged at the moment:
	values, former []expr.Value // of the inputs, now and before
	changed        []int        // the inputs that differ, ascending
	key, other     []byte
	members        []member // of his attributes before
}

// input is one thing that queues' expressions read.
type input struct {
	readers []*taskQueue
	equal   map[string][]*taskQueue // by the key of a value that the queues ask for
	has     map[string][]*taskQueue // by that of an element
}

// The system values among the inputs; attributes follow.
const (
	inputSID = iota
	inputName
	inputActivitySID
	inputActivityName
	firstPath
)

func newMembership() membership {
	return membership{inputs: make([]input, firstPath), tops: map[string]bool{}}
}

// input returns the number of the input that a queue's expression reads by a
// reference; none for one that is NULL whatever the worker.
func (m *membership) input(b *binding) (number int, ok bool) {
	switch b.source {
	case fromWorkerSID:
		return inputSID, true
	case fromWorkerName:
		return inputName, true
	case fromActivitySID:
		return inputActivitySID, true
	case fromActivityName:
		return inputActivityName, true
	case fromOwn:
		n := firstPath + m.paths.Add(b.ref)
		if n == len(m.inputs) {
			m.inputs = append(m.inputs, input{})
			m.tops[b.ref.First()] = true
			m.dead++ // until somebody reads it
		}
		return n, true
	default:
		return 0, false
	}
}

// add enters a queue's expression.
func (m *membership) add(q *taskQueue) {
	if q.match == nil {
		return
	}
	for i := range q.match.bindings {
		b := &q.match.bindings[i]
		n, ok := m.input(b)
		if !ok {
			continue
		}
		b.path = n
		in := &m.inputs[n]
		if n >= firstPath && len(in.readers) == 0 {
			m.dead--
		}
		in.readers = append(in.readers, q)
	}
	q.match.settle(true)
	list := q.match.expr.Requirements()
	if list == nil {
		m.open = append(m.open, q)
	}
	for i := range list {
		if at := m.required(&list[i]); at != nil {
			at[list[i].Key] = append(at[list[i].Key], q)
		}
	}
}

// required returns the map that a requirement belongs in, or nil when the
// requirement cannot be met.
func (m *membership) required(r *expr.Requirement) map[string][]*taskQueue {
	b := bindOwn(r.Reference)
	n, ok := m.input(&b)
	if !ok {
		return nil // NULL, which no requirement asks for
	}
	at := &m.inputs[n].equal
	if r.Has {
		at = &m.inputs[n].has
	}
	if *at == nil {
		*at = map[string][]*taskQueue{}
	}
	return *at
}

// remove takes out what add entered for a queue with this expression.
func (m *membership) remove(q *taskQueue, match *predicate) {
	if match == nil {
		return
	}
	for i := range match.bindings {
		b := &match.bindings[i]
		n, ok := m.input(b)
		if !ok {
			continue
		}
		in := &m.inputs[n]
		in.readers = without(in.readers, q)
		if n >= firstPath && len(in.readers) == 0 {
			m.dead++
		}
	}
	list := match.expr.Requirements()
	if list == nil {
		m.open = without(m.open, q)
	}
	for i := range list {
		at := m.required(&list[i])
		if at == nil {
			continue
		}
		key := list[i].Key
		if at[key] = without(at[key], q); len(at[key]) == 0 {
			delete(at, key)
		}
	}
}

// without removes q from a list that is in no order.
func without(list []*taskQueue, q *taskQueue) []*taskQueue {
	i := slices.Index(list, q)
	last := len(list) - 1
	list[i], list[last] = list[last], nil
	return list[:last]
}

// crowded reports whether paths that nobody reads are more than the rest, so
// that it pays to begin anew.
func (m *membership) crowded() bool { return m.dead > 32 && m.dead > m.paths.Len()/2 }

// enlist enters a queue with a new expression, or takes it out for good.
func (e *Engine) enlist(q *taskQueue, old *predicate, removed bool) {
	m := &e.members
	m.remove(q, old)
	if !removed {
		m.add(q)
	}
	if m.crowded() {
		next := newMembership()
		next.round = m.round
		for q := range e.queues.all() {
			next.add(q)
		}
		e.members = next
	}
}

// appendInputs appends what the inputs of a worker are, with this name and these
// attributes.
func (m *membership) appendInputs(dst []expr.Value, w *worker, name string, attributes expr.Document) []expr.Value {
	var system [firstPath]expr.Value
	for n := range system {
		if len(m.inputs[n].readers) == 0 {
			continue
		}
		switch n {
		case inputSID:
			system[n] = expr.String(w.sid.String())
		case inputName:
			system[n] = expr.String(name)
		case inputActivitySID:
			system[n] = expr.String(w.activity.cur.SID.String())
		case inputActivityName:
			system[n] = expr.String(w.activity.cur.FriendlyName)
		}
	}
	return attributes.LookupAll(&m.paths, append(dst, system[:]...))
}

// found yields the lists of the queues whose expression may be true for a worker
// with the present values. A queue can be in several of them.
func (m *membership) found(yield func([]*taskQueue)) {
	yield(m.open)
	for i := range m.inputs {
		in, v := &m.inputs[i], &m.values[i]
		if in.equal != nil {
			m.key = v.AppendEqualKey(m.key[:0])
			yield(in.equal[string(m.key)])
		}
		if in.has != nil {
			for element := range v.Elements() {
				m.key = element.AppendEqualKey(m.key[:0])
				yield(in.has[string(m.key)])
			}
		}
	}
}

// candidates appends the queues whose expression may be true for a worker with
// the present values, each once.
func (m *membership) candidates(dst []*taskQueue) []*taskQueue {
	m.round++
	m.found(func(queues []*taskQueue) {
		for _, q := range queues {
			if q.round != m.round {
				q.round = m.round
				dst = append(dst, q)
			}
		}
	})
	return dst
}

// affected appends the queues to which the changed inputs can matter, each once:
// those that read them, or of these only the ones that the worker is in now and
// those that may be true for the present values, whichever are fewer to look at.
func (m *membership) affected(dst, current []*taskQueue) []*taskQueue {
	readers, others := 0, len(current)
	for _, n := range m.changed {
		readers += len(m.inputs[n].readers)
	}
	const few = 32
	if readers > few {
		m.found(func(queues []*taskQueue) { others += len(queues) })
	}
	m.round++
	add := func(q *taskQueue) {
		if q.round != m.round {
			q.round = m.round
			dst = append(dst, q)
		}
	}
	if readers <= max(few, others) {
		for _, n := range m.changed {
			for _, q := range m.inputs[n].readers {
				add(q)
			}
		}
		return dst
	}
	ofReaders := func(queues []*taskQueue) {
		for _, q := range queues {
			if q.match.readsAny(m.changed) {
				add(q)
			}
		}
	}
	ofReaders(current)
	m.found(ofReaders)
	return dst
}

// readsAny reports whether a queue's expression reads one of some inputs, which
// are in ascending order.
func (p *predicate) readsAny(inputs []int) bool {
	for i := range p.bindings {
		if b := &p.bindings[i]; b.path >= 0 {
			if _, ok := slices.BinarySearch(inputs, b.path); ok {
				return true
			}
		}
	}
	return false
}

// member is one of the members of a document, as it was written.
type member struct{ name, text string }

// mayDiffer reports whether an attribute that some queue reads may have changed.
// It compares the texts of the members place by place, which costs a fraction of
// looking everything up: most changes are of what no queue reads.
func (m *membership) mayDiffer(before, after expr.Document) bool {
	if before.Raw() == after.Raw() {
		return false
	}
	list := m.members[:0]
	for name, text := range before.Members() {
		list = append(list, member{name, text})
	}
	i, differ := 0, false
	for name, text := range after.Members() {
		if i < len(list) && list[i].name == name && list[i].text == text {
			list[i].name = ""
		} else if m.tops[name] {
			differ = true
			break
		}
		i++
	}
	for _, old := range list {
		differ = differ || m.tops[old.name]
	}
	clear(list)
	m.members = list[:0]
	return differ
}

// compare lists the inputs that are not what they were.
func (m *membership) compare() {
	m.changed = m.changed[:0]
	for n := range m.values {
		was, is := &m.former[n], &m.values[n]
		if was.Kind() == is.Kind() {
			if is.IsNull() {
				continue
			}
			m.key, m.other = was.AppendKey(m.key[:0]), is.AppendKey(m.other[:0])
			if bytes.Equal(m.key, m.other) {
				continue
			}
		}
		if len(m.inputs[n].readers) > 0 {
			m.changed = append(m.changed, n)
		}
	}
}

// forget drops the values, which hold on to texts of workers.
func (m *membership) forget() {
	clear(m.values)
	clear(m.former)
	m.values, m.former = m.values[:0], m.former[:0]
}
