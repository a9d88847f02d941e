package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/twiml"
	"github.com/goacd/acd/twiml/webhook"
)

// errLate is the cause of a context whose time for an exchange is over.
var errLate = errors.New("no answer in time")

// Config configures a [Client]. HTTP, Timeout and MaxBody must be set.
type Config struct {
	// HTTP makes the requests. It is copied, and its CheckRedirect is not used:
	// redirects are followed here, since each request is to be signed anew.
	HTTP *http.Client
	// Token signs each request; "" to sign none.
	Token string
	// Accept is the header of that name; "" for none.
	Accept string
	// Timeout is the time for an exchange, redirects and body included.
	Timeout time.Duration
	// MaxBody is how many bytes of a body are understood. One more is read, which
	// says that it is too long.
	MaxBody int64
	// Resend sends the form again at 307 and 308, which ask for the same request.
	// Without it only the method stays (twiml.md §3: parameters are not re-sent).
	Resend bool
	// Allow is asked before each request, redirects included, and may refuse its
	// URL, of which it gets a copy; nil allows all.
	Allow func(*url.URL) error
	// Skip tells by the content type which bodies are not read; nil for none.
	Skip func(contentType string) bool
}

// Client makes exchanges. It is immutable, and safe for concurrent use as far as
// Allow and Skip are.
type Client struct{ cfg Config }

// New returns a client.
func New(cfg Config) *Client {
	own := *cfg.HTTP
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	cfg.HTTP = &own
	return &Client{cfg}
}

// CloseIdleConnections does what it does for HTTP.
func (c *Client) CloseIdleConnections() { c.cfg.HTTP.CloseIdleConnections() }

// Request is what an exchange begins with.
type Request struct {
	Method string // GET or POST
	URL    string
	Form   string    // encoded: the body of a POST, appended to the query of a GET
	Since  time.Time // when the time began to run; zero for now
}

// Answer is an answer that came whole and in time.
type Answer struct {
	Status      int
	ContentType string
	Body        []byte   // only of a status from 200 to 299
	URL         *url.URL // where it came from
	Redirects   int      // that led there
}

// Do makes an exchange. When ctx ends first, that is no failure of the other side:
// the caller looks at ctx before the error.
func (c *Client) Do(ctx context.Context, r Request) (*Answer, *Error) {
	to, err := url.Parse(r.URL)
	if err != nil || !usable(to) {
		return nil, &Error{Code: twiml.CodeURLInvalid, URL: weburl.Redact(r.URL), Message: "want an absolute http or https URL"}
	}
	since := r.Since
	if since.IsZero() {
		since = time.Now()
	}
	ctx, cancel := context.WithDeadlineCause(ctx, since.Add(c.cfg.Timeout), errLate)
	defer cancel()
	answer, failed := c.follow(ctx, hop{method: r.Method, url: to, form: r.Form})
	// The time may have run out behind the last byte, and a late answer is none.
	if errors.Is(context.Cause(ctx), errLate) {
		return nil, &Error{Code: twiml.CodeFetchTimeout, URL: weburl.Show(to), Message: fmt.Sprintf("no answer within %v", c.cfg.Timeout)}
	}
	return answer, failed
}

// follow makes requests until an answer is no redirect.
func (c *Client) follow(ctx context.Context, h hop) (*Answer, *Error) {
	for n := range maxRedirects + 1 {
		if err := c.allowed(h.url); err != nil {
			code := twiml.CodeConnectFailed
			if n > 0 {
				code = twiml.CodeRedirectTarget
			}
			return nil, h.failed(code, "refused", err)
		}
		res, err := c.send(ctx, h)
		if err != nil {
			return nil, h.unsent(err)
		}
		if !isRedirect(res.StatusCode) {
			return c.read(h, n, res)
		}
		drain(res.Body)
		next, ok := h.next(res, c.cfg.Resend)
		if !ok {
			return nil, h.badTarget(res)
		}
		h = next
	}
	return nil, h.failed(twiml.CodeTooManyRedirects, fmt.Sprintf("more than %d redirects", maxRedirects), nil)
}

func (c *Client) allowed(to *url.URL) error {
	if c.cfg.Allow == nil {
		return nil
	}
	copied := *to
	return c.cfg.Allow(&copied)
}

// send makes one request.
func (c *Client) send(ctx context.Context, h hop) (*http.Response, error) {
	request, err := h.request(ctx)
	if err != nil {
		return nil, err
	}
	if c.cfg.Accept != "" {
		request.Header.Set("Accept", c.cfg.Accept)
	}
	if c.cfg.Token != "" {
		if err := webhook.SignRequest(request, c.cfg.Token); err != nil {
			return nil, err
		}
	}
	res, err := c.cfg.HTTP.Do(request)
	if outer, ok := errors.AsType[*url.Error](err); ok {
		err = outer.Err // which does not repeat the URL
	}
	return res, err
}

// read reads an answer. Where the status says that something went wrong the body
// does not matter, and is not waited for.
func (c *Client) read(h hop, redirects int, res *http.Response) (*Answer, *Error) {
	defer res.Body.Close()
	a := &Answer{Status: res.StatusCode, ContentType: res.Header.Get("Content-Type"), URL: h.url, Redirects: redirects}
	if a.Status < 200 || a.Status > 299 || c.cfg.Skip != nil && c.cfg.Skip(a.ContentType) {
		return a, nil
	}
	var err error
	if a.Body, err = io.ReadAll(io.LimitReader(res.Body, c.cfg.MaxBody+1)); err != nil {
		return nil, h.failed(codeOf(err), "the answer broke off", err)
	}
	return a, nil
}

// drain reads a little of a body that says nothing, so that its connection can be
// used again, which is what net/http does when it follows a redirect.
func drain(body io.ReadCloser) {
	_, _ = io.CopyN(io.Discard, body, 2<<10)
	body.Close()
}
