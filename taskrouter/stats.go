package taskrouter

// statistics are the figures of a workspace (lifecycle.md §6). They come from
// events and from the tasks that a command changed. A question about the present
// reads counters, and one about a window adds up minutes; neither looks at a
// task or a worker.
//
// The workspace, every queue and every workflow has a [ledger] with a [lane] for
// each task channel. A task counts on three lanes: the workspace's, its
// workflow's and, if it is in a queue, its queue's. Where these meet is a
// [crossing], and most of what is kept is kept there, once: the tasks that wait,
// in order of age, and the single happenings. A lane has what adds up without
// being kept again: counts, sums by minute, and the foremost of each crossing.
// A life of a task touches one crossing, as a rule, and whoever finds it has all lanes.
//
// The present. A task remembers the crossing, the status and the priority that
// it is counted with, so that a change takes it out of there and puts it where
// it belongs now; tasks that an Apply changed are marked, and each is counted
// once, when the command is through. Workers are counted by activity where they
// join their class ([headcount]), for the workspace and for its queues.
//
// The past. Events are noted as they are emitted. Each lane has a history of
// minutes, which are sums, and share them where all that happened was at one
// crossing ([part], BenchmarkTally); the happenings behind them, which cut the first and
// the last minute of a window exactly, are in the parts of the crossings, and
// each minute knows its own. What happened to workers is in two trails, of
// reservations and of stays in activities. Each of the three forgets its oldest
// ([StatisticsRetention]), and says from when on it knows everything.
//
// A question about much of this can be answered while commands are applied
// ([Engine.Breathing]): each is an [inquiry].
type statistics struct {
	retention StatisticsRetention

	workspace ledger
	crossings map[meeting]*crossing

	archive archive
	turns   trail[turn]
	stays   trail[stay]

	inquiries []*inquiry // that are going on
}

// taskFigures is what the statistics keep of a task: where and how it is
// counted, and what its acceptances were.
type taskFigures struct {
	at       *crossing // nil for a task that is not counted
	entered  instant   // its queue, while it is counted as pending
	priority int32
	status   uint8
	accepted bool // once at least
	here     bool // since it entered its queue
	begun    happeningSet
}

// workerFigures is what the statistics keep of a worker.
type workerFigures struct {
	activity ActivitySID
	since    instant // in the activity
	turn     uint64  // number of the last in statistics.turns; 0 for none
	stay     uint64  // and in statistics.stays
}

func newStatistics(r StatisticsRetention) statistics {
	s := statistics{retention: r, crossings: map[meeting]*crossing{}}
	s.archive = newArchive()
	s.turns.from, s.stays.from = never, never
	return s
}

// tally counts the tasks that were made, changed or removed by one Apply, and
// forgets what is too old.
func (e *Engine) tally() {
	s := &e.stats
	for i, t := range e.marked {
		t.marked = false
		if t.figures.begun != 0 { // no queue, and no end
			s.noteAt(t, e.now, 0, nil)
		}
		s.recount(t)
		e.marked[i] = nil
	}
	e.marked = e.marked[:0]
	oldest := e.now.add(-s.retention.Age)
	s.trimArchive(oldest)
	s.turns.trim(s.retention.WorkerSamples, oldest, s.isRead())
	s.stays.trim(s.retention.WorkerSamples, oldest, s.isRead())
}

// noteTask notes an event about a task in the histories it belongs to
// (lifecycle.md §6.3). The task is as the event tells it.
func (s *statistics) noteTask(ev EventType, t *task, at instant) {
	h, ok := happeningOf(ev)
	if !ok {
		return
	}
	switch h {
	case created:
		t.figures.begun = h.set()
		return
	case enteredWorkflow:
		if t.figures.begun != 0 {
			t.figures.begun |= h.set()
			return
		}
	case enteredQueue:
		t.figures.here = false
	case canceled:
		s.noteAt(t, at, 0, &sample{happening: h, wait: at.since(t.created)})
		return
	case acceptedFirst:
		x := t.acceptance(at)
		s.noteAt(t, at, 0, &x)
		return
	}
	s.noteAt(t, at, h.set(), nil)
}

// noteAt notes happenings without a wait, one with a wait if there is one, and
// before them how the task came into being: where is known with its first queue, a
// moment later, so that most tasks are at one crossing all their life.
func (s *statistics) noteAt(t *task, at instant, plain happeningSet, waited *sample) {
	plain |= t.figures.begun
	t.figures.begun = 0
	s.note(s.crossingOf(t), at, plain, waited)
}

// acceptance tells a task's first acceptance from those that follow a transfer,
// overall and since it entered its queue.
func (t *task) acceptance(at instant) sample {
	f := &t.figures
	x := sample{happening: acceptedFirst, wait: at.since(t.created)}
	switch {
	case f.here:
		x.happening = acceptedAgain
	case f.accepted:
		x.happening = acceptedHere
	}
	if t.queue != nil && !f.here {
		x.queued = at.since(t.queueEntered)
	}
	f.accepted, f.here = true, true
	return x
}
