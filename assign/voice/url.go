package voice

import (
	"net/url"

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

// postOr is a method that was checked.
func postOr(method twiml.Method) twiml.Method {
	method, _ = methodOr(method, twiml.POST)
	return method
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
