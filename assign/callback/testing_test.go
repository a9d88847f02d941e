package callback_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/callback"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/twiml/webhook"
)

const (
	token    = "12345"
	site     = "http://app.example"
	asked    = site + "/assignment"
	fallback = site + "/fallback"
)

const activity = "WA0000000000000000000000000000000a"

func sid[S any, P interface {
	*S
	UnmarshalText([]byte) error
}](text string) (s S) {
	if err := P(&s).UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return s
}

// question is the request of the tests.
func question() *assign.Request {
	return &assign.Request{
		Timestamp:      time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC),
		AccountSID:     sid[taskrouter.AccountSID]("AC00000000000000000000000000000001"),
		WorkspaceSID:   sid[taskrouter.WorkspaceSID]("WS00000000000000000000000000000002"),
		WorkflowSID:    sid[taskrouter.WorkflowSID]("WW00000000000000000000000000000003"),
		TaskQueueSID:   sid[taskrouter.TaskQueueSID]("WQ00000000000000000000000000000004"),
		WorkerSID:      sid[taskrouter.WorkerSID]("WK00000000000000000000000000000005"),
		TaskSID:        sid[taskrouter.TaskSID]("WT00000000000000000000000000000006"),
		ReservationSID: sid[taskrouter.ReservationSID]("WR00000000000000000000000000000007"),

		WorkerAttributes: `{"contact_uri":"client:alice"}`, TaskAttributes: `{"name":"Zoë & co","from":"+15550100"}`,
		TaskAge: 12 * time.Second, TaskPriority: 3, WorkerName: "Alice",
	}
}

// answer is what a server says at a path.
type answer struct {
	status      int
	contentType string
	body        string
	location    string
	after       time.Duration
	err         error // instead of an answer
	cut         bool  // the body breaks off
}

// pages is a network of answers by path. It keeps what was asked.
type pages struct {
	answers map[string]answer

	mu    sync.Mutex
	asked []ask
}

// ask is a request as it arrived.
type ask struct {
	method, url string
	form        string
	signed      bool
	header      http.Header
}

func (p *pages) RoundTrip(r *http.Request) (*http.Response, error) {
	var form []byte
	if r.Body != nil {
		form, _ = io.ReadAll(r.Body)
	}
	p.note(r, form)
	a, ok := p.answers[r.URL.Path]
	if !ok {
		return nil, fmt.Errorf("no route to %s", r.URL.Path)
	}
	select {
	case <-time.After(a.after):
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	if a.err != nil {
		return nil, a.err
	}
	h := http.Header{}
	for name, value := range map[string]string{"Content-Type": a.contentType, "Location": a.location} {
		if value != "" {
			h.Set(name, value)
		}
	}
	body := io.Reader(strings.NewReader(a.body))
	if a.cut {
		body = io.MultiReader(body, iotest.ErrReader(io.ErrUnexpectedEOF))
	}
	return &http.Response{StatusCode: a.status, Header: h, Body: io.NopCloser(body), Request: r}, nil
}

func (p *pages) note(r *http.Request, form []byte) {
	in := httptest.NewRequest(r.Method, r.URL.RequestURI(), bytes.NewReader(form))
	in.Host, in.Header = r.Host, r.Header.Clone()
	signed := verifier().VerifyRequest(in) == nil
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, ask{r.Method, r.URL.String(), string(form), signed, r.Header.Clone()})
}

func verifier() *webhook.Verifier {
	v, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{token}})
	if err != nil {
		panic(err)
	}
	return v
}

func newClient(t testing.TB, rt http.RoundTripper, change ...func(*callback.ClientConfig)) *callback.Client {
	t.Helper()
	cfg := callback.ClientConfig{AuthToken: token, HTTP: &http.Client{Transport: rt}}
	for _, c := range change {
		c(&cfg)
	}
	client, err := callback.NewClient(cfg)
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client
}

// codes writes alerts as "11200" and "warning 40001".
func codes(alerts []callback.Alert) []string {
	var list []string
	for _, a := range alerts {
		word := ""
		if a.Warning {
			word = "warning "
		}
		list = append(list, fmt.Sprint(word, a.Code))
	}
	return list
}

// errorsOf keeps what a handler reports.
type reports struct {
	mu   sync.Mutex
	list []*callback.Error
}

func (r *reports) add(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = append(r.list, err.(*callback.Error))
}

func (r *reports) take() []*callback.Error {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := r.list
	r.list = nil
	return list
}

// loopback serves a handler on the loopback, and returns its URL and a client
// that may reach it.
func loopback(t *testing.T, h http.Handler) (string, *http.Client) {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	list, err := callback.NewAllowList("127.0.0.1")
	require.NoError(t, err)
	client := list.Client()
	t.Cleanup(client.CloseIdleConnections)
	return server.URL, client
}

func ask1(client *callback.Client) (callback.Answer, error) {
	return client.Ask(context.Background(), asked, fallback, question())
}
