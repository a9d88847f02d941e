package main

import (
	"fmt"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// independent is how many times a cost may grow that is said not to grow with the
// population: memory that is farther away costs more.
const independent = 1.5

// nobodyRow is a worker who goes and comes while tasks wait in his queue that he
// cannot take, and tasks that come while all workers are idle who cannot take
// them.
func nobodyRow(sz sizes) *stage {
	s := &stage{}
	floor := s.addFloor()
	places := make(map[crowdForNobody]int)
	for _, tasks := range sz.nobody {
		for _, distinct := range sz.distinct {
			c := crowdForNobody{tasks, distinct}
			places[c] = s.add("acd, "+c.String(), comeAndGo(beyond(tasks, distinct), 0))
		}
	}
	least, most := sz.nobody[0], sz.nobody[len(sz.nobody)-1]
	for _, distinct := range sz.distinct {
		for _, tasks := range sz.nobody[1:] {
			at, before := crowdForNobody{tasks, distinct}, crowdForNobody{least, distinct}
			s.report(func(f []figure) result {
				r := besides(at.String(), f[places[at]], thousands(least), f[places[before]])
				if tasks == most {
					r = r.atMost(independent)
				}
				return r
			})
		}
	}
	for i, distinct := range sz.distinct[1:] {
		at, before := crowdForNobody{most, distinct}, crowdForNobody{most, sz.distinct[i]}
		s.report(func(f []figure) result {
			return besides(at.String(), f[places[at]], thousands(before.distinct)+" distinct", f[places[before]]).
				atMost(float64(at.distinct) / float64(before.distinct))
		})
		s.report(func(f []figure) result { return inLives(at.String(), f[places[at]], f[floor]) })
	}
	s.addUseless(sz)
	return s
}

// crowdForNobody is how many tasks wait, at how many distinct values.
type crowdForNobody struct{ tasks, distinct int }

func (c crowdForNobody) String() string {
	return fmt.Sprintf("%s waiting, %s distinct", thousands(c.tasks), thousands(c.distinct))
}

// addUseless adds tasks that are created while the fewest and the most workers
// are idle, none of whom can take them.
func (s *stage) addUseless(sz sizes) {
	var places []int
	few, many := sz.workers[0], sz.workers[len(sz.workers)-1]
	for _, workers := range []int{few, many} {
		e := newService(service{workers: workers, patience: day})
		play := createForNobody(e)
		play(20) // which looks at everybody, until that pays for a roster
		places = append(places, s.add("acd, created beside "+thousands(workers)+" idle workers", play))
	}
	s.report(func(f []figure) result {
		return besides("created beside "+thousands(many)+" idle workers", f[places[1]], thousands(few), f[places[0]]).atMost(independent)
	})
}

// comeAndGo is the play of a worker who goes offline and comes back.
func comeAndGo(e *engine, worker int) func(n int) time.Duration {
	w := e.workers[worker]
	leave := &taskrouter.UpdateWorker{SID: w, ActivitySID: e.offline}
	come := &taskrouter.UpdateWorker{SID: w, ActivitySID: e.available}
	return repeat(func() {
		e.do(leave)
		e.do(come)
	})
}

// createForNobody is the play of tasks that no worker can take, each the only one
// that waits. They are canceled again, which does not count.
func createForNobody(e *engine) func(n int) time.Duration {
	text := attributesWith(`"skill":"skill7"`, beyondLevel)
	cancel := &taskrouter.UpdateTask{AssignmentStatus: taskrouter.TaskStatusCanceled}
	return func(n int) time.Duration {
		var took time.Duration
		for range n {
			start := time.Now()
			events := e.createWith(text, 0)
			took += time.Since(start)
			cancel.SID = taskrouter.Find(events, taskrouter.TaskCreated).TaskSID
			e.do(cancel)
		}
		return took
	}
}
