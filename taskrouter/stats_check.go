package taskrouter

import (
	"cmp"
	"maps"
	"slices"

	"github.com/goacd/acd/internal/ordered"
)

// statistics recounts the figures of the present, and adds up the minute that is
// going on.
func (c *checker) statistics() {
	e := c.e
	if len(e.marked) > 0 {
		c.fail("%d tasks are not in the statistics", len(e.marked))
	}
	whole := tallySheet{}
	queues, workflows := map[*taskQueue]tallySheet{}, map[*workflow]tallySheet{}
	counted := map[*crossing]present{}
	for t := range e.tasks.all() {
		if !c.place(t) {
			continue
		}
		counted[t.figures.at] = counted[t.figures.at].with(t)
		whole.add(t)
		sheetOf(workflows, t.workflow).add(t)
		if t.queue != nil {
			sheetOf(queues, t.queue).add(t)
		}
	}
	c.crossings(counted)
	c.ledger("the workspace", ofWorkspace, &e.stats.workspace, whole)
	for q := range e.queues.all() {
		c.ledger(q.cur.SID.String(), ofQueue, &q.figures, queues[q])
	}
	for wf := range e.workflows.all() {
		c.ledger(wf.cur.SID.String(), ofWorkflow, &wf.figures, workflows[wf])
	}
	c.stays()
}

// place holds where a task is counted against where it is.
func (c *checker) place(t *task) bool {
	f := &t.figures
	if f.at == nil || f.at.meeting != (meeting{t.workflow, t.queue, t.channel}) || c.e.stats.crossings[f.at.meeting] != f.at {
		c.fail("task %s is not counted where it is", t.sid)
		return false
	}
	if f.begun != 0 {
		c.fail("task %s has not been noted where it came into being", t.sid)
	}
	if statuses[f.status] != t.status || int(f.priority) != t.priority {
		c.fail("task %s is counted as %s with priority %d, want %s with %d", t.sid, statuses[f.status], f.priority, t.status, t.priority)
	}
	if t.status != TaskStatusPending {
		return true
	}
	if f.entered != t.queueEntered {
		c.fail("task %s is counted as in its queue since %v, want %v", t.sid, f.entered.time(), t.queueEntered.time())
	}
	born := arrival{t.created, t}
	if !t.moved() {
		if !has(f.at.waiting, born) {
			c.fail("task %s is not among those that wait", t.sid)
		}
		return true
	}
	for _, l := range f.at.met() {
		if !has(l.moved, born) {
			c.fail("task %s is not among those that were moved", t.sid)
		}
	}
	if !has(f.at.lanes[ofQueue].entered, arrival{t.queueEntered, t}) {
		c.fail("task %s is not among those that were moved to its queue", t.sid)
	}
	return true
}

func has(set *ordered.Set[arrival], a arrival) bool { return set != nil && set.Contains(a) }

// present is how many tasks are at a crossing, and how many wait there.
type present struct{ tasks, waiting int }

func (p present) with(t *task) present {
	p.tasks++
	if t.status == TaskStatusPending && !t.moved() {
		p.waiting++
	}
	return p
}

// crossings counts the crossings, their tasks and their parts.
func (c *checker) crossings(want map[*crossing]present) {
	s := &c.e.stats
	parts := map[*crossing]int{}
	for _, p := range s.archive.parts {
		parts[p.crossing]++
	}
	order := func(a, b *crossing) int {
		return cmp.Or(cmp.Compare(a.workflow.sequence, b.workflow.sequence), cmp.Compare(a.channel.sequence, b.channel.sequence),
			cmp.Compare(a.queueSequence(), b.queueSequence()))
	}
	lanes := map[*lane]int{}
	for _, x := range slices.SortedFunc(maps.Values(s.crossings), order) {
		got := present{x.tasks, lengthOf(x.waiting)}
		if got != want[x] || x.parts != parts[x] || x.tasks+x.parts == 0 {
			c.fail("statistics: a crossing has %v tasks and %d parts, want %v and %d", got, x.parts, want[x], parts[x])
		}
		if head := earlier(arrival{}, x.waiting); head != x.head {
			c.fail("statistics: a crossing's foremost task is another one")
		}
		for _, l := range x.met() {
			lanes[l]++
			if l.sole != x && (l.sole != nil || x.head.task != nil && !has(l.heads, x.head)) {
				c.fail("statistics: a crossing's foremost task is not on its lane")
			}
			if lanes[l] > l.crossings {
				c.fail("statistics: a lane has %d crossings", lanes[l])
			}
		}
	}
}

