package conformance

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/twilio/twilio-go/client"
	v2010 "github.com/twilio/twilio-go/rest/api/v2010"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
)

// token is the auth token of the account. The SDK wants letters and digits
// (rest.md §8).
const token = "f00dfacef00dfacef00dfacef00dface"

var epoch = time.Date(2024, 5, 14, 10, 0, 0, 0, time.UTC)

// clock shows the time that the test says.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// house is a handler behind a server, and the SDK pointed at it.
type house struct {
	t       *testing.T
	seen    *record
	url     string // of the server
	account string
	clock   *clock

	*v1.ApiService                   // of TaskRouter
	calls          *v2010.ApiService // of Queues, Members and Calls

	// Of a workspace:
	ws         string            // its SID
	at         string            // its URL
	activities map[string]string // SIDs by friendly name
	desk       *desk
	deleted    int // workspaces
	nextSeed   uint64
}

// desk stands for the host's calls: it notes the instructions that are for them.
type desk struct {
	mu    sync.Mutex
	given []assign.Instruction
	fail  error
}

func (d *desk) Instruct(_ context.Context, _ taskrouter.WorkspaceSID, _ taskrouter.ReservationSID, i assign.Instruction) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.given = append(d.given, i)
	return d.fail
}

func (d *desk) take() []assign.Instruction {
	d.mu.Lock()
	defer d.mu.Unlock()
	given := d.given
	d.given = nil
	return given
}

// open serves a workspace with an engine of its own.
func open(t *testing.T, seen *record) *house { return openWith(t, seen, rest.RateLimits{}) }

func openWith(t *testing.T, seen *record, limits rest.RateLimits) *house {
	t.Helper()
	h := &house{t: t, seen: seen, clock: &clock{now: epoch}, desk: &desk{}, activities: map[string]string{}, nextSeed: 2}
	engine, err := taskrouter.New(taskrouter.Config{Seed: 1, Created: epoch, FriendlyName: "Support"})
	require.NoError(t, err)
	own := engine.Workspace()
	h.account, h.ws = own.AccountSID.String(), own.SID.String()
	for a := range engine.Activities() {
		h.activities[a.FriendlyName] = a.SID.String()
	}
	handler, err := rest.New(rest.Config{
		Accounts:   []rest.Account{{SID: h.account, Secret: token}},
		Workspaces: []rest.Workspace{rest.NewLocal(engine, h.clock.Now)},
		NewWorkspace: func(_ context.Context, cfg taskrouter.Config) (rest.Workspace, error) {
			cfg.Seed, cfg.Created = h.nextSeed, h.clock.Now()
			h.nextSeed++
			engine, err := taskrouter.New(cfg)
			if err != nil {
				return nil, err
			}
			return rest.NewLocal(engine, h.clock.Now), nil
		},
		Deleted:    func(rest.Workspace) { h.deleted++ },
		Instructor: h.desk, RateLimits: limits, Now: h.clock.Now,
	})
	require.NoError(t, err)
	h.serve(handler)
	h.at = h.url + "/v1/Workspaces/" + h.ws
	return h
}

// serve starts a server and points the SDK at it.
func (h *house) serve(handler http.Handler) {
	h.t.Helper()
	server := httptest.NewServer(handler)
	h.t.Cleanup(server.Close)
	h.url = server.URL
	c := h.client(h.account, token)
	h.ApiService, h.calls = v1.NewApiServiceWithClient(c), v2010.NewApiServiceWithClient(c)
}

// client makes a client of the SDK, unchanged but for its transport: this is how
// the SDK is pointed at another host (rest.md §7).
func (h *house) client(user, secret string) *client.Client {
	h.t.Helper()
	target, err := url.Parse(h.url)
	require.NoError(h.t, err)
	c := &client.Client{
		Credentials: client.NewCredentials(user, secret),
		HTTPClient:  &http.Client{Transport: &recorder{target: target, next: http.DefaultTransport, seen: h.seen, t: h.t}},
	}
	c.SetAccountSid(h.account)
	return c
}

// queue, workflow, worker and task make what most tests need.

func (h *house) queue(name string) string {
	h.t.Helper()
	return *got(h.CreateTaskQueue(h.ws, new(v1.CreateTaskQueueParams).SetFriendlyName(name))).must(h.t).Sid
}

func (h *house) workflow(name, queue string) string {
	h.t.Helper()
	return *got(h.CreateWorkflow(h.ws, new(v1.CreateWorkflowParams).SetFriendlyName(name).SetConfiguration(leadsTo(queue)))).must(h.t).Sid
}

// leadsTo is the configuration of a workflow with one queue.
func leadsTo(queue string) string {
	return `{"task_routing":{"filters":[],"default_filter":{"queue":"` + queue + `"}}}`
}

func (h *house) worker(name, activity string) string {
	h.t.Helper()
	p := new(v1.CreateWorkerParams).SetFriendlyName(name).SetActivitySid(h.activities[activity])
	return *got(h.CreateWorker(h.ws, p)).must(h.t).Sid
}

func (h *house) task(attributes string) string {
	h.t.Helper()
	return *got(h.CreateTask(h.ws, new(v1.CreateTaskParams).SetAttributes(attributes))).must(h.t).Sid
}

// offered is the reservation of a task that was offered to nobody but one worker.
func (h *house) offered(task string) string {
	h.t.Helper()
	all := got(h.ListTaskReservation(h.ws, task, nil)).must(h.t)
	require.Len(h.t, all, 1)
	return *all[0].Sid
}

// links are URLs as the SDK decodes them: pairs of a name and a path behind the
// workspace.
func (h *house) links(pairs ...string) *map[string]any {
	links := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		links[pairs[i]] = h.at + pairs[i+1]
	}
	return &links
}

// later is an instant after the epoch.
func later(d time.Duration) *time.Time { return new(epoch.Add(d)) }

const nobody = "11111111111111111111111111111111" // behind a prefix: a SID that nothing has
