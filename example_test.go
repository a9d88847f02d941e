package acd_test

import (
	"fmt"
	"log"
	"reflect"
	"strings"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml"
)

// The program of the README: a task finds its worker.
func Example() {
	engine, err := taskrouter.New(taskrouter.Config{})
	if err != nil {
		log.Fatal(err)
	}
	now := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	apply := func(cmd taskrouter.Command) []taskrouter.Event {
		events, err := engine.Apply(now, cmd)
		if err != nil {
			log.Fatal(err)
		}
		return events
	}
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Support", TargetWorkers: new("skills HAS 'support'")})
	support, _ := engine.TaskQueueByName("Support")
	config := `{"task_routing": {"default_filter": {"queue": "` + support.SID.String() + `"}}}`
	apply(&taskrouter.CreateWorkflow{FriendlyName: "Support line", Configuration: config})
	available, _ := engine.ActivityByName("Available")
	apply(&taskrouter.CreateWorker{FriendlyName: "alice", ActivitySID: available.SID, Attributes: `{"skills": ["support"]}`})
	offer := taskrouter.Find(apply(&taskrouter.CreateTask{Attributes: `{"type": "support"}`}), taskrouter.ReservationCreated)
	fmt.Println(offer.WorkerName(), "is offered the task for", offer.ReservationTimeout())
	apply(&taskrouter.UpdateReservation{SID: offer.ReservationSID, ReservationStatus: taskrouter.ReservationStatusAccepted})
	task, _ := engine.Task(offer.TaskSID)
	fmt.Println("the task is", task.AssignmentStatus)
	// Output:
	// alice is offered the task for 2m0s
	// the task is assigned
}

// One call's journey: it comes in, waits, is answered by a worker whom the
// router chose, and ends. The program plays the host, the application, the
// caller and the worker; nothing is sent anywhere, and no time passes but that
// which it says.
func Example_journey() {
	engine, machine := contactCenter()
	now := engine.Now()
	step := func(in voice.Input) []voice.Action {
		actions, err := machine.Step(now, in)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s %s\n", now.Format(time.TimeOnly), nameOf(in))
		for _, action := range actions {
			fmt.Println("  ", describe(action))
		}
		return actions
	}

	// Somebody calls. The machine wants his document; the application sends him
	// into the workflow. Alice is free, and the application is asked.
	call, _ := taskrouter.ParseCallSID("CA00000000000000000000000000000001")
	fetch := find[*voice.Fetch](step(&voice.CallArrived{
		Call: call, From: "+15550111", To: "+15550100", URL: "https://app.example/call",
	}))
	workflow, _ := engine.WorkflowByName("Support line")
	document := twiml.NewResponse(&twiml.Enqueue{
		WorkflowSID: twiml.Set(workflow.SID.String()),
		Children:    []twiml.EnqueueChild{&twiml.Task{Attributes: `{"type": "support"}`}},
	})
	callback := find[*voice.Callback](step(&voice.Fetched{Op: fetch.Op, ContentType: "text/xml", Body: []byte(document.String())}))

	// "Call her and connect the two", says the application. Her phone rings for
	// four seconds; then she accepts by answering.
	dial := find[*voice.Dial](step(&voice.Instructed{
		Reservation: callback.Request.ReservationSID, Instruction: &assign.Dequeue{},
	}))
	now = now.Add(4 * time.Second)
	step(&voice.Answered{Call: dial.Call})

	// They talk for a minute. Her after-call work ends when somebody says so.
	now = now.Add(time.Minute)
	step(&voice.HungUp{Call: call})
	now = now.Add(20 * time.Second)
	step(&voice.Command{Command: &taskrouter.UpdateReservation{
		SID: callback.Request.ReservationSID, ReservationStatus: taskrouter.ReservationStatusCompleted,
	}})
	// Output:
	// 09:00:00 CallArrived
	//    Fetch https://app.example/call
	// 09:00:00 Fetched
	//    Answer
	//    queue.created
	//    call.joined
	//    task.created
	//    workflow.entered
	//    workflow.target-matched
	//    task-queue.entered
	//    reservation.created
	//    Hold
	//    Callback
	// 09:00:00 Instructed
	//    Dial client:alice
	//    task.updated
	// 09:00:04 Answered
	//    call.taken
	//    Stop
	//    reservation.accepted
	//    call.bridged
	//    Bridge
	// 09:01:04 HungUp
	//    enqueue.ended bridged
	//    dial.ended
	//    CallEnded
	//    reservation.wrapup
	//    task.wrapup
	//    Hangup
	//    CallEnded
	// 09:01:24 Command
	//    reservation.completed
	//    task.completed
}

// contactCenter makes a workspace with one workflow and one worker, and a
// machine for its calls.
func contactCenter() (*taskrouter.Engine, *voice.Machine) {
	engine, err := taskrouter.New(taskrouter.Config{Created: time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)})
	if err != nil {
		log.Fatal(err)
	}
	queue, _ := taskrouter.ParseTaskQueueSID("WQ00000000000000000000000000000001")
	available, _ := engine.ActivityByName("Available")
	for _, cmd := range []taskrouter.Command{
		&taskrouter.CreateTaskQueue{SID: queue, FriendlyName: "Support"},
		&taskrouter.CreateWorkflow{
			FriendlyName: "Support line", AssignmentCallbackURL: "https://app.example/assignment",
			Configuration: `{"task_routing": {"default_filter": {"queue": "WQ00000000000000000000000000000001"}}}`,
		},
		&taskrouter.CreateWorker{
			FriendlyName: "alice", ActivitySID: available.SID, Attributes: `{"contact_uri": "client:alice"}`,
		},
	} {
		if _, err := engine.Apply(engine.Now(), cmd); err != nil {
			log.Fatal(err)
		}
	}
	machine, err := voice.New(voice.Config{Router: engine})
	if err != nil {
		log.Fatal(err)
	}
	return engine, machine
}

// find returns the first action of a kind.
func find[A voice.Action](actions []voice.Action) A {
	for _, action := range actions {
		if a, ok := action.(A); ok {
			return a
		}
	}
	var none A
	log.Fatalf("no %T among the actions", none)
	return none
}

// describe names an action, or the event that it reports.
func describe(action voice.Action) string {
	switch a := action.(type) {
	case *voice.Routed:
		return string(a.Event.Type)
	case *voice.Queued:
		return strings.TrimSpace(a.Event.Type.String() + " " + string(a.Event.Result))
	case *voice.Fetch:
		return "Fetch " + a.URL
	case *voice.Dial:
		return "Dial " + a.To
	}
	return nameOf(action)
}

func nameOf(v any) string { return reflect.TypeOf(v).Elem().Name() }
