package runner_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// open furnishes a workspace for the examples: a queue for everybody, a
// workflow that leads there, and one worker, alice, who is available.
func open(ctx context.Context, r *runner.Runner) {
	apply := func(cmd taskrouter.Command) {
		if _, err := r.Apply(ctx, cmd); err != nil {
			log.Fatal(err)
		}
	}
	available, err := r.ActivityByName("Available")
	if err != nil {
		log.Fatal(err)
	}
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Everybody"})
	queue, err := r.TaskQueueByName("Everybody")
	if err != nil {
		log.Fatal(err)
	}
	apply(&taskrouter.CreateWorkflow{
		FriendlyName:  "Calls",
		Configuration: fmt.Sprintf(`{"task_routing":{"default_filter":{"queue":%q}}}`, queue.SID),
	})
	apply(&taskrouter.CreateWorker{FriendlyName: "alice", ActivitySID: available.SID})
}

// A live workspace in a few lines: a task comes in, is offered to a worker, who
// takes it and finishes it.
func Example() {
	ctx := context.Background()
	r, err := runner.New(runner.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	open(ctx, r)

	events, err := r.Apply(ctx, &taskrouter.CreateTask{Attributes: `{"from":"+15550100"}`})
	if err != nil {
		log.Fatal(err)
	}
	offer := taskrouter.Find(events, taskrouter.ReservationCreated)
	for _, status := range []taskrouter.ReservationStatus{"accepted", "completed"} {
		_, err := r.Apply(ctx, &taskrouter.UpdateReservation{SID: offer.ReservationSID, ReservationStatus: status})
		if err != nil {
			log.Fatal(err)
		}
		task, err := r.Task(offer.TaskSID)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(offer.Parameter("WorkerName"), status, "- the task is", task.AssignmentStatus)
	}
	// Output:
	// alice accepted - the task is assigned
	// alice completed - the task is completed
}

// Time at a thousand times its pace: nobody answers, and two minutes later the
// reservation has timed out by itself.
func ExampleNewPacedClock() {
	ctx := context.Background()
	clock, err := runner.NewPacedClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), 1000)
	if err != nil {
		log.Fatal(err)
	}
	r, err := runner.New(runner.Config{Clock: clock})
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	open(ctx, r)
	events, err := r.Apply(ctx, &taskrouter.CreateTask{})
	if err != nil {
		log.Fatal(err)
	}
	offer := taskrouter.Find(events, taskrouter.ReservationCreated)

	for ev, err := range r.Subscribe(offer.Sequence).Events(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(ev.At.Sub(offer.At), ev.Type)
		if ev.Type == taskrouter.WorkerActivityUpdate {
			break
		}
	}
	// Output:
	// 2m0s reservation.timeout
	// 2m0s worker.activity.update
}

