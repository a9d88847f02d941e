package taskrouter

import (
	"slices"

	"github.com/goacd/acd/internal/ordered"
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
	census
	ledger  *ledger
	channel *taskChannel
	history

	// The crossings of the lane are counted. A lane that never had another one
	// than its sole one, as most queues' do, asks that for its foremost task;
	// else heads has the foremost of each.
	crossings int
	sole      *crossing
	heads     *ordered.Set[arrival]
}

// isBusy reports whether there are unfinished tasks, or were before this Apply.
func (s *ledger) isBusy() bool {
	for _, l := range s.lanes {
		for _, n := range l.tasks[:unfinished] {
			if n > 0 {
				return true
			}
		}
	}
	return false
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
	l.priority.few = l.priority.only[:0]
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
	if len(l.minutes) > 0 || l.crossings > 0 {
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

// link adds a crossing to the lane.
func (l *lane) link(c *crossing) {
	if l.crossings++; l.crossings == 1 {
		l.sole = c
		return
	}
	if sole := l.sole; sole != nil {
		l.sole = nil
		l.reseat(arrival{}, sole.head)
	}
}

// unlink takes an empty crossing from the lane.
func (l *lane) unlink() {
	if l.crossings--; l.crossings == 0 {
		l.sole, l.heads = nil, nil
		l.prune()
	}
}

// reseat puts another task in the place of the one that was the foremost of a
// crossing; either can be none.
func (l *lane) reseat(old, head arrival) {
	if l.sole != nil {
		return
	}
	if old.task != nil {
		l.heads.Delete(old)
	}
	if head.task != nil {
		rank(&l.heads, head, 1)
	}
}

// head returns who waits longest on the lane among those who were in one queue
// from the beginning.
func (l *lane) head() arrival {
	if l.sole != nil {
		return l.sole.head
	}
	return earlier(arrival{}, l.heads)
}
