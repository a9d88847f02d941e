package conformance

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/twilio/twilio-go/client"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	voicerest "github.com/goacd/acd/assign/voice/rest"
	"github.com/goacd/acd/queue"
	queuerest "github.com/goacd/acd/queue/rest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
	"github.com/goacd/acd/taskrouter/runner"
)

// alarms makes a clock that is moved by hand one for a runner.
type alarms struct {
	*clock
	mu  sync.Mutex
	set map[chan time.Time]time.Time
}

// Alarm implements runner.Clock.
func (c *alarms) Alarm(at time.Time) (<-chan time.Time, func() bool) {
	ring := make(chan time.Time, 1)
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.Now(); !at.After(now) {
		ring <- now
		return ring, func() bool { return true }
	}
	c.set[ring] = at
	return ring, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.set, ring)
		return true
	}
}

// pass moves the clock and rings.
func (c *alarms) pass(d time.Duration) {
	c.clock.pass(d)
	c.mu.Lock()
	defer c.mu.Unlock()
	for ring, at := range c.set {
		if now := c.Now(); !at.After(now) {
			ring <- now
			delete(c.set, ring)
		}
	}
}

// switchboard is a whole service on the loopback: a workspace that lives, calls
// on telephones that the test plays, the API over both, and an application that
// is reached over HTTP.
type switchboard struct {
	*house
	clock  *alarms
	app    *application
	driver *driver.Driver
	phones chan voice.Action // what the host of the calls is told to do
	told   chan voice.Action // what it is told of

	prepared chan url.Values // what requests ask of it beside calling
}

// Do implements driver.Media.
func (s *switchboard) Do(_ context.Context, a voice.Action) error {
	s.phones <- a
	return nil
}

// Instruct implements rest.Instructor.
func (s *switchboard) Instruct(ctx context.Context, _ taskrouter.WorkspaceSID, r taskrouter.ReservationSID, i assign.Instruction) error {
	return s.driver.Step(ctx, &voice.Instructed{Reservation: r, Instruction: i})
}

func openSwitchboard(t *testing.T, seen *record) *switchboard {
	t.Helper()
	h := &house{t: t, seen: seen, clock: &clock{now: epoch}, activities: map[string]string{}}
	s := &switchboard{
		house: h, clock: &alarms{clock: h.clock, set: map[chan time.Time]time.Time{}}, app: openApplication(t),
		phones: make(chan voice.Action, 1000), told: make(chan voice.Action, 1000), prepared: make(chan url.Values, 10),
	}
	live, err := runner.New(runner.Config{Engine: taskrouter.Config{Seed: 1, Created: epoch, FriendlyName: "Support"}, Clock: s.clock})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, live.Close()) })
	own, err := live.Workspace()
	require.NoError(t, err)
	h.account, h.ws = own.AccountSID.String(), own.SID.String()

	list, err := callback.NewAllowList("127.0.0.1")
	require.NoError(t, err)
	asking, err := callback.NewClient(callback.ClientConfig{AuthToken: token, HTTP: list.Client()})
	require.NoError(t, err)
	t.Cleanup(asking.Close)
	register := voicerest.NewRegister(0)
	s.driver, err = driver.New(register.Watch(driver.Config{
		Runner: live, Media: s, Client: list.Client(), AuthToken: token, Voice: voice.Config{Seed: 1},
		Asker:   &callback.Asker{Client: asking},
		Observe: func(o driver.Observation) { s.told <- o.Action },
	}))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.driver.Close()) })
	s.route(live, register)
	s.follow(live, list)
	return s
}

// route serves both APIs.
func (s *switchboard) route(live *runner.Runner, register *voicerest.Register) {
	t := s.t
	t.Helper()
	tasks, err := rest.New(rest.Config{
		Accounts: []rest.Account{{SID: s.account, Secret: token}}, Workspaces: []rest.Workspace{live}, Instructor: s, Now: s.clock.Now,
	})
	require.NoError(t, err)
	calls, err := voicerest.New(voicerest.Config{
		Accounts: []queuerest.Account{{SID: s.account, Secret: token}}, Driver: s.driver, Register: register, Now: s.clock.Now,
		Prepare: func(_ context.Context, _ voice.CallSID, parameters url.Values) error {
			s.prepared <- parameters
			return nil
		},
	})
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("/v1/", tasks)
	mux.Handle("/2010-04-01/", calls)
	s.serve(mux)
	s.at = s.url + "/v1/Workspaces/" + s.ws
	for _, a := range got(s.ListActivity(s.ws, nil)).must(t) {
		s.activities[*a.FriendlyName] = *a.Sid
	}
}

