package rest_test

import (
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice/rest"
)

// FuzzRequests sends requests of any kind to a driver with a call and a queue:
// nothing panics, every answer is JSON or empty (which serve looks after), no
// status is one that a bug would have, and the machine holds (which close looks
// after). "~" in a path is the call, "^" the queue.
func FuzzRequests(f *testing.F) {
	f.Add("GET", "/Calls.json", "Status=ringing&StartTime<=2000-01-01&PageSize=1", "")
	f.Add("GET", "/Calls.json", "Page=1&PageToken=PBCA00000000000000000000000000000001-zz", "")
	f.Add("POST", "/Calls.json", "", "To=+1&From=a&Url=https://x&Timeout=9&SendDigits=1w&Record=true")
	f.Add("POST", "/Calls.json", "", "To=a&From=a&Twiml=%3CResponse/%3E&StatusCallback=http://x&StatusCallbackEvent=a+b")
	f.Add("POST", "/Calls/~.json", "", "Status=completed")
	f.Add("POST", "/Calls/~.json", "", "Url=https://x&Method=GET")
	f.Add("POST", "/Calls/~.json", "", "Twiml=%3C")
	f.Add("DELETE", "/Calls/~.json", "", "")
	f.Add("GET", "/Calls/~.json", "", "")
	f.Add("POST", "/Queues/^.json", "", "MaxSize=0")
	f.Add("POST", "/Queues/^/Members/Front.json", "", "Url=https://x")
	h := open(f, rest.Config{})
	q := h.send("POST", "/Queues.json", "FriendlyName=support").body["sid"].(string)
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		h.t = t
		call := h.make(good)
		sid := strings.TrimSuffix(strings.TrimPrefix(call, "/Calls/"), ".json")
		if method == "" || strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			method = "POST"
		}
		r := httptest.NewRequest(method, "/", strings.NewReader(body))
		r.URL = &url.URL{Path: h.base + strings.NewReplacer("~", sid, "^", q).Replace(path), RawQuery: query}
		r.SetBasicAuth(h.account, token)
		r.Header.Set("Content-Type", formType)
		out := h.serve(r)
		require.True(t, slices.Contains([]int{200, 201, 204, 400, 404, 405, 413}, out.status), out.text)
		if out := h.send("POST", call, "Status=completed"); out.status != 404 { // deleted by the request
			require.Equal(t, 200, out.status, out.text)
		}
		h.check()
	})
	h.t = f
	h.close()
}
