package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// still makes a page of figures that do not change.
func still(t *testing.T, f func() (figures, error)) (*httptest.Server, *stream) {
	t.Helper()
	noLeaks(t)
	s := newStream(f)
	server := httptest.NewServer(pageHandler(f, s))
	t.Cleanup(func() {
		s.close()
		server.Close()
	})
	return server, s
}

func fine() (figures, error) { return figures{Clock: "09:00:00"}, nil }

func TestThePageIsServed(t *testing.T) {
	server, _ := still(t, fine)
	for path, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/style.css": "text/css; charset=utf-8", "/page.js": "text/javascript; charset=utf-8",
		"/icon.svg": "image/svg+xml", "/figures": "application/json",
	} {
		t.Run(path, func(t *testing.T) {
			answer, err := server.Client().Get(server.URL + path)
			require.NoError(t, err)
			defer answer.Body.Close()
			body, err := io.ReadAll(answer.Body)
			require.NoError(t, err)
			assert.Equal(t, http.StatusOK, answer.StatusCode)
			assert.Equal(t, want, answer.Header.Get("Content-Type"))
			assert.NotEmpty(t, body)
			guarded(t, answer.Header)
		})
	}
}

// guarded checks the headers of every answer.
func guarded(t *testing.T, h http.Header) {
	t.Helper()
	assert.Equal(t, policy, h.Get("Content-Security-Policy"))
	assert.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
	assert.Equal(t, "no-referrer", h.Get("Referrer-Policy"))
	assert.Equal(t, "same-origin", h.Get("Cross-Origin-Opener-Policy"))
	assert.Equal(t, "same-origin", h.Get("Cross-Origin-Resource-Policy"))
	assert.Equal(t, "no-store", h.Get("Cache-Control"))
}

func TestThePolicyIsStrict(t *testing.T) {
	assert.Contains(t, policy, "default-src 'none'")
	for _, word := range []string{"unsafe", "*", "http", "data:", "blob:"} {
		assert.NotContains(t, policy, word)
	}
}

func TestNothingButGET(t *testing.T) {
	server, _ := still(t, fine)
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "OPTIONS"} {
		for _, path := range []string{"/", "/figures", "/events"} {
			req, err := http.NewRequest(method, server.URL+path, nil)
			require.NoError(t, err)
			answer, err := server.Client().Do(req)
			require.NoError(t, err)
			answer.Body.Close()
			assert.Equal(t, http.StatusMethodNotAllowed, answer.StatusCode, method+" "+path)
			assert.Equal(t, "GET, HEAD", answer.Header.Get("Allow"))
			guarded(t, answer.Header)
		}
	}
	answer, err := server.Client().Get(server.URL + "/page/index.html")
	require.NoError(t, err)
	answer.Body.Close()
	assert.Equal(t, http.StatusNotFound, answer.StatusCode)
	guarded(t, answer.Header)
}

// The page asks for nothing that is elsewhere, and has neither scripts nor styles
// in its text, which the policy would forbid.
func TestThePageLoadsNothingFromElsewhere(t *testing.T) {
	for _, name := range []string{"index.html", "style.css", "page.js", "icon.svg"} {
		body, err := pageFiles.ReadFile("page/" + name)
		require.NoError(t, err)
		text := strings.ReplaceAll(string(body), `xmlns="http://www.w3.org/2000/svg"`, "")
		assert.NotContains(t, text, "//www", name)
		assert.NotRegexp(t, `https?:`, text, name)
		assert.NotContains(t, text, "innerHTML", name)
		assert.NotContains(t, text, "@import", name)
	}
	page, err := pageFiles.ReadFile("page/index.html")
	require.NoError(t, err)
	for _, link := range regexp.MustCompile(`(?:src|href)="([^"]*)"`).FindAllStringSubmatch(string(page), -1) {
		assert.True(t, strings.HasPrefix(link[1], "/"), link[1])
	}
	assert.NotContains(t, string(page), "<style")
	assert.NotRegexp(t, `\s(style|on[a-z]+)=`, string(page))
	assert.NotRegexp(t, `<script[^>]*>[^<]`, string(page))
}

// The script finds every element that it writes to.
func TestTheScriptKnowsThePage(t *testing.T) {
	page, err := pageFiles.ReadFile("page/index.html")
	require.NoError(t, err)
	script, err := pageFiles.ReadFile("page/page.js")
	require.NoError(t, err)
	ids := regexp.MustCompile(`byId\("([^"]+)"\)`).FindAllStringSubmatch(string(script), -1)
	require.Greater(t, len(ids), 20)
	for _, id := range ids {
		assert.Contains(t, string(page), `id="`+id[1]+`"`)
	}
	for _, state := range []string{stateFree, stateRinging, stateTalking, stateWrapUp, stateMissed, stateAway} {
		assert.Regexp(t, `\b"?`+state+`"?: "`, string(script))
	}
}

func TestAClosedCallCenterHasNoFigures(t *testing.T) {
	server, _ := still(t, func() (figures, error) { return figures{}, errors.New("closed") })
	answer, err := server.Client().Get(server.URL + "/figures")
	require.NoError(t, err)
	answer.Body.Close()
	assert.Equal(t, http.StatusServiceUnavailable, answer.StatusCode)
	answer, err = server.Client().Get(server.URL + "/events")
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	assert.Empty(t, body)
}

