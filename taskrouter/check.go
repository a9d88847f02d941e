package taskrouter

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/goacd/acd/internal/sid"
)

// Check rebuilds everything that the engine keeps for speed from scratch, and
// returns an error that lists what differs, or nil. It also proves the promises
// of the engine: a task has one worker at most, reservations and tasks are in
// states that belong together, and no waiting task has an eligible worker. It
// is for tests, fuzzers and operators: its cost grows with the product of
// workers and queues, and of waiting tasks and workers. A finding is a bug of
// this package.
func (e *Engine) Check() error {
	c := checker{e: e}
	c.tables()
	c.workers()
	c.classes()
	c.lineups()
	c.membership()
	c.rosters()
	c.rankings()
	c.shelves()
	c.tasks()
	c.turns()
	c.reservations()
	c.groups()
	c.deadlines()
	c.workflows()
	c.statistics()
	if created, live, removed := e.count.tasksCreated, uint64(e.tasks.len()), e.count.tasksRemoved; created != live+removed {
		c.fail("%d tasks created, but %d live and %d removed", created, live, removed)
	}
	return errors.Join(c.problems...)
}

type checker struct {
	e        *Engine
	problems []error
}

func (c *checker) fail(format string, args ...any) {
	const most = 20
	if len(c.problems) < most {
		c.problems = append(c.problems, fmt.Errorf("taskrouter: check: "+format, args...))
	}
}

// tables proves that whatever is listed is found, and nothing else.
func (c *checker) tables() {
	e := c.e
	checkTable(c, "activities", &e.activities, func(a *activity) ActivitySID { return a.cur.SID })
	checkTable(c, "task channels", &e.channels, func(ch *taskChannel) TaskChannelSID { return ch.cur.SID })
	checkTable(c, "task queues", &e.queues, func(q *taskQueue) TaskQueueSID { return q.cur.SID })
	checkTable(c, "workflows", &e.workflows, func(wf *workflow) WorkflowSID { return wf.cur.SID })
	checkTable(c, "workers", &e.workers, func(w *worker) WorkerSID { return w.sid })
	checkTable(c, "tasks", &e.tasks, func(t *task) TaskSID { return t.sid })
}

func checkTable[K sid.Kind, R any, P listed[R]](c *checker, name string, t *table[K, R, P], sidOf func(*R) sid.SID[K]) {
	n := 0
	for rec := range t.all() {
		if n++; t.get(sidOf(rec)) != rec {
			c.fail("%s: %s is not found", name, sidOf(rec))
		}
	}
	if n != t.len() {
		c.fail("%s: %d are listed, and %d can be found", name, n, t.len())
	}
}

func (c *checker) workers() {
	if len(c.e.workerNames) != c.e.workers.len() {
		c.fail("%d workers have %d names", c.e.workers.len(), len(c.e.workerNames))
	}
	number := uint64(0)
	for w := range c.e.workers.all() {
		if c.e.workerNames[fold(w.name)] != w {
			c.fail("worker %s is not found by name %q", w.sid, w.name)
		}
		for ch := range c.e.channels.all() {
			if len(w.channels) <= ch.slot || w.channels[ch.slot].channel != ch {
				c.fail("worker %s has no channel %s", w.sid, ch.cur.UniqueName)
			}
		}
		for q := range c.e.queues.all() {
			member := q.match != nil && c.e.holds(q.match, subject{worker: w})
			if member != w.class.has(q) {
				c.fail("worker %s: member of %s is %v, want %v", w.sid, q.cur.SID, !member, member)
			}
		}
		if want := c.e.openChannels(w); w.mask != want {
			c.fail("worker %s is in the pool of channels %b, want %b", w.sid, w.mask, want)
		} else if want != 0 && (w.idling != w.idler() || !isIdle(w)) {
			c.fail("worker %s is not at his place among the idle", w.sid)
		}
		for path, value := range w.values {
			if ref := c.e.paths.At(path); !bytes.Equal(value.AppendKey(nil), w.attributes.Lookup(ref).AppendKey(nil)) {
				c.fail("worker %s: stale value of %s", w.sid, ref)
			}
		}
		if w.number <= number || w.number > c.e.turns.workers {
			c.fail("worker %s has number %d of %d, behind %d", w.sid, w.number, c.e.turns.workers, number)
		}
		number = w.number
		if w.freed {
			c.fail("worker %s is marked as freed outside routing", w.sid)
		}
		c.load(w)
	}
}

