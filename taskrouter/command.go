package taskrouter

import "time"

// Command is one way to change a workspace; [Engine.Apply] carries it out. The
// set is closed. Every command is a plain struct that can be kept, compared and
// written to a log ([MarshalCommand]); the engine never changes one and keeps
// no reference to it.
//
// Fields are the parameters of the vendor's API under their own names (rest.md
// §9). In a create the zero value of a field is the documented default. In an
// update a nil pointer leaves a field alone; new(v) sets it.
//
// A create may carry a SID of the caller's choosing. While the resource lives,
// a repeat with equal content changes nothing and is no error, so that a retry
// is safe; a repeat with other content is refused with [ErrConflict].
type Command interface {
	// apply checks all it needs before it changes anything.
	apply(*Engine) *Error
}

// Advance lets time pass and does nothing else.
type Advance struct{}

// UpdateWorkspace changes the workspace itself.
type UpdateWorkspace struct {
	FriendlyName       *string        `json:",omitzero"`
	DefaultActivitySID *ActivitySID   `json:",omitzero"` // of workers created without one
	TimeoutActivitySID *ActivitySID   `json:",omitzero"` // of a worker whose reservation times out
	WrapUpTime         *time.Duration `json:",omitzero"` // completes a wrapping task by itself; 0 turns it off

	MultiTaskEnabled     *bool      `json:",omitzero"` // false only in a workspace that is single-tasking already
	PrioritizeQueueOrder *TaskOrder `json:",omitzero"` // which kind of queue a worker of both kinds serves first

	EventCallbackURL *string `json:",omitzero"` // absolute, of http or https; "" for none
	EventsFilter     *string `json:",omitzero"` // known event types, separated by commas; "" for all
}

// DeleteWorkspace ends the workspace with everything in it (rest.md §6.2). Its
// tasks and workers go as if each were deleted, with their events, since
// somebody may hold a call for one; queues, workflows, channels and activities
// go without. From then on nothing happens any more: an [Advance] lets time
// pass, and all other commands are refused with [ErrNotFound]. The figures of
// the workspace's past stay as long as the retention says.
type DeleteWorkspace struct{}

// CreateActivity adds an activity. Available is fixed for its life (routing.md §6).
type CreateActivity struct {
	SID          ActivitySID `json:",omitzero"`
	FriendlyName string      `json:",omitzero"`
	Available    bool        `json:",omitzero"`
}

// UpdateActivity renames an activity.
type UpdateActivity struct {
	SID          ActivitySID
	FriendlyName *string `json:",omitzero"`
}

// DeleteActivity removes an activity that nothing uses.
type DeleteActivity struct{ SID ActivitySID }

// CreateTaskChannel adds a channel, and a worker channel of capacity 1 to every
// worker.
type CreateTaskChannel struct {
	SID                     TaskChannelSID `json:",omitzero"`
	UniqueName              string         `json:",omitzero"` // letters, digits, _ and $; no digit first
	FriendlyName            string         `json:",omitzero"`
	ChannelOptimizedRouting bool           `json:",omitzero"`
}

// UpdateTaskChannel changes a channel. Its unique name is fixed.
type UpdateTaskChannel struct {
	SID                     TaskChannelSID
	FriendlyName            *string `json:",omitzero"`
	ChannelOptimizedRouting *bool   `json:",omitzero"`
}

// DeleteTaskChannel removes a channel that no unfinished task is on, and its
// worker channels. The default channel cannot be deleted.
type DeleteTaskChannel struct{ SID TaskChannelSID }

// CreateTaskQueue adds a queue of waiting tasks and the workers who can take
// them.
type CreateTaskQueue struct {
	SID          TaskQueueSID `json:",omitzero"`
	FriendlyName string       `json:",omitzero"`
	// TargetWorkers is an expression over a worker's attributes. Nil stands for
	// "1==1", everybody; the empty string matches nobody (routing.md §1.8).
	TargetWorkers          *string     `json:",omitzero"`
	MaxReservedWorkers     int         `json:",omitzero"` // 1 to 50: how many are offered a task at once; 0 for 1
	TaskOrder              TaskOrder   `json:",omitzero"` // "" for FIFO
	ReservationActivitySID ActivitySID `json:",omitzero"` // kept; acts in single-tasking workspaces only
	AssignmentActivitySID  ActivitySID `json:",omitzero"` // kept; acts in single-tasking workspaces only
}

