package rest

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/rest"
	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/taskrouter"
)

// Account is one pair of credentials that the handler accepts: an account's SID
// with its auth token, or an API key's SID with its secret. The Go SDK wants both
// of letters and digits only (rest.md §8).
type Account struct {
	SID    string // of the account, which is that of its workspaces
	User   string // "" for SID; the SID of an API key
	Secret string // the auth token, or the API key's secret
}

// Config is what a handler serves, and to whom. Accounts is required; the zero
// value of every other field is a good one.
type Config struct {
	// Accounts may call. An account sees the workspaces that carry its SID, and no
	// others.
	Accounts []Account

	// Workspaces are served from the start; [Handler.Add] adds others.
	Workspaces []Workspace

	// NewWorkspace makes the workspace of POST /v1/Workspaces. What the request
	// says is in cfg; the host adds what is its own, such as a seed, and starts a
	// runner. Its error refuses the request, as one of [Instructor]'s does. Nil
	// refuses it with 403.
	NewWorkspace func(ctx context.Context, cfg taskrouter.Config) (Workspace, error)

	// Deleted is told of a workspace that was deleted through the API, and is
	// served no more: the host ends its runner. It may be nil.
	Deleted func(Workspace)

	// Instructor carries out the instructions that need calls. Without one they
	// are refused.
	Instructor Instructor

	// BaseURL is scheme and host of the URLs in answers, such as
	// "https://taskrouter.example.com"; "" for those of the request.
	BaseURL string
	// TrustForwarded takes scheme and host from X-Forwarded-Proto and
	// X-Forwarded-Host. Set it only behind a proxy that sets them.
	TrustForwarded bool

	MaxBody int64         // bytes of a request's body; 0 for 4 MiB, room for the longest workflow
	Timeout time.Duration // for a command to be taken; 0 for 30 s

	// RateLimits refuses what is too much with 429; the zero value refuses nothing.
	RateLimits RateLimits

	// Now is the clock of rate limits and of the log; nil for the real one. What
	// happens in a workspace happens at the workspace's time.
	Now func() time.Time

	// Logger is told of every request, with the keys method, path, status,
	// request, account, took, and where they apply code, error and stack; of a
	// panic at level Error. Queries, bodies and credentials are not logged. Nil
	// discards.
	Logger *slog.Logger
}

// RateLimits are requests per second of one account; 0 is unlimited. The vendor's
// figures are 3 for expressions and 5 for bulk (rest.md §4, §6.4).
type RateLimits struct {
	Requests    int // of any kind
	Expressions int // lists of workers, task queues and tasks with an expression
	Bulk        int // bulk statistics of task queues
}

// VendorRateLimits are the limits that the vendor documents.
var VendorRateLimits = RateLimits{Expressions: 3, Bulk: 5}

const classExpressions, classBulk = "expressions", "bulk"

func (l RateLimits) limits() (list []rest.Limit) {
	for _, limit := range []rest.Limit{
		{PerSecond: l.Requests}, {Class: classExpressions, PerSecond: l.Expressions}, {Class: classBulk, PerSecond: l.Bulk},
	} {
		if limit.PerSecond != 0 {
			list = append(list, limit)
		}
	}
	return list
}

// Instructor carries out instructions that need calls (conference, dequeue, call,
// redirect, supervise) for the Instruction parameter of a reservation's update.
// Accept and reject never come to it. It returns when the instruction is begun or
// refused; what follows shows in the reservation. An error that is or wraps an
// [*assign.Error] becomes 400 with its code, a [*taskrouter.Error] what that kind
// becomes elsewhere, anything else 500. What a driver of package assign/voice
// returns is one of the two for errors.As, and can be returned as it is; a host
// with calls of its own gives their refusals one of these forms.
type Instructor interface {
	Instruct(ctx context.Context, workspace taskrouter.WorkspaceSID, reservation taskrouter.ReservationSID, i assign.Instruction) error
}

// Handler serves version 1 of the TaskRouter API. It is an http.Handler, safe for
// concurrent use. Make one with [New] or [ForEngine].
type Handler struct {
	cfg        Config
	service    *rest.Service
	workspaces registry
}

// New makes a handler. The error is about the configuration: no accounts, an
// account that is none, or two workspaces with the same SID.
func New(cfg Config) (*Handler, error) {
	if err := checkBaseURL(cfg.BaseURL); err != nil {
		return nil, err
	}
	h := &Handler{cfg: cfg}
	service := rest.Config{
		Routes: h.routes(), Translate: translate, ContentType: "application/json", CORS: true,
		BaseURL: strings.TrimSuffix(cfg.BaseURL, "/"), TrustForwarded: cfg.TrustForwarded,
		MaxBody: cmp.Or(cfg.MaxBody, 4<<20), Timeout: cmp.Or(cfg.Timeout, 30*time.Second), Now: cfg.Now, Logger: cfg.Logger,
		Limits: cfg.RateLimits.limits(), NextPage: "next_page_url",
	}
	for i, a := range cfg.Accounts {
		if _, err := taskrouter.ParseAccountSID(a.SID); err != nil && a.SID != "" {
			return nil, fmt.Errorf("taskrouter/rest: Config.Accounts[%d].SID: %q: want AC and 32 hexadecimal digits", i, excerpt.Of(a.SID))
		}
		service.Accounts = append(service.Accounts, rest.Account(a))
	}
	var err error
	if h.service, err = rest.NewService(service); err != nil {
		return nil, fmt.Errorf("taskrouter/rest: Config: %w", err)
	}
	for _, w := range cfg.Workspaces {
		if err := h.Add(w); err != nil {
			return nil, err
		}
	}
	return h, nil
}

func checkBaseURL(text string) error {
	if text == "" {
		return nil
	}
	scheme, host, _ := strings.Cut(strings.TrimSuffix(text, "/"), "://")
	if scheme != "http" && scheme != "https" || !rest.IsHost(host) {
		return fmt.Errorf("taskrouter/rest: Config.BaseURL: %q: want scheme and host, such as https://taskrouter.example.com", excerpt.Of(weburl.Redact(text)))
	}
	return nil
}

// ForEngine serves one engine with a clock of the test's. Its account is the
// workspace's, with this auth token, which must not be empty:
//
//	server := httptest.NewServer(rest.ForEngine(engine, clock, "token"))
func ForEngine(engine *taskrouter.Engine, now func() time.Time, token string) *Handler {
	h, err := New(Config{
		Accounts:   []Account{{SID: engine.Workspace().AccountSID.String(), Secret: token}},
		Workspaces: []Workspace{NewLocal(engine, now)},
		Now:        now,
	})
	if err != nil {
		panic(err) // an empty token, which is the test's mistake
	}
	return h
}

// ServeHTTP answers one request, always with JSON or with nothing.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.service.ServeHTTP(w, r) }
