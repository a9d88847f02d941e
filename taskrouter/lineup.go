package taskrouter

import (
	"iter"
	"slices"
)

// lineup finds the class of a queue in which the longest idle worker is, for one
// channel. It knows a spot of each class: the class's longest idle worker who is
// open on the channel does not stand before it, but may stand behind it. Two lists
// have the classes in the order of these spots.
//
// A spot may be out of date on one side only, so that a worker who becomes busy
// costs the queues he is in nothing: his class's spots are put right when somebody
// comes upon them, see [lineup.first] and [Engine.byIdleness]. Mostly he was reserved
// lately then, and his new place is at the end of the line or near it. Where it is
// not, many would have to make room for him; so a few gather in a list of their own,
// and join the line together. BenchmarkLineup has it beside an ordered set.
type lineup struct {
	made  bool       // somebody asked for it
	known []whose    // by the class's place in the queue
	line  []standing // in order, from gone on
	gone  int
	late  []standing // in order too
}

// whose is a class and its spot, which is nobody's if the class is in neither list.
type whose struct {
	spot
	class uint32
}

// standing is a class in a list, by its place in the queue. It does not count when
// the class is known to have another spot; when it has come back to one, it may stand
// there twice.
type standing struct {
	spot
	place uint32
}

func (x standing) before(y standing) bool {
	return x.spot < y.spot || x.spot == y.spot && x.place < y.place
}

func compareStandings(x, y standing) int {
	switch {
	case x.before(y):
		return -1
	case y.before(x):
		return 1
	}
	return 0
}

// put adds a class that has just got this spot to the lists.
func (l *lineup) put(x standing) {
	if x.spot == nobody {
		return
	}
	i, _ := slices.BinarySearchFunc(l.late, x, compareStandings)
	l.late = slices.Insert(l.late, i, x)
	if n := len(l.late); n*n > lineupLate*(len(l.line)-l.gone) {
		l.merge(l.late)
		l.late = l.late[:0]
	}
}

// putAll adds classes that have just got these spots. Where they are enough to join
// the line at once, they are put in order and do.
func (l *lineup) putAll(list []standing) {
	if len(list)*len(list) > len(l.line)-l.gone {
		list = slices.DeleteFunc(list, func(x standing) bool { return x.spot == nobody })
		slices.SortFunc(list, compareStandings)
		l.merge(list)
		return
	}
	for _, x := range list {
		l.put(x)
	}
}

const (
	// lineupRest is how many that do not count any more may be in a short line before
	// it is made anew.
	lineupRest = 64
	// lineupLate is how many times the square of those who are late may be what is in
	// line: the more, the dearer is it to put one among them, and the less often do
	// all in line make room.
	lineupLate = 8
)

// merge brings those of a list, which is in order, into line.
func (l *lineup) merge(list []standing) {
	if len(l.line)-l.gone+len(list) > 2*len(l.known)+lineupRest {
		l.renew()
		return
	}
	if len(l.line)+len(list) > cap(l.line) && 2*l.gone >= len(l.line) {
		l.line, l.gone = l.line[:copy(l.line, l.line[l.gone:])], 0
	}
	i, n, line := len(l.line)-1, len(list), append(l.line, list...)
	for at := len(line) - 1; n > 0; at-- {
		if x := list[n-1]; i < l.gone || !x.before(line[i]) {
			line[at] = x
			n--
		} else {
			line[at] = line[i]
			i--
		}
	}
	l.line = line
}

// renew makes the lists from what is known.
func (l *lineup) renew() {
	l.line, l.late, l.gone = slices.Grow(l.line[:0], len(l.known)), l.late[:0], 0
	for i, k := range l.known {
		if k.spot != nobody {
			l.line = append(l.line, standing{k.spot, uint32(i)})
		}
	}
	slices.SortFunc(l.line, compareStandings)
}

// lower moves the class at a place forward, if s lies before its spot.
func (l *lineup) lower(place uint32, s spot) {
	if s < l.known[place].spot {
		l.known[place].spot = s
		l.put(standing{s, place})
	}
}

// add appends a class in which nobody is idle yet.
func (l *lineup) add(class uint32) {
	l.known = append(l.known, whose{nobody, class})
}

// remove takes the class at a place out, and puts the last one there.
func (l *lineup) remove(place uint32) {
	last := len(l.known) - 1
	moved := l.known[last]
	l.known = l.known[:last]
	switch {
	case last == 0:
		*l = lineup{made: true}
	case int(place) < last:
		l.known[place] = moved
		l.put(standing{moved.spot, place})
	}
}

// counts reports whether a class stands where it is known to.
func (l *lineup) counts(x standing) bool {
	return int(x.place) < len(l.known) && l.known[x.place].spot == x.spot
}

// first returns the class whose longest idle worker has gone longest without a task,
// or false when nobody is idle. Spots it comes upon that are out of date it puts
// right: each is so since a worker was reserved or a class joined the queue, and only
// once. The room is for those.
func (l *lineup) first(fronts []front, room *[]standing) (class uint32, ok bool) {
	stale, best := (*room)[:0], whose{spot: nobody}
	ahead := cursor{l.line[l.gone:], l.late}
	for {
		x := ahead.peek()
		if x.spot >= best.spot {
			break
		}
		if l.counts(x) {
			k := &l.known[x.place]
			if fronts[k.class].head == x.spot {
				best = *k
				break
			}
			l.correct(&x, fronts)
			if x.spot < best.spot {
				best = *k
			}
			stale = append(stale, x)
		}
		ahead.pass()
	}
	l.gone = len(l.line) - len(ahead.line)
	l.late = slices.Delete(l.late, 0, len(l.late)-len(ahead.late))
	l.putAll(stale)
	*room = stale
	return best.class, best.spot != nobody
}

