package taskrouter

import (
	"maps"
	"slices"
)

// classes recounts who is in which class, and holds the classes against the
// lists of their queues.
func (c *checker) classes() {
	type tally struct {
		members, idle int
		at            map[*activity]int
	}
	available, want, staff := 0, map[*class]*tally{}, map[*taskQueue]map[*activity]int{}
	everybody := map[*activity]int{}
	for w := range c.e.workers.all() {
		everybody[w.activity]++
		if w.activity.cur.Available {
			available++
		}
		t := want[w.class]
		if t == nil {
			t = &tally{at: map[*activity]int{}}
			want[w.class] = t
		}
		t.members++
		t.at[w.activity]++
		if w.mask != 0 {
			t.idle++
		}
		for _, q := range w.class.queues {
			if staff[q] == nil {
				staff[q] = map[*activity]int{}
			}
			staff[q][w.activity]++
		}
	}
	if available != c.e.routing.available {
		c.fail("%d available workers counted, want %d", c.e.routing.available, available)
	}
	c.headcount("the workspace", c.e.staff, everybody)
	x := &c.e.classes
	if len(want) != len(x.byKey) || len(want) != len(x.list)-len(x.free) {
		c.fail("%d classes and %d numbers, want %d", len(x.byKey), len(x.list)-len(x.free), len(want))
	}
	berths := 0
	for class, t := range want {
		listed := 0
		for i := range class.pools {
			listed += class.pools[i].len()
		}
		if class.members != t.members || listed != t.idle {
			c.fail("a class has %d members and %d idle, want %d and %d", class.members, listed, t.members, t.idle)
		}
		c.headcount("a class", class.at, t.at)
		berths += len(class.queues)
		c.berths(class)
	}
	for q := range c.e.queues.all() {
		berths -= len(q.classes)
		c.headcount("queue "+q.cur.SID.String(), q.staff, staff[q])
	}
	if berths != 0 {
		c.fail("queues have %d classes too few", berths)
	}
}

// berths holds a class against its number, and its places in its queues.
func (c *checker) berths(class *class) {
	x := &c.e.classes
	if x.byKey[class.key] != class || int(class.number) >= len(x.list) || x.list[class.number] != class {
		c.fail("a class has the number or the key of another")
	}
	for i, q := range class.queues {
		if j := int(class.places[i]); j >= len(q.classes) || q.classes[j] != (berth{class.number, uint32(i)}) {
			c.fail("queue %s does not know one of its classes", q.cur.SID)
		}
	}
}

// isIdle reports whether a worker is in his class's pool of his channels. Unlike
// class.pool it makes none.
func isIdle(w *worker) bool {
	i := slices.IndexFunc(w.class.pools, func(p pool) bool { return p.mask == w.mask })
	return i >= 0 && w.class.pools[i].contains(w.idling)
}

func (c *checker) headcount(of string, have headcount, want map[*activity]int) {
	if len(have) != len(want) {
		c.fail("%s has members in %d activities, want %d", of, len(have), len(want))
	}
	for a, n := range want {
		if have.in(a) != n {
			c.fail("%s has %d members in %s, want %d", of, have.in(a), a.cur.FriendlyName, n)
		}
	}
}

// lineups holds the fronts of the classes against the workers, and the lineups
// of the queues against the fronts.
func (c *checker) lineups() {
	x := &c.e.classes
	for slot, fronts := range x.fronts {
		if fronts == nil {
			continue
		}
		want := map[*class]spot{}
		for w := range c.e.workers.all() {
			head, ok := want[w.class]
			if !ok {
				head = nobody
			}
			if w.mask&(1<<slot) != 0 && w.idling.spot < head {
				head = w.idling.spot
			}
			want[w.class] = head
		}
		for n, class := range x.list {
			if class != nil && fronts[n].head != want[class] {
				c.fail("a class has its first worker on the channel in slot %d at %v, want %v", slot, fronts[n].head, want[class])
			}
			if class != nil && fronts[n].raised > fronts[n].head {
				c.fail("a class has its first worker on the channel in slot %d at %v, and lineups know him at %v", slot, fronts[n].head, fronts[n].raised)
			}
		}
	}
	for q := range c.e.queues.all() {
		for slot := range q.lineups {
			if l := &q.lineups[slot]; l.made {
				c.lineup(q, l, x.fronts[slot])
			}
		}
	}
}

