package driver_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/assign/voice/voicetest"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
	"github.com/goacd/acd/twiml"
	"github.com/goacd/acd/twiml/webhook"
)

// hotline is the number that callers call in these tests.
const hotline = "+18005550100"

// world is a whole service over real HTTP on the loopback: an application with
// documents and an answer to assignment callbacks, a driver that asks it with an
// http.Client, and people with phones. Time runs faster than real time.
type world struct {
	t      *testing.T
	app    *httptest.Server
	dead   string // the URL of a port where nobody listens
	runner *runner.Runner
	driver *driver.Driver
	media  *voicetest.Media
	ended  chan *voicetest.Call // calls of callers that are over

	workflow taskrouter.WorkflowSID
	wrapUp   taskrouter.ActivitySID

	mu       sync.Mutex
	requests []string // what the application was asked: path and what matters of the form
	alerts   []int
	events   []taskrouter.EventType
	decide   callback.Func
	faults   map[string]http.HandlerFunc // by path, in place of the application
}

// plan changes a world before it opens.
type plan struct {
	faults map[string]http.HandlerFunc // by path
	// The callback URLs as paths of the application, or "dead" for a port where
	// nobody listens; "" for /assignment, and for no fallback.
	assignment, fallback string
	token                string // that the driver and the client sign with; "" for the right one
	welcome              string // as assignment; "" for /welcome
	offer                time.Duration
}

// openWorld opens a world with one agent, Alice, who answers after three seconds.
func openWorld(t *testing.T, p plan) *world {
	t.Helper()
	resttest.NoLeak(t)
	w := &world{t: t, ended: make(chan *voicetest.Call, 10), faults: p.faults, decide: func(context.Context, *assign.Request) (assign.Instruction, error) {
		return &assign.Dequeue{}, nil
	}}
	w.app = httptest.NewUnstartedServer(w.application())
	w.app.Config.ErrorLog = log.New(io.Discard, "", 0)
	w.app.Start()
	t.Cleanup(w.app.Close)
	gone, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	w.dead = "http://" + gone.Addr().String()
	require.NoError(t, gone.Close())

	clock, err := runner.NewPacedClock(voicetest.Start, 50)
	require.NoError(t, err)
	w.runner, err = runner.New(runner.Config{Clock: clock, Engine: taskrouter.Config{Seed: 1}})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, w.runner.Close()) })
	w.furnish(p)
	w.media, err = voicetest.NewMedia(voicetest.MediaConfig{Clock: clock, Seed: 1, Keep: true, Ended: func(c *voicetest.Call) {
		if c.To() == hotline {
			w.ended <- c
		}
	}})
	require.NoError(t, err)
	if p.welcome == "" {
		p.welcome = "/welcome"
	}
	w.media.Number(hotline, w.url(p.welcome), w.url("/sorry"))
	w.media.Person("client:alice").Named("Alice").AnswersAfter(3 * time.Second)
	w.openDriver(p)
	return w
}

func (w *world) openDriver(p plan) {
	if p.token == "" {
		p.token = token
	}
	list, err := callback.NewAllowList("127.0.0.1")
	require.NoError(w.t, err)
	client, err := callback.NewClient(callback.ClientConfig{AuthToken: p.token, HTTP: list.Client(), Timeout: 300 * time.Millisecond})
	require.NoError(w.t, err)
	w.t.Cleanup(client.Close)
	documents := list.Client()
	w.t.Cleanup(documents.CloseIdleConnections)
	w.driver, err = driver.New(driver.Config{
		Runner: w.runner, Media: w.media, Client: documents, AuthToken: p.token, Voice: voice.Config{Seed: 1},
		RequestTimeout: 300 * time.Millisecond, Observe: w.observe,
		Asker: &callback.Asker{Client: client, OnAlert: func(_ taskrouter.ReservationSID, a callback.Alert) { w.alert(a.Code) }},
	})
	require.NoError(w.t, err)
	w.media.Start(w.driver)
	w.t.Cleanup(func() {
		assert.NoError(w.t, w.driver.Close())
		w.media.Close()
		assert.Zero(w.t, w.driver.Len())
		assert.Zero(w.t, w.media.Live())
	})
}

func (w *world) url(path string) string {
	if path == "dead" {
		return w.dead
	}
	return w.app.URL + path
}

