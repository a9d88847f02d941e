package taskrouter

import "iter"

// longestIdle returns the longest idle member who is open on a channel; there is
// one.
func (c *class) longestIdle(slot int) *worker {
	var first idler
	for _, p := range c.pools {
		if p.mask&(1<<slot) == 0 {
			continue
		}
		if x, ok := p.idle.Min(); ok && (first.worker == nil || x.spot < first.spot) {
			first = x
		}
	}
	return first.worker
}

// byIdleness yields a queue's workers who are open on a channel, who has gone
// longest without a task first. It goes no further into the lineup and the pools
// than it is followed. Nobody may be reserved or freed meanwhile.
func (e *Engine) byIdleness(q *taskQueue, slot int) iter.Seq[*worker] {
	return func(yield func(*worker) bool) {
		l := e.demand(q, slot)
		ahead := e.routing.ahead[:0]
		top := len(l.peaks)
		for i, p := range l.peaks[top-1] {
			ahead.push(mark{spot: p.spot, level: top, index: i})
		}
		for len(ahead) > 0 && ahead[0].spot != nobody && e.follow(q, slot, &ahead, yield) {
		}
		clear(ahead)
		e.routing.ahead = ahead[:0]
	}
}

// mark is something to be looked at when its turn comes: workers of a pool from
// a spot on, or what lies below an index of a lineup.
type mark struct {
	spot
	pool         *pool
	level, index int // of a peak, counted from one; 0 for a spot
}

// follow takes the first of the marks off, and puts what lies below it back, or
// yields those of its workers who go before all other marks. It reports whether
// to go on.
func (e *Engine) follow(q *taskQueue, slot int, ahead *marks, yield func(*worker) bool) bool {
	m := ahead.pop()
	l := q.lineups[slot]
	switch {
	case m.pool != nil:
		return m.pool.yield(m.spot, ahead, yield)
	case m.level > 1:
		below := l.peaks[m.level-2]
		for i := m.index * lineupFan; i < min((m.index+1)*lineupFan, len(below)); i++ {
			ahead.push(mark{spot: below[i].spot, level: m.level - 1, index: i})
		}
		return true
	case m.level == 1:
		for i := m.index * lineupFan; i < min((m.index+1)*lineupFan, len(l.spots)); i++ {
			ahead.push(mark{spot: l.spots[i], index: i})
		}
		return true
	}
	b := q.classes[m.index]
	f := &e.classes.fronts[slot][b.class]
	if f.head != m.spot {
		f.raised = f.head
		l.set(m.index, f.head)
	}
	for _, p := range e.classes.list[b.class].pools {
		if x, ok := p.idle.Min(); ok && p.mask&(1<<slot) != 0 {
			ahead.push(mark{spot: x.spot, pool: p})
		}
	}
	return true
}

// yield yields the workers of a pool from a spot on up to the first mark, and
// leaves one where it stops.
func (p *pool) yield(from spot, ahead *marks, yield func(*worker) bool) bool {
	for x := range p.idle.From(idler{spot: from}) {
		if len(*ahead) > 0 && (*ahead)[0].spot < x.spot {
			ahead.push(mark{spot: x.spot, pool: p})
			return true
		}
		if !yield(x.worker) {
			return false
		}
	}
	return true
}

// marks is a heap, the first mark of all in front. Package container/heap would
// allocate for each.
type marks []mark

func (m *marks) push(x mark) {
	h := append(*m, x)
	i := len(h) - 1
	for i > 0 && x.spot < h[(i-1)/2].spot {
		h[i] = h[(i-1)/2]
		i = (i - 1) / 2
	}
	h[i] = x
	*m = h
}

func (m *marks) pop() mark {
	h := *m
	first, x := h[0], h[len(h)-1]
	h[len(h)-1] = mark{}
	h = h[:len(h)-1]
	*m = h
	if len(h) == 0 {
		return first
	}
	i := 0
	for {
		kid := 2*i + 1
		if kid+1 < len(h) && h[kid+1].spot < h[kid].spot {
			kid++
		}
		if kid >= len(h) || h[kid].spot >= x.spot {
			break
		}
		h[i] = h[kid]
		i = kid
	}
	h[i] = x
	return first
}
