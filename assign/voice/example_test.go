package voice_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// A machine without a router runs documents and plain queues.
func ExampleNew() {
	machine, err := voice.New(voice.Config{})
	if err != nil {
		panic(err)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	call, _ := queue.ParseCallSID("CA0123456789abcdef0123456789abcdef")

	actions, _ := machine.Step(now, &voice.CallArrived{Call: call, From: "+15550001", To: "+15559000", URL: "https://app.example/in"})
	fetch := actions[0].(*voice.Fetch)
	fmt.Println(fetch.Method, fetch.URL, fetch.Param("CallStatus"))

	document := []byte(`<Response><Say>Good morning.</Say></Response>`)
	actions, _ = machine.Step(now, &voice.Fetched{Op: fetch.Op, ContentType: "text/xml", Body: document})
	say := actions[1].(*voice.Say)
	fmt.Printf("%T, then %q\n", actions[0], say.Text)

	actions, _ = machine.Step(now.Add(2*time.Second), &voice.Played{Op: say.Op})
	fmt.Printf("%T, then %T\n", actions[0], actions[1])

	// Output:
	// POST https://app.example/in ringing
	// *voice.Answer, then "Good morning."
	// *voice.Hangup, then *voice.CallEnded
}

// A caller is enqueued with a workflow; the application lets the worker who was
// reserved be called; both talk for a minute. The loop is a host without media:
// it serves one document, answers one question, and has the worker pick up.
func ExampleMachine_Step() {
	engine, _ := taskrouter.New(taskrouter.Config{})
	machine, _ := voice.New(voice.Config{Router: engine})
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

	var agenda []voice.Input
	workflow := "WW0123456789abcdef0123456789abcdef"
	perform := func(action voice.Action) {
		switch a := action.(type) {
		case *voice.Fetch:
			agenda = append(agenda, &voice.Fetched{Op: a.Op, ContentType: "text/xml", Body: []byte(
				`<Response><Enqueue workflowSid="` + workflow + `"><Task>{"skill": "billing"}</Task></Enqueue></Response>`)})
		case *voice.Callback:
			fmt.Println("reserved:", a.Request.WorkerName)
			instruction, err := assign.Parse([]byte(`{"instruction": "dequeue"}`))
			if err != nil {
				panic(err)
			}
			agenda = append(agenda, &voice.Instructed{Reservation: a.Request.ReservationSID, Instruction: instruction})
		case *voice.Dial:
			fmt.Println("calling:", a.To)
			agenda = append(agenda, &voice.Answered{Call: a.Call})
		case *voice.Hold:
			fmt.Println("hold")
		case *voice.Bridge:
			fmt.Println("bridged")
		case *voice.CallEnded:
			fmt.Println("over:", a.Status, a.Duration)
		case *voice.Routed:
			if strings.HasPrefix(string(a.Event.Type), "reservation.") {
				fmt.Println(a.Event.Type)
			}
		}
	}
	step := func(in voice.Input) {
		for agenda = append(agenda, in); len(agenda) > 0; {
			in, agenda = agenda[0], agenda[1:]
			actions, err := machine.Step(now, in)
			if err != nil {
				panic(err)
			}
			for _, action := range actions {
				perform(action)
			}
		}
	}

	available, _ := engine.ActivityByName("Available")
	step(&voice.Command{Command: &taskrouter.CreateTaskQueue{FriendlyName: "Everyone"}})
	everyone, _ := engine.TaskQueueByName("Everyone")
	sid, _ := taskrouter.ParseWorkflowSID(workflow)
	step(&voice.Command{Command: &taskrouter.CreateWorkflow{
		SID: sid, FriendlyName: "Support", AssignmentCallbackURL: "https://app.example/assignment",
		Configuration: `{"task_routing": {"default_filter": {"queue": "` + everyone.SID.String() + `"}}}`,
	}})
	step(&voice.Command{Command: &taskrouter.CreateWorker{
		FriendlyName: "Alice", Attributes: `{"contact_uri": "client:alice"}`, ActivitySID: available.SID,
	}})

	caller, _ := queue.ParseCallSID("CA0123456789abcdef0123456789abcdef")
	step(&voice.CallArrived{Call: caller, From: "+15550001", To: "+15559000", URL: "https://app.example/in"})
	now = now.Add(time.Minute)
	step(&voice.HungUp{Call: caller})

	// Output:
	// reservation.created
	// hold
	// reserved: Alice
	// calling: client:alice
	// reservation.accepted
	// bridged
	// over: completed 1m0s
	// reservation.wrapup
	// over: completed 1m0s
}

// A queue is made before its first call. What follows from a change comes as
// actions.
func ExampleMachine_Change() {
	machine, _ := voice.New(voice.Config{})
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	size := 10
	actions, err := machine.Change(now, func(d *queue.Directory) ([]queue.Event, error) {
		_, events, err := d.Create(now, queue.CreateQueue{FriendlyName: "support", MaxSize: &size})
		return events, err
	})
	for _, action := range actions {
		if a, ok := action.(*voice.Queued); ok {
			fmt.Println(a.Event.Type, a.Event.FriendlyName, a.Event.MaxSize)
		}
	}
	fmt.Println(err)

	// Output:
	// queue.created support 10
	// <nil>
}

// Two calls dial the same conference: the first waits for the second, and then
// both have joined. Who is there can be read at any time.
func ExampleMachine_Conferences() {
	machine, _ := voice.New(voice.Config{})
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	const document = `<Response><Dial><Conference participantLabel="%s">standup</Conference></Dial></Response>`
	for i, label := range []string{"Ada", "Bea"} {
		call, _ := queue.ParseCallSID(fmt.Sprintf("CA%032x", i+1))
		actions, _ := machine.Step(now, &voice.CallArrived{Call: call, URL: "https://app.example/in"})
		request := actions[0].(*voice.Fetch)
		actions, _ = machine.Step(now, &voice.Fetched{Op: request.Op, ContentType: "text/xml", Body: fmt.Appendf(nil, document, label)})
		for _, action := range actions {
			fmt.Printf("%T\n", action)
		}
	}
	for c := range machine.Conferences() {
		fmt.Println(c.FriendlyName, c.Status)
		for _, p := range c.Participants {
			fmt.Println(" ", p.Label)
		}
	}

	// Output:
	// *voice.Answer
	// *voice.Hold
	// *voice.Answer
	// *voice.Stop
	// *voice.Join
	// *voice.Join
	// *voice.Beep
	// standup in-progress
	//   Ada
	//   Bea
}
