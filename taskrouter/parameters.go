package taskrouter

import (
	"strconv"
	"time"
)

// Parameter is one name and value of an event as the vendor's callbacks carry
// them (lifecycle.md §5.2–5.3). All values are text.
type Parameter struct{ Name, Value string }

// Parameters renders the event's parameters in the vendor's names: the common
// ones first, then those of the task, its queue and workflow, the worker, the
// reservation. The order is always the same. An [Alert] has the common
// parameters, those of its task, and ErrorCode and ErrorMessage.
func (ev *Event) Parameters() []Parameter {
	p := parameters{list: make([]Parameter, 0, 48)}
	p.common(ev)
	if !ev.TaskSID.IsZero() {
		p.task(ev)
	}
	if ev.queue != nil {
		p.queue(ev)
	}
	if ev.workflow != nil {
		p.add("WorkflowSid", ev.workflow.SID.String())
		p.add("WorkflowName", ev.workflow.FriendlyName)
	}
	if ev.matched != nil {
		// Names unconfirmed (lifecycle.md §5.3).
		p.add("WorkflowFilterName", ev.matched.filter)
		p.add("WorkflowFilterTargetName", ev.matched.expression)
	}
	if !ev.known.IsZero() {
		p.add("KnownWorkerSid", ev.known.String())
	}
	switch {
	case !ev.WorkerSID.IsZero():
		p.worker(ev)
	case ev.activity != nil:
		p.add("ActivitySid", ev.activity.SID.String())
		p.add("ActivityName", ev.activity.FriendlyName)
		p.add("ActivityAvailable", strconv.FormatBool(ev.activity.Available))
	case ev.channel != nil && ev.TaskSID.IsZero():
		p.add("TaskChannelSid", ev.channel.SID.String())
		p.add("TaskChannelName", ev.channel.FriendlyName)
		p.add("TaskChannelUniqueName", ev.channel.UniqueName)
		p.add("TaskChannelOptimizedRouting", strconv.FormatBool(ev.channel.ChannelOptimizedRouting))
	}
	if !ev.ReservationSID.IsZero() {
		p.add("ReservationSid", ev.ReservationSID.String())
		p.add("ReservationVersion", strconv.Itoa(ev.reservation.version))
		p.add("WorkerChannelCapacity", strconv.Itoa(ev.channels.capacity))
		p.add("WorkerChannelConsumedCapacity", strconv.Itoa(ev.channels.load))
	}
	if x := ev.transfer; x != nil { // names after the real-time client's payload (lifecycle.md §1.9)
		p.add("TransferSid", x.SID.String())
		p.add("TransferMode", string(x.TransferMode))
		p.add("TransferType", x.TransferType)
		p.add("TransferTo", x.TransferTo)
		p.add("TransferStatus", string(x.TransferStatus))
		p.add("InitiatingReservationSid", x.InitiatingReservationSID.String())
		p.add("InitiatingWorkerSid", x.InitiatingWorkerSID.String())
		p.add("InitiatingQueueSid", x.InitiatingQueueSID.String())
		p.add("InitiatingWorkflowSid", x.InitiatingWorkflowSID.String())
	}
	if ev.alert != nil {
		p.add("ErrorCode", strconv.Itoa(ev.alert.code))
		p.add("ErrorMessage", ev.alert.message)
	}
	return p.list
}

type parameters struct{ list []Parameter }

func (p *parameters) add(name, value string) { p.list = append(p.list, Parameter{name, value}) }

func (p *parameters) common(ev *Event) {
	resource, s := ev.resource()
	p.add("EventType", string(ev.Type))
	p.add("AccountSid", ev.origin.account.String())
	p.add("WorkspaceSid", ev.origin.workspace.String())
	p.add("WorkspaceName", ev.origin.name)
	p.add("EventDescription", ev.Description())
	p.add("ResourceType", resource)
	p.add("ResourceSid", s)
	p.add("Timestamp", strconv.FormatInt(ev.At.Unix(), 10))
	p.add("TimestampMs", strconv.FormatInt(ev.At.UnixMilli(), 10))
	p.add("Sid", ev.SID().String())
}

func (p *parameters) task(ev *Event) {
	t := &ev.task
	p.add("TaskSid", ev.TaskSID.String())
	p.add("TaskAttributes", t.attributes)
	p.add("TaskAge", strconv.FormatInt(seconds(ev.At.Sub(t.created.time())), 10))
	p.add("TaskPriority", strconv.Itoa(t.priority))
	p.add("TaskAssignmentStatus", string(t.status))
	switch t.status {
	case TaskStatusCanceled:
		p.add("TaskCanceledReason", t.reason)
	case TaskStatusCompleted:
		p.add("TaskCompletedReason", t.reason)
	}
	if t.reason != "" {
		p.add("Reason", t.reason)
	}
	p.add("TaskChannelSid", ev.channel.SID.String())
	p.add("TaskChannelUniqueName", ev.channel.UniqueName)
	p.add("TaskVersion", strconv.Itoa(t.version))
	p.add("TaskDateCreated", epoch(t.created.time()))
	if ev.queue != nil {
		p.add("TaskQueueEnteredDate", epoch(t.entered.time()))
	}
	p.add("TaskVirtualStartTime", epoch(t.start.time()))
	p.add("TaskIgnoreCapacity", strconv.FormatBool(t.target != nil && t.target.ignoreCapacity))
	if t.target != nil {
		p.add("TaskRoutingTarget", t.target.text)
	}
}

