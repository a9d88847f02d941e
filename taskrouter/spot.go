package taskrouter

import "slices"

// spot is a place in the order of who has gone longest without a task (routing.md
// §3.2), in one word that is cheap to keep and to compare: the turn of a worker's
// last reservation, zero for none, and below it his number. Both are in order, turns
// by time and numbers by creation.
type spot uint64

const (
	numberBits = 28

	foremost = spot(0)         // before everybody
	nobody   = spot(1<<64 - 1) // behind everybody: nobody is there
)

// spotAt is a worker's place when his last reservation was at that turn.
func (w *worker) spotAt(turn uint64) spot { return spot(turn<<numberBits | w.number) }

// turns counts the instants at which somebody was reserved, and workers. When a
// spot has no room for one more, those that are in use are counted anew.
type turns struct {
	at      instant // of the last turn
	made    uint64  // turns
	workers uint64  // numbers
	most    struct{ made, workers uint64 }
}

// A spot has room for twice as many turns: those of one Apply, however many, fit in
// before it is looked at again.
const (
	mostTurns   = 1 << (63 - numberBits)
	mostNumbers = 1<<numberBits - 2
)

func newTurns() turns {
	t := turns{}
	t.most.made, t.most.workers = mostTurns, mostNumbers
	return t
}

// next returns the turn of an instant, which is the last one or later.
func (t *turns) next(now instant) uint64 {
	if t.made == 0 || t.at != now {
		t.at = now
		t.made++
	}
	return t.made
}

// number returns a new worker's.
func (t *turns) number() uint64 {
	t.workers++
	return t.workers
}

// isFull reports whether there may be no room for one more.
func (t *turns) isFull() bool { return t.made >= t.most.made || t.workers >= t.most.workers }

// countAnew counts turns and workers anew, in the same order. It is called when
// nothing is being routed: at most every few hundred million workers or some ten
// thousand million reservations. Places become no greater by it, so that lineups
// follow as they do when somebody comes back.
func (e *Engine) countAnew() {
	t := &e.turns
	var used []uint64
	for w := range e.workers.all() {
		e.close(w)
		used = append(used, w.turn)
		for i := range w.channels {
			used = append(used, w.channels[i].turn)
		}
	}
	slices.Sort(used)
	used = slices.Compact(used)
	again := func(turn uint64) uint64 {
		if turn == 0 {
			return 0
		}
		i, _ := slices.BinarySearch(used, turn)
		return uint64(i + 1)
	}
	if again(t.made) > uint64(len(used)) {
		t.at = never // nobody has the last turn any more: the next one is another, whenever it is
	}
	t.made, t.workers = uint64(len(used)), 0
	for w := range e.workers.all() {
		w.number = t.number()
		w.turn = again(w.turn)
		for i := range w.channels {
			w.channels[i].turn = again(w.channels[i].turn)
		}
		e.place(w)
	}
}
