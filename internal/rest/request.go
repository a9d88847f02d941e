package rest

import (
	"net/http"
	"net/url"
	"strings"
)

// Request is what an endpoint is asked. It is valid until the endpoint returns.
type Request struct {
	HTTP    *http.Request
	Account string // the caller's, authenticated
	Params  Params // of the query for Get and Delete, of the form for Post
	Body    []byte // of a Post that takes JSON
	// Base is scheme and host for absolute URLs, such as "http://127.0.0.1:8080".
	Base string

	parameters [maxParameters]string
	service    *Service
}

// Path returns the parameter of the path with this number, as it was sent.
func (r *Request) Path(n int) string { return r.parameters[n] }

// Resource returns the request's path without the version of the API, as
// messages name it.
func (r *Request) Resource() string {
	rest, _ := strings.CutPrefix(r.HTTP.URL.Path, "/")
	if _, rest, ok := strings.Cut(rest, "/"); ok {
		return "/" + rest
	}
	return r.HTTP.URL.Path
}

// NotFound is the refusal of the request's own path.
func (r *Request) NotFound() *Error { return NotFound(r.Resource()) }

// Limit counts the request against a rate limit beside the general one, and
// refuses it when there were too many.
func (r *Request) Limit(class string) *Error { return r.service.limit(r.Account, class) }

// IfMatch returns the version that the header If-Match asks for: nil without the
// header or with "*". ok is false for what can be no version, which matches
// nothing (rest.md §1).
func (r *Request) IfMatch() (version *int, ok bool) {
	text := strings.TrimSpace(r.HTTP.Header.Get("If-Match"))
	if text == "" || text == "*" {
		return nil, true
	}
	text = strings.TrimPrefix(text, "W/") // a proxy that compresses may weaken it
	if len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"' {
		text = text[1 : len(text)-1]
	}
	n, err := parseInt(text)
	if err != nil || n < 0 || n > maxInt32 {
		return nil, false
	}
	v := int(n)
	return &v, true
}

// PreconditionFailed is the refusal of a version.
func PreconditionFailed() *Error {
	return &Error{Status: http.StatusPreconditionFailed, Code: CodePrecondition, Message: "Precondition Failed"}
}

// Answer is what an endpoint answers.
type Answer struct {
	Status int    // 200, 201 or 204
	Body   []byte // JSON; nil with 204
	ETag   string // "" for none
}

// OK answers 200 with an object.
func OK(o *Object) (Answer, error) { return Answer{Status: http.StatusOK, Body: o.Bytes()}, nil }

// NoContent answers 204.
func NoContent() (Answer, error) { return Answer{Status: http.StatusNoContent}, nil }

// base is scheme and host of a request as its sender sees them.
func (s *Service) base(r *http.Request) string {
	if s.cfg.BaseURL != "" {
		return s.cfg.BaseURL
	}
	scheme, host := "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if s.cfg.TrustForwarded {
		if p := strings.ToLower(first(r.Header.Get("X-Forwarded-Proto"))); p == "http" || p == "https" {
			scheme = p
		}
		if h := first(r.Header.Get("X-Forwarded-Host")); h != "" {
			host = h
		}
	}
	if last := s.lastBase.Load(); last != nil && last.scheme == scheme && last.host == host {
		return last.url
	}
	b := &baseURL{scheme: scheme, host: strings.Clone(host), url: scheme + "://" + host}
	if !IsHost(host) {
		b.url = scheme + "://localhost"
	}
	s.lastBase.Store(b)
	return b.url
}

// baseURL is the base of a host; most requests have that of the one before.
type baseURL struct{ scheme, host, url string }

// first is the first of several proxies' values: the one next to the caller.
func first(values string) string {
	v, _, _ := strings.Cut(values, ",")
	return strings.TrimSpace(v)
}

// IsHost reports whether a text is a host, with a port or without, that can stand
// in a URL as it is.
func IsHost(host string) bool {
	for i := range len(host) {
		c := host[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case c == '.', c == '-', c == '_', c == ':', c == '[', c == ']':
		default:
			return false
		}
	}
	u, err := url.Parse("http://" + host)
	return err == nil && u.Host == host && u.Hostname() != ""
}
