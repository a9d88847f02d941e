package taskrouter

import (
	"iter"
	"slices"
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/taskrouter/expr"
	document "github.com/goacd/acd/taskrouter/workflow"
)

// route is a workflow's configuration, ready to walk. A task keeps the route it
// entered with, whatever becomes of the workflow (routing.md §2.7).
type route struct {
	filters  []filter
	paths    expr.Paths   // of tasks' attributes that filters and targets read
	fallback *step        // default_filter; nil without one
	queues   []*taskQueue // that the configuration names
	sequence uint64       // of creation
	source   string       // the configuration as written
}

type filter struct {
	match *predicate
	steps []step
}

// step is one target: a stop on a task's way. What each task reads comes first.
type step struct {
	queue    *taskQueue
	match    *predicate // nil: every worker of the queue
	reads    []int      // which of the route's paths match reads, in the order of its values
	few      [2]int     // where reads begins
	priority *int       // nil: the task keeps its own
	timeout  time.Duration
	known    *document.KnownWorker
	direct   *worker // the one worker that a task is routed to; queue may be nil then
	except   *worker // who hands the task over to the queue's others
	text     *target
	recent   *group // that a task was found in, or put into, last
	sequence uint64 // over all steps of all routes of the workspace

	skip           *predicate
	order          []clause // nil: longest idle first
	ignoreCapacity bool     // the worker it is routed to gets it whether he is available or not
	filter, target int      // place in the route; filter is len(filters) for the fallback
}

// target is what events tell of a step as it was written.
type target struct{ filter, expression string }

// clause is one key of an order_by.
type clause struct {
	path       int // into the worker's values
	descending bool
}

func (e *Engine) compileRoute(doc *document.Document) *route {
	e.count.sequence++
	r := &route{sequence: e.count.sequence, source: doc.Source()}
	for i, f := range doc.Filters {
		next := filter{match: e.bind(f.Expression, taskScope, r.paths.Add), steps: make([]step, len(f.Targets))}
		for j := range next.steps {
			s := &next.steps[j]
			e.compileStep(s, r, &f.Targets[j], i, j)
			s.text.filter = f.FriendlyName
		}
		r.filters = append(r.filters, next)
	}
	if doc.Default != nil {
		r.fallback = new(step)
		e.compileStep(r.fallback, r, doc.Default, len(doc.Filters), 0)
	}
	return r
}

func (e *Engine) compileStep(s *step, r *route, t *document.Target, filter, place int) {
	e.count.sequence++
	*s = step{
		queue: e.queueNamed(t.Queue), timeout: t.Timeout, known: t.KnownWorker,
		sequence: e.count.sequence, filter: filter, target: place, text: &target{},
	}
	s.reads = s.few[:0]
	if t.HasPriority {
		s.priority = new(t.Priority)
	}
	if t.Expression != nil {
		s.match = e.bind(t.Expression, targetScope, func(ref expr.Reference) int { return s.read(r.paths.Add(ref)) })
		s.text.expression = t.Expression.Source()
	}
	if t.SkipIf != nil {
		s.skip = e.bind(t.SkipIf, skipScope, nil)
	}
	if t.OrderBy != nil {
		for _, c := range t.OrderBy.Clauses() {
			s.order = append(s.order, clause{path: e.paths.Add(c.Reference), descending: c.Descending})
		}
	}
	if !slices.Contains(r.queues, s.queue) {
		r.queues = append(r.queues, s.queue)
	}
}

// read returns where match will find the route's path: in the values of a group.
func (s *step) read(path int) int {
	i := slices.Index(s.reads, path)
	if i < 0 {
		i = len(s.reads)
		s.reads = append(s.reads, path)
	}
	return i
}

// volatile reports whether who is eligible at this step can change although
// neither the task nor a worker does.
func (s *step) volatile() bool { return s.match != nil && s.match.volatile }

// special reports whether the step is for a known worker, or for all but one.
func (s *step) special() bool { return s.known != nil || s.except != nil }

// steps yields all steps of the route.
func (r *route) steps() iter.Seq[*step] {
	return func(yield func(*step) bool) {
		for i := range r.filters {
			for j := range r.filters[i].steps {
				if !yield(&r.filters[i].steps[j]) {
					return
				}
			}
		}
		if r.fallback != nil {
			yield(r.fallback)
		}
	}
}

// enterWorkflow starts a task at the top of its route (routing.md §2.3).
func (e *Engine) enterWorkflow(t *task) {
	t.route = t.workflow.route
	t.stepsEnd = 0
	e.emitTask(WorkflowEntered, t)
	if s := e.matchFilter(t, 0); s != nil {
		e.enterStep(t, s)
		return
	}
	e.enterFallback(t)
}

// matchFilter returns the first step of the first filter from index from on
// whose expression is true for the task.
func (e *Engine) matchFilter(t *task, from int) *step {
	if from == len(t.route.filters) {
		return nil
	}
	values := e.taskValues(t)
	for i := range t.route.filters[from:] {
		if f := &t.route.filters[from+i]; e.fits(f.match, nil, values, nil) {
			return &f.steps[0]
		}
	}
	return nil
}

