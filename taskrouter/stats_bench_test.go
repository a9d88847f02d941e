package taskrouter

import (
	"fmt"
	"testing"
	"time"
)

// What statistics cost: questions about the present at growing numbers of
// workers and tasks, questions about a window at growing numbers of lives, and
// the tally of one life. Not measured: making the JSON of an answer.

// benchDay plays lives on a workspace, ten a second, with every hundredth task
// left waiting.
func benchDay(b *testing.B, workers, lives int) *Engine {
	b.Helper()
	e := benchEngine(b, workers, 1)
	now := shiftStart
	create := &CreateTask{Attributes: benchAttributes(`"skill":"skill7"`), TaskChannel: "voice", Timeout: 24 * time.Hour}
	beyond := &CreateTask{Attributes: `{"level":9}`, TaskChannel: "voice", Timeout: 24 * time.Hour} // nobody's level
	do := func(cmd Command) []Event {
		events, err := e.Apply(now, cmd)
		if err != nil {
			b.Fatal(err)
		}
		return events
	}
	for i := range lives {
		now = now.Add(100 * time.Millisecond)
		if i%100 == 0 {
			do(beyond)
			continue
		}
		offer := *Find(do(create), ReservationCreated)
		do(&UpdateReservation{SID: offer.ReservationSID, ReservationStatus: ReservationStatusAccepted})
		do(&UpdateTask{SID: offer.TaskSID, AssignmentStatus: TaskStatusCompleted})
	}
	return e
}

func BenchmarkRealTime(b *testing.B) {
	for _, workers := range []int{1_000, 100_000} {
		e := benchDay(b, workers, 10_000)
		queue, _ := e.TaskQueueByName("Queue 0")
		b.Run(fmt.Sprintf("queue/workers=%d", workers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if f, err := e.TaskQueueRealTime(queue.SID, ""); err != nil || f.TotalEligibleWorkers != workers {
					b.Fatal(f, err)
				}
			}
		})
		b.Run(fmt.Sprintf("workspace/workers=%d", workers), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if f, err := e.WorkspaceRealTime("voice"); err != nil || f.TotalWorkers != workers {
					b.Fatal(f, err)
				}
			}
		})
	}
}

func BenchmarkCumulative(b *testing.B) {
	e := benchDay(b, 1_000, 100_000)
	var worker WorkerSID
	for w := range e.Workers() {
		worker = w.SID
	}
	for _, length := range []time.Duration{15 * time.Minute, 2 * time.Hour} {
		window := Window{Start: e.Now().Add(-length)}
		b.Run(fmt.Sprintf("workspace/window=%v", length), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if h, err := e.WorkspaceCumulative(window); err != nil || h.TasksCreated == 0 {
					b.Fatal(h, err)
				}
			}
		})
		split := window
		split.SplitByWaitTime = []time.Duration{5 * time.Second, 30 * time.Second}
		b.Run(fmt.Sprintf("workspace, split/window=%v", length), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if h, err := e.WorkspaceCumulative(split); err != nil || h.SplitByWaitTime[0].Below.ReservationsAccepted == 0 {
					b.Fatal(h, err)
				}
			}
		})
		b.Run(fmt.Sprintf("worker/window=%v", length), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if h, err := e.WorkerCumulative(worker, window); err != nil || h.ReservationsCreated == 0 {
					b.Fatal(h, err)
				}
			}
		})
	}
}

// BenchmarkTally is the statistics of one task's life without the rest of the
// engine: three times what a create, an accept and a complete leave to tally,
// over and over for the same task.
func BenchmarkTally(b *testing.B) {
	e := benchEngine(b, 1_000, 1)
	type step struct {
		events []Event
		about  []handles
		status TaskStatus
	}
	var steps []step
	now := shiftStart.Add(time.Hour)
	var task *task
	play := func(cmd Command) *Event {
		// tally has cleared what it was handed, so it is rebuilt by hand.
		events, err := e.Apply(now, cmd)
		if err != nil {
			b.Fatal(err)
		}
		s := step{events: append([]Event(nil), events...)}
		for i := range s.events {
			ev := &s.events[i]
			task = e.tasks.get(ev.TaskSID)
			h := handles{at: e.now, task: task, queue: e.queues.get(ev.queueSID()), channel: task.channel, worker: e.workers.get(ev.WorkerSID)}
			s.about = append(s.about, h)
		}
		s.status = task.status
		steps = append(steps, s)
		return Find(s.events, ReservationCreated)
	}
	offer := play(&CreateTask{Attributes: benchAttributes(`"skill":"skill7"`), TaskChannel: "voice"})
	play(&UpdateReservation{SID: offer.ReservationSID, ReservationStatus: ReservationStatusAccepted})
	play(&UpdateTask{SID: offer.TaskSID, AssignmentStatus: TaskStatusCompleted})
	b.ReportAllocs()
	for b.Loop() {
		e.now = e.now.add(time.Millisecond)
		for i := range steps {
			s := &steps[i]
			e.events, e.stats.about = s.events, append(e.stats.about[:0], s.about...)
			for i := range e.stats.about {
				e.stats.about[i].at = e.now
			}
			task.status = s.status
			e.mark(task)
			e.tally()
		}
	}
}

func (ev *Event) queueSID() TaskQueueSID {
	q, _ := ev.TaskQueue()
	return q.SID
}
