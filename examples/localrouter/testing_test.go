package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/twiml/webhook"
)

// noLeaks fails if the test leaves goroutines behind.
func noLeaks(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		for range 2000 {
			if runtime.NumGoroutine() <= before {
				return
			}
			time.Sleep(2 * time.Millisecond)
		}
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
	})
}

// output is what a program writes while others read it.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// patience is after how long a test that waits for what will never come fails.
const patience = 20 * time.Second

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for late := time.Now().Add(patience); !holds(); time.Sleep(2 * time.Millisecond) {
		require.False(t, time.Now().After(late), what)
	}
}

// local is a service with a caller who has its account.
type local struct {
	*service
	t   *testing.T
	log output
}

func noEnvironment(string) string { return "" }

// start serves on a free port, with more arguments.
func start(t *testing.T, args ...string) *local {
	t.Helper()
	noLeaks(t)
	l := &local{t: t}
	o, err := parseOptions(append([]string{"-addr", "127.0.0.1:0"}, args...), noEnvironment, io.Discard)
	require.NoError(t, err)
	l.service, err = open(o, &l.log)
	require.NoError(t, err)
	t.Cleanup(l.close)
	return l
}

// do sends a request and returns the answer, which must have a status. A path is
// one of the service, or a URL.
func (l *local) do(status int, method, path string, form ...string) map[string]any {
	l.t.Helper()
	values := url.Values{}
	for i := 0; i < len(form); i += 2 {
		values.Set(form[i], form[i+1])
	}
	r, err := http.NewRequestWithContext(l.t.Context(), method, l.url+strings.TrimPrefix(path, l.url), strings.NewReader(values.Encode()))
	require.NoError(l.t, err)
	r.SetBasicAuth(l.account.String(), l.token)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(l.t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(l.t, err)
	require.Equal(l.t, status, answer.StatusCode, "%s %s: %s", method, path, body)
	out := map[string]any{}
	if len(body) > 0 {
		require.NoError(l.t, json.Unmarshal(body, &out), "%s", body)
	}
	return out
}

// get and make are do for what goes well. What is made is named by its URL.
func (l *local) get(path string) map[string]any { l.t.Helper(); return l.do(200, "GET", path) }

func (l *local) make(path string, form ...string) map[string]any {
	l.t.Helper()
	return l.do(201, "POST", path, form...)
}

// at is a text of an answer.
func at(answer map[string]any, path ...string) string {
	for _, key := range path[:len(path)-1] {
		answer, _ = answer[key].(map[string]any)
	}
	text, _ := answer[path[len(path)-1]].(string)
	return text
}

// reservations are the statuses of a task's reservations, and their URLs.
func (l *local) reservations(task string) (statuses, urls []string) {
	list, _ := l.get(task + "/Reservations")["reservations"].([]any)
	for _, entry := range list {
		r, _ := entry.(map[string]any)
		statuses, urls = append(statuses, at(r, "reservation_status")), append(urls, at(r, "url"))
	}
	return statuses, urls
}

// application answers everything alike, and keeps what it was sent.
type application struct {
	url      string
	requests chan *http.Request
}

// openApplication opens a server that takes requests signed with a token only.
func openApplication(t *testing.T, token, contentType, answer string) *application {
	t.Helper()
	verifier, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{token}})
	require.NoError(t, err)
	a := &application{requests: make(chan *http.Request, 1000)}
	server := httptest.NewServer(verifier.RequireSignature(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.NoError(t, r.ParseForm())
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, answer)
		a.requests <- r
	})))
	t.Cleanup(server.Close)
	a.url = server.URL
	return a
}

// got is the next request with a parameter; others are passed over.
func (a *application) got(t *testing.T, name, value string) url.Values {
	t.Helper()
	late := time.After(patience)
	for {
		select {
		case r := <-a.requests:
			if r.Form.Get(name) == value || name == "" {
				return r.Form
			}
		case <-late:
			require.FailNow(t, "no request came", "%s=%s", name, value)
		}
	}
}

// furnished makes a workspace through the API, with a queue, a worker who is there,
// and a workflow, and returns the workspace's path.
func (l *local) furnished(callbackURL string, form ...string) (workspace string) {
	l.t.Helper()
	workspace = at(l.make("/v1/Workspaces", append([]string{"FriendlyName", "Story"}, form...)...), "url")
	queue := at(l.make(workspace+"/TaskQueues", "FriendlyName", "Everybody"), "sid")
	l.make(workspace+"/Workflows", "FriendlyName", "Main", "AssignmentCallbackUrl", callbackURL,
		"Configuration", `{"task_routing":{"filters":[],"default_filter":{"queue":"`+queue+`"}}}`)
	l.make(workspace+"/Workers", "FriendlyName", "Alice", "ActivitySid", l.activity(workspace, "Available"))
	return workspace
}

func (l *local) activity(workspace, name string) string {
	l.t.Helper()
	list, _ := l.get(workspace + "/Activities?FriendlyName=" + name)["activities"].([]any)
	require.Len(l.t, list, 1)
	one, _ := list[0].(map[string]any)
	return at(one, "sid")
}
