package taskrouter

import "github.com/goacd/acd/internal/ordered"

// meeting is what a crossing is found by.
type meeting struct {
	workflow *workflow
	queue    *taskQueue // nil before the first one
	channel  *taskChannel
}

// crossing is the tasks of one workflow on one channel that are in one queue, or
// in none yet: where the lanes meet on which they count. It lives while there
// are tasks to be counted or happenings to be kept. There are at most as many as
// tasks and happenings, and in service as many as workflows have queues.
type crossing struct {
	meeting
	part  *part         // the last one
	tasks int           // that are counted
	lanes [owners]*lane // of workspace, workflow and queue, whose is nil when there is none

	parts   int                   // that are kept
	waiting *ordered.Set[arrival] // pending ones that entered the queue when they were created
	head    arrival               // the first of waiting
}

// crossingOf finds the crossing a task is at, and makes it when it is missing.
// Most events are about a task that is counted there already, or at the crossing
// that was looked for last in its workflow.
func (s *statistics) crossingOf(t *task) *crossing {
	if c := t.figures.at; c != nil && c.has(t) {
		return c
	}
	side := 0
	if t.queue != nil {
		side = 1
	}
	if c := t.workflow.crossings[side]; c != nil && c.has(t) {
		return c
	}
	m := meeting{t.workflow, t.queue, t.channel}
	c := s.crossings[m]
	if c == nil {
		c = s.cross(m)
	}
	t.workflow.crossings[side] = c
	return c
}

// has reports whether the task is at the crossing.
func (c *crossing) has(t *task) bool {
	return c.queue == t.queue && c.workflow == t.workflow && c.channel == t.channel
}

func (s *statistics) cross(m meeting) *crossing {
	c := &crossing{meeting: m}
	c.lanes[ofWorkspace] = s.workspace.lane(m.channel)
	c.lanes[ofWorkflow] = m.workflow.figures.lane(m.channel)
	if m.queue != nil {
		c.lanes[ofQueue] = m.queue.figures.lane(m.channel)
	}
	for _, l := range c.met() {
		l.link(c)
	}
	s.crossings[m] = c
	return c
}

// met is the lanes that the crossing has.
func (c *crossing) met() []*lane {
	if c.queue == nil {
		return c.lanes[:ofQueue]
	}
	return c.lanes[:]
}

// prune forgets a crossing of which nothing is known any more.
func (s *statistics) prune(c *crossing) {
	if c.tasks > 0 || c.parts > 0 {
		return
	}
	delete(s.crossings, c.meeting)
	c.workflow.crossings = [2]*crossing{}
	for _, l := range c.met() {
		l.unlink()
	}
}

// recount takes a task from where it was counted to where it belongs.
func (s *statistics) recount(t *task) {
	from := t.figures.at
	if t.gone {
		if from != nil {
			s.count(from, t, -1)
			t.figures.at = nil
			s.prune(from)
		}
		return
	}
	f := &t.figures
	status, to := t.status.number(), s.crossingOf(t)
	if from == to && int(f.priority) == t.priority && f.status == status && f.entered == t.queueEntered {
		return
	}
	if from == to && int(f.priority) == t.priority && f.status != numberPending && status != numberPending {
		s.shift(to, f, status)
		f.entered = t.queueEntered
		return
	}
	if from != nil {
		s.count(from, t, -1)
	}
	f.at, f.status, f.priority, f.entered = to, status, int32(t.priority), t.queueEntered
	s.count(to, t, 1)
	if from != nil && from != to {
		s.prune(from)
	}
}

// shift counts a task in another status, at the same crossing. It was not pending,
// and is not: nothing else knows it by its status.
func (s *statistics) shift(c *crossing, f *taskFigures, status uint8) {
	by := 0
	switch before, after := f.status <= numberReserved, status <= numberReserved; {
	case before && !after:
		by = -1
	case after && !before:
		by = 1
	}
	if by != 0 {
		s.keepPriority(c, int(f.priority))
	}
	for _, l := range c.met() {
		l.tasks[f.status]--
		l.tasks[status]++
		if by != 0 {
			l.priority.count(int(f.priority), by)
		}
	}
	f.status = status
}

// count counts a task at a crossing, or no longer.
func (s *statistics) count(c *crossing, t *task, by int) {
	s.keepPriority(c, int(t.figures.priority))
	c.count(t, by)
}

// count adds a task to where its figures say it is, or takes it away.
func (c *crossing) count(t *task, by int) {
	f := &t.figures
	c.tasks += by
	for _, l := range c.met() {
		l.census.count(f, by)
	}
	if f.status != numberPending {
		return
	}
	if t.moved() {
		c.countMoved(t, by)
		return
	}
	rank(&c.waiting, arrival{t.created, t}, by)
	head, _ := c.waiting.Min()
	if old := c.head; head.task != old.task {
		c.head = head
		for _, l := range c.met() {
			l.reseat(old, head)
		}
	}
}

// moved reports whether a task that is counted as pending entered its queue
// later than it was created.
func (t *task) moved() bool {
	return t.figures.at.queue != nil && t.figures.entered != t.created
}

// countMoved ranks a task by both its age and its time in the queue. There is no
// crossing at which the two orders agree, so each lane has its own.
func (c *crossing) countMoved(t *task, by int) {
	for _, l := range c.met() {
		rank(&l.moved, arrival{t.created, t}, by)
	}
	rank(&c.lanes[ofQueue].entered, arrival{t.figures.entered, t}, by)
}
