package taskrouter

import (
	"cmp"
	"slices"
	"time"
)

// eventLog is all events of an engine, from which everything about the past can
// be told by looking through all of them.
type eventLog []Event

// answer is what statistics about tasks say, whatever they are about.
type answer struct {
	TaskHistory
	Arrived, TimedOut int
	InQueue           Durations
}

// question is whom statistics are about; zero fields are everybody.
type question struct {
	queue    TaskQueueSID
	workflow WorkflowSID
	channel  TaskChannelSID
	from, to time.Time
	splits   []time.Duration
}

func (q *question) isAbout(ev *Event) bool {
	queue, _ := ev.TaskQueue()
	workflow, _ := ev.Workflow()
	channel, _ := ev.TaskChannel()
	return (q.queue.IsZero() || queue.SID == q.queue) && (q.workflow.IsZero() || workflow.SID == q.workflow) &&
		(q.channel.IsZero() || channel.SID == q.channel) && !ev.At.Before(q.from) && !ev.At.After(q.to)
}

// tasks answers by going through the whole log.
func (l eventLog) tasks(q question) answer {
	arrival := TaskCreated
	switch {
	case !q.queue.IsZero():
		arrival = TaskQueueEntered
	case !q.workflow.IsZero():
		arrival = WorkflowEntered
	}
	type life struct {
		created, entered    time.Time
		overall, sinceEntry int // acceptances
	}
	lives := map[TaskSID]*life{}
	a := answer{TaskHistory: TaskHistory{StartTime: q.from, EndTime: q.to}}
	for _, t := range q.splits {
		a.SplitByWaitTime = append(a.SplitByWaitTime, WaitSplit{Threshold: t})
	}
	var each, accepted, gaveUp, inQueue []time.Duration
	for i := range l {
		ev := &l[i]
		if ev.TaskSID.IsZero() {
			continue
		}
		t := lives[ev.TaskSID]
		if t == nil {
			t = &life{created: ev.At}
			lives[ev.TaskSID] = t
		}
		switch ev.Type {
		case TaskQueueEntered:
			t.entered, t.sinceEntry = ev.At, 0
		case ReservationAccepted:
			t.overall++
			t.sinceEntry++
		}
		if !q.isAbout(ev) {
			continue
		}
		wait := ev.At.Sub(t.created)
		switch ev.Type {
		case arrival:
			a.Arrived++
		case TaskCompleted:
			a.TasksCompleted++
		case TaskDeleted, TaskSystemDeleted:
			a.TasksDeleted++
		case TaskQueueMoved:
			a.TasksMoved++
		case WorkflowTimeout:
			a.TimedOut++
		case TaskCanceled:
			a.TasksCanceled++
			gaveUp = append(gaveUp, wait)
			for i := range a.SplitByWaitTime {
				a.SplitByWaitTime[i].side(wait).TasksCanceled++
			}
		case ReservationAccepted:
			each = append(each, wait)
			if t.overall == 1 || !q.queue.IsZero() && t.sinceEntry == 1 {
				accepted = append(accepted, wait)
			}
			if t.sinceEntry == 1 {
				inQueue = append(inQueue, ev.At.Sub(t.entered))
			}
			for i := range a.SplitByWaitTime {
				if t.overall == 1 {
					a.SplitByWaitTime[i].side(wait).ReservationsAccepted++
				}
			}
		}
		a.ReservationCounts.add(ev.Type)
	}
	a.AvgTaskAcceptanceTime = sumUp(each).Avg
	a.WaitDurationUntilAccepted, a.WaitDurationUntilCanceled = sumUp(accepted), sumUp(gaveUp)
	if !q.queue.IsZero() {
		a.InQueue = sumUp(inQueue)
	}
	return a
}

func (s *WaitSplit) side(wait time.Duration) *WaitCounts {
	if int64(wait.Seconds()) > int64(s.Threshold.Seconds()) {
		return &s.Above
	}
	return &s.Below
}

func (c *ReservationCounts) add(t EventType) {
	switch t {
	case ReservationCreated:
		c.ReservationsCreated++
	case ReservationAccepted:
		c.ReservationsAccepted++
	case ReservationRejected:
		c.ReservationsRejected++
	case ReservationTimeout:
		c.ReservationsTimedOut++
	case ReservationCanceled:
		c.ReservationsCanceled++
	case ReservationRescinded:
		c.ReservationsRescinded++
	}
}

