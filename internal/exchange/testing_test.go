package exchange_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/exchange"
	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/twiml/webhook"
)

const (
	token = "12345"
	start = "http://app.example/start"
)

// answer makes a response.
func answer(status int, location, body string) *http.Response {
	h := http.Header{"Content-Type": {"text/plain"}}
	if location != "" {
		h.Set("Location", location)
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

// newClient makes a client with what all tests need.
func newClient(n resttest.Network, change ...func(*exchange.Config)) *exchange.Client {
	cfg := exchange.Config{HTTP: &http.Client{Transport: n}, Token: token, Timeout: 5 * time.Second, MaxBody: 100}
	for _, c := range change {
		c(&cfg)
	}
	return exchange.New(cfg)
}

// line writes a request as it arrived: method, URL, and the body if it has one.
func line(t testing.TB, r *http.Request) string {
	t.Helper()
	text := r.Method + " " + r.URL.String()
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		require.Equal(t, "application/x-www-form-urlencoded", r.Header.Get("Content-Type"))
		require.EqualValues(t, len(body), r.ContentLength)
		return text + " " + string(body)
	}
	require.Empty(t, r.Header.Get("Content-Type"))
	return text
}

// signed reports whether a request carries a signature that is right.
func signed(t testing.TB, r *http.Request, form string) bool {
	t.Helper()
	v, err := webhook.NewVerifier(webhook.VerifierConfig{Tokens: []string{token}})
	require.NoError(t, err)
	in := httptest.NewRequest(r.Method, r.URL.String(), strings.NewReader(form))
	in.Header = r.Header.Clone()
	return v.VerifyRequest(in) == nil
}
