package taskrouter

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/goacd/acd/taskrouter/expr"
	document "github.com/goacd/acd/taskrouter/workflow"
)

// naive is routing.md written down a second time, as simply as can be: no
// index, no classes, no timers. Whatever happens, it looks at every task and
// every worker. It carries out the commands that the engine accepted, so it
// checks no parameters, and it knows no expressions that read the clock or the
// load of channels, since those are judged at certain moments only (§4.4).
type naive struct {
	now             time.Time
	sequence        int
	wrapUp          time.Duration
	timeoutActivity ActivitySID
	assignments     int
	available       map[ActivitySID]string // the available activities

	queues  map[string]*expr.Expr // by SID; nil matches nobody
	flows   map[WorkflowSID]*naiveFlow
	workers []*naiveWorker
	tasks   []*naiveTask
	offers  []*naiveOffer // every reservation ever made
	entered []*naiveTask  // tasks that came to a step, in order
	log     []string      // "time task worker" of every reservation
}

type naiveFlow struct {
	doc  *document.Document
	ring time.Duration
}

type naiveWorker struct {
	sid      WorkerSID
	name     string
	attrs    expr.Document
	activity ActivitySID
	capacity map[string]int
	closed   map[string]bool
	last     time.Time // of the last reservation; zero for never
	gone     bool
}

type naiveTask struct {
	sid         TaskSID
	status      TaskStatus
	attrs       expr.Document
	priority    int
	channel     string
	sequence    int
	created     time.Time
	ttl         time.Duration
	flow        *naiveFlow
	doc         *document.Document
	filter      int // len(doc.Filters) for the default
	target      int
	ends        time.Duration
	queue       string
	assignments int
	assigned    time.Time // when it was accepted
	wrapped     time.Time // when it began to wrap, if that ends by itself
	wrapUp      time.Duration
	finished    time.Time
	gone        bool
}

type naiveOffer struct {
	task     *naiveTask
	worker   *naiveWorker
	status   ReservationStatus
	due      time.Time
	sequence int
}

func newNaive(e *Engine) *naive {
	m := &naive{
		now: e.Now(), assignments: 1000, timeoutActivity: e.Workspace().TimeoutActivitySID,
		available: map[ActivitySID]string{}, queues: map[string]*expr.Expr{}, flows: map[WorkflowSID]*naiveFlow{},
	}
	for a := range e.Activities() {
		if a.Available {
			m.available[a.SID] = a.FriendlyName
		}
	}
	return m
}

func (m *naive) next() int { m.sequence++; return m.sequence }

// do lets time pass and then carries out a command.
func (m *naive) do(now time.Time, cmd Command) {
	for m.fire(now) {
		m.settle()
	}
	m.now = now
	m.command(cmd)
	m.settle()
}

// fire lets the first thing happen that is due.
func (m *naive) fire(until time.Time) bool {
	type due struct {
		at       time.Time
		kind     int
		sequence int
		do       func()
	}
	var list []due
	for _, t := range m.tasks {
		add := func(at time.Time, kind int, do func()) { list = append(list, due{at, kind, t.sequence, do}) }
		switch {
		case t.gone:
		case t.status.waiting():
			add(t.created.Add(t.ttl), 0, func() { m.cancel(t) })
			if t.status == TaskStatusPending && m.step(t).Timeout > 0 && t.filter < len(t.doc.Filters) {
				add(t.created.Add(t.ends), 2, func() { m.leave(t, false) })
			}
		case t.status.finished():
			add(t.finished.Add(300*time.Second), 4, func() { t.gone = true })
		default:
			if t.status == TaskStatusWrapping && t.wrapUp > 0 {
				add(t.wrapped.Add(t.wrapUp), 3, func() { m.finish(t, TaskStatusCompleted) })
			}
			add(t.assigned.Add(24*time.Hour), 4, func() { m.drop(t, ReservationStatusCompleted); t.gone = true })
		}
	}
	for _, o := range m.offers {
		if o.status == ReservationStatusPending {
			list = append(list, due{o.due, 1, o.sequence, func() { m.fail(o, ReservationStatusTimeout, m.timeoutActivity) }})
		}
	}
	if len(list) == 0 {
		return false
	}
	first := slices.MinFunc(list, func(a, b due) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.kind, b.kind), cmp.Compare(a.sequence, b.sequence))
	})
	if first.at.After(until) {
		return false
	}
	m.now = first.at
	first.do()
	return true
}

func (m *naive) worker(s WorkerSID) *naiveWorker {
	for _, w := range m.workers {
		if w.sid == s && !w.gone {
			return w
		}
	}
	return nil
}

func (m *naive) task(s TaskSID) *naiveTask {
	for _, t := range m.tasks {
		if t.sid == s && !t.gone {
			return t
		}
	}
	return nil
}