func (w *world) furnish(p plan) {
	apply := func(cmd taskrouter.Command) {
		_, err := w.runner.Apply(bg, cmd)
		require.NoError(w.t, err)
	}
	if p.assignment == "" {
		p.assignment = "/assignment"
	}
	create := &taskrouter.CreateWorkflow{FriendlyName: "Calls", AssignmentCallbackURL: w.url(p.assignment), TaskReservationTimeout: p.offer}
	if p.fallback != "" {
		create.FallbackAssignmentCallbackURL = w.url(p.fallback)
	}
	apply(&taskrouter.CreateActivity{FriendlyName: "Wrap-up"})
	a, err := w.runner.ActivityByName("Wrap-up")
	require.NoError(w.t, err)
	w.wrapUp = a.SID
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Support", TargetWorkers: new(`skills HAS "support"`)})
	q, err := w.runner.TaskQueueByName("Support")
	require.NoError(w.t, err)
	create.Configuration = `{"task_routing":{"filters":[{"expression":"topic == 'support'","targets":[{"queue":"` + q.SID.String() + `"}]}]}}`
	apply(create)
	flow, err := w.runner.WorkflowByName("Calls")
	require.NoError(w.t, err)
	w.workflow = flow.SID
	available, err := w.runner.ActivityByName("Available")
	require.NoError(w.t, err)
	apply(&taskrouter.CreateWorker{
		FriendlyName: "Alice", Attributes: `{"contact_uri":"client:alice","skills":["support"]}`, ActivitySID: available.SID,
	})
}

// application is a web application as its author would write it, with faults of
// the test in front.
func (w *world) application() http.Handler {
	verifier, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{token}})
	require.NoError(w.t, err)
	answers, err := callback.NewHandler(callback.HandlerConfig{Verifier: verifier}, func(ctx context.Context, r *assign.Request) (assign.Instruction, error) {
		w.note("/assignment of " + r.WorkerName)
		w.mu.Lock()
		defer w.mu.Unlock()
		return w.decide(ctx, r)
	})
	require.NoError(w.t, err)
	signed := http.NewServeMux()
	w.documents(signed)
	site := http.NewServeMux()
	site.Handle("/assignment", answers)
	site.Handle("/fallback", answers)
	site.HandleFunc("/sorry", func(rw http.ResponseWriter, r *http.Request) { // asked with whatever signature
		w.note("/sorry because of " + r.FormValue("ErrorCode"))
		twiml.NewResponse(&twiml.Say{Text: "Sorry."}).ServeHTTP(rw, r)
	})
	site.Handle("/", verifier.RequireSignature(signed))
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if fault := w.faults[r.URL.Path]; fault != nil {
			fault(rw, r)
			return
		}
		site.ServeHTTP(rw, r)
	})
}

// documents are those of a support line with a menu, music and a survey.
func (w *world) documents(mux *http.ServeMux) {
	serve := func(path string, document func(r *http.Request) *twiml.Response) {
		mux.HandleFunc("POST "+path, func(rw http.ResponseWriter, r *http.Request) { document(r).ServeHTTP(rw, r) })
	}
	serve("/welcome", func(*http.Request) *twiml.Response {
		w.note("/welcome")
		return twiml.NewResponse(&twiml.Gather{
			NumDigits: twiml.Set(1), Action: twiml.Set("/menu"), Children: []twiml.GatherChild{&twiml.Say{Text: "For support, press 1."}},
		})
	})
	serve("/menu", func(r *http.Request) *twiml.Response {
		w.note("/menu with " + r.FormValue("Digits"))
		return twiml.NewResponse(&twiml.Enqueue{
			WorkflowSID: twiml.Set(w.workflow.String()), WaitURL: twiml.Set("/wait"), Action: twiml.Set("/after"),
			Children: []twiml.EnqueueChild{&twiml.Task{Attributes: `{"topic":"support"}`}},
		})
	})
	serve("/wait", func(r *http.Request) *twiml.Response {
		w.note("/wait at " + r.FormValue("QueuePosition"))
		return twiml.NewResponse(&twiml.Say{Text: "Please wait."}, &twiml.Play{URL: "/music.mp3", Loop: twiml.Set(30)})
	})
	serve("/after", func(r *http.Request) *twiml.Response {
		w.note("/after " + r.FormValue("QueueResult"))
		if r.FormValue("QueueResult") != "bridged" {
			return twiml.NewResponse(&twiml.Say{Text: "Nobody is there."})
		}
		return twiml.NewResponse(&twiml.Gather{
			NumDigits: twiml.Set(1), Action: twiml.Set("/rated"), Children: []twiml.GatherChild{&twiml.Say{Text: "How was it?"}},
		})
	})
	serve("/rated", func(r *http.Request) *twiml.Response {
		w.note("/rated with " + r.FormValue("Digits"))
		return twiml.NewResponse(&twiml.Say{Text: "Thank you."})
	})
}

