package exchange_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/exchange"
	"github.com/goacd/acd/twiml"
)

// TestMethodsOfRedirects is every status that is followed, for both methods, with
// and without the form sent again.
func TestMethodsOfRedirects(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, method := range []string{"GET", "POST"} {
			for _, resend := range []bool{false, true} {
				t.Run(fmt.Sprintf("%d/%s/resend=%v", status, method, resend), func(t *testing.T) {
					want := "GET http://app.example/new"
					if status >= 307 {
						want = method + " http://app.example/new"
						if resend && method == "POST" {
							want += " a=1"
						} else if resend {
							want += "?a=1"
						}
					}
					client := newClient(func(r *http.Request) (*http.Response, error) {
						if r.URL.Path == "/start" {
							return answer(status, "new", "moved"), nil
						}
						got := line(t, r)
						assert.Equal(t, want, got)
						_, form, _ := strings.Cut(strings.TrimPrefix(got, r.Method+" "), " ")
						assert.True(t, signed(t, r, form), "for where it goes")
						return answer(200, "", "here"), nil
					}, func(c *exchange.Config) { c.Resend = resend })
					got, failed := client.Do(t.Context(), exchange.Request{Method: method, URL: start, Form: "a=1"})
					require.Nil(t, failed)
					assert.Equal(t, "http://app.example/new", got.URL.String())
					assert.Equal(t, 1, got.Redirects)
					assert.Equal(t, "here", string(got.Body))
				})
			}
		}
	}
}

// TestLocations is where redirects lead to, from a page with a query, a fragment
// and a password.
func TestLocations(t *testing.T) {
	tests := []struct{ name, location, want string }{ // "" for 11216
		{"relative", "new", "http://u:secret@app.example/a/new"},
		{"relative to above", "../new?x=1", "http://u:secret@app.example/new?x=1"},
		{"absolute path", "/new", "http://u:secret@app.example/new"},
		{"another query", "?x=1", "http://u:secret@app.example/a/start?x=1"},
		{"another fragment", "#b", "http://u:secret@app.example/a/start?q=1#b"},
		{"another host takes no password along", "//other.example/new", "http://other.example/new"},
		{"another scheme", "https://other.example", "https://other.example"},
		{"none", "", ""},
		{"no URL", "http://u:secret@[::1", ""},
		{"no URL either", "http://u:secret@%zz/", ""},
		{"a scheme that is not spoken", "ftp://u:secret@app.example/", ""},
		{"a file", "file:///etc/passwd", ""},
		{"no host", "http:///new", ""},
		{"a port without a host", "http://:80/", ""},
		{"opaque", "http:new", ""},
		{"mail", "mailto:me@app.example", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			calls := 0
			client := newClient(func(*http.Request) (*http.Response, error) {
				if calls++; calls > 1 {
					return answer(200, "", ""), nil
				}
				return answer(302, tt.location, ""), nil
			})
			got, failed := client.Do(t.Context(), exchange.Request{Method: "GET", URL: "http://u:secret@app.example/a/start?q=1#f", Form: "a=1"})
			if tt.want != "" {
				require.Nil(t, failed)
				assert.Equal(t, tt.want, got.URL.String())
				return
			}
			require.NotNil(t, failed)
			assert.Equal(t, twiml.CodeRedirectTarget, failed.Code)
			assert.Equal(t, "http://app.example/a/start?q=1#f", failed.URL, "who sent it there")
			assert.NotEmpty(t, failed.Error())
			assert.NotContains(t, failed.Error(), "secret")
			assert.Equal(t, 1, calls)
		})
	}
}

// TestNumberOfRedirects follows ten.
func TestNumberOfRedirects(t *testing.T) {
	for n, want := range map[int]int{1: 0, 10: 0, 11: twiml.CodeTooManyRedirects, 1 << 30: twiml.CodeTooManyRedirects} {
		calls := 0
		client := newClient(func(*http.Request) (*http.Response, error) {
			if calls++; calls > n {
				return answer(200, "", ""), nil
			}
			return answer(307, fmt.Sprint(calls), ""), nil
		})
		got, failed := client.Do(t.Context(), exchange.Request{Method: "GET", URL: start})
		if want == 0 {
			require.Nil(t, failed)
			assert.Equal(t, n, got.Redirects)
			continue
		}
		require.NotNil(t, failed)
		assert.Equal(t, &exchange.Error{Code: want, URL: "http://app.example/11", Message: "more than 10 redirects"}, failed)
		assert.Equal(t, 11, calls)
	}
}

// FuzzLocation redirects to anywhere: it never panics, and a request goes only to
// an http or https URL, without the parameters.
func FuzzLocation(f *testing.F) {
	for _, location := range []string{
		"", "/new", "//other.example", "https://other.example/?a=b#c", "http://[::1", "http://[::1]:80/", "mailto:a@b", "http:opaque",
		"http://u:p@h", "HTTP://H", "?", "#", "http://:80", "\x00", "http://a b/", "http://%41/",
	} {
		f.Add(302, location)
		f.Add(307, location)
	}
	f.Fuzz(func(t *testing.T, status int, location string) {
		calls := 0
		client := newClient(func(r *http.Request) (*http.Response, error) {
			if calls++; calls == 1 {
				return answer(status, location, ""), nil
			}
			if r.URL.Scheme != "http" && r.URL.Scheme != "https" || r.URL.Hostname() == "" || r.Body != nil || r.URL.Fragment != "" {
				t.Errorf("%s %s", r.Method, r.URL)
			}
			return answer(204, "", ""), nil
		})
		got, failed := client.Do(t.Context(), exchange.Request{Method: "POST", URL: start, Form: "a=1"})
		switch {
		case (got == nil) == (failed == nil), calls > 2:
			t.Fatalf("%+v, %v after %d requests", got, failed, calls)
		// 11205 is for a URL that net/url reads and net/http does not send.
		case failed != nil && failed.Code != twiml.CodeRedirectTarget && failed.Code != twiml.CodeConnectFailed:
			t.Fatalf("%d: %v", failed.Code, failed)
		case got != nil && got.Redirects != calls-1:
			t.Fatalf("%d redirects, %d requests", got.Redirects, calls)
		}
	})
}