// step is the target that a task is at.
func (m *naive) step(t *naiveTask) *document.Target {
	if t.filter == len(t.doc.Filters) {
		return t.doc.Default
	}
	return &t.doc.Filters[t.filter].Targets[t.target]
}

// walk enters the first filter from number from on that matches; without one a
// task that was skipped, or is new, goes to the default filter.
func (m *naive) walk(t *naiveTask, from int, toDefault bool) {
	for i := from; i < len(t.doc.Filters); i++ {
		if t.doc.Filters[i].Expression.MatchAttributes(t.attrs) {
			m.enter(t, i, 0)
			return
		}
	}
	if toDefault && t.doc.Default != nil {
		m.enter(t, len(t.doc.Filters), 0)
		return
	}
	m.cancel(t)
}

func (m *naive) enter(t *naiveTask, filter, target int) {
	t.filter, t.target = filter, target
	s := m.step(t)
	t.queue = s.Queue
	if s.HasPriority {
		t.priority = s.Priority
	}
	if s.Timeout > 0 && filter < len(t.doc.Filters) {
		t.ends += s.Timeout
		if m.now.Sub(t.created) >= t.ends {
			m.leave(t, false)
			return
		}
	}
	m.entered = append(m.entered, t)
}

func (m *naive) leave(t *naiveTask, skipped bool) {
	if t.filter < len(t.doc.Filters) && t.target+1 < len(t.doc.Filters[t.filter].Targets) {
		m.enter(t, t.filter, t.target+1)
		return
	}
	m.walk(t, t.filter+1, skipped)
}

// settle makes all reservations that can be made, and then skips the steps that
// were entered and ask for it.
func (m *naive) settle() {
	m.match()
	for len(m.entered) > 0 {
		t := m.entered[0]
		m.entered = m.entered[1:]
		if t.status != TaskStatusPending || t.filter == len(t.doc.Filters) {
			continue
		}
		if x := m.step(t).SkipIf; x != nil && m.skips(t, x) {
			m.leave(t, true)
			m.match()
		}
	}
}

func (m *naive) match() {
	for m.matchOne() {
	}
}

// matchOne makes the first reservation that can be made: tasks by priority and
// age, and for each the best of all workers.
func (m *naive) matchOne() bool {
	var waiting []*naiveTask
	for _, t := range m.tasks {
		if !t.gone && t.status == TaskStatusPending {
			waiting = append(waiting, t)
		}
	}
	slices.SortStableFunc(waiting, func(a, b *naiveTask) int {
		return cmp.Or(cmp.Compare(b.priority, a.priority), a.created.Compare(b.created))
	})
	for _, t := range waiting {
		if w := m.best(t); w != nil {
			m.offer(t, w)
			return true
		}
	}
	return false
}

func (m *naive) offer(t *naiveTask, w *naiveWorker) {
	t.status = TaskStatusReserved
	t.assignments++
	w.last = m.now
	m.offers = append(m.offers, &naiveOffer{
		task: t, worker: w, status: ReservationStatusPending, due: m.now.Add(t.flow.ring), sequence: m.next(),
	})
	m.log = append(m.log, fmt.Sprintf("%s %s %s", m.now.Format("15:04:05.000"), t.sid, w.sid))
}

// best is the first of the eligible workers, or nil.
func (m *naive) best(t *naiveTask) *naiveWorker {
	s := m.step(t)
	var list []*naiveWorker
	for _, w := range m.workers { // in order of creation
		if m.eligible(t, s, w) {
			list = append(list, w)
		}
	}
	idle := func(a, b *naiveWorker) int { return a.last.Compare(b.last) }
	slices.SortStableFunc(list, idle)
	if s.OrderBy != nil && integers(s.OrderBy, list) {
		slices.SortStableFunc(list, func(a, b *naiveWorker) int { return byClauses(s.OrderBy, a, b) })
	}
	if len(list) == 0 {
		return nil
	}
	return list[0]
}

func integers(o *expr.Order, list []*naiveWorker) bool {
	for _, w := range list {
		for _, c := range o.Clauses() {
			if v := w.attrs.Lookup(c.Reference); !v.IsNull() {
				if _, ok := v.Int(); !ok || v.Kind() != expr.KindNumber {
					return false
				}
			}
		}
	}
	return true
}

func byClauses(o *expr.Order, a, b *naiveWorker) int {
	for _, c := range o.Clauses() {
		x, hasX := a.attrs.Lookup(c.Reference).Int()
		y, hasY := b.attrs.Lookup(c.Reference).Int()
		switch {
		case hasX && !hasY:
			return -1
		case hasY && !hasX:
			return 1
		case x != y && c.Descending:
			return cmp.Compare(y, x)
		case x != y:
			return cmp.Compare(x, y)
		}
	}
	return 0
}

