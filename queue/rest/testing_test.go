package rest_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/queue/rest"
)

const (
	token    = "secret"
	workflow = "WWcccccccccccccccccccccccccccccccc"
)

var epoch = time.Date(2015, 8, 4, 18, 39, 9, 0, time.UTC)

// house is a handler over a directory with a clock of the test's.
type house struct {
	resttest.Client
	directory *queue.Directory
	local     *rest.Local
	clock     time.Time
	sent      []string // a line of each call that was sent elsewhere
}

func open(t testing.TB) *house { return openWith(t, rest.Config{}) }

// openWith adds account, queues and clock to a configuration.
func openWith(t testing.TB, cfg rest.Config) *house {
	t.Helper()
	d, err := queue.New(queue.Config{Seed: 1})
	require.NoError(t, err)
	h := &house{Client: client(t, d.AccountSID()), directory: d, clock: epoch}
	h.local = rest.NewLocal(d, func() time.Time { return h.clock }, func(m queue.Member, url, method string) {
		h.sent = append(h.sent, fmt.Sprintf("sent %s %s %s", m.CallSID, method, url))
	})
	cfg.Accounts = append(cfg.Accounts, rest.Account{SID: h.User, Secret: token})
	cfg.Queues = h.local
	cfg.Now = func() time.Time { return h.clock }
	h.Handler, err = rest.New(cfg)
	require.NoError(t, err)
	return h
}

// client asks below the path of an account.
func client(t testing.TB, account queue.AccountSID) resttest.Client {
	return resttest.Client{T: t, User: account.String(), Secret: token, Base: "/2010-04-01/Accounts/" + account.String()}
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
	h.T.Helper()
	require.NoError(h.T, h.local.Do(func(now time.Time, d *queue.Directory) error {
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
	h.T.Helper()
	require.NoError(h.T, h.local.Do(func(now time.Time, d *queue.Directory) error {
		_, _, err := d.Hangup(now, call(n))
		return err
	}))
}

// make creates a queue and returns its SID.
func (h *house) make(name string) string {
	h.T.Helper()
	return h.Create("/Queues.json", url.Values{"FriendlyName": {name}}.Encode())
}
