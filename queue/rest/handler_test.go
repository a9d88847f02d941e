package rest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/queue/rest"
)

func TestRequestsAtTheDoor(t *testing.T) {
	h := openWith(t, rest.Config{MaxBody: 100})
	q := h.make("support")
	queueURL := h.Base + "/Queues/" + q
	foreign := "/2010-04-01/Accounts/AC" + strings.Repeat("9", 32)
	tests := []struct {
		name, method, path, form string
		change                   func(r *http.Request)
		status, code             int
	}{
		{"no credentials", "GET", queueURL + ".json", "", func(r *http.Request) { r.Header.Del("Authorization") }, 401, 20003},
		{"wrong secret", "GET", queueURL + ".json", "", func(r *http.Request) { r.SetBasicAuth(h.User, "x") }, 401, 20003},
		{"another account's list", "GET", foreign + "/Queues.json", "", nil, 404, 20404},
		{"another account's queue", "GET", foreign + "/Queues/" + q + ".json", "", nil, 404, 20404},
		{"no account", "GET", "/2010-04-01/Accounts/x/Queues.json", "", nil, 404, 20404},
		{"no suffix", "GET", queueURL, "", nil, 404, 20404},
		{"no suffix at a list", "GET", h.Base + "/Queues", "", nil, 404, 20404},
		{"xml", "GET", queueURL + ".xml", "", nil, 404, 20404},
		{"csv of members", "GET", queueURL + "/Members.csv", "", nil, 404, 20404},
		{"no suffix at a member", "GET", queueURL + "/Members/Front", "", nil, 404, 20404},
		{"suffix in the middle", "GET", queueURL + ".json/Members.json", "", nil, 404, 20404},
		{"another kind of SID", "GET", h.Base + "/Queues/WQ" + q[2:] + ".json", "", nil, 404, 20404},
		{"no SID", "POST", h.Base + "/Queues/support.json", "MaxSize=1", nil, 404, 20404},
		{"other case", "GET", h.Base + "/queues.json", "", nil, 404, 20404},
		{"trailing slash", "GET", h.Base + "/Queues/", "", nil, 404, 20404},
		{"put", "PUT", queueURL + ".json", "", nil, 405, 20004},
		{"delete a list", "DELETE", h.Base + "/Queues.json", "", nil, 405, 20004},
		{"delete a member", "DELETE", queueURL + "/Members/Front.json", "", nil, 405, 20004},
		{"create a member", "POST", queueURL + "/Members.json", "", nil, 405, 20004},
		{"json", "POST", h.Base + "/Queues.json", `{}`, func(r *http.Request) { r.Header.Set("Content-Type", "application/json") }, 415, 20001},
		{"too much", "POST", h.Base + "/Queues.json", "FriendlyName=" + strings.Repeat("x", 100), nil, 413, 20001},
		{"no form", "POST", h.Base + "/Queues.json", "FriendlyName=%zz", nil, 400, 20001},
		{"no text", "POST", h.Base + "/Queues.json", "FriendlyName=%ff", nil, 400, 20001},
		{"filter without text", "GET", h.Base + "/Queues.json?FriendlyName=%ff", "", nil, 400, 20001},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := h.Request(tt.method, tt.path, tt.form)
			if tt.change != nil {
				tt.change(r)
			}
			out := h.Serve(r)
			h.Refused(out, tt.status, tt.code)
			assert.Equal(t, rest.ContentType, out.Header.Get("Content-Type"))
		})
	}
	assert.Equal(t, 1, h.directory.Len())
}

// SIDs are read in either case, and written in lower case.
func TestSIDsInEitherCase(t *testing.T) {
	h := open(t)
	q := h.make("support")
	upper := func(s string) string { return s[:2] + strings.ToUpper(s[2:]) }
	out := h.Get("/2010-04-01/Accounts/" + upper(h.User) + "/Queues/" + upper(q) + ".json")
	require.Equal(t, 200, out.Status, out.Text)
	assert.Equal(t, h.Base+"/Queues/"+q+".json", out.Body["uri"])
}