func (m *naive) eligible(t *naiveTask, s *document.Target, w *naiveWorker) bool {
	if w.gone || !m.member(w, s.Queue) || m.available[w.activity] == "" || w.closed[t.channel] || m.load(w, t.channel) >= capacityOf(w, t.channel) {
		return false
	}
	if s.KnownWorker != nil && !m.isKnown(t, s.KnownWorker, w) {
		return false
	}
	return s.Expression == nil || m.judge(s.Expression, t, w)
}

func capacityOf(w *naiveWorker, channel string) int {
	if n, ok := w.capacity[channel]; ok {
		return n
	}
	return 1
}

func (m *naive) load(w *naiveWorker, channel string) int {
	n := 0
	for _, o := range m.offers {
		if o.worker == w && o.task.channel == channel && (o.status == ReservationStatusPending || o.status.taken()) {
			n++
		}
	}
	return n
}

func (m *naive) member(w *naiveWorker, queue string) bool {
	x := m.queues[queue]
	if x == nil {
		return false
	}
	var slots []expr.Value
	for _, ref := range x.References() {
		slots = append(slots, m.workerValue(w, ref))
	}
	return x.Eval(slots)
}

func (m *naive) workerValue(w *naiveWorker, ref expr.Reference) expr.Value {
	switch ref.String() {
	case "friendly_name":
		return expr.String(w.name)
	case "activity_name":
		return expr.String(m.available[w.activity])
	}
	return w.attrs.Lookup(ref)
}

// judge evaluates a target's expression.
func (m *naive) judge(x *expr.Expr, t *naiveTask, w *naiveWorker) bool {
	var slots []expr.Value
	for _, ref := range x.References() {
		switch ref.First() {
		case "task":
			slots = append(slots, t.attrs.Lookup(ref.Rest()))
		case "worker":
			slots = append(slots, m.workerValue(w, ref.Rest()))
		default:
			slots = append(slots, expr.Null())
		}
	}
	return x.Eval(slots)
}

func (m *naive) isKnown(t *naiveTask, k *document.KnownWorker, w *naiveWorker) bool {
	name := k.Literal
	if name == "" {
		v := t.attrs.Lookup(k.Reference)
		if v.Kind() != expr.KindString {
			return false
		}
		name, _ = v.Text()
	}
	if k.ByFriendlyName {
		return strings.EqualFold(name, w.name)
	}
	return name == w.sid.String()
}

// skips evaluates a skip_if: how many workers of the queue are available, and
// how many are not.
func (m *naive) skips(t *naiveTask, x *expr.Expr) bool {
	available, unavailable := 0, 0
	for _, w := range m.workers {
		switch {
		case w.gone || !m.member(w, t.queue):
		case m.available[w.activity] != "":
			available++
		default:
			unavailable++
		}
	}
	var slots []expr.Value
	for _, ref := range x.References() {
		switch ref.String() {
		case "workers.available":
			slots = append(slots, expr.Int(int64(available)))
		case "workers.unavailable":
			slots = append(slots, expr.Int(int64(unavailable)))
		default:
			slots = append(slots, expr.Null())
		}
	}
	return x.Eval(slots)
}

// fail ends a pending reservation; the worker moves to an activity, if given.
func (m *naive) fail(o *naiveOffer, status ReservationStatus, to ActivitySID) {
	o.status = status
	if !to.IsZero() {
		o.worker.activity = to
	}
	t := o.task
	t.status = TaskStatusPending
	switch {
	case t.assignments >= m.assignments:
		m.cancel(t)
	case t.filter < len(t.doc.Filters) && m.step(t).Timeout > 0 && m.now.Sub(t.created) >= t.ends:
		m.leave(t, false)
	default:
		m.entered = append(m.entered, t)
	}
}

// drop ends what is open of a task's reservations.
func (m *naive) drop(t *naiveTask, status ReservationStatus) {
	for _, o := range m.offers {
		if o.task == t && (o.status == ReservationStatusPending || o.status.taken()) {
			o.status = status
		}
	}
}

func (m *naive) cancel(t *naiveTask) {
	m.drop(t, ReservationStatusCanceled)
	t.status, t.finished = TaskStatusCanceled, m.now
}

func (m *naive) finish(t *naiveTask, status TaskStatus) {
	m.drop(t, ReservationStatusCompleted)
	t.status, t.finished = status, m.now
}

func (m *naive) wrap(t *naiveTask) {
	for _, o := range m.offers {
		if o.task == t && o.status == ReservationStatusAccepted {
			o.status = ReservationStatusWrapping
		}
	}
	if t.status == TaskStatusAssigned {
		t.status, t.wrapped, t.wrapUp = TaskStatusWrapping, m.now, m.wrapUp
	}
}
