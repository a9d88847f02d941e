package rest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	internal "github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
)

// The benchmarks measure whole requests: authentication, routing, form, engine and
// JSON. In the same run, turn by turn, two handlers answer the same requests with as
// many bytes, always the same:
//
//   - "bare" sets Content-Type and writes them. It reads nothing and asks nobody who
//     he is, so that it is no service, but what net/http costs by itself.
//   - "fair" is a service as this one is, with an endpoint that does nothing: it
//     checks the credentials, finds the endpoint, reads the form and sets the
//     headers. What is beyond it is what the resource costs.
//
// Each is reported in ns a request, and the handler also as a multiple of the two.
// In process a request is asked as a unit test asks it, made by httptest and
// answered into a recorder; over the loopback by a client. Both are the same for
// all three. What is not measured: TLS, a network,
// a journal.

// benchOperations are the requests that are measured. Each begins from a workspace
// with 50 waiting tasks and nobody who takes them.
var benchOperations = []struct {
	name string
	next func(h *house) (method, path, form string) // prepared outside of the measurement
}{
	{"create", func(h *house) (string, string, string) {
		return "POST", h.Base + "/Tasks", "Attributes=%7B%22type%22%3A%22billing%22%7D&TaskChannel=voice"
	}},
	{"fetch", func(h *house) (string, string, string) { return "GET", h.Base + "/Tasks/" + h.task, "" }},
	{"accept", func(h *house) (string, string, string) {
		now := h.clock
		events, err := h.engine.Apply(now, &taskrouter.CreateTask{RoutingTarget: h.worker})
		require.NoError(h.T, err)
		ev := taskrouter.Find(events, taskrouter.ReservationCreated)
		return "POST", h.Base + "/Tasks/" + ev.TaskSID.String() + "/Reservations/" + ev.ReservationSID.String(), "ReservationStatus=accepted"
	}},
	{"list50", func(h *house) (string, string, string) { return "GET", h.Base + "/Tasks", "" }},
	{"realtime", func(h *house) (string, string, string) { return "GET", h.Base + "/RealTimeStatistics", "" }},
}

func benchHouse(b *testing.B) *house {
	engine, err := taskrouter.New(taskrouter.Config{
		Seed: 1, Created: epoch, Limits: taskrouter.Limits{Tasks: 1 << 30, FinishedTask: time.Second},
	})
	require.NoError(b, err)
	h := newHouse(b, engine)
	h.Handler = rest.ForEngine(engine, func() time.Time { return h.clock }, token)
	h.routes()
	h.worker = h.make("/Workers", "FriendlyName", "Alice")
	for n := range 50 {
		h.task = h.make("/Tasks", "Attributes", fmt.Sprintf(`{"type":"billing","n":%d}`, n), "Timeout", "1209600")
		h.pass(time.Millisecond)
	}
	return h
}

// forget removes what measured requests made, so that the workspace stays as it is
// however long the benchmark runs.
func (h *house) forget(statuses []int) {
	for _, status := range statuses {
		if status != http.StatusCreated && status != http.StatusOK {
			h.T.Fatalf("status %d", status)
		}
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
		require.NoError(h.T, err)
	}
}

// bare answers always the same.
func bare(body []byte) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(body)
	})
}

// fair answers always the same, to whom may ask.
func (h *house) fair(size int) http.Handler {
	text := strings.Repeat("x", size-len(`{"a":""}`))
	same := func(*internal.Request) (internal.Answer, error) {
		var o internal.Object
		o.URL("a", text)
		return internal.OK(&o)
	}
	const ws = "/v1/Workspaces/{WorkspaceSid}"
	cfg := internal.Config{
		Accounts: []internal.Account{{SID: h.User, Secret: token}}, MaxBody: 4 << 20, Timeout: 30 * time.Second,
		ContentType: "application/json", CORS: true,
	}
	for _, path := range []string{"/Tasks", "/Tasks/{Sid}", "/Tasks/{TaskSid}/Reservations/{Sid}", "/RealTimeStatistics"} {
		cfg.Routes = append(cfg.Routes, internal.Route{Path: ws + path, Get: same, Post: same})
	}
	s, err := internal.NewService(cfg)
	require.NoError(h.T, err)
	return s
}

// asker makes of a request what is measured: a function that returns the status.
type asker func(method, path, form string) func() int

