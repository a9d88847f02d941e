package rest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/rest"
	queuerest "github.com/goacd/acd/queue/rest"
)

func TestRequestsAtTheDoor(t *testing.T) {
	h := open(t, rest.Config{MaxBody: 200})
	defer h.close()
	call := h.make(good)
	foreign := "/2010-04-01/Accounts/AC" + strings.Repeat("9", 32)
	tests := []struct {
		name, method, path, form string
		status, code             int
	}{
		{"another account", "GET", foreign + call, "", 404, 20404},
		{"another account's list", "GET", foreign + "/Calls.json", "", 404, 20404},
		{"another account's queues", "GET", foreign + "/Queues.json", "", 404, 20404},
		{"no suffix", "GET", strings.TrimSuffix(call, ".json"), "", 404, 20404},
		{"xml", "DELETE", strings.TrimSuffix(call, ".json") + ".xml", "", 404, 20404},
		{"no SID", "POST", "/Calls/x.json", "Status=completed", 404, 20404},
		{"what is below a call", "GET", strings.TrimSuffix(call, ".json") + "/Recordings.json", "", 404, 20404},
		{"put", "PUT", call, "", 405, 20004},
		{"delete the list", "DELETE", "/Calls.json", "", 405, 20004},
		{"too much", "POST", "/Calls.json", good + "&Twiml=" + strings.Repeat("x", 200), 413, 20001},
		{"no text", "POST", "/Calls.json", good + "&SendDigits=%ff", 400, 20001},
		{"absolute paging", "GET", "/Calls.json?Page=3", "", 400, 40153},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { h.refused(h.Send(tt.method, tt.path, tt.form), tt.status, tt.code, "") })
	}
	r := httptest.NewRequest("GET", h.Base+call, nil)
	out := h.Serve(r)
	h.refused(out, 401, 20003, "Authenticate")
	assert.NotEmpty(t, out.Header.Get("WWW-Authenticate"))
}

func TestTooManyRequests(t *testing.T) {
	now := time.Unix(0, 0)
	h := open(t, rest.Config{RequestsPerSecond: 1, Now: func() time.Time { return now }})
	defer h.close()
	require.Equal(t, 200, h.Get("/Calls.json").Status)
	h.refused(h.Get("/Queues.json"), 429, 20429, "Too Many Requests")
}

func TestConfigIsChecked(t *testing.T) {
	h := open(t, rest.Config{})
	own := []queuerest.Account{{SID: h.User, Secret: token}}
	tests := []struct {
		name string
		cfg  rest.Config
		want string
	}{
		{"nothing", rest.Config{}, "voice/rest: Config: want a Driver, and the Register that watches it"},
		{"no register", rest.Config{Accounts: own, Driver: h.Driver}, "want a Driver, and the Register"},
		{"no accounts", rest.Config{Driver: h.Driver, Register: h.register}, "voice/rest: Config: rest: Accounts: none"},
		{
			"another account",
			rest.Config{Accounts: []queuerest.Account{{SID: "AC1", Secret: "x"}}, Driver: h.Driver, Register: h.register},
			fmt.Sprintf(`voice/rest: Config.Accounts[0].SID: "AC1": want %s, whose calls are served`, h.User),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := rest.New(tt.cfg)
			require.ErrorContains(t, err, tt.want)
		})
	}
	h.close()
	_, err := rest.New(rest.Config{Accounts: own, Driver: h.Driver, Register: h.register})
	require.ErrorContains(t, err, "voice/rest: Config.Driver: ")
}

// A driver that is closed cannot answer; what it knew is still told.
func TestClosedDriver(t *testing.T) {
	h := open(t, rest.Config{})
	call := h.make(good)
	h.close()
	h.refused(h.Post("/Calls.json", good), 503, 20503, "Service unavailable")
	h.refused(h.Post("/Calls.json", bare+"&Twiml=x"), 503, 20503, "")
	h.refused(h.Get("/Queues.json"), 503, 20503, "")
	h.refused(h.Post("/Queues/QU"+strings.Repeat("9", 32)+"/Members/Front.json", "Url=https://app.example"), 503, 20503, "")
	out := h.Get(call)
	assert.Equal(t, 200, out.Status, out.Text)
}

// A bug of the host's code is a 500 in the vendor's form.
func TestPanic(t *testing.T) {
	h := open(t, rest.Config{Prepare: func(context.Context, voice.CallSID, url.Values) error { panic("a bug") }})
	defer h.close()
	h.refused(h.Post("/Calls.json", good+"&CallToken=9"), 500, 20500, "Internal Server Error")
	assert.Zero(t, h.Len())
}

// Many clients at a time, with callers in a queue: each is sent elsewhere once,
// and the machine holds.
func TestManyClients(t *testing.T) {
	const clients, callers = 64, 100
	h := open(t, rest.Config{})
	for range callers {
		h.arrive("/queue")
	}
	size := func() float64 {
		out := h.Get("/Queues.json")
		queues := out.Body["queues"].([]any)
		if len(queues) == 0 {
			return 0
		}
		return queues[0].(map[string]any)["current_size"].(float64)
	}
	require.Eventually(t, func() bool { return size() == callers }, 10*time.Second, time.Millisecond)
	q := h.Get("/Queues.json").SIDs("queues")[0]
	var mu sync.Mutex
	taken := map[any]int{}
	var work sync.WaitGroup
	for range clients {
		work.Go(func() {
			for {
				out := h.Post("/Queues/"+q+"/Members/Front.json", "Url=https://app.example/elsewhere")
				if out.Status == http.StatusNotFound {
					break
				}
				mu.Lock()
				taken[out.Body["call_sid"]]++
				mu.Unlock()
			}
			call := h.make(bare + "&Twiml=%3CResponse%2F%3E")
			h.Get("/Calls.json?PageSize=5")
			h.Post(call, "Twiml=%3CResponse%3E%3CPause%2F%3E%3C%2FResponse%3E")
			h.Post(call, "Status=completed")
			out := h.Get(call)
			assert.Equal(t, "canceled", out.Body["status"])
			h.Delete(call)
		})
	}
	work.Wait()
	assert.Len(t, taken, callers)
	for s, times := range taken {
		assert.Equal(t, 1, times, s)
	}
	assert.Len(t, h.Get("/Calls.json?PageSize=1000").Body["calls"], callers)
	h.close()
}
