package voice

import (
	"slices"

	"github.com/goacd/acd/taskrouter"
)

// rooms checks the conferences.
func (k *checker) rooms() {
	m, people, expected, linked := k.m, 0, 0, 0
	for _, r := range m.roomsInOrder() {
		people += len(r.people)
		expected += len(r.expected)
		linked += len(r.tasks)
		for _, task := range r.tasks {
			if m.linked[task] != r {
				k.fail("conference %s is not linked to its task %s", r.sid, task)
			}
		}
		k.room(r)
	}
	k.count("conferences by name", len(m.rooms), len(m.roomsBySID))
	k.count("linked conferences", len(m.linked), linked)
	k.count("participants", people, k.participants)
	k.count("calls that conferences expect", expected, k.expected)
}

func (k *checker) room(r *room) {
	if k.m.rooms[r.name] != r || len(r.people) == 0 {
		k.fail("conference %s is over, and was kept", r.sid)
	}
	starts := slices.ContainsFunc(r.people, func(p *participant) bool { return p.starts })
	if r.status == ConferenceInit && len(r.people) > 1 && starts {
		k.fail("conference %s has not begun", r.sid)
	}
	for _, p := range r.people {
		k.participant(p)
	}
}

func (k *checker) participant(p *participant) {
	m, s := k.m, p.call.sid
	if p.call.dial == nil || p.call.dial.participant != p {
		k.fail("call %s is in conference %s, and somewhere else", s, p.room.sid)
	}
	if p.hears != p.wants() {
		k.fail("call %s does not hear what it should in conference %s", s, p.room.sid)
	}
	if !p.coach.IsZero() && (p.coach == s || p.room.find(p.coach) == nil) {
		k.fail("call %s coaches somebody who is not in conference %s", s, p.room.sid)
	}
	if p.label != "" && slices.ContainsFunc(p.room.people, func(x *participant) bool { return x != p && x.label == p.label }) {
		k.fail("two calls in conference %s have the label %q", p.room.sid, p.label)
	}
	d := p.dial
	if d.reservation.IsZero() {
		return
	}
	if r, ok := m.router.Reservation(d.reservation); ok && r.ReservationStatus == taskrouter.ReservationStatusPending {
		k.fail("call %s takes part for reservation %s, which is pending", s, d.reservation)
	}
}
