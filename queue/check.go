package queue

import (
	"fmt"
	"maps"
	"slices"
)

// Check recomputes every invariant of the directory from scratch and returns
// the first that is broken, which is a bug of this package; nil otherwise. It
// visits all queues, calls and agents: it is for tests, fuzzers and operators.
//
// What it checks is queue.md §11 as far as one instant shows it: members in the
// order of joining at positions 1…n, each call in one Enqueue or one Dial at
// most, no free member beside a waiting agent, each taken call with exactly one
// agent, averages equal to the mean over all members, and every index equal to
// what it indexes.
func (d *Directory) Check() error {
	if d.order.Len() != len(d.queues) || d.order.Len() != len(d.names) {
		return fmt.Errorf("queue: check: %d queues in order, %d by SID, %d by name",
			d.order.Len(), len(d.queues), len(d.names))
	}
	waitingCalls, waitingAgents := 0, 0
	for l := range d.order.All() {
		if err := d.checkLine(l); err != nil {
			return fmt.Errorf("queue: check: queue %q: %w", l.name, err)
		}
		waitingCalls += l.members.Len()
		waitingAgents += l.agents.Len()
	}
	if err := d.checkEntries(waitingCalls); err != nil {
		return fmt.Errorf("queue: check: %w", err)
	}
	if err := d.checkAgents(waitingAgents); err != nil {
		return fmt.Errorf("queue: check: %w", err)
	}
	return nil
}

func (d *Directory) checkLine(l *line) error {
	name, err := cleanName("Check", l.name)
	switch {
	case err != nil:
		return err
	case name != l.name || l.guarded != isWorkflowName(name):
		return fmt.Errorf("name is not clean, or guarded is %t", l.guarded)
	case d.queues[l.sid] != l || d.names[l.name] != l || l.deleted:
		return fmt.Errorf("deleted is %t, or an index holds another queue", l.deleted)
	case l.number == 0 || l.number > d.made:
		return fmt.Errorf("number %d of %d", l.number, d.made)
	case l.maxSize < 0 || l.maxSize > d.cfg.MaxSizeLimit:
		return fmt.Errorf("maximum size %d", l.maxSize)
	case l.created > l.updated || l.updated > d.now:
		return fmt.Errorf("created %v, updated %v, now %v", l.created.time(), l.updated.time(), d.now.time())
	case l.members.Len() > 0 && l.agents.Len() > 0:
		return fmt.Errorf("%d members beside %d waiting agents", l.members.Len(), l.agents.Len())
	}
	if err := d.checkMembers(l); err != nil {
		return err
	}
	return d.checkWaitingAgents(l)
}

func (d *Directory) checkMembers(l *line) error {
	var joined sum
	var last place
	position := 0
	for p := range l.members.All() {
		e := p.entry
		position++
		switch {
		case p.number != e.number || p.number <= last.number || p.number > d.joins:
			return fmt.Errorf("member %v has the number %d, after %d", e.call, p.number, last.number)
		case last.entry != nil && last.entry.joined > e.joined, e.joined > d.now:
			return fmt.Errorf("member %v joined at %v", e.call, e.joined.time())
		case d.entries[e.call] != e || e.line != l || e.state != EntryWaiting || e.agent != nil:
			return fmt.Errorf("member %v is %v, or in another queue", e.call, e.state)
		case l.position(e) != position:
			return fmt.Errorf("member %v at position %d, counted %d", e.call, l.position(e), position)
		}
		joined.add(e.joined)
		last = p
	}
	if joined != l.joined {
		return fmt.Errorf("sum of joining instants %v, counted %v", l.joined, joined)
	}
	return nil
}

func (d *Directory) checkWaitingAgents(l *line) error {
	for a := range l.agents.All() {
		switch {
		case d.agents[a.call] != a || a.line != l || a.state != AgentQueued || a.entry != nil || a.single:
			return fmt.Errorf("waiting agent %v is %v, or at another queue", a.call, a.state)
		case a.until <= d.now || !d.deadlines.Contains(deadline{a.until, a}):
			return fmt.Errorf("agent %v waits until %v, without a deadline or past it", a.call, a.until.time())
		}
	}
	return nil
}

// checkEntries goes by call SID, so that it always reports the same problem.
func (d *Directory) checkEntries(waiting int) error {
	for _, call := range slices.SortedFunc(maps.Keys(d.entries), CallSID.Compare) {
		e := d.entries[call]
		switch {
		case e.call != call || d.agents[call] != nil:
			return fmt.Errorf("call %v is filed under %v, or dials as well", e.call, call)
		case e.state == EntryWaiting:
			if e.line.deleted {
				return fmt.Errorf("call %v waits in a deleted queue", call)
			}
			waiting--
		case e.state != EntryTaken && e.state != EntryBridged:
			return fmt.Errorf("call %v is %v", call, e.state)
		case e.agent == nil || e.agent.entry != e || d.agents[e.agent.call] != e.agent || e.agent.line != e.line:
			return fmt.Errorf("call %v is %v without an agent of its own", call, e.state)
		case e.left < e.joined || e.left > d.now:
			return fmt.Errorf("call %v left at %v", call, e.left.time())
		}
	}
	if waiting != 0 {
		return fmt.Errorf("%d more members than waiting calls", waiting)
	}
	return nil
}

func (d *Directory) checkAgents(waiting int) error {
	if d.deadlines.Len() != waiting {
		return fmt.Errorf("%d deadlines for %d waiting agents", d.deadlines.Len(), waiting)
	}
	for _, call := range slices.SortedFunc(maps.Keys(d.agents), CallSID.Compare) {
		a := d.agents[call]
		want := EntryTaken
		switch {
		case a.call != call || a.number == 0 || a.number > d.dials:
			return fmt.Errorf("agent %v, number %d, is filed under %v", a.call, a.number, call)
		case a.state == AgentQueued:
			waiting--
			continue
		case a.state == AgentConnected:
			want = EntryBridged
		case a.state != AgentTook:
			return fmt.Errorf("agent %v is %v", call, a.state)
		}
		if e := a.entry; e == nil || e.agent != a || d.entries[e.call] != e || e.state != want {
			return fmt.Errorf("agent %v is %v without a call of his own that is %v", call, a.state, want)
		}
	}
	if waiting != 0 {
		return fmt.Errorf("%d more agents at queues than waiting agents", waiting)
	}
	return nil
}
