package taskrouter

import "iter"

// list is records in order of creation, linked through themselves: one is added
// at the end and taken out anywhere without a search.
type list[R any, P listed[R]] struct{ oldest, newest *R }

// links is a record's place in its list.
type links[R any] struct {
	older, newer *R
	gone         bool // out of the list
}

func (l *links[R]) linked() *links[R] { return l }

// listed is a pointer to a record that has links in it.
type listed[R any] interface {
	*R
	linked() *links[R]
}

func (l *list[R, P]) add(rec *R) {
	if l.newest == nil {
		l.oldest = rec
	} else {
		P(l.newest).linked().newer = rec
		P(rec).linked().older = l.newest
	}
	l.newest = rec
}

// remove takes a record out. Its own links to its neighbors stay, so that an
// iteration that has come to it goes on: the runner lets commands in between two
// pages.
func (l *list[R, P]) remove(rec *R) {
	at := P(rec).linked()
	if at.older == nil {
		l.oldest = at.newer
	} else {
		P(at.older).linked().newer = at.newer
	}
	if at.newer == nil {
		l.newest = at.older
	} else {
		P(at.newer).linked().older = at.older
	}
	at.gone = true
}

// all yields the records in order of creation. Records may be added and removed
// between two yields: what was there when the iteration began, and still is,
// comes. The runner's pages rely on it.
func (l *list[R, P]) all() iter.Seq[*R] {
	return func(yield func(*R) bool) { forward[R, P](l.oldest, yield) }
}

// after yields the records behind one of them as all does, whatever becomes of
// that one meanwhile.
func (l *list[R, P]) after(rec *R) iter.Seq[*R] {
	return func(yield func(*R) bool) { forward[R, P](P(rec).linked().newer, yield) }
}

// forward yields the records from one of them on.
func forward[R any, P listed[R]](rec *R, yield func(*R) bool) {
	for ; rec != nil; rec = P(rec).linked().newer {
		if !P(rec).linked().gone && !yield(rec) {
			return
		}
	}
}

// before yields the records before one of them, newest first, whatever becomes of
// that one meanwhile: what was there when the iteration began, and still is, comes.
func (l *list[R, P]) before(rec *R) iter.Seq[*R] {
	return func(yield func(*R) bool) {
		for rec := P(rec).linked().older; rec != nil; rec = P(rec).linked().older {
			if !P(rec).linked().gone && !yield(rec) {
				return
			}
		}
	}
}
