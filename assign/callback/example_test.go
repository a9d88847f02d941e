package callback_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
	"github.com/goacd/acd/twiml/webhook"
)

// application is a web application on the loopback that answers assignment
// callbacks, and a client that may reach it.
func application() (site *httptest.Server, list *callback.AllowList) {
	verifier, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{"12345"}})
	if err != nil {
		panic(err)
	}
	cfg := callback.HandlerConfig{Verifier: verifier}
	handler, err := callback.NewHandler(cfg, func(_ context.Context, req *assign.Request) (assign.Instruction, error) {
		if req.TaskPriority > 9 {
			return nil, errors.New("nobody is to have this one")
		}
		return &assign.Dequeue{Timeout: 20 * time.Second}, nil
	})
	if err != nil {
		panic(err)
	}
	list, err = callback.NewAllowList("127.0.0.1") // by default public addresses only
	if err != nil {
		panic(err)
	}
	return httptest.NewServer(handler), list
}

func ExampleClient_Ask() {
	site, list := application()
	defer site.Close()
	client, err := callback.NewClient(callback.ClientConfig{AuthToken: "12345", HTTP: list.Client()})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	answer, err := client.Ask(context.Background(), site.URL, "", question())
	fmt.Println(answer.Outcome, answer.Instruction.Name(), err)

	req := question()
	req.TaskPriority = 10
	answer, err = client.Ask(context.Background(), site.URL, "", req)
	fmt.Println(answer.Outcome, answer.Alerts[0].Code, err)
	// Output:
	// instructed dequeue <nil>
	// failed 11200 <nil>
}

func ExampleClient_Start() {
	site, list := application()
	defer site.Close()
	client, _ := callback.NewClient(callback.ClientConfig{AuthToken: "12345", HTTP: list.Client()})
	err := client.Start(context.Background(), site.URL, "", question(), func(a callback.Answer, err error) {
		fmt.Println(a.Outcome, err)
	})
	fmt.Println(err, client.Shutdown(context.Background()) == nil)
	// Unordered output:
	// instructed <nil>
	// <nil> true
}

func ExampleAsker() {
	site, list := application()
	defer site.Close()
	client, _ := callback.NewClient(callback.ClientConfig{AuthToken: "12345", HTTP: list.Client()})
	defer client.Close()
	asker := &callback.Asker{Client: client} // for driver.Config
	instruction, err := asker.Ask(context.Background(), &voice.Callback{URL: site.URL, Request: *question()})
	fmt.Println(instruction.Name(), err)
	// Output: dequeue <nil>
}

func ExampleNewHandler() {
	verifier, _ := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{"12345"}})
	cfg := callback.HandlerConfig{Verifier: verifier, OnError: func(err error) { fmt.Println(err) }}
	handler, err := callback.NewHandler(cfg, func(_ context.Context, req *assign.Request) (assign.Instruction, error) {
		fmt.Println(req.WorkerName, "is reserved")
		return &assign.Accept{}, nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(do(handler, post(question().Encode())).Body)
	fmt.Println(do(handler, httptest.NewRequest("POST", "/", nil)).Code)
	// Output:
	// Alice is reserved
	// {"instruction":"accept"}
	// callback: answer: webhook: verify: the header X-Twilio-Signature is missing: want a signed request
	// 403
}

// Events of a live workspace go to an application, in order.
func ExampleSender_Follow() {
	verifier, _ := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{"12345"}})
	handler, _ := callback.NewEventHandler(callback.HandlerConfig{Verifier: verifier}, func(_ context.Context, ev *callback.Event) error {
		fmt.Println(ev.Type, ev.Parameters.Get("ActivityName"))
		return nil
	})
	site := httptest.NewServer(handler)
	defer site.Close()

	r, _ := runner.New(runner.Config{})
	for _, name := range []string{"Lunch", "Training"} {
		if _, err := r.Apply(context.Background(), &taskrouter.CreateActivity{FriendlyName: name}); err != nil {
			fmt.Println(err)
		}
	}
	_ = r.Close() // so that there is an end

	list, _ := callback.NewAllowList("127.0.0.1")
	sender, err := callback.NewSender(callback.SenderConfig{AuthToken: "12345", HTTP: list.Client()})
	if err != nil {
		fmt.Println(err)
		return
	}
	target := callback.Target{URL: site.URL, Filter: taskrouter.ParseEventsFilter("activity.created, task.created")}
	err = sender.Follow(context.Background(), callback.Feed{
		Subscribe: func(after uint64) callback.Source { return r.Subscribe(after) },
		Target:    func() callback.Target { return target },
	})
	fmt.Println(err)
	// Output:
	// activity.created Lunch
	// activity.created Training
	// runner: closed
}

func ExampleSender_Send() {
	sender, _ := callback.NewSender(callback.SenderConfig{AuthToken: "12345"})
	engine, _ := taskrouter.New(taskrouter.Config{})
	events, _ := engine.Apply(time.Unix(0, 0), &taskrouter.Advance{})
	err := sender.Send(context.Background(), "app.example", &events[0])
	fmt.Println(err)
	// Output: callback: send: "app.example": want an absolute http or https URL
}

func ExampleParseEvent() {
	_, err := callback.ParseEvent(url.Values{
		"EventType": {"task.created"}, "AccountSid": {"AC00000000000000000000000000000001"}, "Timestamp": {"1772442000"},
		"WorkspaceSid": {"WS00000000000000000000000000000002"}, "Sid": {"EV3"},
	})
	fmt.Println(err)
	// Output: callback: parse: event: Sid "EV3": want a SID: EV and 32 hexadecimal digits
}

func ExampleAllowList() {
	list, err := callback.NewAllowList("10.1.0.0/16", "localhost:8080")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, to := range []string{"1.1.1.1:443", "10.1.2.3:80", "169.254.169.254:80"} {
		fmt.Println(list.Check(netip.MustParseAddrPort(to)))
	}
	// Output:
	// <nil>
	// <nil>
	// callback: dial: 169.254.169.254:80 is no public address: name it in the allow-list to let it through
}
