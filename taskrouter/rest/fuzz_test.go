package rest_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/rest/resttest"
)

// FuzzRequest sends one request of any method, path, query, body and headers to a
// workspace with something in it. The answer is JSON, or an empty 204, and the
// engine's invariants hold.
func FuzzRequest(f *testing.F) {
	for _, seed := range [][6]string{
		{"GET", "/Tasks", "PageSize=1&Ordering=Priority:desc", "", "", ""},
		{"GET", "/Tasks", "PageToken=PAWT11111111111111111111111111111111-1z", "", "", ""},
		{"GET", "/Workers", "TargetWorkersExpression=a+IN+[1]", "", "", "example.com"},
		{"GET", "/Events", "StartDate=2024-05-14T10:00:00%2B01:00", "", "", "["},
		{"GET", "/Events", "PageToken=PAEV11111111111111111111111111111111", "", "", ""},
		{"GET", "/Events", "PageToken=PBEV11111111111111111111111111111111-1y2p0ij32e8e7&TaskChannel=voice", "", "", ""},
		{"GET", "/CumulativeStatistics", "SplitByWaitTime=1,2&Minutes=5", "", "", ""},
		{"POST", "/Tasks", "", "Attributes=%7B%7D&Priority=9", "application/x-www-form-urlencoded", "x"},
		{"POST", "/TaskQueues/RealTimeStatistics", "", `{"queueSids":["WQ11111111111111111111111111111111"]}`, "application/json", ""},
		{"POST", "", "", "EventCallbackUrl=http://[::1", "application/x-www-form-urlencoded", ""},
		{"DELETE", "/TaskChannels/voice", "", "", "", ""},
		{"OPTIONS", "/Workers/%2F", "", "", "", ""},
	} {
		f.Add(seed[0], seed[1], seed[2], seed[3], seed[4], seed[5], "0")
	}
	f.Fuzz(func(t *testing.T, method, path, query, body, contentType, host, match string) {
		h := open(t)
		h.shift()
		path = strings.NewReplacer("\x00", "", "\x7f", "").Replace(path)
		r := &http.Request{
			Method: method, URL: &url.URL{Path: h.Base + path, RawQuery: query}, Host: host,
			Header: http.Header{"Content-Type": {contentType}, "If-Match": {match}},
		}
		if body != "" {
			r.Body, r.ContentLength = http.NoBody, int64(len(body))
			r = r.Clone(t.Context())
			r.Body = httptest.NewRequest("POST", "/", strings.NewReader(body)).Body
		}
		r.SetBasicAuth(h.User, token)
		h.Check(r.WithContext(t.Context()))
		if err := h.engine.Check(); err != nil {
			t.Error(err)
		}
	})
}

// FuzzConversation plays a whole conversation of requests that fit the API: each
// byte chooses a path, a parameter or a value, and identifiers are those that
// earlier answers had. It reaches what single requests do not.
func FuzzConversation(f *testing.F) {
	f.Add([]byte("\x01\x05\x11\x00\x02\x07\x00\x33\x01\x21\x0a\x01\x42\x03\x99\x00\x10\x20\x30\x40\x50\x60\x70\x80"))
	f.Add([]byte("create everything and then some more of it, please: 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz"))
	for n := range 8 {
		var b []byte
		for i := range 300 {
			b = append(b, byte(i*i*(n+3)+n*i))
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		h := open(t)
		h.shift()
		c := &conversation{house: h, input: input, known: map[string][]string{}}
		for range 200 {
			if len(c.input) == 0 {
				break
			}
			c.turn()
		}
		if err := h.engine.Check(); err != nil {
			t.Error(err)
		}
	})
}

type conversation struct {
	*house
	input []byte
	known map[string][]string // SIDs by prefix
	seen  map[int]int         // statuses; may be nil
}

func (c *conversation) next() int {
	if len(c.input) == 0 {
		return 0
	}
	b := c.input[0]
	c.input = c.input[1:]
	return int(b)
}

func pick(c *conversation, list []string) string { return list[c.next()%len(list)] }

