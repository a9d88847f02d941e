package taskrouter

import (
	"cmp"
	"maps"
	"slices"

	"github.com/goacd/acd/internal/ordered"
)

// census is the tasks of one lane as they are now. It is kept up to date task by
// task, so that a read looks at no task.
type census struct {
	tasks    [len(statuses)]int32 // by status
	priority priorities           // of those that nobody has taken

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
	c.tasks[f.status] += int32(by)
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
// are searched one by one; what does not fit there goes to a map. One that nobody
// has any more keeps its place among the few until another needs it: it comes and
// goes with each task.
type priorities struct {
	few  []PriorityCount
	only [1]PriorityCount // where few begins: most lanes know one priority
	many map[int]int
}

// fewPriorities is how many are searched one by one.
const fewPriorities = 8

func (p *priorities) count(priority, by int) {
	for i := range p.few {
		if few := &p.few[i]; few.Priority == priority {
			few.Tasks += by
			return
		}
	}
	p.countAnother(priority, by)
}

// countAnother counts a priority that is not among the few.
func (p *priorities) countAnother(priority, by int) {
	if _, ok := p.many[priority]; ok {
		if p.many[priority] += by; p.many[priority] == 0 {
			delete(p.many, priority)
		}
		return
	}
	if i := slices.IndexFunc(p.few, func(few PriorityCount) bool { return few.Tasks == 0 }); i >= 0 {
		p.few[i] = PriorityCount{priority, by}
		return
	}
	if len(p.few) < fewPriorities {
		p.few = append(p.few, PriorityCount{priority, by})
		return
	}
	if p.many == nil {
		p.many = map[int]int{}
	}
	p.many[priority] = by
}

// of returns the count of a priority.
func (p *priorities) of(priority int) int {
	for _, few := range p.few {
		if few.Priority == priority {
			return few.Tasks
		}
	}
	return p.many[priority]
}

// appendTo appends the counts in no particular order.
func (p *priorities) appendTo(list []PriorityCount) []PriorityCount {
	for _, few := range p.few {
		if few.Tasks > 0 {
			list = append(list, few)
		}
	}
	for priority, n := range p.many {
		list = append(list, PriorityCount{priority, n})
	}
	return list
}

// sorted returns the counts, those of the highest priorities first.
func (p *priorities) sorted() []PriorityCount { return mergePriorities(p.appendTo(nil)) }

func comparePriorities(a, b PriorityCount) int { return cmp.Compare(b.Priority, a.Priority) }

// mergePriorities sorts the list by priority, the highest first, and adds up
// what is there more than once.
func mergePriorities(list []PriorityCount) []PriorityCount {
	slices.SortFunc(list, comparePriorities)
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

// tasksByPriority adds up the priorities of lanes. Mostly they are few, and read
// at once; so they are when nobody wants to be let in meanwhile.
func (r *inquiry) tasksByPriority(lanes []*lane) []PriorityCount {
	many := func(l *lane) bool { return len(l.priority.many) > 0 }
	if r.breathe != nil && slices.ContainsFunc(lanes, many) {
		return r.sortPriorities(r.manyPriorities(slices.Clone(lanes)))
	}
	var list []PriorityCount
	for _, lane := range lanes {
		list = lane.priority.appendTo(list)
	}
	return mergePriorities(list)
}

// manyPriorities finds what the lanes have had when the inquiry began: what is
// there now, but where a count has changed since, what was kept of it.
func (r *inquiry) manyPriorities(lanes []*lane) map[laneOf]int {
	r.lanes = lanes
	found := map[laneOf]int{}
	for _, lane := range lanes {
		for _, few := range lane.priority.few {
			found[laneOf{lane, few.Priority}] = few.Tasks
		}
	}
	for _, lane := range lanes {
		for priority, n := range lane.priority.many {
			found[laneOf{lane, priority}] = n
			if !r.pass() {
				return nil
			}
		}
	}
	r.lanes = nil
	maps.Copy(found, r.priorities)
	return found
}

// sortPriorities does what mergePriorities does, one by one.
func (r *inquiry) sortPriorities(found map[laneOf]int) []PriorityCount {
	merged := map[int]int{}
	for at, n := range found {
		merged[at.priority] += n
		if !r.pass() {
			return nil
		}
	}
	set := ordered.New(comparePriorities)
	for priority, n := range merged {
		if n > 0 {
			set.Insert(PriorityCount{priority, n})
		}
		if !r.pass() {
			return nil
		}
	}
	list := make([]PriorityCount, 0, set.Len())
	for x := range set.All() {
		list = append(list, x)
		if !r.pass() {
			return nil
		}
	}
	return list
}
