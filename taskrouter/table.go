package taskrouter

import "github.com/goacd/acd/internal/sid"

// table keeps the records of one kind: found by SID, listed in order of
// creation. A key that was removed and added again counts from when it came back.
type table[K sid.Kind, R any, P listed[R]] struct {
	list[R, P]
	numbered[K, R]
}

func newTable[K sid.Kind, R any, P listed[R]](source sid.Source) table[K, R, P] {
	return table[K, R, P]{numbered: newNumbered[K, R](source)}
}

func (t *table[K, R, P]) add(key sid.SID[K], rec *R) {
	t.numbered.add(key, rec)
	t.list.add(rec)
}

func (t *table[K, R, P]) remove(key sid.SID[K]) {
	t.list.remove(t.numbered.remove(key))
}

// clear removes all records. What was made counts on.
func (t *table[K, R, P]) clear() {
	for t.oldest != nil {
		t.list.remove(t.oldest)
	}
	t.numbered = numbered[K, R]{source: t.source, made: t.made, latest: t.latest}
}
