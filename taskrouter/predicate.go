package taskrouter

import (
	"time"

	"github.com/goacd/acd/taskrouter/expr"
)

// scope says what the references of an expression mean (routing.md §1.1).
type scope uint8

const (
	workerScope scope = iota // TargetWorkers: bare names are the worker's
	taskScope                // a filter: bare names are the task's
	targetScope              // a target: task., worker., taskrouter.
	skipScope                // skip_if: also workers.
)

// source says where the value of one slot of an expression comes from.
type source uint8

const (
	fromNothing source = iota // NULL, always
	fromTask                  // the task's attributes
	fromWorker                // the worker's attributes, in a step's expression
	fromOwn                   // the same in a queue's
	fromWorkerSID
	fromWorkerName
	fromActivitySID
	fromActivityName
	fromConfigured // the worker's channel: configured_capacity
	fromAssigned   // assigned_tasks
	fromPercentage // available_capacity_percentage
	fromClock      // taskrouter.*
	fromAvailable  // workers.available
	fromUnavailable
	fromActivity // workers.WA…
)

// binding is the meaning of one reference of an expression.
type binding struct {
	source  source
	ref     expr.Reference // below task. or worker., or the whole clock name
	path    int            // fromWorker: index into the worker's values; in a queue's expression the input, see membership; fromTask: index into the values that are read of the task
	channel string         // of the worker's channel: the unique name
	sid     ActivitySID    // fromActivity
}

// predicate is a compiled expression: slot i takes its value from bindings[i]. What
// each evaluation reads comes first.
type predicate struct {
	// volatile: the answer can change although neither the task nor the
	// worker's attributes do, since it reads the clock or a worker's load. Such
	// an expression is judged when its task or the worker changes, and at no
	// other time (routing.md §4.4).
	volatile bool
	// readsClock: time alone can change the answer, for all workers at once.
	readsClock bool

	computed []int      // the bindings whose values are made when they are asked for
	bound    expr.Bound // see settle
	expr     *expr.Expr
	bindings []binding
}

// reading says where the value of a path of the task's attributes will be.
type reading func(expr.Reference) int

// bind gives every reference of x its meaning in a scope. Without a reading the
// task's attributes are looked up when they are needed.
func (e *Engine) bind(x *expr.Expr, in scope, task reading) *predicate {
	p := &predicate{expr: x}
	for _, ref := range x.References() {
		b := bindReference(ref, in)
		switch b.source {
		case fromTask:
			if task != nil {
				b.path = task(b.ref)
			}
		case fromWorker:
			b.path = e.paths.Add(b.ref)
		case fromConfigured, fromAssigned, fromPercentage:
			p.volatile = true
		case fromClock:
			p.volatile, p.readsClock = true, true
		}
		p.bindings = append(p.bindings, b)
	}
	p.settle(false)
	return p
}

// settle says where the values of the bindings lie when [Engine.fits] judges:
// those of a worker in the first list, those of a task in the second, and what
// is computed in the third. The inputs of a queue's expression are all in the
// first, system values included.
func (p *predicate) settle(inputs bool) {
	places := make([]expr.Place, len(p.bindings))
	p.computed = p.computed[:0]
	for i := range p.bindings {
		b := &p.bindings[i]
		switch {
		case b.source == fromNothing:
			places[i] = expr.Place{Index: -1}
		case b.source == fromWorker, inputs:
			places[i] = expr.Place{List: 0, Index: b.path}
		case b.source == fromTask:
			places[i] = expr.Place{List: 1, Index: b.path}
		default:
			places[i] = expr.Place{List: 2, Index: len(p.computed)}
			p.computed = append(p.computed, i)
		}
	}
	p.bound = p.expr.Bind(places)
}

func bindReference(ref expr.Reference, in scope) binding {
	first := ref.First()
	switch in {
	case workerScope:
		return bindOwn(ref)
	case taskScope:
		if isClock(ref) {
			return binding{source: fromClock, ref: ref}
		}
		return binding{source: fromTask, ref: ref}
	case skipScope:
		if first == expr.WorkersPrefix {
			return bindCount(ref.Rest())
		}
	}
	switch first {
	case expr.TaskPrefix:
		if ref.Len() > 1 {
			return binding{source: fromTask, ref: ref.Rest()}
		}
	case expr.WorkerPrefix:
		if in == targetScope && ref.Len() > 1 {
			return bindWorker(ref.Rest())
		}
	case expr.TaskRouterPrefix:
		if isClock(ref) {
			return binding{source: fromClock, ref: ref}
		}
	}
	return binding{}
}

func isClock(ref expr.Reference) bool {
	_, ok := expr.Clock(ref, time.Time{})
	return ok
}

