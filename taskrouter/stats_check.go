package taskrouter

import (
	"maps"
	"slices"
)

// statistics recounts the figures of the present, and adds up the minute that is
// going on.
func (c *checker) statistics() {
	e := c.e
	if len(e.marked) > 0 || len(e.stats.about) > 0 {
		c.fail("%d tasks and %d events are not in the statistics", len(e.marked), len(e.stats.about))
	}
	whole := tallySheet{}
	queues, workflows := map[*taskQueue]tallySheet{}, map[*workflow]tallySheet{}
	for t := range e.tasks.all() {
		want := t.place()
		if t.figures.place != want {
			c.fail("task %s is counted as %s with priority %d, want %s with %d", t.sid,
				statuses[t.figures.place.status], t.figures.place.priority, t.status, t.priority)
		}
		whole.add(t, &want, false)
		sheetOf(workflows, t.workflow).add(t, &want, false)
		if t.queue != nil {
			sheetOf(queues, t.queue).add(t, &want, true)
		}
	}
	c.ledger("the workspace", &e.stats.workspace, whole)
	for q := range e.queues.all() {
		c.ledger(q.cur.SID.String(), &q.figures, queues[q])
	}
	for wf := range e.workflows.all() {
		c.ledger(wf.cur.SID.String(), &wf.figures, workflows[wf])
	}
	c.staff()
}

// tallySheet is a census for each channel, counted from scratch.
type tallySheet map[*taskChannel]*census

func sheetOf[K comparable](all map[K]tallySheet, key K) tallySheet {
	if all[key] == nil {
		all[key] = tallySheet{}
	}
	return all[key]
}

func (s tallySheet) add(t *task, p *place, inQueue bool) {
	if s[p.channel] == nil {
		s[p.channel] = &census{}
	}
	s[p.channel].count(t, p, 1, inQueue)
}

// ledger holds the lanes of a ledger against a recount.
func (c *checker) ledger(name string, l *ledger, want tallySheet) {
	found := 0
	for _, lane := range l.lanes {
		channel := lane.channel.cur.UniqueName
		again := want[lane.channel]
		if again == nil {
			again = &census{}
		} else {
			found++
		}
		if l.lane(lane.channel) != lane {
			c.fail("statistics of %s: the lane of %s is not found", name, channel)
		}
		if lane.tasks != again.tasks {
			c.fail("statistics of %s on %s: %v tasks, want %v", name, channel, lane.tasks, again.tasks)
		}
		if got, want := mergePriorities(lane.priority.appendTo(nil)), mergePriorities(again.priority.appendTo(nil)); !slices.Equal(got, want) {
			c.fail("statistics of %s on %s: priorities %v, want %v", name, channel, got, want)
		}
		if !sameArrivals(&lane.census, again) {
			c.fail("statistics of %s on %s: the waiting tasks are not in order", name, channel)
		}
		c.minute(name, &lane.history)
	}
	if found != len(want) {
		c.fail("statistics of %s: %d channels of %d", name, found, len(want))
	}
}

func sameArrivals(a, b *census) bool {
	return slices.Equal(arrivals(a.waiting), arrivals(b.waiting)) && slices.Equal(arrivals(a.entered), arrivals(b.entered))
}

// minute adds up the samples of the last minute.
func (c *checker) minute(name string, h *history) {
	if len(h.minutes) == 0 {
		return
	}
	last := h.minutes[len(h.minutes)-1]
	if last.bare {
		return
	}
	var again sums
	for s := range last.samples.all() {
		again.note(s.happening(), s.wait)
	}
	if again != last.sums {
		c.fail("statistics of %s: the sums of the last minute are not those of its samples", name)
	}
}

// staff recounts who is in which activity, and since when.
func (c *checker) staff() {
	staff := map[ActivitySID]int{}
	for w := range c.e.workers.all() {
		staff[w.activity.cur.SID]++
		if w.figures.activity != w.activity.cur.SID || w.figures.since != w.changed {
			c.fail("worker %s: his stay in %s since %v is not in the statistics", w.sid, w.activity.cur.FriendlyName, w.changed.time())
		}
	}
	if !maps.Equal(staff, c.e.stats.staff) {
		c.fail("%d activities have workers, or in other numbers, want %d", len(c.e.stats.staff), len(staff))
	}
}
