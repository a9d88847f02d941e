package taskrouter

import "iter"

// table keeps the records of one kind: found by SID, listed in order of
// creation. Adding and removing cost the same however many there are.
type table[K comparable, R any, P listed[R]] struct {
	byKey          map[K]*R
	oldest, newest *R
}

// links is a record's place in the list of its table.
type links[R any] struct {
	older, newer *R
	gone         bool // out of the table
}

func (l *links[R]) linked() *links[R] { return l }

// listed is a pointer to a record that has links in it.
type listed[R any] interface {
	*R
	linked() *links[R]
}

func newTable[K comparable, R any, P listed[R]]() table[K, R, P] {
	return table[K, R, P]{byKey: map[K]*R{}}
}

func (t *table[K, R, P]) len() int { return len(t.byKey) }

func (t *table[K, R, P]) get(key K) *R { return t.byKey[key] }

func (t *table[K, R, P]) add(key K, rec *R) {
	t.byKey[key] = rec
	if t.newest == nil {
		t.oldest = rec
	} else {
		P(t.newest).linked().newer = rec
		P(rec).linked().older = t.newest
	}
	t.newest = rec
}

// remove takes a record out. Its own link to the newer ones stays, so that an
// iteration that has come to it goes on.
func (t *table[K, R, P]) remove(key K) {
	rec := t.byKey[key]
	delete(t.byKey, key)
	l := P(rec).linked()
	if l.older == nil {
		t.oldest = l.newer
	} else {
		P(l.older).linked().newer = l.newer
	}
	if l.newer == nil {
		t.newest = l.older
	} else {
		P(l.newer).linked().older = l.older
	}
	l.older, l.gone = nil, true
}

// clear removes all records.
func (t *table[K, R, P]) clear() {
	for key := range t.byKey {
		t.remove(key)
	}
}

// all yields the records in order of creation. A key that was removed and added
// again counts from when it came back. Records may be added and removed between
// two yields: what was there when the iteration began, and still is, comes. The
// runner's pages rely on it.
func (t *table[K, R, P]) all() iter.Seq[*R] {
	return func(yield func(*R) bool) {
		for rec := t.oldest; rec != nil; rec = P(rec).linked().newer {
			if !P(rec).linked().gone && !yield(rec) {
				return
			}
		}
	}
}

// after yields the records behind one of them as all does, whatever becomes of
// that one meanwhile.
func (t *table[K, R, P]) after(rec *R) iter.Seq[*R] {
	return func(yield func(*R) bool) {
		for rec := P(rec).linked().newer; rec != nil; rec = P(rec).linked().newer {
			if !P(rec).linked().gone && !yield(rec) {
				return
			}
		}
	}
}
