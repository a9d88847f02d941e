package assign

import "github.com/goacd/acd/taskrouter"

// Redirect sends a live call, usually the caller who waits, to another document
// (lifecycle.md §3.3).
//
// A caller who is redirected leaves the queue with the result "redirected".
// Without Accept that cancels the task, as every leaving does; with Accept the
// task stays.
type Redirect struct {
	// CallSID is the call to redirect. Required.
	CallSID taskrouter.CallSID // call_sid

	// URL is where the new document is. Required.
	URL string // url

	// Accept accepts the reservation.
	Accept bool // accept

	Extra []Member
}

// Name returns [NameRedirect].
func (*Redirect) Name() Name { return NameRedirect }

// MarshalJSON is [Marshal].
func (i *Redirect) MarshalJSON() ([]byte, error) { return Marshal(i) }

// UnmarshalJSON is [Parse] for this instruction only.
func (i *Redirect) UnmarshalJSON(body []byte) error { return unmarshal(body, i) }

func (i *Redirect) form() form {
	return form{
		fields: []field{
			{key: "call_sid", param: "RedirectCallSid", code: CodeRedirectCallSID, required: true, at: callSID{&i.CallSID}},
			{key: "url", param: "RedirectUrl", code: CodeRedirectURL, required: true, at: webURL{&i.URL}},
			{key: "accept", param: "RedirectAccept", code: CodeInvalid, at: flag{&i.Accept}},
		},
		extra: &i.Extra,
	}
}
