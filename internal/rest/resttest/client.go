package resttest

import (
	"encoding/json"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// FormType is the Content-Type of a form.
const FormType = "application/x-www-form-urlencoded"

// mostPages is where a listing is called endless.
const mostPages = 100

// Client asks a handler in process, as one account does. It is as safe for
// concurrent use as the handler is, if its fields stay as they are.
type Client struct {
	T            TB
	Handler      http.Handler
	User, Secret string // of Basic authentication
	// Base is put before the paths that do not begin as it does, with the version of
	// the API: "/Tasks" is below it, "/v1/Workspaces" is not.
	Base string
}

// Request makes a request: of a form written as it is sent, unless it is "", and
// with headers given as name, value, name, value….
func (c *Client) Request(method, path, form string, header ...string) *http.Request {
	version := c.Base
	if end := strings.IndexByte(strings.TrimPrefix(version, "/"), '/'); end >= 0 {
		version = version[:end+1]
	}
	if !strings.HasPrefix(path, version) {
		path = c.Base + path
	}
	r := httptest.NewRequest(method, path, strings.NewReader(form))
	r.SetBasicAuth(c.User, c.Secret)
	if form != "" {
		r.Header.Set("Content-Type", FormType)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

// Any is a POST or what else method is, if that is a word in capitals, of any path
// below Base, query and body: what a fuzzer brings.
func (c *Client) Any(method, path, query, body string) *http.Request {
	if method == "" || strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		method = http.MethodPost
	}
	r := httptest.NewRequest(method, "/", strings.NewReader(body))
	r.URL = &url.URL{Path: c.Base + path, RawQuery: query}
	r.SetBasicAuth(c.User, c.Secret)
	r.Header.Set("Content-Type", FormType)
	return r
}

// Send makes a request as Request does, and serves it.
func (c *Client) Send(method, path, form string, header ...string) Reply {
	c.T.Helper()
	return c.Serve(c.Request(method, path, form, header...))
}

// Get sends a GET.
func (c *Client) Get(path string) Reply { c.T.Helper(); return c.Send(http.MethodGet, path, "") }

// Post sends a form.
func (c *Client) Post(path, form string) Reply {
	c.T.Helper()
	return c.Send(http.MethodPost, path, form)
}

// Delete sends a DELETE.
func (c *Client) Delete(path string) Reply { c.T.Helper(); return c.Send(http.MethodDelete, path, "") }

// Create posts a form, wants 201 and returns the SID of what was made.
func (c *Client) Create(path, form string) string {
	c.T.Helper()
	out := c.Post(path, form)
	sid, ok := out.Body["sid"].(string)
	if out.Status != http.StatusCreated || !ok {
		c.T.Fatalf("POST %s %s: status %d, want 201 and a SID: %s", path, form, out.Status, out.Text)
	}
	return sid
}

// Serve hands a request to the handler. The answer must be a JSON object, or a 204
// with nothing in it.
func (c *Client) Serve(r *http.Request) Reply {
	c.T.Helper()
	w := httptest.NewRecorder()
	c.Handler.ServeHTTP(w, r)
	out := Reply{Status: w.Code, Header: w.Header(), Text: w.Body.String()}
	if w.Code == http.StatusNoContent {
		if out.Text != "" {
			c.T.Fatalf("%s %s: 204 with a body: %q", r.Method, r.URL, out.Text)
		}
		return out
	}
	if err := json.Unmarshal([]byte(out.Text), &out.Body); err != nil || out.Body == nil {
		c.T.Fatalf("%s %s: status %d: want a JSON object: %q (%v)", r.Method, r.URL, out.Status, out.Text, err)
	}
	return out
}

// Check serves a request of which all is possible but a failure of the handler's:
// the status is below 500, and a refusal has its form.
func (c *Client) Check(r *http.Request) Reply {
	c.T.Helper()
	out := c.Serve(r)
	switch {
	case out.Status >= http.StatusInternalServerError:
		c.T.Fatalf("%s %s: status %d: %s", r.Method, r.URL, out.Status, out.Text)
	case out.Status >= http.StatusBadRequest:
		code, _ := out.Body["code"].(float64)
		c.Refused(out, out.Status, int(code))
	}
	return out
}

// Pages asks for a page, and then for those that lead on from each: [Reply.Next] or
// [Reply.Previous]. Each has the status 200, and is the same when it is asked for by
// the address that it says is its own. The body of the loop runs between two pages.
func (c *Client) Pages(path string, on func(Reply) string) iter.Seq[Reply] {
	return func(yield func(Reply) bool) {
		c.T.Helper()
		for n := 0; path != ""; n++ {
			if n == mostPages {
				c.T.Fatalf("%s: more than %d pages", path, mostPages)
			}
			out := c.Get(path)
			if out.Status != http.StatusOK {
				c.T.Fatalf("GET %s: status %d: %s", path, out.Status, out.Text)
			}
			if own := out.Own(); own == "" || c.Get(own).Text != out.Text {
				c.T.Errorf("GET %s: calls itself %q, which is not the same:\n%s", path, own, out.Text)
			}
			if !yield(out) {
				return
			}
			path = on(out)
		}
	}
}
