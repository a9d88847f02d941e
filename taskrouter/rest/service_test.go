package rest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
	"github.com/goacd/acd/taskrouter/runner"
)

// refuses wants no more and no less than this message in the vendor's form.
func (h *house) refuses(out resttest.Reply, status, code int, message string) {
	h.T.Helper()
	h.Refused(out, status, code)
	assert.Contains(h.T, out.Text, fmt.Sprintf(`,"message":%q,"more_info":`, message))
	assert.NotContains(h.T, out.Body, "details")
	assert.Equal(h.T, "application/json", out.Header.Get("Content-Type"))
}

func TestAuthentication(t *testing.T) {
	key := "SK" + strings.Repeat("5", 32)
	h := open(t)
	own := h.engine.Workspace().AccountSID.String()
	other := "AC" + strings.Repeat("7", 32)
	two, err := rest.New(rest.Config{
		Accounts: []rest.Account{
			{SID: own, Secret: "token1"}, {SID: own, User: key, Secret: "keysecret"}, {SID: other, Secret: "token2"},
		},
		Workspaces: []rest.Workspace{rest.NewLocal(h.engine, func() time.Time { return epoch })},
	})
	require.NoError(t, err)
	h.Handler = two
	for _, tt := range []struct {
		name, user, secret string
		status             int
	}{
		{"auth token", own, "token1", 200},
		{"API key", key, "keysecret", 200},
		{"wrong secret", own, "token2", 401},
		{"secret of the key", own, "keysecret", 401},
		{"nobody", "", "", 401},
		{"nobody's", "AC1", "token1", 401},
		{"another account sees nothing", other, "token2", 404},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", h.Base, nil)
			if tt.user != "" {
				r.SetBasicAuth(tt.user, tt.secret)
			}
			out := h.Serve(r)
			assert.Equal(t, tt.status, out.Status)
			if tt.status == 401 {
				h.refuses(out, 401, 20003, "Authenticate")
				assert.NotEmpty(t, out.Header.Get("WWW-Authenticate"))
			}
		})
	}
	t.Run("lists of one's own", func(t *testing.T) {
		r := httptest.NewRequest("GET", "/v1/Workspaces", nil)
		r.SetBasicAuth(other, "token2")
		assert.Empty(t, h.Serve(r).Body["workspaces"])
	})
}

func TestConfigurationIsChecked(t *testing.T) {
	h := open(t)
	local := rest.NewLocal(h.engine, func() time.Time { return epoch })
	own := "AC" + strings.Repeat("1", 32)
	account := []rest.Account{{SID: own, Secret: "x"}}
	for _, tt := range []struct {
		name string
		cfg  rest.Config
		want string
	}{
		{"no account", rest.Config{}, "Accounts: none"},
		{"no SID", rest.Config{Accounts: []rest.Account{{Secret: "x"}}}, "Accounts[0].SID"},
		{"no secret", rest.Config{Accounts: []rest.Account{{SID: own}}}, "Accounts[0].Secret"},
		{"no account's SID", rest.Config{Accounts: []rest.Account{{SID: "AC1", Secret: "x"}}}, `Accounts[0].SID: "AC1": want AC and 32 hexadecimal digits`},
		{"twice", rest.Config{Accounts: append(account, account...)}, `"` + own + `" comes twice`},
		{"same workspace", rest.Config{Accounts: account, Workspaces: []rest.Workspace{local, local}}, "is served already"},
		{"base URL", rest.Config{Accounts: account, BaseURL: "example.com"}, "want scheme and host"},
		{"base URL with a path", rest.Config{Accounts: account, BaseURL: "https://example.com/v1"}, "want scheme and host"},
		{"base URL with a password", rest.Config{Accounts: account, BaseURL: "https://user:pass@example.com"}, `"https://example.com": want scheme and host`},
		{"base URL with a fragment", rest.Config{Accounts: account, BaseURL: "https://example.com#a"}, "want scheme and host"},
		{"limits, the first of which is told", rest.Config{Accounts: account, RateLimits: rest.RateLimits{Requests: -1, Expressions: -2, Bulk: -3}}, `Limits: ""`},
		{"limit", rest.Config{Accounts: account, RateLimits: rest.RateLimits{Bulk: -1}}, "want at least 1"},
		{"body", rest.Config{Accounts: account, MaxBody: -1}, "want at least 1 byte"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rest.New(tt.cfg)
			require.Error(t, err)
			assert.Contains(t, err.Error(), tt.want)
			assert.NotContains(t, err.Error(), "x\"")
		})
	}
	assert.Panics(t, func() { rest.ForEngine(h.engine, time.Now, "") })
}