func (p *parameters) queue(ev *Event) {
	p.add("TaskQueueSid", ev.queue.SID.String())
	p.add("TaskQueueName", ev.queue.FriendlyName)
	p.add("TaskQueueTargetExpression", ev.queue.TargetWorkers)
}

func (p *parameters) worker(ev *Event) {
	w := &ev.worker
	p.add("WorkerSid", ev.WorkerSID.String())
	p.add("WorkerName", w.name)
	p.add("WorkerAttributes", w.attributes)
	p.add("WorkerActivitySid", ev.activity.SID.String())
	p.add("WorkerActivityName", ev.activity.FriendlyName)
	p.add("WorkerVersion", strconv.Itoa(w.version))
	if ev.previous != nil {
		p.add("WorkerTimeInPreviousActivity", strconv.FormatInt(seconds(w.before), 10))
		p.add("WorkerTimeInPreviousActivityMs", strconv.FormatInt(w.before.Milliseconds(), 10))
		p.add("WorkerPreviousActivitySid", ev.previous.SID.String())
		p.add("WorkerPreviousActivityName", ev.previous.FriendlyName)
	}
	if ev.channels.known && ev.TaskSID.IsZero() {
		p.add("WorkerChannelAvailable", strconv.FormatBool(ev.channels.available))
		p.add("WorkerChannelAvailableCapacity", strconv.Itoa(percentage(ev.channels.capacity, ev.channels.load)))
		p.add("WorkerChannelPreviousCapacity", strconv.Itoa(ev.channels.previous))
		p.add("WorkerChannelTaskCount", strconv.Itoa(ev.channels.tasks))
		p.add("TaskChannelSid", ev.channel.SID.String())
		p.add("TaskChannelUniqueName", ev.channel.UniqueName)
	}
}

func epoch(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }

// resource is ResourceType and ResourceSid (lifecycle.md §5.2).
func (ev *Event) resource() (kind, s string) {
	switch {
	case !ev.ReservationSID.IsZero():
		return "reservation", ev.ReservationSID.String()
	case !ev.TaskSID.IsZero():
		return "task", ev.TaskSID.String()
	case !ev.WorkerSID.IsZero():
		return "worker", ev.WorkerSID.String()
	case ev.activity != nil:
		return "activity", ev.activity.SID.String()
	case ev.channel != nil:
		return "task-channel", ev.channel.SID.String()
	case ev.queue != nil:
		return "taskqueue", ev.queue.SID.String()
	case ev.workflow != nil:
		return "workflow", ev.workflow.SID.String()
	default:
		return "workspace", ev.origin.workspace.String()
	}
}

// Description is EventDescription: one sentence, in the vendor's words where
// they are known (lifecycle.md §5.5).
func (ev *Event) Description() string {
	_, s := ev.resource()
	switch ev.Type {
	case WorkerActivityUpdate:
		return "Worker " + ev.worker.name + " updated to " + ev.activity.FriendlyName + " Activity"
	case ReservationCreated:
		return "Task " + ev.TaskSID.String() + " reserved for Worker " + ev.worker.name + " with Reservation " + s
	case ReservationAccepted:
		return "Task " + ev.TaskSID.String() + " assigned to Worker " + ev.worker.name + " with Reservation " + s
	case TaskQueueExpressionUpdated:
		return "TaskQueue " + s + " expression updated to '" + ev.queue.TargetWorkers + "'"
	case TaskCanceled:
		return "Task " + s + " canceled: " + ev.task.reason
	case TaskQueueEntered, TaskQueueMoved, TaskQueueTimeout:
		return "Task " + s + ": " + string(ev.Type) + " " + ev.queue.FriendlyName
	case WorkflowEntered, WorkflowTargetMatched, WorkflowTimeout, WorkflowSkipped:
		return "Task " + s + ": " + string(ev.Type) + " " + ev.workflow.FriendlyName
	case Alert:
		return ev.alert.message
	default:
		return string(ev.Type) + " " + s
	}
}

// Parameter returns the value of one parameter, "" where the event has none.
func (ev *Event) Parameter(name string) string {
	for _, p := range ev.Parameters() {
		if p.Name == name {
			return p.Value
		}
	}
	return ""
}
