package rest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/goacd/acd/internal/excerpt"
)

// Config is what a service needs. Accounts, Routes and Translate are required.
type Config struct {
	Accounts []Account
	Routes   []Route
	// Translate turns an endpoint's error that is no [*Error] into one.
	Translate func(r *Request, err error) *Error

	ContentType    string        // of answers
	BaseURL        string        // scheme and host of URLs; "" for the request's own
	TrustForwarded bool          // take X-Forwarded-Proto and X-Forwarded-Host
	CORS           bool          // let browsers of any origin call
	MaxBody        int64         // bytes of a request's body
	Timeout        time.Duration // of an endpoint's context; 0 for none
	Limits         []Limit       // none by default

	Now    func() time.Time // nil for the real clock
	Logger *slog.Logger     // nil to discard
	// RequestPrefix is 16 hexadecimal digits with which the identifiers of all
	// requests begin; "" draws them.
	RequestPrefix string
	// NextPage is what a listing calls the address of its next page, for messages;
	// "" for "next_page_uri".
	NextPage string
}

// Service is an http.Handler over routes. It is safe for concurrent use.
type Service struct {
	cfg      Config
	accounts *Accounts
	tree     *tree
	limiter  *limiter
	prefix   string
	requests atomic.Uint64
	lastBase atomic.Pointer[baseURL]

	contentType []string // the header's values, never changed
}

// The headers of every answer for browsers. They are never changed.
var (
	anyOrigin = []string{"*"}
	exposed   = []string{"ETag, Retry-After, Twilio-Request-Id"}
)

// NewService checks the configuration.
func NewService(cfg Config) (*Service, error) {
	accounts, err := NewAccounts(cfg.Accounts)
	if err != nil {
		return nil, err
	}
	limiter, err := newLimiter(cfg.Limits)
	if err != nil {
		return nil, err
	}
	if cfg.MaxBody < 1 {
		return nil, fmt.Errorf("rest: MaxBody: %d: want at least 1 byte", cfg.MaxBody)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	prefix := cfg.RequestPrefix
	if prefix == "" {
		prefix = drawPrefix()
	}
	cfg.NextPage = cmp.Or(cfg.NextPage, "next_page_uri")
	return &Service{
		cfg: cfg, accounts: accounts, tree: newTree(cfg.Routes), limiter: limiter, prefix: prefix,
		contentType: []string{cfg.ContentType},
	}, nil
}

// exchange is one request on its way to its answer.
type exchange struct {
	id      string
	account string
	began   time.Time
	cause   error
	code    int
}

// ServeHTTP answers one request.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := exchange{id: s.requestID(), began: s.cfg.Now()}
	header := w.Header()
	header["Twilio-Request-Id"] = []string{x.id}
	if s.cfg.CORS {
		header["Access-Control-Allow-Origin"], header["Access-Control-Expose-Headers"] = anyOrigin, exposed
		if r.Method == http.MethodOptions {
			s.preflight(header, r)
			w.WriteHeader(http.StatusNoContent)
			s.log(r, &x, http.StatusNoContent)
			return
		}
	}
	answer := s.answer(header, r, &x)
	if answer.ETag != "" {
		header.Set("ETag", answer.ETag)
	}
	if answer.Body != nil {
		header["Content-Type"] = s.contentType
		header["Content-Length"] = []string{strconv.Itoa(len(answer.Body))}
	}
	w.WriteHeader(answer.Status)
	if answer.Body != nil {
		_, err := w.Write(answer.Body)
		if err != nil && x.cause == nil {
			x.cause = &unwritten{err}
		}
		recycle(answer.Body)
	}
	s.log(r, &x, answer.Status)
}

// preflight tells a browser what it may send.
func (s *Service) preflight(header http.Header, r *http.Request) {
	methods := "GET, POST, DELETE"
	if route, _ := s.tree.find(r.URL.Path); route != nil {
		methods = route.allowed()
	}
	header.Set("Access-Control-Allow-Methods", methods)
	header.Set("Access-Control-Allow-Headers", "Content-Type, Authorization, If-Match")
	header.Set("Access-Control-Max-Age", "600")
}

