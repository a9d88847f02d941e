package taskrouter

import "iter"

// table keeps the records of one kind: found by SID, listed in order of
// creation. A removed record leaves a gap in the list until half of it is gaps.
type table[K comparable, R any] struct {
	byKey map[K]*R
	list  []entry[K, R]
}

type entry[K comparable, R any] struct {
	key K
	rec *R
}

func newTable[K comparable, R any]() table[K, R] {
	return table[K, R]{byKey: map[K]*R{}}
}

func (t *table[K, R]) len() int { return len(t.byKey) }

func (t *table[K, R]) get(key K) *R { return t.byKey[key] }

func (t *table[K, R]) add(key K, rec *R) {
	t.byKey[key] = rec
	t.list = append(t.list, entry[K, R]{key, rec})
}

func (t *table[K, R]) remove(key K) {
	delete(t.byKey, key)
	if len(t.list) < 16 || len(t.byKey) > len(t.list)/2 {
		return
	}
	kept := make([]entry[K, R], 0, 2*len(t.byKey))
	for _, e := range t.list {
		if t.byKey[e.key] == e.rec {
			kept = append(kept, e)
		}
	}
	t.list = kept
}

// all yields the records in order of creation. A key that was removed and added
// again counts from when it came back. Records may be added and removed between
// two yields: what was there when the iteration began, and still is, comes. The
// runner's pages rely on it.
func (t *table[K, R]) all() iter.Seq[*R] {
	return func(yield func(*R) bool) {
		for _, e := range t.list {
			if t.byKey[e.key] == e.rec && !yield(e.rec) {
				return
			}
		}
	}
}
