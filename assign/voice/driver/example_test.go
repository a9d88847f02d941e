package driver_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// host is a host without telephones: whoever is called picks up at once, and
// every conversation takes a minute.
type host struct {
	driver *driver.Driver
	clock  runner.Clock
}

func (h *host) Do(ctx context.Context, action voice.Action) error {
	switch a := action.(type) {
	case *voice.Dial:
		fmt.Println("calling", a.To)
		return h.driver.Step(ctx, &voice.Answered{Call: a.Call})
	case *voice.Bridge:
		fmt.Println("connected")
		go func() {
			ring, _ := h.clock.Alarm(h.clock.Now().Add(time.Minute))
			<-ring
			_ = h.driver.Step(context.Background(), &voice.HungUp{Call: a.Caller})
		}()
	}
	return nil
}

// always lets the worker who was reserved be called.
type always struct{ assign.Instruction }

func (a always) Ask(context.Context, *voice.Callback) (assign.Instruction, error) {
	return a.Instruction, nil
}

// A caller is enqueued by a document that comes over HTTP, a worker is called for
// him, and they talk for a minute, which the clock makes short. The reservation
// is completed by a command to the runner, as an API would.
func ExampleNew() {
	clock, err := runner.NewPacedClock(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), 1000)
	if err != nil {
		panic(err)
	}
	workspace, err := runner.New(runner.Config{Clock: clock})
	if err != nil {
		panic(err)
	}
	defer workspace.Close()
	ctx := context.Background()
	apply := func(cmd taskrouter.Command) []taskrouter.Event {
		events, err := workspace.Apply(ctx, cmd)
		if err != nil {
			panic(err)
		}
		return events
	}
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Everyone"})
	everyone, _ := workspace.TaskQueueByName("Everyone")
	apply(&taskrouter.CreateWorkflow{
		FriendlyName: "Support", AssignmentCallbackURL: "https://app.example/assignment",
		Configuration: `{"task_routing": {"default_filter": {"queue": "` + everyone.SID.String() + `"}}}`,
	})
	support, _ := workspace.WorkflowByName("Support")
	available, _ := workspace.ActivityByName("Available")
	apply(&taskrouter.CreateWorker{FriendlyName: "Alice", Attributes: `{"contact_uri": "client:alice"}`, ActivitySID: available.SID})

	application := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprintf(w, `<Response><Enqueue workflowSid=%q/></Response>`, support.SID)
	}))
	defer application.Close()

	over := make(chan *voice.CallEnded, 2)
	phones := &host{clock: clock}
	calls, err := driver.New(driver.Config{
		Runner: workspace, Media: phones, Client: application.Client(), AuthToken: "12345",
		Asker: always{&assign.Dequeue{}},
		Observe: func(o driver.Observation) {
			if a, ok := o.Action.(*voice.CallEnded); ok {
				over <- a
			}
		},
	})
	if err != nil {
		panic(err)
	}
	defer calls.Close()
	phones.driver = calls

	err = calls.Step(ctx, &voice.CallArrived{Call: calls.NewCallSID(), From: "+15550001", To: "+15559000", URL: application.URL})
	if err != nil {
		panic(err)
	}
	for range 2 { // the caller and the worker
		a := <-over
		fmt.Println("over:", a.Status, a.Duration >= time.Minute)
	}
	for task, err := range runner.All(workspace.Tasks) {
		if err != nil {
			panic(err)
		}
		fmt.Println("task:", task.AssignmentStatus)
	}

	// Output:
	// calling client:alice
	// connected
	// over: completed true
	// over: completed true
	// task: wrapping
}
