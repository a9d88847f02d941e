package runner_test

import (
	"context"
	"fmt"
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

// BenchmarkPage reads the last page of 50 behind many tasks: the cost of
// passing over them.
func BenchmarkPage(b *testing.B) {
	for _, tasks := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint("tasks=", tasks), func(b *testing.B) {
			r, err := runner.New(runner.Config{})
			if err != nil {
				b.Fatal(err)
			}
			defer r.Close()
			do := func(cmd taskrouter.Command) ([]taskrouter.Event, error) { return r.Apply(context.Background(), cmd) }
			prepare(b, do, 0)
			var after taskCursor
			for i := range tasks {
				events := must(b, do, &taskrouter.CreateTask{})
				if i == tasks-51 {
					after.SID = events[0].TaskSID
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				if page, err := r.Tasks(after, 50); err != nil || len(page.Items) != 50 {
					b.Fatal(len(page.Items), err)
				}
			}
		})
	}
}
