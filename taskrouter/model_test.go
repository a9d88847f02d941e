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
	single          bool                      // a single-tasking workspace
	order           TaskOrder                 // which kind of queue is served first
	callback        string                    // where events go
	filter          string                    // which of them
	available       map[ActivitySID]string    // the available activities
	channels        map[TaskChannelSID]string // their unique names
	optimized       map[string]bool           // channels with a circle of their own

	queues  map[string]*naiveQueue // by SID
	flows   map[WorkflowSID]*naiveFlow
	workers []*naiveWorker
	tasks   []*naiveTask
	offers  []*naiveOffer    // every reservation ever made
	moves   []*naiveTransfer // every transfer ever begun
	entered []*naiveTask     // tasks that came to a step, in order
	log     []string         // "time task worker" of every reservation
}

type naiveFlow struct {
	doc  *document.Document
	ring time.Duration
}

type naiveQueue struct {
	match    *expr.Expr // nil matches nobody
	order    TaskOrder
	most     int         // how many are asked at once
	reserved ActivitySID // of a single-tasking workspace
	assigned ActivitySID
}

type naiveWorker struct {
	sid      WorkerSID
	name     string
	attrs    expr.Document
	activity ActivitySID
	capacity map[string]int
	closed   map[string]bool
	last     time.Time            // of the last reservation; zero for never
	lastOn   map[string]time.Time // by channel
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
	start       time.Time // virtual
	ttl         time.Duration
	flow        *naiveFlow
	doc         *document.Document
	filter      int // len(doc.Filters) for the default
	place       int // among its targets
	ends        time.Duration
	queue       string
	assignments int
	assigned    time.Time // when it was accepted
	wrapped     time.Time // when it began to wrap, if that ends by itself
	wrapUp      time.Duration
	finished    time.Time
	conference  bool // goes on
	redriven    bool // from the top when it is pending again
	gone        bool

	transfer *naiveTransfer   // that is going on
	direct   *document.Target // the step of one that is routed past the workflow
	target   *naiveWorker     // the one worker it is routed to
	ignores  bool             // whether he is available and has room
	declined bool             // by him, and nothing changed since
}

type naiveOffer struct {
	task      *naiveTask
	worker    *naiveWorker
	channel   string
	previous  ActivitySID // of the worker
	status    ReservationStatus
	due       time.Time
	suspended bool // being accepted: it does not fall due
	sequence  int
}

// naiveTransfer hands a task over: to a worker, or to the queue it is in then.
type naiveTransfer struct {
	task *naiveTask
	from *naiveOffer
	to   *naiveWorker // nil for the queue
}

func (o *naiveOffer) open() bool { return o.status == ReservationStatusPending || o.status.taken() }

