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
	return e.Breathing(nil).WorkspaceRealTime(channel)
}

// WorkspaceRealTime is [Engine.WorkspaceRealTime], answered item by item.
func (b Breathing) WorkspaceRealTime(channel string) (WorkspaceFigures, error) {
	f := WorkspaceFigures{TotalWorkers: b.e.workers.len(), ActivityStatistics: b.e.activityCounts(b.e.staff.in)}
	var err *Error
	if f.TaskFigures, _, err = b.figuresOf(&b.e.stats.workspace, channel, len(f.ActivityStatistics)); err != nil {
		return WorkspaceFigures{}, err.by("WorkspaceRealTime")
	}
	return f, nil
}

// TaskQueueRealTime returns how a queue stands; see [Engine.WorkspaceRealTime].
func (e *Engine) TaskQueueRealTime(s TaskQueueSID, channel string) (TaskQueueFigures, error) {
	return e.Breathing(nil).TaskQueueRealTime(s, channel)
}

// TaskQueueRealTime is [Engine.TaskQueueRealTime], answered item by item.
func (b Breathing) TaskQueueRealTime(s TaskQueueSID, channel string) (TaskQueueFigures, error) {
	const name = "TaskQueueRealTime"
	e := b.e
	q := e.queues.get(s)
	if q == nil {
		return TaskQueueFigures{}, e.notFound("TaskQueues", s.String()).by(name)
	}
	var f TaskQueueFigures
	f.ActivityStatistics = e.activityCounts(func(a *activity) int {
		n := q.staff.in(a)
		f.TotalEligibleWorkers += n
		if a.cur.Available {
			f.TotalAvailableWorkers += n
		}
		return n
	})
	tasks, first, err := b.figuresOf(&q.figures, channel, len(f.ActivityStatistics))
	if err != nil {
		return TaskQueueFigures{}, err.by(name)
	}
	f.TaskFigures = tasks
	f.LongestRelativeTaskAgeInQueue, f.LongestRelativeTaskSIDInQueue = first.age, first.sid
	return f, nil
}

// WorkflowRealTime returns how the tasks of a workflow stand; see
// [Engine.WorkspaceRealTime].
func (e *Engine) WorkflowRealTime(s WorkflowSID, channel string) (WorkflowFigures, error) {
	return e.Breathing(nil).WorkflowRealTime(s, channel)
}

// WorkflowRealTime is [Engine.WorkflowRealTime], answered item by item.
func (b Breathing) WorkflowRealTime(s WorkflowSID, channel string) (WorkflowFigures, error) {
	const name = "WorkflowRealTime"
	wf := b.e.workflows.get(s)
	if wf == nil {
		return WorkflowFigures{}, b.e.notFound("Workflows", s.String()).by(name)
	}
	tasks, _, err := b.figuresOf(&wf.figures, channel, 0)
	if err != nil {
		return WorkflowFigures{}, err.by(name)
	}
	return WorkflowFigures{tasks}, nil
}

// WorkersRealTime returns who is in which activity. A task channel has no effect
// on it (lifecycle.md §6.2). It costs what there are activities; with two queues,
// what there are workers.
func (e *Engine) WorkersRealTime(f WorkersFilter) (WorkersFigures, error) {
	return e.Breathing(nil).WorkersRealTime(f)
}

// WorkersRealTime is [Engine.WorkersRealTime], answered item by item.
func (b Breathing) WorkersRealTime(f WorkersFilter) (WorkersFigures, error) {
	const name = "WorkersRealTime"
	e := b.e
	queues, who, err := e.selectWorkers(f)
	if err != nil {
		return WorkersFigures{}, err.by(name)
	}
	r := b.begin()
	defer b.end(r)
	var list []ActivityCount
	if f.FriendlyName != "" {
		list = e.activityCounts(func(a *activity) int {
			if who != nil && who.activity == a {
				return 1
			}
			return 0
		})
	} else {
		list = e.staffNow(queues, r)
	}
	if !r.passEach(len(list)) {
		return WorkersFigures{}, givenUp().by(name)
	}
	total := 0
	for _, a := range list {
		total += a.Workers
	}
	return WorkersFigures{total, list}, nil
}

// figuresOf adds up the lanes of a ledger. With them comes who entered the queue
// first of those who are pending, if the ledger is a queue's. It completes an answer
// that has figures of so many activities already.
func (b Breathing) figuresOf(l *ledger, channel string, activities int) (f TaskFigures, first patience, err *Error) {
	e := b.e
	var ch *taskChannel
	if channel != "" {
		if ch, err = e.findChannel("TaskChannel", channel); err != nil {
			return f, first, err
		}
	}
	var tasks [len(statuses)]int
	var oldest, entered arrival
	lanes := l.on(ch)
	for _, lane := range lanes {
		for i, n := range lane.tasks {
			tasks[i] += int(n)
		}
		oldest = former(oldest, lane.oldest())
		entered = former(entered, lane.first())
	}
	f.TasksByStatus = TasksByStatus{tasks[0], tasks[1], tasks[2], tasks[3], tasks[4], tasks[5]}
	for _, n := range tasks[:unfinished] {
		f.TotalTasks += n
	}
	longest := e.patience(oldest)
	f.LongestTaskWaitingAge, f.LongestTaskWaitingSID = longest.age, longest.sid
	first = e.patience(entered)
	r := b.begin()
	defer b.end(r)
	f.TasksByPriority = r.tasksByPriority(lanes)
	if !r.passEach(activities) {
		return f, first, givenUp()
	}
	return f, first, nil
}

// patience is how long a task waits; zero for none.
type patience struct {
	age time.Duration // floored to seconds
	sid TaskSID
}

func (e *Engine) patience(a arrival) patience {
	if a.task == nil {
		return patience{}
	}
	return patience{e.now.since(a.since).Truncate(time.Second), a.task.sid}
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
