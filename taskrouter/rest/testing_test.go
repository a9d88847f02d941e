package rest_test

import (
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
)

const token = "secret"

var epoch = time.Date(2024, 5, 14, 10, 0, 0, 0, time.UTC)

// house is a handler over an engine with a clock of the test's.
type house struct {
	resttest.Client // below the path of the workspace

	engine *taskrouter.Engine
	clock  time.Time

	activities   map[string]string // SIDs by friendly name
	worker, task string            // of benchmarks
}

func open(t testing.TB) *house { return openWith(t, rest.Config{}) }

// openWith adds account, workspace and clock to a configuration.
func openWith(t testing.TB, cfg rest.Config) *house {
	t.Helper()
	engine, err := taskrouter.New(taskrouter.Config{Seed: 1, Created: epoch, FriendlyName: "Support"})
	require.NoError(t, err)
	h := newHouse(t, engine)
	cfg.Accounts = append(cfg.Accounts, rest.Account{SID: h.User, Secret: token})
	cfg.Workspaces = append(cfg.Workspaces, rest.NewLocal(engine, func() time.Time { return h.clock }))
	cfg.BaseURL = "https://taskrouter.example.com"
	cfg.Now = func() time.Time { return h.clock }
	h.Handler, err = rest.New(cfg)
	require.NoError(t, err)
	for a := range engine.Activities() {
		h.activities[a.FriendlyName] = a.SID.String()
	}
	return h
}

// newHouse is a house without a handler.
func newHouse(t testing.TB, engine *taskrouter.Engine) *house {
	own := engine.Workspace()
	return &house{
		Client: resttest.Client{T: t, User: own.AccountSID.String(), Secret: token, Base: "/v1/Workspaces/" + own.SID.String()},
		engine: engine, clock: epoch, activities: map[string]string{},
	}
}

func (h *house) pass(d time.Duration) { h.clock = h.clock.Add(d) }

// make creates something of names and values, and returns its SID.
func (h *house) make(path string, pairs ...string) string {
	h.T.Helper()
	return h.Create(path, form(pairs...))
}

func form(pairs ...string) string {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values.Encode()
}