// taskValues returns what a task has at the paths of its route. They are kept
// until another task or route is asked for: who enters a workflow is judged by
// its filters and then put among those that ask the same.
func (e *Engine) taskValues(t *task) []expr.Value {
	v := &e.routing.task
	if text := t.attributes.Raw(); v.route != t.route || v.attributes != text {
		v.route, v.attributes = t.route, text
		clear(v.values)
		v.values = t.attributes.LookupAll(&t.route.paths, v.values[:0])
	}
	return v.values
}

// enterFallback puts the task into the default queue, or cancels it where there
// is none.
func (e *Engine) enterFallback(t *task) {
	if t.route.fallback == nil {
		e.cancelTask(t, reasonWorkflow)
		return
	}
	e.enterStep(t, t.route.fallback)
}

// enterStep does what routing.md §2.4 lists under "Enter a target", up to the
// attempt to reserve, which [Engine.route] makes; that also starts the timer of the
// step, if the task still waits then. Steps whose time is over already are passed at
// once.
//
// The match of a target sets the priority (§4.2), so workflow.target-matched
// shows it already, as every event shows the state after what it reports. The
// queue changes with the task-queue events that follow.
func (e *Engine) enterStep(t *task, s *step) {
	first, moved := t.step == nil, t.queue != s.queue
	if !first && (moved || s.priority != nil && *s.priority != t.priority) {
		e.touch(t) // once: the entry into the first step belongs to the creation
	}
	t.step = s
	set(&t.priority, s.priority)
	e.emitTask(WorkflowTargetMatched, t).matched = s.text
	if moved {
		if !first {
			e.emitTask(TaskQueueMoved, t)
		}
		t.queue, t.queueEntered = s.queue, e.now
		e.emitTask(TaskQueueEntered, t)
	}
	if s.timeout > 0 {
		// No task waits longer than maxDuration, so that a sum beyond it needs
		// not be told from it, and never overflows.
		t.stepsEnd = min(t.stepsEnd+s.timeout, maxDuration)
		if e.stepOver(t) {
			e.leaveStep(t, leftByTimeout)
			return
		}
	}
	e.wait(t)
}

// stepOver reports whether the present step has a timeout and the task's age
// has reached it. Step timeouts add up over the steps passed and are compared
// with the age (routing.md §2.4).
func (e *Engine) stepOver(t *task) bool {
	return t.step.timeout > 0 && e.now >= t.created.add(t.stepsEnd)
}

// departure says how a task left a step.
type departure uint8

const (
	leftByTimeout departure = iota
	leftBySkip
)

// leaveStep moves the task to the next target, else to the next filter below
// whose expression is true. After the last one a task that was skipped on goes
// to the default queue, and one whose time was over is canceled (routing.md
// §2.4).
func (e *Engine) leaveStep(t *task, how departure) {
	e.unwait(t)
	e.stop(&t.stage)
	s := t.step
	if how == leftByTimeout {
		e.emitTask(TaskQueueTimeout, t)
	}
	if s != t.route.fallback {
		if steps := t.route.filters[s.filter].steps; s.target+1 < len(steps) {
			e.enterStep(t, &steps[s.target+1])
			return
		}
		if next := e.matchFilter(t, s.filter+1); next != nil {
			e.enterStep(t, next)
			return
		}
	}
	if how == leftBySkip && t.route.fallback != nil {
		e.enterStep(t, t.route.fallback)
		return
	}
	if how == leftBySkip {
		e.emitTask(WorkflowSkipped, t)
	} else {
		e.emitTask(WorkflowTimeout, t)
	}
	e.cancelTask(t, reasonWorkflow)
}

// knownWorker resolves a step's known worker for a task: the one worker who may
// be reserved, nil for none. Whether that is worth an alert, and which, comes
// with it (routing.md §2.6).
func (e *Engine) knownWorker(t *task, s *step) (*worker, *alert) {
	k := s.known
	name := k.Literal
	if !k.Reference.IsZero() {
		value, there := t.attributes.Find(k.Reference)
		if there && value.IsNull() {
			return nil, nil
		}
		text, ok := value.Text()
		if !ok || value.Kind() != expr.KindString {
			return nil, &alert{40155, "the task's attribute " + k.Reference.String() + " names no worker"}
		}
		name = text
	}
	var w *worker
	if k.ByFriendlyName {
		w = e.workerNames[fold(name)]
	} else if s, err := ParseWorkerSID(name); err == nil {
		w = e.workers.get(s)
	}
	switch {
	case w == nil:
		return nil, &alert{40155, "no worker " + excerpt.Of(name) + " in this workspace"}
	case !w.class.has(s.queue):
		return nil, &alert{40152, "worker " + w.sid.String() + " is not in task queue " + s.queue.cur.SID.String()}
	}
	return w, nil
}
