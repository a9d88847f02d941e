package rest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice/rest"
)

// FuzzRequests sends requests of any kind to a driver with a call and a queue:
// nothing panics, every answer is JSON or empty (which Check looks after), no
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
	q := h.Create("/Queues.json", "FriendlyName=support")
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		h.T = t
		call := h.make(good)
		sid := strings.TrimSuffix(strings.TrimPrefix(call, "/Calls/"), ".json")
		out := h.Check(h.Any(method, strings.NewReplacer("~", sid, "^", q).Replace(path), query, body))
		require.True(t, slices.Contains([]int{200, 201, 204, 400, 404, 405, 413}, out.Status), out.Text)
		if out := h.Post(call, "Status=completed"); out.Status != 404 { // deleted by the request
			require.Equal(t, 200, out.Status, out.Text)
		}
		h.check()
	})
	h.T = f
	h.close()
}
