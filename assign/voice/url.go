package voice

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/goacd/acd/twiml"
)

// methodOr checks a method that a host gives; the empty one is the default.
func methodOr(method, def twiml.Method) (twiml.Method, bool) {
	switch method {
	case "":
		return def, true
	case twiml.GET, twiml.POST:
		return method, true
	}
	return method, false
}

// absolute reports whether text is an absolute http or https URL.
func absolute(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// resolve makes a reference in the document p absolute (RFC 3986); the empty one
// is the document itself. The validator lets nothing through that does not lead
// to an http or https URL; if it ever does, the host gets it as it stands and
// reports that it cannot be fetched.
func (p *program) resolve(reference string) string {
	u, err := url.Parse(reference)
	if err != nil {
		return reference
	}
	return p.base.ResolveReference(u).String()
}

// redact takes user and password out of a URL that goes into a message, or to an
// application, which need not be the one whose URL it is.
func redact(rawURL string) string {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil:
		return rawURL[strings.LastIndexByte(rawURL, '@')+1:]
	case u.User == nil:
		return rawURL
	}
	u.User = nil
	return u.String()
}

// clip keeps hostile input out of messages.
func clip(s string) string {
	const most = 80
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