func (w *world) note(request string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.requests = append(w.requests, request)
}

func (w *world) alert(code int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.alerts = append(w.alerts, code)
}

func (w *world) observe(o driver.Observation) {
	switch a := o.Action.(type) {
	case *voice.Alert:
		w.alert(a.Code)
	case *voice.Routed:
		w.mu.Lock()
		defer w.mu.Unlock()
		w.events = append(w.events, a.Event.Type)
	}
}

func (w *world) asked() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.requests)
}

func (w *world) alerted() []int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.alerts)
}

func (w *world) happened(event taskrouter.EventType) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Contains(w.events, event)
}

// john is a caller who wants support, and is satisfied with it.
func (w *world) john() *voicetest.Person {
	return w.media.Person("+15550001").Named("John").WhenHears("support").Presses("1").WhenHears("how was it").Presses("5")
}

// over waits for the end of a caller's call, and then for that of the driver's
// part in it.
func (w *world) over() *voicetest.Call {
	w.t.Helper()
	select {
	case c := <-w.ended:
		w.until("the driver has done its part", func() bool { return w.driver.Len() == 0 })
		return c
	case <-time.After(time.Minute):
		w.t.Fatalf("the call does not end: %q, alerts %v", w.asked(), w.alerted())
		return nil
	}
}

func (w *world) until(what string, done func() bool) {
	w.t.Helper()
	for end := time.Now().Add(time.Minute); !done(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			w.t.Fatalf("not in a minute: %s: %q, alerts %v", what, w.asked(), w.alerted())
		}
	}
}

// told is what a transcript tells, without times.
func told(c *voicetest.Call) []string {
	var lines []string
	for line := range strings.Lines(c.Transcript()) {
		_, line, _ = strings.Cut(strings.TrimSpace(line), " ")
		lines = append(lines, line)
	}
	return lines
}

// A whole call over HTTP: menu, queue, reservation, instruction, agent, survey;
// the reservation wraps up, the agent has his activity after the call, and the
// work is completed through the API.
func TestEndToEndOverHTTP(t *testing.T) {
	w := openWorld(t, plan{})
	w.mu.Lock()
	w.decide = func(_ context.Context, r *assign.Request) (assign.Instruction, error) {
		return &assign.Dequeue{PostWorkActivitySID: w.wrapUp, From: "+18005550199"}, nil
	}
	w.mu.Unlock()
	w.media.Person("client:alice").TalksFor(90 * time.Second)
	w.john().Calls(hotline)
	call := w.over()

	lines := told(call)
	assert.Equal(t, []string{"John calls " + hotline, "John is answered", `John hears "For support, press 1."`, "John presses 1"}, lines[:4])
	assert.Equal(t, []string{
		"John talks to Alice", "John parts from Alice", `John hears "How was it?"`, "John presses 5",
		`John hears "Thank you."`, "John's call is over: the other side hung up",
	}, lines[slices.Index(lines, "John talks to Alice"):])
	assert.GreaterOrEqual(t, call.TalkedTo(w.media.Person("client:alice")), 90*time.Second)
	asked := w.asked()
	assert.ElementsMatch(t, []string{
		"/welcome", "/menu with 1", "/wait at 1", "/assignment of Alice", "/after bridged", "/rated with 5",
	}, asked)
	assert.Equal(t, []string{"/welcome", "/menu with 1"}, asked[:2])
	assert.Equal(t, []string{"/after bridged", "/rated with 5"}, asked[4:])
	assert.Empty(t, w.alerted())

	page, err := w.runner.Tasks(runner.Cursor[taskrouter.TaskSID]{}, 0)
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	task := page.Items[0]
	assert.Equal(t, taskrouter.TaskStatusWrapping, task.AssignmentStatus)
	for _, want := range []string{`"topic":"support"`, `"from":"+15550001"`, `"call_sid":"` + call.SID().String() + `"`} {
		assert.Contains(t, task.Attributes, want)
	}
	alice, err := w.runner.WorkerByName("Alice")
	require.NoError(t, err)
	assert.Equal(t, w.wrapUp, alice.ActivitySID)
	reservations, err := w.runner.TaskReservations(task.SID)
	require.NoError(t, err)
	require.Len(t, reservations, 1)
	_, err = w.runner.Apply(bg, &taskrouter.UpdateReservation{SID: reservations[0].SID, ReservationStatus: taskrouter.ReservationStatusCompleted})
	require.NoError(t, err)
	task, err = w.runner.Task(task.SID)
	require.NoError(t, err)
	assert.Equal(t, taskrouter.TaskStatusCompleted, task.AssignmentStatus)
}

