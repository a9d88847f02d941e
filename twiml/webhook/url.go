package webhook

import (
	"net/url"
	"slices"
	"strings"
)

// URLs are handled as text, and never parsed and put together again: what is
// signed is the spelling.

// parts are the parts of an absolute URL: "https://", "user:password@",
// "example.com", ":8443", "/path?query". Joined they are the URL.
type parts struct{ scheme, user, host, port, rest string }

func split(rawURL string) parts {
	var p parts
	scheme, after, ok := strings.Cut(rawURL, "://")
	if !ok {
		p.rest = rawURL
		return p
	}
	p.scheme = scheme + "://"
	authority := after
	if i := strings.IndexAny(after, "/?#"); i >= 0 {
		authority, p.rest = after[:i], after[i:]
	}
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		p.user, authority = authority[:i+1], authority[i+1:]
	}
	p.host = authority
	// A colon inside brackets belongs to an IPv6 address.
	if i := strings.LastIndexByte(authority, ':'); i > strings.LastIndexByte(authority, ']') {
		p.host, p.port = authority[:i], authority[i:]
	}
	return p
}

func (p parts) String() string { return p.scheme + p.user + p.host + p.port + p.rest }

// spellings returns the URL as it stands, with the port of its scheme if it has
// none, and without its port: which of them the vendor has signed differs, and
// the official libraries accept all.
func spellings(rawURL string) []string {
	p := split(rawURL)
	all := []string{p.String()}
	switch {
	case p.scheme == "":
		return all
	case p.port != "" && p.port != ":":
		p.port = ""
	case p.scheme == "https://":
		p.port = ":443"
	default:
		p.port = ":80"
	}
	return append(all, p.String())
}

// withUser returns the URLs that have no user with one put in.
func withUser(urls []string, user *url.Userinfo) []string {
	var all []string
	for _, u := range urls {
		if p := split(u); p.user == "" {
			p.user = user.String() + "@"
			all = append(all, p.String())
		}
	}
	return all
}

// withoutUser returns a URL without the password, for messages.
func withoutUser(rawURL string) string {
	p := split(rawURL)
	p.user = ""
	return p.String()
}

func withoutFragment(rawURL string) string {
	before, _, _ := strings.Cut(rawURL, "#")
	return before
}

// addQuery puts parameters behind the query of a URL.
func addQuery(rawURL, query string) string {
	rawURL = withoutFragment(rawURL)
	switch _, after, ok := strings.Cut(rawURL, "?"); {
	case query == "":
		return rawURL
	case !ok:
		return rawURL + "?" + query
	case after == "" || strings.HasSuffix(after, "&"):
		return rawURL + query
	}
	return rawURL + "&" + query
}

// setBodyHash puts a hash into the query of a URL in the place of any other.
func setBodyHash(rawURL, hash string) string {
	path, query, ok := strings.Cut(withoutFragment(rawURL), "?")
	if ok {
		kept := slices.DeleteFunc(strings.Split(query, "&"), isBodyHash)
		path += "?" + strings.Join(kept, "&")
	}
	return addQuery(path, bodyHashParameter+"="+hash)
}

func isBodyHash(pair string) bool {
	name, _, _ := strings.Cut(pair, "=")
	name, err := url.QueryUnescape(name)
	return err == nil && name == bodyHashParameter
}

// bodyHashIn returns the hash in the query of a URL; empty if there is none.
func bodyHashIn(rawURL string) string {
	_, query, _ := strings.Cut(rawURL, "?")
	for pair := range strings.SplitSeq(query, "&") {
		if isBodyHash(pair) {
			_, hash, _ := strings.Cut(pair, "=")
			return hash
		}
	}
	return ""
}