func (c *crossing) queueSequence() uint64 {
	if c.queue == nil {
		return 0
	}
	return c.queue.sequence
}

// tallySheet is what a lane of each channel should say, counted from scratch.
type tallySheet map[*taskChannel]*tallied

type tallied struct {
	census
	oldest, first arrival
	moved         int
	crossings     map[*crossing]bool // that tasks wait at without having moved
}

func sheetOf[K comparable](all map[K]tallySheet, key K) tallySheet {
	if all[key] == nil {
		all[key] = tallySheet{}
	}
	return all[key]
}

func (s tallySheet) add(t *task) {
	to := s[t.channel]
	if to == nil {
		to = &tallied{crossings: map[*crossing]bool{}}
		s[t.channel] = to
	}
	to.tasks[t.status.number()]++
	if t.status.waiting() {
		to.priority.count(t.priority, 1)
	}
	if t.status != TaskStatusPending {
		return
	}
	to.oldest = former(to.oldest, arrival{t.created, t})
	if t.moved() {
		to.moved++
	} else {
		to.crossings[t.figures.at] = true
	}
	if t.queue != nil {
		to.first = former(to.first, arrival{t.queueEntered, t})
	}
}

// ledger holds the lanes of a ledger against a recount.
func (c *checker) ledger(name string, whose owner, l *ledger, want tallySheet) {
	found := 0
	for _, lane := range l.lanes {
		channel := lane.channel.cur.UniqueName
		again := want[lane.channel]
		if again == nil {
			again = &tallied{}
		} else {
			found++
		}
		if l.lane(lane.channel) != lane {
			c.fail("statistics of %s: the lane of %s is not found", name, channel)
		}
		if lane.tasks != again.tasks {
			c.fail("statistics of %s on %s: %v tasks, want %v", name, channel, lane.tasks, again.tasks)
		}
		if got, want := lane.priority.sorted(), again.priority.sorted(); !slices.Equal(got, want) {
			c.fail("statistics of %s on %s: priorities %v, want %v", name, channel, got, want)
		}
		if !lane.agrees(whose, again) {
			c.fail("statistics of %s on %s: the waiting tasks are not in order", name, channel)
		}
		c.minute(name, whose, &lane.history)
	}
	if found != len(want) {
		c.fail("statistics of %s: %d channels of %d", name, found, len(want))
	}
}

// agrees reports whether the lane knows who waits longest, and has nobody too
// many among those who wait.
func (l *lane) agrees(whose owner, t *tallied) bool {
	if l.oldest() != t.oldest || lengthOf(l.moved) != t.moved || l.sole == nil && lengthOf(l.heads) != len(t.crossings) {
		return false
	}
	return whose != ofQueue || l.first() == t.first && lengthOf(l.entered) == t.moved
}

func lengthOf(set *ordered.Set[arrival]) int {
	if set == nil {
		return 0
	}
	return set.Len()
}

// minute adds up the samples of the last minute, and proves that they are counted where
// the minute looks.
func (c *checker) minute(name string, whose owner, h *history) {
	if len(h.minutes) == 0 {
		return
	}
	last := h.minutes[len(h.minutes)-1]
	if last.bare {
		return
	}
	var again sums
	for _, p := range last.parts {
		at := whose
		if last.sole {
			at = owners
		}
		if p.sums[at] != last.sums || last.sole && p.sums[whose] != nil {
			c.fail("statistics of %s: a part of the last minute is counted elsewhere", name)
		}
		for _, x := range p.samples.all() {
			again.note(x)
		}
	}
	if again != *last.sums {
		c.fail("statistics of %s: the sums of the last minute are not those of its samples", name)
	}
}

// stays holds since when workers are in their activities against the workers.
func (c *checker) stays() {
	for w := range c.e.workers.all() {
		if w.figures.activity != w.activity.cur.SID || w.figures.since != w.changed {
			c.fail("worker %s: his stay in %s since %v is not in the statistics", w.sid, w.activity.cur.FriendlyName, w.changed.time())
		}
	}
}
