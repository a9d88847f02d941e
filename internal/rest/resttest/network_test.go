package resttest_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/rest/resttest"
)

func TestServing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	client := http.Client{Transport: resttest.Serving(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, strings.Join([]string{r.Method, r.Host, r.RequestURI, r.Header.Get("X"), user, password, string(body)}, " "))
		if len(body) == 0 {
			cancel()
		}
	}))}
	r, err := http.NewRequestWithContext(ctx, "POST", "http://me:secret@app.example/a%20b?c=%zz", strings.NewReader("text"))
	require.NoError(t, err)
	r.Header.Set("X", "y")
	answer, err := client.Do(r)
	require.NoError(t, err)
	got, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	assert.Equal(t, "POST app.example /a%20b?c=%zz y me secret text", string(got))

	r, err = http.NewRequestWithContext(ctx, "GET", "http://app.example/", nil)
	require.NoError(t, err)
	_, err = client.Do(r)
	assert.ErrorIs(t, err, context.Canceled, "who asked is gone before the answer")
}

func TestRawServer(t *testing.T) {
	resttest.NoLeak(t)
	for text, want := range map[string]string{"HTTP/1.1 204 No Content\r\n\r\n": "", "220 mail.example ESMTP\r\n\r\n": "malformed HTTP status"} {
		client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		answer, err := client.Get(resttest.RawServer(t, text))
		if want == "" {
			require.NoError(t, err)
			assert.Equal(t, 204, answer.StatusCode)
			assert.NoError(t, answer.Body.Close())
			continue
		}
		assert.ErrorContains(t, err, want)
	}
}

// Goroutines that do not end fail the test, after a while; those that end in time do
// not. They are many, since some of earlier tests may be about to end.
func TestNoLeak(t *testing.T) {
	for _, ends := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			over := make(chan struct{})
			got := failing(func(r *recorder) {
				resttest.NoLeak(r)
				for range 100 {
					go func() { <-over }()
				}
				if ends {
					close(over)
				}
			})
			if ends {
				assert.Empty(t, got)
				return
			}
			assert.Contains(t, got, "goroutines before")
			close(over)
		})
	}
}