func (c *checker) lineup(q *taskQueue, l *lineup, fronts []front) {
	if len(l.known) != len(q.classes) {
		c.fail("queue %s has %d classes, but %d in a lineup", q.cur.SID, len(q.classes), len(l.known))
		return
	}
	listed := map[uint32]bool{}
	last := foremost
	for x := range l.all() {
		if x.spot < last {
			c.fail("queue %s has a lineup out of order", q.cur.SID)
		}
		last, listed[x.place] = x.spot, true
	}
	for i, k := range l.known {
		if k.class != q.classes[i].class {
			c.fail("queue %s has class %d at a place where its lineup has %d", q.cur.SID, q.classes[i].class, k.class)
			return
		}
		if f := fronts[k.class]; f.head < k.spot || f.raised < k.spot {
			c.fail("queue %s has a class at %v, who may not be behind %v nor %v", q.cur.SID, k.spot, f.head, f.raised)
		}
		if listed[uint32(i)] != (k.spot != nobody) {
			c.fail("queue %s has a lineup without one of its classes", q.cur.SID)
		}
	}
}

// membership holds the index of what queues' expressions ask for against the
// expressions. That it leads to the right queues is held by workers, which does
// without it.
func (c *checker) membership() {
	m := &c.e.members
	readers, required, open := 0, 0, 0
	for q := range c.e.queues.all() {
		if c.e.queueNames[q.cur.FriendlyName] != q {
			c.fail("queue %s is not found by name", q.cur.SID)
		}
		if q.most != q.cur.MaxReservedWorkers {
			c.fail("queue %s asks %d workers at once, want %d", q.cur.SID, q.most, q.cur.MaxReservedWorkers)
		}
		if q.match == nil {
			continue
		}
		for i := range q.match.bindings {
			b := &q.match.bindings[i]
			if b.source == fromNothing {
				continue
			}
			readers++
			if in := m.inputs[b.path]; !slices.Contains(in.readers, q) || b.source == fromOwn && m.paths.At(b.path-firstPath) != b.ref {
				c.fail("queue %s reads %s, which is not known", q.cur.SID, b.ref)
			}
		}
		list := q.match.expr.Requirements()
		if list == nil {
			open++
			if !slices.Contains(m.open, q) {
				c.fail("queue %s is not judged for everybody", q.cur.SID)
			}
		}
		for i := range list {
			at := m.required(&list[i])
			if at == nil {
				continue
			}
			required++
			if !slices.Contains(at[list[i].Key], q) {
				c.fail("queue %s is not found by %s", q.cur.SID, list[i].Reference)
			}
		}
	}
	tops := map[string]bool{}
	for i := range m.paths.Len() {
		tops[m.paths.At(i).First()] = true
	}
	if !maps.Equal(tops, m.tops) {
		c.fail("the paths that queues read begin with %v, want %v", m.tops, tops)
	}
	dead := 0
	for n := range m.inputs {
		in := &m.inputs[n]
		readers -= len(in.readers)
		if n >= firstPath && len(in.readers) == 0 {
			dead++
		}
		for _, queues := range in.equal {
			required -= len(queues)
		}
		for _, queues := range in.has {
			required -= len(queues)
		}
	}
	if readers != 0 || required != 0 || open != len(m.open) || dead != m.dead || len(m.inputs) != firstPath+m.paths.Len() ||
		len(c.e.queueNames) != c.e.queues.len() {
		c.fail("the index of queues has entries too many: %d readers, %d requirements, %d open, %d unread, %d names",
			-readers, -required, len(m.open)-open, m.dead-dead, len(c.e.queueNames)-c.e.queues.len())
	}
}
