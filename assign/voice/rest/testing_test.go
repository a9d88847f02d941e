package rest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/assign/voice/rest"
	queuerest "github.com/goacd/acd/queue/rest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

const (
	site     = "https://app.example"
	token    = "secret"
	formType = "application/x-www-form-urlencoded"
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

// web serves a handler without a network.
type web struct{ http.Handler }

func (w web) RoundTrip(r *http.Request) (*http.Response, error) {
	got := httptest.NewRecorder()
	in := r.Clone(r.Context())
	in.RequestURI = r.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w.ServeHTTP(got, in)
	return got.Result(), nil
}

// house is a handler over a driver with what every story needs.
type house struct {
	t testing.TB
	*driver.Driver
	runner   *runner.Runner
	register *rest.Register
	phones   *phones
	app      *http.ServeMux
	workflow string
	handler  http.Handler
	account  string
	base     string // path of the account
}

func open(t testing.TB, cfg rest.Config) *house { return openWith(t, cfg, 0, nil) }

func openWith(t testing.TB, cfg rest.Config, ended int, change func(*driver.Config)) *house {
	t.Helper()
	h := &house{t: t, phones: &phones{}, app: http.NewServeMux(), register: rest.NewRegister(ended)}
	var err error
	h.runner, err = runner.New(runner.Config{Engine: taskrouter.Config{Seed: 1}})
	require.NoError(t, err)
	h.furnish()
	with := driver.Config{
		Runner: h.runner, Media: h.phones, Client: &http.Client{Transport: web{h.app}}, Voice: voice.Config{Seed: 1},
	}
	if change != nil {
		change(&with)
	}
	h.Driver, err = driver.New(h.register.Watch(with))
	require.NoError(t, err)
	queues, err := rest.NewQueues(h.Driver)
	require.NoError(t, err)
	h.account = queues.AccountSID().String()
	h.base = "/2010-04-01/Accounts/" + h.account
	cfg.Accounts, cfg.Driver, cfg.Register = []queuerest.Account{{SID: h.account, Secret: token}}, h.Driver, h.register
	h.handler, err = rest.New(cfg)
	require.NoError(t, err)
	return h
}

// furnish makes a workflow that no worker serves, and documents.
func (h *house) furnish() {
	apply := func(cmd taskrouter.Command) {
		_, err := h.runner.Apply(context.Background(), cmd)
		require.NoError(h.t, err)
	}
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Q"})
	q, err := h.runner.TaskQueueByName("Q")
	require.NoError(h.t, err)
	apply(&taskrouter.CreateWorkflow{FriendlyName: "W", Configuration: `{"task_routing":{"default_filter":{"queue":"` + q.SID.String() + `"}}}`})
	w, err := h.runner.WorkflowByName("W")
	require.NoError(h.t, err)
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
	h.t.Helper()
	require.NoError(h.t, h.Step(context.Background(), in))
}

// arrive lets somebody call.
func (h *house) arrive(path string) voice.CallSID {
	h.t.Helper()
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
	h.t.Helper()
	require.NoError(h.t, h.Look(context.Background(), func(_ time.Time, m *voice.Machine) error { return m.Check() }))
}

// close ends everything, and looks after what is left.
func (h *house) close() {
	h.t.Helper()
	h.check()
	require.NoError(h.t, h.Close())
	assert.Zero(h.t, h.Len())
	require.NoError(h.t, h.runner.Close())
}

// reply is an answer of the handler.
type reply struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func (h *house) send(method, path, form string) reply {
	h.t.Helper()
	if !strings.HasPrefix(path, "/2010") {
		path = h.base + path
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form))
	r.SetBasicAuth(h.account, token)
	if form != "" {
		r.Header.Set("Content-Type", formType)
	}
	return h.serve(r)
}

func (h *house) serve(r *http.Request) reply {
	h.t.Helper()
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	out := reply{status: w.Code, header: w.Header(), text: w.Body.String()}
	if w.Code == http.StatusNoContent {
		require.Empty(h.t, out.text)
		return out
	}
	require.NoError(h.t, json.Unmarshal(w.Body.Bytes(), &out.body), out.text)
	return out
}

// make makes a call and returns its path.
func (h *house) make(form string) string {
	h.t.Helper()
	out := h.send("POST", "/Calls.json", form)
	require.Equal(h.t, http.StatusCreated, out.status, out.text)
	return "/Calls/" + out.body["sid"].(string) + ".json"
}

func (h *house) refused(out reply, status, code int, message string) {
	h.t.Helper()
	require.Equal(h.t, status, out.status, out.text)
	require.InDelta(h.t, code, out.body["code"], 0, out.text)
	require.Contains(h.t, out.body["message"], message)
}

func (r reply) strings(list, field string) []string {
	found := []string{}
	for _, item := range r.body[list].([]any) {
		text, _ := item.(map[string]any)[field].(string)
		found = append(found, text)
	}
	return found
}

func (r reply) pretty() string {
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(r.text), "", "  "); err != nil {
		return r.text
	}
	return b.String()
}
