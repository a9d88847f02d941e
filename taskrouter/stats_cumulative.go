package taskrouter

import "time"

// Durations sum up a number of durations, each figure floored to whole seconds
// and 0 when there were none.
type Durations struct {
	Avg, Min, Max time.Duration

	// TotalSeconds is no Duration, since the sum over many workers or tasks can
	// exceed the 292 years that one holds.
	TotalSeconds int64
}

// WaitSplit tells short waits from long ones: how many tasks were canceled and
// accepted after a wait of at most the threshold, and how many after a longer
// one, by the wait since their creation in whole seconds. A task that is
// accepted again after a transfer counts once.
type WaitSplit struct {
	Threshold    time.Duration
	Above, Below WaitCounts
}

// WaitCounts is one side of a [WaitSplit].
type WaitCounts struct{ TasksCanceled, ReservationsAccepted int }

// ReservationCounts count what happened to reservations within a window.
type ReservationCounts struct {
	ReservationsCreated   int
	ReservationsAccepted  int
	ReservationsRejected  int
	ReservationsTimedOut  int
	ReservationsCanceled  int
	ReservationsRescinded int
}

// TaskHistory is what happened within a window to the tasks of the workspace, a
// queue or a workflow (lifecycle.md §6.3). What happens to a task counts for
// the queue and the workflow that it is in at that moment.
type TaskHistory struct {
	StartTime, EndTime time.Time // of the window; inclusive

	TasksCompleted int
	TasksCanceled  int
	TasksDeleted   int // by a command, or by the system 24 h after the assignment
	TasksMoved     int // to another queue; counts for the queue that is left

	ReservationCounts

	// AvgTaskAcceptanceTime is the mean time from a task's creation to each
	// acceptance, transfers included; floored to seconds, 0 when there was none.
	AvgTaskAcceptanceTime time.Duration

	// WaitDurationUntilAccepted is the time from a task's creation to its first
	// acceptance. To a queue that a task was transferred to counts the first
	// acceptance there, from the task's creation too.
	WaitDurationUntilAccepted Durations

	// WaitDurationUntilCanceled is the time from a task's creation to its
	// cancellation.
	WaitDurationUntilCanceled Durations

	// SplitByWaitTime has an entry for each threshold of the window, in its
	// order; nil when it has none.
	SplitByWaitTime []WaitSplit
}

// WorkspaceHistory are the cumulative statistics of the workspace.
type WorkspaceHistory struct {
	TaskHistory
	TasksCreated            int
	TasksTimedOutInWorkflow int
}

// TaskQueueHistory are the cumulative statistics of a queue.
type TaskQueueHistory struct {
	TaskHistory
	TasksEntered int // each time that a task enters the queue

	// WaitDurationInQueueUntilAccepted is the time from a task's entry into the
	// queue to the first acceptance after that.
	WaitDurationInQueueUntilAccepted Durations
}

// WorkflowHistory are the cumulative statistics of a workflow.
type WorkflowHistory struct {
	TaskHistory
	TasksEntered            int // each time that a task enters the workflow
	TasksTimedOutInWorkflow int
}

// WorkspaceCumulative returns what happened in the workspace within a window. It
// is exact, and costs what there are minutes with happenings in the window, and
// samples in the minutes that the window cuts; with thresholds, samples in the
// window.
//
// The error is an [*Error]: about the window itself, about an unknown channel,
// or, with the code [CodeRetention] and a [RetentionError] as its cause, about a
// window that begins before what is kept.
func (e *Engine) WorkspaceCumulative(w Window) (WorkspaceHistory, error) {
	return e.Breathing(nil).WorkspaceCumulative(w)
}

// WorkspaceCumulative is [Engine.WorkspaceCumulative], answered item by item.
func (b Breathing) WorkspaceCumulative(w Window) (WorkspaceHistory, error) {
	sums, h, err := b.historyOf(&b.e.stats.workspace, ofWorkspace, &w)
	if err != nil {
		return WorkspaceHistory{}, err.by("WorkspaceCumulative")
	}
	return WorkspaceHistory{h, sums.count(created), sums.count(timedOut)}, nil
}

// TaskQueueCumulative returns what happened in a queue within a window; see
// [Engine.WorkspaceCumulative].
func (e *Engine) TaskQueueCumulative(s TaskQueueSID, w Window) (TaskQueueHistory, error) {
	return e.Breathing(nil).TaskQueueCumulative(s, w)
}

