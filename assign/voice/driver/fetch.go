package driver

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/twiml"
	"github.com/goacd/acd/twiml/webhook"
)

// maxRedirects is how many are followed (twiml.md §3).
const maxRedirects = 10

// exchange is one request with its redirects.
type exchange struct {
	method, url string
	form        string // encoded; not sent again after a redirect
	redirects   int
}

// fetch carries out a Fetch, and returns the report on it.
func (d *Driver) fetch(ctx context.Context, deadline time.Time, f *voice.Fetch) voice.Input {
	if !time.Now().Before(deadline) {
		return &voice.FetchFailed{Op: f.Op, Code: twiml.CodeFetchTimeout, Message: fmt.Sprintf(
			"its turn did not come within %v: %d requests were under way", d.cfg.RequestTimeout, d.cfg.Requests)}
	}
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	x := exchange{method: string(f.Method), url: f.URL, form: f.Encode()}
	for {
		got, next, err := d.send(ctx, x)
		switch {
		case err != nil:
			return &voice.FetchFailed{Op: f.Op, Code: codeOf(err), Message: cause(err).Error()}
		case next == nil:
			got.Op = f.Op
			return got
		}
		x = *next
	}
}

// send makes one request. It returns the answer, or the request to make next.
func (d *Driver) send(ctx context.Context, x exchange) (*voice.Fetched, *exchange, error) {
	request, err := x.request(ctx)
	if err != nil {
		return nil, nil, err
	}
	if d.cfg.AuthToken != "" {
		if err := webhook.SignRequest(request, d.cfg.AuthToken); err != nil {
			return nil, nil, err
		}
	}
	answer, err := d.client.Do(request)
	if err != nil {
		return nil, nil, err
	}
	defer answer.Body.Close()
	if isRedirect(answer.StatusCode) {
		next, err := x.follow(request.URL, answer)
		return nil, next, err
	}
	got := &voice.Fetched{Status: answer.StatusCode, ContentType: answer.Header.Get("Content-Type")}
	if x.redirects > 0 {
		got.URL = x.url
	}
	media, _, _ := mime.ParseMediaType(got.ContentType)
	if answer.StatusCode < 300 && !strings.HasPrefix(media, "audio/") { // else the body does not matter
		// One byte more than a document may have tells the machine that it is too large.
		got.Body, err = io.ReadAll(io.LimitReader(answer.Body, twiml.MaxBytes+1))
	}
	return got, nil, err
}

// request makes the HTTP request: the parameters are the body of a POST, and
// follow the query of a GET.
func (x *exchange) request(ctx context.Context) (*http.Request, error) {
	u, err := url.Parse(x.url)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return nil, &fetchError{twiml.CodeURLInvalid, fmt.Sprintf("%.200q: want an absolute http or https URL", x.url)}
	}
	u.Fragment, u.RawFragment = "", ""
	if x.method == http.MethodPost && x.redirects == 0 {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), strings.NewReader(x.form))
		if err == nil {
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		}
		return request, err
	}
	if x.form != "" {
		if u.RawQuery != "" {
			u.RawQuery += "&"
		}
		u.RawQuery += x.form
	}
	return http.NewRequestWithContext(ctx, x.method, u.String(), nil)
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// follow returns the request that a redirect leads to.
func (x *exchange) follow(from *url.URL, answer *http.Response) (*exchange, error) {
	if x.redirects == maxRedirects {
		return nil, &fetchError{twiml.CodeTooManyRedirects, fmt.Sprintf("more than %d redirects", maxRedirects)}
	}
	location := answer.Header.Get("Location")
	to, err := from.Parse(location)
	if location == "" || err != nil || to.Scheme != "http" && to.Scheme != "https" || to.Host == "" {
		return nil, &fetchError{twiml.CodeRedirectTarget, fmt.Sprintf("a redirect to %.200q: want an http or https URL", location)}
	}
	next := &exchange{method: x.method, url: to.String(), redirects: x.redirects + 1}
	if answer.StatusCode < http.StatusTemporaryRedirect {
		next.method = http.MethodGet
	}
	return next, nil
}

// fetchError is a failure that the driver itself has found.
type fetchError struct {
	code int
	text string
}

func (e *fetchError) Error() string { return e.text }

// cause leaves out the URL, which the machine names.
func cause(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		return e.Err
	}
	return err
}
