package taskrouter

import (
	"container/heap"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter/expr"
)

// What is measured here: one task's life, which is the commands CreateTask,
// accept and complete with all their events, in a workspace where every worker
// is available and one of fifty skills is asked for. The task and the workers
// have 200 bytes of attributes. Not measured: rendering the events' parameters,
// writing a log, and the removal of finished tasks after five minutes, which
// each life pays for an earlier one, as in service.

const benchSkills = 50

// benchAttributes is a worker's or task's 200 bytes: a skill, and what else an
// application keeps there.
func benchAttributes(first string) string {
	text := `{` + first + `,"level":5,"language":"en","call_sid":"CA0123456789abcdef0123456789abcdef","from":"+15550100","note":"`
	return text + strings.Repeat("x", max(0, 200-len(text)-2)) + `"}`
}

func benchEngine(b *testing.B, workers, queues int) *Engine {
	b.Helper()
	e, err := New(Config{Created: shiftStart, Limits: Limits{Workers: workers, Available: workers, Tasks: 1 << 24, FinishedTask: time.Second}})
	if err != nil {
		b.Fatal(err)
	}
	do := func(cmd Command) []Event {
		events, err := e.Apply(shiftStart, cmd)
		if err != nil {
			b.Fatal(err)
		}
		return events
	}
	for i := range queues {
		do(&CreateTaskQueue{FriendlyName: fmt.Sprint("Queue ", i), TargetWorkers: new(fmt.Sprintf("skills HAS 'skill%d' OR level > 4", i))})
	}
	available, _ := e.ActivityByName("Available")
	for i := range workers {
		do(&CreateWorker{
			FriendlyName: fmt.Sprint("Worker ", i), ActivitySID: available.SID,
			Attributes: benchAttributes(fmt.Sprintf(`"skills":["skill%d"]`, i%benchSkills)),
		})
	}
	queue, _ := e.TaskQueueByName("Queue 0")
	do(&CreateWorkflow{FriendlyName: "Main", Configuration: fmt.Sprintf(
		`{"task_routing":{"filters":[{"expression":"level > 3","targets":[{"queue":%q,"expression":"worker.level >= task.level","timeout":30}]}]}}`, queue.SID)})
	return e
}

func benchLife(b *testing.B, workers, queues int) { benchLifeIn(b, benchEngine(b, workers, queues)) }

func benchLifeIn(b *testing.B, e *Engine) {
	now := shiftStart
	workflow, _ := e.WorkflowByName("Main")
	create := &CreateTask{WorkflowSID: workflow.SID, Attributes: benchAttributes(`"skill":"skill7"`), TaskChannel: "voice"}
	accept := &UpdateReservation{ReservationStatus: ReservationStatusAccepted}
	complete := &UpdateTask{AssignmentStatus: TaskStatusCompleted}
	b.ReportAllocs()
	for b.Loop() {
		now = now.Add(time.Millisecond)
		events, err := e.Apply(now, create)
		if err != nil {
			b.Fatal(err)
		}
		offer := Find(events, ReservationCreated)
		if offer == nil {
			b.Fatal("no worker for the task")
		}
		accept.SID, complete.SID = offer.ReservationSID, offer.TaskSID
		if _, err := e.Apply(now, accept); err != nil {
			b.Fatal(err)
		}
		if _, err := e.Apply(now, complete); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAlone is the search for a worker on behalf of a task that joins no group,
// beside that for one which joins a group and leaves it again.
func BenchmarkAlone(b *testing.B) {
	e := benchEngine(b, 1_000, 1)
	events, err := e.Apply(shiftStart, &CreateTask{Attributes: benchAttributes(`"skill":"skill7"`), TaskChannel: "voice"})
	require.NoError(b, err)
	t := e.tasks.get(Find(events, TaskCreated).TaskSID)
	b.Run("alone", func(b *testing.B) {
		for b.Loop() {
			if !e.isAlone(t) || len(e.chooseAlone(t)) != 1 {
				b.Fatal("nobody for the task")
			}
		}
	})
	b.Run("in a group", func(b *testing.B) {
		for b.Loop() {
			e.seat(t)
			if len(e.choose(t.group, t)) != 1 {
				b.Fatal("nobody for the task")
			}
			t.group.active = false
			heap.Pop(&e.routing.active)
			e.unwait(t)
		}
	})
}

// BenchmarkTaskLife is the engine: the curve over the number of workers is what
// matters.
func BenchmarkTaskLife(b *testing.B) {
	for _, workers := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) { benchLife(b, workers, 1) })
	}
	for _, queues := range []int{10, 50} {
		b.Run(fmt.Sprintf("workers=10000/queues=%d", queues), func(b *testing.B) { benchLife(b, 10_000, queues) })
	}
}

