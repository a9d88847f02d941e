package taskrouter

import (
	"iter"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/taskrouter/expr"
)

// Worker is a copy of a worker's fields.
type Worker struct {
	SID               WorkerSID
	FriendlyName      string
	Attributes        string // a JSON object
	ActivitySID       ActivitySID
	ActivityName      string
	Available         bool // the activity is an available one
	Version           int
	DateCreated       time.Time
	DateUpdated       time.Time
	DateStatusChanged time.Time // when the activity changed last
}

type worker struct {
	links[worker]
	provenance
	sid        WorkerSID
	name       string
	attributes expr.Document
	values     []expr.Value // what expressions read of the attributes; see pathIndex
	activity   *activity
	changed    instant // of the activity
	version    int
	channels   []workerChannel                 // by the task channel's slot
	open       []*reservation                  // pending, accepted and wrapping, oldest first
	only       [1]*reservation                 // where open begins: most workers have one at a time
	history    list[reservation, *reservation] // of all whose tasks still exist

	groups []*group // of the tasks that are routed to him directly

	class  *class
	mask   uint32  // of the pool he is in; 0 for none
	idling idler   // his place in that pool
	last   instant // of the last reservation
	turn   uint64  // its number; see spot
	number uint64  // among workers; see spot

	freed     bool // can be offered more than when routing began
	unsettled bool // may have to go to another place or pool; see settle

	figures workerFigures
}

// never is the last reservation of a worker who had none.
const never = instant(-1 << 63)

func (w *worker) idler() idler { return idler{w.spotAt(w.turn), w} }

// idlerOn is his place by idleness for tasks of a channel: where the channel
// asks for it, only its own reservations count (routing.md §3.2).
func (w *worker) idlerOn(ch *taskChannel) idler {
	if ch.cur.ChannelOptimizedRouting {
		return idler{w.spotAt(w.channels[ch.slot].turn), w}
	}
	return w.idler()
}

func (w *worker) view() Worker {
	return Worker{
		SID: w.sid, FriendlyName: w.name, Attributes: w.attributes.Raw(),
		ActivitySID: w.activity.cur.SID, ActivityName: w.activity.cur.FriendlyName, Available: w.activity.cur.Available,
		Version: w.version, DateCreated: w.created.time(), DateUpdated: w.updated.time(), DateStatusChanged: w.changed.time(),
	}
}

// touch counts a stored change (lifecycle.md §1.5).
func (w *worker) touch(at instant) {
	w.version++
	w.updated = at
}

// Worker returns the worker with this SID.
func (e *Engine) Worker(s WorkerSID) (Worker, bool) {
	if w := e.workers.get(s); w != nil {
		return w.view(), true
	}
	return Worker{}, false
}

// WorkerByName returns the worker with this friendly name, without regard to
// case.
func (e *Engine) WorkerByName(name string) (Worker, bool) {
	if w := e.workerNames[fold(name)]; w != nil {
		return w.view(), true
	}
	return Worker{}, false
}

// Workers yields all workers in order of creation.
func (e *Engine) Workers() iter.Seq[Worker] {
	return func(yield func(Worker) bool) {
		for w := range e.workers.all() {
			if !yield(w.view()) {
				return
			}
		}
	}
}

func (e *Engine) createWorker(c *CreateWorker) *Error {
	repeat, err := repeats(&e.workers, c.SID, c, func(w *worker) *provenance { return &w.provenance })
	if repeat || err != nil {
		return err
	}
	if err := e.checkWorkerName(c.FriendlyName, nil); err != nil {
		return err
	}
	attributes, err := e.parseAttributes(c.Attributes)
	if err != nil {
		return err
	}
	activity := e.workspace.defaultActivity
	if !c.ActivitySID.IsZero() {
		if activity, err = e.findActivity("ActivitySid", c.ActivitySID); err != nil {
			return err
		}
	}
	if e.workers.len() >= e.limits.Workers {
		return overLimit("workers", e.limits.Workers)
	}
	if err := e.checkAvailable(activity); err != nil {
		return err
	}
	w := &worker{
		provenance: e.born(!c.SID.IsZero(), c),
		sid:        e.workers.choose(c.SID),
		name:       c.FriendlyName, attributes: attributes, activity: activity,
		changed: e.now, last: never, number: e.turns.number(),
	}
	w.open = w.only[:0]
	slots := 0
	for ch := range e.channels.all() {
		slots = max(slots, ch.slot+1)
	}
	w.channels = make([]workerChannel, slots) // some perhaps of deleted ones
	for ch := range e.channels.all() {
		w.channels[ch.slot] = e.newWorkerChannel(ch)
	}
	e.workers.add(w.sid, w)
	e.workerNames[fold(w.name)] = w
	e.emitWorker(WorkerCreated, w)
	e.judge(w)
	e.enroll(w)
	return nil
}

