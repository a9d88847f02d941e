package taskrouter

import "time"

// TaskFigures are the tasks of a workspace, a queue or a workflow as of the last
// Apply (lifecycle.md §6.2). Being pending counts as waiting; being offered to a
// worker does not.
type TaskFigures struct {
	// TotalTasks counts the tasks that are not finished.
	TotalTasks    int
	TasksByStatus TasksByStatus

	// TasksByPriority counts the pending and reserved tasks; the highest priority
	// comes first, and priorities that no task has are not there.
	TasksByPriority []PriorityCount

	// LongestTaskWaitingAge is how long ago the oldest pending task was created,
	// floored to seconds; 0 when no task is pending.
	LongestTaskWaitingAge time.Duration
	LongestTaskWaitingSID TaskSID // zero when no task is pending
}

// TasksByStatus counts tasks by their status. Completed and Canceled ones are
// there until they are removed; the vendor lists both keys and does not say what
// they count (chosen).
type TasksByStatus struct{ Pending, Reserved, Assigned, Wrapping, Completed, Canceled int }

// PriorityCount is how many tasks have a priority.
type PriorityCount struct{ Priority, Tasks int }

// ActivityCount is how many workers are in an activity.
type ActivityCount struct {
	SID          ActivitySID
	FriendlyName string
	Workers      int
}

// WorkspaceFigures are the real-time statistics of the workspace.
type WorkspaceFigures struct {
	TaskFigures
	TotalWorkers       int
	ActivityStatistics []ActivityCount // of every activity, in order of creation
}

// TaskQueueFigures are the real-time statistics of a queue.
type TaskQueueFigures struct {
	TaskFigures

	// LongestRelativeTaskAgeInQueue is how long ago the pending task that has
	// been in this queue for longest entered it, floored to seconds; 0 when no
	// task is pending.
	LongestRelativeTaskAgeInQueue time.Duration
	LongestRelativeTaskSIDInQueue TaskSID // zero when no task is pending

	TotalEligibleWorkers  int             // who match the queue's expression
	TotalAvailableWorkers int             // of these, in an available activity, busy or not
	ActivityStatistics    []ActivityCount // of every activity, in order of creation: eligible workers
}

// WorkflowFigures are the real-time statistics of a workflow.
type WorkflowFigures struct{ TaskFigures }

// WorkersFigures are the real-time statistics of workers.
type WorkersFigures struct {
	TotalWorkers       int
	ActivityStatistics []ActivityCount // of every activity, in order of creation
}

// WorkspaceRealTime returns how the workspace stands. channel restricts the
// tasks to one channel, by SID or unique name; "" is all. The error is an
// [*Error] about an unknown channel. It costs what there are channels,
// priorities and activities, however many tasks and workers.
func (e *Engine) WorkspaceRealTime(channel string) (WorkspaceFigures, error) {
	tasks, _, err := e.figuresOf(&e.stats.workspace, channel)
	if err != nil {
		return WorkspaceFigures{}, err.by("WorkspaceRealTime")
	}
	return WorkspaceFigures{
		TaskFigures: tasks, TotalWorkers: e.workers.len(), ActivityStatistics: e.activityCounts(e.stats.staffIn),
	}, nil
}

// TaskQueueRealTime returns how a queue stands; see [Engine.WorkspaceRealTime].
// Its workers are counted class by class: those who belong to the same queues
// are one.
func (e *Engine) TaskQueueRealTime(s TaskQueueSID, channel string) (TaskQueueFigures, error) {
	const name = "TaskQueueRealTime"
	q := e.queues.get(s)
	if q == nil {
		return TaskQueueFigures{}, e.notFound("TaskQueues", s.String()).by(name)
	}
	tasks, first, err := e.figuresOf(&q.figures, channel)
	if err != nil {
		return TaskQueueFigures{}, err.by(name)
	}
	f := TaskQueueFigures{TaskFigures: tasks}
	if first.task != nil {
		f.LongestRelativeTaskAgeInQueue = e.now.since(first.since).Truncate(time.Second)
		f.LongestRelativeTaskSIDInQueue = first.task.sid
	}
	f.TotalEligibleWorkers, f.TotalAvailableWorkers, f.ActivityStatistics = e.staffOf(selection{q})
	return f, nil
}

