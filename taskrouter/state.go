package taskrouter

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// Digest returns a fingerprint of the whole state: two engines that differ in
// anything that could ever show have different digests, and a refused command
// leaves the digest that advancing to its instant gives. It costs time in
// proportion to all that is kept; it is for tests, replicas and operators.
func (e *Engine) Digest() [32]byte { return sha256.Sum256(e.appendState(nil)) }

// appendState writes the state in its canonical form: all that cannot be derived
// from something else, each kind in order of creation. What is derived (classes,
// groups, the set of deadlines, resolved values) is left out, and [Engine.Check]
// proves that it follows.
func (e *Engine) appendState(dst []byte) []byte {
	s := &stateWriter{e: e, dst: dst}
	s.text("acd state 1")
	s.workspace()
	s.resources()
	s.number(int64(e.workers.len()))
	for w := range e.workers.all() {
		s.worker(w)
	}
	s.number(int64(e.tasks.len()))
	for t := range e.tasks.all() {
		s.task(t)
	}
	s.statistics()
	return s.dst
}

// stateWriter appends values of self-delimiting forms, so that different states
// never give the same bytes.
type stateWriter struct {
	e   *Engine
	dst []byte
}

func (s *stateWriter) number(n int64) { s.dst = binary.AppendVarint(s.dst, n) }

func (s *stateWriter) numbers(list ...uint64) {
	for _, n := range list {
		s.dst = binary.AppendUvarint(s.dst, n)
	}
}

func (s *stateWriter) text(t string) {
	s.dst = binary.AppendUvarint(s.dst, uint64(len(t)))
	s.dst = append(s.dst, t...)
}

func (s *stateWriter) bool(b bool) {
	if b {
		s.dst = append(s.dst, 1)
	} else {
		s.dst = append(s.dst, 0)
	}
}

func (s *stateWriter) sid(b [16]byte)           { s.dst = append(s.dst, b[:]...) }
func (s *stateWriter) instant(i instant)        { s.number(int64(i)) }
func (s *stateWriter) time(t time.Time)         { s.number(t.UnixNano()) }
func (s *stateWriter) duration(d time.Duration) { s.number(int64(d)) }

func (s *stateWriter) timer(t *timer) {
	s.bool(t.isSet())
	if t.isSet() {
		s.instant(t.at)
		s.number(int64(t.kind))
	}
}

func (s *stateWriter) provenance(p *provenance) {
	s.numbers(p.sequence)
	s.instant(p.created)
	s.instant(p.updated)
	s.bool(p.content != nil)
	if p.content != nil {
		s.sid(*p.content)
	}
}

func (s *stateWriter) workspace() {
	e, w, c := s.e, &s.e.workspace, &s.e.count
	s.instant(e.now)
	s.sid(w.account.Bytes())
	s.sid(w.sid.Bytes())
	s.text(w.name)
	s.sid(w.defaultActivity.cur.SID.Bytes())
	s.sid(w.timeoutActivity.cur.SID.Bytes())
	s.duration(w.wrapUp)
	s.bool(w.singleTasking)
	s.text(string(w.order))
	s.text(w.eventCallback)
	s.text(w.eventsFilter)
	s.instant(w.created)
	s.instant(w.updated)
	s.bool(w.deleted)
	s.numbers(e.activities.made, e.channels.made, c.workerChannel, e.queues.made, e.workflows.made, e.workers.made,
		e.tasks.made, e.reservations.made, c.transfer, c.event, c.sequence, c.tasksCreated, c.tasksRemoved)
}

// resources writes what is configured: activities, channels, queues, workflows.
func (s *stateWriter) resources() {
	e := s.e
	s.number(int64(e.activities.len()))
	for a := range e.activities.all() {
		s.provenance(&a.provenance)
		s.sid(a.cur.SID.Bytes())
		s.text(a.cur.FriendlyName)
		s.bool(a.cur.Available)
	}
	s.number(int64(e.channels.len()))
	for ch := range e.channels.all() {
		s.provenance(&ch.provenance)
		s.sid(ch.cur.SID.Bytes())
		s.text(ch.cur.UniqueName)
		s.text(ch.cur.FriendlyName)
		s.bool(ch.cur.ChannelOptimizedRouting)
		s.number(int64(ch.slot))
	}
	s.number(int64(e.queues.len()))
	for q := range e.queues.all() {
		s.provenance(&q.provenance)
		s.numbers(q.direct.sequence)
		s.sid(q.cur.SID.Bytes())
		s.text(q.cur.FriendlyName)
		s.text(q.cur.TargetWorkers)
		s.number(int64(q.cur.MaxReservedWorkers))
		s.text(string(q.cur.TaskOrder))
		s.sid(q.cur.ReservationActivitySID.Bytes())
		s.sid(q.cur.AssignmentActivitySID.Bytes())
	}
	s.number(int64(e.workflows.len()))
	for wf := range e.workflows.all() {
		s.provenance(&wf.provenance)
		s.sid(wf.cur.SID.Bytes())
		s.text(wf.cur.FriendlyName)
		s.text(wf.cur.AssignmentCallbackURL)
		s.text(wf.cur.FallbackAssignmentCallbackURL)
		s.duration(wf.cur.TaskReservationTimeout)
		s.route(wf.route)
	}
}