func sumUp(list []time.Duration) Durations {
	if len(list) == 0 {
		return Durations{}
	}
	var total time.Duration
	for _, d := range list {
		total += d
	}
	floor := func(d time.Duration) time.Duration { return d / time.Second * time.Second }
	return Durations{
		Avg: floor(total / time.Duration(len(list))), Min: floor(slices.Min(list)), Max: floor(slices.Max(list)),
		TotalSeconds: int64(total / time.Second),
	}
}

// workers answers about the workers that isIn selects, by going through the
// whole log.
func (l eventLog) workers(e *Engine, q question, isIn func(WorkerSID) bool) WorkersHistory {
	h := WorkersHistory{StartTime: q.from, EndTime: q.to}
	type now struct {
		activity ActivitySID
		since    time.Time
	}
	present := map[WorkerSID]now{}
	spent := map[ActivitySID][]time.Duration{}
	leave := func(s WorkerSID, at time.Time) {
		was, ok := present[s]
		if !ok {
			return
		}
		from, to := was.since, at
		if from.Before(q.from) {
			from = q.from
		}
		if to.After(q.to) {
			to = q.to
		}
		if to.After(from) {
			spent[was.activity] = append(spent[was.activity], to.Sub(from))
		}
		delete(present, s)
	}
	for i := range l {
		ev := &l[i]
		if ev.WorkerSID.IsZero() || !isIn(ev.WorkerSID) {
			continue
		}
		if q.isAbout(ev) {
			h.ReservationCounts.add(ev.Type)
		}
		switch ev.Type {
		case WorkerDeleted:
			leave(ev.WorkerSID, ev.At)
		case WorkerCreated, WorkerActivityUpdate:
			leave(ev.WorkerSID, ev.At)
			activity, _ := ev.Activity()
			present[ev.WorkerSID] = now{activity.SID, ev.At}
		}
	}
	for s := range present {
		leave(s, e.Now())
	}
	h.ActivityDurations = []ActivityDuration{} // a workspace that was deleted has no activities
	for a := range e.Activities() {
		h.ActivityDurations = append(h.ActivityDurations, ActivityDuration{a.SID, a.FriendlyName, sumUp(spent[a.SID])})
	}
	return h
}

// figures counts the tasks that isIn selects, by looking at each.
func naiveFigures(e *Engine, isIn func(*Task) bool) (f TaskFigures, first *Task) {
	var oldest *Task
	byPriority := map[int]int{}
	for t := range e.Tasks() {
		if !isIn(&t) {
			continue
		}
		switch t.AssignmentStatus {
		case TaskStatusPending:
			f.TasksByStatus.Pending++
			if oldest == nil {
				oldest = &t
			}
			if first == nil || t.TaskQueueEnteredDate.Before(first.TaskQueueEnteredDate) {
				first = &t
			}
		case TaskStatusReserved:
			f.TasksByStatus.Reserved++
		case TaskStatusAssigned:
			f.TasksByStatus.Assigned++
		case TaskStatusWrapping:
			f.TasksByStatus.Wrapping++
		case TaskStatusCompleted:
			f.TasksByStatus.Completed++
		case TaskStatusCanceled:
			f.TasksByStatus.Canceled++
		}
		if t.AssignmentStatus.waiting() {
			byPriority[t.Priority]++
		}
		if !t.AssignmentStatus.finished() {
			f.TotalTasks++
		}
	}
	for p, n := range byPriority {
		f.TasksByPriority = append(f.TasksByPriority, PriorityCount{p, n})
	}
	slices.SortFunc(f.TasksByPriority, func(a, b PriorityCount) int { return cmp.Compare(b.Priority, a.Priority) })
	if oldest != nil {
		f.LongestTaskWaitingAge, f.LongestTaskWaitingSID = oldest.Age, oldest.SID
	}
	return f, first
}

// naiveStaff counts workers by looking at each.
func naiveStaff(e *Engine, isIn func(*Worker) bool) (total, available int, list []ActivityCount) {
	list = []ActivityCount{} // a workspace that was deleted has no activities
	for a := range e.Activities() {
		n := 0
		for w := range e.Workers() {
			if w.ActivitySID == a.SID && isIn(&w) {
				n++
				if a.Available {
					available++
				}
			}
		}
		total += n
		list = append(list, ActivityCount{a.SID, a.FriendlyName, n})
	}
	return total, available, list
}
