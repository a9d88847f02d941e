package rest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/queue/rest"
)

const (
	token    = "secret"
	workflow = "WWcccccccccccccccccccccccccccccccc"
	formType = "application/x-www-form-urlencoded"
)

var epoch = time.Date(2015, 8, 4, 18, 39, 9, 0, time.UTC)

// house is a handler over a directory with a clock of the test's.
type house struct {
	t         testing.TB
	directory *queue.Directory
	local     *rest.Local
	clock     time.Time
	handler   http.Handler
	account   string
	base      string   // path of the account
	sent      []string // calls that were sent elsewhere
}

func open(t testing.TB) *house { return openWith(t, rest.Config{}) }

// openWith adds account, queues and clock to a configuration.
func openWith(t testing.TB, cfg rest.Config) *house {
	t.Helper()
	d, err := queue.New(queue.Config{Seed: 1})
	require.NoError(t, err)
	h := &house{t: t, directory: d, clock: epoch, account: d.AccountSID().String()}
	h.base = "/2010-04-01/Accounts/" + h.account
	h.local = rest.NewLocal(d, func() time.Time { return h.clock }, func(m queue.Member, url, method string) {
		h.sent = append(h.sent, fmt.Sprintf("%s %s %s", m.CallSID, method, url))
	})
	cfg.Accounts = append(cfg.Accounts, rest.Account{SID: h.account, Secret: token})
	cfg.Queues = h.local
	cfg.Now = func() time.Time { return h.clock }
	h.handler, err = rest.New(cfg)
	require.NoError(t, err)
	return h
}

func (h *house) pass(d time.Duration) { h.clock = h.clock.Add(d) }

// call is the SID of a call by its number.
func call(n int) queue.CallSID {
	s, err := queue.ParseCallSID(fmt.Sprintf("CA%032x", n))
	if err != nil {
		panic(err)
	}
	return s
}

func (h *house) enqueue(name string, calls ...int) {
	h.t.Helper()
	require.NoError(h.t, h.local.Do(func(now time.Time, d *queue.Directory) error {
		for _, n := range calls {
			p := queue.Enqueue{Call: call(n), Queue: name}
			if name == workflow {
				w, _ := queue.ParseWorkflowSID(workflow)
				p = queue.Enqueue{Call: call(n), Workflow: w}
			}
			if _, _, err := d.Enqueue(now, p); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (h *house) hangUp(n int) {
	h.t.Helper()
	require.NoError(h.t, h.local.Do(func(now time.Time, d *queue.Directory) error {
		_, _, err := d.Hangup(now, call(n))
		return err
	}))
}

// reply is an answer of the handler.
type reply struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

// send makes a request below the account, or of a path that begins with "/2010".
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

// make creates a queue and returns its SID.
func (h *house) make(name string) string {
	h.t.Helper()
	out := h.send("POST", "/Queues.json", url.Values{"FriendlyName": {name}}.Encode())
	require.Equal(h.t, http.StatusCreated, out.status, out.text)
	return out.body["sid"].(string)
}

// refused wants a status and a code, and the whole form of an error.
func (h *house) refused(out reply, status, code int) {
	h.t.Helper()
	require.Equal(h.t, status, out.status, out.text)
	require.InDelta(h.t, code, out.body["code"], 0, out.text)
	require.InDelta(h.t, status, out.body["status"], 0)
	require.NotEmpty(h.t, out.body["message"])
	require.Equal(h.t, fmt.Sprint("https://www.twilio.com/docs/errors/", code), out.body["more_info"])
}

// strings returns a field of all entries of a list.
func (r reply) strings(list, field string) []string {
	found := []string{}
	for _, item := range r.body[list].([]any) {
		found = append(found, item.(map[string]any)[field].(string))
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
