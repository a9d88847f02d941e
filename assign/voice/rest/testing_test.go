package rest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/assign/voice/rest"
	"github.com/goacd/acd/internal/rest/resttest"
	queuerest "github.com/goacd/acd/queue/rest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

const (
	site  = "https://app.example"
	token = "secret"
)

// phones is a host without telephones: it writes down what it is told, and does
// what on says.
type phones struct {
	mu    sync.Mutex
	lines []string
	on    func(ctx context.Context, a voice.Action) error
}

func (p *phones) Do(ctx context.Context, a voice.Action) error {
	p.mu.Lock()
	p.lines = append(p.lines, describe(a))
	p.mu.Unlock()
	if p.on != nil {
		return p.on(ctx, a)
	}
	return nil
}

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
		return strings.TrimSpace(fmt.Sprintf("%s %s from %s for %v %s %s", word, a.To, a.From, a.Timeout, a.SendDigits, a.Recording.Mode))
	}
	return word
}

// house is a handler over a driver with what every story needs.
type house struct {
	resttest.Client // below the path of the account
	*driver.Driver

	runner   *runner.Runner
	register *rest.Register
	phones   *phones
	app      *http.ServeMux
	workflow string
}

func open(t testing.TB, cfg rest.Config) *house { return openWith(t, cfg, 0, nil) }

func openWith(t testing.TB, cfg rest.Config, ended int, change func(*driver.Config)) *house {
	t.Helper()
	h := &house{Client: resttest.Client{T: t, Secret: token}, phones: &phones{}, app: http.NewServeMux(), register: rest.NewRegister(ended)}
	var err error
	h.runner, err = runner.New(runner.Config{Engine: taskrouter.Config{Seed: 1}})
	require.NoError(t, err)
	h.furnish()
	with := driver.Config{
		Runner: h.runner, Media: h.phones, Client: &http.Client{Transport: resttest.Serving(h.app)}, Voice: voice.Config{Seed: 1},
	}
	if change != nil {
		change(&with)
	}
	h.Driver, err = driver.New(h.register.Watch(with))
	require.NoError(t, err)
	queues, err := rest.NewQueues(h.Driver)
	require.NoError(t, err)
	h.User = queues.AccountSID().String()
	h.Base = "/2010-04-01/Accounts/" + h.User
	cfg.Accounts, cfg.Driver, cfg.Register = []queuerest.Account{{SID: h.User, Secret: token}}, h.Driver, h.register
	h.Handler, err = rest.New(cfg)
	require.NoError(t, err)
	return h
}

// furnish makes a workflow that no worker serves, and documents.
func (h *house) furnish() {
	apply := func(cmd taskrouter.Command) {
		_, err := h.runner.Apply(context.Background(), cmd)
		require.NoError(h.T, err)
	}
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Q"})
	q, err := h.runner.TaskQueueByName("Q")
	require.NoError(h.T, err)
	apply(&taskrouter.CreateWorkflow{FriendlyName: "W", Configuration: `{"task_routing":{"default_filter":{"queue":"` + q.SID.String() + `"}}}`})
	w, err := h.runner.WorkflowByName("W")
	require.NoError(h.T, err)
	h.workflow = w.SID.String()
	h.serveAt("/hello", `<Say>Hello.</Say><Pause length="600"/>`)
	h.serveAt("/elsewhere", `<Say>Elsewhere.</Say><Pause length="600"/>`)
	h.serveAt("/hold", `<Pause length="600"/>`)
	h.serveAt("/dial", `<Dial>+15557777</Dial>`)
	h.serveAt("/queue", `<Enqueue waitUrl="/hold">support</Enqueue>`)
	h.serveAt("/workflow", `<Enqueue waitUrl="/hold" workflowSid="`+h.workflow+`"/>`)
}

func (h *house) serveAt(path, body string) {
	h.app.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		fmt.Fprintf(w, "<Response>%s</Response>", body)
	})
}

func (h *house) step(in voice.Input) {
	h.T.Helper()
	require.NoError(h.T, h.Step(context.Background(), in))
}

// arrive lets somebody call.
func (h *house) arrive(path string) voice.CallSID {
	h.T.Helper()
	s := h.NewCallSID()
	h.step(&voice.CallArrived{Call: s, From: "+15550001", To: "client:desk", URL: site + path})
	return s
}

// brief makes phones that speak in no time. No call may live yet.
func (h *house) brief() {
	h.phones.on = func(ctx context.Context, a voice.Action) error {
		if say, ok := a.(*voice.Say); ok {
			return h.Step(ctx, &voice.Played{Op: say.Op})
		}
		return nil
	}
}

// check looks after the machine.
func (h *house) check() {
	h.T.Helper()
	require.NoError(h.T, h.Look(context.Background(), func(_ time.Time, m *voice.Machine) error { return m.Check() }))
}

// close ends everything, and looks after what is left.
func (h *house) close() {
	h.T.Helper()
	h.check()
	require.NoError(h.T, h.Close())
	assert.Zero(h.T, h.Len())
	require.NoError(h.T, h.runner.Close())
}

// make makes a call and returns its path.
func (h *house) make(form string) string {
	h.T.Helper()
	return "/Calls/" + h.Create("/Calls.json", form) + ".json"
}

// refused wants a refusal whose message has a text in it.
func (h *house) refused(out resttest.Reply, status, code int, message string) {
	h.T.Helper()
	require.Contains(h.T, h.Refused(out, status, code), message)
}
