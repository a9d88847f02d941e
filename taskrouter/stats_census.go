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
	waiting  *ordered.Set[arrival]
	entered  *ordered.Set[arrival] // of queues only: waiting by the entry into the queue
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

// place is where and how a task is counted. Places compare with ==.
type place struct {
	counted  bool // false for a task that is gone, and one not counted yet
	status   uint8
	priority int
	channel  *taskChannel
	workflow *workflow
	queue    *taskQueue // nil before the first one
	entered  instant
}

// place is where the task has to be counted now.
func (t *task) place() place {
	if t.gone {
		return place{}
	}
	p := place{counted: true, priority: t.priority, channel: t.channel, workflow: t.workflow, queue: t.queue}
	p.status = t.status.number()
	if t.queue != nil {
		p.entered = t.queueEntered
	}
	return p
}

// count adds a task that is at p, or takes it away.
func (c *census) count(t *task, p *place, by int, inQueue bool) {
	c.tasks[p.status] += by
	if p.status > numberReserved {
		return
	}
	c.priority.count(p.priority, by)
	if p.status != numberPending {
		return
	}
	rank(&c.waiting, arrival{t.created, t}, by)
	if inQueue {
		rank(&c.entered, arrival{p.entered, t}, by)
	}
}

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
	if b, ok := set.Min(); ok && (a.task == nil || compareArrivals(b, a) < 0) {
		return b
	}
	return a
}

// arrivals lists a set.
func arrivals(set *ordered.Set[arrival]) []arrival {
	if set == nil {
		return nil
	}
	return slices.Collect(set.All())
}

// isEmpty reports whether no task is counted.
func (c *census) isEmpty() bool { return c.tasks == [len(statuses)]int{} }

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
