package taskrouter

import (
	"fmt"
	"testing"
	"time"
)

// What statistics cost: questions about the present at growing numbers of
// workers, tasks and queues, questions about a window at growing numbers of lives,
// and the tally of one life. Not measured: making the JSON of an answer.

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

// BenchmarkCrossings has a task wait in each of many queues, and asks who waits
// longest of all while the foremost of one queue leaves and comes back.
func BenchmarkCrossings(b *testing.B) {
	for _, queues := range []int{1, 100, 5_000} {
		e := benchEngine(b, 0, queues)
		var task *task
		for i := range queues {
			queue, _ := e.TaskQueueByName(fmt.Sprint("Queue ", i))
			events := must(e.Apply(shiftStart, &CreateTask{Attributes: "{}", RoutingTarget: queue.SID.String()}))
			task = e.tasks.get(Find(events, TaskCreated).TaskSID)
		}
		b.Run(fmt.Sprintf("ask/queues=%d", queues), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if f, err := e.WorkspaceRealTime(""); err != nil || f.TotalTasks != queues {
					b.Fatal(f, err)
				}
			}
		})
		b.Run(fmt.Sprintf("change/queues=%d", queues), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, status := range []TaskStatus{TaskStatusReserved, TaskStatusPending} {
					task.status = status
					e.mark(task)
					e.tally()
				}
			}
		})
	}
}

// BenchmarkTally is the statistics of one task's life without the rest of the
// engine: what a create, an accept and a complete have it note and count, and
// the removal of the task. The minutes of workspace, workflow and queue share
// their sums, unless tasks of other workflows, queues and channels are there too.
func BenchmarkTally(b *testing.B) {
	for _, shared := range []bool{true, false} {
		b.Run(fmt.Sprintf("shared=%t", shared), func(b *testing.B) { benchTally(b, shared) })
	}
}

func benchTally(b *testing.B, shared bool) {
	e := benchEngine(b, 1_000, 1)
	offer := Find(must(e.Apply(shiftStart, &CreateTask{Attributes: benchAttributes(`"skill":"skill7"`), TaskChannel: "voice"})), ReservationCreated)
	task, r := e.tasks.get(offer.TaskSID), e.reservations.get(offer.ReservationSID)
	queue := task.queue
	s := &e.stats
	count := func(status TaskStatus, removed bool) {
		task.status, task.gone = status, removed
		e.mark(task)
		e.tally()
	}
	count(task.status, true)
	others := []*crossing{
		s.cross(meeting{task.workflow, &taskQueue{}, task.channel}), s.cross(meeting{&workflow{}, queue, task.channel}),
	}
	b.ReportAllocs()
	for b.Loop() {
		e.now = e.now.add(time.Millisecond)
		if !shared && e.now > s.archive.to {
			for _, c := range others {
				s.note(c, e.now, created.set(), nil)
			}
		}
		task.queue, task.created, task.queueEntered, task.figures = nil, e.now, e.now, taskFigures{}
		s.noteTask(TaskCreated, task, e.now)
		s.noteTask(WorkflowEntered, task, e.now)
		task.queue = queue
		s.noteTask(TaskQueueEntered, task, e.now)
		s.noteTask(WorkflowTargetMatched, task, e.now)
		s.noteTask(ReservationCreated, task, e.now)
		s.noteReservation(ReservationCreated, r, e.now)
		count(TaskStatusReserved, false)
		s.noteTask(ReservationAccepted, task, e.now)
		s.noteReservation(ReservationAccepted, r, e.now)
		count(TaskStatusAssigned, false)
		s.noteTask(TaskCompleted, task, e.now)
		s.noteTask(ReservationCompleted, task, e.now)
		s.noteReservation(ReservationCompleted, r, e.now)
		count(TaskStatusCompleted, false)
		count(TaskStatusCompleted, true)
	}
}
