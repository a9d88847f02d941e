package rest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
)

// The benchmarks measure whole requests: authentication, routing, form, engine and
// JSON. Beside each runs "constant", a handler that answers the same number of
// bytes and does nothing else; over the loopback both have the same client. What
// is not measured: TLS, a network, a journal.

// benchOperations are the requests that are measured. Each begins from a workspace
// with 50 waiting tasks and nobody who takes them.
var benchOperations = []struct {
	name string
	next func(h *house) (method, path, form string) // prepared outside of the measurement
}{
	{"create", func(h *house) (string, string, string) {
		return "POST", h.ws + "/Tasks", "Attributes=%7B%22type%22%3A%22billing%22%7D&TaskChannel=voice"
	}},
	{"fetch", func(h *house) (string, string, string) { return "GET", h.ws + "/Tasks/" + h.task, "" }},
	{"accept", func(h *house) (string, string, string) {
		now := h.clock
		events, err := h.engine.Apply(now, &taskrouter.CreateTask{RoutingTarget: h.worker})
		require.NoError(h.t, err)
		ev := taskrouter.Find(events, taskrouter.ReservationCreated)
		return "POST", h.ws + "/Tasks/" + ev.TaskSID.String() + "/Reservations/" + ev.ReservationSID.String(), "ReservationStatus=accepted"
	}},
	{"list50", func(h *house) (string, string, string) { return "GET", h.ws + "/Tasks", "" }},
	{"realtime", func(h *house) (string, string, string) { return "GET", h.ws + "/RealTimeStatistics", "" }},
}

func benchHouse(b *testing.B) *house {
	engine, err := taskrouter.New(taskrouter.Config{
		Seed: 1, Created: epoch, Limits: taskrouter.Limits{Tasks: 1 << 30, FinishedTask: time.Second},
	})
	require.NoError(b, err)
	h := &house{t: b, engine: engine, clock: epoch, activities: map[string]string{}}
	h.handler = rest.ForEngine(engine, func() time.Time { return h.clock }, token)
	own := engine.Workspace()
	h.user, h.ws = own.AccountSID.String(), "/v1/Workspaces/"+own.SID.String()
	h.routes()
	h.worker = h.make("/Workers", "FriendlyName", "Alice")
	for n := range 50 {
		h.task = h.make("/Tasks", "Attributes", fmt.Sprintf(`{"type":"billing","n":%d}`, n), "Timeout", "1209600")
	}
	return h
}

// forget removes what a measured request made, so that the workspace stays as it
// is however long the benchmark runs.
func (h *house) forget(status int) {
	if status != http.StatusCreated && status != http.StatusOK {
		h.t.Fatalf("status %d", status)
	}
	var extra []taskrouter.TaskSID
	n := 0
	for t := range h.engine.Tasks() {
		if n++; n > 50 {
			extra = append(extra, t.SID)
		}
	}
	for _, s := range extra {
		_, err := h.engine.Apply(h.clock, &taskrouter.DeleteTask{SID: s})
		require.NoError(h.t, err)
	}
}

func (h *house) request(method, path, form string) *http.Request {
	r := httptest.NewRequest(method, path, strings.NewReader(form))
	r.SetBasicAuth(h.user, token)
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r
}

// constant answers always the same.
func constant(body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(body)
	})
}

// sink is a ResponseWriter that costs nothing.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) Write(p []byte) (int, error) { return len(p), nil }
func (s *sink) WriteHeader(status int)      { s.status = status }

// BenchmarkInProcess calls ServeHTTP.
func BenchmarkInProcess(b *testing.B) {
	for _, op := range benchOperations {
		h := benchHouse(b)
		size := len(h.sample(op.next))
		b.Run(op.name+"/handler", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				r, w := h.request(op.next(h)), &sink{header: http.Header{}}
				b.StartTimer()
				h.handler.ServeHTTP(w, r)
				b.StopTimer()
				h.forget(w.status)
				b.StartTimer()
			}
			b.ReportMetric(float64(size), "bytes")
		})
		b.Run(op.name+"/constant", func(b *testing.B) {
			handler := constant(make([]byte, size))
			b.ReportAllocs()
			for b.Loop() {
				b.StopTimer()
				r, w := h.request("GET", h.ws, ""), &sink{header: http.Header{}}
				b.StartTimer()
				handler.ServeHTTP(w, r)
			}
		})
	}
}

// sample is what the operation answers.
func (h *house) sample(next func(h *house) (method, path, form string)) string {
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, h.request(next(h)))
	h.forget(w.Code)
	return w.Body.String()
}

// BenchmarkLoopback sends requests through a client and a server on the loopback.
func BenchmarkLoopback(b *testing.B) {
	for _, op := range benchOperations {
		h := benchHouse(b)
		size := len(h.sample(op.next))
		run := func(name string, handler http.Handler, forget bool) {
			b.Run(op.name+"/"+name, func(b *testing.B) {
				server := httptest.NewServer(handler)
				defer server.Close()
				c := server.Client()
				b.ReportAllocs()
				for b.Loop() {
					b.StopTimer()
					method, path, form := op.next(h)
					r := h.request(method, path, form)
					out, err := http.NewRequest(method, server.URL+path, strings.NewReader(form))
					require.NoError(b, err)
					out.Header = r.Header
					b.StartTimer()
					answer, err := c.Do(out)
					if err != nil {
						b.Fatal(err)
					}
					_, err = io.Copy(io.Discard, answer.Body)
					answer.Body.Close()
					b.StopTimer()
					require.NoError(b, err)
					if forget {
						h.forget(answer.StatusCode)
					}
					b.StartTimer()
				}
			})
		}
		run("handler", h.handler, true)
		run("constant", constant([]byte(strings.Repeat("x", size))), false)
	}
}