// follow sends events to the URL of the workspace.
func (s *switchboard) follow(live *runner.Runner, list *callback.AllowList) {
	sender, err := callback.NewSender(callback.SenderConfig{AuthToken: token, HTTP: list.Client()})
	require.NoError(s.t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = sender.Follow(ctx, callback.Feed{
			Subscribe: func(after uint64) callback.Source { return live.Subscribe(after) },
			Target: func() callback.Target {
				own, _ := live.Workspace()
				return callback.Target{URL: own.EventCallbackURL, Filter: taskrouter.ParseEventsFilter(own.EventsFilter)}
			},
		})
	}()
	s.t.Cleanup(func() {
		cancel()
		<-done
	})
}

// wait is the next action of a kind; those before it are passed over.
func wait[T voice.Action](t *testing.T, from chan voice.Action) T {
	t.Helper()
	late := time.After(patience)
	for {
		select {
		case a := <-from:
			if wanted, is := a.(T); is {
				return wanted
			}
		case <-late:
			require.FailNow(t, fmt.Sprintf("no %T came", *new(T)))
		}
	}
}

// patience is after how long a test that waits for what will never come fails.
const patience = 10 * time.Second

// queued waits for an event of a queue.
func (s *switchboard) queued(t *testing.T, kind queue.EventType) *voice.Queued {
	t.Helper()
	for {
		if q := wait[*voice.Queued](t, s.told); q.Event.Type == kind {
			return q
		}
	}
}

// step reports what happened to a call.
func (s *switchboard) step(t *testing.T, in voice.Input) {
	t.Helper()
	require.NoError(t, s.driver.Step(t.Context(), in))
}

// application is the customer's server. It holds the signature of every request
// against the SDK's own validator.
type application struct {
	t        *testing.T
	url      string
	requests chan request
	kept     []request // on the test's goroutine

	mu    sync.Mutex
	pages map[string]string
}

// request is one that the application got.
type request struct {
	path string
	form url.Values
}

func openApplication(t *testing.T) *application {
	a := &application{t: t, requests: make(chan request, 1000), pages: map[string]string{}}
	server := httptest.NewServer(a)
	t.Cleanup(server.Close)
	a.url = server.URL
	return a
}

// answers sets what the application says at a path: a document, or JSON.
func (a *application) answers(path, body string) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pages[path] = body
	return a.url + path
}

// ServeHTTP implements http.Handler.
func (a *application) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		a.t.Errorf("%s: %v", r.URL, err)
	}
	flat := map[string]string{}
	for name := range r.PostForm {
		flat[name] = r.PostForm.Get(name)
	}
	validator := client.NewRequestValidator(token)
	if !validator.Validate(a.url+r.URL.RequestURI(), flat, r.Header.Get("X-Twilio-Signature")) {
		a.t.Errorf("%s: the SDK does not take the signature", r.URL)
	}
	a.mu.Lock()
	body, known := a.pages[r.URL.Path]
	a.mu.Unlock()
	if !known {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	kind := "text/xml"
	if len(body) > 0 && body[0] == '{' {
		kind = "application/json"
	}
	w.Header().Set("Content-Type", kind)
	_, _ = w.Write([]byte(body))
	a.requests <- request{r.URL.Path, r.Form}
}

// got is the oldest request to a path with these parameters that was not asked
// for yet; it waits for one.
func (a *application) got(t *testing.T, path string, having ...string) url.Values {
	t.Helper()
	late := time.After(patience)
	for n := 0; ; n++ {
		if n == len(a.kept) {
			select {
			case r := <-a.requests:
				a.kept = append(a.kept, r)
			case <-late:
				require.FailNow(t, "no request to "+path, "%v, but %v", having, a.kept)
			}
		}
		if r := a.kept[n]; r.path == path && r.has(having) {
			a.kept = slices.Delete(a.kept, n, n+1)
			return r.form
		}
	}
}

func (r *request) has(pairs []string) bool {
	for i := 0; i < len(pairs); i += 2 {
		if r.form.Get(pairs[i]) != pairs[i+1] {
			return false
		}
	}
	return true
}
