package taskrouter

import "iter"

// trail is the last entries of a log about workers. Entries are numbered from 1
// without gaps; each names the one before it of the same worker, so that one
// worker's can be followed without looking at the others'. They lie in chunks:
// a log that grows at one end and is forgotten at the other copies nothing. A copy
// of the trail is its entries at that moment, for an [inquiry] to go through.
type trail[T any] struct {
	chunks  [][]entryOf[T]
	spare   []entryOf[T] // the chunk that was forgotten last, to be used again
	passed  uint64       // entries in the chunks before the first: the number before its first entry
	dropped uint64       // the number of the last entry that is gone, passed or later
	last    uint64       // the number of the newest entry
	first   instant      // of the oldest entry, if there is one
	from    instant      // the first instant of which everything is kept
}

// trailChunk is how many entries are made at a time.
const trailChunk = 128

// entryOf is one thing about a worker. It has no pointers: millions are kept,
// and the collector passes over them.
type entryOf[T any] struct {
	at     instant
	worker WorkerSID
	before uint64 // the worker's last entry before this one; 0 for none
	about  T
}

func (t *trail[T]) len() int { return int(t.last - t.dropped) }

// add appends an entry and returns its number.
func (t *trail[T]) add(at instant, w WorkerSID, before uint64, about T) uint64 {
	if t.len() == 0 {
		t.first = at
	}
	if (t.last-t.passed)%trailChunk == 0 {
		t.grow()
	}
	chunk := &t.chunks[len(t.chunks)-1]
	*chunk = append(*chunk, entryOf[T]{at, w, before, about})
	t.last++
	return t.last
}

func (t *trail[T]) grow() {
	chunk := t.spare
	if t.spare = nil; chunk == nil {
		chunk = make([]entryOf[T], 0, trailChunk)
	}
	t.chunks = append(t.chunks, chunk)
}

// entry returns an entry that is kept.
func (t *trail[T]) entry(number uint64) *entryOf[T] {
	i := number - t.passed - 1
	return &t.chunks[i/trailChunk][i%trailChunk]
}

// trim forgets entries before the instant oldest, and the first of more than
// most. What is read stays as it is for whoever has a copy of the trail.
func (t *trail[T]) trim(most int, oldest instant, isRead bool) {
	for t.last > t.dropped && (t.first < oldest || t.len() > most) {
		t.from = max(t.from, t.first+1)
		t.dropped++
		if t.dropped-t.passed == trailChunk {
			if !isRead {
				t.spare = t.chunks[0][:0]
				t.chunks[0] = nil
			}
			t.chunks = t.chunks[1:]
			t.passed = t.dropped
		}
		if t.last > t.dropped {
			t.first = t.entry(t.dropped + 1).at
		}
	}
}

// back yields all entries from the newest to the oldest.
func (t *trail[T]) back() iter.Seq[*entryOf[T]] {
	return func(yield func(*entryOf[T]) bool) {
		for number := t.last; number > t.dropped && yield(t.entry(number)); number-- {
		}
	}
}

// backFrom yields an entry and those of the same worker before it.
func (t *trail[T]) backFrom(number uint64) iter.Seq[*entryOf[T]] {
	return func(yield func(*entryOf[T]) bool) {
		for number > t.dropped {
			x := t.entry(number)
			if !yield(x) {
				return
			}
			number = x.before
		}
	}
}
