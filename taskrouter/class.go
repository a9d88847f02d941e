package taskrouter

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// class is all workers who belong to the same queues. A worker who becomes idle
// or busy is put in order once, however many queues he is in.
type class struct {
	pools  []pool
	only   [1]pool      // where pools begins: most classes have no other
	number uint32       // in classes.list
	queues []*taskQueue // in order of creation
	places []uint32     // in the classes of each of them

	rankings []*ranking // of its queues
	members  int
	at       headcount // of the members
	key      string
}

// classes is all classes of a workspace. A class has a number as long as it has
// members, by which it is named where many of them are looked at.
type classes struct {
	byKey  map[string]*class
	list   []*class  // by number; nil for a free one
	free   []uint32  // numbers
	fronts [][]front // by a channel's slot, then by the class's number; nil where nobody asked
}

// berth is a class in the list of a queue: which class, and which of its queues
// this one is.
type berth struct{ class, queue uint32 }

func (c *class) find(q *taskQueue) (int, bool) {
	return slices.BinarySearchFunc(c.queues, q, compareQueues)
}

func compareQueues(a, b *taskQueue) int { return cmp.Compare(a.sequence, b.sequence) }

func (c *class) has(q *taskQueue) bool {
	_, ok := c.find(q)
	return ok
}

// pool returns the pool of a mask, made when it is missing, from one that has
// become empty if there is one. It is valid until another one is made.
func (c *class) pool(mask uint32) *pool {
	var empty *pool
	for i := range c.pools {
		p := &c.pools[i]
		if p.mask == mask {
			return p
		}
		if p.len() == 0 {
			empty = p
		}
	}
	if empty == nil {
		if c.pools = append(c.pools, pool{}); len(c.pools) > len(c.only) {
			c.only[0] = pool{} // the list has moved
		}
		empty = &c.pools[len(c.pools)-1]
	}
	empty.mask = mask
	return empty
}

// first returns the longest idle member who is open on a channel; where there is
// none, he has no worker and is at nobody's spot.
func (c *class) first(slot int) idler {
	first := idler{spot: nobody}
	for i := range c.pools {
		p := &c.pools[i]
		if p.mask&(1<<slot) == 0 {
			continue
		}
		if x := p.first(); x.worker != nil && x.spot < first.spot {
			first = x
		}
	}
	return first
}

// classesOf yields the classes of the workers who belong to a queue, in no
// particular order.
func (e *Engine) classesOf(q *taskQueue) func(yield func(*class) bool) {
	return func(yield func(*class) bool) {
		for _, b := range q.classes {
			if !yield(e.classes.list[b.class]) {
				return
			}
		}
	}
}

// join puts a worker into the class of exactly these queues, which are in order
// of creation.
func (e *Engine) join(w *worker, queues []*taskQueue) {
	key := e.routing.key[:0]
	for _, q := range queues {
		key = binary.AppendUvarint(key, q.sequence)
	}
	e.routing.key = key
	c := e.classes.byKey[string(key)]
	if c == nil {
		c = e.addClass(string(key), queues)
	}
	w.class = c
	c.members++
	e.countHead(w, 1)
	e.reopen(w)
	e.freed(w)
}

// addClass makes a class that has no members yet.
func (e *Engine) addClass(key string, queues []*taskQueue) *class {
	x := &e.classes
	c := &class{key: key, queues: slices.Clone(queues), places: make([]uint32, len(queues))}
	c.pools = c.only[:0]
	if last := len(x.free) - 1; last >= 0 {
		c.number = x.free[last]
		x.free = x.free[:last]
		x.list[c.number] = c
	} else {
		c.number = uint32(len(x.list))
		x.list = append(x.list, c)
		for slot, fronts := range x.fronts {
			if fronts != nil {
				x.fronts[slot] = append(fronts, front{})
			}
		}
	}
	for _, fronts := range x.fronts {
		if fronts != nil {
			fronts[c.number] = front{nobody, nobody}
		}
	}
	x.byKey[key] = c
	for i, q := range c.queues {
		c.rankings = append(c.rankings, q.rankings...)
		c.places[i] = uint32(len(q.classes))
		q.classes = append(q.classes, berth{c.number, uint32(i)})
		for slot := range q.lineups {
			if l := &q.lineups[slot]; l.made {
				l.add(c.number)
			}
		}
	}
	return c
}

// removeClass takes out a class that has no members any more.
func (e *Engine) removeClass(c *class) {
	x := &e.classes
	delete(x.byKey, c.key)
	x.list[c.number] = nil
	x.free = append(x.free, c.number)
	for i, q := range c.queues {
		place, last := c.places[i], len(q.classes)-1
		if moved := q.classes[last]; moved.class != c.number {
			q.classes[place] = moved
			x.list[moved.class].places[moved.queue] = place
		}
		q.classes = q.classes[:last]
		for slot := range q.lineups {
			if l := &q.lineups[slot]; l.made {
				l.remove(place)
			}
		}
	}
}

// part takes a worker out of his class, which goes when he was the last.
func (e *Engine) part(w *worker) {
	e.stats.keepWorker(w)
	e.close(w)
	e.countHead(w, -1)
	c := w.class
	w.class = nil
	if c.members--; c.members == 0 {
		e.removeClass(c)
	}
}

// countHead adds a worker to the numbers of who is in which activity, or takes him
// away.
func (e *Engine) countHead(w *worker, by int) {
	e.staff.add(w.activity, by)
	w.class.at.add(w.activity, by)
	for _, q := range w.class.queues {
		q.staff.add(w.activity, by)
	}
	if w.activity.cur.Available {
		e.routing.available += by
	}
}

// reopen notes a worker whose open channels may have changed, or his place among
// the idle; see settle. What he could not be offered before, he may be now: who
// calls it after something was freed also calls freed.
func (e *Engine) reopen(w *worker) {
	if !w.unsettled {
		w.unsettled = true
		e.routing.unsettled = append(e.routing.unsettled, w)
	}
}

// settle puts the workers that were noted where they belong, once for all that has
// happened to them: before somebody is looked for, and when an Apply is through.
func (e *Engine) settle() {
	list := e.routing.unsettled
	for i, w := range list {
		if list[i], w.unsettled = nil, false; w.class != nil { // not deleted meanwhile
			e.place(w)
		}
	}
	e.routing.unsettled = list[:0]
}

// place puts a worker where he belongs by the channels on which he can be offered
// a task now, and by what he was offered last.
func (e *Engine) place(w *worker) {
	e.unrank(w)
	e.pool(w)
	e.rank(w)
}

// pool puts a worker into the pool of the channels on which he is open.
func (e *Engine) pool(w *worker) {
	mask, before := e.openChannels(w), w.mask
	if mask == before && (mask == 0 || w.idling == w.idler()) {
		return
	}
	if before != 0 {
		w.class.pool(before).remove(w.idling)
	}
	if w.mask = mask; mask != 0 {
		w.idling = w.idler()
		w.class.pool(mask).add(w.idling)
	}
	e.refront(w.class, mask|before)
}

// close takes a worker out of his pool.
func (e *Engine) close(w *worker) {
	if before := w.mask; before != 0 {
		e.unrank(w)
		w.class.pool(before).remove(w.idling)
		w.mask = 0
		e.refront(w.class, before)
	}
}