func TestPathsAndMethods(t *testing.T) {
	h := open(t)
	for _, tt := range []struct {
		method, path   string
		status, code   int
		message, allow string
	}{
		{"GET", "/v1/Workers", 404, 20404, "The requested resource /Workers was not found", ""},
		{"GET", "/v1", 404, 20404, "The requested resource /v1 was not found", ""},
		{"GET", "/v1/Workspaces/", 404, 20404, "The requested resource /Workspaces/ was not found", ""},
		{"GET", "/v1/workspaces", 404, 20404, "The requested resource /workspaces was not found", ""},
		{"GET", "/v1/Workspaces/x/y/z/a/b/c", 404, 20404, "The requested resource /Workspaces/x/y/z/a/b/c was not found", ""},
		{"DELETE", "/v1/Workspaces", 405, 20004, "Method not allowed", "GET, POST"},
		{"HEAD", "/v1/Workspaces", 405, 20004, "Method not allowed", "GET, POST"},
		{"POST", h.Base + "/Workers/Statistics", 405, 20004, "Method not allowed", "GET"},
		{"GET", h.Base + "/TaskQueues/RealTimeStatistics", 405, 20004, "Method not allowed", "POST"},
	} {
		t.Run(tt.method+" "+tt.path, func(t *testing.T) {
			out := h.Send(tt.method, tt.path, "")
			h.refuses(out, tt.status, tt.code, tt.message)
			assert.Equal(t, tt.allow, out.Header.Get("Allow"))
		})
	}
}

// reader counts what is read of it.
type reader struct {
	io.Reader
	n int
}

func (r *reader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.n += n
	return n, err
}

func TestBodies(t *testing.T) {
	h := openWith(t, rest.Config{MaxBody: 100})
	request := func(contentType string, body io.Reader) resttest.Reply {
		r := httptest.NewRequest("POST", h.Base+"/Activities", body)
		r.SetBasicAuth(h.User, token)
		r.Header.Set("Content-Type", contentType)
		return h.Serve(r)
	}
	const form = resttest.FormType
	t.Run("fits", func(t *testing.T) {
		assert.Equal(t, 201, request(form+"; charset=UTF-8", strings.NewReader("FriendlyName=Lunch&x="+strings.Repeat("x", 79))).Status)
	})
	t.Run("announced as too large", func(t *testing.T) {
		h.refuses(request(form, strings.NewReader(strings.Repeat("x", 101))), 413, 20001, "The request's body is too large")
	})
	t.Run("endless, and not read", func(t *testing.T) {
		body := &reader{Reader: io.MultiReader(strings.NewReader(strings.Repeat("x", 1<<20)))}
		h.refuses(request(form, body), 413, 20001, "The request's body is too large")
		assert.LessOrEqual(t, body.n, 1024)
	})
	t.Run("cut off", func(t *testing.T) {
		h.refuses(request(form, io.MultiReader(strings.NewReader("Fri"), iotest.ErrReader(io.ErrUnexpectedEOF))), 400, 20001, "The request's body cannot be read")
	})
	t.Run("wrong type", func(t *testing.T) {
		h.refuses(request("text/plain", strings.NewReader("x=1")), 415, 20001, "Content-Type is 'text/plain': want application/x-www-form-urlencoded")
	})
	t.Run("no form", func(t *testing.T) {
		h.refuses(request(form, strings.NewReader("FriendlyName=%")), 400, 20001, "The request's parameters are not application/x-www-form-urlencoded")
	})
	t.Run("no UTF-8", func(t *testing.T) {
		h.refuses(request(form, strings.NewReader("FriendlyName=%ff")), 400, 20001, "FriendlyName is not valid UTF-8")
	})
	t.Run("a GET's body is not read", func(t *testing.T) {
		body := &reader{Reader: strings.NewReader("x")}
		r := httptest.NewRequest("GET", h.Base, body)
		r.SetBasicAuth(h.User, token)
		assert.Equal(t, 200, h.Serve(r).Status)
		assert.Zero(t, body.n)
	})
	t.Run("too many parameters", func(t *testing.T) {
		h := open(t)
		h.refuses(h.Get("/Tasks?"+strings.Repeat("a&", 1000)), 400, 20001, "The request has too many parameters: want at most 1000")
	})
}