// scanRouter is what an application writes first: for every task it looks at
// every worker, evaluates the queue's expression and the target's on his
// attributes, and takes the one who has been idle for longest.
type scanRouter struct {
	queue, target *expr.Expr
	references    []expr.Reference // of target
	slots         []expr.Value
	workers       []scanWorker
}

type scanWorker struct {
	attributes expr.Document
	busy       bool
	last       time.Time
}

func (r *scanRouter) route(now time.Time, attributes string) (int, error) {
	task, err := expr.ParseDocument(attributes)
	if err != nil {
		return 0, err
	}
	best := -1
	for i := range r.workers {
		w := &r.workers[i]
		if w.busy || !r.queue.MatchAttributes(w.attributes) || !r.fits(w, task) {
			continue
		}
		if best < 0 || w.last.Before(r.workers[best].last) {
			best = i
		}
	}
	if best >= 0 {
		r.workers[best].busy, r.workers[best].last = true, now
	}
	return best, nil
}

func (r *scanRouter) fits(w *scanWorker, task expr.Document) bool {
	r.slots = r.slots[:0]
	for _, ref := range r.references {
		if ref.First() == expr.TaskPrefix {
			r.slots = append(r.slots, task.Lookup(ref.Rest()))
		} else {
			r.slots = append(r.slots, w.attributes.Lookup(ref.Rest()))
		}
	}
	return r.target.Eval(r.slots)
}

// BenchmarkScanRouter is the same life with the router that looks at everybody.
// It keeps no states, timers or events.
func BenchmarkScanRouter(b *testing.B) {
	for _, workers := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			r := &scanRouter{queue: must(expr.Parse("skills HAS 'skill0' OR level > 4")), target: must(expr.Parse("worker.level >= task.level"))}
			r.references = r.target.References()
			for i := range workers {
				attributes := benchAttributes(fmt.Sprintf(`"skills":["skill%d"]`, i%benchSkills))
				r.workers = append(r.workers, scanWorker{attributes: must(expr.ParseDocument(attributes))})
			}
			task := benchAttributes(`"skill":"skill7"`)
			now := shiftStart
			b.ReportAllocs()
			for b.Loop() {
				now = now.Add(time.Millisecond)
				i, err := r.route(now, task)
				if err != nil || i < 0 {
					b.Fatal("no worker for the task")
				}
				r.workers[i].busy = false
			}
		})
	}
}

// BenchmarkTargetWorkers changes a worker's attributes: his membership of every
// queue is judged anew.
func BenchmarkTargetWorkers(b *testing.B) {
	for _, queues := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("queues=%d", queues), func(b *testing.B) {
			e := benchEngine(b, 100, queues)
			var w WorkerSID
			for worker := range e.Workers() {
				w = worker.SID
			}
			attributes := [2]*string{new(benchAttributes(`"skills":["skill1"]`)), new(benchAttributes(`"skills":["skill2"]`))}
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				n++
				if _, err := e.Apply(shiftStart, &UpdateWorker{SID: w, Attributes: attributes[n%2]}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkWaiting frees a worker while tasks wait that he cannot take: their
// number must not matter.
func BenchmarkWaiting(b *testing.B) {
	for _, waiting := range []int{0, 1_000, 100_000} {
		b.Run(fmt.Sprintf("tasks=%d", waiting), func(b *testing.B) {
			e := benchEngine(b, 1_000, 1)
			attributes := strings.Replace(benchAttributes(`"skill":"skill7"`), `"level":5`, `"level":9`, 1)
			for range waiting {
				if _, err := e.Apply(shiftStart, &CreateTask{Attributes: attributes, TaskChannel: "voice", Timeout: 24 * time.Hour}); err != nil {
					b.Fatal(err)
				}
			}
			available, _ := e.ActivityByName("Available")
			var w WorkerSID
			for worker := range e.Workers() {
				w = worker.SID
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Apply(shiftStart, &UpdateWorker{SID: w, ActivitySID: available.SID}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkParameters renders one event.
func BenchmarkParameters(b *testing.B) {
	e := benchEngine(b, 10, 1)
	events, err := e.Apply(shiftStart, &CreateTask{Attributes: benchAttributes(`"skill":"skill7"`)})
	if err != nil {
		b.Fatal(err)
	}
	offer := Find(events, ReservationCreated)
	b.ReportAllocs()
	for b.Loop() {
		if len(offer.Parameters()) == 0 {
			b.Fatal("no parameters")
		}
	}
}
