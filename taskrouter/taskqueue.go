package taskrouter

import (
	"iter"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/taskrouter/expr"
)

// TaskQueue is a place where tasks wait, and the workers who may take them.
type TaskQueue struct {
	SID                    TaskQueueSID
	FriendlyName           string
	TargetWorkers          string // the expression as written; "" matches nobody
	MaxReservedWorkers     int
	TaskOrder              TaskOrder
	ReservationActivitySID ActivitySID // zero when unset
	AssignmentActivitySID  ActivitySID // zero when unset
	DateCreated            time.Time
	DateUpdated            time.Time
}

type taskQueue struct {
	groups  []*group   // of the tasks that wait in it; none is empty
	only    [1]*group  // where groups begins: in most queues all ask the same
	lineups []lineup   // by a channel's slot: of the classes; made where somebody asked
	most    int        // cur.MaxReservedWorkers, where each task finds it
	cur     *TaskQueue // immutable; replaced by an update
	figures ledger

	classes  []berth    // of the workers who belong to it
	staff    headcount  // of the workers who belong to it
	rankings []*ranking // of these workers, in the orders that were asked for
	match    *predicate // nil: matches nobody
	round    uint64     // of membership's last search that came upon it
	direct   *step      // of tasks that are routed to it

	links[taskQueue]
	provenance
}

// TaskQueue returns the queue with this SID.
func (e *Engine) TaskQueue(s TaskQueueSID) (TaskQueue, bool) {
	if q := e.queues.get(s); q != nil {
		return *q.cur, true
	}
	return TaskQueue{}, false
}

// TaskQueueByName returns the queue with this friendly name, as written.
func (e *Engine) TaskQueueByName(name string) (TaskQueue, bool) {
	if q := e.queueNames[name]; q != nil {
		return *q.cur, true
	}
	return TaskQueue{}, false
}

// TaskQueues yields all queues in order of creation.
func (e *Engine) TaskQueues() iter.Seq[TaskQueue] {
	return func(yield func(TaskQueue) bool) {
		for q := range e.queues.all() {
			if !yield(*q.cur) {
				return
			}
		}
	}
}

// WorkersOf yields the SIDs of the workers who belong to a queue, whatever
// their activity, in order of their creation.
func (e *Engine) WorkersOf(s TaskQueueSID) iter.Seq[WorkerSID] {
	return func(yield func(WorkerSID) bool) {
		q := e.queues.get(s)
		if q == nil {
			return
		}
		for w := range e.workers.all() {
			if w.class.has(q) && !yield(w.sid) {
				return
			}
		}
	}
}

func (e *Engine) createTaskQueue(c *CreateTaskQueue) *Error {
	repeat, err := repeats(&e.queues, c.SID, c, func(q *taskQueue) *provenance { return &q.provenance })
	if repeat || err != nil {
		return err
	}
	next := TaskQueue{
		FriendlyName: c.FriendlyName, TargetWorkers: defaultTargetWorkers,
		MaxReservedWorkers: c.MaxReservedWorkers, TaskOrder: c.TaskOrder,
		ReservationActivitySID: c.ReservationActivitySID, AssignmentActivitySID: c.AssignmentActivitySID,
		DateCreated: e.now.time(), DateUpdated: e.now.time(),
	}
	if c.TargetWorkers != nil {
		next.TargetWorkers = *c.TargetWorkers
	}
	if next.MaxReservedWorkers == 0 {
		next.MaxReservedWorkers = 1
	}
	if next.TaskOrder == "" {
		next.TaskOrder = FIFO
	}
	if e.queues.len() >= e.limits.TaskQueues {
		return overLimit("task queues", e.limits.TaskQueues)
	}
	match, err := e.checkTaskQueue(&next, nil)
	if err != nil {
		return err
	}
	next.SID = e.queues.choose(c.SID)
	q := &taskQueue{provenance: e.born(!c.SID.IsZero(), c), cur: &next, most: next.MaxReservedWorkers, match: match}
	q.groups = q.only[:0]
	e.count.sequence++
	q.direct = &step{queue: q, sequence: e.count.sequence}
	e.queues.add(next.SID, q)
	e.queueNames[next.FriendlyName] = q
	e.enlist(q, nil, false)
	e.emitQueue(TaskQueueCreated, q)
	e.rejudgeQueue(q, false)
	return nil
}

