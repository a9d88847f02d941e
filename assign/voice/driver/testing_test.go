package driver_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

const (
	site  = "https://app.example"
	token = "12345"
)

// phones is a host without telephones: it writes down what it is told, and acts
// as the test says.
type phones struct {
	mu    sync.Mutex
	lines []string
	on    func(ctx context.Context, a voice.Action) error
}

func (p *phones) Do(ctx context.Context, a voice.Action) error {
	p.mu.Lock()
	p.lines = append(p.lines, describe(a))
	on := p.on
	p.mu.Unlock()
	if on == nil {
		return nil
	}
	return on(ctx, a)
}

// take returns what was told since the last time.
func (p *phones) take() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	lines := p.lines
	p.lines = nil
	return lines
}

// describe writes an action in a few words.
func describe(a voice.Action) string {
	word := strings.ToLower(strings.TrimPrefix(fmt.Sprintf("%T", a), "*voice."))
	switch a := a.(type) {
	case *voice.Say:
		return word + " " + a.Text
	case *voice.Dial:
		return word + " " + a.To
	case *voice.CallEnded:
		return fmt.Sprintf("ended %s %v", a.Status, a.Duration)
	case *voice.Alert:
		return fmt.Sprint("alert ", a.Code)
	case *voice.Routed:
		return string(a.Event.Type)
	case *voice.Queued:
		return a.Event.Type.String()
	}
	return word
}

// asker answers callbacks by a function.
type asker func(ctx context.Context, cb *voice.Callback) (assign.Instruction, error)

func (f asker) Ask(ctx context.Context, cb *voice.Callback) (assign.Instruction, error) {
	return f(ctx, cb)
}

// house is a driver under test with what every story needs.
type house struct {
	t testing.TB
	*driver.Driver
	runner   *runner.Runner
	phones   *phones
	app      *http.ServeMux
	workflow taskrouter.WorkflowSID

	mu   sync.Mutex
	seen []driver.Observation
}

// open makes a workspace with one queue, one workflow and one worker, alice, and
// a driver on it.
func open(t testing.TB, change func(*driver.Config)) *house {
	t.Helper()
	r, err := runner.New(runner.Config{Engine: taskrouter.Config{Seed: 1}})
	require.NoError(t, err)
	h := build(t, r)
	h.furnish()
	h.drive(change)
	return h
}

// build makes a house without a driver.
func build(t testing.TB, r *runner.Runner) *house {
	return &house{t: t, phones: &phones{}, app: http.NewServeMux(), runner: r}
}

// drive makes the driver.
func (h *house) drive(change func(*driver.Config)) {
	h.t.Helper()
	cfg := driver.Config{
		Runner: h.runner, Media: h.phones, Client: &http.Client{Transport: resttest.Serving(h.app)}, AuthToken: token,
		Voice: voice.Config{Seed: 1}, Observe: h.observe,
	}
	if change != nil {
		change(&cfg)
	}
	h.runner = cfg.Runner
	var err error
	h.Driver, err = driver.New(cfg)
	require.NoError(h.t, err)
}

func (h *house) furnish() {
	h.apply(&taskrouter.CreateTaskQueue{FriendlyName: "Q"})
	q, err := h.runner.TaskQueueByName("Q")
	require.NoError(h.t, err)
	h.apply(&taskrouter.CreateWorkflow{
		FriendlyName: "W", AssignmentCallbackURL: site + "/assignment",
		Configuration: `{"task_routing":{"default_filter":{"queue":"` + q.SID.String() + `"}}}`,
	})
	w, err := h.runner.WorkflowByName("W")
	require.NoError(h.t, err)
	h.workflow = w.SID
	available, err := h.runner.ActivityByName("Available")
	require.NoError(h.t, err)
	h.apply(&taskrouter.CreateWorker{FriendlyName: "alice", Attributes: `{"contact_uri":"client:alice"}`, ActivitySID: available.SID})
}

func (h *house) apply(cmd taskrouter.Command) []taskrouter.Event {
	h.t.Helper()
	events, err := h.runner.Apply(bg, cmd)
	require.NoError(h.t, err)
	return events
}

func (h *house) observe(o driver.Observation) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seen = append(h.seen, o)
}

// saw returns what was observed since the last time, but for the router's events.
func (h *house) saw() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var lines []string
	for _, o := range h.seen {
		if _, ok := o.Action.(*voice.Routed); !ok {
			lines = append(lines, describe(o.Action))
		}
	}
	h.seen = nil
	return lines
}

// serve answers at a path with a document.
func (h *house) serve(path, body string) {
	h.app.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprintf(w, "<Response>%s</Response>", body)
	})
}

func (h *house) step(in voice.Input) {
	h.t.Helper()
	require.NoError(h.t, h.Step(bg, in))
}

// arrive lets somebody call.
func (h *house) arrive(path string) voice.CallSID {
	h.t.Helper()
	s := h.NewCallSID()
	h.step(&voice.CallArrived{Call: s, From: "+15550001", To: "+15559000", URL: site + path})
	return s
}

// close ends driver and runner, and looks after what is left.
func (h *house) close() {
	h.t.Helper()
	require.NoError(h.t, h.Close())
	assert.Zero(h.t, h.Len())
	require.NoError(h.t, h.runner.Close())
}

// obliging makes phones that speak for a second and are picked up after two.
func (h *house) obliging() {
	h.phones.on = func(_ context.Context, a voice.Action) error {
		switch a := a.(type) {
		case *voice.Say:
			time.AfterFunc(time.Second, func() { _ = h.Step(bg, &voice.Played{Op: a.Op}) })
		case *voice.Dial:
			time.AfterFunc(2*time.Second, func() { _ = h.Step(bg, &voice.Answered{Call: a.Call}) })
		}
		return nil
	}
}

// form returns the parameters in the body of a request.
func form(r *http.Request) url.Values {
	_ = r.ParseForm()
	return r.PostForm
}
