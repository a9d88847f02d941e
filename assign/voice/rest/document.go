package rest

import (
	"crypto/rand"
	"crypto/subtle"
	"io"
	"net/http"
	"strings"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
)

// documentHost is where the documents are that came with a request. No such host
// can exist (RFC 2606), so that nothing ever leaves for it.
const documentHost = "twiml.invalid"

// document is what a call runs that was given as Twiml. Its URL ends with a secret,
// so that nobody who can have a URL fetched reads the documents of others.
type document struct{ secret, body string }

// keep stores a document for a call until the call ends, in place of the one
// before, and returns its URL.
func (g *Register) keep(s voice.CallSID, body string) (url string) {
	d := document{rand.Text(), body}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.documents[s] = d
	return "https://" + documentHost + "/" + s.String() + "/" + d.secret
}

// replace is keep for a call that may have a document already; undo brings back
// the one before, unless another has come meanwhile.
func (g *Register) replace(s voice.CallSID, body string) (url string, undo func()) {
	g.mu.Lock()
	before, had := g.documents[s]
	g.mu.Unlock()
	url = g.keep(s, body)
	return url, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		switch {
		case !strings.HasSuffix(url, "/"+g.documents[s].secret):
		case had:
			g.documents[s] = before
		default:
			delete(g.documents, s)
		}
	}
}

// drop forgets the document of a call.
func (g *Register) drop(s voice.CallSID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	delete(g.documents, s)
}

// serve answers a request for a document.
func (g *Register) serve(r *http.Request) *http.Response {
	if r.Body != nil {
		_ = r.Body.Close() // as a RoundTripper must; nothing was read
	}
	status, body := http.StatusNotFound, ""
	call, secret, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if s, err := queue.ParseCallSID(call); err == nil {
		g.mu.Lock()
		d, known := g.documents[s]
		g.mu.Unlock()
		if known && subtle.ConstantTimeCompare([]byte(d.secret), []byte(secret)) == 1 {
			status, body = http.StatusOK, d.body
		}
	}
	return &http.Response{
		Status: http.StatusText(status), StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"text/xml"}}, Body: io.NopCloser(strings.NewReader(body)),
		ContentLength: int64(len(body)), Request: r,
	}
}
