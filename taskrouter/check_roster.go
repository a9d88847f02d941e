package taskrouter

import (
	"maps"
	"math"
	"slices"

	"github.com/goacd/acd/taskrouter/expr"
)

// rosters makes the rosters anew and holds them against what is kept.
func (c *checker) rosters() {
	x, made := &c.e.rosters, 0
	for path, r := range x.byPath {
		if r == nil {
			continue
		}
		made++
		want := newRoster()
		want.barred = r.barred
		for w := range c.e.workers.all() {
			want.enter(c.e.paths.of(w)[path], w, math.MaxInt/mostEntries)
		}
		if r.entries != want.entries {
			c.fail("the roster of %s has %d entries, not %d", c.e.paths.At(path), want.entries, r.entries)
		}
		if !slices.Equal(slices.Collect(r.sizes.All()), slices.Collect(want.sizes.All())) {
			c.fail("the roster of %s has not the workers in order of their numbers", c.e.paths.At(path))
		}
		c.posting(c.e.paths.At(path), "", r.equal, want.equal)
		c.posting(c.e.paths.At(path), "element ", r.has, want.has)
	}
	if made != x.made {
		c.fail("there are %d rosters, not %d", made, x.made)
	}
}

func (c *checker) posting(at expr.Reference, what string, kept, want posting) {
	if len(kept) != len(want) {
		c.fail("the roster of %s has %d %skeys, want %d", at, len(kept), what, len(want))
	}
	for key, set := range want {
		have := kept[key]
		if have == nil || have.Len() != set.Len() {
			c.fail("the roster of %s has not the %d workers of the %skey %q", at, set.Len(), what, key)
			continue
		}
		for w := range set.All() {
			if !have.Contains(w) {
				c.fail("the roster of %s has not worker %s under the %skey %q", at, w.sid, what, key)
			}
		}
	}
}

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
