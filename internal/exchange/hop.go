package exchange

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/goacd/acd/internal/excerpt"
	"github.com/goacd/acd/internal/weburl"
	"github.com/goacd/acd/twiml"
)

// maxRedirects is how often a request is sent elsewhere (twiml.md §3).
const maxRedirects = 10

// hop is one request of a chain of redirects.
type hop struct {
	method string
	url    *url.URL
	form   string // "" for no parameters
}

// request makes the HTTP request. The fragment is not sent.
func (h hop) request(ctx context.Context) (*http.Request, error) {
	to := *h.url
	to.Fragment, to.RawFragment = "", ""
	if h.form == "" {
		return http.NewRequestWithContext(ctx, h.method, to.String(), nil)
	}
	if h.method != http.MethodPost {
		if to.RawQuery != "" {
			to.RawQuery += "&"
		}
		to.RawQuery += h.form
		return http.NewRequestWithContext(ctx, h.method, to.String(), nil)
	}
	request, err := http.NewRequestWithContext(ctx, h.method, to.String(), strings.NewReader(h.form))
	if err == nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return request, err
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// next returns the request that a redirect asks for: after 301, 302 and 303 a GET
// without the parameters, after 307 and 308 the same again, with them if they may
// be resent. It reports false for a redirect to nowhere.
func (h hop) next(res *http.Response, resend bool) (hop, bool) {
	location := res.Header.Get("Location")
	to, err := h.url.Parse(location)
	if location == "" || err != nil || !usable(to) {
		return hop{}, false
	}
	switch {
	case res.StatusCode < http.StatusTemporaryRedirect:
		return hop{method: http.MethodGet, url: to}, true
	case !resend:
		return hop{method: h.method, url: to}, true
	}
	return hop{h.method, to, h.form}, true
}

func (h hop) badTarget(res *http.Response) *Error {
	return h.failed(twiml.CodeRedirectTarget, fmt.Sprintf("status %d to Location %q: want an http or https URL",
		res.StatusCode, excerpt.Of(weburl.Redact(res.Header.Get("Location")))), nil)
}

// usable reports whether a request can be sent to a URL.
func usable(u *url.URL) bool {
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}
