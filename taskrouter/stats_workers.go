package taskrouter

import (
	"iter"
	"time"
)

// ActivityDuration is the time that workers spent in one activity.
type ActivityDuration struct {
	SID          ActivitySID
	FriendlyName string
	Durations
}

// WorkersHistory are the cumulative statistics of one worker or several.
type WorkersHistory struct {
	StartTime, EndTime time.Time // of the window; inclusive
	ReservationCounts

	// ActivityDurations has an entry for every activity of the workspace, in
	// order of creation. It is about stays: a worker's time in an activity until
	// his activity is set again, cut to the window, and to the instant of the
	// last Apply for those that last. A stay that has no more than an instant in
	// common with the window does not count.
	ActivityDurations []ActivityDuration
}

// WorkerCumulative returns what happened to one worker within a window. It costs
// what there are samples of him since the window began.
//
// The error is an [*Error], as for [Engine.WorkspaceCumulative].
func (e *Engine) WorkerCumulative(s WorkerSID, w Window) (WorkersHistory, error) {
	return e.Breathing(nil).WorkerCumulative(s, w)
}

// WorkerCumulative is [Engine.WorkerCumulative], answered item by item.
func (b Breathing) WorkerCumulative(s WorkerSID, w Window) (WorkersHistory, error) {
	const name = "WorkerCumulative"
	e := b.e
	who := e.workers.get(s)
	if who == nil {
		return WorkersHistory{}, e.notFound("Workers", s.String()).by(name)
	}
	span, err := e.resolveWorkers(&w)
	if err != nil {
		return WorkersHistory{}, err.by(name)
	}
	h, err := b.historyOfWorker(span, who)
	if err != nil {
		return WorkersHistory{}, err.by(name)
	}
	return h, nil
}

// WorkersCumulative returns what happened to the workers of a filter within a
// window. Those who were deleted since are included when there is no filter. A
// filter by queue is about who belongs to it now. It costs what there are samples
// of the workspace's workers since the window began, and with two queues what
// there are workers.
//
// The error is an [*Error], as for [Engine.WorkspaceCumulative]; an unknown
// queue is one too, while the name of nobody selects nobody.
func (e *Engine) WorkersCumulative(f WorkersFilter, w Window) (WorkersHistory, error) {
	return e.Breathing(nil).WorkersCumulative(f, w)
}

// WorkersCumulative is [Engine.WorkersCumulative], answered item by item.
func (b Breathing) WorkersCumulative(f WorkersFilter, w Window) (WorkersHistory, error) {
	h, err := b.workersCumulative(f, w)
	if err != nil {
		return WorkersHistory{}, err.by("WorkersCumulative")
	}
	return h, nil
}

func (b Breathing) workersCumulative(f WorkersFilter, w Window) (WorkersHistory, *Error) {
	e := b.e
	queues, who, err := e.selectWorkers(f)
	if err != nil {
		return WorkersHistory{}, err
	}
	s, err := e.resolveWorkers(&w)
	if err != nil {
		return WorkersHistory{}, err
	}
	if f.FriendlyName != "" {
		return b.historyOfWorker(s, who)
	}
	h := b.workersHistory(s)
	defer b.end(h.inquiry)
	turns, stays := e.stats.turns, e.stats.stays
	if len(queues) > 0 {
		h.staff = true
		h.isIn = func(s WorkerSID, at instant) bool {
			w := h.worker(e, s)
			return w.class != nil && at >= w.created && queues.ofClass(w.class) // not of one who had the same SID
		}
	}
	if h.whereabouts = e.staffNow(queues, h.inquiry); h.whereabouts == nil {
		return WorkersHistory{}, givenUp()
	}
	return h.answer(turns.back(), stays.back(), stays.last)
}

