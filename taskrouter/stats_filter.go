package taskrouter

import (
	"slices"
	"time"

	"github.com/goacd/acd/internal/excerpt"
)

// WorkersFilter restricts statistics of workers; the zero value is all. Fields
// that are set together are all to be met.
type WorkersFilter struct {
	TaskQueueSID  TaskQueueSID // who belong to this queue now
	TaskQueueName string       // the same by the queue's friendly name
	FriendlyName  string       // the one worker of this name, without regard to case
}

// selection is queues that a worker has to belong to.
type selection []*taskQueue

func (s selection) has(w *worker) bool { return w.class != nil && s.ofClass(w.class) }

func (s selection) ofClass(c *class) bool {
	return !slices.ContainsFunc(s, func(q *taskQueue) bool { return !c.has(q) })
}

// staffNow counts the workers who belong to all the queues, by activity. Everybody
// and those of one queue are counted already; who belongs to two is looked for. It
// returns nil when the inquiry is given up.
func (e *Engine) staffNow(queues selection, r *inquiry) []ActivityCount {
	switch len(queues) {
	case 0:
		return e.activityCounts(e.staff.in)
	case 1:
		return e.activityCounts(queues[0].staff.in)
	}
	list := e.activityCounts(func(*activity) int { return 0 })
	at := make(map[ActivitySID]*int, len(list))
	for i := range list {
		at[list[i].SID] = &list[i].Workers
	}
	r.everyWorker(e, func(w belonging) {
		if queues.ofClass(w.class) {
			*at[w.activity]++
		}
	})
	if r.over {
		return nil
	}
	return list
}

// selectWorkers resolves a filter: the queues to belong to, and the worker it
// names, if he is there and meets the rest.
func (e *Engine) selectWorkers(f WorkersFilter) (queues selection, who *worker, err *Error) {
	if !f.TaskQueueSID.IsZero() {
		q := e.queues.get(f.TaskQueueSID)
		if q == nil {
			return nil, nil, invalid("TaskQueueSid", "TaskQueueSid %s not found in workspace %s", f.TaskQueueSID, e.workspace.sid)
		}
		queues = append(queues, q)
	}
	if f.TaskQueueName != "" {
		named, ok := e.TaskQueueByName(f.TaskQueueName)
		if !ok {
			return nil, nil, invalid("TaskQueueName", "TaskQueueName %s not found in workspace %s", excerpt.Of(f.TaskQueueName), e.workspace.sid)
		}
		if q := e.queues.get(named.SID); !slices.Contains(queues, q) {
			queues = append(queues, q)
		}
	}
	if f.FriendlyName != "" {
		if who = e.workerNames[fold(f.FriendlyName)]; who != nil && !queues.has(who) {
			who = nil
		}
	}
	return queues, who, nil
}

// Window is the span of time that cumulative statistics are about, inclusive at
// both ends. The zero value is the last 15 minutes.
type Window struct {
	Start time.Time // zero for 15 minutes before the end
	End   time.Time // zero for the instant of the last Apply

	// TaskChannel restricts the figures to one channel, by SID or unique name;
	// "" is all. It has no effect on the durations of activities.
	TaskChannel string

	// SplitByWaitTime asks for a [WaitSplit] of each of these thresholds, in
	// whole seconds; at most 100. Statistics of workers have none.
	SplitByWaitTime []time.Duration
}

// span is a window that was found to be answerable.
type span struct {
	from, to instant
	channel  *taskChannel // nil for all
}

// mostThresholds bounds the work of one question (chosen).
const mostThresholds = 100

// resolve checks a window against itself.
func (e *Engine) resolve(w *Window) (s span, err *Error) {
	s.to = e.now
	if !w.End.IsZero() {
		var ok bool
		if s.to, ok = instantOf(w.End); !ok {
			return s, invalid("EndDate", "%s is out of range: want the years 1900 to 2200", w.End.Format(time.RFC3339))
		}
	}
	s.from = s.to.add(-defaultWindow)
	if !w.Start.IsZero() {
		if w.Start.After(s.to.time()) {
			return s, invalid("EndDate", "%s lies before StartDate %s", s.to.time().Format(time.RFC3339Nano), w.Start.UTC().Format(time.RFC3339Nano))
		}
		// What is not in range lies before it, and is refused as too long ago.
		var ok bool
		if s.from, ok = instantOf(w.Start); !ok {
			s.from = never
		}
	}
	if len(w.SplitByWaitTime) > mostThresholds {
		return s, invalid("SplitByWaitTime", "has %d thresholds: want at most %d", len(w.SplitByWaitTime), mostThresholds)
	}
	for _, t := range w.SplitByWaitTime {
		if t < 0 || !wholeSeconds(t) {
			return s, invalid("SplitByWaitTime", "%v is out of range: want whole seconds from 0s", t)
		}
	}
	if w.TaskChannel != "" {
		s.channel, err = e.findChannel("TaskChannel", w.TaskChannel)
	}
	return s, err
}

// by completes a refusal with the question that was asked.
func (e *Error) by(question string) *Error {
	e.Command = question
	return e
}
