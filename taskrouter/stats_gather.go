package taskrouter

import (
	"cmp"
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

func (s *splits) add(h happening, wait time.Duration) {
	key := uint32(min(seconds(wait), 1<<31-1)) << 1
	if h == canceled {
		key |= 1
	}
	s.list = append(s.list, waitCount{key, 1})
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
		if m.from >= g.from && m.last <= g.to {
			g.whole(m)
			continue
		}
		for s := range m.samples.all() {
			if at := m.at(s); at >= g.from && at <= g.to {
				g.sums.note(s.happening(), s.wait)
				g.split(s)
			}
		}
	}
}

func (g *gathering) whole(m *minute) {
	g.sums.merge(&m.sums)
	if len(g.splits) == 0 {
		return
	}
	for s := range m.samples.waited.all() {
		g.split(s)
	}
	for _, w := range m.splits.list {
		g.count(int64(w.key>>1), w.key&1 == 1, int(w.n))
	}
}

func (g *gathering) split(s sample) {
	if h := s.happening(); len(g.splits) > 0 && h.split() {
		g.count(seconds(s.wait), h == canceled, 1)
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
