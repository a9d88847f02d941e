package runner_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// apply is a bare engine or a runner.
type apply func(taskrouter.Command) ([]taskrouter.Event, error)

// bare is the engine without a runner. It gets the real time, as from one.
func bare(b *testing.B) apply {
	engine, err := taskrouter.New(taskrouter.Config{})
	if err != nil {
		b.Fatal(err)
	}
	return func(cmd taskrouter.Command) ([]taskrouter.Event, error) { return engine.Apply(time.Now(), cmd) }
}

func running(b *testing.B, j runner.Journal) apply {
	r, err := runner.New(runner.Config{Journal: j})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { r.Close() })
	return func(cmd taskrouter.Command) ([]taskrouter.Event, error) { return r.Apply(context.Background(), cmd) }
}

// discard takes records and writes their JSON nowhere.
type discard struct{}

func (discard) Append(_ context.Context, records []runner.Record) error {
	for _, rec := range records {
		if _, err := rec.MarshalJSON(); err != nil {
			return err
		}
	}
	return nil
}

// slow takes as long as a disk to become durable, whatever it is given.
type slow struct{}

func (slow) Append(context.Context, []runner.Record) error {
	time.Sleep(time.Millisecond)
	return nil
}

func must(b *testing.B, do apply, cmd taskrouter.Command) []taskrouter.Event {
	events, err := do(cmd)
	if err != nil {
		b.Fatal(err)
	}
	return events
}

// prepare makes workers of whom each takes one task at a time.
func prepare(b *testing.B, do apply, workers int) {
	made := taskrouter.Find(must(b, do, &taskrouter.CreateTaskQueue{FriendlyName: "everybody"}), taskrouter.TaskQueueCreated)
	queue, err := taskrouter.ParseTaskQueueSID(made.Parameter("TaskQueueSid"))
	if err != nil {
		b.Fatal(err)
	}
	must(b, do, &taskrouter.CreateWorkflow{FriendlyName: "all", Configuration: configuration(queue)})
	created := must(b, do, &taskrouter.CreateActivity{FriendlyName: "Ready", Available: true})
	ready, err := taskrouter.ParseActivitySID(created[0].Parameter("ActivitySid"))
	if err != nil {
		b.Fatal(err)
	}
	for i := range workers {
		must(b, do, &taskrouter.CreateWorker{FriendlyName: fmt.Sprint(i), ActivitySID: ready})
	}
}

// life is one task: created and matched, accepted, completed, removed. Tasks
// are removed so that their number stays the same.
func life(b *testing.B, do apply) {
	r := taskrouter.Find(must(b, do, &taskrouter.CreateTask{}), taskrouter.ReservationCreated)
	task, reservation := r.TaskSID, r.ReservationSID
	must(b, do, &taskrouter.UpdateReservation{SID: reservation, ReservationStatus: "accepted"})
	must(b, do, &taskrouter.UpdateReservation{SID: reservation, ReservationStatus: "completed"})
	must(b, do, &taskrouter.DeleteTask{SID: task})
}

// BenchmarkApply is one task's life, four commands: by the bare engine, through
// a runner, and through a runner that writes a log of JSON to nowhere. One
// goroutine, 100 workers. What a disk takes is not measured.
func BenchmarkApply(b *testing.B) {
	for _, bench := range []struct {
		name string
		with func(*testing.B) apply
	}{
		{"engine", bare},
		{"runner", func(b *testing.B) apply { return running(b, nil) }},
		{"runner+journal", func(b *testing.B) apply { return running(b, discard{}) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			do := bench.with(b)
			prepare(b, do, 100)
			b.ReportAllocs()
			for b.Loop() {
				life(b, do)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4, "ns/command")
		})
	}
}

// BenchmarkParallel is the same life by 256 goroutines at a time, through a
// runner, and through one whose journal needs a millisecond for each append:
// commands share appends, so that far more than a thousand are done in a second.
func BenchmarkParallel(b *testing.B) {
	for _, bench := range []struct {
		name    string
		journal runner.Journal
	}{{"runner", nil}, {"runner+journal=1ms", slow{}}} {
		b.Run(bench.name, func(b *testing.B) {
			do := running(b, bench.journal)
			prepare(b, do, 1000)
			b.SetParallelism(128)
			b.ReportAllocs()
			b.ResetTimer()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					life(b, do)
				}
			})
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/4, "ns/command")
		})
	}
}

