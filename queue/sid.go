package queue

import "github.com/goacd/acd/internal/sid"

// The identifiers of this package, one Go type for each noun, so that a mix-up
// does not compile. Each is 16 bytes and comparable; the zero value means
// "none" and prints as "". Digits are accepted in either case and written in
// lower case (rest.md §2).
type (
	AccountSID  = sid.SID[sid.Account]  // AC…, the owner of all queues of a Directory
	QueueSID    = sid.SID[sid.Queue]    // QU…
	CallSID     = sid.SID[sid.Call]     // CA…, a caller's leg or an agent's
	WorkflowSID = sid.SID[sid.Workflow] // WW…, the name of a guarded queue
)

// ParseAccountSID reads "AC" and 32 hexadecimal digits.
func ParseAccountSID(s string) (AccountSID, error) { return sid.Parse[sid.Account](s) }

// ParseQueueSID reads "QU" and 32 hexadecimal digits.
func ParseQueueSID(s string) (QueueSID, error) { return sid.Parse[sid.Queue](s) }

// ParseCallSID reads "CA" and 32 hexadecimal digits.
func ParseCallSID(s string) (CallSID, error) { return sid.Parse[sid.Call](s) }

// ParseWorkflowSID reads "WW" and 32 hexadecimal digits.
func ParseWorkflowSID(s string) (WorkflowSID, error) { return sid.Parse[sid.Workflow](s) }