// correct moves a class to the spot that it has now. It is to be put into the lists
// there.
func (l *lineup) correct(x *standing, fronts []front) {
	k := &l.known[x.place]
	f := &fronts[k.class]
	k.spot, f.raised, x.spot = f.head, f.head, f.head
}

// correctAll moves classes that somebody came upon on a walk to the spots that they
// have now. The last one of the walk is where it ended.
func (l *lineup) correctAll(stale []standing, last standing, fronts []front) {
	for i := range stale {
		l.correct(&stale[i], fronts)
	}
	l.drop(last)
	l.putAll(stale)
}

// all yields the classes by their spots. The lists must not change meanwhile.
func (l *lineup) all() iter.Seq[standing] {
	return func(yield func(standing) bool) {
		ahead, last := cursor{l.line[l.gone:], l.late}, standing{spot: nobody}
		for x := ahead.peek(); x.spot != nobody; x = ahead.peek() {
			ahead.pass()
			if x == last || !l.counts(x) {
				continue
			}
			if last = x; !yield(x) {
				return
			}
		}
	}
}

// cursor is what is ahead in the two lists.
type cursor struct{ line, late []standing }

func (c *cursor) inLine() bool {
	return len(c.late) == 0 || len(c.line) > 0 && !c.late[0].before(c.line[0])
}

// peek returns the next one, who stands at nobody's spot behind the last.
func (c *cursor) peek() standing {
	switch {
	case len(c.line)+len(c.late) == 0:
		return standing{spot: nobody}
	case c.inLine():
		return c.line[0]
	}
	return c.late[0]
}

// pass goes past the next one, who must be there.
func (c *cursor) pass() {
	if c.inLine() {
		c.line = c.line[1:]
	} else {
		c.late = c.late[1:]
	}
}

// drop takes out those up to a standing, this one included, that do not count any
// more, so that nobody comes upon them again.
func (l *lineup) drop(last standing) {
	end := l.gone
	for end < len(l.line) && !last.before(l.line[end]) {
		end++
	}
	kept := end
	for i := end - 1; i >= l.gone; i-- {
		if x := l.line[i]; l.counts(x) && (kept == end || x != l.line[kept]) {
			kept--
			l.line[kept] = x
		}
	}
	l.gone = kept
	l.late = slices.DeleteFunc(l.late, func(x standing) bool { return !last.before(x) && !l.counts(x) })
}

// front is what the lineups of a class's queues rest on, for one channel.
type front struct {
	head   spot // of the longest idle member who is open on the channel; or nobody
	raised spot // no lineup has a spot of the class behind this one, which is not behind head
}

// demand returns the lineup of a queue for a channel's slot, made when it is
// missing: channels on which no task was ever looked for cost nothing.
func (e *Engine) demand(q *taskQueue, slot int) *lineup {
	if slot < len(q.lineups) && q.lineups[slot].made {
		return &q.lineups[slot]
	}
	for len(q.lineups) <= slot {
		q.lineups = append(q.lineups, lineup{})
	}
	l, fronts := &q.lineups[slot], e.frontsOf(slot)
	l.made, l.known = true, make([]whose, len(q.classes))
	for i, b := range q.classes {
		f := &fronts[b.class]
		f.raised = f.head
		l.known[i] = whose{f.head, b.class}
	}
	l.renew()
	return l
}

// frontsOf returns the fronts of all classes for a channel's slot.
func (e *Engine) frontsOf(slot int) []front {
	x := &e.classes
	if slot < len(x.fronts) && x.fronts[slot] != nil {
		return x.fronts[slot]
	}
	fronts := make([]front, len(x.list))
	for i, c := range x.list {
		fronts[i] = front{nobody, foremost}
		if c != nil {
			fronts[i].head = c.first(slot).spot
		}
	}
	for len(x.fronts) <= slot {
		x.fronts = append(x.fronts, nil)
	}
	x.fronts[slot] = fronts
	return fronts
}

// longestIdle returns the class of a queue whose longest idle worker open on a
// channel has gone longest without a task, or nil when nobody is open.
func (e *Engine) longestIdle(q *taskQueue, slot int) *class {
	l, fronts := e.demand(q, slot), e.classes.fronts[slot]
	if len(l.known) == 1 { // there is nothing to put in order
		if c := l.known[0].class; fronts[c].head != nobody {
			return e.classes.list[c]
		}
		return nil
	}
	if c, ok := l.first(fronts, &e.routing.stale); ok {
		return e.classes.list[c]
	}
	return nil
}

// refront follows a change in the pools of a class on the channels of a mask.
func (e *Engine) refront(c *class, mask uint32) {
	for slot, fronts := range e.classes.fronts {
		if fronts == nil || mask&(1<<slot) == 0 {
			continue
		}
		f := &fronts[c.number]
		f.head = c.first(slot).spot
		if f.head >= f.raised {
			continue
		}
		f.raised = f.head
		for i, q := range c.queues {
			if slot < len(q.lineups) && q.lineups[slot].made {
				q.lineups[slot].lower(c.places[i], f.head)
			}
		}
	}
}