// TaskQueueCumulative is [Engine.TaskQueueCumulative], answered item by item.
func (b Breathing) TaskQueueCumulative(s TaskQueueSID, w Window) (TaskQueueHistory, error) {
	const name = "TaskQueueCumulative"
	q := b.e.queues.get(s)
	if q == nil {
		return TaskQueueHistory{}, b.e.notFound("TaskQueues", s.String()).by(name)
	}
	sums, h, err := b.historyOf(&q.figures, ofQueue, &w)
	if err != nil {
		return TaskQueueHistory{}, err.by(name)
	}
	return TaskQueueHistory{h, sums.count(enteredQueue), sums.waits[waitQueued].durations()}, nil
}

// WorkflowCumulative returns what happened in a workflow within a window; see
// [Engine.WorkspaceCumulative].
func (e *Engine) WorkflowCumulative(s WorkflowSID, w Window) (WorkflowHistory, error) {
	return e.Breathing(nil).WorkflowCumulative(s, w)
}

// WorkflowCumulative is [Engine.WorkflowCumulative], answered item by item.
func (b Breathing) WorkflowCumulative(s WorkflowSID, w Window) (WorkflowHistory, error) {
	const name = "WorkflowCumulative"
	wf := b.e.workflows.get(s)
	if wf == nil {
		return WorkflowHistory{}, b.e.notFound("Workflows", s.String()).by(name)
	}
	sums, h, err := b.historyOf(&wf.figures, ofWorkflow, &w)
	if err != nil {
		return WorkflowHistory{}, err.by(name)
	}
	return WorkflowHistory{h, sums.count(enteredWorkflow), sums.count(timedOut)}, nil
}

// historyOf adds up what happened within a window on the lanes of a ledger.
func (b Breathing) historyOf(l *ledger, whose owner, w *Window) (*sums, TaskHistory, *Error) {
	e := b.e
	s, err := e.resolve(w)
	if err != nil {
		return nil, TaskHistory{}, err
	}
	if err := e.checkArchive(s); err != nil {
		return nil, TaskHistory{}, err
	}
	g := gathering{inquiry: b.begin(), from: s.from, to: s.to}
	defer b.end(g.inquiry)
	if s.to >= e.now {
		g.to = forever // which cuts no minute, and nothing has happened since
		g.present = true
	}
	for _, t := range w.SplitByWaitTime {
		g.splits = append(g.splits, WaitSplit{Threshold: t})
	}
	lanes := l.on(s.channel)
	stretches := make([]stretch, len(lanes))
	for i, lane := range lanes {
		stretches[i] = g.stretch(&lane.history)
	}
	for i := range stretches {
		if !g.gather(&stretches[i]) {
			return nil, TaskHistory{}, givenUp()
		}
	}
	sums := &g.sums
	accepted, again := whose.acceptances(sums)
	all := accepted
	all.merge(&again)
	return sums, TaskHistory{
		StartTime: s.from.time(), EndTime: s.to.time(),
		TasksCompleted: sums.count(completed), TasksCanceled: sums.count(canceled), TasksDeleted: sums.count(deleted), TasksMoved: sums.count(moved),
		ReservationCounts:         sums.reservations(),
		AvgTaskAcceptanceTime:     all.durations().Avg,
		WaitDurationUntilAccepted: accepted.durations(),
		WaitDurationUntilCanceled: sums.waits[waitCanceled].durations(),
		SplitByWaitTime:           g.splits,
	}, nil
}

func (s *sums) count(h happening) int { return int(s.counts[h]) }

func (s *sums) reservations() ReservationCounts {
	return ReservationCounts{
		ReservationsCreated:   s.count(offered),
		ReservationsAccepted:  s.count(acceptedFirst) + s.count(acceptedHere) + s.count(acceptedAgain),
		ReservationsRejected:  s.count(rejected),
		ReservationsTimedOut:  s.count(unanswered),
		ReservationsCanceled:  s.count(withdrawn),
		ReservationsRescinded: s.count(rescinded),
	}
}

func (s *spread) durations() Durations {
	if s.n == 0 {
		return Durations{}
	}
	total := s.whole
	return Durations{
		// Flooring the sum first changes nothing in the floor of the mean.
		Avg: time.Duration(total/int64(s.n)) * time.Second,
		Min: s.min.Truncate(time.Second), Max: s.max.Truncate(time.Second), TotalSeconds: total,
	}
}
