package taskrouter

import (
	"cmp"
	"maps"
	"math/bits"
	"slices"
	"time"
)

// splits counts waits by whole seconds: what split_by_wait_time needs, whatever
// the thresholds.
type splits struct {
	list   []waitCount
	sorted int // the length after the last compaction
}

// waitCount is how many tasks were canceled or accepted after a wait; key is
// the wait in whole seconds, and in the lowest bit whether they were canceled.
type waitCount struct{ key, n uint32 }

// waitKey is the key of a happening that a split counts.
func waitKey(h happening, wait time.Duration) uint32 {
	key := uint32(min(seconds(wait), 1<<31-1)) << 1
	if h == canceled {
		key |= 1
	}
	return key
}

func (s *splits) add(list []waitCount) {
	s.list = append(s.list, list...)
	if len(s.list) > 2*s.sorted+64 {
		s.compact()
	}
}

// compact brings equal waits together.
func (s *splits) compact() {
	slices.SortFunc(s.list, func(a, b waitCount) int { return cmp.Compare(a.key, b.key) })
	merged := s.list[:0]
	for _, next := range s.list {
		if n := len(merged); n > 0 && merged[n-1].key == next.key {
			merged[n-1].n += next.n
			continue
		}
		merged = append(merged, next)
	}
	s.list, s.sorted = slices.Clone(merged), len(merged)
}

// drop leaves what splits want to know of the samples to the part's minutes.
func (p *part) drop() {
	counts := map[uint32]uint32{}
	for w := range p.samples.waited.all() {
		if h := w.happening(); h.split() {
			counts[waitKey(h, w.wait)]++
		}
	}
	list := make([]waitCount, 0, len(counts))
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, waitCount{key, counts[key]})
	}
	for _, m := range p.minutes {
		if m != nil {
			m.splits.add(list)
		}
	}
}

// gathering is a question about histories with the answer so far.
type gathering struct {
	from, to instant
	sums     sums
	splits   []WaitSplit
}

// gather adds what happened from g.from to g.to. Whoever asks has made sure
// that samples are there for a minute that the window cuts.
func (g *gathering) gather(h *history) {
	i, _ := slices.BinarySearchFunc(h.minutes, g.from, func(m *minute, from instant) int { return cmp.Compare(m.to, from) })
	for _, m := range h.minutes[i:] {
		if m.from > g.to {
			return
		}
		if m.from >= g.from && m.to <= g.to {
			g.whole(m)
			continue
		}
		for _, p := range m.parts {
			g.cut(p)
		}
	}
}

// cut adds the happenings of a part that are in the window.
func (g *gathering) cut(p *part) {
	from, to := max(g.from, p.from)-p.from, min(g.to, p.to)-p.from
	for m := range p.samples.plain.all() {
		if after := m.after(); after < from || after > to {
			continue
		}
		for set := m.set(); set != 0; set &= set - 1 {
			g.sums.counts[bits.TrailingZeros64(set)]++
		}
	}
	for w := range p.samples.waited.all() {
		if after := w.after(); after >= from && after <= to {
			x := sample{w.happening(), w.wait, w.queued}
			g.sums.note(&x)
			g.split(x.happening, x.wait)
		}
	}
}

func (g *gathering) whole(m *minute) {
	g.sums.merge(&m.sums)
	if len(g.splits) == 0 {
		return
	}
	for _, p := range m.parts {
		for w := range p.samples.waited.all() {
			g.split(w.happening(), w.wait)
		}
	}
	for _, w := range m.splits.list {
		g.count(int64(w.key>>1), w.key&1 == 1, int(w.n))
	}
}

func (g *gathering) split(h happening, wait time.Duration) {
	if len(g.splits) > 0 && h.split() {
		g.count(seconds(wait), h == canceled, 1)
	}
}

// count adds n tasks that waited for so many seconds; a wait as long as the
// threshold is below it (lifecycle.md §6.3).
func (g *gathering) count(wait int64, gaveUp bool, n int) {
	for i := range g.splits {
		side := &g.splits[i].Below
		if wait > seconds(g.splits[i].Threshold) {
			side = &g.splits[i].Above
		}
		if gaveUp {
			side.TasksCanceled += n
		} else {
			side.ReservationsAccepted += n
		}
	}
}
