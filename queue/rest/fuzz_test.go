package rest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// FuzzRequests sends requests of any kind to a directory with callers in it:
// nothing panics, every answer is JSON or empty (which Check looks after), no
// status is one that a bug would have, and the directory holds.
func FuzzRequests(f *testing.F) {
	f.Add("GET", "/Queues.json", "PageSize=1", "")
	f.Add("GET", "/Queues.json", "PageSize=1&Page=1&PageToken=PAQU00000000000000000000000000000001-1", "")
	f.Add("POST", "/Queues.json", "", "FriendlyName=x&MaxSize=9")
	f.Add("POST", "/Queues/~.json", "", "MaxSize=0")
	f.Add("DELETE", "/Queues/~.json", "", "")
	f.Add("GET", "/Queues/~/Members.json", "PageSize=2&PageToken=PACA00000000000000000000000000000002-0_1&Page=1", "")
	f.Add("GET", "/Queues/~/Members.json", "PageSize=2&PageToken=PBCA00000000000000000000000000000009-zzz_-1&Page=1", "")
	f.Add("POST", "/Queues/~/Members/Front.json", "", "Url=https://app.example&Method=GET")
	f.Add("GET", "/Queues/~/Members/CA00000000000000000000000000000001.json", "", "")
	f.Add("PUT", "/..//%00/", "%zz", "&&=")
	f.Fuzz(func(t *testing.T, method, path, query, body string) {
		h := open(t)
		q := h.make("support")
		for n := 1; n <= 4; n++ {
			h.enqueue("support", n)
			h.pass(time.Duration(n%2) * time.Second)
		}
		out := h.Check(h.Any(method, strings.ReplaceAll(path, "~", q), query, body))
		require.True(t, slices.Contains([]int{200, 201, 204, 400, 404, 405, 413}, out.Status), out.Text)
		require.NoError(t, h.directory.Check())
	})
}
