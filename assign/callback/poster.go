package callback

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/twiml"
	"github.com/goacd/acd/twiml/webhook"
)

// maxRedirects is how often a request is sent elsewhere (twiml.md §3).
const maxRedirects = 10

// maxBody is how much of an answer is read: one byte more than is understood.
// An answer that says nothing (a redirect, an error, that to an event) is read
// as far, so that its connection can be used again.
const maxBody = 64<<10 + 1

const formType = "application/x-www-form-urlencoded"

// errLate is the cause of a context whose time for an answer is over.
var errLate = errors.New("no answer in time")

// poster sends signed forms. It is immutable, and safe for concurrent use.
type poster struct {
	op      string
	http    *http.Client
	token   string
	allow   func(*url.URL) error
	timeout time.Duration
}

func newPoster(op, token string, client *http.Client, allow func(*url.URL) error, timeout, standard time.Duration) (*poster, *Error) {
	switch {
	case token == "":
		return nil, failure("configure", KindConfig, "AuthToken is empty: want the account's auth token, which signs the requests")
	case timeout < 0:
		return nil, failure("configure", KindConfig, "Timeout %v is negative: want a duration, or 0 for %v", timeout, standard)
	case timeout == 0:
		timeout = standard
	}
	if client == nil {
		client = new(AllowList).Client()
	}
	own := *client
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &poster{op: op, http: &own, token: token, allow: allow, timeout: timeout}, nil
}

// response is an answer that came whole and in time.
type response struct {
	status int
	header http.Header
	body   []byte
	url    *url.URL // where it came from
}

// post sends a form and follows redirects, all within the time for an answer.
// The error is of KindDelivery, or of KindCanceled when ctx ended.
func (p *poster) post(ctx context.Context, rawURL, form string) (*response, *Error) {
	to, err := url.Parse(rawURL)
	if err != nil || !usable(to) {
		return nil, &Error{
			Op: p.op, Kind: KindDelivery, code: twiml.CodeURLInvalid, URL: weburl.Redact(rawURL),
			Message: "want an absolute http or https URL",
		}
	}
	limited, cancel := context.WithTimeoutCause(ctx, p.timeout, errLate)
	defer cancel()
	res, failed := p.follow(limited, hop{method: http.MethodPost, url: to, form: form})
	// The time may have run out behind the last byte, and a late answer is none.
	late := errors.Is(context.Cause(limited), errLate)
	switch {
	case ctx.Err() != nil:
		return nil, &Error{Op: p.op, Kind: KindCanceled, URL: weburl.Show(to), Err: ctx.Err()}
	case late:
		return nil, &Error{
			Op: p.op, Kind: KindDelivery, code: twiml.CodeFetchTimeout, URL: weburl.Show(to),
			Message: fmt.Sprintf("no answer within %v", p.timeout),
		}
	case failed != nil:
		return nil, failed
	}
	return res, nil
}

// hop is one request of a chain of redirects.
type hop struct {
	method string
	url    *url.URL
	form   string // of a POST
}

// follow makes requests until an answer is no redirect.
func (p *poster) follow(ctx context.Context, h hop) (*response, *Error) {
	code := twiml.CodeConnectFailed
	for range maxRedirects + 1 {
		if err := p.allowed(h.url); err != nil {
			return nil, &Error{Op: p.op, Kind: KindDelivery, code: code, URL: weburl.Show(h.url), Message: "refused", Err: err}
		}
		res, err := p.exchange(ctx, h)
		if err != nil {
			return nil, &Error{Op: p.op, Kind: KindDelivery, code: codeOf(err), URL: weburl.Show(h.url), Err: err}
		}
		next, isRedirect := h.next(res)
		if !isRedirect {
			return res, nil
		}
		if !usable(next.url) {
			return nil, &Error{
				Op: p.op, Kind: KindDelivery, code: twiml.CodeRedirectTarget, URL: weburl.Show(h.url),
				Message: fmt.Sprintf("status %d to Location %q: want an http or https URL", res.status, excerpt.Of(weburl.Redact(res.header.Get("Location")))),
			}
		}
		h, code = next, twiml.CodeRedirectTarget
	}
	return nil, &Error{
		Op: p.op, Kind: KindDelivery, code: twiml.CodeTooManyRedirects, URL: weburl.Show(h.url),
		Message: fmt.Sprintf("more than %d redirects", maxRedirects),
	}
}

func (p *poster) allowed(to *url.URL) error {
	if p.allow == nil {
		return nil
	}
	copied := *to
	return p.allow(&copied)
}

// exchange makes one request and reads its answer.
func (p *poster) exchange(ctx context.Context, h hop) (*response, error) {
	to := *h.url
	req := (&http.Request{Method: h.method, URL: &to, Host: to.Host, Header: http.Header{}}).WithContext(ctx)
	if h.method == http.MethodPost {
		req.Header.Set("Content-Type", formType)
		req.Body = io.NopCloser(strings.NewReader(h.form)) // SignRequest makes it one that can be sent again
	}
	req.Header.Set("Accept", "application/json, */*;q=0.1")
	if err := webhook.SignRequest(req, p.token); err != nil {
		return nil, err
	}
	res, err := p.http.Do(req)
	if err != nil {
		if inner, ok := errors.AsType[*url.Error](err); ok {
			err = inner.Err // which does not repeat the URL
		}
		return nil, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxBody))
	if err != nil {
		return nil, fmt.Errorf("the answer broke off: %w", err)
	}
	return &response{status: res.StatusCode, header: res.Header, body: body, url: h.url}, nil
}

// next returns where an answer sends the request. After 301, 302 and 303 it is a
// GET without the parameters (twiml.md §3); 307 and 308 mean the same request
// again, form included, which is what they are for (chosen). Each is signed for
// the URL that it goes to.
func (h hop) next(res *response) (hop, bool) {
	switch res.status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther:
		h = hop{method: http.MethodGet, url: h.url}
	case http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return h, false
	}
	reference, err := url.Parse(res.header.Get("Location"))
	if err != nil || *reference == (url.URL{}) {
		h.url = nil
		return h, true
	}
	h.url = h.url.ResolveReference(reference)
	return h, true
}

// usable reports whether a request can be sent to a URL.
func usable(u *url.URL) bool {
	return u != nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.Opaque == ""
}