// answer makes the answer, whatever happens.
func (s *Service) answer(header http.Header, r *http.Request, x *exchange) (answer Answer) {
	fail := func(err *Error) {
		if err.Status == http.StatusTooManyRequests {
			header.Set("Retry-After", "1") // limits are of whole seconds
		}
		x.code, x.cause = err.Code, err.Err
		answer = Answer{Status: err.Status, Body: err.body()}
	}
	defer func() {
		if v := recover(); v != nil {
			if v == http.ErrAbortHandler {
				panic(v) // the way to ask net/http for silence
			}
			fail(Internal(&panicError{v, debug.Stack()}))
		}
	}()
	answer, err := s.ask(header, r, x)
	if err != nil {
		fail(err)
	}
	return answer
}

// ask checks the request from the outside in, and asks its endpoint.
func (s *Service) ask(header http.Header, r *http.Request, x *exchange) (Answer, *Error) {
	user, secret, _ := r.BasicAuth()
	account, ok := s.accounts.find(user, secret)
	if !ok {
		header.Set("WWW-Authenticate", `Basic realm="Twilio API"`)
		return Answer{}, &Error{Status: http.StatusUnauthorized, Code: CodeAuthenticate, Message: "Authenticate"}
	}
	x.account = account
	route, parameters := s.tree.find(r.URL.Path)
	req := &Request{HTTP: r, Account: account, Base: s.base(r), parameters: parameters, service: s}
	if route == nil {
		return Answer{}, req.NotFound()
	}
	endpoint := route.endpoint(r.Method)
	if endpoint == nil {
		header.Set("Allow", route.allowed())
		return Answer{}, &Error{Status: http.StatusMethodNotAllowed, Code: CodeMethod, Message: "Method not allowed"}
	}
	if err := s.limit(account, ""); err != nil {
		return Answer{}, err
	}
	if err := req.read(route, s.cfg.MaxBody); err != nil {
		return Answer{}, err
	}
	if s.cfg.Timeout > 0 {
		ctx, cancel := context.WithTimeout(r.Context(), s.cfg.Timeout)
		defer cancel()
		req.HTTP = r.WithContext(ctx)
	}
	answer, err := endpoint(req)
	if err == nil {
		return answer, nil
	}
	refusal, ok := errors.AsType[*Error](err)
	if !ok {
		refusal = s.cfg.Translate(req, err)
	}
	return Answer{}, refusal
}

// panicError is the cause of a 500.
type panicError struct {
	value any
	stack []byte
}

func (e *panicError) Error() string { return fmt.Sprintf("panic: %v", e.value) }

// unwritten is the cause of an answer that did not reach its caller.
type unwritten struct{ err error }

func (e *unwritten) Error() string { return "the answer was not sent: " + e.err.Error() }

// log tells of one exchange. Paths hold SIDs and names of channels only; query,
// form and credentials are never logged, and neither is what a refusal says of
// them: the caller was told, and the code tells the rest.
func (s *Service) log(r *http.Request, x *exchange, status int) {
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	ctx := r.Context()
	if !s.cfg.Logger.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{
		slog.String("method", excerpt.To(r.Method, mostShown)), slog.String("path", excerpt.To(r.URL.Path, mostShown)), slog.Int("status", status),
		slog.String("request", x.id), slog.String("account", x.account), slog.Duration("took", s.cfg.Now().Sub(x.began)),
	}
	if x.code != 0 {
		attrs = append(attrs, slog.Int("code", x.code))
	}
	if _, unsent := x.cause.(*unwritten); unsent || x.cause != nil && status >= http.StatusInternalServerError {
		attrs = append(attrs, slog.String("error", x.cause.Error()))
		if p, ok := errors.AsType[*panicError](x.cause); ok {
			attrs = append(attrs, slog.String("stack", string(p.stack)))
		}
	}
	s.cfg.Logger.LogAttrs(ctx, level, "request", attrs...)
}
