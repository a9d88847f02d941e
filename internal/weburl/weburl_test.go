package weburl_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/goacd/acd/internal/weburl"
)

func Example() {
	fmt.Println(weburl.Absolute("/voice"), weburl.Absolute("https://example.com/voice"))
	fmt.Println(weburl.Redact("https://user:secret@example.com/voice"))
	// Output:
	// false true
	// https://example.com/voice
}

func TestAbsolute(t *testing.T) {
	for text, want := range map[string]bool{
		"http://a":          true,
		"https://a:8/b?c":   true,
		"HTTPS://a":         true,
		"":                  false,
		"//a/b":             false,
		"/b":                false,
		"ftp://a/b":         false,
		"http:///b":         false,
		"http://:80/":       false,
		"http://a\x7f":      false,
		"mailto:a@b.de":     false,
		"http://a:port/":    false,
		"http://[::1]:80/b": true,
	} {
		if got := weburl.Absolute(text); got != want {
			t.Errorf("Absolute(%q) is %v", text, got)
		}
	}
}

// TestRedact finds no secret in what is left, whatever it stood in.
func TestRedact(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"https://example.com/a?b=c", "https://example.com/a?b=c"},
		{"https://u:secret@example.com/a", "https://example.com/a"},
		{"https://secret@example.com/a", "https://example.com/a"},
		{"http://u:secret@exa mple.com/a", "exa mple.com/a"},
		{"http://u:%zz-secret@example.com", "example.com"},
		{"no URL \x00", "no URL \x00"},
	} {
		got := weburl.Redact(tt.text)
		if got != tt.want || strings.Contains(got, "secret") {
			t.Errorf("Redact(%q) is %q, want %q", tt.text, got, tt.want)
		}
	}
	u := &url.URL{Scheme: "https", Host: "a", User: url.UserPassword("u", "secret")}
	if got := weburl.Show(u); got != "https://a" || u.User == nil {
		t.Errorf("Show is %q, and must leave the URL alone: %v", got, u.User)
	}
}
