package taskrouter

// turn is one happening of a reservation to its worker.
type turn struct {
	channel uint64 // the sequence of the task's channel
	what    happening
}

// stay is a worker's time in an activity that has ended, and the activity that
// began then. Who is made comes from no activity, and who is deleted goes to
// none.
type stay struct {
	from, to ActivitySID
	since    instant // in from
	over     bool    // the stay in to has ended too
}

// tallyWorker notes an event about a worker.
func (s *statistics) tallyWorker(ev *Event, h *handles) {
	switch ev.Type {
	case WorkerCreated, WorkerActivityUpdate:
		s.tallyStay(h, ev.activity.SID)
	case WorkerDeleted:
		s.tallyStay(h, ActivitySID{})
	case ReservationCreated:
		s.tallyTurn(h, offered)
	case ReservationAccepted:
		s.tallyTurn(h, acceptedFirst)
	case ReservationRejected:
		s.tallyTurn(h, rejected)
	case ReservationTimeout:
		s.tallyTurn(h, unanswered)
	case ReservationCanceled:
		s.tallyTurn(h, withdrawn)
	case ReservationRescinded:
		s.tallyTurn(h, rescinded)
	}
}

func (s *statistics) tallyTurn(h *handles, what happening) {
	f := &h.worker.figures
	f.turn = s.turns.add(h.at, h.worker.sid, f.turn, turn{h.channel.sequence, what})
}

// tallyStay ends a worker's stay in an activity. Setting the same one again ends
// it too, as it does for the worker's DateStatusChanged (chosen).
func (s *statistics) tallyStay(h *handles, to ActivitySID) {
	f := &h.worker.figures
	if !f.activity.IsZero() {
		if s.staff[f.activity]--; s.staff[f.activity] == 0 {
			delete(s.staff, f.activity)
		}
	}
	if !to.IsZero() {
		s.staff[to]++
	}
	if f.stay > s.stays.dropped {
		s.stays.entry(f.stay).about.over = true
	}
	f.stay = s.stays.add(h.at, h.worker.sid, f.stay, stay{from: f.activity, to: to, since: f.since, over: to.IsZero()})
	f.activity, f.since = to, h.at
}