func newNaive(e *Engine) *naive {
	w := e.Workspace()
	m := &naive{
		now: e.Now(), assignments: 1000, timeoutActivity: w.TimeoutActivitySID,
		single: !w.MultiTaskEnabled, order: w.PrioritizeQueueOrder,
		available: map[ActivitySID]string{}, channels: map[TaskChannelSID]string{}, optimized: map[string]bool{},
		queues: map[string]*naiveQueue{}, flows: map[WorkflowSID]*naiveFlow{},
	}
	for c := range e.TaskChannels() {
		m.channels[c.SID] = c.UniqueName
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
		case t.transfer != nil:
			add(t.assigned.Add(24*time.Hour), 4, func() { m.expire(t) })
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
			add(t.assigned.Add(24*time.Hour), 4, func() { m.expire(t) })
		}
	}
	for _, o := range m.offers {
		if o.status == ReservationStatusPending && !o.suspended {
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
	switch {
	case t.transfer != nil:
		return &document.Target{Queue: t.queue}
	case t.direct != nil:
		return t.direct
	}
	if t.filter == len(t.doc.Filters) {
		return t.doc.Default
	}
	return &t.doc.Filters[t.filter].Targets[t.place]
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
	t.filter, t.place = filter, target
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
	if t.filter < len(t.doc.Filters) && t.place+1 < len(t.doc.Filters[t.filter].Targets) {
		m.enter(t, t.filter, t.place+1)
		return
	}
	m.walk(t, t.filter+1, skipped)
}

// redrive sends a task through its workflow from the top, at once or when it is
// pending again.
func (m *naive) redrive(t *naiveTask) {
	switch {
	case t.direct != nil:
	case t.status != TaskStatusPending:
		t.redriven = true
	default:
		t.redriven, t.ends = false, 0
		m.walk(t, 0, true)
	}
}

// settle makes all reservations that can be made, and then skips the steps that
// were entered and ask for it.
func (m *naive) settle() {
	m.match()
	for len(m.entered) > 0 {
		t := m.entered[0]
		m.entered = m.entered[1:]
		if t.transfer != nil && t.transfer.to != nil && !m.asked(t) {
			m.giveBack(t) // who cannot be asked now is not waited for
			continue
		}
		if t.status != TaskStatusPending || t.direct != nil || t.filter == len(t.doc.Filters) {
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

// matchOne makes the first reservations that can be made: the foremost task that
// somebody can take, and for it the best of all workers.
func (m *naive) matchOne() bool {
	var waiting []*naiveTask
	for _, t := range m.tasks {
		if !t.gone && (t.status == TaskStatusPending || t.transfer != nil && !m.asked(t)) {
			waiting = append(waiting, t)
		}
	}
	slices.SortFunc(waiting, m.compareTasks)
	for _, t := range waiting {
		if list := m.best(t); len(list) > 0 {
			t.status = TaskStatusReserved
			t.assignments++
			for _, w := range list {
				m.offer(t, w)
			}
			return true
		}
	}
	return false
}

func (m *naive) orderOf(t *naiveTask) TaskOrder {
	if q := m.queues[t.queue]; q != nil && q.order == LIFO {
		return LIFO
	}
	return FIFO
}

// compareTasks is the order of service: tasks in the preferred kind of queue
// before all others; among those in LIFO queues the latest, among the rest the
// highest priority and then the oldest.
func (m *naive) compareTasks(a, b *naiveTask) int {
	x, y := m.orderOf(a), m.orderOf(b)
	switch {
	case x != y && x == m.order:
		return -1
	case x != y:
		return 1
	case x == LIFO:
		return cmp.Or(b.start.Compare(a.start), cmp.Compare(b.sequence, a.sequence))
	}
	return cmp.Or(cmp.Compare(b.priority, a.priority), a.start.Compare(b.start), cmp.Compare(a.sequence, b.sequence))
}

func (m *naive) offer(t *naiveTask, w *naiveWorker) {
	o := &naiveOffer{
		task: t, worker: w, channel: t.channel, previous: w.activity,
		status: ReservationStatusPending, due: m.now.Add(t.flow.ring), sequence: m.next(),
	}
	w.last, w.lastOn[t.channel] = m.now, m.now
	m.offers = append(m.offers, o)
	m.log = append(m.log, fmt.Sprintf("%s %s %s", m.now.Format("15:04:05.000"), t.sid, w.sid))
	if q := m.queues[t.queue]; m.single && q != nil && !q.reserved.IsZero() {
		m.move(w, q.reserved)
	}
}

// best is those of the eligible workers who are asked: the first, or as many as
// the queue says.
func (m *naive) best(t *naiveTask) []*naiveWorker {
	s := m.step(t)
	var list []*naiveWorker
	for _, w := range m.workers { // in order of creation
		if m.eligible(t, s, w) {
			list = append(list, w)
		}
	}
	idle := func(a, b *naiveWorker) int {
		if m.optimized[t.channel] {
			return a.lastOn[t.channel].Compare(b.lastOn[t.channel])
		}
		return a.last.Compare(b.last)
	}
	slices.SortStableFunc(list, idle)
	if s.OrderBy != nil && integers(s.OrderBy, list) {
		slices.SortStableFunc(list, func(a, b *naiveWorker) int { return byClauses(s.OrderBy, a, b) })
	}
	most := 1
	if q := m.queues[t.queue]; q != nil && t.onlyWorker() == nil {
		most = q.most
	}
	return list[:min(len(list), most)]
}

// onlyWorker is the one who is asked; nil where a queue's workers are.
func (t *naiveTask) onlyWorker() *naiveWorker {
	if t.transfer != nil {
		return t.transfer.to
	}
	return t.target
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
	switch {
	case w.gone:
		return false
	case t.transfer != nil && t.transfer.to != nil:
		return w == t.transfer.to && m.hasRoom(w, t.channel)
	case t.transfer != nil && w == t.transfer.from.worker:
		return false
	case t.transfer == nil && t.target != nil:
		return w == t.target && !t.declined && (t.ignores || m.hasRoom(w, t.channel))
	case !m.member(w, s.Queue) || !m.hasRoom(w, t.channel):
		return false
	}
	if s.KnownWorker != nil && !m.isKnown(t, s.KnownWorker, w) {
		return false
	}
	return s.Expression == nil || m.judge(s.Expression, t, w)
}

// hasRoom reports whether a worker can be offered a task of a channel.
func (m *naive) hasRoom(w *naiveWorker, channel string) bool {
	switch {
	case m.available[w.activity] == "":
		return false
	case m.single:
		return !slices.ContainsFunc(m.offers, func(o *naiveOffer) bool { return o.worker == w && o.open() })
	}
	return !w.closed[channel] && m.load(w, channel) < capacityOf(w, channel)
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
		if o.worker == w && o.channel == channel && o.open() {
			n++
		}
	}
	return n
}

func (m *naive) member(w *naiveWorker, queue string) bool {
	x := m.queues[queue].match
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

// move sets a worker's activity.
func (m *naive) move(w *naiveWorker, to ActivitySID) {
	w.activity = to
	m.changed(w, nil)
}

// changed lets a worker be asked again for the tasks that are routed to him, but
// not for the one whose reservation it is that has changed him.
func (m *naive) changed(w *naiveWorker, except *naiveTask) {
	for _, t := range m.tasks {
		if t.target == w && t != except && t.status == TaskStatusPending {
			t.declined = false
		}
	}
}

// end ends an open reservation. In a single-tasking workspace a worker whose
// offer was taken away returns to the activity before, unless he was moved on.
func (m *naive) end(o *naiveOffer, status ReservationStatus) {
	o.status = status
	w := o.worker
	if w.gone {
		return
	}
	m.changed(w, o.task)
	q := m.queues[o.task.queue]
	taken := status == ReservationStatusCanceled || status == ReservationStatusRescinded
	if m.single && taken && q != nil && w.activity == q.reserved && w.activity != o.previous {
		m.move(w, o.previous)
	}
}

// fail ends a pending reservation; the worker moves to an activity, if given.
// The task waits again when nobody else is asked.
func (m *naive) fail(o *naiveOffer, status ReservationStatus, to ActivitySID) {
	m.end(o, status)
	if !to.IsZero() {
		m.move(o.worker, to)
	}
	t := o.task
	if m.asked(t) {
		return
	}
	if t.transfer != nil {
		if t.transfer.to != nil || t.assignments >= m.assignments {
			m.giveBack(t)
		}
		return
	}
	t.status = TaskStatusPending
	switch {
	case t.assignments >= m.assignments:
		m.cancel(t)
	case t.redriven:
		m.redrive(t)
	case t.direct == nil && t.filter < len(t.doc.Filters) && m.step(t).Timeout > 0 && m.now.Sub(t.created) >= t.ends:
		m.leave(t, false)
	default:
		t.declined = t.target != nil
		m.entered = append(m.entered, t)
	}
}

func (m *naive) asked(t *naiveTask) bool {
	return slices.ContainsFunc(m.offers, func(o *naiveOffer) bool { return o.task == t && o.status == ReservationStatusPending })
}

func (m *naive) accept(o *naiveOffer) {
	t := o.task
	o.status, t.status = ReservationStatusAccepted, TaskStatusAssigned
	if t.transfer == nil {
		t.assigned = m.now
	}
	for _, other := range m.offers {
		if other.task == t && other.status == ReservationStatusPending {
			m.end(other, ReservationStatusRescinded)
		}
	}
	if t.transfer != nil {
		m.handOver(t.transfer.from)
		t.transfer = nil
	}
	if q := m.queues[t.queue]; m.single && q != nil && !q.assigned.IsZero() && !o.worker.gone {
		m.move(o.worker, q.assigned)
	}
}

// drop ends what is open of a task's reservations: what is only offered is
// canceled, whatever becomes of the rest.
func (m *naive) drop(t *naiveTask, status ReservationStatus) {
	for _, o := range m.offers {
		switch {
		case o.task != t:
		case o.status == ReservationStatusPending:
			m.end(o, ReservationStatusCanceled)
		case o.status.taken():
			m.end(o, status)
		}
	}
}

func (m *naive) cancel(t *naiveTask) {
	m.drop(t, ReservationStatusCanceled)
	t.status, t.finished, t.conference = TaskStatusCanceled, m.now, false
}

func (m *naive) finish(t *naiveTask, status TaskStatus) {
	m.drop(t, ReservationStatusCompleted)
	t.status, t.finished, t.conference = status, m.now, false
}

func (m *naive) wrap(t *naiveTask) {
	for _, o := range m.offers {
		if o.task == t && o.status == ReservationStatusAccepted {
			o.status = ReservationStatusWrapping
		}
	}
	if t.status == TaskStatusAssigned {
		t.conference = false
		m.follow(t)
	}
}

// endAll is the end of the conversation, or of the conference, about a task that
// somebody has.
func (m *naive) endAll(t *naiveTask) {
	t.conference = false
	if t.transfer != nil {
		m.giveBack(t)
	}
	for _, o := range m.of(t, ReservationStatusAccepted) {
		m.hangUp(o)
	}
	if t.status == TaskStatusAssigned {
		m.follow(t)
	}
}

// hangUp is the end of the call of an accepted reservation.
func (m *naive) hangUp(o *naiveOffer) {
	switch {
	case o.status != ReservationStatusAccepted:
	case o.task.transfer != nil, o.task.conference:
		m.handOver(o)
	case m.single:
		m.finish(o.task, TaskStatusCompleted)
	default:
		m.wrap(o.task)
	}
}

// expire is the end of the time that an assigned task has.
func (m *naive) expire(t *naiveTask) {
	if t.transfer != nil {
		m.giveBack(t)
	}
	if !t.status.finished() {
		m.drop(t, ReservationStatusCompleted)
		t.gone = true
	}
}

// of lists the reservations of a task in a state.
func (m *naive) of(t *naiveTask, status ReservationStatus) []*naiveOffer {
	var list []*naiveOffer
	for _, o := range m.offers {
		if o.task == t && o.status == status {
			list = append(list, o)
		}
	}
	return list
}