func (e *Engine) updateWorker(c *UpdateWorker) *Error {
	w := e.workers.get(c.SID)
	if w == nil {
		return e.notFound("Workers", c.SID.String())
	}
	if err := checkVersion(c.IfVersion, w.version, c.SID); err != nil {
		return err
	}
	name, attributes, activity := w.name, w.attributes, w.activity
	var err *Error
	if c.FriendlyName != nil {
		if err := e.checkWorkerName(*c.FriendlyName, w); err != nil {
			return err
		}
		name = *c.FriendlyName
	}
	if c.Attributes != nil {
		if attributes, err = e.parseAttributes(*c.Attributes); err != nil {
			return err
		}
	}
	if !c.ActivitySID.IsZero() {
		if activity, err = e.findActivity("ActivitySid", c.ActivitySID); err != nil {
			return err
		}
	}
	if !c.ActivitySID.IsZero() && !w.activity.cur.Available {
		if err := e.checkAvailable(activity); err != nil {
			return err
		}
	}
	if c.RejectPendingReservations && (c.ActivitySID.IsZero() || activity.cur.Available) {
		return invalid("RejectPendingReservations", "is valid only together with a move to an unavailable activity")
	}
	if c.FriendlyName != nil || c.Attributes != nil {
		e.rewriteWorker(w, name, attributes)
	}
	if !c.ActivitySID.IsZero() {
		e.moveWorker(w, activity)
	}
	if c.RejectPendingReservations {
		for _, r := range slices.Clone(w.open) {
			if r.status == ReservationStatusPending {
				e.reject(r)
			}
		}
	}
	return nil
}

// checkAvailable refuses one more worker in an available activity when there
// are too many. Moves that the engine makes by itself are not refused.
func (e *Engine) checkAvailable(a *activity) *Error {
	if !a.cur.Available || e.routing.available < e.limits.Available {
		return nil
	}
	err := overLimit("available workers", e.limits.Available)
	err.Code = CodeTooManyAvailable
	return err
}

// rewriteWorker replaces name and attributes. Reservations stay as they are;
// tasks of queues that the worker joins can be offered to him (routing.md §2.7).
func (e *Engine) rewriteWorker(w *worker, name string, attributes expr.Document) {
	before := e.enrolled(w)
	e.unrank(w)
	delete(e.workerNames, fold(w.name))
	e.workerNames[fold(name)] = w
	name, w.name = w.name, name
	attributes, w.attributes = w.attributes, attributes
	clear(w.values)
	w.values = w.values[:0]
	e.reenroll(w, before)
	e.rank(w)
	w.touch(e.now)
	e.emitWorker(WorkerAttributesUpdate, w)
	e.rejudgeAttributes(w, name, attributes)
	e.retryDirect(w)
}

// moveWorker sets a worker's activity. Setting the same one again is a change
// like any other (lifecycle.md §5.4). Pending reservations stay (routing.md §6).
func (e *Engine) moveWorker(w *worker, to *activity) {
	e.emitMove(e.shift(w, to))
}

// shift moves a worker and leaves it to the caller to report it.
func (e *Engine) shift(w *worker, to *activity) move {
	from, since := w.activity, w.changed
	e.countHead(w, -1)
	w.activity, w.changed = to, e.now
	e.countHead(w, 1)
	w.touch(e.now)
	e.reopen(w)
	e.rejudgeActivity(w)
	e.retryDirect(w)
	return move{w, from, e.now.since(since)}
}

// deleteWorker rescinds what was offered and leaves what was accepted with its
// task (rest.md §6.2).
func (e *Engine) deleteWorker(c *DeleteWorker) *Error {
	w := e.workers.get(c.SID)
	if w == nil {
		return e.notFound("Workers", c.SID.String())
	}
	if err := checkVersion(c.IfVersion, w.version, c.SID); err != nil {
		return err
	}
	e.dropWorker(w)
	return nil
}

func (e *Engine) dropWorker(w *worker) {
	e.strike(w)
	e.part(w)
	e.workers.remove(w.sid)
	delete(e.workerNames, fold(w.name))
	for _, r := range slices.Clone(w.open) {
		if r.status == ReservationStatusPending {
			e.endReservation(r, ReservationStatusRescinded, ReservationRescinded)
			e.returnTask(r.task)
		}
	}
	e.emitWorker(WorkerDeleted, w)
}

func (e *Engine) checkWorkerName(name string, self *worker) *Error {
	if err := checkName("FriendlyName", name, e.limits.FriendlyName); err != nil {
		return err
	}
	if other := e.workerNames[fold(name)]; other != nil && other != self {
		return invalid("FriendlyName", "Worker with the same friendly name already exists")
	}
	return nil
}

// inLowerCase returns a status as statuses are written; they are taken in any case,
// and nearly always given in this one.
func inLowerCase[S ~string](status S) S {
	for i := range len(status) {
		if c := status[i]; c < 'a' || c > 'z' {
			return S(strings.ToLower(string(status)))
		}
	}
	return status
}

// fold maps names that differ in case only to one text.
func fold(name string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, name)
}

func checkVersion[K sid.Kind](want *int, have int, s sid.SID[K]) *Error {
	if want == nil || *want == have {
		return nil
	}
	return &Error{
		Kind: KindPrecondition, Code: CodePrecondition, Field: "IfVersion", SID: s.String(),
		Message: "Precondition Failed",
	}
}
