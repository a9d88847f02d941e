package assign

import (
	"iter"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// Request holds the parameters of one assignment callback: what an application
// is told of the worker that was reserved (lifecycle.md §3.1). They are sent
// once for each reservation, form-encoded, to the workflow's assignment
// callback URL.
//
// A Request is plain data: safe for concurrent use while nobody changes it.
type Request struct {
	Timestamp time.Time // of the assignment; whole seconds on the wire

	AccountSID     taskrouter.AccountSID
	WorkspaceSID   taskrouter.WorkspaceSID
	WorkflowSID    taskrouter.WorkflowSID
	TaskQueueSID   taskrouter.TaskQueueSID
	WorkerSID      taskrouter.WorkerSID
	TaskSID        taskrouter.TaskSID
	ReservationSID taskrouter.ReservationSID

	// The attributes are JSON objects, passed on as they were written. Empty
	// text is sent as {}.
	WorkerAttributes string
	TaskAttributes   string

	TaskAge      time.Duration // since the task was created; whole seconds on the wire, rounded down
	TaskPriority int

	// The parameters from here on are not in the documented list; the vendor's
	// live service has been seen to send them. Left out when zero.
	WorkerName            string
	TaskChannelSID        taskrouter.TaskChannelSID
	TaskChannelUniqueName string

	// ErrorCode and ErrorURL tell the fallback URL why the assignment callback
	// failed, and which URL it was (lifecycle.md §3.2). Left out when zero.
	ErrorCode int
	ErrorURL  string
}

// Values returns the parameters as a form.
func (r *Request) Values() url.Values {
	values := make(url.Values)
	for key, value := range r.parameters() {
		values.Set(key, value)
	}
	return values
}

// Encode returns the parameters as the body of a request, in the order of the
// struct's fields.
func (r *Request) Encode() string {
	var b strings.Builder
	for key, value := range r.parameters() {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(url.QueryEscape(key) + "=" + url.QueryEscape(value))
	}
	return b.String()
}

// parameters yields what is sent. The documented ones always are.
func (r *Request) parameters() iter.Seq2[string, string] {
	form := [...]struct {
		key, value string
		optional   bool
	}{
		{"Timestamp", strconv.FormatInt(r.Timestamp.Unix(), 10), false},
		{"AccountSid", r.AccountSID.String(), false},
		{"WorkspaceSid", r.WorkspaceSID.String(), false},
		{"WorkflowSid", r.WorkflowSID.String(), false},
		{"TaskQueueSid", r.TaskQueueSID.String(), false},
		{"WorkerSid", r.WorkerSID.String(), false},
		{"TaskSid", r.TaskSID.String(), false},
		{"ReservationSid", r.ReservationSID.String(), false},
		{"WorkerAttributes", attributesText(r.WorkerAttributes), false},
		{"TaskAttributes", attributesText(r.TaskAttributes), false},
		{"TaskAge", strconv.FormatInt(int64(r.TaskAge/time.Second), 10), false},
		{"TaskPriority", strconv.Itoa(r.TaskPriority), false},
		{"WorkerName", r.WorkerName, true},
		{"TaskChannelSid", r.TaskChannelSID.String(), true},
		{"TaskChannelUniqueName", r.TaskChannelUniqueName, true},
		{"ErrorCode", errorCodeText(r.ErrorCode), true},
		{"ErrorUrl", r.ErrorURL, true},
	}
	return func(yield func(string, string) bool) {
		for _, p := range form {
			if p.optional && p.value == "" {
				continue
			}
			if !yield(p.key, p.value) {
				return
			}
		}
	}
}

func attributesText(attributes string) string {
	if attributes == "" {
		return "{}"
	}
	return attributes
}

func errorCodeText(code int) string {
	if code == 0 {
		return ""
	}
	return strconv.Itoa(code)
}
