// Package weburl says the two things about http and https URLs that every part
// needs which carries URLs from documents and settings to requests and messages.
package weburl

import (
	"net/url"
	"strings"
)

// Absolute reports whether text is an absolute http or https URL.
func Absolute(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// Redact takes user and password out of text, which may be no URL at all: they
// have no place in messages, in logs, and in what one application is told about
// the URLs of another.
func Redact(text string) string {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return text[strings.LastIndexByte(text, '@')+1:]
	case u.User == nil:
		return text
	}
	return Show(u)
}

// Show returns u as text without user and password.
func Show(u *url.URL) string {
	shown := *u
	shown.User = nil
	return shown.String()
}
