package taskrouter_test

import (
	"errors"
	"fmt"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// morning is when the examples begin.
var morning = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// open makes a workspace with a queue for those who know about billing, a
// workflow that leads there, and Alice, who is available.
func open() *taskrouter.Engine {
	engine, err := taskrouter.New(taskrouter.Config{Created: morning})
	if err != nil {
		panic(err)
	}
	do := func(cmd taskrouter.Command) {
		if _, err := engine.Apply(morning, cmd); err != nil {
			panic(err)
		}
	}
	do(&taskrouter.CreateTaskQueue{FriendlyName: "Billing", TargetWorkers: new(`skills HAS "billing"`)})
	billing, _ := engine.TaskQueueByName("Billing")
	do(&taskrouter.CreateWorkflow{
		FriendlyName:           "Calls",
		Configuration:          `{"task_routing": {"default_filter": {"queue": "` + billing.SID.String() + `"}}}`,
		TaskReservationTimeout: 30 * time.Second,
	})
	available, _ := engine.ActivityByName("Available")
	do(&taskrouter.CreateWorker{FriendlyName: "Alice", Attributes: `{"skills": ["billing"]}`, ActivitySID: available.SID})
	return engine
}

func ExampleNew() {
	engine, err := taskrouter.New(taskrouter.Config{FriendlyName: "Support", Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for a := range engine.Activities() {
		fmt.Println(a.FriendlyName, a.Available)
	}
	_, err = taskrouter.New(taskrouter.Config{Limits: taskrouter.Limits{Workers: -1}})
	fmt.Println(err)
	// Output:
	// Offline false
	// Available true
	// Unavailable false
	// taskrouter: Config.Limits.Workers: -1 is out of range: want 1 to 134217727, or 0 for 15000
}

func ExampleEngine_Apply() {
	engine := open()
	now := morning.Add(time.Minute)
	events, err := engine.Apply(now, &taskrouter.CreateTask{Attributes: `{"from": "+15550100"}`})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range events {
		fmt.Println(events[i].At.Format(time.TimeOnly), events[i].Type)
	}
	offer := taskrouter.Find(events, taskrouter.ReservationCreated)
	accept := &taskrouter.UpdateReservation{SID: offer.ReservationSID, ReservationStatus: taskrouter.ReservationStatusAccepted}
	_, err = engine.Apply(now, accept)
	fmt.Println(err)
	_, err = engine.Apply(now, accept)
	fmt.Println(errors.Is(err, taskrouter.ErrState))
	// Output:
	// 09:01:00 task.created
	// 09:01:00 workflow.entered
	// 09:01:00 workflow.target-matched
	// 09:01:00 task-queue.entered
	// 09:01:00 reservation.created
	// <nil>
	// true
}

func ExampleEngine_Deadline() {
	engine := open()
	_, due := engine.Deadline()
	fmt.Println("something is due:", due)

	if _, err := engine.Apply(morning, &taskrouter.CreateTask{}); err != nil {
		fmt.Println(err)
		return
	}
	at, _ := engine.Deadline()
	fmt.Println("next at", at.Format(time.TimeOnly))
	events, _ := engine.Apply(at, &taskrouter.Advance{})
	for i := range events {
		fmt.Println(events[i].At.Format(time.TimeOnly), events[i].Type, events[i].WorkerName())
	}
	// Output:
	// something is due: false
	// next at 09:00:30
	// 09:00:30 reservation.timeout Alice
	// 09:00:30 worker.activity.update Alice
}

func ExampleEngine_Check() {
	engine := open()
	fmt.Println(engine.Check())
	// Output: <nil>
}

func ExampleFind() {
	engine := open()
	events, _ := engine.Apply(morning, &taskrouter.CreateTask{Attributes: `{"vip": true}`})
	created := taskrouter.Find(events, taskrouter.TaskCreated)
	task, _ := engine.Task(created.TaskSID)
	fmt.Println(task.AssignmentStatus, task.TaskQueueName, task.Attributes)
	fmt.Println(taskrouter.Find(events, taskrouter.TaskCanceled) == nil)
	// Output:
	// reserved Billing {"vip": true}
	// true
}

func ExampleEvent_Parameters() {
	engine := open()
	available, _ := engine.ActivityByName("Offline")
	alice, _ := engine.WorkerByName("alice")
	events, _ := engine.Apply(morning.Add(90*time.Second), &taskrouter.UpdateWorker{SID: alice.SID, ActivitySID: available.SID})
	for _, p := range events[0].Parameters() {
		switch p.Name {
		case "EventType", "EventDescription", "WorkerName", "WorkerActivityName", "WorkerPreviousActivityName", "WorkerTimeInPreviousActivity":
			fmt.Printf("%s=%s\n", p.Name, p.Value)
		}
	}
	// Output:
	// EventType=worker.activity.update
	// EventDescription=Worker Alice updated to Offline Activity
	// WorkerName=Alice
	// WorkerActivityName=Offline
	// WorkerTimeInPreviousActivity=90
	// WorkerPreviousActivityName=Available
}

func ExampleMarshalCommand() {
	text, _ := taskrouter.MarshalCommand(&taskrouter.CreateTask{Attributes: `{"vip":true}`, Timeout: time.Minute})
	fmt.Println(string(text))
	_, err := taskrouter.UnmarshalCommand([]byte(`{"command":"CreateTask","body":{"Urgency":1}}`))
	fmt.Println(err)
	// Output:
	// {"command":"CreateTask","body":{"Attributes":"{\"vip\":true}","Timeout":60000000000}}
	// taskrouter: CreateTask: cannot be read: json: unknown field "Urgency"
}

func ExampleEvent_Alert() {
	engine := open()
	billing, _ := engine.TaskQueueByName("Billing")
	calls, _ := engine.WorkflowByName("Calls")
	_, err := engine.Apply(morning, &taskrouter.UpdateWorkflow{SID: calls.SID, Configuration: new(
		`{"task_routing": {"default_filter": {"queue": "` + billing.SID.String() + `", "known_worker_friendly_name": "task.agent"}}}`)})
	if err != nil {
		fmt.Println(err)
		return
	}
	events, _ := engine.Apply(morning, &taskrouter.CreateTask{Attributes: `{"agent": "Zoe"}`})
	code, message, _ := taskrouter.Find(events, taskrouter.Alert).Alert()
	fmt.Println(code, message)
	// Output: 40155 no worker Zoe in this workspace
}
