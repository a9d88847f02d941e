package taskrouter

import (
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
