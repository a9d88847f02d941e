package voicetest

import (
	"cmp"
	"time"

	"github.com/goacd/acd/internal/ordered"
)

// plan is something that will happen at an instant, unless it is given up.
type plan struct {
	at     time.Time
	number uint64
	do     func()
}

// plans are what is to happen, in the order in which it does: at equal instants
// what was planned first.
type plans struct {
	made  uint64
	order *ordered.Set[*plan]
}

func newPlans() plans {
	return plans{order: ordered.New(func(a, b *plan) int {
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return cmp.Compare(a.number, b.number)
	})}
}

func (p *plans) add(at time.Time, do func()) *plan {
	p.made++
	next := &plan{at: at, number: p.made, do: do}
	p.order.Insert(next)
	return next
}

// drop gives a plan up; nil and one that has happened do not matter.
func (p *plans) drop(x *plan) {
	if x != nil {
		p.order.Delete(x)
	}
}

// next returns when the next plan is due.
func (p *plans) next() (time.Time, bool) {
	if x, ok := p.order.Min(); ok {
		return x.at, true
	}
	return time.Time{}, false
}

// take removes the next plan if it is due by now.
func (p *plans) take(now time.Time) *plan {
	x, ok := p.order.Min()
	if !ok || x.at.After(now) {
		return nil
	}
	p.order.Delete(x)
	return x
}
