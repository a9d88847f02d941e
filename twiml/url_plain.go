package twiml

import "strings"

// isPlain reports whether text is an address of the usual kind, which fits
// without being taken apart: a path from the root, or a web address, of nothing
// but letters, digits and a few marks. It spares the time of [url.Parse] in
// most documents; false means nothing.
func (f *urlForm) isPlain(text string) bool {
	path := text
	if rest, ok := cutWeb(text); ok && len(f.schemes) == 0 {
		host := len(rest)
		if i := strings.IndexAny(rest, "/?"); i >= 0 {
			host = i
		}
		if !only(rest[:host], plainHost) {
			return false
		}
		path = rest[host:]
		if path == "" {
			return host > 0
		}
		if host == 0 {
			return false
		}
	} else if f.absolute || !strings.HasPrefix(text, "/") || strings.HasPrefix(text, "//") {
		return false
	}
	return only(path, plainPath) && (!f.noQuery || strings.IndexByte(path, '?') < 0)
}

func cutWeb(text string) (string, bool) {
	if rest, ok := strings.CutPrefix(text, "https://"); ok {
		return rest, true
	}
	return strings.CutPrefix(text, "http://")
}

// asciiSet tells which bytes belong to it.
type asciiSet [256]bool

func newASCIISet(marks string) *asciiSet {
	const alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	var set asciiSet
	for _, b := range []byte(alphanumeric + marks) {
		set[b] = true
	}
	return &set
}

var (
	plainHost = newASCIISet("-.")
	plainPath = newASCIISet("-._~/?=&+,;@:!*()")
)

func only(text string, set *asciiSet) bool {
	for i := range len(text) {
		if !set[text[i]] {
			return false
		}
	}
	return true
}
