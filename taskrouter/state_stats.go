package taskrouter

// statistics writes the figures that cannot be counted anew: the past. Those of
// the present follow from tasks and workers.
func (s *stateWriter) statistics() {
	st := &s.e.stats
	names := s.ledgers()
	s.instant(st.archive.sumsFrom)
	s.instant(st.archive.samplesFrom)
	s.number(int64(len(st.archive.order)))
	for _, m := range st.archive.order {
		s.sid(names[m.lane.ledger])
		s.sid(m.lane.channel.cur.SID.Bytes())
		s.minute(m)
	}
	s.number(int64(len(st.archive.parts)))
	for _, p := range st.archive.parts {
		s.part(p)
	}
	s.instant(st.turns.from)
	s.number(int64(st.turns.len()))
	channels := map[uint64]TaskChannelSID{} // a deleted one has none: no question can be about it
	for ch := range s.e.channels.all() {
		channels[ch.sequence] = ch.cur.SID
	}
	for x := range st.turns.back() {
		s.instant(x.at)
		s.sid(x.worker.Bytes())
		s.number(int64(x.about.what()))
		s.sid(channels[x.about.channel()].Bytes())
	}
	s.instant(st.stays.from)
	s.number(int64(st.stays.len()))
	for x := range st.stays.back() {
		s.instant(x.at)
		s.sid(x.worker.Bytes())
		s.sid(x.about.from.Bytes())
		s.sid(x.about.to.Bytes())
		s.instant(x.about.since)
	}
}

// ledgers names each ledger by the SID of what it belongs to.
func (s *stateWriter) ledgers() map[*ledger][16]byte {
	names := map[*ledger][16]byte{&s.e.stats.workspace: s.e.workspace.sid.Bytes()}
	for q := range s.e.queues.all() {
		names[&q.figures] = q.cur.SID.Bytes()
	}
	for wf := range s.e.workflows.all() {
		names[&wf.figures] = wf.cur.SID.Bytes()
	}
	return names
}

func (s *stateWriter) minute(m *minute) {
	s.instant(m.from)
	s.instant(m.to)
	for _, n := range m.sums.counts {
		s.number(int64(n))
	}
	for _, w := range m.sums.waits {
		s.number(int64(w.n))
		s.duration(w.min)
		s.duration(w.max)
		s.number(w.whole)
		s.number(int64(w.rest))
	}
	s.number(int64(len(m.splits.list)))
	for _, w := range m.splits.list {
		s.numbers(uint64(w.key), uint64(w.n))
	}
}

// part writes samples, and where they were taken.
func (s *stateWriter) part(p *part) {
	c := p.crossing
	s.sid(c.workflow.cur.SID.Bytes())
	s.bool(c.queue != nil)
	if c.queue != nil {
		s.sid(c.queue.cur.SID.Bytes())
	}
	s.sid(c.channel.cur.SID.Bytes())
	s.instant(p.from)
	s.number(int64(p.samples.n))
	for after, x := range p.samples.all() {
		s.numbers(uint64(after), uint64(x.happening))
		s.duration(x.wait)
		s.duration(x.queued)
	}
}
