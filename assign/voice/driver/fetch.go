package driver

import (
	"fmt"
	"mime"
	"strings"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/exchange"
	"github.com/goacd/acd/twiml"
)

// newDocuments returns the client that makes the requests. Parameters are not
// sent again after a redirect, whatever its status (twiml.md §3).
func newDocuments(cfg *Config) *exchange.Client {
	return exchange.New(exchange.Config{
		HTTP: cfg.Client, Token: cfg.AuthToken, Timeout: cfg.RequestTimeout, MaxBody: twiml.MaxBytes, Skip: isAudio,
	})
}

// isAudio reports whether an answer is played rather than read: it may never end.
func isAudio(contentType string) bool {
	media, _, _ := mime.ParseMediaType(contentType)
	return strings.HasPrefix(media, "audio/")
}

// fetch carries out a Fetch, and returns the report on it. Its time runs since an
// instant, or, when that is zero, from now on.
func (d *Driver) fetch(since time.Time, f *voice.Fetch) voice.Input {
	if !since.IsZero() && time.Since(since) >= d.cfg.RequestTimeout {
		return &voice.FetchFailed{Op: f.Op, Code: twiml.CodeFetchTimeout, Message: fmt.Sprintf(
			"its turn did not come within %v: %d requests were under way", d.cfg.RequestTimeout, d.cfg.Requests)}
	}
	answer, failed := d.documents.Do(d.ctx, exchange.Request{Method: string(f.Method), URL: f.URL, Form: f.Encode(), Since: since})
	if failed != nil {
		return &voice.FetchFailed{Op: f.Op, Code: failed.Code, Message: failed.Error()}
	}
	got := &voice.Fetched{Op: f.Op, Status: answer.Status, ContentType: answer.ContentType, Body: answer.Body}
	if answer.Redirects > 0 {
		got.URL = answer.URL.String()
	}
	return got
}