// BenchmarkPage reads a page of 50 where a listing begins and where it ends,
// and one behind an entry that was removed since: the place is looked for from
// the beginning. A page of a queue's workers passes over everybody else.
func BenchmarkPage(b *testing.B) {
	for _, entries := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint("entries=", entries), func(b *testing.B) {
			r, places := crowded(b, entries)
			list := func(after taskCursor) func() (int, error) {
				return func() (int, error) {
					page, err := r.Tasks(after, 50)
					return len(page.Items), err
				}
			}
			for _, bench := range []struct {
				name string
				read func() (int, error)
			}{
				{"first", list(taskCursor{})},
				{"last", list(places.last)},
				{"removed", list(places.removed)},
				{"of a queue", func() (int, error) {
					page, err := r.WorkersOf(places.queue, workerCursor{}, 50)
					return len(page.Items), err
				}},
			} {
				b.Run(bench.name, func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if n, err := bench.read(); err != nil || n != 50 {
							b.Fatal(n, err)
						}
					}
				})
			}
		})
	}
}

// places are those of a crowded runner: before the last 50 tasks, one of a task
// that is no longer there, and a queue of the 50 last workers.
type places struct {
	last, removed taskCursor
	queue         taskrouter.TaskQueueSID
}

// crowded is a runner with as many tasks and workers, none of them available.
func crowded(b *testing.B, entries int) (*runner.Runner, places) {
	r, err := runner.New(runner.Config{Engine: taskrouter.Config{Limits: taskrouter.Limits{Workers: entries, Tasks: entries + 1}}})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { r.Close() })
	do := func(cmd taskrouter.Command) ([]taskrouter.Event, error) { return r.Apply(context.Background(), cmd) }
	prepare(b, do, 0)
	var p places
	made := taskrouter.Find(must(b, do, &taskrouter.CreateTaskQueue{FriendlyName: "few", TargetWorkers: new("few == 1")}), taskrouter.TaskQueueCreated)
	if p.queue, err = taskrouter.ParseTaskQueueSID(made.Parameter("TaskQueueSid")); err != nil {
		b.Fatal(err)
	}
	for i := range entries {
		if i == entries-50 {
			gone := must(b, do, &taskrouter.CreateTask{})[0]
			p.removed = taskCursor{SID: gone.TaskSID, Created: gone.At}
			must(b, do, &taskrouter.DeleteTask{SID: gone.TaskSID})
		}
		events := must(b, do, &taskrouter.CreateTask{})
		if i == entries-51 {
			p.last.SID = events[0].TaskSID
		}
		worker := &taskrouter.CreateWorker{FriendlyName: fmt.Sprint(i)}
		if i >= entries-50 {
			worker.Attributes = `{"few":1}`
		}
		must(b, do, worker)
	}
	return r, p
}

// BenchmarkBesideReaders is a command while others go through a listing without
// end: how many entries of it they pass during one command, in the mean, for
// most, and at most. A slice is 256 entries: one may have been begun before, and
// more are passed while goroutines are woken, or a busy machine lets them wait.
func BenchmarkBesideReaders(b *testing.B) {
	for _, readers := range []int{1, 4} {
		b.Run(fmt.Sprint("readers=", readers), func(b *testing.B) {
			r, _ := crowded(b, 10_000)
			ctx, cancel := context.WithCancel(context.Background())
			var passed atomic.Int64
			var reading sync.WaitGroup
			for range readers {
				reading.Go(func() { goThrough(ctx, r, &passed) })
			}
			cmd := &taskrouter.Advance{}
			var met []int64
			var sum int64
			for b.Loop() {
				before := passed.Load()
				if _, err := r.Apply(context.Background(), cmd); err != nil {
					b.Fatal(err)
				}
				met = append(met, passed.Load()-before)
				sum += met[len(met)-1]
			}
			cancel()
			reading.Wait()
			slices.Sort(met)
			b.ReportMetric(float64(sum)/float64(len(met)), "entries/mean")
			b.ReportMetric(float64(met[len(met)*9/10]), "entries/p90")
			b.ReportMetric(float64(met[len(met)-1]), "entries/longest")
		})
	}
}

// goThrough reads the tasks again and again, and counts them.
func goThrough(ctx context.Context, r *runner.Runner, passed *atomic.Int64) {
	for ctx.Err() == nil {
		err := r.View(func(v runner.Reader, _ time.Time, breathe func() bool) {
			for range v.Tasks() {
				passed.Add(1)
				if !breathe() {
					return
				}
			}
		})
		if err != nil {
			return
		}
	}
}
