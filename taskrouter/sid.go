package taskrouter

import "github.com/goacd/acd/internal/sid"

// The identifiers of a workspace, one Go type for each noun, so that a mix-up
// does not compile. Each is 16 bytes and comparable; the zero value means
// "none" and prints as "". All have the methods String, IsZero, Compare,
// AppendText, MarshalText and UnmarshalText; digits are accepted in either case
// and written in lower case (rest.md §2).
type (
	AccountSID       = sid.SID[sid.Account]       // AC…
	WorkspaceSID     = sid.SID[sid.Workspace]     // WS…
	ActivitySID      = sid.SID[sid.Activity]      // WA…
	WorkerSID        = sid.SID[sid.Worker]        // WK…
	WorkerChannelSID = sid.SID[sid.WorkerChannel] // WC…
	TaskQueueSID     = sid.SID[sid.TaskQueue]     // WQ…
	WorkflowSID      = sid.SID[sid.Workflow]      // WW…
	TaskSID          = sid.SID[sid.Task]          // WT…
	ReservationSID   = sid.SID[sid.Reservation]   // WR…
	TaskChannelSID   = sid.SID[sid.TaskChannel]   // TC…
	EventSID         = sid.SID[sid.Event]         // EV…
	CallSID          = sid.SID[sid.Call]          // CA…
	TransferSID      = sid.SID[sid.Transfer]      // TT…
)

// ParseAccountSID reads "AC" and 32 hexadecimal digits.
func ParseAccountSID(s string) (AccountSID, error) { return sid.Parse[sid.Account](s) }

// ParseWorkspaceSID reads "WS" and 32 hexadecimal digits.
func ParseWorkspaceSID(s string) (WorkspaceSID, error) { return sid.Parse[sid.Workspace](s) }

// ParseActivitySID reads "WA" and 32 hexadecimal digits.
func ParseActivitySID(s string) (ActivitySID, error) { return sid.Parse[sid.Activity](s) }

// ParseWorkerSID reads "WK" and 32 hexadecimal digits.
func ParseWorkerSID(s string) (WorkerSID, error) { return sid.Parse[sid.Worker](s) }

// ParseTaskQueueSID reads "WQ" and 32 hexadecimal digits.
func ParseTaskQueueSID(s string) (TaskQueueSID, error) { return sid.Parse[sid.TaskQueue](s) }

// ParseWorkflowSID reads "WW" and 32 hexadecimal digits.
func ParseWorkflowSID(s string) (WorkflowSID, error) { return sid.Parse[sid.Workflow](s) }

// ParseTaskSID reads "WT" and 32 hexadecimal digits.
func ParseTaskSID(s string) (TaskSID, error) { return sid.Parse[sid.Task](s) }

// ParseReservationSID reads "WR" and 32 hexadecimal digits.
func ParseReservationSID(s string) (ReservationSID, error) { return sid.Parse[sid.Reservation](s) }

// ParseTaskChannelSID reads "TC" and 32 hexadecimal digits.
func ParseTaskChannelSID(s string) (TaskChannelSID, error) { return sid.Parse[sid.TaskChannel](s) }

// ParseTransferSID reads "TT" and 32 hexadecimal digits.
func ParseTransferSID(s string) (TransferSID, error) { return sid.Parse[sid.Transfer](s) }

// ParseCallSID reads "CA" and 32 hexadecimal digits.
func ParseCallSID(s string) (CallSID, error) { return sid.Parse[sid.Call](s) }
