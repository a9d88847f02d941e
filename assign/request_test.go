package assign

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
)

func testRequest(t testing.TB) *Request {
	sid := func(prefix string) string { return prefix + strings.Repeat("0", 31) + "1" }
	return &Request{
		Timestamp:        time.Unix(1767225600, 0).UTC(),
		AccountSID:       mustSID(t, taskrouter.ParseAccountSID, sid("AC")),
		WorkspaceSID:     mustSID(t, taskrouter.ParseWorkspaceSID, sid("WS")),
		WorkflowSID:      mustSID(t, taskrouter.ParseWorkflowSID, sid("WW")),
		TaskQueueSID:     mustSID(t, taskrouter.ParseTaskQueueSID, sid("WQ")),
		WorkerSID:        mustSID(t, taskrouter.ParseWorkerSID, sid("WK")),
		TaskSID:          mustSID(t, taskrouter.ParseTaskSID, sid("WT")),
		ReservationSID:   mustSID(t, taskrouter.ParseReservationSID, sid("WR")),
		WorkerAttributes: `{"contact_uri":"client:alice"}`,
		TaskAttributes:   `{"call_sid":"CA1", "to":"+15550100"}`,
		TaskAge:          3 * time.Second,
		TaskPriority:     7,
	}
}

// lifecycle.md §3.1: the documented parameters, in the documented order.
func TestLifecycle3_1_RequestParameters(t *testing.T) {
	r := testRequest(t)
	assert.Equal(t, strings.Join([]string{
		"Timestamp=1767225600",
		"AccountSid=AC00000000000000000000000000000001",
		"WorkspaceSid=WS00000000000000000000000000000001",
		"WorkflowSid=WW00000000000000000000000000000001",
		"TaskQueueSid=WQ00000000000000000000000000000001",
		"WorkerSid=WK00000000000000000000000000000001",
		"TaskSid=WT00000000000000000000000000000001",
		"ReservationSid=WR00000000000000000000000000000001",
		"WorkerAttributes=%7B%22contact_uri%22%3A%22client%3Aalice%22%7D",
		"TaskAttributes=%7B%22call_sid%22%3A%22CA1%22%2C+%22to%22%3A%22%2B15550100%22%7D",
		"TaskAge=3",
		"TaskPriority=7",
	}, "&"), r.Encode())
}

func TestRequestRoundTrip(t *testing.T) {
	full := testRequest(t)
	full.WorkerName = "Alice & Co"
	full.TaskChannelSID = mustSID(t, taskrouter.ParseTaskChannelSID, "TC000000000000000000000000000000ff")
	full.TaskChannelUniqueName = "voice"
	full.ErrorCode, full.ErrorURL = 11200, "https://example.com/assign?a=1"
	for name, r := range map[string]*Request{"documented": testRequest(t), "all": full} {
		t.Run(name, func(t *testing.T) {
			back, err := ParseRequest(r.Values())
			require.NoError(t, err)
			assert.Equal(t, r, back)

			values, err := url.ParseQuery(r.Encode())
			require.NoError(t, err)
			assert.Equal(t, r.Values(), values)
		})
	}
}

func TestRequestIsRoundedDownAndNeverWithoutAttributes(t *testing.T) {
	r := testRequest(t)
	r.Timestamp = r.Timestamp.Add(999 * time.Millisecond)
	r.TaskAge += 999 * time.Millisecond
	r.WorkerAttributes, r.TaskAttributes = "", ""
	values := r.Values()
	assert.Equal(t, "1767225600", values.Get("Timestamp"))
	assert.Equal(t, "3", values.Get("TaskAge"))
	assert.Equal(t, "{}", values.Get("WorkerAttributes"))
	assert.Equal(t, "{}", values.Get("TaskAttributes"))
}

func TestRequestParametersStopWhenAsked(t *testing.T) {
	n := 0
	for range testRequest(t).parameters() {
		if n++; n == 3 {
			break
		}
	}
	assert.Equal(t, 3, n)
}

func TestParseRequestReportsEveryProblem(t *testing.T) {
	_, err := ParseRequest(nil)
	assert.Equal(t, []string{
		"20001 Timestamp", "20001 AccountSid", "20001 WorkspaceSid", "20001 WorkflowSid", "20001 TaskQueueSid", "20001 WorkerSid",
		"20001 TaskSid", "20001 ReservationSid", "20001 WorkerAttributes", "20001 TaskAttributes", "20001 TaskAge", "20001 TaskPriority",
	}, problemKeys(err))
	assert.ErrorContains(t, err, `assign: request: Timestamp is missing: want an integer`)

	tests := []struct{ key, value string }{
		{"Timestamp", "yesterday"},
		{"Timestamp", "-1"},
		{"AccountSid", ""},
		{"WorkerSid", "WT00000000000000000000000000000001"},
		{"TaskAttributes", "[]"},
		{"TaskAttributes", "{"},
		{"TaskAttributes", "{\"a\":\"\xff\"}"},
		{"TaskAge", "1.5"},
		{"TaskAge", "99999999999999"},
		{"TaskPriority", "2147483648"},
		{"TaskChannelSid", "voice"},
		{"ErrorCode", "none"},
	}
	for _, tt := range tests {
		t.Run(tt.key+"="+tt.value, func(t *testing.T) {
			values := testRequest(t).Values()
			values.Set(tt.key, tt.value)
			r, err := ParseRequest(values)
			assert.Nil(t, r)
			assert.Equal(t, []string{"20001 " + tt.key}, problemKeys(err))
			assert.ErrorContains(t, err, "want ")
		})
	}
}
