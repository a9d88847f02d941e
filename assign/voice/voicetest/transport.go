package voicetest

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/goacd/acd/assign/voice"
)

// Transport lets an http.Client reach an application without a network: requests
// are served by h, on the goroutine that makes them. A panic of h is the client's.
func Transport(h http.Handler) http.RoundTripper { return transport{h} }

type transport struct{ handler http.Handler }

func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	in.RequestURI, in.Host, in.RemoteAddr = r.URL.RequestURI(), r.URL.Host, "192.0.2.1:1234"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := &answer{header: http.Header{}}
	t.handler.ServeHTTP(w, in)
	_ = in.Body.Close()
	return w.response(r), nil
}

// answer keeps what a handler writes.
type answer struct {
	header http.Header
	sent   http.Header
	status int
	body   bytes.Buffer
}

func (w *answer) Header() http.Header { return w.header }

func (w *answer) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.sent = status, w.header.Clone()
	}
}

func (w *answer) Write(b []byte) (int, error) {
	if w.status == 0 {
		if w.header.Get("Content-Type") == "" {
			w.header.Set("Content-Type", http.DetectContentType(b))
		}
		w.WriteHeader(http.StatusOK)
	}
	return w.body.Write(b)
}

func (w *answer) response(r *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	return &http.Response{
		Status: http.StatusText(w.status), StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.sent, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
	}
}

// serve asks a handler for a document.
func serve(h http.Handler, f *voice.Fetch) Document {
	return exchange(h, string(f.Method), f.URL, f.Encode())
}

// mostRedirects is how many are followed (twiml.md §3).
const mostRedirects = 10

// exchange makes a request in process, and follows redirects. The form is the body
// of a POST, and follows the query of a GET.
func exchange(h http.Handler, method, address, form string) Document {
	client := http.Client{Transport: Transport(h), CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		if len(via) > mostRedirects {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	var response *http.Response
	var err error
	if method == http.MethodPost {
		response, err = client.Post(address, "application/x-www-form-urlencoded", strings.NewReader(form))
	} else {
		target, query, _ := cutQuery(address)
		if query != "" && form != "" {
			query += "&"
		}
		response, err = client.Get(target + "?" + query + form)
	}
	if err != nil {
		return Document{Fails: codeUnreachable}
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body) // it is in memory
	d := Document{Body: string(body), ContentType: response.Header.Get("Content-Type"), Status: response.StatusCode}
	if d.ContentType == "" {
		d.ContentType = "text/plain"
	}
	if at := response.Request.URL.String(); response.Request.Response != nil {
		d.URL = at
	}
	return d
}

// codeUnreachable is the vendor's for a request that has no answer (twiml.md §9).
const codeUnreachable = 11205

// cutQuery parts a URL from its query, and leaves out its fragment.
func cutQuery(address string) (target, query string, ok bool) {
	u, err := url.Parse(address)
	if err != nil {
		return address, "", false
	}
	query = u.RawQuery
	u.RawQuery, u.ForceQuery, u.Fragment, u.RawFragment = "", false, "", ""
	return u.String(), query, true
}
