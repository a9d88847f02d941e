package taskrouter

// reservationList is the reservations of a worker in order of creation, linked
// through themselves: one is added at the end and taken out anywhere without a
// search.
type reservationList struct{ oldest, newest *reservation }

func (l *reservationList) add(r *reservation) {
	if r.older = l.newest; r.older == nil {
		l.oldest = r
	} else {
		r.older.newer = r
	}
	l.newest = r
}

// remove takes r out. Its own link to the newer ones stays, so that an iteration
// that has come to it goes on: the runner lets commands in between two pages.
func (l *reservationList) remove(r *reservation) {
	if r.older == nil {
		l.oldest = r.newer
	} else {
		r.older.newer = r.newer
	}
	if r.newer == nil {
		l.newest = r.older
	} else {
		r.newer.older = r.older
	}
	r.older = nil
}
