package taskrouter

import (
	"slices"
	"time"
)

// ledger is what has figures about tasks of its own: the workspace, a task queue
// or a workflow. It has a lane for each task channel, so that a question about
// one channel costs no more than one about all.
type ledger struct {
	lanes []*lane // of all channels that anything is known of, deleted ones too
	slots []*lane // the same by the channel's slot, as far as the channel is still there
}

// lane is the tasks of one ledger on one channel, now and over time.
type lane struct {
	ledger  *ledger
	channel *taskChannel
	census
	history
}

// lane returns the lane of a channel, made when it is missing.
func (s *ledger) lane(ch *taskChannel) *lane {
	if ch.slot < len(s.slots) {
		if l := s.slots[ch.slot]; l != nil && l.channel == ch {
			return l
		}
	}
	return s.findLane(ch)
}

// findLane finds the lane of a channel whose slot another one has, or makes it:
// a deleted channel can still have finished tasks.
func (s *ledger) findLane(ch *taskChannel) *lane {
	for _, l := range s.lanes {
		if l.channel == ch {
			return l
		}
	}
	l := &lane{ledger: s, channel: ch}
	s.lanes = append(s.lanes, l)
	for len(s.slots) <= ch.slot {
		s.slots = append(s.slots, nil)
	}
	if old := s.slots[ch.slot]; old == nil || old.channel.sequence < ch.sequence {
		s.slots[ch.slot] = l
	}
	return l
}

// prune forgets a lane of which nothing is known any more.
func (l *lane) prune() {
	if len(l.minutes) > 0 || !l.isEmpty() {
		return
	}
	s := l.ledger
	if i := slices.Index(s.lanes, l); i >= 0 {
		s.lanes = slices.Delete(s.lanes, i, i+1)
	}
	if s.slots[l.channel.slot] == l {
		s.slots[l.channel.slot] = nil
	}
}

// on yields the lanes of a channel, or of all when it is nil.
func (s *ledger) on(ch *taskChannel) []*lane {
	if ch == nil {
		return s.lanes
	}
	if ch.slot < len(s.slots) && s.slots[ch.slot] != nil && s.slots[ch.slot].channel == ch {
		return s.slots[ch.slot : ch.slot+1]
	}
	return nil
}

// lanes is where a task counts: in the workspace, in its workflow, and in its
// queue, if it is in one.
type lanes struct{ workspace, workflow, queue *lane }

// lanesOf finds the lanes of a task. Most events of an Apply are about one task
// in one queue, so the last answer is kept for the time of a tally.
func (s *statistics) lanesOf(wf *workflow, q *taskQueue, ch *taskChannel) *lanes {
	l := &s.last
	if l.wf == wf && l.q == q && l.ch == ch {
		return &l.lanes
	}
	l.wf, l.q, l.ch = wf, q, ch
	l.lanes = lanes{workspace: s.workspace.lane(ch), workflow: wf.figures.lane(ch)}
	if q != nil {
		l.lanes.queue = q.figures.lane(ch)
	}
	return &l.lanes
}

// prune forgets the lanes of which nothing is known any more.
func (l *lanes) prune() {
	l.workspace.prune()
	l.workflow.prune()
	if l.queue != nil {
		l.queue.prune()
	}
}

// archive is the minutes of all lanes in the order they were begun, so that the
// oldest of the workspace can be forgotten first.
type archive struct {
	current struct{ from, to instant } // the minute that is going on
	order   []*minute
	bare    int // how many at the head of order have no samples
	samples int // that are kept

	// What is known completely begins there: the sums, and the samples.
	sumsFrom, samplesFrom instant
}

// note adds a happening to the present minute of a lane.
func (a *archive) note(l *lane, h happening, at instant, wait time.Duration) {
	if at > a.current.to || at < a.current.from {
		a.current.from, a.current.to = minuteOf(at)
	}
	var m *minute
	if n := len(l.minutes); n > 0 && l.minutes[n-1].from == a.current.from {
		m = l.minutes[n-1]
	} else {
		m = &minute{lane: l, from: a.current.from, to: a.current.to}
		l.minutes = append(l.minutes, m)
		a.order = append(a.order, m)
	}
	m.note(h, at, wait)
	if !m.bare {
		a.samples++
	}
}

// noteAll adds a happening to all the lanes of a task.
func (a *archive) noteAll(l *lanes, at instant, h happening, wait time.Duration) {
	a.note(l.workspace, h, at, wait)
	a.note(l.workflow, h, at, wait)
	if l.queue != nil {
		a.note(l.queue, h, at, wait)
	}
}

// trim forgets what lies before the instant oldest, and the oldest of what is
// more than the retention allows.
func (a *archive) trim(r *StatisticsRetention, oldest instant) {
	for a.samples > r.Samples && a.bare < len(a.order) {
		m := a.order[a.bare]
		a.bare++
		a.samples -= m.samples.n
		m.drop()
		a.samplesFrom = max(a.samplesFrom, m.to+1)
	}
	for len(a.order) > 0 && (len(a.order) > r.Minutes || a.order[0].to < oldest) {
		m := a.order[0]
		a.order[0] = nil
		a.order = a.order[1:]
		if a.bare > 0 {
			a.bare--
		}
		a.samples -= m.samples.n
		a.sumsFrom = max(a.sumsFrom, m.to+1)
		m.lane.minutes[0] = nil
		m.lane.minutes = m.lane.minutes[1:]
		m.lane.prune()
	}
}
