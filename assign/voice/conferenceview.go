package voice

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// Conference is a copy of a conference that is not over.
type Conference struct {
	SID          ConferenceSID
	FriendlyName string
	Status       ConferenceStatus
	DateCreated  time.Time
	TaskSID      taskrouter.TaskSID // whose conference it is, the first of several; zero for none
	Participants []Participant      // in the order in which they came
}

// Participant is a copy of a participant of a conference.
type Participant struct {
	Call                   CallSID
	Label                  string // "" for none
	Muted, Hold            bool
	Coach                  CallSID // whom he speaks to alone; zero for nobody
	StartConferenceOnEnter bool
	EndConferenceOnExit    bool
	Reservation            taskrouter.ReservationSID // of a worker who takes part for a task
}

// Conference returns the conference of a SID; false if it is unknown or over.
func (m *Machine) Conference(s ConferenceSID) (Conference, bool) {
	if r := m.roomsBySID[s]; r != nil {
		return r.view(), true
	}
	return Conference{}, false
}

// Conferences yields all conferences in the order in which they were made.
func (m *Machine) Conferences() iter.Seq[Conference] {
	return func(yield func(Conference) bool) {
		for _, r := range m.roomsInOrder() {
			if !yield(r.view()) {
				return
			}
		}
	}
}

func (m *Machine) roomsInOrder() []*room {
	return slices.SortedFunc(maps.Values(m.roomsBySID), func(a, b *room) int { return cmp.Compare(a.number, b.number) })
}

func (r *room) view() Conference {
	c := Conference{SID: r.sid, FriendlyName: r.name, Status: r.status, DateCreated: r.created}
	if len(r.tasks) > 0 {
		c.TaskSID = r.tasks[0]
	}
	for _, p := range r.people {
		c.Participants = append(c.Participants, Participant{
			Call: p.call.sid, Label: p.label, Muted: p.muted, Hold: p.held, Coach: p.coach,
			StartConferenceOnEnter: p.starts, EndConferenceOnExit: p.ends, Reservation: p.dial.reservation,
		})
	}
	return c
}
