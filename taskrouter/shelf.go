package taskrouter

// shelf keeps records that were removed until the next one of their kind is made:
// where tasks come and go, a life allocates nothing. A record is put there when
// nothing refers to it any more: its Apply is through, and no listing goes on that
// could have come to it.
type shelf[R any] struct{ free []*R }

// mostShelved is how many records a shelf keeps.
const mostShelved = 1024

// take returns a record in its zero state.
func (s *shelf[R]) take() *R {
	last := len(s.free) - 1
	if last < 0 {
		return new(R)
	}
	rec := s.free[last]
	s.free[last] = nil
	s.free = s.free[:last]
	return rec
}

// isFull reports whether there is no room for another record.
func (s *shelf[R]) isFull() bool { return len(s.free) == mostShelved }

// put clears a record and keeps it, if there is room.
func (s *shelf[R]) put(rec *R) {
	if !s.isFull() {
		var zero R
		*rec = zero
		s.free = append(s.free, rec)
	}
}

// shelve puts away what this Apply has removed.
func (e *Engine) shelve() {
	for i, t := range e.removed {
		e.removed[i] = nil
		if e.tasks.walks > 0 || e.shelves.tasks.isFull() {
			continue
		}
		for _, r := range t.reservations {
			if r.worker.history.walks == 0 {
				e.shelves.reservations.put(r)
			}
		}
		e.shelves.tasks.put(t)
	}
	e.removed = e.removed[:0]
}