// load recounts a worker's channels from his open reservations.
func (c *checker) load(w *worker) {
	for i := range w.channels {
		var pending, accepted, wrapping int
		for _, r := range w.open {
			if r.slot != i {
				continue
			}
			switch r.status {
			case ReservationStatusPending:
				pending++
			case ReservationStatusAccepted:
				accepted++
			case ReservationStatusWrapping:
				wrapping++
			default:
				c.fail("worker %s holds reservation %s in state %s", w.sid, r.sid, r.status)
			}
		}
		wc := &w.channels[i]
		if wc.pending != pending || wc.accepted != accepted || wc.wrapping != wrapping {
			c.fail("worker %s, channel in slot %d: load %d+%d+%d, want %d+%d+%d", w.sid, i,
				wc.pending, wc.accepted, wc.wrapping, pending, accepted, wrapping)
		}
	}
}

// turns proves that the turns of last reservations are in the order of their times.
func (c *checker) turns() {
	type place struct {
		turn uint64
		last instant
	}
	var list []place
	for w := range c.e.workers.all() {
		list = append(list, place{w.turn, w.last})
		for i := range w.channels {
			if w.channels[i].channel != nil {
				list = append(list, place{w.channels[i].turn, w.channels[i].last})
			}
		}
	}
	slices.SortFunc(list, func(a, b place) int { return cmp.Compare(a.turn, b.turn) })
	for i, b := range list {
		if (b.turn == 0) != (b.last == never) || b.turn > c.e.turns.made {
			c.fail("a last reservation at %v has turn %d of %d", b.last.time(), b.turn, c.e.turns.made)
		}
		if i > 0 && (list[i-1].turn < b.turn) != (list[i-1].last < b.last) {
			c.fail("turns %d and %d are at %v and %v", list[i-1].turn, b.turn, list[i-1].last.time(), b.last.time())
		}
	}
}

// tasks holds every task against its reservations.
func (c *checker) tasks() {
	for t := range c.e.tasks.all() {
		c.statesOf(t)
		if waits := t.status == TaskStatusPending || t.transfer != nil && !slices.ContainsFunc(t.reservations, (*reservation).isPending); waits != (t.group != nil) {
			c.fail("task %s is %s, but waiting is %v", t.sid, t.status, t.group != nil)
		}
	}
}

// statesOf holds the state of a task against those of its reservations: it has
// one worker at most, a transfer apart. One whose conference goes on may have none
// any more.
func (c *checker) statesOf(t *task) {
	pending, accepted, wrapping := 0, 0, 0
	for _, r := range t.reservations {
		if r.task != t || c.e.reservations.get(r.sid) != r {
			c.fail("reservation %s of task %s is lost", r.sid, t.sid)
		}
		switch r.status {
		case ReservationStatusPending:
			pending++
		case ReservationStatusAccepted:
			accepted++
		case ReservationStatusWrapping:
			wrapping++
		}
	}
	var ok bool
	switch {
	case t.transfer != nil:
		ok = t.status == TaskStatusReserved && accepted <= 1
	case t.status == TaskStatusReserved:
		ok = pending >= 1 && accepted+wrapping == 0
	case t.status == TaskStatusAssigned:
		ok = pending == 0 && (accepted == 1 || accepted == 0 && t.conference)
	case t.status == TaskStatusWrapping:
		ok = pending+accepted == 0 && wrapping >= 1
	default:
		ok = pending+accepted+wrapping == 0
	}
	if t.conference && t.status != TaskStatusAssigned && t.transfer == nil {
		c.fail("task %s is %s, but its conference is linked", t.sid, t.status)
	}
	if !ok {
		c.fail("task %s is %s with %d pending and %d taken reservations", t.sid, t.status, pending, accepted+wrapping)
	}
}

