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
	CodeUnknown       Code = 55555 // an instruction nobody knows

	// CodeTransferring is an instruction other than accept, reject, conference
	// and supervise on a task that is being transferred.
	CodeTransferring Code = 40151

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

// The codes of the instruction conference. Where the vendor has two codes with
// the same text, the split is chosen.
const (
	CodeConferenceTimeout        Code = 14233 // timeout: no integer in range
	CodeConferenceNotPending     Code = 40136 // the reservation is not pending
	CodeConferenceTo             Code = 40137 // to: bad, or missing where the worker has no contact_uri
	CodeConferenceNoFrom         Code = 40138 // from: missing where the task has no number dialled
	CodeConferenceActivity       Code = 40139 // post_work_activity_sid is no activity of the workspace
	CodeConferenceFrom           Code = 40141 // from, or the number dialled in its place: bad
	CodeConferenceNoCustomer     Code = 40142 // the task has neither call_sid nor outbound_to
	CodeConferenceMultitasking   Code = 40143 // post_work_activity_sid in a multitasking workspace
	CodeConferenceOver           Code = 40144 // while it was set up: the caller hung up, or the task was canceled
	CodeConferenceFailed         Code = 40145 // the call to the worker or the customer could not be created
	CodeConferenceNoSID          Code = 40149 // a task in transfer has no conference
	CodeConferenceStatusCallback Code = 40159 // status_callback: bad
)

// The codes of the instruction supervise.
const (
	CodeSuperviseState   Code = 40146 // the reservation is not accepted
	CodeSuperviseContact Code = 40147 // the supervisor has no good contact_uri
	CodeSuperviseFrom    Code = 40148 // the task has no good attribute "from"
)

// IsWarning reports whether the vendor raises the code as a warning rather than
// an error (lifecycle.md §3.2).
func (c Code) IsWarning() bool { return c == CodeNotJSON || c == CodeNoInstruction }

// Error returns the code as text, such as "assign: code 40131".
func (c Code) Error() string { return "assign: code " + strconv.Itoa(int(c)) }
