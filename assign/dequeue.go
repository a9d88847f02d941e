package assign

import (
	"time"

	"github.com/goacd/acd/taskrouter"
)

// Dequeue calls the worker and, once the worker has answered, takes the caller
// out of the queue, bridges both and accepts the reservation. It is for tasks
// made by <Enqueue> (lifecycle.md §3.3).
//
// A worker who does not answer, is busy or cannot be reached leaves the
// reservation pending and the caller in the queue.
type Dequeue struct {
	// To is where the worker is called. Zero: the worker's attribute contact_uri.
	To Address // to

	// From is the caller ID that the worker sees. Empty: the number the caller
	// dialled, which is the task's attribute "to".
	From string // from

	// PostWorkActivitySID is the activity the worker goes to when the call has
	// ended. Zero leaves the worker in the present one.
	PostWorkActivitySID taskrouter.ActivitySID // post_work_activity_sid

	// Record says whether the conversation is recorded; by default it is not.
	Record Recording // record

	// Timeout is how long the worker's phone rings, in whole seconds. Zero:
	// [DefaultTimeout]; at most [MaxTimeout], for a SIP address [MaxSIPTimeout].
	Timeout time.Duration // timeout

	// StatusCallbackURL is told how the worker's call goes. Empty: nobody is. The
	// vendor documents GET for it, unlike for most callbacks.
	StatusCallbackURL string // status_callback_url

	// StatusCallbackEvents are the happenings it is told of. Zero:
	// [CallCompleted].
	StatusCallbackEvents CallEvents // status_callback_events

	Extra []Member
}

// Name returns [NameDequeue].
func (*Dequeue) Name() Name { return NameDequeue }

// MarshalJSON is [Marshal].
func (i *Dequeue) MarshalJSON() ([]byte, error) { return Marshal(i) }

// UnmarshalJSON is [Parse] for this instruction only.
func (i *Dequeue) UnmarshalJSON(body []byte) error { return unmarshal(body, i) }

func (i *Dequeue) form() form {
	return form{
		fields: []field{
			{key: "to", param: "DequeueTo", code: CodeDequeueTo, at: address{&i.To}},
			{key: "from", param: "DequeueFrom", code: CodeDequeueFrom, at: callerID{&i.From}},
			{key: "post_work_activity_sid", param: "DequeuePostWorkActivitySid", code: CodeDequeueActivity, at: activitySID{&i.PostWorkActivitySID}},
			{key: "record", param: "DequeueRecord", code: CodeInvalid, at: recording{&i.Record}},
			{key: "timeout", param: "DequeueTimeout", def: defaultTimeout, code: CodeInvalid, at: ringTime{&i.Timeout, &i.To}},
			{key: "status_callback_url", param: "DequeueStatusCallbackUrl", code: CodeDequeueStatusCallback, keepEmpty: true, at: webURL{&i.StatusCallbackURL}},
			{key: "status_callback_events", param: "DequeueStatusCallbackEvent", also: "DequeueStatusCallbackEvents", def: "completed", code: CodeDequeueEvents, at: callEvents(&i.StatusCallbackEvents)},
		},
		extra: &i.Extra,
	}
}
