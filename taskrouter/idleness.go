package taskrouter

import "iter"

// byIdleness yields a queue's workers who are open on a channel, who has gone
// longest without a task first. It goes no further into the lineup and the pools
// than it is followed. Nobody may be reserved or freed meanwhile.
func (e *Engine) byIdleness(q *taskQueue, slot int) iter.Seq[*worker] {
	return func(yield func(*worker) bool) {
		l, fronts := e.demand(q, slot), e.classes.fronts[slot]
		ahead, stale := e.routing.ahead[:0], e.routing.stale[:0]
		more, last := true, standing{}
		for x := range l.all() {
			if more = ahead.yield(x.spot, yield); !more {
				break
			}
			last = x
			c := l.known[x.place].class
			if fronts[c].head != x.spot {
				stale = append(stale, x) // not yet: he could be come upon again where he will be
			}
			pools := e.classes.list[c].pools
			for i := range pools {
				p := &pools[i]
				if x := p.first(); x.worker != nil && p.mask&(1<<slot) != 0 {
					ahead.push(mark{x.spot, p})
				}
			}
		}
		if more {
			ahead.yield(nobody, yield)
		}
		l.correctAll(stale, last, fronts)
		clear(ahead)
		e.routing.ahead, e.routing.stale = ahead[:0], stale
	}
}

// mark is workers of a pool from a spot on, to be looked at when its turn comes.
type mark struct {
	spot
	pool *pool
}

// yield yields all workers before a spot, and leaves marks where it stops. It reports
// whether to go on.
func (m *marks) yield(before spot, yield func(*worker) bool) bool {
	for len(*m) > 0 && (*m)[0].spot < before {
		from := m.pop()
		for x := range from.pool.from(from.spot) {
			if x.spot >= before || len(*m) > 0 && (*m)[0].spot < x.spot {
				m.push(mark{x.spot, from.pool})
				break
			}
			if !yield(x.worker) {
				return false
			}
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