// turns lets the handler and the two others answer the operation's requests turn by
// turn, and reports what they took.
func (h *house) turns(b *testing.B, next func(h *house) (method, path, form string), serve [3]asker) {
	const each = 32
	var took [3]time.Duration
	var allocated uint64
	rounds := 0
	for b.Loop() {
		rounds++
		for i := range serve {
			var requests [each]func() int
			for n := range requests {
				requests[n] = serve[i](next(h))
			}
			var status [each]int
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			for n, request := range requests {
				status[n] = request()
			}
			took[i] += time.Since(began)
			runtime.ReadMemStats(&after)
			if i == 0 {
				allocated += after.Mallocs - before.Mallocs
			}
			h.forget(status[:])
		}
	}
	per := func(n float64) float64 { return n / float64(rounds*each) }
	b.ReportMetric(0, "ns/op") // it has the preparation in it
	b.ReportMetric(per(float64(allocated)), "allocs")
	for i, name := range []string{"ns", "ns(bare)", "ns(fair)"} {
		b.ReportMetric(per(float64(took[i])), name)
	}
	b.ReportMetric(float64(took[0])/float64(took[1]), "x(bare)")
	b.ReportMetric(float64(took[0])/float64(took[2]), "x(fair)")
}

// BenchmarkInProcess calls ServeHTTP, as a unit test does.
func BenchmarkInProcess(b *testing.B) {
	for _, op := range benchOperations {
		b.Run(op.name, func(b *testing.B) {
			h := benchHouse(b)
			size := len(h.sample(op.next))
			serve := func(handler http.Handler) asker {
				return func(method, path, form string) func() int {
					return func() int {
						w := httptest.NewRecorder()
						handler.ServeHTTP(w, h.Request(method, path, form))
						return w.Code
					}
				}
			}
			h.turns(b, op.next, [3]asker{serve(h.Handler), serve(bare(make([]byte, size))), serve(h.fair(size))})
			b.ReportMetric(float64(size), "bytes")
		})
	}
}

// sample is what the operation answers.
func (h *house) sample(next func(h *house) (method, path, form string)) string {
	w := httptest.NewRecorder()
	h.Handler.ServeHTTP(w, h.Request(next(h)))
	h.forget([]int{w.Code})
	return w.Body.String()
}

// BenchmarkLoopback sends requests through a client and a server on the loopback.
func BenchmarkLoopback(b *testing.B) {
	for _, op := range benchOperations {
		b.Run(op.name, func(b *testing.B) {
			h := benchHouse(b)
			size := len(h.sample(op.next))
			var serve [3]asker
			for i, handler := range []http.Handler{h.Handler, bare(make([]byte, size)), h.fair(size)} {
				server := httptest.NewServer(handler)
				defer server.Close()
				serve[i] = func(method, path, form string) func() int {
					r := h.Request(method, path, form)
					out, err := http.NewRequest(r.Method, server.URL+r.URL.RequestURI(), r.Body)
					require.NoError(b, err)
					out.Header, out.ContentLength = r.Header, r.ContentLength
					return func() int {
						answer, err := server.Client().Do(out)
						if err != nil {
							return 0
						}
						defer answer.Body.Close()
						_, _ = io.Copy(io.Discard, answer.Body)
						return answer.StatusCode
					}
				}
			}
			h.turns(b, op.next, serve)
		})
	}
}

// BenchmarkPages asks for pages of 50 of 100,000 tasks by the links that the answers
// have: the first one, the last one, and the one before it, which is read Reader.
// Where the page is makes no difference.
func BenchmarkPages(b *testing.B) {
	const tasks, size = 100_000, 50
	h := benchHouse(b)
	for range tasks - 50 { // that are there
		h.pass(time.Millisecond)
		h.apply(&taskrouter.CreateTask{})
	}
	first := h.Get("/Tasks")
	var before string
	n := 0
	for t := range h.engine.Tasks() {
		if n++; n == tasks-size {
			before = t.SID.String()
		}
	}
	last := h.Get(fmt.Sprintf("/Tasks?PageSize=%d&Page=%d&PageToken=PA%s", size, tasks/size-1, before))
	require.Empty(b, last.Next())
	for _, page := range []struct{ name, path string }{
		{"first", first.Own()}, {"last", last.Own()}, {"last-but-one", last.Previous()},
	} {
		b.Run(page.name, func(b *testing.B) {
			require.Len(b, h.Get(page.path).SIDs("tasks"), size)
			b.ReportAllocs()
			for b.Loop() {
				w := httptest.NewRecorder()
				h.Handler.ServeHTTP(w, h.Request("GET", page.path, ""))
				if w.Code != http.StatusOK {
					b.Fatal(w.Body)
				}
			}
		})
	}
}