// UpdateTaskQueue changes a queue. New TargetWorkers change who belongs to it
// at once.
type UpdateTaskQueue struct {
	SID                    TaskQueueSID
	FriendlyName           *string      `json:",omitzero"`
	TargetWorkers          *string      `json:",omitzero"`
	MaxReservedWorkers     *int         `json:",omitzero"`
	TaskOrder              *TaskOrder   `json:",omitzero"`
	ReservationActivitySID *ActivitySID `json:",omitzero"`
	AssignmentActivitySID  *ActivitySID `json:",omitzero"`
}

// DeleteTaskQueue removes a queue that no workflow names and no task is in.
type DeleteTaskQueue struct{ SID TaskQueueSID }

// CreateWorkflow adds a workflow.
type CreateWorkflow struct {
	SID                           WorkflowSID   `json:",omitzero"`
	FriendlyName                  string        `json:",omitzero"`
	Configuration                 string        `json:",omitzero"` // the JSON document (routing.md §2.1)
	AssignmentCallbackURL         string        `json:",omitzero"`
	FallbackAssignmentCallbackURL string        `json:",omitzero"`
	TaskReservationTimeout        time.Duration `json:",omitzero"` // 1s to Limits.ReservationTimeout; 0 for 120 s
}

// UpdateWorkflow changes a workflow. Tasks that wait keep the configuration
// they entered with (routing.md §2.7).
type UpdateWorkflow struct {
	SID                           WorkflowSID
	FriendlyName                  *string        `json:",omitzero"`
	Configuration                 *string        `json:",omitzero"`
	AssignmentCallbackURL         *string        `json:",omitzero"`
	FallbackAssignmentCallbackURL *string        `json:",omitzero"`
	TaskReservationTimeout        *time.Duration `json:",omitzero"` // for reservations made from now on
	ReEvaluateTasks               bool           `json:",omitzero"` // drive the tasks that wait through it
}

// DeleteWorkflow removes a workflow that no unfinished task is in.
type DeleteWorkflow struct{ SID WorkflowSID }

// CreateWorker adds a worker, with a worker channel of capacity 1 for every
// task channel.
type CreateWorker struct {
	SID          WorkerSID   `json:",omitzero"`
	FriendlyName string      `json:",omitzero"` // unique without regard to case
	ActivitySID  ActivitySID `json:",omitzero"` // zero for the workspace's default activity
	Attributes   string      `json:",omitzero"` // a JSON object; "" for {}
}

// UpdateWorker changes a worker.
type UpdateWorker struct {
	SID          WorkerSID
	IfVersion    *int        `json:",omitzero"` // refuse unless the version is this one
	FriendlyName *string     `json:",omitzero"`
	ActivitySID  ActivitySID `json:",omitzero"` // zero leaves the activity alone
	Attributes   *string     `json:",omitzero"` // replaces the whole document
	// RejectPendingReservations rejects what the worker was offered. It is valid
	// only with a move to an unavailable activity (routing.md §6).
	RejectPendingReservations bool `json:",omitzero"`
}

// DeleteWorker removes a worker. Pending reservations are rescinded, accepted
// ones stay with their tasks (rest.md §6.2).
type DeleteWorker struct {
	SID       WorkerSID
	IfVersion *int `json:",omitzero"`
}

// UpdateWorkerChannel changes how much of one channel a worker takes.
type UpdateWorkerChannel struct {
	WorkerSID   WorkerSID
	TaskChannel string // SID or unique name of the task channel
	Capacity    *int   `json:",omitzero"` // 0 to Limits.Capacity
	Available   *bool  `json:",omitzero"`
}

// CreateTask adds a task and drives it through its workflow.
type CreateTask struct {
	SID         TaskSID       `json:",omitzero"`
	WorkflowSID WorkflowSID   `json:",omitzero"` // may be zero where the workspace has exactly one workflow
	Attributes  string        `json:",omitzero"` // a JSON object; "" for {}
	Priority    int           `json:",omitzero"` // 0 to 2,147,483,647, until a target sets another
	Timeout     time.Duration `json:",omitzero"` // lifetime while it waits, in whole seconds; 0 for 24 h
	TaskChannel string        `json:",omitzero"` // SID or unique name; "" for "default"

	// VirtualStartTime is the ordering key instead of the time of creation:
	// from 1900 to now; zero for now.
	VirtualStartTime time.Time `json:",omitzero"`
	// RoutingTarget is the SID of a worker or a task queue that the task goes to
	// without the workflow's filters, or that of the workflow.
	RoutingTarget string `json:",omitzero"`
	// IgnoreCapacity, with a worker as target, offers the task whether he is
	// available and has room or not. Nil stands for true.
	IgnoreCapacity *bool `json:",omitzero"`
	// TaskQueueSID, with a worker as target, is the queue the task belongs to.
	TaskQueueSID TaskQueueSID `json:",omitzero"`
}