func (c *checker) reservations() {
	open, total, known := 0, 0, 0
	for t := range c.e.tasks.all() {
		total += len(t.reservations)
		for _, r := range t.reservations {
			if r.worker.class == nil {
				continue // he was deleted
			}
			if known++; r.isOpen() {
				open++
				if !slices.Contains(r.worker.open, r) {
					c.fail("worker %s does not hold his reservation %s", r.worker.sid, r.sid)
				}
			}
		}
	}
	held, listed := 0, 0
	for w := range c.e.workers.all() {
		held += len(w.open)
		listed += c.history(w)
	}
	if total != c.e.reservations.len() || open != held || known != listed {
		c.fail("%d reservations indexed, %d held and %d listed, want %d, %d and %d", c.e.reservations.len(), held, listed, total, open, known)
	}
}

// history walks the links between a worker's reservations, and counts them.
func (c *checker) history(w *worker) (listed int) {
	open := 0
	var last *reservation
	for r := w.history.oldest; r != nil; r = r.newer {
		if r.older != last || last != nil && last.sequence >= r.sequence || r.worker != w || c.e.reservations.get(r.sid) != r {
			c.fail("worker %s: reservation %s is not at its place in his history", w.sid, r.sid)
			return listed
		}
		if listed++; r.isOpen() {
			open++
		}
		last = r
	}
	if last != w.history.newest || open != len(w.open) {
		c.fail("worker %s: %d reservations in his history, %d of them open, want %d open", w.sid, listed, open, len(w.open))
	}
	return listed
}

// shelves proves that what is used again is empty, and in nobody's hands.
func (c *checker) shelves() {
	e := c.e
	tasks, reservations := map[*task]bool{}, map[*reservation]bool{}
	for t := range e.tasks.all() {
		tasks[t] = true
		for _, r := range t.reservations {
			reservations[r] = true
		}
	}
	for _, t := range e.shelves.tasks.free {
		if tasks[t] || t.sid != (TaskSID{}) || t.reservations != nil || t.group != nil || t.life.isSet() {
			c.fail("a task on the shelf is another's, or not empty")
		}
		tasks[t] = true
	}
	for _, r := range e.shelves.reservations.free {
		if reservations[r] || r.sid != (ReservationSID{}) || r.task != nil || r.timeout.isSet() {
			c.fail("a reservation on the shelf is another's, or not empty")
		}
		reservations[r] = true
	}
	if len(e.removed) > 0 {
		c.fail("%d removed tasks were not put away", len(e.removed))
	}
}

// groups proves that what waits is in order, and that nobody eligible is free.
func (c *checker) groups() {
	e := c.e
	waiting := 0
	for t := range e.tasks.all() {
		g := t.group
		if g == nil {
			continue
		}
		waiting++
		if want := waiterOf(t, t.step.taskOrder()); t.waiting != want || !g.waiting.Contains(want) {
			c.fail("task %s is not at its place among the waiting", t.sid)
		}
		if t.queue != t.step.queue || g.step != t.step || e.routing.groups[g.key] != g {
			c.fail("task %s waits in the wrong group", t.sid)
		}
		if t.step.volatile() || t.declined {
			continue // judged at certain moments only
		}
		g.full = true
		for _, w := range c.eligible(g, t) {
			c.fail("task %s waits although worker %s is eligible", t.sid, w.sid)
		}
		g.full = false
	}
	grouped, queued, spare := 0, 0, 0
	for _, g := range e.routing.groups {
		if g.waiting.Len() == 0 {
			spare++
			if g.spare == 0 || e.routing.spares.ring[g.spare-1] != g {
				c.fail("a group in which nobody waits is not among the spare ones")
			}
			continue
		}
		grouped += g.waiting.Len()
		c.asked(g)
		if g.match != g.step.match || g.special != g.step.special() {
			c.fail("a group asks something else than its step")
		}
		if home := *g.home; g.place >= len(home) || home[g.place] != g {
			c.fail("a group is not at its place in its list")
		}
		if g.step.direct != nil {
			queued++
		}
		if g.active || g.full {
			c.fail("a group is active outside routing")
		}
	}
	for q := range e.queues.all() {
		queued += len(q.groups)
	}
	if groups := len(e.routing.groups) - spare; grouped != waiting || queued != groups || groups != e.routing.listed {
		c.fail("%d tasks wait in %d groups, want %d in %d", grouped, queued, waiting, groups)
	}
}

