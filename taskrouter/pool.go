package taskrouter

import (
	"cmp"
	"iter"

	"github.com/goacd/acd/internal/ordered"
)

// pool is the members of a class who can be offered tasks on the same channels, in
// order of idleness. The mask has a bit for each of these channels' slots; members
// whom nothing can be offered are in no pool. Where queues overlap most classes have
// one member, who needs no set (BenchmarkPool).
type pool struct {
	mask uint32
	sole idler               // nobody, unless there is one member only
	many *ordered.Set[idler] // nil until there are two
}

// idler is a worker in the order of who has gone longest without a task
// (routing.md §3.2): the time of the last reservation, never being first, then
// the order of creation.
type idler struct {
	spot
	worker *worker
}

func compareIdlers(a, b idler) int { return cmp.Compare(a.spot, b.spot) }

func (p *pool) len() int {
	switch {
	case p.sole.worker != nil:
		return 1
	case p.many != nil:
		return p.many.Len()
	}
	return 0
}

// first returns the longest idle member, whose worker is nil when there is none.
func (p *pool) first() idler {
	if p.sole.worker != nil || p.many == nil {
		return p.sole
	}
	x, _ := p.many.Min()
	return x
}

func (p *pool) add(x idler) {
	if p.len() == 0 {
		p.sole = x
		return
	}
	if p.many == nil {
		p.many = ordered.New(compareIdlers)
	}
	if p.sole.worker != nil {
		p.many.Insert(p.sole)
		p.sole = idler{}
	}
	p.many.Insert(x)
}

// remove takes out a member who is there.
func (p *pool) remove(x idler) {
	if p.sole.worker != nil {
		p.sole = idler{}
	} else {
		p.many.Delete(x)
	}
}

// contains reports whether a worker is there, at that spot.
func (p *pool) contains(x idler) bool {
	return p.sole == x || p.many != nil && p.many.Contains(x)
}

// from yields the members from a spot on, who has gone longest without a task first.
func (p *pool) from(s spot) iter.Seq[idler] {
	return func(yield func(idler) bool) {
		switch {
		case p.sole.worker != nil:
			if p.sole.spot >= s {
				yield(p.sole)
			}
		case p.many != nil:
			p.many.From(idler{spot: s})(yield)
		}
	}
}