// reader reads server-sent events.
type reader struct {
	t      *testing.T
	answer *http.Response
	lines  *bufio.Scanner
}

func follow(t *testing.T, client *http.Client, url string) *reader {
	t.Helper()
	answer, err := client.Get(url)
	require.NoError(t, err)
	t.Cleanup(func() { answer.Body.Close() })
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(nil, 1<<20)
	return &reader{t, answer, lines}
}

// next returns the fields of the next event.
func (r *reader) next() map[string]string {
	r.t.Helper()
	fields := map[string]string{}
	for r.lines.Scan() {
		if line := r.lines.Text(); line != "" {
			name, value, ok := strings.Cut(line, ": ")
			require.True(r.t, ok, line)
			fields[name] = value
		} else if fields["event"] != "" {
			return fields
		}
	}
	require.NoError(r.t, r.lines.Err())
	return fields
}

// The stream of a service that runs: well-formed figures that add up.
func TestTheStream(t *testing.T) {
	o := small()
	o.lasts, o.callers = 0, 1200
	s := openService(t, o)
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	r := follow(t, client, s.url+"events")
	assert.Equal(t, "text/event-stream", r.answer.Header.Get("Content-Type"))
	guarded(t, r.answer.Header)
	last, waited := figures{}, 0
	for range 5 {
		event := r.next()
		require.Equal(t, "figures", event["event"])
		var f figures
		in := json.NewDecoder(strings.NewReader(event["data"]))
		in.DisallowUnknownFields()
		require.NoError(t, in.Decode(&f))
		addsUp(t, f, o)
		assert.GreaterOrEqual(t, f.Open, last.Open)
		assert.GreaterOrEqual(t, f.Today.Callers, last.Today.Callers)
		last = f
		waited += len(f.Waiting)
	}
	assert.NotEmpty(t, last.Feed)
	assert.NotZero(t, waited)
	s.close()
	for {
		event := r.next()
		if event["event"] == "end" {
			break
		}
		require.Equal(t, "figures", event["event"])
	}
}

// addsUp checks figures against themselves.
func addsUp(t *testing.T, f figures, o options) {
	t.Helper()
	require.Len(t, f.Agents, o.agents)
	require.Len(t, f.Queues, 4)
	waiting, longest := 0, 0
	for _, q := range f.Queues {
		waiting += q.Waiting
		longest = max(longest, q.LongestWait)
		assert.LessOrEqual(t, q.Free, q.Staff)
	}
	assert.Equal(t, f.Today.Waiting, waiting)
	assert.Equal(t, f.Today.LongestWait, longest)
	assert.Len(t, f.Waiting, min(waiting, mostWaiting))
	talking, ringing := 0, 0
	for _, a := range f.Agents {
		switch a.State {
		case stateTalking:
			talking++
		case stateRinging:
			ringing++
		}
		assert.Contains(t, []string{stateFree, stateRinging, stateTalking, stateWrapUp, stateMissed, stateAway}, a.State)
		assert.GreaterOrEqual(t, a.Since, 0)
	}
	assert.Equal(t, f.Today.Talking, talking)
	assert.Equal(t, f.Today.Callers, f.Today.Answered+f.Today.GaveUp+f.Today.Waiting)
	place, offered := map[string]int{}, 0
	for _, w := range f.Waiting {
		place[w.Queue]++
		assert.Equal(t, place[w.Queue], w.Place)
		if w.Offered != "" {
			offered++
		}
	}
	if waiting <= mostWaiting {
		assert.Equal(t, ringing, offered)
	}
	for i := 1; i < len(f.Feed); i++ {
		assert.Less(t, f.Feed[i].Number, f.Feed[i-1].Number)
	}
	assert.LessOrEqual(t, len(f.Feed), mostDecisions)
}

// No more clients follow than may, and one that leaves makes room.
func TestClientsAreBounded(t *testing.T) {
	server, s := still(t, fine)
	client := &http.Client{Transport: &http.Transport{}}
	t.Cleanup(client.CloseIdleConnections)
	first := follow(t, client, server.URL+"/events")
	require.Equal(t, "figures", first.next()["event"])
	joined := 1
	for _, ok := s.join(); ok; _, ok = s.join() {
		joined++
	}
	assert.Equal(t, mostClients, joined)
	full := follow(t, client, server.URL+"/events")
	assert.Equal(t, http.StatusServiceUnavailable, full.answer.StatusCode)
	assert.Equal(t, "10", full.answer.Header.Get("Retry-After"))
	first.answer.Body.Close()
	for end := time.Now().Add(time.Minute); ; time.Sleep(2 * time.Millisecond) {
		if c, ok := s.join(); ok {
			s.leave(c)
			break
		}
		require.True(t, time.Now().Before(end), "nobody leaves")
	}
}

// A client that does not read misses figures, and then gets the latest.
func TestASlowClientGetsTheLatest(t *testing.T) {
	s := newStream(fine)
	defer s.close()
	c, ok := s.join()
	require.True(t, ok)
	s.send([]byte("one"))
	s.send([]byte("two"))
	assert.Equal(t, "two", string(<-c))
	s.close()
	_, ok = s.join()
	assert.False(t, ok)
}
