package rest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/queue"
	queuerest "github.com/goacd/acd/queue/rest"
)

// Config is what a handler serves, and to whom. Accounts, Driver and Register are
// required; the zero value of every other field is a good one.
type Config struct {
	// Accounts may call: all of the account that owns the driver's queues.
	Accounts []queuerest.Account
	Driver   *driver.Driver
	// Register watches the driver: see [Register.Watch].
	Register *Register

	// Prepare is told of what only the host can do for a call, before the call is
	// made: the parameters CallerId and CallToken, as they came. An error refuses the
	// request, with 400 and its text. Nil refuses all such requests.
	Prepare func(ctx context.Context, call voice.CallSID, parameters url.Values) error

	MaxBody int64         // bytes of a request's body; 0 for 64 KiB
	Timeout time.Duration // for the driver to answer; 0 for 30 s

	// RequestsPerSecond refuses what is more with 429; 0 refuses nothing.
	RequestsPerSecond int

	// Now is the clock of rate limits and of the log; nil for the real one. What
	// happens to calls happens at the runner's time.
	Now func() time.Time

	// Logger is told of every request, with the keys method, path, status,
	// request, account, took, and where they apply code, error and stack; of a
	// panic at level Error. Queries, bodies and credentials are not logged. Nil
	// discards.
	Logger *slog.Logger
}

// Handler serves the calls and queues of one driver. It is an http.Handler, safe
// for concurrent use. Make one with [New].
type Handler struct{ service *rest.Service }

// New makes a handler. The error is about the configuration: no driver or
// register, no accounts, or one that is not the driver's own; or the driver is
// closed.
func New(cfg Config) (*Handler, error) {
	if cfg.Driver == nil || cfg.Register == nil {
		return nil, errors.New("voice/rest: Config: want a Driver, and the Register that watches it")
	}
	queues, err := NewQueues(cfg.Driver)
	if err != nil {
		return nil, fmt.Errorf("voice/rest: Config.Driver: %w", err)
	}
	e := &endpoints{Config: &cfg, account: queues.AccountSID()}
	service := rest.Config{
		Routes: append(e.routes(), queuerest.Routes(queues)...), Translate: translate, ContentType: queuerest.ContentType,
		MaxBody: cmp.Or(cfg.MaxBody, 64<<10), Timeout: cmp.Or(cfg.Timeout, 30*time.Second), Now: cfg.Now, Logger: cfg.Logger,
	}
	if cfg.RequestsPerSecond != 0 {
		service.Limits = []rest.Limit{{PerSecond: cfg.RequestsPerSecond}}
	}
	for i, a := range cfg.Accounts {
		if !queuerest.IsAccount(a.SID, e.account) {
			return nil, fmt.Errorf("voice/rest: Config.Accounts[%d].SID: %q: want %s, whose calls are served", i, a.SID, e.account)
		}
		service.Accounts = append(service.Accounts, rest.Account(a))
	}
	made, err := rest.NewService(service)
	if err != nil {
		return nil, fmt.Errorf("voice/rest: Config: %w", err)
	}
	cfg.Register.bind(cfg.Driver)
	return &Handler{service: made}, nil
}

// ServeHTTP answers one request, always with JSON or with nothing.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.service.ServeHTTP(w, r) }

// endpoints answer the requests about calls.
type endpoints struct {
	*Config
	account queue.AccountSID
}

func (e *endpoints) routes() []rest.Route {
	const base = "/2010-04-01/Accounts/{AccountSid}/Calls"
	return []rest.Route{
		{Path: base + ".json", Get: e.own(e.listCalls), Post: e.own(e.createCall)},
		{Path: base + "/{Sid}", Get: e.own(e.fetchCall), Post: e.own(e.updateCall), Delete: e.own(e.deleteCall)},
	}
}

// own opens every endpoint: what belongs to another account does not exist
// (rest.md §1).
func (e *endpoints) own(f rest.Endpoint) rest.Endpoint {
	return func(r *rest.Request) (rest.Answer, error) {
		if !queuerest.IsAccount(r.Path(0), e.account) {
			return rest.Answer{}, r.NotFound()
		}
		return f(r)
	}
}
