package taskrouter

import "iter"

// list is records in order of creation, linked through themselves: one is added
// at the end and taken out anywhere without a search.
type list[R any, P listed[R]] struct {
	oldest, newest *R
	walks          int // ranges that are going on
}

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

// remove takes a record out. While a range goes on its own links to its neighbors
// stay, so that a range that has come to it finds on: the runner lets commands in
// between two entries. Otherwise they go: whoever still points to a record that is
// gone must not hold all that were removed after it.
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
	if l.walks == 0 {
		at.older, at.newer = nil, nil
	}
}

// all yields the records in order of creation. Records may be added and removed
// between two yields: what was there when the iteration began, and still is,
// comes. The runner's pages rely on it.
func (l *list[R, P]) all() iter.Seq[*R] {
	return func(yield func(*R) bool) { l.forward(l.oldest, yield) }
}

// after yields the records behind one of them as all does, whatever becomes of
// that one while the range goes on.
func (l *list[R, P]) after(rec *R) iter.Seq[*R] {
	return func(yield func(*R) bool) { l.forward(P(rec).linked().newer, yield) }
}

// forward yields the records from one of them on.
func (l *list[R, P]) forward(rec *R, yield func(*R) bool) {
	l.walks++
	defer func() { l.walks-- }()
	for ; rec != nil; rec = P(rec).linked().newer {
		if !P(rec).linked().gone && !yield(rec) {
			return
		}
	}
}

// before yields the records before one of them, newest first, whatever becomes of
// that one while the range goes on: what was there when it began, and still is,
// comes.
func (l *list[R, P]) before(rec *R) iter.Seq[*R] {
	return func(yield func(*R) bool) {
		l.walks++
		defer func() { l.walks-- }()
		for rec := P(rec).linked().older; rec != nil; rec = P(rec).linked().older {
			if !P(rec).linked().gone && !yield(rec) {
				return
			}
		}
	}
}
