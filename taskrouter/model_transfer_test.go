package taskrouter

import (
	"strings"

	"github.com/goacd/acd/taskrouter/expr"
)

// transfer begins to hand a task over (lifecycle.md §1.9).
func (m *naive) transfer(o *naiveOffer, c *CreateTransfer) {
	t := o.task
	x := &naiveTransfer{task: t, from: o}
	t.transfer, t.status = x, TaskStatusReserved
	m.moves = append(m.moves, x)
	set(&t.priority, c.Priority)
	if c.Attributes != nil {
		t.attrs = must(expr.ParseDocument(*c.Attributes))
	}
	if c.Mode == Cold {
		m.handOver(o)
	}
	if strings.HasPrefix(c.To, "WK") {
		x.to = m.worker(must(ParseWorkerSID(c.To)))
	} else {
		t.queue = c.To
	}
	m.entered = append(m.entered, t)
}

// handOver ends the work of who transfers a task.
func (m *naive) handOver(o *naiveOffer) {
	switch {
	case o.status != ReservationStatusAccepted:
	case m.single:
		m.end(o, ReservationStatusCompleted)
	default:
		o.status = ReservationStatusWrapping
	}
}

// giveBack ends a transfer that nobody has accepted: the task is again what the
// reservations that are left of it say.
func (m *naive) giveBack(t *naiveTask) {
	for _, o := range m.of(t, ReservationStatusPending) {
		m.end(o, ReservationStatusCanceled)
	}
	t.transfer, t.status = nil, TaskStatusAssigned
	if t.conference && m.single {
		return
	}
	m.follow(t)
}

// follow moves an assigned task to where its last reservations are. While its
// conference goes on it does not wrap up.
func (m *naive) follow(t *naiveTask) {
	switch {
	case t.transfer != nil || len(m.of(t, ReservationStatusAccepted)) > 0:
	case len(m.of(t, ReservationStatusWrapping)) == 0:
		m.finish(t, TaskStatusCompleted)
	case t.status == TaskStatusAssigned && !t.conference:
		t.status, t.wrapped, t.wrapUp = TaskStatusWrapping, m.now, m.wrapUp
	}
}