func TestURLsFollowTheRequest(t *testing.T) {
	h := open(t)
	own := rest.Account{SID: h.engine.Workspace().AccountSID.String(), Secret: token}
	workspaces := []rest.Workspace{rest.NewLocal(h.engine, func() time.Time { return epoch })}
	for _, tt := range []struct {
		name, host, want string
		trust            bool
		headers          []string
	}{
		{"host", "127.0.0.1:8080", "http://127.0.0.1:8080", false, nil},
		{"IPv6", "[::1]:8080", "http://[::1]:8080", false, nil},
		{"forwarded, but nobody said so", "inside:80", "http://inside:80", false, []string{"X-Forwarded-Host", "outside"}},
		{"forwarded", "inside:80", "https://outside.example.com", true, []string{"X-Forwarded-Host", "outside.example.com, inside", "X-Forwarded-Proto", "HTTPS"}},
		{"no scheme", "inside", "http://inside", true, []string{"X-Forwarded-Proto", "gopher"}},
		{"no host", `x"y`, "http://localhost", false, nil},
		{"half a host", "[::1", "http://localhost", false, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			handler, err := rest.New(rest.Config{Accounts: []rest.Account{own}, Workspaces: workspaces, TrustForwarded: tt.trust})
			require.NoError(t, err)
			h.Handler = handler
			r := h.Request("GET", "", "", tt.headers...)
			r.Host = tt.host
			assert.Equal(t, tt.want+h.Base, h.Serve(r).Body["url"])
		})
	}
	t.Run("TLS", func(t *testing.T) {
		server := httptest.NewTLSServer(h.Handler)
		defer server.Close()
		r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL+h.Base, nil)
		require.NoError(t, err)
		r.SetBasicAuth(own.SID, token)
		answer, err := server.Client().Do(r)
		require.NoError(t, err)
		body, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		assert.Contains(t, string(body), `"url":"`+server.URL+h.Base+`"`)
	})
}

func TestHeaders(t *testing.T) {
	h := open(t)
	out := h.Get("/Activities")
	assert.Equal(t, "*", out.Header.Get("Access-Control-Allow-Origin"))
	assert.Regexp(t, "^RQ[0-9a-f]{32}$", out.Header.Get("Twilio-Request-Id"))
	assert.NotEqual(t, out.Header.Get("Twilio-Request-Id"), h.Get("/Activities").Header.Get("Twilio-Request-Id"))

	r := httptest.NewRequest("OPTIONS", h.Base+"/TaskQueues/RealTimeStatistics", nil) // a browser asks without credentials
	out = h.Serve(r)
	assert.Equal(t, 204, out.Status)
	assert.Equal(t, "POST", out.Header.Get("Access-Control-Allow-Methods"))
	assert.Equal(t, "Content-Type, Authorization, If-Match", out.Header.Get("Access-Control-Allow-Headers"))
	assert.Equal(t, "GET, POST, DELETE", h.Serve(httptest.NewRequest("OPTIONS", "*", nil)).Header.Get("Access-Control-Allow-Methods"))
}

func TestRateLimits(t *testing.T) {
	h := openWith(t, rest.Config{RateLimits: rest.RateLimits{Requests: 8, Expressions: 3, Bulk: 5}})
	const expression = "/Tasks?EvaluateTaskAttributes=a+%3D%3D+1"
	for range 3 {
		assert.Equal(t, 200, h.Get(expression).Status)
	}
	out := h.Get("/Workers?TargetWorkersExpression=a+%3D%3D+1")
	h.refuses(out, 429, 20429, "Too Many Requests")
	assert.Equal(t, "1", out.Header.Get("Retry-After"))
	assert.Equal(t, 429, h.Get("/TaskQueues?EvaluateWorkerAttributes=%7B%7D").Status)
	assert.Equal(t, 200, h.Get("/Tasks").Status, "without an expression")
	h.pass(time.Second)
	assert.Equal(t, 200, h.Get(expression).Status)
	for range 5 {
		h.Send("POST", "/TaskQueues/RealTimeStatistics", "{}", "Content-Type", "application/json")
	}
	assert.Equal(t, 429, h.Send("POST", "/TaskQueues/RealTimeStatistics", "{}", "Content-Type", "application/json").Status)
	assert.Equal(t, 200, h.Get("/Tasks").Status)
	assert.Equal(t, 429, h.Get("/Tasks").Status, "nine in all")
	assert.Equal(t, rest.RateLimits{Expressions: 3, Bulk: 5}, rest.VendorRateLimits)
}

// faulty is a workspace on which nothing works.
type faulty struct {
	rest.Workspace
	fail func() error
}

func (f faulty) Apply(context.Context, taskrouter.Command) ([]taskrouter.Event, error) {
	return nil, f.fail()
}