// faults are what can be wrong with an answer on its way. Those with a code are
// failures of a document (twiml.md §9), those with an asked code of an assignment
// callback (lifecycle.md §3.2).
var faults = []struct {
	name     string
	fault    http.HandlerFunc // nil: where nobody listens
	document int
	asked    int
}{
	{"slow", func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // then the server sees that the client goes away
		<-r.Context().Done()
	}, twiml.CodeFetchTimeout, twiml.CodeFetchTimeout},
	{"refused", nil, twiml.CodeConnectRefused, twiml.CodeConnectFailed},
	{"error status", func(rw http.ResponseWriter, _ *http.Request) {
		http.Error(rw, "broken", http.StatusInternalServerError)
	}, twiml.CodeFetchFailed, twiml.CodeFetchFailed},
	{"wrong content type", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "application/pdf")
		fmt.Fprint(rw, "%PDF-1.7")
	}, twiml.CodeContentType, int(assign.CodeContentType)},
	{"cut connection", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Length", "100")
		rw.Header().Set("Content-Type", "application/json")
		fmt.Fprint(rw, `{"instruction":`)
		panic(http.ErrAbortHandler)
	}, twiml.CodeConnectFailed, twiml.CodeConnectFailed},
}

// A document that cannot be had: the fallback URL is asked, and told why.
func TestEndToEndDocumentsFail(t *testing.T) {
	for _, tt := range faults {
		t.Run(tt.name, func(t *testing.T) {
			p := plan{faults: map[string]http.HandlerFunc{}, welcome: "dead"}
			if tt.fault != nil {
				p.welcome, p.faults["/welcome"] = "/welcome", tt.fault
			}
			w := openWorld(t, p)
			w.john().Calls(hotline)
			assert.True(t, w.over().Heard("sorry"))
			assert.Equal(t, []string{fmt.Sprint("/sorry because of ", tt.document)}, w.asked())
			assert.Equal(t, []int{tt.document}, w.alerted())
		})
	}
	t.Run("bad signature", func(t *testing.T) {
		w := openWorld(t, plan{token: "another"})
		w.john().Calls(hotline)
		assert.True(t, w.over().Heard("sorry"))
		assert.Equal(t, []string{"/sorry because of 11200"}, w.asked(), "the application has refused the request, and done nothing")
	})
	t.Run("broken document", func(t *testing.T) {
		w := openWorld(t, plan{faults: map[string]http.HandlerFunc{"/welcome": func(rw http.ResponseWriter, _ *http.Request) {
			rw.Header().Set("Content-Type", "text/xml")
			fmt.Fprint(rw, "<Response><Say>")
		}}})
		w.john().Calls(hotline)
		assert.True(t, w.over().Heard("sorry"))
		assert.Equal(t, []string{fmt.Sprint("/sorry because of ", twiml.CodeNotWellFormed)}, w.asked())
	})
}

// A wait document that cannot be had: the caller leaves the queue with the result
// error, and his task is canceled (twiml.md §6.1, lifecycle.md §4.2).
func TestEndToEndWaitDocumentFails(t *testing.T) {
	for _, tt := range faults {
		if tt.fault == nil {
			continue // no relative URL leads elsewhere
		}
		t.Run(tt.name, func(t *testing.T) {
			w := openWorld(t, plan{faults: map[string]http.HandlerFunc{"/wait": tt.fault}})
			w.media.Person("client:alice").NeverAnswers()
			w.john().Calls(hotline)
			assert.True(t, w.over().Heard("nobody is there"))
			assert.Contains(t, w.asked(), "/after error")
			assert.Contains(t, w.alerted(), tt.document)
			w.until("the task is canceled", func() bool { return w.happened(taskrouter.TaskCanceled) })
		})
	}
}