// UpdateTask changes a task. AssignmentStatus takes "canceled", "wrapping" and
// "completed", in any case (lifecycle.md §1.3).
type UpdateTask struct {
	SID              TaskSID
	IfVersion        *int       `json:",omitzero"`
	AssignmentStatus TaskStatus `json:",omitzero"`
	Reason           *string    `json:",omitzero"`
	Attributes       *string    `json:",omitzero"` // replaces the whole document; a task that waits is routed again
	Priority         *int       `json:",omitzero"`
	TaskChannel      *string    `json:",omitzero"` // SID or unique name
	VirtualStartTime *time.Time `json:",omitzero"` // from 1900 to now
}

// DeleteTask removes a task in any state.
type DeleteTask struct {
	SID       TaskSID
	IfVersion *int `json:",omitzero"`
}

// UpdateReservation answers a reservation for its worker, or ends it.
// ReservationStatus takes "accepted", "rejected", "wrapping" and "completed",
// in any case (lifecycle.md §2.2).
type UpdateReservation struct {
	SID               ReservationSID
	IfVersion         *int `json:",omitzero"`
	ReservationStatus ReservationStatus
	WorkerActivitySID ActivitySID `json:",omitzero"` // where a rejecting worker goes; zero leaves him
}

// CreateTransfer hands an assigned task to another worker, or to the workers of
// a queue (lifecycle.md §1.9).
type CreateTransfer struct {
	ReservationSID ReservationSID // accepted, of who hands the task over
	To             string         // SID of a worker or a task queue
	Mode           TransferMode   `json:",omitzero"` // "" for WARM
	Priority       *int           `json:",omitzero"` // of the task from now on
	// Attributes replaces those of the task, from now on and whatever becomes
	// of the transfer (lifecycle.md §7.5). They do not say where it goes.
	Attributes *string `json:",omitzero"`
}

// CancelTransfer takes a transfer back that nobody has accepted yet. The task
// stays in the queue that it was transferred to, as after one that fails.
type CancelTransfer struct{ SID TransferSID }

// FailCallback reports that neither assignment callback URL gave an answer: the
// pending reservation is canceled and the task is routed again (lifecycle.md
// §3.2). One that is being accepted is left alone ([SuspendAccept]). Calls and
// callbacks issue it; the vendor's API has no such command.
type FailCallback struct{ SID ReservationSID }

// SuspendAccept reports that a pending reservation is being accepted, which
// takes a while: its caller was taken from the queue and hears something first,
// or a conference is being set up (lifecycle.md §2.3). There is no event and no
// change of state or version. But until [ResumeAccept] or [FailAccept]
//
//   - the reservation does not time out;
//   - no [UpdateReservation] accepts it, nor any other one of its task, and no
//     [FailCallback] cancels it: both are refused with [ErrState].
//
// All that can end a pending reservation otherwise still does, and ends the
// set-up with it: the worker rejects it or is deleted; the task is canceled, by
// its lifetime too, or deleted; its caller is gone; its transfer is taken back.
// The host learns it from the event. Several reservations of a batch may be set
// up at once: the first to be resumed has the task, and the others are
// rescinded (lifecycle.md §2.6).
//
// Whoever suspends has to resume or fail; only the task's lifetime would end
// what he forgets. Reservation.AcceptSuspended finds it after a restart. Only
// calls issue it.
type SuspendAccept struct{ SID ReservationSID }

// ResumeAccept reports that what [SuspendAccept] began is done: the reservation
// is accepted, be the worker still available or not. One that was rescinded
// meanwhile is gone ([ErrGone]). Only calls issue it.
type ResumeAccept struct{ SID ReservationSID }

// FailAccept gives up what [SuspendAccept] began: the reservation is canceled,
// never timed out, also when its time was over long ago. The worker's activity
// stays, and the task is routed again (lifecycle.md §2.3). Only calls issue it.
type FailAccept struct{ SID ReservationSID }

// LinkCall writes the SID of the call to the worker into the task's attributes
// as worker_call_sid (lifecycle.md §3.3). Being the system's own write, it is
// exempt from the size limit and never drives the task again. Only calls issue
// it.
type LinkCall struct {
	SID           ReservationSID
	WorkerCallSID CallSID
}

// LinkConference writes the conference that worker and customer are in into the
// task's attributes, as conference (lifecycle.md §3.3), and lets the task last as
// long as the conference does: until [EndConference], who ends his part in it
// ([EndCall]) takes the task along no more. Somebody must have the task: it is
// assigned, or being transferred. A repeat tells of other participants. Being
// the system's own write, it is exempt from the size limit and never drives the
// task again. Only calls issue it.
type LinkConference struct {
	SID        TaskSID
	Conference string // a JSON object of at most 4,096 characters
}