func TestTooManyRequests(t *testing.T) {
	h := openWith(t, rest.Config{RequestsPerSecond: 2})
	for range 2 {
		require.Equal(t, 200, h.Get("/Queues.json").Status)
	}
	out := h.Get("/Queues.json")
	h.Refused(out, 429, 20429)
	assert.NotEmpty(t, out.Header.Get("Retry-After"))
	h.pass(time.Second)
	require.Equal(t, 200, h.Get("/Queues.json").Status)
}

func TestConfigIsChecked(t *testing.T) {
	local := open(t).local
	account := local.AccountSID().String()
	foreign := "AC" + strings.Repeat("9", 32)
	tests := []struct {
		name string
		cfg  rest.Config
		want string
	}{
		{"no queues", rest.Config{Accounts: []rest.Account{{SID: account, Secret: "x"}}}, "queue/rest: Config.Queues: is nil: want the queues to be served"},
		{"no accounts", rest.Config{Queues: local}, "queue/rest: Config: rest: Accounts: none: want at least one, or nobody could call"},
		{
			"another account",
			rest.Config{Queues: local, Accounts: []rest.Account{{SID: account, Secret: "x"}, {SID: foreign, Secret: "x"}}},
			fmt.Sprintf("queue/rest: Config.Accounts[1].SID: %q: want %s, whose queues are served", foreign, account),
		},
		{"no secret", rest.Config{Queues: local, Accounts: []rest.Account{{SID: account}}}, "Secret: is empty"},
		{"limit", rest.Config{Queues: local, Accounts: []rest.Account{{SID: account, Secret: "x"}}, RequestsPerSecond: -1}, "want at least 1"},
		{"body", rest.Config{Queues: local, Accounts: []rest.Account{{SID: account, Secret: "x"}}, MaxBody: -1}, "want at least 1 byte"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, err := rest.New(tt.cfg)
			require.ErrorContains(t, err, tt.want)
			assert.Nil(t, h)
		})
	}
}

// broken are queues that cannot answer, or have a bug.
type broken struct {
	*rest.Local
	err error
}

func (b *broken) fail() error {
	if b.err == nil {
		panic("a bug")
	}
	return b.err
}

func (b *broken) CreateQueue(context.Context, queue.CreateQueue) (queue.Queue, error) {
	return queue.Queue{}, b.fail()
}

func (b *broken) View(context.Context, func(time.Time, rest.Reader) error) error { return b.fail() }

func (b *broken) Dequeue(context.Context, rest.Dequeue) (queue.Member, error) {
	return queue.Member{}, b.fail()
}

func TestQueuesThatCannotAnswer(t *testing.T) {
	h := open(t)
	q := h.make("support")
	tests := []struct {
		name         string
		err          error
		status, code int
	}{
		{"closed", errors.New("closed"), 503, 20503},
		{"too late", fmt.Errorf("queue: %w", context.DeadlineExceeded), 503, 20503},
		{"time goes back", &queue.Error{Reason: queue.ErrTime, Kind: queue.KindTime}, 500, 20500},
		{"without a code", &queue.Error{Reason: queue.ErrState, Kind: queue.KindState, Message: "no"}, 400, 20001},
		{"panic", nil, 500, 20500},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			var err error
			h.Handler, err = rest.New(rest.Config{
				Accounts: []rest.Account{{SID: h.User, Secret: token}}, Queues: &broken{h.local, tt.err},
				Logger: slog.New(slog.NewTextHandler(&log, nil)),
			})
			require.NoError(t, err)
			h.Refused(h.Get("/Queues.json"), tt.status, tt.code)
			h.Refused(h.Get("/Queues/"+q+"/Members.json"), tt.status, tt.code)
			h.Refused(h.Post("/Queues.json", "FriendlyName=x"), tt.status, tt.code)
			h.Refused(h.Post("/Queues/"+q+"/Members/Front.json", "Url=https%3A%2F%2Fapp.example%3Fkey%3Dhidden"), tt.status, tt.code)
			assert.Equal(t, 4, strings.Count(log.String(), "msg=request"))
			assert.NotContains(t, log.String(), "hidden")
			assert.NotContains(t, log.String(), token)
		})
	}
}

