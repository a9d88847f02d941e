package taskrouter

// turn is one happening of a reservation to its worker: the sequence of the
// task's channel, and in the low four bits what it was.
type turn uint64

func newTurn(ch *taskChannel, what happening) turn {
	return turn(ch.sequence<<4 | uint64(what))
}

func (t turn) what() happening { return happening(t & 15) }

func (t turn) channel() uint64 { return uint64(t >> 4) }

// stay is a worker's time in an activity that has ended, and the activity that
// began then. Who is made comes from no activity, and who is deleted goes to
// none.
type stay struct {
	from, to ActivitySID
	since    instant // in from
	next     uint64  // the number of the entry that ended the stay in to; 0 while it lasts
}

// noteWorker notes an event about a worker, who is as it tells him.
func (s *statistics) noteWorker(ev EventType, w *worker, at instant) {
	switch ev {
	case WorkerCreated, WorkerActivityUpdate:
		s.noteStay(w, w.activity.cur.SID, at)
	case WorkerDeleted:
		s.noteStay(w, ActivitySID{}, at)
	}
}

// noteReservation notes for its worker what happened to a reservation.
func (s *statistics) noteReservation(ev EventType, r *reservation, at instant) {
	if what, ok := happeningOf(ev); ok {
		w := r.worker
		w.figures.turn = s.turns.add(at, w.sid, w.figures.turn, newTurn(r.task.channel, what))
	}
}

// lasts reports whether the stay that began with an entry went on when the last
// one was made.
func (s *stay) lasts(last uint64) bool { return !s.to.IsZero() && (s.next == 0 || s.next > last) }

// noteStay ends a worker's stay in an activity. Setting the same one again ends
// it too, as it does for the worker's DateStatusChanged (chosen).
func (s *statistics) noteStay(w *worker, to ActivitySID, at instant) {
	s.keepWorker(w)
	f := &w.figures
	if f.stay > s.stays.dropped {
		s.stays.entry(f.stay).about.next = s.stays.last + 1
	}
	f.stay = s.stays.add(at, w.sid, f.stay, stay{from: f.activity, to: to, since: f.since})
	f.activity, f.since = to, at
}
