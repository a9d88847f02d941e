package taskrouter

// statistics are the figures of a workspace (lifecycle.md §6). They come from
// events: when a command is through, tally goes over its events and over the
// tasks it changed, and brings every figure up to date. A question about the
// present reads counters, and one about a window adds up minutes; neither looks
// at a task or a worker.
//
// The present. The workspace, every queue and every workflow has a ledger with a
// lane for each task channel, and a lane has a census: tasks by status and
// priority, and those that wait in order of age. A task remembers the place
// where it is counted, so that a change takes it out of there and puts it where
// it belongs now. Workers are counted by activity for the workspace; for a queue
// its classes know.
//
// The past. Each lane has a history of minutes: their sums, and the single
// happenings behind these to cut the first and the last minute of a window
// exactly. What happened to workers is in two trails, of reservations and of
// stays in activities. Each of the three forgets its oldest
// ([StatisticsRetention]), and says from when on it knows everything.
type statistics struct {
	retention StatisticsRetention
	about     []handles // of Engine.events, one for one

	workspace ledger
	last      struct { // of lanesOf, within a tally
		wf    *workflow
		q     *taskQueue
		ch    *taskChannel
		lanes lanes
	}
	staff map[ActivitySID]int

	archive archive
	turns   trail[turn]
	stays   trail[stay]
}

// handles is what an event is about as the engine keeps it, for the tally.
type handles struct {
	at      instant
	task    *task
	queue   *taskQueue   // of the task, at that moment
	channel *taskChannel // of the task, at that moment
	worker  *worker
}

// taskFigures is what the statistics keep of a task.
type taskFigures struct {
	place    place
	accepted bool // once at least
	here     bool // since it entered its queue
}

// workerFigures is what the statistics keep of a worker.
type workerFigures struct {
	activity ActivitySID
	since    instant // in the activity
	turn     uint64  // number of the last in statistics.turns; 0 for none
	stay     uint64  // and in statistics.stays
}

// aboutTask notes whom the event that was emitted last is about.
func (s *statistics) aboutTask(t *task) {
	h := &s.about[len(s.about)-1]
	h.task, h.queue, h.channel = t, t.queue, t.channel
}

func (s *statistics) aboutWorker(w *worker) { s.about[len(s.about)-1].worker = w }

func newStatistics(r StatisticsRetention) statistics {
	s := statistics{retention: r, staff: map[ActivitySID]int{}}
	s.archive.sumsFrom, s.archive.samplesFrom = never, never
	s.turns.from, s.stays.from = never, never
	return s
}

// tally brings the statistics up to date with what one Apply did: its events,
// and the tasks that were made, changed or removed.
func (e *Engine) tally() {
	s := &e.stats
	for i := range s.about {
		h := &s.about[i]
		if h.task != nil {
			s.tallyTask(&e.events[i], h)
		}
		if h.worker != nil {
			s.tallyWorker(&e.events[i], h)
		}
		*h = handles{}
	}
	s.about = s.about[:0]
	for _, t := range e.marked {
		t.marked = false
		s.recount(t)
	}
	clear(e.marked)
	e.marked = e.marked[:0]
	s.last.ch = nil // trimming can prune lanes
	oldest := e.now.add(-s.retention.Age)
	s.archive.trim(&s.retention, oldest)
	s.turns.trim(s.retention.WorkerSamples, oldest)
	s.stays.trim(s.retention.WorkerSamples, oldest)
}

// recount takes a task from where it was counted to where it belongs.
func (s *statistics) recount(t *task) {
	from, to := t.figures.place, t.place()
	if from == to {
		return
	}
	t.figures.place = to
	if from.counted {
		s.lanesOf(from.workflow, from.queue, from.channel).count(t, &from, -1)
	}
	if to.counted {
		s.lanesOf(to.workflow, to.queue, to.channel).count(t, &to, 1)
		return
	}
	s.lanesOf(from.workflow, from.queue, from.channel).prune()
	s.last.ch = nil
}

func (l *lanes) count(t *task, p *place, by int) {
	l.workspace.count(t, p, by, false)
	l.workflow.count(t, p, by, false)
	if l.queue != nil {
		l.queue.count(t, p, by, true)
	}
}

// tallyTask notes an event about a task in the histories it belongs to
// (lifecycle.md §6.3).
func (s *statistics) tallyTask(ev *Event, h *handles) {
	l := s.lanesOf(h.task.workflow, h.queue, h.channel)
	switch ev.Type {
	case TaskCreated:
		s.archive.note(l.workspace, arrived, h.at, 0)
	case WorkflowEntered:
		s.archive.note(l.workflow, arrived, h.at, 0)
	case TaskQueueEntered:
		h.task.figures.here = false
		s.archive.note(l.queue, arrived, h.at, 0)
	case TaskQueueMoved:
		s.archive.noteAll(l, h.at, moved, 0)
	case WorkflowTimeout:
		s.archive.noteAll(l, h.at, timedOut, 0)
	case TaskCompleted:
		s.archive.noteAll(l, h.at, completed, 0)
	case TaskCanceled:
		s.archive.noteAll(l, h.at, canceled, h.at.since(h.task.created))
	case TaskDeleted, TaskSystemDeleted:
		// The vendor calls its own removal a deletion too, so that what was
		// created is completed, canceled, deleted or still there (chosen).
		s.archive.noteAll(l, h.at, deleted, 0)
	case ReservationCreated:
		s.archive.noteAll(l, h.at, offered, 0)
	case ReservationRejected:
		s.archive.noteAll(l, h.at, rejected, 0)
	case ReservationTimeout:
		s.archive.noteAll(l, h.at, unanswered, 0)
	case ReservationCanceled:
		s.archive.noteAll(l, h.at, withdrawn, 0)
	case ReservationRescinded:
		s.archive.noteAll(l, h.at, rescinded, 0)
	case ReservationAccepted:
		s.tallyAcceptance(l, h, ev.task.entered)
	}
}

// tallyAcceptance tells a task's first acceptance from those that follow a
// transfer, overall and since it entered its queue.
func (s *statistics) tallyAcceptance(l *lanes, h *handles, entered instant) {
	f, age := &h.task.figures, h.at.since(h.task.created)
	overall := acceptedFirst
	if f.accepted {
		overall = acceptedAgain
	}
	s.archive.note(l.workspace, overall, h.at, age)
	s.archive.note(l.workflow, overall, h.at, age)
	if l.queue != nil {
		inQueue := overall
		if f.accepted && !f.here {
			inQueue = acceptedHere
		}
		s.archive.note(l.queue, inQueue, h.at, age)
		if !f.here {
			s.archive.note(l.queue, queued, h.at, h.at.since(entered))
		}
	}
	f.accepted, f.here = true, true
}
