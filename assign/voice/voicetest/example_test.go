package voicetest_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/assign/voice/voicetest"
	"github.com/goacd/acd/taskrouter/runner"
)

// A whole call flow: a menu, a queue with music, a worker, and a survey.
func Example() {
	net := voicetest.New(nil, voicetest.Config{Assign: voicetest.Always(&assign.Dequeue{})})

	// The contact center: one team, one agent who picks up after four seconds.
	support := net.Workflow("Support", "")
	net.Worker("Alice", `{"skills": ["support"]}`).AnswersAfter(4 * time.Second)

	// The application: a number, and its documents.
	net.Number("+18005550100", "/welcome")
	net.Page("/welcome", `<Response><Gather numDigits="1" action="/menu"><Say>For support, press 1.</Say></Gather></Response>`)
	net.PageFunc("/menu", func(f *voice.Fetch) voicetest.Document {
		if f.Param("Digits") != "1" {
			return voicetest.Document{Body: `<Response><Redirect>/welcome</Redirect></Response>`}
		}
		return voicetest.Document{Body: fmt.Sprintf(`<Response><Enqueue workflowSid="%s" action="/survey"/></Response>`, support)}
	})
	net.Page("/survey", `<Response><Say>How did we do?</Say></Response>`)

	// The caller: presses 1, and talks for a minute and a half. What did he hear?
	john := net.Person("+15550001").Named("John").WhenHears("support").Presses("1")
	call := john.Calls("+18005550100")
	net.Person("client:alice").TalksFor(90 * time.Second)
	net.Run()

	fmt.Print(call.Transcript())
	fmt.Println(net.Conversations()[0])
	// Output:
	// 0:00 John calls +18005550100
	// 0:00 John is answered
	// 0:00 John hears "For support, press 1."
	// 0:03 John presses 1
	// 0:03 John hears hold music
	// 0:07 John talks to Alice
	// 1:37 John parts from Alice
	// 1:37 John hears "How did we do?"
	// 1:38 John's call is over: the other side hung up
	// John and Alice for 1m30s
}

// Callers who are in a hurry, and an agent on the phone already: who was served,
// and what were the others told?
func ExampleNetwork_Requests() {
	net := voicetest.New(nil, voicetest.Config{Assign: voicetest.Always(&assign.Dequeue{})})
	sales := net.Workflow("Sales", "")
	net.Worker("Bob", "").AnswersAfter(5 * time.Second)
	net.Number("+18005550100", "/in")
	net.Page("/in", fmt.Sprintf(`<Response><Enqueue workflowSid="%s" action="/after"/></Response>`, sales))
	net.Page("/after", `<Response><Say>Goodbye.</Say></Response>`)
	for i := range 3 {
		caller := net.Person(fmt.Sprintf("+1555000%d", i)).GivesUpAfter(30 * time.Second).TalksFor(2 * time.Minute)
		caller.CallsIn(time.Duration(i)*time.Second, "+18005550100")
	}
	net.Run()
	for _, r := range net.Requests(voice.ForEnqueueAction) {
		fmt.Println(r.Param("From"), r.Param("QueueResult"), r.Param("QueueTime"))
	}
	// Output:
	// +15550001 hangup 30
	// +15550002 hangup 30
	// +15550000 bridged 5
}

// Somebody who treats calls as chance will have it, which is the same in each run.
func ExamplePerson_Chooses() {
	net := voicetest.New(nil, voicetest.Config{Seed: 42})
	net.Number("+18005550100", "/in")
	net.Page("/in", `<Response><Dial action="/told" timeout="30"><Number>+15550002</Number></Dial></Response>`)
	net.Page("/told", `<Response/>`)
	net.Person("+15550002").Chooses(func(chance *rand.Rand, m *voicetest.Manners) {
		m.Pickup = []voicetest.Pickup{voicetest.Answers, voicetest.Busy, voicetest.Silent}[chance.IntN(3)]
		m.Talks = time.Duration(1+chance.IntN(60)) * time.Second
	})
	for i := range 5 {
		net.Person("+15550001").CallsIn(time.Duration(i)*time.Hour, "+18005550100")
	}
	net.Run()
	for _, r := range net.Requests(voice.ForDialAction) {
		fmt.Println(strings.TrimSpace(r.Param("DialCallStatus") + " " + r.Param("DialCallDuration")))
	}
	// Output:
	// no-answer
	// no-answer
	// completed 23
	// completed 20
	// completed 32
}

// The same people behind a driver, with a clock that runs 500 times as fast.
func ExampleMedia() {
	fast, err := runner.NewPacedClock(voicetest.Start, 500)
	if err != nil {
		panic(err)
	}
	workspace, err := runner.New(runner.Config{Clock: fast})
	if err != nil {
		panic(err)
	}
	over := make(chan *voicetest.Call, 2)
	phones, err := voicetest.NewMedia(voicetest.MediaConfig{Clock: fast, Ended: func(c *voicetest.Call) { over <- c }})
	if err != nil {
		panic(err)
	}
	app := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprint(w, `<Response><Dial><Number>+15550002</Number></Dial></Response>`)
	})
	calls, err := driver.New(driver.Config{
		Runner: workspace, Media: phones, Client: &http.Client{Transport: voicetest.Transport(app)},
	})
	if err != nil {
		panic(err)
	}
	phones.Start(calls)
	phones.Number("+18005550100", "/in")
	phones.Person("+15550002").Named("Bob").AnswersAfter(10 * time.Second)
	john := phones.Person("+15550001").Named("John").TalksFor(time.Minute).Calls("+18005550100")
	<-over
	<-over

	for _, e := range john.Entries() {
		fmt.Println(strings.TrimSpace(fmt.Sprint(e.Who, " ", e.What, " ", e.Text)))
	}
	_ = calls.Close()
	phones.Close()
	_ = workspace.Close()
	// Output:
	// John calls +18005550100
	// John is answered
	// John talks to Bob
	// John hangs up
}
