package taskrouter

import (
	"cmp"
	"maps"
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

// compact brings equal waits together, in a new list: the old one may be read.
func (s *splits) compact() {
	list := slices.Clone(s.list)
	slices.SortFunc(list, func(a, b waitCount) int { return cmp.Compare(a.key, b.key) })
	merged := list[:0]
	for _, next := range list {
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
	*inquiry
	from, to instant
	sums     sums
	splits   []WaitSplit
}

// stretch is the minutes of one lane in a window, as they are when the question
// comes. The first and the last are copies: the window may cut them, which needs
// samples that may soon be forgotten, and the last may still be going on. What is
// between tells the same before and after.
type stretch struct {
	first, last minute // without a lane where there is none
	between     []*minute
}

// stretch finds the minutes of a lane.
func (g *gathering) stretch(h *history) (s stretch) {
	i, _ := slices.BinarySearchFunc(h.minutes, g.from, func(m *minute, from instant) int { return cmp.Compare(m.to, from) })
	list := h.minutes[i:]
	if n := len(list); n > 0 && list[n-1].from > g.to {
		i, _ = slices.BinarySearchFunc(list, g.to, func(m *minute, to instant) int { return cmp.Compare(m.from, to+1) })
		list = list[:i]
	}
	if n := len(list); n > 0 {
		s.last, list = *list[n-1], list[:n-1]
		s.last.sums = new(*s.last.sums)
	}
	if len(list) > 0 {
		s.first, list = *list[0], list[1:]
	}
	s.between = list
	return s
}

// gather adds what happened from g.from to g.to. Whoever asks has made sure
// that samples are there for a minute that the window cuts. It reports false when
// the inquiry is given up.
func (g *gathering) gather(s *stretch) bool {
	for _, m := range s.between {
		if !g.whole(m) {
			return false
		}
	}
	for _, m := range [...]*minute{&s.first, &s.last} {
		if m.lane != nil && !g.edge(m) {
			return false
		}
	}
	return true
}

// edge adds the first or the last minute, of which a part may be in the window.
func (g *gathering) edge(m *minute) bool {
	if m.from >= g.from && m.to <= g.to {
		return g.whole(m)
	}
	for _, p := range m.parts {
		if !g.cut(p) {
			return false
		}
	}
	return g.pass()
}

// cut adds the happenings of a part that are in the window.
func (g *gathering) cut(p *part) bool {
	from, to := max(g.from, p.from)-p.from, min(g.to, p.to)-p.from
	samples := g.samplesOf(p)
	for m := range samples.plain.all() {
		if after := m.after(); after >= from && after <= to {
			g.sums.noteAll(m.set())
		}
		if !g.pass() {
			return false
		}
	}
	for w := range samples.waited.all() {
		if after := w.after(); after >= from && after <= to {
			x := sample{w.happening(), w.wait, w.queued}
			g.sums.note(&x)
			g.split(x.happening, x.wait)
		}
		if !g.pass() {
			return false
		}
	}
	return g.pass()
}

// whole adds a minute that is in the window from beginning to end.
func (g *gathering) whole(m *minute) bool {
	g.sums.merge(m.sums)
	if len(g.splits) > 0 && !g.splitMinute(m.parts, m.splits.list) {
		return false
	}
	return g.pass()
}

// splitMinute counts the waits of a minute: those of the parts that it has, and
// those that the parts which are gone have left. One may become the other while it
// is read, so both are as they were when the minute's turn came.
func (g *gathering) splitMinute(parts []*part, gone []waitCount) bool {
	for _, p := range parts {
		samples := g.samplesOf(p)
		for w := range samples.waited.all() {
			g.split(w.happening(), w.wait)
			if !g.pass() {
				return false
			}
		}
		if !g.pass() {
			return false
		}
	}
	for _, w := range gone {
		g.count(int64(w.key>>1), w.key&1 == 1, int(w.n))
		if !g.pass() {
			return false
		}
	}
	return true
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