func (e *Engine) updateTaskQueue(c *UpdateTaskQueue) *Error {
	q := e.queues.get(c.SID)
	if q == nil {
		return e.notFound("TaskQueues", c.SID.String())
	}
	next := *q.cur
	set(&next.FriendlyName, c.FriendlyName)
	set(&next.TargetWorkers, c.TargetWorkers)
	set(&next.MaxReservedWorkers, c.MaxReservedWorkers)
	set(&next.TaskOrder, c.TaskOrder)
	set(&next.ReservationActivitySID, c.ReservationActivitySID)
	set(&next.AssignmentActivitySID, c.AssignmentActivitySID)
	match, err := e.checkTaskQueue(&next, q)
	if err != nil {
		return err
	}
	next.DateUpdated = e.now.time()
	changed, turned := next.TargetWorkers != q.cur.TargetWorkers, next.TaskOrder != q.cur.TaskOrder
	delete(e.queueNames, q.cur.FriendlyName)
	e.queueNames[next.FriendlyName] = q
	q.cur, q.most, q.updated = &next, next.MaxReservedWorkers, e.now
	if turned {
		e.reorderQueue(q)
	}
	if changed {
		match, q.match = q.match, match
		e.enlist(q, match, false)
		e.emitQueue(TaskQueueExpressionUpdated, q)
		e.rejudgeQueue(q, false)
	}
	return nil
}

// deleteTaskQueue refuses what is in use (routing.md §2.7).
func (e *Engine) deleteTaskQueue(c *DeleteTaskQueue) *Error {
	q := e.queues.get(c.SID)
	if q == nil {
		return e.notFound("TaskQueues", c.SID.String())
	}
	for wf := range e.workflows.all() {
		if slices.Contains(wf.route.queues, q) {
			return stateError(c.SID.String(), "in use", "TaskQueue %s cannot be deleted because workflow %s refers to it", c.SID, wf.cur.SID)
		}
	}
	for t := range e.tasks.all() {
		if !t.status.finished() && (t.queue == q || t.route != nil && slices.Contains(t.route.queues, q)) {
			return stateError(c.SID.String(), "in use", "TaskQueue %s cannot be deleted because task %s runs against it", c.SID, t.sid)
		}
	}
	e.queues.remove(c.SID)
	delete(e.queueNames, q.cur.FriendlyName)
	for len(q.rankings) > 0 {
		e.dropRanking(q.rankings[0])
	}
	e.enlist(q, q.match, true)
	e.emitQueue(TaskQueueDeleted, q)
	e.rejudgeQueue(q, true)
	return nil
}

// checkTaskQueue checks all fields of a queue to be, and compiles its
// expression.
func (e *Engine) checkTaskQueue(next *TaskQueue, self *taskQueue) (*predicate, *Error) {
	if err := checkName("FriendlyName", next.FriendlyName, e.limits.FriendlyName); err != nil {
		return nil, err
	}
	if q := e.queueNames[next.FriendlyName]; q != nil && q != self {
		return nil, invalid("FriendlyName", "TaskQueue with the same friendly name already exists")
	}
	switch {
	case next.MaxReservedWorkers < 1 || next.MaxReservedWorkers > e.limits.Reserved:
		return nil, invalid("MaxReservedWorkers", "%d is out of range: want 1 to %d", next.MaxReservedWorkers, e.limits.Reserved)
	case next.TaskOrder != FIFO && next.TaskOrder != LIFO:
		return nil, invalid("TaskOrder", "Invalid value '%s' for parameter TaskOrder", excerpt.Of(string(next.TaskOrder)))
	}
	for _, f := range []struct {
		field string
		sid   ActivitySID
	}{
		{"ReservationActivitySid", next.ReservationActivitySID},
		{"AssignmentActivitySid", next.AssignmentActivitySID},
	} {
		if !f.sid.IsZero() {
			if _, err := e.findActivity(f.field, f.sid); err != nil {
				return nil, err
			}
		}
	}
	return e.compileTargetWorkers(next.TargetWorkers)
}

// compileTargetWorkers reads a queue's expression. The empty one, which matches
// nobody, gives nil.
func (e *Engine) compileTargetWorkers(source string) (*predicate, *Error) {
	if source == "" {
		return nil, nil
	}
	if n := utf8.RuneCountInString(source); n > e.limits.Expression {
		return nil, invalid("TargetWorkers", "has %d characters: want at most %d", n, e.limits.Expression)
	}
	x, err := expr.Parse(source)
	if err != nil {
		return nil, &Error{Kind: KindInvalid, Code: CodeInvalid, Field: "TargetWorkers", Message: "does not parse", Err: err}
	}
	return e.bind(x, workerScope, nil), nil
}

// set changes a field of an update that was given.
func set[T any](field, given *T) {
	if given != nil {
		*field = *given
	}
}