// EndConference reports that the conference of a task is over, and with it the
// work of whoever took part: reservations that are accepted go to wrapping, and
// so does the task; in a single-tasking workspace both complete (lifecycle.md
// §3.3). A transfer is taken back, since nobody is left to be handed over. Only
// calls issue it.
type EndConference struct{ SID TaskSID }

// EndCall reports that the caller and the worker of an accepted reservation
// have parted: reservation and task go to wrapping, and the worker to the
// post-work activity, if one is given (lifecycle.md §4.5). While a conference is
// linked to the task only the reservation goes: the worker has left, and the
// others may talk on ([LinkConference]). A reservation that ended before the call
// did only moves the worker. Only calls issue it.
type EndCall struct {
	SID                 ReservationSID
	PostWorkActivitySID ActivitySID `json:",omitzero"`
}

// AbandonTask reports that the caller of a waiting task is gone: the task is
// canceled with the reason, "hangup" or "leave" for instance (lifecycle.md
// §4.2). A task that was assigned but not yet connected ends as after a call,
// with alert 14223 (design.md §8), and with its conference. Only calls issue it.
type AbandonTask struct {
	SID    TaskSID
	Reason string
}

func (*Advance) apply(*Engine) *Error                 { return nil }
func (c *UpdateWorkspace) apply(e *Engine) *Error     { return e.updateWorkspace(c) }
func (*DeleteWorkspace) apply(e *Engine) *Error       { return e.deleteWorkspace() }
func (c *CreateActivity) apply(e *Engine) *Error      { return e.createActivity(c) }
func (c *UpdateActivity) apply(e *Engine) *Error      { return e.updateActivity(c) }
func (c *DeleteActivity) apply(e *Engine) *Error      { return e.deleteActivity(c) }
func (c *CreateTaskChannel) apply(e *Engine) *Error   { return e.createTaskChannel(c) }
func (c *UpdateTaskChannel) apply(e *Engine) *Error   { return e.updateTaskChannel(c) }
func (c *DeleteTaskChannel) apply(e *Engine) *Error   { return e.deleteTaskChannel(c) }
func (c *CreateTaskQueue) apply(e *Engine) *Error     { return e.createTaskQueue(c) }
func (c *UpdateTaskQueue) apply(e *Engine) *Error     { return e.updateTaskQueue(c) }
func (c *DeleteTaskQueue) apply(e *Engine) *Error     { return e.deleteTaskQueue(c) }
func (c *CreateWorkflow) apply(e *Engine) *Error      { return e.createWorkflow(c) }
func (c *UpdateWorkflow) apply(e *Engine) *Error      { return e.updateWorkflow(c) }
func (c *DeleteWorkflow) apply(e *Engine) *Error      { return e.deleteWorkflow(c) }
func (c *CreateWorker) apply(e *Engine) *Error        { return e.createWorker(c) }
func (c *UpdateWorker) apply(e *Engine) *Error        { return e.updateWorker(c) }
func (c *DeleteWorker) apply(e *Engine) *Error        { return e.deleteWorker(c) }
func (c *UpdateWorkerChannel) apply(e *Engine) *Error { return e.updateWorkerChannel(c) }
func (c *CreateTask) apply(e *Engine) *Error          { return e.createTask(c) }
func (c *UpdateTask) apply(e *Engine) *Error          { return e.updateTask(c) }
func (c *DeleteTask) apply(e *Engine) *Error          { return e.deleteTask(c) }
func (c *UpdateReservation) apply(e *Engine) *Error   { return e.updateReservation(c) }
func (c *CreateTransfer) apply(e *Engine) *Error      { return e.createTransfer(c) }
func (c *CancelTransfer) apply(e *Engine) *Error      { return e.cancelTransfer(c) }
func (c *FailCallback) apply(e *Engine) *Error        { return e.failCallback(c) }
func (c *SuspendAccept) apply(e *Engine) *Error       { return e.suspendAccept(c) }
func (c *ResumeAccept) apply(e *Engine) *Error        { return e.resumeAccept(c) }
func (c *FailAccept) apply(e *Engine) *Error          { return e.failAccept(c) }
func (c *LinkCall) apply(e *Engine) *Error            { return e.linkCall(c) }
func (c *LinkConference) apply(e *Engine) *Error      { return e.linkConference(c) }
func (c *EndConference) apply(e *Engine) *Error       { return e.endConference(c) }
func (c *EndCall) apply(e *Engine) *Error             { return e.endCall(c) }
func (c *AbandonTask) apply(e *Engine) *Error         { return e.abandonTask(c) }