// eligible returns who could take a task that waits. It looks at everybody.
func (c *checker) eligible(g *group, t *task) []*worker {
	if g.step.direct != nil || g.step.known != nil {
		return c.e.choose(g, t)
	}
	list, _ := c.e.everybody(g)
	return list
}

// asked proves that the pools know those who are open on the channel of a group
// in which somebody waits: workers compares the pools with what was asked for.
func (c *checker) asked(g *group) {
	if c.e.routing.asked&(1<<g.channel.slot) == 0 {
		head, _ := g.waiting.Min()
		c.fail("channel %s is not asked for, though task %s waits on it", g.channel.cur.UniqueName, head.task.sid)
	}
}

// deadlines holds the timers of tasks and reservations against the agenda.
func (c *checker) deadlines() {
	listed := map[*timer]bool{}
	for t := range c.e.deadlines.all() {
		listed[t] = true
		if t.at < c.e.now {
			c.fail("a timer of kind %d was missed", t.kind)
		}
	}
	set := 0
	find := func(t *timer) {
		if !t.isSet() {
			return
		}
		set++
		if !listed[t] {
			c.fail("a timer of kind %d is not in the agenda", t.kind)
		}
	}
	must := func(t *task, set, want bool, name string) {
		if set != want {
			c.fail("task %s is %s, but its %s timer is %v", t.sid, t.status, name, set)
		}
	}
	for t := range c.e.tasks.all() {
		find(&t.life)
		find(&t.stage)
		waits := t.status.waiting() && t.transfer == nil
		must(t, t.life.is(dueTaskTimeout), waits, "lifetime")
		must(t, t.life.is(dueRemoval), !waits, "removal")
		must(t, t.stage.is(dueStepTimeout), t.status == TaskStatusPending && t.step.timeout > 0, "step")
		for _, r := range t.reservations {
			find(&r.timeout)
			c.waitsForAnswer(r)
		}
	}
	if set != len(listed) || set != c.e.deadlines.len {
		c.fail("%d timers in the agenda, %d counted, want %d", len(listed), c.e.deadlines.len, set)
	}
	c.agenda()
}

// agenda holds the order of the tracks, and the first timer, against a scan.
func (c *checker) agenda() {
	a := &c.e.deadlines
	var first *timer
	var before *timer
	for t := range a.all() {
		if first == nil || compareTimers(t, first) < 0 {
			first = t
		}
		if before != nil && before.track == t.track && compareTimers(before, t) >= 0 {
			c.fail("two timers of kind %d are out of order", t.kind)
		}
		before = t
	}
	next := a.next
	if next == nil {
		next = a.find() // and not first, which would note it
	}
	if next != first {
		c.fail("the next timer is not the first one")
	}
	for i := range a.tracks {
		if l := &a.tracks[i]; l.first != nil && l.at != l.first.at {
			c.fail("a track does not know when it is due")
		}
	}
}

func (c *checker) workflows() {
	if len(c.e.workflowNames) != c.e.workflows.len() {
		c.fail("%d workflows have %d names", c.e.workflows.len(), len(c.e.workflowNames))
	}
	for wf := range c.e.workflows.all() {
		if c.e.workflowNames[wf.cur.FriendlyName] != wf {
			c.fail("workflow %s is not found by name %q", wf.cur.SID, wf.cur.FriendlyName)
		}
		if wf.ring != wf.cur.TaskReservationTimeout {
			c.fail("workflow %s lets workers answer for %v, want %v", wf.cur.SID, wf.ring, wf.cur.TaskReservationTimeout)
		}
	}
}

// waitsForAnswer holds the timer of a reservation against its state: it stands
// still while an acceptance is being set up.
func (c *checker) waitsForAnswer(r *reservation) {
	switch {
	case r.suspended && !r.isPending():
		c.fail("reservation %s is being accepted, but it is %s", r.sid, r.status)
	case r.suspended && r.timeout.isSet():
		c.fail("reservation %s is being accepted, but its timer is running", r.sid)
	case !r.suspended && r.timeout.isSet() != r.isPending():
		c.fail("reservation %s is %s, but its timer is %v", r.sid, r.status, r.timeout.isSet())
	}
}
