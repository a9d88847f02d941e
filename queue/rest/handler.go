package rest

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/queue"
)

// Account is one pair of credentials that the handler accepts: the account's SID
// with its auth token, or an API key's SID with its secret. The Go SDK wants both
// of letters and digits only (rest.md §8).
type Account struct {
	SID    string // of the account, which is that of the queues
	User   string // "" for SID; the SID of an API key
	Secret string // the auth token, or the API key's secret
}

// Config is what a handler serves, and to whom. Accounts and Queues are required;
// the zero value of every other field is a good one.
type Config struct {
	// Accounts may call: all of the account that owns the queues. A host with
	// several accounts has a handler for each, at /2010-04-01/Accounts/{AccountSid}/.
	Accounts []Account
	Queues   Queues

	MaxBody int64         // bytes of a request's body; 0 for 64 KiB
	Timeout time.Duration // for the queues to answer; 0 for 30 s

	// RequestsPerSecond refuses what is more with 429; 0 refuses nothing.
	RequestsPerSecond int

	// Now is the clock of rate limits and of the log; nil for the real one. What
	// happens in queues happens at their time.
	Now func() time.Time

	// Logger is told of every request, with the keys method, path, status,
	// request, account, took, and where they apply code, error and stack; of a
	// panic at level Error. Queries, bodies and credentials are not logged. Nil
	// discards.
	Logger *slog.Logger
}

// Handler serves the queues of one account. It is an http.Handler, safe for
// concurrent use. Make one with [New].
type Handler struct{ service *rest.Service }

// New makes a handler. The error is about the configuration: no queues, no
// accounts, or one that is not the queues' own.
func New(cfg Config) (*Handler, error) {
	if cfg.Queues == nil {
		return nil, errors.New("queue/rest: Config.Queues: is nil: want the queues to be served")
	}
	service := rest.Config{
		Routes: Routes(cfg.Queues), Translate: translate, ContentType: ContentType,
		MaxBody: cmp.Or(cfg.MaxBody, 64<<10), Timeout: cmp.Or(cfg.Timeout, 30*time.Second), Now: cfg.Now, Logger: cfg.Logger,
	}
	if cfg.RequestsPerSecond != 0 {
		service.Limits = []rest.Limit{{PerSecond: cfg.RequestsPerSecond}}
	}
	owner := cfg.Queues.AccountSID()
	for i, a := range cfg.Accounts {
		if !IsAccount(a.SID, owner) {
			return nil, fmt.Errorf("queue/rest: Config.Accounts[%d].SID: %q: want %s, whose queues are served", i, a.SID, owner)
		}
		service.Accounts = append(service.Accounts, rest.Account(a))
	}
	made, err := rest.NewService(service)
	if err != nil {
		return nil, fmt.Errorf("queue/rest: Config: %w", err)
	}
	return &Handler{service: made}, nil
}

// ServeHTTP answers one request, always with JSON or with nothing.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.service.ServeHTTP(w, r) }

// ContentType is that of answers in the API of 2010 (rest.md §1).
const ContentType = "application/json; charset=utf-8"

// IsAccount reports whether text is the account's SID, with digits of either case
// (rest.md §2).
func IsAccount(text string, account queue.AccountSID) bool {
	s, err := queue.ParseAccountSID(text)
	return err == nil && s == account
}

// Routes are the endpoints, for a service that serves more than queues. It is for
// the packages of this module.
func Routes(q Queues) []rest.Route {
	e := &endpoints{queues: q, account: q.AccountSID()}
	e.base = "/2010-04-01/Accounts/" + e.account.String() + "/Queues/"
	const base = "/2010-04-01/Accounts/{AccountSid}/Queues"
	return []rest.Route{
		{Path: base + ".json", Get: e.own(e.listQueues), Post: e.own(e.createQueue)},
		{Path: base + "/{Sid}", Get: e.own(e.fetchQueue), Post: e.own(e.updateQueue), Delete: e.own(e.deleteQueue)},
		{Path: base + "/{QueueSid}/Members.json", Get: e.own(e.listMembers)},
		{Path: base + "/{QueueSid}/Members/{CallSid}", Get: e.own(e.fetchMember), Post: e.own(e.updateMember)},
	}
}

// endpoints answer the requests about one account's queues.
type endpoints struct {
	queues  Queues
	account queue.AccountSID
	base    string // of the queues' addresses, relative to the host
}

// own opens every endpoint: what belongs to another account does not exist
// (rest.md §1), and refusals of the queues become the vendor's.
func (e *endpoints) own(f rest.Endpoint) rest.Endpoint {
	return func(r *rest.Request) (rest.Answer, error) {
		if !IsAccount(r.Path(0), e.account) {
			return rest.Answer{}, r.NotFound()
		}
		answer, err := f(r)
		if refusal, ok := errors.AsType[*queue.Error](err); ok {
			return rest.Answer{}, refused(r, refusal)
		}
		return answer, err
	}
}

// resource returns a parameter at the end of the path, without ".json"; false when
// the path does not end so.
func resource(r *rest.Request, n int) (string, bool) { return strings.CutSuffix(r.Path(n), ".json") }

// refused turns a refusal of the queues into the vendor's (queue.md §10).
func refused(r *rest.Request, err *queue.Error) *rest.Error {
	switch err.Kind {
	case queue.KindNotFound:
		return r.NotFound()
	case queue.KindTime:
		return rest.Internal(err)
	}
	refusal := rest.Invalid("%s", err.Message)
	refusal.Err = err
	if err.Code != 0 {
		refusal.Code = err.Code
	}
	return refusal
}

// translate is for what the queues return beside refusals: they cannot answer.
func translate(_ *rest.Request, err error) *rest.Error { return rest.Unavailable(err) }