// route writes a configuration; a task may keep one that its workflow no longer
// has.
func (s *stateWriter) route(r *route) {
	s.bool(r != nil)
	if r != nil {
		s.numbers(r.sequence)
		s.text(r.source)
	}
}

func (s *stateWriter) worker(w *worker) {
	s.provenance(&w.provenance)
	s.sid(w.sid.Bytes())
	s.text(w.name)
	s.text(w.attributes.Raw())
	s.sid(w.activity.cur.SID.Bytes())
	s.instant(w.changed)
	s.number(int64(w.version))
	s.instant(w.last)
	for ch := range s.e.channels.all() {
		wc := &w.channels[ch.slot]
		s.sid(wc.sid.Bytes())
		s.number(int64(wc.capacity))
		s.bool(wc.available)
		s.instant(wc.last)
		s.instant(wc.created)
		s.instant(wc.updated)
	}
	s.number(int64(len(w.open)))
	for _, r := range w.open {
		s.sid(r.sid.Bytes())
	}
}

func (s *stateWriter) task(t *task) {
	s.provenance(&t.provenance)
	s.sid(t.sid.Bytes())
	s.text(string(t.status))
	s.text(t.attributes.Raw())
	s.number(int64(t.priority))
	s.text(t.reason)
	s.number(int64(t.version))
	s.duration(t.ttl)
	s.instant(t.start)
	s.sid(t.channel.cur.SID.Bytes())
	s.sid(t.workflow.cur.SID.Bytes())
	s.route(t.route)
	s.step(t.step)
	s.duration(t.stepsEnd)
	s.bool(t.queue != nil)
	if t.queue != nil {
		s.sid(t.queue.cur.SID.Bytes())
		s.instant(t.queueEntered)
	}
	s.bool(t.target != nil)
	if t.target != nil {
		s.text(t.target.text)
		s.bool(t.target.ignoreCapacity)
	}
	s.bool(t.figures.accepted)
	s.bool(t.figures.here)
	s.bool(t.declined)
	s.bool(t.redriven)
	s.bool(t.conference)
	s.number(int64(t.assignments))
	s.timer(&t.life)
	s.timer(&t.stage)
	s.number(int64(len(t.reservations)))
	for _, r := range t.reservations {
		s.reservation(r)
	}
	for x := t.transfers; x != nil; x = x.before {
		s.bool(true)
		s.transfer(x.cur)
	}
	s.bool(false)
}

// step writes where a task is: its place in the route, or what it was routed to.
func (s *stateWriter) step(x *step) {
	s.bool(x != nil)
	if x == nil {
		return
	}
	s.numbers(x.sequence)
	s.number(int64(x.filter))
	s.number(int64(x.target))
	for _, w := range []*worker{x.direct, x.except} {
		s.bool(w != nil)
		if w != nil {
			s.sid(w.sid.Bytes())
		}
	}
}

func (s *stateWriter) reservation(r *reservation) {
	s.sid(r.sid.Bytes())
	s.numbers(r.sequence)
	s.text(string(r.status))
	s.sid(r.worker.sid.Bytes())
	s.bool(r.worker.class == nil) // he was deleted
	s.text(r.worker.name)
	s.number(int64(r.slot))
	s.sid(r.previous.cur.SID.Bytes())
	s.duration(r.ring)
	s.number(int64(r.version))
	s.instant(r.created)
	s.instant(r.updated)
	s.timer(&r.timeout)
	s.bool(r.suspended)
}

func (s *stateWriter) transfer(x *Transfer) {
	s.sid(x.SID.Bytes())
	s.text(string(x.TransferMode))
	s.text(x.TransferType)
	s.text(x.TransferTo)
	s.text(string(x.TransferStatus))
	s.sid(x.InitiatingReservationSID.Bytes())
	s.sid(x.InitiatingQueueSID.Bytes())
	s.time(x.DateCreated)
	s.time(x.DateUpdated)
}
