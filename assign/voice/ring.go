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
	conference  *assign.ConferencePlan
	supervise   *assign.SupervisePlan
	recording   *recording
	timer       *timer

	// Of a conference or a supervise.
	room     *room // it rings for, if there is one already
	customer bool  // it is the customer who is called, for an outbound task
	guest    *call // the customer of an outbound task, who waits in the conference
}

// notify is who is told of the progress of a worker's call.
type notify struct {
	to     target
	events assign.CallEvents
	caller string // the SID of the caller, for dequeue

	noun     bool // of a Dial: it is told more (twiml.md §7)
	sequence int  // of the next
}

// startRing has the host call the worker. The task knows the worker's call from
// that moment on, except for a conference, which is written into it when it is
// there (lifecycle.md §3.3).
func (m *Machine) startRing(leg *call, to assign.Leg, record assign.Recording) {
	g := leg.ring
	if g.supervise == nil {
		m.rings[g.reservation.SID] = leg
	}
	if g.room != nil {
		g.room.expected = append(g.room.expected, leg)
	}
	if record == assign.RecordFromAnswer {
		g.recording = m.newRecording(leg, sourceCall, g.recordingAsked())
		leg.recorded = g.recording
	}
	m.emit(&Dial{
		Call: leg.sid, To: leg.info.To, From: leg.info.From, Timeout: to.Timeout, Recording: g.recording.ask(), Reservation: g.reservation.SID,
		EarlyMedia: to.EarlyMedia, SIP: g.sipRequest(to.To),
	})
	m.noteInitiated(leg)
	if g.dequeue != nil || g.call != nil {
		m.mustRoute(&taskrouter.LinkCall{SID: g.reservation.SID, WorkerCallSID: leg.sid})
	}
	g.timer = m.after(to.Timeout, func() { m.hangUp(leg, StatusNoAnswer) })
}

// recordingAsked is the recording of a worker's call, and where an instruction
// conference wants it told.
func (g *ring) recordingAsked() Recording {
	ask := Recording{Mode: string(twiml.RecordFromAnswer)}
	if g.conference != nil {
		ask.tell(g.conference.Instruction.RecordingStatusCallback, g.conference.Instruction.RecordingStatusCallbackMethod)
	}
	return ask
}

// sipRequest is how a SIP phone is called, with the credentials of an instruction
// conference if it is the worker's (lifecycle.md §3.3).
func (g *ring) sipRequest(to assign.Address) SIPRequest {
	if to.Kind() != assign.AddressSIP {
		return SIPRequest{}
	}
	at := SIPTarget{URI: to.Name()}
	if g.conference != nil && !g.customer {
		at.Username, at.Password = g.conference.Instruction.SIPAuthUsername, g.conference.Instruction.SIPAuthPassword
	}
	return SIPRequest{Targets: []SIPTarget{at}}
}

// failedCode is what the vendor reports when the worker's call cannot be made.
func (g *ring) failedCode() assign.Code {
	switch {
	case g.call != nil:
		return assign.CodeCallFailed
	case g.dequeue != nil:
		return assign.CodeDequeueFailed
	}
	return assign.CodeConferenceFailed // the vendor has none for supervise
}

// endRing forgets that a leg rings.
func (m *Machine) endRing(leg *call) {
	g := leg.ring
	m.stopTimer(g.timer)
	if g.supervise == nil {
		delete(m.rings, g.reservation.SID)
	}
	if g.room != nil {
		g.room.forget(leg)
	}
	leg.ring = nil
}

// ringOver ends a call that nobody answered: the reservation stays pending and
// the caller stays parked, but the set-up of a conference has failed.
func (m *Machine) ringOver(leg *call) {
	g := leg.ring
	m.endRing(leg)
	if g.conference != nil {
		m.failSetUp(g)
	}
}

// ringAnswered connects the worker with his caller, or runs his document. A
// reservation that was decided elsewhere, or a caller who is being connected to
// somebody else, fails the dequeue and changes nothing else (lifecycle.md §4.3).
func (m *Machine) ringAnswered(leg *call) {
	g := leg.ring
	m.endRing(leg)
	g.recording.begin()
	switch {
	case g.call != nil:
		m.load(leg, document{at: target{g.call.URL, twiml.POST}})
		return
	case g.conference != nil:
		m.conferenceAnswered(leg, g)
		return
	case g.supervise != nil:
		m.supervisorAnswered(leg, g)
		return
	}
	caller := m.waitingFor(g.reservation.TaskSID)
	if caller == nil {
		m.tooLate(leg, g)
		return
	}
	if m.suspend(g.reservation.SID) != nil {
		m.tooLate(leg, g)
		return
	}
	leg.dial = &dial{
		call: leg, reservation: g.reservation.SID, worker: g.reservation.WorkerSID, postWork: g.dequeue.PostWorkActivitySID,
		recording: g.recording, began: m.now,
	}
	m.take(caller, leg.dial)
}

// tooLate gives up a dequeue or a conference whose reservation was decided
// elsewhere, or whose caller is being connected to somebody else.
func (m *Machine) tooLate(leg *call, g *ring) {
	code := assign.CodeDequeueNotPending
	if g.conference != nil {
		code = assign.CodeConferenceOver
	}
	m.alert(leg.sid, int(code), "reservation "+g.reservation.SID.String()+" is not pending any more, or its caller is being connected")
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
		params = append(params, c.recorded.fields()...)
		if c.direction == OutboundAPI && c.sip.ResponseCode != 0 { // observed; a Dial's action is told of its legs
			params.integer("SipResponseCode", c.sip.ResponseCode)
		}
	}
	if c.notify.noun {
		params = append(params, Param{"Timestamp", m.now.UTC().Format(timestampFormat)}, Param{"CallbackSource", "call-progress-events"})
		params.integer("SequenceNumber", c.notify.sequence)
		c.notify.sequence++
	}
	if c.notify.caller != "" {
		params = append(params, Param{"taskCallSid", c.notify.caller}, Param{"TaskCallSid", c.notify.caller})
	}
	m.tell(c, ForStatusCallback, c.notify.to, params)
}