func TestFailures(t *testing.T) {
	var log bytes.Buffer
	for _, tt := range []struct {
		name         string
		fail         func() error
		status, code int
		message      string
	}{
		{"panic", func() error { panic("boom") }, 500, 20500, "Internal Server Error"},
		{"unknown error", func() error { return errors.New("secret path") }, 500, 20500, "Internal Server Error"},
		{"clock", func() error { return &taskrouter.Error{Kind: taskrouter.KindTime} }, 500, 20500, "Internal Server Error"},
		{"closed", func() error { return runner.ErrClosed }, 503, 20503, "Service unavailable"},
		{"journal", func() error { return &runner.JournalError{} }, 503, 20503, "Service unavailable"},
		{"panicked", func() error { return &runner.PanicError{} }, 503, 20503, "Service unavailable"},
		{"late", func() error { return fmt.Errorf("x: %w", context.DeadlineExceeded) }, 503, 20503, "Service unavailable"},
		{"conflict", func() error {
			return &taskrouter.Error{Kind: taskrouter.KindConflict, Code: 20409, Message: "Conflict"}
		}, 409, 20409, "Conflict"},
		{"limit", func() error { return &taskrouter.Error{Kind: taskrouter.KindLimit, Code: 14240, Message: "Too many"} }, 400, 14240, "Too many"},
		{"instruction", func() error {
			return &assign.Error{What: "dequeue", Problems: []assign.Problem{{Code: 40133, Want: "a call"}}}
		}, 400, 40133, `dequeue: "": want a call (code 40133)`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			log.Reset()
			h := open(t)
			own := rest.Account{SID: h.User, Secret: "tellnobody"}
			handler, err := rest.New(rest.Config{
				Accounts: []rest.Account{own}, Logger: slog.New(slog.NewJSONHandler(&log, nil)),
				Workspaces: []rest.Workspace{faulty{rest.NewLocal(h.engine, func() time.Time { return epoch }), tt.fail}},
			})
			require.NoError(t, err)
			h.Handler = handler
			h.Secret = own.Secret
			h.refuses(h.Post("/Activities", "FriendlyName=Hidden"), tt.status, tt.code, tt.message)
			line := log.String()
			assert.Contains(t, line, fmt.Sprintf(`"method":"POST","path":"%s/Activities","status":%d,"request":"RQ`, h.Base, tt.status))
			assert.Contains(t, line, fmt.Sprintf(`"code":%d`, tt.code))
			assert.NotContains(t, line, "Hidden")
			assert.NotContains(t, line, own.Secret)
			assert.Equal(t, tt.status >= 500, strings.Contains(line, `"level":"ERROR"`))
			assert.Equal(t, tt.name == "panic", strings.Contains(line, `"stack":`), line)
		})
	}
	t.Run("asking for silence", func(t *testing.T) {
		h := open(t)
		handler, err := rest.New(rest.Config{
			Accounts:   []rest.Account{{SID: h.User, Secret: token}},
			Workspaces: []rest.Workspace{faulty{rest.NewLocal(h.engine, func() time.Time { return epoch }), func() error { panic(http.ErrAbortHandler) }}},
		})
		require.NoError(t, err)
		h.Handler = handler
		assert.PanicsWithValue(t, http.ErrAbortHandler, func() { h.Post("/Activities", "FriendlyName=x") })
	})
}

func TestWithoutInstructor(t *testing.T) {
	h := open(t)
	task := h.shift()
	reservation := h.Get("/Tasks/" + task + "/Reservations").SIDs("reservations")[0]
	h.refuses(h.Post("/Tasks/"+task+"/Reservations/"+reservation, "Instruction=Dequeue"), 400, 20001,
		"Instruction dequeue cannot be carried out: no calls are connected to this service")
	h.refuses(h.Post("/Tasks/"+task+"/Reservations/"+reservation, "Instruction=supervise&Supervisor=WK"+strings.Repeat("1", 32)), 400, 20001,
		"Instruction supervise cannot be carried out: no calls are connected to this service")
}

// shift makes a worker, a queue, a workflow and a task that is offered to the
// worker, and returns the task.
func (h *house) shift() string {
	h.T.Helper()
	h.make("/Workers", "FriendlyName", "Alice", "ActivitySid", h.activities["Available"])
	h.routes()
	return h.make("/Tasks", "Attributes", `{"type":"billing"}`)
}

// routes makes a queue for everybody, and a workflow that leads to it.
func (h *house) routes() {
	h.T.Helper()
	q := h.make("/TaskQueues", "FriendlyName", "All")
	h.make("/Workflows", "FriendlyName", "Main", "Configuration", `{"task_routing":{"filters":[],"default_filter":{"queue":"`+q+`"}}}`)
}
