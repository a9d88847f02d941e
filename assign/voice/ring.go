package voice

import (
	"strconv"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// ring is the call to a worker that an instruction asked for, until it is
// answered or given up.
type ring struct {
	reservation taskrouter.Reservation // as it was when the instruction came
	dequeue     *assign.Dequeue        // or
	call        *assign.Call
	timer       *timer
}

// notify is who is told of the progress of a worker's call.
type notify struct {
	to     target
	events assign.CallEvents
	caller string // the SID of the caller, for dequeue
}

// startRing has the host call the worker. The task knows the worker's call from
// that moment on (lifecycle.md §3.3).
func (m *Machine) startRing(leg *call, timeout time.Duration, record assign.Recording) {
	g := leg.ring
	m.rings[g.reservation.SID] = leg
	m.emit(&Dial{
		Call: leg.sid, To: leg.info.To, From: leg.info.From, Timeout: timeout, Record: recordMode(record), Reservation: g.reservation.SID,
	})
	leg.status = StatusInitiated
	m.progress(leg, assign.CallInitiated)
	leg.status = StatusRinging
	m.progress(leg, assign.CallRinging)
	m.mustRoute(&taskrouter.LinkCall{SID: g.reservation.SID, WorkerCallSID: leg.sid})
	g.timer = m.after(timeout, func() { m.hangUp(leg, StatusNoAnswer) })
}

func recordMode(r assign.Recording) string {
	if r == assign.RecordFromAnswer {
		return string(twiml.RecordFromAnswer)
	}
	return ""
}

// failedCode is what the vendor reports when the worker's call cannot be made.
func (g *ring) failedCode() assign.Code {
	if g.call != nil {
		return assign.CodeCallFailed
	}
	return assign.CodeDequeueFailed
}

// endRing forgets that a leg rings. If nobody answered, the reservation stays
// pending and the caller stays parked.
func (m *Machine) endRing(leg *call) {
	m.stopTimer(leg.ring.timer)
	delete(m.rings, leg.ring.reservation.SID)
	leg.ring = nil
}

// ringAnswered connects the worker with his caller, or runs his document. A
// reservation that was decided elsewhere, or a caller who is being connected to
// somebody else, fails the dequeue and changes nothing else (lifecycle.md §4.3).
func (m *Machine) ringAnswered(leg *call) {
	g := leg.ring
	m.endRing(leg)
	if g.call != nil {
		m.load(leg, target{g.call.URL, twiml.POST})
		return
	}
	caller := m.waitingFor(g.reservation.TaskSID)
	if caller == nil {
		m.tooLate(leg, g)
		return
	}
	leg.dial = &dial{
		call: leg, reservation: g.reservation.SID, worker: g.reservation.WorkerSID, postWork: g.dequeue.PostWorkActivitySID,
		record: recordMode(g.dequeue.Record), began: m.now,
	}
	m.take(caller, leg.dial)
}

// tooLate gives up a dequeue whose reservation was decided elsewhere.
func (m *Machine) tooLate(leg *call, g *ring) {
	m.alert(leg.sid, int(assign.CodeDequeueNotPending), "reservation "+g.reservation.SID.String()+" is not pending any more, or its caller is being connected")
	status := StatusCompleted
	if leg.status == StatusRinging {
		status = StatusCanceled
	}
	m.hangUp(leg, status)
}

// progress tells who asked for it what became of a worker's call. Both observed
// spellings of the caller's SID are sent (lifecycle.md §3.3).
func (m *Machine) progress(c *call, what assign.CallEvents) {
	if c.notify == nil || !c.notify.events.Has(what) {
		return
	}
	params := paramList(m.params(c))
	if what == assign.CallCompleted {
		params = append(params, Param{"CallDuration", strconv.Itoa(int(m.talked(c) / time.Second))})
	}
	if c.notify.caller != "" {
		params = append(params, Param{"taskCallSid", c.notify.caller}, Param{"TaskCallSid", c.notify.caller})
	}
	m.tell(c, ForStatusCallback, c.notify.to, params)
}
