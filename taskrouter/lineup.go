package taskrouter

import "math/bits"

// lineup finds the class of a queue in which the longest idle worker is, for one
// channel. It has a spot for each class, at the class's place in the queue: the
// class's longest idle worker who is open on the channel does not stand before
// it, but may stand behind it. Above these lie the first of every eight, of
// every eight of those, and so on.
//
// A spot may be out of date on one side only, so that a worker who becomes busy
// costs the queues he is in nothing: his class's spots are put right when
// somebody looks at them, see [Engine.longestIdle].
type lineup struct {
	spots   []spot
	classes []uint32 // whose these are, by their numbers
	peaks   [][]peak // the last level has at most lineupFan, and there is always one
}

// peak is the first spot below it, its index, and whose it is: who looks at many
// need not look up each.
type peak struct {
	spot
	index, class uint32
}

const lineupFan = 8

// newLineup takes over the spots of the classes, and their numbers.
func newLineup(spots []spot, classes []uint32) *lineup {
	l := &lineup{spots: spots, classes: classes, peaks: [][]peak{nil}}
	for i := 0; i < len(spots); i += lineupFan {
		l.peaks[0] = append(l.peaks[0], l.peak(0, i/lineupFan))
	}
	l.rise()
	return l
}

// rise adds levels until the topmost is small enough.
func (l *lineup) rise() {
	for {
		k := len(l.peaks)
		top := l.peaks[k-1]
		if len(top) <= lineupFan {
			return
		}
		next := make([]peak, 0, (len(top)+lineupFan-1)/lineupFan)
		for i := 0; i < len(top); i += lineupFan {
			next = append(next, l.peak(k, i/lineupFan))
		}
		l.peaks = append(l.peaks, next)
	}
}

// peak works out what peak i of level k is.
func (l *lineup) peak(k, i int) peak {
	from := i * lineupFan
	if k > 0 {
		return first(l.peaks[k-1][from:min(from+lineupFan, len(l.peaks[k-1]))])
	}
	block := l.spots[from:min(from+lineupFan, len(l.spots))]
	best, at := block[0], 0
	for i := 1; i < len(block); i++ {
		if block[i] < best {
			best, at = block[i], i
		}
	}
	at += from
	return peak{best, uint32(at), l.classes[at]}
}

// first returns the first of some peaks, of which there is one at least.
func first(peaks []peak) peak {
	best, at := peaks[0].spot, 0
	for i := 1; i < len(peaks); i++ {
		if s := peaks[i].spot; s < best {
			best, at = s, i
		}
	}
	return peaks[at]
}

// first returns the first spot of all and its index; nobody's when there is none.
func (l *lineup) first() peak {
	if len(l.spots) == 0 {
		return peak{spot: nobody}
	}
	return first(l.peaks[len(l.peaks)-1])
}

// set replaces a spot.
func (l *lineup) set(i int, s spot) {
	l.spots[i] = s
	l.fix(0, i/lineupFan)
}

// fix puts right peak i of level k and what lies above it.
func (l *lineup) fix(k, i int) {
	for ; k < len(l.peaks); k++ {
		p := l.peak(k, i)
		if l.peaks[k][i] == p {
			return
		}
		l.peaks[k][i] = p
		i /= lineupFan
	}
}

// lower moves a spot forward, if s lies before it.
func (l *lineup) lower(i int, s spot) {
	if s < l.spots[i] {
		l.spots[i] = s
		l.raise(0, peak{s, uint32(i), l.classes[i]})
	}
}

// raise tells level k and those above of a spot that may be the first now.
func (l *lineup) raise(k int, p peak) {
	i := int(p.index) / lineupFan
	for ; k < len(l.peaks); k++ {
		switch {
		case i == len(l.peaks[k]):
			l.peaks[k] = append(l.peaks[k], p)
		case p.spot < l.peaks[k][i].spot:
			l.peaks[k][i] = p
		}
		i /= lineupFan
	}
}

// add appends the spot of a class.
func (l *lineup) add(s spot, class uint32) {
	l.raise(0, peak{s, uint32(len(l.spots)), class})
	l.spots, l.classes = append(l.spots, s), append(l.classes, class)
	l.rise()
}

// remove takes a spot out and puts the last one in its place.
func (l *lineup) remove(i int) {
	n := len(l.spots) - 1
	l.classes[i] = l.classes[n]
	l.set(i, l.spots[n])
	l.spots, l.classes = l.spots[:n], l.classes[:n]
	for k := range l.peaks {
		if n%lineupFan != 0 {
			l.fix(k, n/lineupFan)
			break
		}
		n /= lineupFan
		l.peaks[k] = l.peaks[k][:n]
	}
	// A level goes when the one below has become half of what made it necessary.
	if top := len(l.peaks) - 1; top > 0 && len(l.peaks[top-1]) <= lineupFan/2 {
		l.peaks = l.peaks[:top]
	}
}