// A consumer that has its place, and one that was too slow.
func ExampleRunner_Subscribe() {
	ctx := context.Background()
	r, err := runner.New(runner.Config{EventLog: 2})
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range []string{"Lunch", "Training", "Meeting"} {
		if _, err := r.Apply(ctx, &taskrouter.CreateActivity{FriendlyName: name, Available: false}); err != nil {
			log.Fatal(err)
		}
	}
	if err := r.Close(); err != nil { // what is kept can still be read
		log.Fatal(err)
	}

	sub := r.Subscribe(0)
	for {
		ev, err := sub.Next(ctx)
		if lag, ok := errors.AsType[*runner.LagError](err); ok {
			fmt.Println("missed", lag.First-lag.After-1)
			sub = r.Subscribe(lag.First - 1)
			continue
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(ev.Sequence, ev.Type, ev.Parameter("ActivityName"))
	}
	// Output:
	// missed 2
	// 3 activity.created Training
	// 4 activity.created Meeting
	// runner: closed
}

// A workspace outlives its process in a log, here one of JSON lines.
func ExampleOpen() {
	ctx := context.Background()
	var file bytes.Buffer // an os.File, and its Sync, in a service
	for _, name := range []string{"Lunch", "Training"} {
		log := runner.ReadLines(bytes.NewReader(file.Bytes()))
		r, err := runner.Open(runner.Config{Journal: runner.NewLineJournal(&file, nil)}, log)
		if err != nil {
			fmt.Println(err)
			return
		}
		if _, err := r.Apply(ctx, &taskrouter.CreateActivity{FriendlyName: name}); err != nil {
			fmt.Println(err)
		}
		var names []string
		for activity, err := range runner.All(r.Activities) {
			if err != nil {
				fmt.Println(err)
			}
			names = append(names, activity.FriendlyName)
		}
		fmt.Println(strings.Join(names, ", "))
		if err := r.Shutdown(ctx); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// Offline, Available, Unavailable, Lunch
	// Offline, Available, Unavailable, Lunch, Training
}

// What happened, told by the log, refused commands included.
func ExampleReplay() {
	ctx := context.Background()
	var journal runner.MemoryJournal
	r, err := runner.New(runner.Config{Journal: &journal})
	if err != nil {
		log.Fatal(err)
	}
	for range 2 {
		r.Apply(ctx, &taskrouter.CreateActivity{FriendlyName: "Lunch"})
	}
	if err := r.Close(); err != nil {
		log.Fatal(err)
	}

	engine, err := runner.Replay(journal.Records(), func(rec runner.Record, events []taskrouter.Event, refusal error) {
		fmt.Println("record", rec.Sequence, "events", len(events), "refusal", refusal)
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("check:", engine.Check())
	// Output:
	// record 2 events 2 refusal <nil>
	// record 3 events 0 refusal taskrouter: CreateActivity.FriendlyName: Activity with the same friendly name already exists
	// check: <nil>
}

// The log of a workspace, as a file has it.
func ExampleNewLineJournal() {
	clock := newManualClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	journal := runner.NewLineJournal(os.Stdout, nil)
	r, err := runner.Open(runner.Config{Clock: clock, Journal: journal}, creation)
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	if _, err := r.Apply(context.Background(), &taskrouter.CreateActivity{FriendlyName: "Lunch"}); err != nil {
		log.Fatal(err)
	}
	// Output:
	// {"sequence":2,"now":"2026-03-02T09:00:00Z","apply":{"command":"CreateActivity","body":{"FriendlyName":"Lunch"}}}
}

// creation is a log of one record.
func creation(yield func(runner.Record, error) bool) {
	yield(runner.Record{Sequence: 1, Config: &taskrouter.Config{Seed: 7}}, nil)
}

// A listing in pages, the next one behind the last entry of the one before.
func ExampleRunner_TaskChannels() {
	r, err := runner.New(runner.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer r.Close()
	var after runner.Cursor[taskrouter.TaskChannelSID]
	for {
		page, err := r.TaskChannels(after, 2)
		if err != nil {
			log.Fatal(err)
		}
		var names []string
		for _, channel := range page.Items {
			names = append(names, channel.UniqueName)
		}
		fmt.Println(strings.Join(names, ", "))
		if page.Next.IsZero() {
			return
		}
		after = page.Next
	}
	// Output:
	// default, voice
	// chat, sms
	// video
}

// counter is a companion that counts tasks as they come, and says so every hour.
type counter struct {
	tasks int
	due   time.Time
}

func (c *counter) Routed(_ *runner.Writer, _ time.Time, events []taskrouter.Event) {
	if taskrouter.Find(events, taskrouter.TaskCreated) != nil {
		c.tasks++
	}
}

func (c *counter) Deadline() (time.Time, bool) { return c.due, true }

func (c *counter) Advance(w *runner.Writer, now time.Time) {
	fmt.Println(now.Format("15:04"), w.Workspace().FriendlyName, c.tasks)
	c.due = now.Add(time.Hour)
}

// A companion sees every event in its place, and acts by itself.
func ExampleRunner_Attach() {
	clock := newManualClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	r, err := runner.New(runner.Config{Clock: clock, Engine: taskrouter.Config{FriendlyName: "Support"}})
	if err != nil {
		panic(err)
	}
	defer r.Close()
	ctx := context.Background()
	apply := func(cmd taskrouter.Command) {
		if _, err := r.Apply(ctx, cmd); err != nil {
			panic(err)
		}
	}
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Everyone"})
	everyone, _ := r.TaskQueueByName("Everyone")
	apply(&taskrouter.CreateWorkflow{
		FriendlyName: "All", Configuration: `{"task_routing": {"default_filter": {"queue": "` + everyone.SID.String() + `"}}}`,
	})
	c := &counter{}
	seat, err := r.Attach(ctx, func(_ *runner.Writer, now time.Time) (runner.Companion, error) {
		c.due = now.Add(time.Hour)
		return c, nil
	})
	if err != nil {
		panic(err)
	}
	apply(&taskrouter.CreateTask{})
	apply(&taskrouter.CreateTask{})
	clock.Set(clock.Now().Add(2 * time.Hour))
	err = seat.Do(ctx, func(_ *runner.Writer, now time.Time) error {
		fmt.Println(now.Format("15:04"), "looked:", c.tasks)
		return nil
	})
	if err != nil {
		panic(err)
	}
	// Output:
	// 10:00 Support 2
	// 11:00 Support 2
	// 11:00 looked: 2
}
