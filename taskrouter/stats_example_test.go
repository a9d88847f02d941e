package taskrouter_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// shift is a workspace in which Alice took one call after 8 seconds and another
// after 31, a third caller gave up after 45, and a fourth waits.
func shift() *taskrouter.Engine {
	engine := open()
	do := func(after time.Duration, cmd taskrouter.Command) []taskrouter.Event {
		events, err := engine.Apply(morning.Add(after), cmd)
		if err != nil {
			panic(err)
		}
		return events
	}
	billing, _ := engine.TaskQueueByName("Billing")
	lunch, _ := engine.ActivityByName("Unavailable")
	alice, _ := engine.WorkerByName("Alice")
	offer := func(after, answered time.Duration) taskrouter.TaskSID {
		r := *taskrouter.Find(do(after, &taskrouter.CreateTask{Attributes: `{}`}), taskrouter.ReservationCreated)
		if answered > 30*time.Second { // she misses it, and is asked again when she is back
			do(after+30*time.Second, &taskrouter.Advance{})
			available, _ := engine.ActivityByName("Available")
			r = *taskrouter.Find(do(after+30*time.Second, &taskrouter.UpdateWorker{SID: alice.SID, ActivitySID: available.SID}), taskrouter.ReservationCreated)
		}
		do(after+answered, &taskrouter.UpdateReservation{SID: r.ReservationSID, ReservationStatus: taskrouter.ReservationStatusAccepted})
		return r.TaskSID
	}
	first := offer(time.Minute, 8*time.Second)
	do(5*time.Minute, &taskrouter.UpdateTask{SID: first, AssignmentStatus: taskrouter.TaskStatusCompleted})
	offer(6*time.Minute, 31*time.Second)
	do(7*time.Minute, &taskrouter.UpdateWorker{SID: alice.SID, ActivitySID: lunch.SID})
	third := taskrouter.Find(do(8*time.Minute, &taskrouter.CreateTask{}), taskrouter.TaskCreated).TaskSID
	do(8*time.Minute+45*time.Second, &taskrouter.AbandonTask{SID: third, Reason: "hangup"})
	do(9*time.Minute, &taskrouter.CreateTask{Priority: 10})
	do(9*time.Minute, &taskrouter.UpdateTaskQueue{SID: billing.SID, FriendlyName: new("Bills")})
	do(10*time.Minute, &taskrouter.Advance{})
	return engine
}

func ExampleEngine_WorkspaceRealTime() {
	engine := shift()
	now, err := engine.WorkspaceRealTime("")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("tasks:", now.TotalTasks)
	fmt.Printf("%+v\n", now.TasksByStatus)
	fmt.Printf("%+v\n", now.TasksByPriority)
	fmt.Println("longest wait:", now.LongestTaskWaitingAge)
	for _, a := range now.ActivityStatistics {
		fmt.Println(a.FriendlyName, a.Workers)
	}
	// Output:
	// tasks: 2
	// {Pending:1 Reserved:0 Assigned:1 Wrapping:0 Completed:0 Canceled:1}
	// [{Priority:10 Tasks:1}]
	// longest wait: 1m0s
	// Offline 0
	// Available 0
	// Unavailable 1
}

func ExampleEngine_TaskQueueRealTime() {
	engine := shift()
	bills, _ := engine.TaskQueueByName("Bills")
	now, err := engine.TaskQueueRealTime(bills.SID, "default")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(now.TotalEligibleWorkers, "worker,", now.TotalAvailableWorkers, "available")
	fmt.Println("longest in the queue:", now.LongestRelativeTaskAgeInQueue)
	// Output:
	// 1 worker, 0 available
	// longest in the queue: 1m0s
}

func ExampleEngine_WorkflowRealTime() {
	engine := shift()
	calls, _ := engine.WorkflowByName("Calls")
	now, err := engine.WorkflowRealTime(calls.SID, "voice")
	fmt.Println(now.TotalTasks, err)
	_, err = engine.WorkflowRealTime(calls.SID, "fax")
	fmt.Println(errors.Is(err, taskrouter.ErrInvalid))
	// Output:
	// 0 <nil>
	// true
}