// An assignment callback that gets no answer that counts: the fallback URL is
// asked, and its instruction carried out.
func TestEndToEndCallbackFallsBack(t *testing.T) {
	for _, tt := range faults {
		t.Run(tt.name, func(t *testing.T) {
			p := plan{faults: map[string]http.HandlerFunc{}, assignment: "dead", fallback: "/fallback"}
			if tt.fault != nil {
				p.assignment, p.faults["/assignment"] = "/assignment", tt.fault
			}
			w := openWorld(t, p)
			var code int
			w.mu.Lock()
			w.decide = func(_ context.Context, r *assign.Request) (assign.Instruction, error) {
				code = r.ErrorCode // under the lock
				return &assign.Dequeue{}, nil
			}
			w.mu.Unlock()
			w.john().TalksFor(10 * time.Second).Calls(hotline)
			assert.Contains(t, told(w.over()), "John talks to Alice")
			w.until("the action was requested", func() bool { return slices.Contains(w.asked(), "/after bridged") })
			assert.Equal(t, []int{tt.asked}, w.alerted())
			w.mu.Lock()
			defer w.mu.Unlock()
			assert.Equal(t, tt.asked, code)
		})
	}
}

// Without a fallback URL the reservation is canceled, and the task is routed
// again: to the same agent, who is asked about as long as the caller waits.
func TestEndToEndCallbackFails(t *testing.T) {
	for _, tt := range faults {
		t.Run(tt.name, func(t *testing.T) {
			p := plan{faults: map[string]http.HandlerFunc{}, assignment: "dead"}
			if tt.fault != nil {
				p.assignment, p.faults["/assignment"] = "/assignment", tt.fault
			}
			w := openWorld(t, p)
			call := w.john().Calls(hotline)
			w.until("there is an alert", func() bool { return slices.Contains(w.alerted(), tt.asked) })
			w.until("the reservation is canceled", func() bool { return w.happened(taskrouter.ReservationCanceled) })
			call.HangsUp()
			assert.NotContains(t, told(w.over()), "John talks to Alice")
			w.until("the action was requested", func() bool { return slices.Contains(w.asked(), "/after hangup") })
			w.until("the task is canceled", func() bool { return w.happened(taskrouter.TaskCanceled) })
		})
	}
}

// An answer that cannot be read leaves the reservation pending, with a warning;
// the application can still take it through the API (lifecycle.md §3.2).
func TestEndToEndAnswersThatAreNoInstruction(t *testing.T) {
	tests := []struct {
		name, body string
		code       int
	}{
		{"broken JSON", `{"instruction":`, 40001},
		{"no instruction", `{"to":"client:alice"}`, 40005},
		{"an unknown instruction", `{"instruction":"teleport"}`, 55555},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := openWorld(t, plan{faults: map[string]http.HandlerFunc{"/assignment": func(rw http.ResponseWriter, _ *http.Request) {
				rw.Header().Set("Content-Type", "application/json")
				fmt.Fprint(rw, tt.body)
			}}})
			w.john().TalksFor(10 * time.Second).Calls(hotline)
			w.until("there is an alert", func() bool { return len(w.alerted()) > 0 })
			assert.Equal(t, []int{tt.code}, w.alerted())
			page, err := w.runner.Tasks(runner.Cursor[taskrouter.TaskSID]{}, 0)
			require.NoError(t, err)
			reservations, err := w.runner.TaskReservations(page.Items[0].SID)
			require.NoError(t, err)
			require.Len(t, reservations, 1)
			require.Equal(t, taskrouter.ReservationStatusPending, reservations[0].ReservationStatus)
			require.NoError(t, w.driver.Step(bg, &voice.Instructed{Reservation: reservations[0].SID, Instruction: &assign.Dequeue{}}))
			assert.Contains(t, told(w.over()), "John talks to Alice")
		})
	}
}

// A callback that is signed with another token is refused, and costs the
// application nothing: the reservation is canceled.
func TestEndToEndCallbackWithABadSignature(t *testing.T) {
	w := openWorld(t, plan{faults: map[string]http.HandlerFunc{}, token: "another"})
	task := taskrouter.Find(apply(t, w.runner, &taskrouter.CreateTask{WorkflowSID: w.workflow, Attributes: `{"topic":"support"}`}), taskrouter.TaskCreated)
	require.NotNil(t, task)
	w.until("the reservation is canceled", func() bool { return w.happened(taskrouter.ReservationCanceled) })
	apply(t, w.runner, &taskrouter.DeleteTask{SID: task.TaskSID}) // which would be offered again and again
	assert.Empty(t, w.asked())
	assert.Contains(t, w.alerted(), twiml.CodeFetchFailed)
}

func apply(t *testing.T, r *runner.Runner, cmd taskrouter.Command) []taskrouter.Event {
	t.Helper()
	events, err := r.Apply(bg, cmd)
	require.NoError(t, err)
	return events
}
