package conformance

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// recorder is the transport of the SDK's clients: it sends requests to the
// handler under test instead of the vendor, notes who made them, and has every
// answer checked.
type recorder struct {
	target *url.URL // of the server
	next   http.RoundTripper
	seen   *record
	t      testing.TB // whose test fails of an answer that is wrong

	mu     sync.Mutex
	faults map[string]bool
}

// record is what a whole run has exercised.
type record struct {
	descriptions *descriptions // nil where none was given

	mu         sync.Mutex
	methods    map[string]bool       // called by a test, as "taskrouter/v1.FetchTask"
	operations map[string]*exercised // of the description, by their identifiers
	excused    map[string]bool       // exceptions that were needed
}

// exercised is which answers an operation has given.
type exercised struct {
	good, bad int
	sent      map[string]bool // parameters of requests that were answered well
}

func newRecord(d *descriptions) *record {
	return &record{
		descriptions: d,
		methods:      map[string]bool{}, operations: map[string]*exercised{}, excused: map[string]bool{},
	}
}

// RoundTrip implements http.RoundTripper.
func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	if method := calledMethod(); method != "" {
		r.seen.mu.Lock()
		r.seen.methods[method] = true
		r.seen.mu.Unlock()
	}
	out := request.Clone(request.Context())
	out.URL.Scheme, out.URL.Host, out.Host = r.target.Scheme, r.target.Host, r.target.Host
	response, err := r.next.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if err := response.Body.Close(); err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	if err := r.seen.check(request, response, body); err != nil && r.isNew(err) {
		r.t.Errorf("%s %s: status %d: %v\n%s", request.Method, request.URL, response.StatusCode, err, body[:min(len(body), 1000)])
	}
	return response, nil
}

// isNew says whether an answer has not been wrong in this way before: a listing is
// read a dozen times.
func (r *recorder) isNew(err error) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.faults == nil {
		r.faults = map[string]bool{}
	}
	known := r.faults[err.Error()]
	r.faults[err.Error()] = true
	return !known
}

// sdkMethod is the frame of an exported method of one of the SDK's services. A
// method that is called as a value has a wrapper of the same name with "-fm".
var sdkMethod = regexp.MustCompile(`^github\.com/twilio/twilio-go/rest/([a-z]+/v\w+)\.\(\*ApiService\)\.([A-Z]\w*)`)

// calledMethod returns the method of the SDK that a test has called to make the
// request: the outermost one, since List calls Stream and that calls Page. It is
// "" for the further pages of a listing, which the SDK fetches by itself.
func calledMethod() string {
	callers := make([]uintptr, 100)
	frames := runtime.CallersFrames(callers[:runtime.Callers(2, callers)])
	outermost := ""
	for {
		frame, more := frames.Next()
		if m := sdkMethod.FindStringSubmatch(frame.Function); m != nil {
			outermost = m[1] + "." + m[2]
		}
		if !more {
			return outermost
		}
	}
}

// check holds one answer against rest.md §1 and the description.
func (s *record) check(request *http.Request, response *http.Response, body []byte) error {
	if response.StatusCode >= http.StatusBadRequest {
		if err := checkRefusal(response, body); err != nil {
			return err
		}
	}
	if response.StatusCode == http.StatusNoContent && len(body) > 0 {
		return fmt.Errorf("204 has a body")
	}
	if s.descriptions == nil {
		return nil
	}
	operation, err := s.descriptions.check(s, request, response, body)
	if err != nil || operation == "" {
		return err
	}
	sent, err := parametersOf(request)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.operations[operation]
	if e == nil {
		e = &exercised{sent: map[string]bool{}}
		s.operations[operation] = e
	}
	if response.StatusCode < http.StatusBadRequest {
		e.good++
		for name := range sent {
			e.sent[name] = true
		}
	} else {
		e.bad++
	}
	return nil
}

// parametersOf are those of a request, wherever they stand.
func parametersOf(request *http.Request) (url.Values, error) {
	all := request.URL.Query()
	if request.Header.Get("If-Match") != "" {
		all.Set("If-Match", "")
	}
	if request.GetBody == nil {
		return all, nil
	}
	body, err := request.GetBody()
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(body)
	if err != nil || strings.HasPrefix(string(text), "{") {
		return all, err
	}
	form, err := url.ParseQuery(string(text))
	maps.Copy(all, form)
	return all, err
}

// excuse notes that an exception was needed.
func (s *record) excuse(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.excused[name] = true
}

// hostOf is the vendor's host for a path: the server under test is both.
func hostOf(path string) string {
	if strings.HasPrefix(path, "/2010-04-01") {
		return "api.twilio.com"
	}
	return "taskrouter.twilio.com"
}
