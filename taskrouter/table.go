package taskrouter

// table keeps the records of one kind: found by SID, listed in order of
// creation. A key that was removed and added again counts from when it came back.
type table[K comparable, R any, P listed[R]] struct {
	list[R, P]
	byKey map[K]*R
}

func newTable[K comparable, R any, P listed[R]]() table[K, R, P] {
	return table[K, R, P]{byKey: map[K]*R{}}
}

func (t *table[K, R, P]) len() int { return len(t.byKey) }

func (t *table[K, R, P]) get(key K) *R { return t.byKey[key] }

func (t *table[K, R, P]) add(key K, rec *R) {
	t.byKey[key] = rec
	t.list.add(rec)
}

func (t *table[K, R, P]) remove(key K) {
	t.list.remove(t.byKey[key])
	delete(t.byKey, key)
}

// clear removes all records.
func (t *table[K, R, P]) clear() {
	for key := range t.byKey {
		t.remove(key)
	}
}