func ExampleEngine_WorkersRealTime() {
	engine := shift()
	now, err := engine.WorkersRealTime(taskrouter.WorkersFilter{TaskQueueName: "Bills"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(now.TotalWorkers)
	// Output: 1
}

func ExampleEngine_WorkspaceCumulative() {
	engine := shift()
	h, err := engine.WorkspaceCumulative(taskrouter.Window{SplitByWaitTime: []time.Duration{20 * time.Second}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.StartTime.Format(time.TimeOnly), "to", h.EndTime.Format(time.TimeOnly))
	fmt.Println("created, completed, canceled:", h.TasksCreated, h.TasksCompleted, h.TasksCanceled)
	fmt.Printf("%+v\n", h.ReservationCounts)
	fmt.Println("speed of answer:", h.AvgTaskAcceptanceTime)
	fmt.Printf("until accepted: %+v\n", h.WaitDurationUntilAccepted)
	for _, s := range h.SplitByWaitTime {
		fmt.Printf("within %v: %+v, later: %+v\n", s.Threshold, s.Below, s.Above)
	}
	// Output:
	// 08:55:00 to 09:10:00
	// created, completed, canceled: 4 1 1
	// {ReservationsCreated:3 ReservationsAccepted:2 ReservationsRejected:0 ReservationsTimedOut:1 ReservationsCanceled:0 ReservationsRescinded:0}
	// speed of answer: 19s
	// until accepted: {Avg:19s Min:8s Max:31s TotalSeconds:39}
	// within 20s: {TasksCanceled:0 ReservationsAccepted:1}, later: {TasksCanceled:1 ReservationsAccepted:1}
}

func ExampleEngine_TaskQueueCumulative() {
	engine := shift()
	bills, _ := engine.TaskQueueByName("Bills")
	h, err := engine.TaskQueueCumulative(bills.SID, taskrouter.Window{Start: morning.Add(5 * time.Minute)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("entered:", h.TasksEntered)
	fmt.Printf("in the queue until accepted: %+v\n", h.WaitDurationInQueueUntilAccepted)
	// Output:
	// entered: 3
	// in the queue until accepted: {Avg:31s Min:31s Max:31s TotalSeconds:31}
}

func ExampleEngine_WorkflowCumulative() {
	engine := shift()
	calls, _ := engine.WorkflowByName("Calls")
	_, err := engine.WorkflowCumulative(calls.SID, taskrouter.Window{Start: morning.AddDate(0, 0, -31)})
	fmt.Println(err)
	if kept, ok := errors.AsType[*taskrouter.RetentionError](err); ok {
		h, err := engine.WorkflowCumulative(calls.SID, taskrouter.Window{Start: kept.First})
		fmt.Println(h.TasksEntered, err)
	}
	// Output:
	// taskrouter: WorkflowCumulative.StartDate: 2026-01-30T09:00:00Z is too long ago: kept exactly from 2026-01-31T09:10:00Z, in whole minutes from 2026-01-31T09:10:00Z
	// 4 <nil>
}

func ExampleEngine_WorkersCumulative() {
	engine := shift()
	h, err := engine.WorkersCumulative(taskrouter.WorkersFilter{}, taskrouter.Window{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range h.ActivityDurations {
		fmt.Printf("%s %+v\n", a.FriendlyName, a.Durations)
	}
	// Output:
	// Offline {Avg:0s Min:0s Max:0s TotalSeconds:0}
	// Available {Avg:3m30s Min:30s Max:6m30s TotalSeconds:420}
	// Unavailable {Avg:3m0s Min:3m0s Max:3m0s TotalSeconds:180}
}

func ExampleEngine_WorkerCumulative() {
	engine := shift()
	alice, _ := engine.WorkerByName("Alice")
	h, err := engine.WorkerCumulative(alice.SID, taskrouter.Window{Start: morning, End: morning.Add(5 * time.Minute)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.ReservationsCreated, h.ReservationsAccepted, h.ReservationsTimedOut)
	// Output: 1 1 0
}

// A host lets others in while a long answer is made; it is still that of the
// moment of the question.
func ExampleEngine_Breathing() {
	engine, err := taskrouter.New(taskrouter.Config{})
	if err != nil {
		panic(err)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	apply := func(cmd taskrouter.Command) {
		if _, err := engine.Apply(now, cmd); err != nil {
			panic(err)
		}
	}
	for _, name := range []string{"Alice", "Bob"} {
		apply(&taskrouter.CreateWorker{FriendlyName: name})
	}
	now = now.Add(time.Minute)
	apply(&taskrouter.Advance{})

	items := 0 // two workers' first activities, and three activities in the answer
	breathe := func() bool {
		items++
		apply(&taskrouter.CreateWorker{FriendlyName: fmt.Sprint("Late ", items)})
		return true
	}
	history, err := engine.Breathing(breathe).WorkersCumulative(taskrouter.WorkersFilter{}, taskrouter.Window{})
	if err != nil {
		panic(err)
	}
	figures, err := engine.WorkersRealTime(taskrouter.WorkersFilter{})
	if err != nil {
		panic(err)
	}
	fmt.Println(history.ActivityDurations[0].FriendlyName, history.ActivityDurations[0].TotalSeconds)
	fmt.Println(figures.TotalWorkers-2, "came meanwhile")
	// Output:
	// Offline 120
	// 5 came meanwhile
}
