package webhook

import (
	"net/http"
	"strings"
)

// incoming returns the URL by which a request was asked for, as far as this end
// can tell. It fails if the parts do not make that very URL: a host header with
// a slash in it would let a signature for one path pass for another.
func (v *Verifier) incoming(r *http.Request) (string, bool) {
	p := parts{scheme: "http://", host: r.Host, rest: target(r)}
	if !strings.HasPrefix(p.rest, "/") || strings.Contains(p.rest, "#") {
		return p.String(), false
	}
	if v.base != "" {
		return v.base + p.rest, true
	}
	if r.TLS != nil {
		p.scheme = "https://"
	}
	if v.forwarded {
		p.forward(r.Header)
	}
	whole := split(p.String())
	return p.String(), whole.rest == p.rest && whole.user == ""
}

// forward takes what the first proxy says it was asked for. A port is only
// added where the host has none.
func (p *parts) forward(h http.Header) {
	switch proto := strings.ToLower(first(h, "X-Forwarded-Proto")); proto {
	case "http", "https":
		p.scheme = proto + "://"
	}
	if host := first(h, "X-Forwarded-Host"); host != "" {
		p.host = host
	}
	port := first(h, "X-Forwarded-Port")
	if port != "" && split(p.scheme+p.host).port == "" {
		p.port = ":" + port
	}
}

// first returns the first value of a header that lists one for each proxy.
func first(h http.Header, name string) string {
	value, _, _ := strings.Cut(h.Get(name), ",")
	return strings.TrimSpace(value)
}

// target returns what stood in the request line: path and query as they were
// sent, whatever handlers before have made of r.URL.
func target(r *http.Request) string {
	if strings.HasPrefix(r.RequestURI, "/") {
		return r.RequestURI
	}
	return r.URL.RequestURI() // none, or in the absolute form
}
