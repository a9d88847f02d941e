package taskrouter

import "slices"

// Breathing asks an engine for statistics and lets others at it meanwhile. Its
// methods are those of [Engine] under the same names, with the same answers; make
// one with [Engine.Breathing].
type Breathing struct {
	e       *Engine
	breathe func() bool
}

// Breathing returns the engine's statistics for a host that must not be kept
// waiting by a long answer. breathe is called after every item that was looked
// at: a minute, the happenings of one place and each of them, an entry about a
// worker, a worker, a priority. It is called once more for each activity that the
// answer tells figures of, so that many small answers one after the other are
// interrupted by what they cost and not by how many they are. It may apply commands,
// or let others do so. The answer is that of the moment when the question was
// asked, whatever has happened since, even if what it is about is no longer kept or
// no longer there.
//
// When breathe returns false, the question is given up at once: the engine is not
// read any more, and the error matches [ErrState]. With a nil breathe the methods
// answer in one piece, as those of the engine do.
//
// Channels, activities, and eight priorities of each channel are read in one go.
// [Limits] bound those that there are, but not the channels that were deleted: each
// counts as long as something that happened to its tasks is kept
// ([StatisticsRetention]). Like its engine, a Breathing is not safe for concurrent
// use.
func (e *Engine) Breathing(breathe func() bool) Breathing { return Breathing{e, breathe} }

// inquiry is a question that is being answered. Commands may be applied between
// any two items, and the answer must not show it.
//
// What is in the past already does not change: lists grow at the end, where an
// inquiry that has noted their length does not look, and are forgotten at the
// beginning. As long as an inquiry goes on, that only moves where a list begins:
// nothing is wiped out or used again, so that nothing is lost that was there when
// the question came. What does change is kept for the inquiry as it was, by whoever
// is about to change it.
type inquiry struct {
	breathe func() bool
	over    bool   // it was given up
	made    uint64 // the counter of creations when it began

	present bool              // it reads samples of the minute that is going on
	parts   map[*part]samples // that were added to since

	staff   bool                    // it reads where workers belong
	workers map[WorkerSID]belonging // who have changed since
	passed  uint64                  // the worker who was looked at last, by his creation
	missed  []belonging             // who have changed before they were looked at

	lanes      []*lane        // whose priorities it reads
	priorities map[laneOf]int // counts that have changed since
}

// belonging is where a worker was when an inquiry began.
type belonging struct {
	class    *class // whose queues never change; nil for nobody
	activity ActivitySID
	created  instant
}

// laneOf is a priority on a lane.
type laneOf struct {
	lane     *lane
	priority int
}

// begin begins an inquiry; end must follow.
func (b Breathing) begin() *inquiry {
	r := &inquiry{breathe: b.breathe, made: b.e.count.sequence}
	if r.breathe != nil {
		b.e.stats.inquiries = append(b.e.stats.inquiries, r)
	}
	return r
}

func (b Breathing) end(r *inquiry) {
	s := &b.e.stats
	if i := slices.Index(s.inquiries, r); i >= 0 {
		s.inquiries = slices.Delete(s.inquiries, i, i+1)
	}
}

// pass ends an item. It reports whether to go on.
func (r *inquiry) pass() bool {
	if r.breathe != nil && !r.over {
		r.over = !r.breathe()
	}
	return !r.over
}

// passEach ends the items of a complete answer: one for each activity in it. They
// are read in one go, so that this comes afterwards. It reports whether there is
// somebody to answer.
func (r *inquiry) passEach(activities int) bool {
	for range activities {
		if !r.pass() {
			break
		}
	}
	return !r.over
}

// givenUp is the answer to a question that was given up.
func givenUp() *Error {
	return stateError("", "", "the question was given up before it was answered")
}

// isRead reports whether something is being read, so that what is forgotten may
// still be looked at.
func (s *statistics) isRead() bool { return len(s.inquiries) > 0 }

// keepPart is called before a sample is added to a part.
func (s *statistics) keepPart(p *part) {
	for _, r := range s.inquiries {
		if _, kept := r.parts[p]; kept || !r.present {
			continue
		}
		if r.parts == nil {
			r.parts = map[*part]samples{}
		}
		r.parts[p] = p.samples
		p.samples.settle()
	}
}

// samplesOf returns the samples of a part as they were when the inquiry began.
func (r *inquiry) samplesOf(p *part) samples {
	if was, kept := r.parts[p]; kept {
		return was
	}
	return p.samples
}

// keepWorker is called before a worker leaves his class or his activity.
func (s *statistics) keepWorker(w *worker) {
	for _, r := range s.inquiries {
		if _, kept := r.workers[w.sid]; kept || !r.staff || w.sequence > r.made {
			continue
		}
		if r.workers == nil {
			r.workers = map[WorkerSID]belonging{}
		}
		was := belonging{w.class, w.figures.activity, w.created}
		r.workers[w.sid] = was
		if w.sequence > r.passed {
			r.missed = append(r.missed, was)
		}
	}
}

// worker returns where the worker with a SID was when the inquiry began.
func (r *inquiry) worker(e *Engine, s WorkerSID) belonging {
	if was, kept := r.workers[s]; kept {
		return was
	}
	if w := e.workers.get(s); w != nil && w.sequence <= r.made {
		return belonging{w.class, w.figures.activity, w.created}
	}
	return belonging{}
}

// everyWorker calls f for all workers as they were when the inquiry began, in no
// particular order. An inquiry does it once. It ends early when it is given up.
func (r *inquiry) everyWorker(e *Engine, f func(belonging)) {
	r.staff = true
	for w := range e.workers.all() {
		if w.sequence > r.made {
			break
		}
		if _, kept := r.workers[w.sid]; !kept {
			f(belonging{w.class, w.figures.activity, w.created})
		}
		r.passed = w.sequence
		if !r.pass() {
			return
		}
	}
	r.passed = r.made
	for _, was := range r.missed {
		f(was)
		if !r.pass() {
			return
		}
	}
}

// keepPriority is called before the tasks of a priority change at a crossing.
func (s *statistics) keepPriority(c *crossing, priority int) {
	for _, r := range s.inquiries {
		if r.lanes == nil {
			continue
		}
		for _, l := range c.met() {
			at := laneOf{l, priority}
			if _, kept := r.priorities[at]; kept || !slices.Contains(r.lanes, l) {
				continue
			}
			if r.priorities == nil {
				r.priorities = map[laneOf]int{}
			}
			r.priorities[at] = l.priority.of(priority)
		}
	}
}
