package twiml

import (
	"net/url"
	"strings"
)

// checkURL reports whether text is an address: an absolute http or https one,
// or a reference relative to the document. Hosts of callbacks must not contain
// an underscore (twiml.md §3); with anyHost, for media, they may.
func checkURL(text string, anyHost bool) bool {
	if strings.ContainsAny(text, whiteSpace) {
		return false
	}
	u, err := url.Parse(text)
	if err != nil {
		return false
	}
	if u.Scheme == "" && u.Host == "" {
		return u.Opaque == ""
	}
	if u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	return u.Hostname() != "" && (anyHost || !strings.Contains(u.Hostname(), "_"))
}

// isAbsolute reports whether an address that fits names its own host.
func isAbsolute(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme != "" && u.Host != ""
}
