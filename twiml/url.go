package twiml

import (
	"net/url"
	"slices"
	"strings"
)

// urlForm says what an address may look like.
type urlForm struct {
	schemes  []string // in lower case; none: http and https
	absolute bool     // no relative reference
	noQuery  bool
	anyHost  bool // for media: hosts of callbacks must not contain an underscore (twiml.md §3)
}

var webSchemes = []string{"http", "https"}

func (f *urlForm) allowed() []string {
	if len(f.schemes) == 0 {
		return webSchemes
	}
	return f.schemes
}

// fits reports whether text is such an address: an absolute one, or a reference
// relative to the document.
func (f *urlForm) fits(text string) bool {
	return f.isPlain(text) || f.fitsParsed(text)
}

func (f *urlForm) fitsParsed(text string) bool {
	if strings.ContainsAny(text, whiteSpace) {
		return false
	}
	u, err := url.Parse(text)
	if err != nil || f.noQuery && (u.RawQuery != "" || u.ForceQuery) {
		return false
	}
	if u.Scheme == "" && (u.Host == "" || f.absolute) {
		return u.Opaque == "" && !f.absolute
	}
	if u.Scheme != "" && !slices.Contains(f.allowed(), u.Scheme) {
		return false
	}
	return u.Hostname() != "" && (f.anyHost || !strings.Contains(u.Hostname(), "_"))
}

// wants describes such an address, for messages.
func (f *urlForm) wants() string {
	schemes := strings.Join(f.allowed(), " or ")
	article := "a "
	if strings.HasPrefix(schemes, "http") {
		article = "an "
	}
	text := article + schemes + " address"
	if !f.anyHost {
		text += " without underscore in its host"
	}
	if f.noQuery {
		text += " and without query"
	}
	if !f.absolute {
		text += ", or a reference relative to the document"
	}
	return text
}

// isAbsolute reports whether an address that fits names its own host.
func isAbsolute(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Scheme != "" && u.Host != ""
}
