package rest_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
)

const token = "secret"

var epoch = time.Date(2024, 5, 14, 10, 0, 0, 0, time.UTC)

// house is a handler over an engine with a clock of the test's.
type house struct {
	t       testing.TB
	engine  *taskrouter.Engine
	clock   time.Time
	handler http.Handler
	user    string
	ws      string // path of the workspace

	activities   map[string]string // SIDs by friendly name
	worker, task string            // of benchmarks
}

func open(t testing.TB) *house { return openWith(t, rest.Config{}) }

// openWith adds account, workspace and clock to a configuration.
func openWith(t testing.TB, cfg rest.Config) *house {
	t.Helper()
	engine, err := taskrouter.New(taskrouter.Config{Seed: 1, Created: epoch, FriendlyName: "Support"})
	require.NoError(t, err)
	h := &house{t: t, engine: engine, clock: epoch, activities: map[string]string{}}
	own := engine.Workspace()
	h.user, h.ws = own.AccountSID.String(), "/v1/Workspaces/"+own.SID.String()
	cfg.Accounts = append(cfg.Accounts, rest.Account{SID: h.user, Secret: token})
	cfg.Workspaces = append(cfg.Workspaces, rest.NewLocal(engine, func() time.Time { return h.clock }))
	cfg.BaseURL = "https://taskrouter.example.com"
	cfg.Now = func() time.Time { return h.clock }
	h.handler, err = rest.New(cfg)
	require.NoError(t, err)
	for a := range engine.Activities() {
		h.activities[a.FriendlyName] = a.SID.String()
	}
	return h
}

func (h *house) pass(d time.Duration) { h.clock = h.clock.Add(d) }

// reply is an answer of the handler.
type reply struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

// send makes a request below the workspace, or of an absolute path "/v1/…". A form
// is given as "A=b&C=d".
func (h *house) send(method, path, form string, header ...string) reply {
	h.t.Helper()
	if !strings.HasPrefix(path, "/v1") {
		path = h.ws + path
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form))
	r.SetBasicAuth(h.user, token)
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
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

func (h *house) get(path string) reply        { h.t.Helper(); return h.send("GET", path, "") }
func (h *house) post(path, form string) reply { h.t.Helper(); return h.send("POST", path, form) }
func (h *house) delete(path string) reply     { h.t.Helper(); return h.send("DELETE", path, "") }

// make posts a form, wants 201 and returns the SID.
func (h *house) make(path string, pairs ...string) string {
	h.t.Helper()
	out := h.post(path, form(pairs...))
	require.Equal(h.t, http.StatusCreated, out.status, out.text)
	return out.body["sid"].(string)
}

func form(pairs ...string) string {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values.Encode()
}

// pretty is a body to be read and compared, with the SIDs of a run kept short.
func (r reply) pretty() string {
	var b bytes.Buffer
	if err := json.Indent(&b, []byte(r.text), "", "  "); err != nil {
		return r.text
	}
	return b.String()
}
