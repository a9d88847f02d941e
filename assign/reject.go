package assign

import "github.com/goacd/acd/taskrouter"

// Reject rejects the reservation: the task goes to the next worker
// (lifecycle.md §3.3).
type Reject struct {
	// ActivitySID is the activity the worker goes to. Zero leaves the worker in
	// the present one.
	ActivitySID taskrouter.ActivitySID // activity_sid

	Extra []Member
}

// Name returns [NameReject].
func (*Reject) Name() Name { return NameReject }

// MarshalJSON is [Marshal].
func (i *Reject) MarshalJSON() ([]byte, error) { return Marshal(i) }

// UnmarshalJSON is [Parse] for this instruction only.
func (i *Reject) UnmarshalJSON(body []byte) error { return unmarshal(body, i) }

func (i *Reject) form() form {
	return form{
		fields: []field{{key: "activity_sid", param: "WorkerActivitySid", code: CodeRejectActivity, at: activitySID{&i.ActivitySID}}},
		extra:  &i.Extra,
		status: "rejected",
	}
}
