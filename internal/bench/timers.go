package main

import (
	"fmt"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// What happens to the tasks of the timers' row, and when.
const (
	batchTimeout  = 10 * time.Second // a task that waits is canceled
	batchAnswer   = 5 * time.Second  // a reservation times out
	batchAssigned = 20 * time.Second // an assigned task is removed
	longLife      = 14 * day         // the deadlines that lie there meanwhile
	batchWorkers  = 100              // answer, or do not
)

// timersRow is what deadlines cost, amortised over batches, while others lie
// there that do not come. Setting one is the difference between tasks that wait
// at a step with a timeout and at one without. One fires with all that it does: a
// task is canceled, which sets the deadline that removes it, or a worker is moved
// and the task offered to somebody else.
func timersRow(sz sizes) *stage {
	s := &stage{}
	floor := s.addFloor()
	line := func(what string, at int) {
		s.report(func(f []figure) result { return inLives(what, f[at], f[floor]).atMost(1.5) })
	}
	t := newTimers(sz.deadlines, longLife)
	one := s.add("acd, one deadline", newTimers(sz.deadlines, forever).set)
	two := s.add("acd, two deadlines", t.set)
	s.report(func(f []figure) result {
		more := figure{fastest: max(0, f[two].fastest-f[one].fastest)}
		return inLives("set: what a second deadline adds to a task", more, f[floor]).atMost(1.5)
	})
	s.report(func(f []figure) result { return inLives("  the task that waits, with both", f[two], f[floor]) })
	line("fire: a task that waits times out", s.add("acd, a task times out", t.cancel))
	line("fire: a finished task is removed", s.add("acd, a task is removed", t.remove))
	line("fire: a reservation times out", s.add("acd, a reservation times out", t.unanswered))
	line("fire: an assigned task is removed", s.add("acd, an assigned task is removed", t.abandoned))
	return s
}

// timers is a workspace with deadlines that do not come. Its workers are away
// unless they are needed.
type timers struct {
	*engine
	beyond, able string // attributes of tasks that nobody and everybody can take
}

// newTimers has so many tasks that wait, at a step of that patience.
func newTimers(live int, patience time.Duration) *timers {
	t := &timers{
		engine: newService(service{workers: batchWorkers, patience: patience, answer: batchAnswer, assigned: batchAssigned}),
		beyond: attributesWith(`"skill":"skill7"`, beyondLevel), able: taskAttributes(),
	}
	t.pace = time.Microsecond
	t.birth.Timeout = longLife
	t.staff(t.offline)
	t.createAll(t.beyond, live)
	t.birth.Timeout = batchTimeout
	return t
}

// staff puts all workers into an activity.
func (t *timers) staff(activity taskrouter.ActivitySID) {
	for _, w := range t.workers {
		t.do(&taskrouter.UpdateWorker{SID: w, ActivitySID: activity})
	}
}

func (t *timers) createAll(text string, n int) {
	for range n {
		t.create(text, 0)
	}
}

func clocked(f func()) time.Duration {
	start := time.Now()
	f()
	return time.Since(start)
}

// elapse lets time pass, and a little more, for the batch was not made in an
// instant.
func (t *timers) elapse(d time.Duration) []taskrouter.Event {
	return t.wait(d + 500*time.Millisecond)
}

// fire lets time pass and returns how long that took. It makes sure that so many
// events of this type came with it.
func (t *timers) fire(d time.Duration, expected taskrouter.EventType, n int) time.Duration {
	var events []taskrouter.Event
	took := clocked(func() { events = t.elapse(d) })
	for i := range events {
		if events[i].Type == expected {
			n--
		}
	}
	if n != 0 {
		panic(fmt.Sprintf("%d events %s are missing", n, expected))
	}
	return took
}

func (t *timers) set(n int) time.Duration {
	took := clocked(func() { t.createAll(t.beyond, n) })
	t.elapse(batchTimeout)
	t.elapse(finishedTask)
	return took
}

func (t *timers) cancel(n int) time.Duration {
	t.createAll(t.beyond, n)
	took := t.fire(batchTimeout, taskrouter.TaskCanceled, n)
	t.elapse(finishedTask)
	return took
}

func (t *timers) remove(n int) time.Duration {
	t.createAll(t.beyond, n)
	t.elapse(batchTimeout)
	return clocked(func() { t.elapse(finishedTask) })
}

// unanswered lets reservations time out. Their workers are moved to another
// activity by that, so that nobody is left for the tasks.
func (t *timers) unanswered(n int) time.Duration {
	return byBatch(n, func() time.Duration {
		t.staff(t.available)
		t.createAll(t.able, batchWorkers)
		took := t.fire(batchAnswer, taskrouter.ReservationTimeout, batchWorkers)
		t.elapse(batchTimeout)
		t.elapse(finishedTask)
		t.staff(t.offline)
		return took
	})
}

// abandoned lets tasks be removed that nobody completes.
func (t *timers) abandoned(n int) time.Duration {
	return byBatch(n, func() time.Duration {
		t.staff(t.available)
		for range batchWorkers {
			o, ok := t.create(t.able, 0)
			if !ok {
				panic("no worker for the task")
			}
			t.accept(o)
		}
		took := t.fire(batchAssigned, taskrouter.TaskSystemDeleted, batchWorkers)
		t.elapse(finishedTask)
		t.staff(t.offline)
		return took
	})
}

// byBatch plays batches of one task for each worker, and returns their part of
// the time if there were more than n.
func byBatch(n int, play func() time.Duration) time.Duration {
	batches := (n + batchWorkers - 1) / batchWorkers
	var took time.Duration
	for range batches {
		took += play()
	}
	return time.Duration(float64(took) * float64(n) / float64(batches*batchWorkers))
}