// systemValues are the worker's own fields by the names that expressions have
// for them (routing.md §1.7).
var systemValues = map[string]source{
	"sid": fromWorkerSID, "friendly_name": fromWorkerName,
	"activity_sid": fromActivitySID, "activity_name": fromActivityName,
}

// bindWorker resolves what follows "worker." in a target's expression.
func bindWorker(ref expr.Reference) binding {
	if ref.First() != "channel" {
		b := bindOwn(ref)
		if b.source == fromOwn {
			b.source = fromWorker
		}
		return b
	}
	if ref.Len() != 3 {
		return binding{} // no figure, and no attribute of that name either
	}
	b := binding{channel: ref.Rest().First()}
	switch ref.Rest().Rest().First() {
	case "configured_capacity":
		b.source = fromConfigured
	case "assigned_tasks":
		b.source = fromAssigned
	case "available_capacity_percentage":
		b.source = fromPercentage
	}
	return b
}

// bindOwn resolves a name of the worker. System values win over attributes of
// the same name (routing.md §1.1). A queue's expression knows no channels, so
// that who belongs to it does not depend on anybody's load.
func bindOwn(ref expr.Reference) binding {
	if from, ok := systemValues[ref.First()]; ok {
		if !ref.Rest().IsZero() {
			return binding{path: -1} // a property of a text is NULL (routing.md §1.4)
		}
		return binding{source: from}
	}
	return binding{source: fromOwn, ref: ref}
}

// bindCount resolves what follows "workers." in a skip_if.
func bindCount(ref expr.Reference) binding {
	switch ref.String() {
	case "available":
		return binding{source: fromAvailable}
	case "unavailable":
		return binding{source: fromUnavailable}
	}
	if s, err := ParseActivitySID(ref.String()); err == nil {
		return binding{source: fromActivity, sid: s}
	}
	return binding{}
}

// subject is what an expression is judged on; what its scope does not know is
// nil.
type subject struct {
	attrs  *expr.Document
	worker *worker
	queue  *taskQueue
}

// fits evaluates p on values that are there already: own is what is read of the
// worker, in the order of e.paths for a step's expression and of the inputs for
// a queue's, and task what is read of the task.
func (e *Engine) fits(p *predicate, own, task []expr.Value, w *worker) bool {
	lists := expr.Lists{own, task}
	if len(p.computed) > 0 {
		made := e.routing.slots[:0]
		s := subject{worker: w}
		for _, i := range p.computed {
			made = append(made, e.value(&p.bindings[i], &s))
		}
		e.routing.slots = made
		lists[2] = made
	}
	return p.bound.Eval(&lists)
}

// holds evaluates p and looks up what it reads.
func (e *Engine) holds(p *predicate, s subject) bool {
	slots := e.routing.slots[:0]
	for i := range p.bindings {
		slots = append(slots, e.value(&p.bindings[i], &s))
	}
	e.routing.slots = slots
	return p.expr.Eval(slots)
}

func (e *Engine) value(b *binding, s *subject) expr.Value {
	switch b.source {
	case fromTask:
		return s.attrs.Lookup(b.ref)
	case fromWorker:
		return e.paths.of(s.worker)[b.path]
	case fromOwn:
		return s.worker.attributes.Lookup(b.ref)
	case fromWorkerSID:
		return expr.String(s.worker.sid.String())
	case fromWorkerName:
		return expr.String(s.worker.name)
	case fromActivitySID:
		return expr.String(s.worker.activity.cur.SID.String())
	case fromActivityName:
		return expr.String(s.worker.activity.cur.FriendlyName)
	case fromConfigured, fromAssigned, fromPercentage:
		return e.channelValue(b, s.worker)
	case fromClock:
		v, _ := expr.Clock(b.ref, e.now.time())
		return v
	case fromAvailable:
		return expr.Int(int64(s.queue.staff.sum(func(a *activity) bool { return a.cur.Available })))
	case fromUnavailable:
		return expr.Int(int64(s.queue.staff.sum(func(a *activity) bool { return !a.cur.Available })))
	case fromActivity:
		return expr.Int(int64(s.queue.staff.sum(func(a *activity) bool { return a.cur.SID == b.sid })))
	default:
		return expr.Null()
	}
}

// channelValue is a figure of a worker's channel, NULL for a channel that does
// not exist (routing.md §1.7).
func (e *Engine) channelValue(b *binding, w *worker) expr.Value {
	ch := e.channelNamed(b.channel)
	if ch == nil {
		return expr.Null()
	}
	wc := w.channels[ch.slot]
	switch b.source {
	case fromConfigured:
		return expr.Int(int64(wc.capacity))
	case fromAssigned:
		return expr.Int(int64(wc.accepted))
	default:
		return expr.Int(int64(wc.percentage()))
	}
}