var (
	paths = []string{
		"", "/Activities", "/Activities/WA", "/Events", "/Events/EV", "/Tasks", "/Tasks/WT", "/Tasks/WT/Reservations", "/Tasks/WT/Reservations/WR",
		"/TaskChannels", "/TaskChannels/TC", "/TaskQueues", "/TaskQueues/WQ", "/TaskQueues/Statistics", "/TaskQueues/WQ/Statistics",
		"/TaskQueues/WQ/RealTimeStatistics", "/TaskQueues/WQ/CumulativeStatistics", "/Workers", "/Workers/WK", "/Workers/WK/Channels",
		"/Workers/WK/Channels/WC", "/Workers/WK/Channels/voice", "/Workers/WK/Statistics", "/Workers/WK/Reservations", "/Workers/WK/Reservations/WR",
		"/Workers/Statistics", "/Workflows", "/Workflows/WW", "/Workflows/WW/Statistics", "/Statistics", "/RealTimeStatistics", "/CumulativeStatistics",
	}
	names = []string{
		"FriendlyName", "Attributes", "ActivitySid", "Available", "AssignmentStatus", "Priority", "Timeout", "TaskChannel", "ReservationStatus",
		"Instruction", "WorkerActivitySid", "TargetWorkers", "MaxReservedWorkers", "TaskOrder", "Configuration", "RoutingTarget", "WorkflowSid",
		"TaskQueueSid", "Capacity", "RejectPendingReservations", "UniqueName", "Ordering", "PageSize", "Page", "PageToken", "Minutes", "EndDate",
		"SplitByWaitTime", "EvaluateTaskAttributes", "MultiTaskEnabled", "DefaultActivitySid", "VirtualStartTime", "Reason", "WorkerSid", "TaskSid",
	}
	values = []string{
		"a", "b", "", "1", "2", "-1", "true", "false", "accepted", "rejected", "wrapping", "completed", "canceled", "{}", `{"a":[1,"x"]}`, "a == 1",
		"accept", "Reject", "dequeue", "voice", "LIFO", "FIFO", "Priority:desc", "DateCreated", "2024-05-14T10:00:00Z", "1,5", "99999999999", "\xff",
		`{"task_routing":{"filters":[],"default_filter":{"queue":"WQ"}}}`, "WA", "WK", "WQ", "WW", "WT", "PAWT", "PBWT", "PAEV", "PBWK",
	}
)

// fill puts identifiers in the places of prefixes.
func (c *conversation) fill(text string) string {
	for _, prefix := range []string{"WA", "WK", "WQ", "WW", "WT", "WR", "WC", "TC", "EV"} {
		if at := strings.Index(text, prefix); at >= 0 && (len(text) == at+2 || !isLower(text[at+2])) {
			if list := c.known[prefix]; len(list) > 0 {
				text = text[:at] + list[c.next()%len(list)] + text[at+2:]
			}
		}
	}
	return text
}

func isLower(b byte) bool { return b >= 'a' && b <= 'z' }

// turn sends one request, and learns identifiers from the answer.
func (c *conversation) turn() {
	method := pick(c, []string{"GET", "POST", "POST", "GET", "DELETE"})
	path := c.fill(pick(c, paths))
	if method == "DELETE" && path == "" {
		method = "GET" // or it would end too soon
	}
	form := url.Values{}
	for range c.next() % 5 {
		form.Add(pick(c, names), c.fill(pick(c, values)))
	}
	r := c.Any(method, path, form.Encode(), "")
	if method == "POST" {
		r = c.Any(method, path, "", form.Encode())
	}
	if c.next()%8 == 0 {
		r.Header.Set("If-Match", "1")
	}
	c.pass(time.Duration(c.next()) * time.Second / 4)
	out := c.Check(r)
	if c.seen != nil {
		c.seen[out.Status]++
	}
	for _, sid := range resttest.FindSIDs(out.Text, 40) {
		if list := c.known[sid[:2]]; len(list) < 16 {
			c.known[sid[:2]] = append(list, sid)
		} else {
			list[c.next()%len(list)] = sid
		}
	}
}

// TestConversations plays many of them, and sees that they come everywhere.
func TestConversations(t *testing.T) {
	r := rand.NewChaCha8([32]byte{1})
	seen := map[int]int{}
	for range 60 {
		c := &conversation{house: open(t), input: make([]byte, 2000), known: map[string][]string{}, seen: seen}
		r.Read(c.input)
		c.shift()
		for len(c.input) > 0 {
			c.turn()
		}
		require.NoError(t, c.engine.Check())
	}
	for _, status := range []int{200, 201, 204, 400, 404, 405, 412} {
		assert.Positive(t, seen[status], "status %d", status)
	}
}
