package voice

import (
	"encoding/json"
	"slices"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/taskrouter"
)

// The conference of a task, from the acceptance in conferenceAnswered to its end:
// the task lasts as long (lifecycle.md §3.3, design.md §8).

// link makes a conference that of a task, and writes it into the task's
// attributes. Several tasks may have the same one, where the attributes of one
// name the conference of another.
func (m *Machine) link(task taskrouter.TaskSID, r *room, worker, customer *call) {
	if m.linked[task] == nil {
		r.tasks, m.linked[task] = append(r.tasks, task), r
	}
	link := assign.ConferenceLink{SID: r.sid.String(), Participants: assign.ConferenceParticipants{Worker: worker.sid}}
	if customer != nil {
		link.Participants.Customer = customer.sid
	} else {
		link.Participants.Customer = m.customerOf(task)
	}
	value, err := json.Marshal(link)
	must(err)
	m.mustRoute(&taskrouter.LinkConference{SID: task, Conference: string(value)})
}

// customerOf returns the call of the customer as a task's attributes name it,
// zero if they do not.
func (m *Machine) customerOf(task taskrouter.TaskSID) CallSID {
	t, _ := m.router.Task(task)
	customer, _ := taskrouter.ParseCallSID(textAttribute(t.Attributes, conferenceCustomer))
	return customer
}

// conferenceEnded ends the tasks of a conference that is over. One that was being
// transferred has nobody left to be handed over.
func (m *Machine) conferenceEnded(r *room) {
	for _, task := range slices.Clone(r.tasks) {
		delete(m.linked, task)
		if t, ok := m.router.Task(task); ok && t.ConferenceLinked {
			m.mustRoute(&taskrouter.EndConference{SID: task})
		}
	}
}

// leftAlone tells the host that nobody comes to a customer who is in the
// conference of his task: the transfer has failed, and who handed him over has
// left. He hears his wait source (participant.wants), and his task lasts until he
// leaves, or somebody ends the conference.
func (m *Machine) leftAlone(task taskrouter.TaskSID, reason string) {
	r := m.linked[task]
	if r == nil || slices.ContainsFunc(r.people, func(p *participant) bool { return !p.dial.reservation.IsZero() }) {
		return
	}
	t, ok := m.router.Task(task)
	if p := r.find(m.customerOf(task)); ok && p != nil {
		m.emit(&TaskEnded{Call: p.call.sid, Task: task, Status: t.AssignmentStatus, Reason: reason})
	}
}
