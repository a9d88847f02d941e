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
	const name = "WorkerCumulative"
	who := e.workers.get(s)
	if who == nil {
		return WorkersHistory{}, e.notFound("Workers", s.String()).by(name)
	}
	span, err := e.resolveWorkers(&w)
	if err != nil {
		return WorkersHistory{}, err.by(name)
	}
	return e.historyOfWorker(span, who), nil
}

// WorkersCumulative returns what happened to the workers of a filter within a
// window. Those who were deleted since are included when there is no filter. A
// filter by queue is about who belongs to it now. It costs what there are samples
// of the workspace's workers since the window began, and the queue's classes.
//
// The error is an [*Error], as for [Engine.WorkspaceCumulative]; an unknown
// queue is one too, while the name of nobody selects nobody.
func (e *Engine) WorkersCumulative(f WorkersFilter, w Window) (WorkersHistory, error) {
	const name = "WorkersCumulative"
	queues, who, err := e.selectWorkers(f)
	if err != nil {
		return WorkersHistory{}, err.by(name)
	}
	s, err := e.resolveWorkers(&w)
	switch {
	case err != nil:
		return WorkersHistory{}, err.by(name)
	case f.FriendlyName != "":
		return e.historyOfWorker(s, who), nil
	}
	isIn, staff := everybody, e.stats.staffIn
	if len(queues) > 0 {
		staff = queues.staff(e).in
		isIn = func(s WorkerSID, at instant) bool {
			w := e.workers.get(s)
			return w != nil && at >= w.created && queues.has(w) // not of one who had the same SID
		}
	}
	return WorkersHistory{
		StartTime: s.from.time(), EndTime: s.to.time(),
		ReservationCounts: countTurns(e.stats.turns.back(), s, isIn),
		ActivityDurations: e.activityDurations(e.stats.stays.back(), s, isIn, staff),
	}, nil
}

func everybody(WorkerSID, instant) bool { return true }

// historyOfWorker is the history of one worker, or of nobody.
func (e *Engine) historyOfWorker(s span, who *worker) WorkersHistory {
	h := WorkersHistory{StartTime: s.from.time(), EndTime: s.to.time()}
	var last uint64
	at := func(a *activity) int { return 0 }
	if who != nil {
		h.ReservationCounts = countTurns(e.stats.turns.backFrom(who.figures.turn), s, everybody)
		last = who.figures.stay
		at = func(a *activity) int {
			if a.cur.SID == who.figures.activity {
				return 1
			}
			return 0
		}
	}
	h.ActivityDurations = e.activityDurations(e.stats.stays.backFrom(last), s, everybody, at)
	return h
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

// countTurns counts what happened to the reservations of some workers.
func countTurns(turns iter.Seq[*entryOf[turn]], s span, isIn func(WorkerSID, instant) bool) ReservationCounts {
	var sums sums
	for x := range turns {
		if x.at < s.from {
			break
		}
		if x.at <= s.to && (s.channel == nil || x.about.channel() == s.channel.sequence) && isIn(x.worker, x.at) {
			sums.counts[x.about.what()]++
		}
	}
	return sums.reservations()
}

// activityDurations adds up the stays of some workers within a window. Each
// change of activity since the window began ends a stay and begins another; who
// has not changed since is in the same activity throughout, and staff, which
// counts everybody by his activity now, tells how many these are.
func (e *Engine) activityDurations(stays iter.Seq[*entryOf[stay]], s span, isIn func(WorkerSID, instant) bool, staff func(*activity) int) []ActivityDuration {
	end := min(s.to, e.now)
	spent := make(map[ActivitySID]*spread, e.activities.len())
	changed := map[ActivitySID]int{}
	for a := range e.activities.all() {
		spent[a.cur.SID] = &spread{}
	}
	add := func(a ActivitySID, from, to instant) {
		if sum := spent[a]; sum != nil && from < to {
			sum.add(to.since(from))
		}
	}
	for x := range stays {
		if x.at <= s.from {
			break
		}
		if !isIn(x.worker, x.at) {
			continue
		}
		add(x.about.from, max(x.about.since, s.from), min(x.at, end))
		if !x.about.over {
			changed[x.about.to]++
			add(x.about.to, x.at, end)
		}
	}
	list := make([]ActivityDuration, 0, e.activities.len())
	for a := range e.activities.all() {
		sum := spent[a.cur.SID]
		if s.from < end {
			sum.repeat(end.since(s.from), staff(a)-changed[a.cur.SID])
		}
		list = append(list, ActivityDuration{a.cur.SID, a.cur.FriendlyName, sum.durations()})
	}
	return list
}
