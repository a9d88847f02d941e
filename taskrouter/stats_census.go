package taskrouter

import (
	"cmp"
	"slices"

	"github.com/goacd/acd/internal/ordered"
)

// census is the tasks of one lane as they are now. It is kept up to date task by
// task, so that a read looks at no task.
type census struct {
	tasks    [len(statuses)]int // by status
	priority priorities         // of those that nobody has taken

	// Pending tasks that entered their queue later than they were created, by
	// their creation, and on the lanes of queues by their entry as well. All
	// others wait at the crossings, in one order for both.
	moved   *ordered.Set[arrival]
	entered *ordered.Set[arrival]
}

// statuses numbers the states of a task.
var statuses = [...]TaskStatus{
	TaskStatusPending, TaskStatusReserved, TaskStatusAssigned, TaskStatusWrapping, TaskStatusCompleted, TaskStatusCanceled,
}

// Places in statuses: whom nobody has taken yet comes first, who is finished
// last.
const (
	numberPending  = 0
	numberReserved = 1
	unfinished     = 4 // the number of states before those that end a task
)

// number is the place of s in statuses.
func (s TaskStatus) number() uint8 {
	switch s {
	case TaskStatusPending:
		return 0
	case TaskStatusReserved:
		return 1
	case TaskStatusAssigned:
		return 2
	case TaskStatusWrapping:
		return 3
	case TaskStatusCompleted:
		return 4
	default:
		return 5
	}
}

// arrival is a task in the order of who waits longest: since its creation, or
// since it entered its queue.
type arrival struct {
	since instant
	task  *task
}

func compareArrivals(a, b arrival) int {
	if c := cmp.Compare(a.since, b.since); c != 0 {
		return c
	}
	return cmp.Compare(a.task.sequence, b.task.sequence)
}

// count adds a task with these figures, or takes it away.
func (c *census) count(f *taskFigures, by int) {
	c.tasks[f.status] += by
	if f.status <= numberReserved {
		c.priority.count(int(f.priority), by)
	}
}

// oldest returns the task that waits longest on the lane.
func (l *lane) oldest() arrival { return earlier(l.head(), l.moved) }

// first returns the task on the lane of a queue that has been there for longest.
func (l *lane) first() arrival { return earlier(l.head(), l.entered) }

func rank(set **ordered.Set[arrival], a arrival, by int) {
	switch {
	case by < 0:
		(*set).Delete(a)
	case *set == nil:
		*set = ordered.New(compareArrivals)
		fallthrough
	default:
		(*set).Insert(a)
	}
}

// earlier returns the first of a set, or a if that goes before it.
func earlier(a arrival, set *ordered.Set[arrival]) arrival {
	if set == nil {
		return a
	}
	b, _ := set.Min()
	return former(a, b)
}

// former returns the earlier of two, either of which can be none.
func former(a, b arrival) arrival {
	if a.task == nil || b.task != nil && compareArrivals(b, a) < 0 {
		return b
	}
	return a
}

// priorities counts tasks by priority. Most workspaces know a handful, which
// are searched one by one; what does not fit there goes to a map.
type priorities struct {
	few  []PriorityCount
	many map[int]int
}

// fewPriorities is how many are searched one by one.
const fewPriorities = 8

func (p *priorities) count(priority, by int) {
	for i := range p.few {
		if p.few[i].Priority != priority {
			continue
		}
		if p.few[i].Tasks += by; p.few[i].Tasks == 0 {
			last := len(p.few) - 1
			p.few[i] = p.few[last]
			p.few = p.few[:last]
		}
		return
	}
	if _, ok := p.many[priority]; !ok && len(p.few) < fewPriorities {
		p.few = append(p.few, PriorityCount{priority, by})
		return
	}
	if p.many == nil {
		p.many = map[int]int{}
	}
	if p.many[priority] += by; p.many[priority] == 0 {
		delete(p.many, priority)
	}
}

// appendTo appends the counts in no particular order.
func (p *priorities) appendTo(list []PriorityCount) []PriorityCount {
	list = append(list, p.few...)
	for priority, n := range p.many {
		list = append(list, PriorityCount{priority, n})
	}
	return list
}

// mergePriorities sorts the list by priority, the highest first, and adds up
// what is there more than once.
func mergePriorities(list []PriorityCount) []PriorityCount {
	slices.SortFunc(list, func(a, b PriorityCount) int { return cmp.Compare(b.Priority, a.Priority) })
	merged := list[:0]
	for _, next := range list {
		if n := len(merged); n > 0 && merged[n-1].Priority == next.Priority {
			merged[n-1].Tasks += next.Tasks
			continue
		}
		merged = append(merged, next)
	}
	return merged
}
