package voice

import (
	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// conference brings worker and customer together in a conference: the worker is
// called; of an outbound task the customer before him (lifecycle.md §3.3). Of a
// task in transfer the customer is in the conference, and the worker comes to
// him.
func (m *Machine) conference(r taskrouter.Reservation, i *assign.Conference) *Error {
	plan, err := i.Plan(m.factsOf(r))
	if err != nil {
		return m.refuseInstruction(err)
	}
	g := &ring{reservation: r, conference: plan}
	leg := plan.Worker
	switch {
	case m.rings[r.SID] != nil:
		return m.failInstruction(assign.CodeConferenceFailed, "somebody is being called for reservation "+r.SID.String()+" already")
	case r.AcceptSuspended:
		return m.failInstruction(assign.CodeConferenceNotPending, accepting(r))
	case plan.SID != "":
		if g.room = m.roomOf(r.TaskSID, plan.SID); g.room == nil {
			return m.failInstruction(assign.CodeConferenceNoSID, "conference "+plan.SID+" of task "+r.TaskSID.String()+" is over")
		}
	case plan.Customer.Call.IsZero() && m.callsCustomer(r.TaskSID):
		return m.failInstruction(assign.CodeConferenceFailed, "the customer of task "+r.TaskSID.String()+" is being called for another reservation already")
	case plan.Customer.Call.IsZero():
		g.customer, leg = true, plan.Customer
	case m.waitingFor(r.TaskSID) == nil:
		return m.failInstruction(assign.CodeConferenceOver, "no caller waits for task "+r.TaskSID.String())
	}
	must(m.suspend(r.SID)) // it is pending, and nobody else is accepting it
	m.callForConference(g, leg)
	return nil
}

// callsCustomer reports whether the customer of an outbound task is being called,
// or waits in the conference, for one of its reservations. A task that is offered
// to several workers calls him once.
func (m *Machine) callsCustomer(task taskrouter.TaskSID) bool {
	for _, leg := range m.rings {
		if g := leg.ring; g.reservation.TaskSID == task && (g.customer || g.guest != nil) {
			return true
		}
	}
	return false
}

// roomOf returns the conference of a task: the one it was linked to, or the one
// that its attributes name; nil if that is over.
func (m *Machine) roomOf(task taskrouter.TaskSID, attribute string) *room {
	if r := m.linked[task]; r != nil {
		return r
	}
	named, _ := ParseConferenceSID(attribute) // checked by the instruction
	return m.roomsBySID[named]
}

// callForConference calls the worker, or the customer of an outbound task. The
// reservation is being accepted from the first of them on.
func (m *Machine) callForConference(g *ring, to assign.Leg) {
	i := g.conference.Instruction
	leg := m.newLeg(CallSID{}, to.From, to.To.String())
	leg.ring = g
	if !g.customer && i.StatusCallback != "" {
		leg.notify = &notify{to: target{i.StatusCallback, i.StatusCallbackMethod}, events: i.StatusCallbackEvents}
	}
	record := assign.DoNotRecord
	if i.Record && !g.customer {
		record = assign.RecordFromAnswer
	}
	m.startRing(leg, to, record)
}

// conferenceAnswered goes on with the set-up when somebody has answered.
func (m *Machine) conferenceAnswered(leg *call, g *ring) {
	if g.customer {
		m.customerAnswered(leg, g)
		return
	}
	plan := g.conference
	var caller *call
	if g.room == nil {
		caller = m.waitingFor(g.reservation.TaskSID)
	}
	if g.room == nil && caller == nil || g.guest != nil && !g.guest.takesPart() {
		m.tooLate(leg, g)
		m.failSetUp(g)
		return
	}
	in := m.entryFor(g, plan.Worker)
	both := *in
	if caller != nil {
		both.most-- // he comes too
	}
	if code, why := m.rooms[in.name].refuses(&both); code != 0 {
		m.alert(leg.sid, code, why)
		m.hangUp(leg, StatusCompleted)
		m.failSetUp(g)
		return
	}
	m.mustRoute(&taskrouter.ResumeAccept{SID: g.reservation.SID})
	customer := g.guest
	if caller != nil {
		customer = caller
		m.moveIn(caller, m.entryFor(g, plan.Customer))
	}
	leg.dial = &dial{
		call: leg, began: m.now, reservation: g.reservation.SID, worker: g.reservation.WorkerSID,
		postWork: plan.Instruction.PostWorkActivitySID,
	}
	m.enter(leg.dial, in)
	m.link(g.reservation.TaskSID, leg.dial.participant.room, leg, customer)
}

// customerAnswered lets the customer of an outbound task wait in the conference
// while the worker is called.
func (m *Machine) customerAnswered(leg *call, g *ring) {
	leg.dial = &dial{call: leg, began: m.now}
	if !m.enter(leg.dial, m.entryFor(g, g.conference.Customer)) {
		leg.dial = nil
		m.hangUp(leg, StatusCompleted)
		m.failSetUp(g)
		return
	}
	m.callForConference(&ring{
		reservation: g.reservation, conference: g.conference, guest: leg, room: leg.dial.participant.room,
	}, g.conference.Worker)
}

// moveIn takes a caller out of the queue and into a conference. His Enqueue ends
// as redirected, since the call goes on elsewhere (queue.md §8 names the way,
// the result is chosen): its action is told at once, and whatever it answers is
// not run. When he leaves the conference his call is over.
func (m *Machine) moveIn(caller *call, in *entry) {
	m.cut(caller)
	caller.documents = 0
	caller.redirect, caller.into = &document{}, in
	m.leaveQueue(caller, callRedirected)
}

// entryFor is what a party of the instruction brings.
func (m *Machine) entryFor(g *ring, leg assign.Leg) *entry {
	i := g.conference.Instruction
	in := &entry{
		name: g.conference.Name, muted: leg.Muted, starts: leg.StartConferenceOnEnter, ends: leg.EndConferenceOnExit,
		tones: tonesOf(string(leg.Beep)), most: i.MaxParticipants,
		jitterBuffer: string(i.JitterBufferSize), region: string(i.Region),
	}
	if g.room != nil {
		in.name = g.room.name
	}
	if i.WaitURL != nil {
		in.wait.silent = *i.WaitURL == ""
		if !in.wait.silent {
			in.wait.to = target{*i.WaitURL, i.WaitMethod}
		}
	}
	if i.ConferenceStatusCallback != "" {
		in.reports = reports{
			to:     target{i.ConferenceStatusCallback, i.ConferenceStatusCallbackMethod},
			events: wordsOf(i.ConferenceStatusCallbackEvents.String()),
		}
	}
	if i.ConferenceRecord == twiml.ConferenceRecordFromStart {
		in.recording = Recording{
			Mode: string(twiml.ConferenceRecordFromStart), Trim: string(i.ConferenceTrim), Channels: string(i.RecordingChannels),
		}
		in.recording.tell(i.ConferenceRecordingStatusCallback, i.ConferenceRecordingStatusCallbackMethod)
	}
	return in
}

// failSetUp gives up a conference that nobody came to: the reservation is
// canceled, not timed out, and the task is offered again (lifecycle.md §2.3).
// The customer of an outbound task is hung up; if it was he who hung up, there
// is nothing to be offered again. What was decided meanwhile stays so.
func (m *Machine) failSetUp(g *ring) {
	r, ok := m.router.Reservation(g.reservation.SID)
	if guest := g.guest; ok && r.AcceptSuspended && guest != nil && guest.over {
		m.alert(guest.sid, int(assign.CodeConferenceOver), "the customer of task "+r.TaskSID.String()+" has hung up")
		m.mustRoute(&taskrouter.AbandonTask{SID: r.TaskSID, Reason: "hangup"})
		return
	}
	m.giveUp(g.reservation.SID)
	if g.guest != nil && g.guest.takesPart() {
		m.hangUp(g.guest, StatusCompleted)
	}
}

// takesPart reports whether a call is in a conference.
func (c *call) takesPart() bool {
	return !c.over && c.dial != nil && c.dial.participant != nil && c.dial.participant.room != nil
}
