package assign

import "strconv"

// Code is the number the vendor's service gives a problem with an instruction:
// the alert's code when the instruction answered an assignment callback, the
// error's code of an answer with status 400 when it came through the API
// (rest.md §5.3).
//
// A Code is an error, so that errors.Is(err, CodeDequeueTo) finds it among the
// problems of an [*Error].
type Code int

// The codes of an answer as a whole.
const (
	CodeContentType   Code = 40000 // an answer with a body that is not application/json
	CodeNotJSON       Code = 40001 // the answer is not JSON, or larger or deeper than this package reads; a warning
	CodeNoInstruction Code = 40005 // JSON other than {} without "instruction"; a warning
	CodeUnknown       Code = 55555 // an instruction nobody knows, or one this release does not carry out

	// CodeInvalid is the API's general "invalid parameter". It stands for what
	// the vendor's list gives no code of its own: record, timeout, accept.
	CodeInvalid Code = 20001
)

// The codes of the instruction reject.
const (
	CodeRejectActivity Code = 40100 // activity_sid is no activity of the workspace
)

// The codes of the instruction call.
const (
	CodeCallTo             Code = 40110 // to: bad, or missing where the worker has no contact_uri
	CodeCallFrom           Code = 40111 // from: bad or missing
	CodeCallURL            Code = 40112 // url: bad or missing
	CodeCallFailed         Code = 40113 // the call to the worker could not be created
	CodeCallNotPending     Code = 40114 // the reservation is not pending
	CodeCallStatusCallback Code = 40158 // status_callback_url: bad
)

// The codes of the instruction redirect.
const (
	CodeRedirectURL        Code = 40120 // url: bad or missing
	CodeRedirectCallSID    Code = 40121 // call_sid: bad or missing
	CodeRedirectFailed     Code = 40122 // the call is unknown or not in progress
	CodeRedirectNotPending Code = 40123 // the reservation is not pending
)

// The codes of the instruction dequeue.
const (
	CodeDequeueActivity       Code = 40130 // post_work_activity_sid is no activity of the workspace
	CodeDequeueTo             Code = 40131 // to: bad, or missing where the worker has no contact_uri
	CodeDequeueFrom           Code = 40132 // from: bad, or missing where the task has no attribute "to"
	CodeDequeueFailed         Code = 40133 // the call to the worker could not be created
	CodeDequeueEvents         Code = 40134 // status_callback_events: bad
	CodeDequeueNotPending     Code = 40135 // the reservation is not pending
	CodeDequeueNoCall         Code = 40140 // the task has no attribute call_sid: it was not made by <Enqueue>
	CodeDequeueStatusCallback Code = 40157 // status_callback_url: bad
)

// IsWarning reports whether the vendor raises the code as a warning rather than
// an error (lifecycle.md §3.2).
func (c Code) IsWarning() bool { return c == CodeNotJSON || c == CodeNoInstruction }

// Error returns the code as text, such as "assign: code 40131".
func (c Code) Error() string { return "assign: code " + strconv.Itoa(int(c)) }