// WorkflowRealTime returns how the tasks of a workflow stand; see
// [Engine.WorkspaceRealTime].
func (e *Engine) WorkflowRealTime(s WorkflowSID, channel string) (WorkflowFigures, error) {
	const name = "WorkflowRealTime"
	wf := e.workflows.get(s)
	if wf == nil {
		return WorkflowFigures{}, e.notFound("Workflows", s.String()).by(name)
	}
	tasks, _, err := e.figuresOf(&wf.figures, channel)
	if err != nil {
		return WorkflowFigures{}, err.by(name)
	}
	return WorkflowFigures{tasks}, nil
}

// WorkersRealTime returns who is in which activity. A task channel has no effect
// on it (lifecycle.md §6.2).
func (e *Engine) WorkersRealTime(f WorkersFilter) (WorkersFigures, error) {
	const name = "WorkersRealTime"
	queues, who, err := e.selectWorkers(f)
	switch {
	case err != nil:
		return WorkersFigures{}, err.by(name)
	case f.FriendlyName != "":
		count := func(a *activity) int { return 0 }
		total := 0
		if who != nil {
			total = 1
			count = func(a *activity) int {
				if who.activity == a {
					return 1
				}
				return 0
			}
		}
		return WorkersFigures{total, e.activityCounts(count)}, nil
	case len(queues) > 0:
		total, _, list := e.staffOf(queues)
		return WorkersFigures{total, list}, nil
	}
	return WorkersFigures{e.workers.len(), e.activityCounts(e.stats.staffIn)}, nil
}

// figuresOf adds up the lanes of a ledger. With them comes who entered the queue
// first of those who are pending, if the ledger is a queue's.
func (e *Engine) figuresOf(l *ledger, channel string) (f TaskFigures, first arrival, err *Error) {
	var ch *taskChannel
	if channel != "" {
		if ch, err = e.findChannel("TaskChannel", channel); err != nil {
			return f, first, err
		}
	}
	var tasks [len(statuses)]int
	var oldest arrival
	for _, lane := range l.on(ch) {
		for i, n := range lane.tasks {
			tasks[i] += n
		}
		f.TasksByPriority = lane.priority.appendTo(f.TasksByPriority)
		oldest = former(oldest, lane.oldest())
		first = former(first, lane.first())
	}
	f.TasksByPriority = mergePriorities(f.TasksByPriority)
	f.TasksByStatus = TasksByStatus{tasks[0], tasks[1], tasks[2], tasks[3], tasks[4], tasks[5]}
	for _, n := range tasks[:unfinished] {
		f.TotalTasks += n
	}
	if oldest.task != nil {
		f.LongestTaskWaitingAge = e.now.since(oldest.since).Truncate(time.Second)
		f.LongestTaskWaitingSID = oldest.task.sid
	}
	return f, first, nil
}

// activityCounts lists every activity with the number of workers that count
// says.
func (e *Engine) activityCounts(count func(*activity) int) []ActivityCount {
	list := make([]ActivityCount, 0, e.activities.len())
	for a := range e.activities.all() {
		list = append(list, ActivityCount{a.cur.SID, a.cur.FriendlyName, count(a)})
	}
	return list
}

func (s *statistics) staffIn(a *activity) int { return s.staff[a.cur.SID] }

// staffOf counts the workers who belong to all the queues: all, those in an
// available activity, and by activity.
func (e *Engine) staffOf(queues selection) (total, available int, list []ActivityCount) {
	at := queues.staff(e)
	list = e.activityCounts(func(a *activity) int {
		n := at.in(a)
		total += n
		if a.cur.Available {
			available += n
		}
		return n
	})
	return total, available, list
}