// front is what the lineups of a class's queues rest on, for one channel.
type front struct {
	head   spot // of the longest idle member who is open on the channel; or nobody
	raised spot // no lineup has a spot of the class behind this one, which is not behind head
}

// demand returns the lineup of a queue for a channel's slot, made when it is
// missing: channels on which no task was ever looked for cost nothing.
func (e *Engine) demand(q *taskQueue, slot int) *lineup {
	if slot < len(q.lineups) && q.lineups[slot] != nil {
		return q.lineups[slot]
	}
	fronts := e.frontsOf(slot)
	spots, classes := make([]spot, 0, len(q.classes)), make([]uint32, 0, len(q.classes))
	for _, b := range q.classes {
		f := &fronts[b.class]
		spots, classes = append(spots, f.head), append(classes, b.class)
		f.raised = f.head
	}
	for len(q.lineups) <= slot {
		q.lineups = append(q.lineups, nil)
	}
	q.lineups[slot] = newLineup(spots, classes)
	return q.lineups[slot]
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
			fronts[i].head = c.head(slot)
		}
	}
	for len(x.fronts) <= slot {
		x.fronts = append(x.fronts, nil)
	}
	x.fronts[slot] = fronts
	return fronts
}

// longestIdle returns the class of a queue whose longest idle worker open on a
// channel has gone longest without a task, or nil when nobody is open. Spots it
// meets that are out of date it puts right: each is so since a worker was
// reserved or a class joined the queue, and only once.
func (e *Engine) longestIdle(q *taskQueue, slot int) *class {
	l, fronts := e.demand(q, slot), e.classes.fronts[slot]
	if len(l.classes) == 1 { // there is nothing to put in order
		if c := l.classes[0]; fronts[c].head != nobody {
			return e.classes.list[c]
		}
		return nil
	}
	for {
		p := l.first()
		if p.spot == nobody {
			return nil
		}
		if fronts[p.class].head == p.spot {
			return e.classes.list[p.class]
		}
		l.sweep(fronts, &e.routing.sweep)
	}
}

// sweep is room for what a sweep looks at.
type sweep struct {
	heads [lineupFan * lineupFan]spot
	peaks [lineupFan * lineupFan]uint32
}

// sweep puts right the peaks of the level below the top. Where one is out of date,
// others are, one for each time that a worker of the queue was reserved from another
// one. Their fronts lie far apart, and so do their spots: all are read, and then all
// are written, before anything depends on them, so that the processor waits for them
// together and not for one after the other. What comes out first instead may be out
// of date as well, and is looked at in the next round.
func (l *lineup) sweep(fronts []front, x *sweep) {
	k := max(0, len(l.peaks)-2)
	level := l.peaks[k]
	list := x.peaks[:len(level)]
	for i := range list {
		list[i] = uint32(i)
	}
	changed := uint8(0) // peaks of the top
	for len(list) > 0 {
		for n, i := range list {
			x.heads[n] = fronts[level[i].class].head
		}
		stale := 0
		for n, i := range list {
			if p := &level[i]; x.heads[n] != p.spot {
				fronts[p.class].raised = x.heads[n]
				l.spots[p.index] = x.heads[n]
				list[stale] = i
				stale++
			}
		}
		list = list[:stale]
		for _, i := range list {
			for j, at := 0, level[i].index; j <= k; j++ {
				at /= lineupFan
				l.peaks[j][at] = l.peak(j, int(at))
			}
			changed |= 1 << (i / lineupFan)
		}
	}
	if k+1 == len(l.peaks) {
		return
	}
	for ; changed != 0; changed &= changed - 1 {
		i := bits.TrailingZeros8(changed)
		l.peaks[k+1][i] = l.peak(k+1, i)
	}
}

// refront follows a change in the pools of a class on the channels of a mask.
func (e *Engine) refront(c *class, mask uint32) {
	for slot, fronts := range e.classes.fronts {
		if fronts == nil || mask&(1<<slot) == 0 {
			continue
		}
		f := &fronts[c.number]
		f.head = c.head(slot)
		if f.head >= f.raised {
			continue
		}
		f.raised = f.head
		for i, q := range c.queues {
			if slot < len(q.lineups) && q.lineups[slot] != nil {
				q.lineups[slot].lower(int(c.places[i]), f.head)
			}
		}
	}
}
