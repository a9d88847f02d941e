package taskrouter

import (
	"maps"
	"slices"
)

// rankings proves that each has the workers of its queue who are open on its
// channel, in order, and those apart who make it be ignored.
func (c *checker) rankings() {
	made := 0
	for q := range c.e.queues.all() {
		for _, r := range q.rankings {
			made++
			c.ranking(q, r)
		}
	}
	for _, class := range c.e.classes.list {
		if class == nil {
			continue
		}
		var want []*ranking
		for _, q := range class.queues {
			want = append(want, q.rankings...)
		}
		if len(want) != len(class.rankings) || slices.ContainsFunc(want, func(r *ranking) bool { return !slices.Contains(class.rankings, r) }) {
			c.fail("a class has %d rankings, and its queues have %d", len(class.rankings), len(want))
		}
	}
	if made != c.e.rankings.made {
		c.fail("there are %d rankings, not %d", made, c.e.rankings.made)
	}
}

func (c *checker) ranking(q *taskQueue, r *ranking) {
	e := c.e
	want := e.newRanking(q, r.order, r.channel)
	for w := range e.workers.all() {
		if w.class.has(q) {
			want.enter(e, w)
		}
	}
	if !slices.Equal(slices.Collect(r.ranked.All()), slices.Collect(want.ranked.All())) {
		c.fail("queue %s has a ranking with the wrong workers, or in the wrong order", q.cur.SID)
	}
	if !slices.Equal(slices.Collect(r.odd.All()), slices.Collect(want.odd.All())) {
		c.fail("queue %s has a ranking with the wrong workers apart", q.cur.SID)
	}
	if !maps.Equal(r.spots, want.spots) {
		c.fail("queue %s has a ranking that does not know where its workers are", q.cur.SID)
	}
}
