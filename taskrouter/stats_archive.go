package taskrouter

import "time"

// archive is the minutes of all lanes and the parts of all crossings, each in the
// order they were begun, so that the oldest of the workspace can be forgotten
// first.
type archive struct {
	from, to instant // the minute that is going on
	order    []*minute
	oldest   instant // the end of the first in order; latest of all when there is none
	parts    []*part // those that have samples
	samples  int     // that are kept

	// What is known completely begins there: the sums, and the samples.
	sumsFrom, samplesFrom instant
}

// forever is later than every instant.
const forever = instant(1<<63 - 1)

func newArchive() archive {
	return archive{from: never, to: never, oldest: forever, sumsFrom: never, samplesFrom: never}
}

// note adds what happened at an instant to the present minute of a crossing and its
// lanes: happenings without a wait, and one with a wait unless that is nil.
func (s *statistics) note(c *crossing, at instant, plain happeningSet, waited *sample) {
	a := &s.archive
	if at > a.to {
		a.from, a.to = minuteOf(at)
	}
	p := c.part
	if p == nil || p.from != a.from {
		p = a.begin(c)
	}
	for _, to := range &p.sums {
		if to == nil {
			continue
		}
		to.noteAll(plain)
		if waited != nil {
			to.note(waited)
		}
	}
	s.keepPart(p)
	n := p.samples.n
	if plain != 0 {
		p.samples.addPlain(uint64(at-p.from), plain)
	}
	if waited != nil {
		p.samples.addWaited(uint64(at-p.from), waited)
	}
	a.samples += p.samples.n - n
}

// begin begins the present minute of a crossing, and of its lanes where it is
// the first.
func (a *archive) begin(c *crossing) *part {
	p := &part{crossing: c, from: a.from, to: a.to}
	p.samples.plain.tail = p.plain[:0]
	for i, l := range c.met() {
		a.minute(l).join(p, owner(i))
	}
	c.part = p
	c.parts++
	a.parts = append(a.parts, p)
	return p
}

// minute returns the present minute of a lane.
func (a *archive) minute(l *lane) *minute {
	if n := len(l.minutes); n > 0 && l.minutes[n-1].from == a.from {
		return l.minutes[n-1]
	}
	m := &minute{lane: l, from: a.from, to: a.to}
	l.minutes = append(l.minutes, m)
	if len(a.order) == 0 {
		a.oldest = m.to
	}
	a.order = append(a.order, m)
	return m
}

// trimArchive forgets what lies before the instant oldest, and the oldest of
// what is more than the retention allows.
func (s *statistics) trimArchive(oldest instant) {
	a, r := &s.archive, &s.retention
	for a.samples > r.Samples {
		a.samplesFrom = max(a.samplesFrom, a.parts[0].to+1)
		s.forgetPart()
	}
	for a.oldest < oldest || len(a.order) > r.Minutes {
		s.forgetMinute()
	}
}

// forgetPart forgets the oldest part. The minutes, which list their parts in the
// same order, do so too, and know what it would say to a split. They need it for
// as long as a minute is kept; and of one that is forgotten as well, an inquiry may
// have taken hold of it before.
func (s *statistics) forgetPart() {
	a := &s.archive
	p := a.parts[0]
	a.parts[0] = nil
	a.parts = a.parts[1:]
	a.samples -= p.samples.n
	p.drop()
	for _, m := range p.minutes {
		if m == nil {
			continue
		}
		m.bare = true
		if !s.isRead() {
			m.parts[0] = nil
		}
		if m.parts = m.parts[1:]; len(m.parts) == 0 {
			m.parts = nil // an empty rest would hold on to what was before it
		}
	}
	c := p.crossing
	if c.part == p {
		c.part = nil // what happens next is kept, though its minute is cut no more
	}
	c.parts--
	s.prune(c)
}

// forgetMinute forgets the oldest minute of all, and the parts of that minute
// whatever lanes they are on: no question can be about it any more.
func (s *statistics) forgetMinute() {
	a := &s.archive
	m := a.order[0]
	for len(a.parts) > 0 && a.parts[0].to <= m.to {
		s.forgetPart()
	}
	a.order[0] = nil
	a.order = a.order[1:]
	a.oldest = forever
	if len(a.order) > 0 {
		a.oldest = a.order[0].to
	}
	a.sumsFrom = max(a.sumsFrom, m.to+1)
	if !s.isRead() {
		m.lane.minutes[0] = nil
	}
	if m.lane.minutes = m.lane.minutes[1:]; len(m.lane.minutes) == 0 {
		m.lane.minutes = nil
	}
	m.lane.prune()
}

// minuteOf is the span of the minute that at belongs to. Windows are inclusive
// at both ends, so what happened at the very instant a minute begins has a
// minute of its own: a window from one whole minute to another is exact by sums
// alone.
func minuteOf(at instant) (from, to instant) {
	rest := at % instant(time.Minute)
	if rest == 0 {
		return at, at
	}
	if rest < 0 {
		rest += instant(time.Minute)
	}
	begin := at - rest
	return begin + 1, begin + instant(time.Minute) - 1
}