// historyOfWorker is the history of one worker, or of nobody.
func (b Breathing) historyOfWorker(s span, who *worker) (WorkersHistory, *Error) {
	h := b.workersHistory(s)
	defer b.end(h.inquiry)
	var of workerFigures
	if who != nil {
		of = who.figures
	}
	h.whereabouts = b.e.activityCounts(func(a *activity) int {
		if a.cur.SID == of.activity {
			return 1
		}
		return 0
	})
	turns, stays := b.e.stats.turns, b.e.stats.stays
	return h.answer(turns.backFrom(of.turn), stays.backFrom(of.stay), stays.last)
}

// resolveWorkers checks a window against itself and what is kept of workers.
func (e *Engine) resolveWorkers(w *Window) (span, *Error) {
	s, err := e.resolve(w)
	if err == nil && len(w.SplitByWaitTime) > 0 {
		err = invalid("SplitByWaitTime", "is not for statistics of workers")
	}
	if err == nil {
		err = e.checkTrails(s)
	}
	return s, err
}

// workersHistory is a question about what some workers did.
type workersHistory struct {
	*inquiry
	span
	end         instant                       // of stays
	whereabouts []ActivityCount               // who is where now
	isIn        func(WorkerSID, instant) bool // who is asked about; nil for everybody there is an entry of
}

// workersHistory begins an inquiry, which the caller ends.
func (b Breathing) workersHistory(s span) *workersHistory {
	return &workersHistory{inquiry: b.begin(), span: s, end: min(s.to, b.e.now)}
}

// answer goes through the entries, back to when the window began; last is the
// number of the last one about a stay.
func (h *workersHistory) answer(turns iter.Seq[*entryOf[turn]], stays iter.Seq[*entryOf[stay]], last uint64) (WorkersHistory, *Error) {
	counts := h.countTurns(turns)
	spent := h.activityDurations(stays, last)
	if !h.passEach(len(spent)) {
		return WorkersHistory{}, givenUp()
	}
	return WorkersHistory{
		StartTime: h.from.time(), EndTime: h.to.time(), ReservationCounts: counts, ActivityDurations: spent,
	}, nil
}

// countTurns counts what happened to the workers' reservations.
func (h *workersHistory) countTurns(turns iter.Seq[*entryOf[turn]]) ReservationCounts {
	var sums sums
	for x := range turns {
		if x.at < h.from {
			break
		}
		if x.at <= h.to && (h.channel == nil || x.about.channel() == h.channel.sequence) && (h.isIn == nil || h.isIn(x.worker, x.at)) {
			sums.counts[x.about.what()]++
		}
		if !h.pass() {
			break
		}
	}
	return sums.reservations()
}

// activityDurations adds up the workers' stays within the window. Each change of
// activity since the window began ends a stay and begins another; who has not
// changed since is in the same activity throughout, and how many these are follows
// from who is where now.
func (h *workersHistory) activityDurations(stays iter.Seq[*entryOf[stay]], last uint64) []ActivityDuration {
	spent := make(map[ActivitySID]*spread, len(h.whereabouts))
	changed := map[ActivitySID]int{}
	for i := range h.whereabouts {
		spent[h.whereabouts[i].SID] = &spread{}
	}
	add := func(a ActivitySID, from, to instant) {
		if sum := spent[a]; sum != nil && from < to {
			sum.add(to.since(from))
		}
	}
	for x := range stays {
		if x.at <= h.from {
			break
		}
		if h.isIn == nil || h.isIn(x.worker, x.at) {
			add(x.about.from, max(x.about.since, h.from), min(x.at, h.end))
			if x.about.lasts(last) {
				changed[x.about.to]++
				add(x.about.to, x.at, h.end)
			}
		}
		if !h.pass() {
			break
		}
	}
	list := make([]ActivityDuration, 0, len(h.whereabouts))
	for _, a := range h.whereabouts {
		sum := spent[a.SID]
		if h.from < h.end {
			sum.repeat(h.end.since(h.from), a.Workers-changed[a.SID])
		}
		list = append(list, ActivityDuration{a.SID, a.FriendlyName, sum.durations()})
	}
	return list
}