// Time that goes back, and a caller that is gone, do no harm.
func TestLocal(t *testing.T) {
	h := open(t)
	q := h.make("support")
	h.enqueue("support", 1)
	h.clock = epoch.Add(-time.Hour)
	out := h.Get("/Queues/" + q + "/Members/Front.json")
	assert.InDelta(t, 0, out.Body["wait_time"], 0)
	require.Equal(t, 200, h.Post("/Queues/"+q+"/Members/Front.json", "Url=https%3A%2F%2Fapp.example").Status)
	types := []queue.EventType{}
	for _, e := range h.local.Events() {
		types = append(types, e.Type)
	}
	assert.Equal(t, []queue.EventType{queue.QueueCreated, queue.EnqueueEnded}, types)
	assert.Empty(t, h.local.Events())

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, h.local.DeleteQueue(ctx, queue.QueueSID{}), context.Canceled)
	require.ErrorIs(t, h.local.View(ctx, nil), context.Canceled)
}

func TestLocalKeepsTheLastEvents(t *testing.T) {
	d, err := queue.New(queue.Config{})
	require.NoError(t, err)
	l := rest.NewLocal(d, time.Now, nil)
	q, err := l.CreateQueue(t.Context(), queue.CreateQueue{FriendlyName: "x"})
	require.NoError(t, err)
	for i := range 10_000 {
		_, err = l.UpdateQueue(t.Context(), q.SID, queue.UpdateQueue{MaxSize: new(i % 7)})
		require.NoError(t, err)
	}
	events := l.Events()
	assert.Len(t, events, 10_000)
	assert.Equal(t, queue.QueueUpdated, events[0].Type, "the creation is lost")
	require.NoError(t, l.Do(func(now time.Time, d *queue.Directory) error {
		_, _, err := d.Enqueue(now, queue.Enqueue{Call: call(1), Queue: "x"})
		return err
	}))
	_, err = l.Dequeue(t.Context(), rest.Dequeue{Queue: q.SID})
	require.NoError(t, err, "nobody is told")
}

// Many clients at a time: every member is given to one, every name to one, and the
// directory holds.
func TestManyClients(t *testing.T) {
	const clients, members = 64, 200
	var mu sync.Mutex
	taken, made := map[any]int{}, 0
	d, err := queue.New(queue.Config{Seed: 1, DefaultMaxSize: 1000})
	require.NoError(t, err)
	l := rest.NewLocal(d, time.Now, nil)
	h := &house{Client: client(t, l.AccountSID()), local: l}
	h.Handler, err = rest.New(rest.Config{Accounts: []rest.Account{{SID: h.User, Secret: token}}, Queues: l})
	require.NoError(t, err)
	for n := 1; n <= members; n++ {
		h.enqueue("support", n)
	}
	q := h.Get("/Queues.json").Strings("queues", "sid")[0]
	var work sync.WaitGroup
	for n := range clients {
		work.Go(func() {
			if h.Post("/Queues.json", "FriendlyName=one").Status == 201 {
				mu.Lock()
				made++
				mu.Unlock()
			}
			own := h.make(fmt.Sprint("own", n))
			for {
				out := h.Post("/Queues/"+q+"/Members/Front.json", "Url=https%3A%2F%2Fapp.example")
				if out.Status == 404 {
					break
				}
				mu.Lock()
				taken[out.Body["call_sid"]]++
				mu.Unlock()
				h.Get("/Queues/" + q + "/Members.json?PageSize=3")
			}
			h.Post("/Queues/"+own+".json", fmt.Sprint("MaxSize=", n))
			h.Get("/Queues.json?PageSize=7")
			h.Delete("/Queues/" + own + ".json")
		})
	}
	work.Wait()
	assert.Equal(t, 1, made)
	assert.Len(t, taken, members)
	for s, times := range taken {
		assert.Equal(t, 1, times, s)
	}
	assert.Equal(t, 2, d.Len())
	require.NoError(t, d.Check())
}
