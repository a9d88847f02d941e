package voice

import (
	"slices"
	"strconv"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/taskrouter"
)

// supervise calls a supervisor into the conference of a reservation. Task and
// reservation stay as they are (lifecycle.md §3.3).
func (m *Machine) supervise(r taskrouter.Reservation, i *assign.Supervise) *Error {
	plan, err := i.Plan(m.factsOf(r))
	if err != nil {
		return m.refuseInstruction(err)
	}
	at := m.roomOf(r.TaskSID, plan.SID)
	if at == nil {
		return m.failInstruction(codeConferenceUnknown, "conference "+plan.SID+" of task "+r.TaskSID.String()+" is over")
	}
	if n := len(at.people) + len(at.expected); n >= maxParticipants {
		return m.failInstruction(codeConferenceFull, "conference "+plan.SID+" has "+strconv.Itoa(n)+" participants with those who ring: want fewer than "+strconv.Itoa(maxParticipants))
	}
	if at.calls(plan.Supervisor.To) {
		return m.failInstruction(assign.CodeConferenceFailed, "the supervisor is being called for conference "+plan.SID+" already")
	}
	leg := m.newLeg(CallSID{}, plan.Supervisor.From, plan.Supervisor.To.String())
	leg.ring = &ring{reservation: r, supervise: plan, room: at}
	m.startRing(leg, plan.Supervisor, assign.DoNotRecord)
	return nil
}

// calls reports whether a supervisor rings for a conference.
func (r *room) calls(supervisor assign.Address) bool {
	return slices.ContainsFunc(r.expected, func(c *call) bool {
		return c.ring.supervise != nil && c.ring.supervise.Supervisor.To == supervisor
	})
}

// supervisorAnswered lets a supervisor into the conference: heard by nobody, by
// the worker of the reservation, or by all.
func (m *Machine) supervisorAnswered(leg *call, g *ring) {
	to := g.supervise.Supervisor
	in := &entry{name: g.room.name, muted: to.Muted, tones: tonesOf(string(to.Beep)), most: maxParticipants}
	if g.supervise.Instruction.Mode == assign.Whisper {
		in.coached = to.Coach.String()
		if p := g.room.worker(g.reservation.SID); p != nil {
			in.coached = p.call.sid.String()
		}
	}
	leg.dial = &dial{call: leg, began: m.now}
	if !m.enter(leg.dial, in) {
		leg.dial = nil
		m.hangUp(leg, StatusCompleted)
	}
}

// worker returns who takes part for a reservation, nil if nobody does.
func (r *room) worker(s taskrouter.ReservationSID) *participant {
	for _, p := range r.people {
		if p.dial.reservation == s {
			return p
		}
	}
	return nil
}
