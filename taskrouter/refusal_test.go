package taskrouter

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter/expr"
	document "github.com/goacd/acd/taskrouter/workflow"
)

// nowhere is a SID that no resource has, of every kind.
const nowhere = "00000000000000000000000000000bad"

func must[S any](s S, err error) S {
	if err != nil {
		panic(err)
	}
	return s
}

var (
	noActivity    = must(ParseActivitySID("WA" + nowhere))
	noChannel     = must(ParseTaskChannelSID("TC" + nowhere))
	noQueue       = must(ParseTaskQueueSID("WQ" + nowhere))
	noWorkflow    = must(ParseWorkflowSID("WW" + nowhere))
	noWorker      = must(ParseWorkerSID("WK" + nowhere))
	noTask        = must(ParseTaskSID("WT" + nowhere))
	noReservation = must(ParseReservationSID("WR" + nowhere))
)

// TestParameters gives every parameter of every command values that are refused.
func TestParameters(t *testing.T) {
	long := strings.Repeat("ä", 65)
	big := `{"a":"` + strings.Repeat("x", 4096-len(`{"a":""}`)+1) + `"}`
	text := strings.Repeat("x", 4097)
	tests := []struct {
		name  string
		kind  ErrorKind
		field string
		want  string // part of the whole error; {WS} is the workspace
		make  func(*desk) Command
	}{
		// Workspaces.
		{"workspace without a name", KindInvalid, "FriendlyName", "Missing required parameter FriendlyName in the post body", func(d *desk) Command {
			return &UpdateWorkspace{FriendlyName: new("")}
		}},
		{"workspace with a long name", KindInvalid, "FriendlyName", "has 65 characters: want at most 64", func(d *desk) Command {
			return &UpdateWorkspace{FriendlyName: &long}
		}},
		{"unknown default activity", KindInvalid, "DefaultActivitySid", "DefaultActivitySid WA" + nowhere + " not found in workspace {WS}", func(d *desk) Command {
			return &UpdateWorkspace{DefaultActivitySID: &noActivity}
		}},
		{"unknown timeout activity", KindInvalid, "TimeoutActivitySid", "TimeoutActivitySid WA" + nowhere + " not found", func(d *desk) Command {
			return &UpdateWorkspace{TimeoutActivitySID: &noActivity}
		}},
		{"no timeout activity", KindInvalid, "TimeoutActivitySid", "not found", func(d *desk) Command {
			return &UpdateWorkspace{TimeoutActivitySID: &ActivitySID{}}
		}},
		{"negative wrap-up time", KindInvalid, "WrapUpTime", "-1s is out of range", func(d *desk) Command {
			return &UpdateWorkspace{WrapUpTime: new(-time.Second)}
		}},
		{"wrap-up time in milliseconds", KindInvalid, "WrapUpTime", "1.5s is out of range: want whole seconds", func(d *desk) Command {
			return &UpdateWorkspace{WrapUpTime: new(1500 * time.Millisecond)}
		}},
		{"endless wrap-up time", KindInvalid, "WrapUpTime", "out of range", func(d *desk) Command {
			return &UpdateWorkspace{WrapUpTime: new(time.Duration(math.MaxInt64))}
		}},
		{"back to single-tasking", KindInvalid, "MultiTaskEnabled", "a multitasking workspace cannot be made a single-tasking one", func(d *desk) Command {
			return &UpdateWorkspace{FriendlyName: new("Other"), MultiTaskEnabled: new(false)}
		}},
		{"another order before others", KindInvalid, "PrioritizeQueueOrder", "Invalid value 'lifo' for parameter PrioritizeQueueOrder", func(d *desk) Command {
			return &UpdateWorkspace{PrioritizeQueueOrder: new(TaskOrder("lifo"))}
		}},
		{"no order before others", KindInvalid, "PrioritizeQueueOrder", "Invalid value ''", func(d *desk) Command {
			return &UpdateWorkspace{PrioritizeQueueOrder: new(TaskOrder(""))}
		}},
		{"events to a path", KindInvalid, "EventCallbackUrl", "Invalid value '/events' for parameter EventCallbackUrl", func(*desk) Command {
			return &UpdateWorkspace{FriendlyName: new("Other"), EventCallbackURL: new("/events")}
		}},
		{"events to another scheme", KindInvalid, "EventCallbackUrl", "Invalid value 'ftp://example.com/' for parameter EventCallbackUrl", func(*desk) Command {
			return &UpdateWorkspace{EventCallbackURL: new("ftp://user:password@example.com/")}
		}},
		{"events to what is no text", KindInvalid, "EventCallbackUrl", "is not valid UTF-8", func(*desk) Command {
			return &UpdateWorkspace{EventCallbackURL: new("https://example.com/\xff")}
		}},
		{"events to a long address", KindInvalid, "EventCallbackUrl", "want at most 4096", func(*desk) Command {
			return &UpdateWorkspace{EventCallbackURL: new("https://example.com/" + text)}
		}},
		{"filter by an unknown event", KindInvalid, "EventsFilter", "Invalid value 'task.sung' for parameter EventsFilter", func(*desk) Command {
			return &UpdateWorkspace{EventCallbackURL: new(""), EventsFilter: new("task.created, task.sung")}
		}},
		{"filter by alerts", KindInvalid, "EventsFilter", "Invalid value 'alert' for parameter EventsFilter", func(*desk) Command {
			return &UpdateWorkspace{EventsFilter: new("alert")}
		}},
		{"long filter", KindInvalid, "EventsFilter", "want at most 4096", func(*desk) Command {
			return &UpdateWorkspace{EventsFilter: &text}
		}},

		// Activities.
		{"activity without a name", KindInvalid, "FriendlyName", "Missing required parameter", func(d *desk) Command { return &CreateActivity{} }},
		{"activity with a name that is no text", KindInvalid, "FriendlyName", `"\xff" is not valid UTF-8`, func(d *desk) Command {
			return &CreateActivity{FriendlyName: "\xff"}
		}},
		{"activity with a long name", KindInvalid, "FriendlyName", "want at most 64", func(d *desk) Command { return &CreateActivity{FriendlyName: long} }},
		{"second activity of a name", KindInvalid, "FriendlyName", "Activity with the same friendly name already exists", func(d *desk) Command {
			return &CreateActivity{FriendlyName: "Offline"}
		}},
		{"unknown activity", KindNotFound, "", "The requested resource /Workspaces/{WS}/Activities/WA" + nowhere + " was not found", func(d *desk) Command {
			return &UpdateActivity{SID: noActivity}
		}},
		{"activity takes a name that is taken", KindInvalid, "FriendlyName", "already exists", func(d *desk) Command {
			return &UpdateActivity{SID: d.available, FriendlyName: new("Offline")}
		}},
		{"delete an unknown activity", KindNotFound, "", "was not found", func(d *desk) Command { return &DeleteActivity{SID: noActivity} }},
		{"delete no activity", KindNotFound, "", "/Activities/(none) was not found", func(d *desk) Command { return &DeleteActivity{} }},

		// Task channels.
		{"channel without a friendly name", KindInvalid, "FriendlyName", "Missing", func(d *desk) Command { return &CreateTaskChannel{UniqueName: "fax"} }},
		{"channel without a unique name", KindInvalid, "UniqueName", "Missing", func(d *desk) Command { return &CreateTaskChannel{FriendlyName: "Fax"} }},
		{"channel with a hyphen", KindInvalid, "UniqueName", `"e-mail": want letters, digits`, func(d *desk) Command {
			return &CreateTaskChannel{UniqueName: "e-mail", FriendlyName: "Mail"}
		}},
		{"channel with a digit first", KindInvalid, "UniqueName", "no digit first", func(d *desk) Command {
			return &CreateTaskChannel{UniqueName: "4chan", FriendlyName: "Chan"}
		}},
		{"second channel of a name", KindInvalid, "UniqueName", "already exists", func(d *desk) Command {
			return &CreateTaskChannel{UniqueName: "voice", FriendlyName: "Voice"}
		}},
		{"unknown channel", KindNotFound, "", "/TaskChannels/TC", func(d *desk) Command { return &UpdateTaskChannel{SID: noChannel} }},
		{"channel loses its name", KindInvalid, "FriendlyName", "Missing", func(d *desk) Command {
			return &UpdateTaskChannel{SID: d.channel("voice"), FriendlyName: new("")}
		}},
		{"channel gets a long name", KindInvalid, "FriendlyName", "has 65 characters", func(d *desk) Command {
			return &UpdateTaskChannel{SID: d.channel("voice"), FriendlyName: &long, ChannelOptimizedRouting: new(true)}
		}},
		{"delete an unknown channel", KindNotFound, "", "/TaskChannels/TC" + nowhere + " was not found", func(d *desk) Command { return &DeleteTaskChannel{SID: noChannel} }},

		// Task queues.
		{"queue without a name", KindInvalid, "FriendlyName", "Missing", func(d *desk) Command { return &CreateTaskQueue{} }},
		{"second queue of a name", KindInvalid, "FriendlyName", "TaskQueue with the same friendly name already exists", func(d *desk) Command {
			return &CreateTaskQueue{FriendlyName: "Everyone"}
		}},
		{"queue that reserves nobody", KindInvalid, "MaxReservedWorkers", "-1 is out of range: want 1 to 50", func(d *desk) Command {
			return &CreateTaskQueue{FriendlyName: "Q", MaxReservedWorkers: -1}
		}},
		{"queue that reserves too many", KindInvalid, "MaxReservedWorkers", "51 is out of range", func(d *desk) Command {
			return &CreateTaskQueue{FriendlyName: "Q", MaxReservedWorkers: 51}
		}},
		{"queue of another order", KindInvalid, "TaskOrder", "Invalid value 'RANDOM' for parameter TaskOrder", func(d *desk) Command {
			return &CreateTaskQueue{FriendlyName: "Q", TaskOrder: "RANDOM"}
		}},
		{"unknown reservation activity", KindInvalid, "ReservationActivitySid", "not found", func(d *desk) Command {
			return &CreateTaskQueue{FriendlyName: "Q", ReservationActivitySID: noActivity}
		}},
		{"unknown assignment activity", KindInvalid, "AssignmentActivitySid", "not found", func(d *desk) Command {
			return &CreateTaskQueue{FriendlyName: "Q", AssignmentActivitySID: noActivity}
		}},
		{"long expression", KindInvalid, "TargetWorkers", "has 4097 characters: want at most 4096", func(d *desk) Command {
			return &CreateTaskQueue{FriendlyName: "Q", TargetWorkers: &text}
		}},
		{"bad expression", KindInvalid, "TargetWorkers", "does not parse: expr: expression, line 1, column 4", func(d *desk) Command {
			return &CreateTaskQueue{FriendlyName: "Q", TargetWorkers: new("vip")}
		}},
		{"unknown queue", KindNotFound, "", "/TaskQueues/WQ", func(d *desk) Command { return &UpdateTaskQueue{SID: noQueue} }},
		{"queue loses its name", KindInvalid, "FriendlyName", "Missing", func(d *desk) Command { return &UpdateTaskQueue{SID: d.queue, FriendlyName: new("")} }},
		{"queue reserves nobody any more", KindInvalid, "MaxReservedWorkers", "0 is out of range", func(d *desk) Command {
			return &UpdateTaskQueue{SID: d.queue, MaxReservedWorkers: new(0)}
		}},
		{"queue reserves too many", KindInvalid, "MaxReservedWorkers", "51 is out of range: want 1 to 50", func(d *desk) Command {
			return &UpdateTaskQueue{SID: d.queue, TaskOrder: new(LIFO), MaxReservedWorkers: new(51)}
		}},
		{"queue turns to another order", KindInvalid, "TaskOrder", "Invalid value 'lifo' for parameter TaskOrder", func(d *desk) Command {
			return &UpdateTaskQueue{SID: d.queue, TaskOrder: new(TaskOrder("lifo"))}
		}},
		{"queue loses its order", KindInvalid, "TaskOrder", "Invalid value ''", func(d *desk) Command { return &UpdateTaskQueue{SID: d.queue, TaskOrder: new(TaskOrder(""))} }},
		{"queue takes an unknown activity", KindInvalid, "AssignmentActivitySid", "not found", func(d *desk) Command {
			return &UpdateTaskQueue{SID: d.queue, AssignmentActivitySID: &noActivity}
		}},
		{"delete an unknown queue", KindNotFound, "", "was not found", func(d *desk) Command { return &DeleteTaskQueue{SID: noQueue} }},

		// Workflows.
		{"workflow without a name", KindInvalid, "FriendlyName", "Missing", func(d *desk) Command { return &CreateWorkflow{Configuration: d.toQueue(d.queue)} }},
		{"second workflow of a name", KindInvalid, "FriendlyName", "Workflow with the same friendly name already exists", func(d *desk) Command {
			return &CreateWorkflow{FriendlyName: "Main", Configuration: d.toQueue(d.queue)}
		}},
		{"workflow without a configuration", KindInvalid, "Configuration", "Missing required parameter Configuration", func(d *desk) Command {
			return &CreateWorkflow{FriendlyName: "W"}
		}},
		{"workflow that is no JSON", KindInvalid, "Configuration", "is not a workflow: workflow: configuration, line 1", func(d *desk) Command {
			return &CreateWorkflow{FriendlyName: "W", Configuration: "x"}
		}},
		{"workflow to unknown queues", KindInvalid, "Configuration", "task_routing.default_filter.queue, line 1, column 44: task queue WQ" + nowhere + " not found in workspace {WS}", func(d *desk) Command {
			return &CreateWorkflow{FriendlyName: "W", Configuration: d.toQueue(noQueue)}
		}},
		{"workflow that names queues instead of their SIDs", KindInvalid, "Configuration", "task queue Everyone not found", func(d *desk) Command {
			return &CreateWorkflow{FriendlyName: "W", Configuration: `{"task_routing":{"default_filter":{"queue":"Everyone"}}}`}
		}},
		{"short reservation timeout", KindInvalid, "TaskReservationTimeout", "500ms is out of range: want whole seconds from 1s to 24h0m0s", func(d *desk) Command {
			return &CreateWorkflow{FriendlyName: "W", Configuration: d.toQueue(d.queue), TaskReservationTimeout: time.Second / 2}
		}},
		{"reservation timeout in milliseconds", KindInvalid, "TaskReservationTimeout", "1.5s is out of range: want whole seconds", func(d *desk) Command {
			return &UpdateWorkflow{SID: d.workflow, TaskReservationTimeout: new(1500 * time.Millisecond)}
		}},
		{"long reservation timeout", KindInvalid, "TaskReservationTimeout", "24h0m1s is out of range", func(d *desk) Command {
			return &CreateWorkflow{FriendlyName: "W", Configuration: d.toQueue(d.queue), TaskReservationTimeout: 24*time.Hour + time.Second}
		}},
		{"callback that is no text", KindInvalid, "AssignmentCallbackUrl", "not valid UTF-8", func(d *desk) Command {
			return &CreateWorkflow{FriendlyName: "W", Configuration: d.toQueue(d.queue), AssignmentCallbackURL: "\xc0"}
		}},
		{"long fallback", KindInvalid, "FallbackAssignmentCallbackUrl", "has 4097 characters", func(d *desk) Command {
			return &CreateWorkflow{FriendlyName: "W", Configuration: d.toQueue(d.queue), FallbackAssignmentCallbackURL: text}
		}},
		{"unknown workflow", KindNotFound, "", "/Workflows/WW", func(d *desk) Command { return &UpdateWorkflow{SID: noWorkflow} }},
		{"drive waiting tasks again through nothing", KindInvalid, "Configuration", "is not a workflow", func(d *desk) Command {
			return &UpdateWorkflow{SID: d.workflow, Configuration: new("{}"), ReEvaluateTasks: true}
		}},
		{"workflow loses its configuration", KindInvalid, "Configuration", "Missing", func(d *desk) Command {
			return &UpdateWorkflow{SID: d.workflow, Configuration: new("")}
		}},
		{"workflow gets a bad configuration", KindInvalid, "Configuration", "is not a workflow", func(d *desk) Command {
			return &UpdateWorkflow{SID: d.workflow, FriendlyName: new("Other"), Configuration: new("{}")}
		}},
		{"workflow gets no timeout", KindInvalid, "TaskReservationTimeout", "0s is out of range", func(d *desk) Command {
			return &UpdateWorkflow{SID: d.workflow, TaskReservationTimeout: new(time.Duration(0))}
		}},
		{"delete an unknown workflow", KindNotFound, "", "was not found", func(d *desk) Command { return &DeleteWorkflow{SID: noWorkflow} }},

		// Workers.
		{"worker without a name", KindInvalid, "FriendlyName", "Missing", func(d *desk) Command { return &CreateWorker{} }},
		{"worker with a long name", KindInvalid, "FriendlyName", "has 65 characters", func(d *desk) Command { return &CreateWorker{FriendlyName: long} }},
		{"second worker of a name", KindInvalid, "FriendlyName", "Worker with the same friendly name already exists", func(d *desk) Command {
			return &CreateWorker{FriendlyName: "aLICE"}
		}},
		{"worker whose attributes are no JSON", KindInvalid, "Attributes", "Attributes is not valid JSON: expr: attributes, line 1, column 1", func(d *desk) Command {
			return &CreateWorker{FriendlyName: "B", Attributes: "{"}
		}},
		{"worker whose attributes are no object", KindInvalid, "Attributes", "Attributes is not valid JSON", func(d *desk) Command {
			return &CreateWorker{FriendlyName: "B", Attributes: "[1]"}
		}},
		{"worker with too many attributes", KindInvalid, "Attributes", "has 4097 characters: want at most 4096", func(d *desk) Command {
			return &CreateWorker{FriendlyName: "B", Attributes: big}
		}},
		{"worker in an unknown activity", KindInvalid, "ActivitySid", "ActivitySid WA" + nowhere + " not found in workspace {WS}", func(d *desk) Command {
			return &CreateWorker{FriendlyName: "B", ActivitySID: noActivity}
		}},
		{"unknown worker", KindNotFound, "", "/Workers/WK", func(d *desk) Command { return &UpdateWorker{SID: noWorker} }},
		{"worker of another version", KindPrecondition, "IfVersion", "Precondition Failed", func(d *desk) Command { return &UpdateWorker{SID: d.worker, IfVersion: new(9)} }},
		{"worker loses the name", KindInvalid, "FriendlyName", "Missing", func(d *desk) Command { return &UpdateWorker{SID: d.worker, FriendlyName: new("")} }},
		{"worker loses the attributes", KindInvalid, "Attributes", "not valid JSON", func(d *desk) Command { return &UpdateWorker{SID: d.worker, Attributes: new("null")} }},
		{"worker moves to nowhere", KindInvalid, "ActivitySid", "not found", func(d *desk) Command {
			return &UpdateWorker{SID: d.worker, FriendlyName: new("Other"), ActivitySID: noActivity}
		}},
		{"reject all without a move", KindInvalid, "RejectPendingReservations", "only together with a move to an unavailable activity", func(d *desk) Command {
			return &UpdateWorker{SID: d.worker, RejectPendingReservations: true}
		}},
		{"reject all with a move to an available one", KindInvalid, "RejectPendingReservations", "only together", func(d *desk) Command {
			return &UpdateWorker{SID: d.worker, ActivitySID: d.available, RejectPendingReservations: true}
		}},
		{"delete an unknown worker", KindNotFound, "", "was not found", func(d *desk) Command { return &DeleteWorker{SID: noWorker} }},
		{"delete a worker of another version", KindPrecondition, "IfVersion", "Precondition", func(d *desk) Command { return &DeleteWorker{SID: d.worker, IfVersion: new(9)} }},
		{"channel of an unknown worker", KindNotFound, "", "/Workers/WK", func(d *desk) Command { return &UpdateWorkerChannel{WorkerSID: noWorker, TaskChannel: "voice"} }},
		{"unknown channel of a worker", KindInvalid, "TaskChannel", "TaskChannel fax not found in workspace {WS}", func(d *desk) Command {
			return &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "fax"}
		}},
		{"unknown channel of a worker, by SID", KindInvalid, "TaskChannel", "not found", func(d *desk) Command {
			return &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: noChannel.String()}
		}},
		{"negative capacity", KindInvalid, "Capacity", "-1 is out of range: want 0 to 50", func(d *desk) Command {
			return &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "voice", Capacity: new(-1), Available: new(false)}
		}},
		{"large capacity", KindInvalid, "Capacity", "51 is out of range", func(d *desk) Command {
			return &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "voice", Capacity: new(51)}
		}},

		// Tasks.
		{"task that starts in the future", KindInvalid, "VirtualStartTime", "is out of range: want a time from 1900 to now", func(d *desk) Command {
			return &CreateTask{VirtualStartTime: shiftStart.Add(1)}
		}},
		{"task that started before 1900", KindInvalid, "VirtualStartTime", "is out of range: want a time from 1900 to now", func(d *desk) Command {
			return &CreateTask{VirtualStartTime: time.Date(1899, 12, 31, 23, 59, 59, 0, time.UTC)}
		}},
		{"task that starts when JSON cannot write it", KindInvalid, "VirtualStartTime", "is out of range", func(d *desk) Command {
			return &CreateTask{SID: noTask, VirtualStartTime: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}
		}},
		{"task for an unknown worker", KindInvalid, "RoutingTarget", "RoutingTarget WK" + nowhere + " not found in workspace {WS}", func(d *desk) Command {
			return &CreateTask{RoutingTarget: noWorker.String()}
		}},
		{"task for an unknown queue", KindInvalid, "RoutingTarget", "RoutingTarget WQ" + nowhere + " not found in workspace {WS}", func(d *desk) Command {
			return &CreateTask{RoutingTarget: noQueue.String()}
		}},
		{"task for an unknown workflow", KindInvalid, "RoutingTarget", "RoutingTarget WW" + nowhere + " not found in workspace {WS}", func(d *desk) Command {
			return &CreateTask{RoutingTarget: noWorkflow.String()}
		}},
		{"task for two workflows", KindInvalid, "RoutingTarget", "is another workflow than WorkflowSid", func(d *desk) Command {
			return &CreateTask{WorkflowSID: d.workflow, RoutingTarget: noWorkflow.String()}
		}},
		{"task for a name", KindInvalid, "RoutingTarget", `"Alice" is no SID of a worker, a task queue or a workflow`, func(d *desk) Command {
			return &CreateTask{RoutingTarget: "Alice"}
		}},
		{"task for an activity", KindInvalid, "RoutingTarget", "is no SID of a worker, a task queue or a workflow", func(d *desk) Command {
			return &CreateTask{RoutingTarget: d.available.String()}
		}},
		{"task that ignores capacity of nobody", KindInvalid, "IgnoreCapacity", "only with a worker as RoutingTarget", func(d *desk) Command {
			return &CreateTask{IgnoreCapacity: new(false)}
		}},
		{"task that ignores capacity of a queue", KindInvalid, "IgnoreCapacity", "only with a worker as RoutingTarget", func(d *desk) Command {
			return &CreateTask{RoutingTarget: d.queue.String(), IgnoreCapacity: new(true)}
		}},
		{"task that ignores capacity of a workflow", KindInvalid, "IgnoreCapacity", "only with a worker as RoutingTarget", func(d *desk) Command {
			return &CreateTask{RoutingTarget: d.workflow.String(), IgnoreCapacity: new(true)}
		}},
		{"task in a queue without a worker", KindInvalid, "TaskQueueSid", "only with a worker as RoutingTarget", func(d *desk) Command {
			return &CreateTask{TaskQueueSID: d.queue}
		}},
		{"task for a queue in a queue", KindInvalid, "TaskQueueSid", "only with a worker as RoutingTarget", func(d *desk) Command {
			return &CreateTask{RoutingTarget: d.queue.String(), TaskQueueSID: d.queue}
		}},
		{"task for a worker in an unknown queue", KindInvalid, "TaskQueueSid", "TaskQueueSid WQ" + nowhere + " not found in workspace {WS}", func(d *desk) Command {
			return &CreateTask{RoutingTarget: d.worker.String(), TaskQueueSID: noQueue}
		}},
		{"task for a worker in an unknown workflow", KindInvalid, "WorkflowSid", "not found", func(d *desk) Command {
			return &CreateTask{RoutingTarget: d.worker.String(), WorkflowSID: noWorkflow}
		}},
		{"task in an unknown workflow", KindInvalid, "WorkflowSid", "WorkflowSid WW" + nowhere + " not found in workspace {WS}", func(d *desk) Command {
			return &CreateTask{WorkflowSID: noWorkflow}
		}},
		{"task whose attributes are no object", KindInvalid, "Attributes", "not valid JSON", func(d *desk) Command { return &CreateTask{Attributes: `"x"`} }},
		{"task with too many attributes", KindInvalid, "Attributes", "has 4097 characters", func(d *desk) Command { return &CreateTask{Attributes: big} }},
		{"task of negative priority", KindInvalid, "Priority", "-1 is out of range: want 0 to 2147483647", func(d *desk) Command { return &CreateTask{Priority: -1} }},
		{"task of too much priority", KindInvalid, "Priority", "2147483648 is out of range", func(d *desk) Command { return &CreateTask{Priority: 1 << 31} }},
		{"task of negative lifetime", KindInvalid, "Timeout", "-1s is out of range: want whole seconds from 1s to 336h0m0s", func(d *desk) Command {
			return &CreateTask{Timeout: -time.Second}
		}},
		{"task of half a second more", KindInvalid, "Timeout", "1.5s is out of range", func(d *desk) Command { return &CreateTask{Timeout: 1500 * time.Millisecond} }},
		{"task of too long a lifetime", KindInvalid, "Timeout", "out of range", func(d *desk) Command { return &CreateTask{Timeout: 1_209_601 * time.Second} }},
		{"task on an unknown channel", KindInvalid, "TaskChannel", "TaskChannel fax not found", func(d *desk) Command { return &CreateTask{TaskChannel: "fax"} }},
		{"unknown task", KindNotFound, "", "/Tasks/WT", func(d *desk) Command { return &UpdateTask{SID: noTask} }},
		{"task of another version", KindPrecondition, "IfVersion", "Precondition", func(d *desk) Command { return &UpdateTask{SID: d.task, IfVersion: new(0), Priority: new(1)} }},
		{"task of an unknown status", KindInvalid, "AssignmentStatus", "Invalid value 'Sleeping' for parameter AssignmentStatus", func(d *desk) Command {
			return &UpdateTask{SID: d.task, AssignmentStatus: "Sleeping"}
		}},
		{"task with a reason that is no text", KindInvalid, "Reason", "not valid UTF-8", func(d *desk) Command {
			return &UpdateTask{SID: d.task, AssignmentStatus: "canceled", Reason: new("\xff")}
		}},
		{"task with a long reason", KindInvalid, "Reason", "has 4097 characters", func(d *desk) Command { return &UpdateTask{SID: d.task, Reason: &text} }},
		{"waiting task gets bad attributes", KindInvalid, "Attributes", "not valid JSON", func(d *desk) Command {
			return &UpdateTask{SID: d.task, Attributes: new("[]"), Priority: new(1)}
		}},
		{"task is canceled with bad attributes", KindInvalid, "Attributes", "not valid JSON", func(d *desk) Command {
			return &UpdateTask{SID: d.task, AssignmentStatus: "canceled", Attributes: new("{")}
		}},
		{"task is completed with attributes", KindInvalid, "Attributes", "send two requests", func(d *desk) Command {
			return &UpdateTask{SID: d.task, AssignmentStatus: "completed", Attributes: new("{}")}
		}},
		{"task gets a negative priority", KindInvalid, "Priority", "out of range", func(d *desk) Command { return &UpdateTask{SID: d.task, Priority: new(-1)} }},
		{"task changes to an unknown channel", KindInvalid, "TaskChannel", "TaskChannel fax not found in workspace {WS}", func(d *desk) Command {
			return &UpdateTask{SID: d.task, TaskChannel: new("fax"), Priority: new(1)}
		}},
		{"task changes to no channel", KindInvalid, "TaskChannel", "not found", func(d *desk) Command { return &UpdateTask{SID: d.task, TaskChannel: new("")} }},
		{"task gets a start time in the future", KindInvalid, "VirtualStartTime", "is out of range: want a time from 1900 to now", func(d *desk) Command {
			return &UpdateTask{SID: d.task, VirtualStartTime: new(shiftStart.Add(time.Second)), Attributes: new(`{"a":1}`)}
		}},
		{"task gets a start time before 1900", KindInvalid, "VirtualStartTime", "out of range", func(d *desk) Command {
			return &UpdateTask{SID: d.task, VirtualStartTime: new(time.Date(1899, 12, 31, 23, 59, 59, 0, time.UTC))}
		}},
		{"task gets no start time", KindInvalid, "VirtualStartTime", "out of range", func(d *desk) Command {
			return &UpdateTask{SID: d.task, VirtualStartTime: &time.Time{}}
		}},
		{"delete an unknown task", KindNotFound, "", "was not found", func(d *desk) Command { return &DeleteTask{SID: noTask} }},
		{"delete a task of another version", KindPrecondition, "IfVersion", "Precondition", func(d *desk) Command { return &DeleteTask{SID: d.task, IfVersion: new(0)} }},

		// Reservations and calls.
		{"unknown reservation", KindNotFound, "", "/Reservations/WR", func(d *desk) Command { return &UpdateReservation{SID: noReservation, ReservationStatus: "accepted"} }},
		{"reservation of another version", KindPrecondition, "IfVersion", "Precondition", func(d *desk) Command {
			return &UpdateReservation{SID: d.reservation, IfVersion: new(1), ReservationStatus: "accepted"}
		}},
		{"reservation without a status", KindInvalid, "ReservationStatus", "Missing required parameter ReservationStatus", func(d *desk) Command {
			return &UpdateReservation{SID: d.reservation}
		}},
		{"reservation of an unknown status", KindInvalid, "ReservationStatus", "Invalid value 'Maybe'", func(d *desk) Command {
			return &UpdateReservation{SID: d.reservation, ReservationStatus: "Maybe"}
		}},
		{"accept with an activity", KindInvalid, "WorkerActivitySid", "only with the status rejected", func(d *desk) Command {
			return &UpdateReservation{SID: d.reservation, ReservationStatus: "accepted", WorkerActivitySID: d.offline}
		}},
		{"reject with an unknown activity", KindInvalid, "WorkerActivitySid", "not found", func(d *desk) Command {
			return &UpdateReservation{SID: d.reservation, ReservationStatus: "rejected", WorkerActivitySID: noActivity}
		}},
		{"callback of an unknown reservation", KindNotFound, "", "was not found", func(d *desk) Command { return &FailCallback{SID: noReservation} }},
		{"suspend an unknown reservation", KindNotFound, "", "was not found", func(d *desk) Command { return &SuspendAccept{SID: noReservation} }},
		{"resume an unknown reservation", KindNotFound, "", "was not found", func(d *desk) Command { return &ResumeAccept{SID: noReservation} }},
		{"give up an unknown reservation", KindNotFound, "", "was not found", func(d *desk) Command { return &FailAccept{SID: noReservation} }},
		{"call of an unknown reservation", KindNotFound, "", "was not found", func(d *desk) Command { return &LinkCall{SID: noReservation, WorkerCallSID: mustCallSID(1)} }},
		{"no call", KindInvalid, "WorkerCallSID", "Missing", func(d *desk) Command { return &LinkCall{SID: d.reservation} }},
		{"end of a call of an unknown reservation", KindNotFound, "", "was not found", func(d *desk) Command { return &EndCall{SID: noReservation} }},
		{"end of a call with an unknown activity", KindInvalid, "PostWorkActivitySid", "not found", func(d *desk) Command {
			return &EndCall{SID: d.reservation, PostWorkActivitySID: noActivity}
		}},
		{"conference of an unknown task", KindNotFound, "", "was not found", func(d *desk) Command { return &LinkConference{SID: noTask, Conference: "{}"} }},
		{"no conference", KindInvalid, "Conference", "Missing", func(d *desk) Command { return &LinkConference{SID: d.task} }},
		{"a conference that is no object", KindInvalid, "Conference", "no JSON object", func(d *desk) Command { return &LinkConference{SID: d.task, Conference: `["CF"]`} }},
		{"a conference beyond all measure", KindInvalid, "Conference", "want at most 4096", func(d *desk) Command {
			return &LinkConference{SID: d.task, Conference: `{"sid":"` + strings.Repeat("F", 4096) + `"}`}
		}},
		{"end of a conference of an unknown task", KindNotFound, "", "was not found", func(d *desk) Command { return &EndConference{SID: noTask} }},
		{"abandon an unknown task", KindNotFound, "", "was not found", func(d *desk) Command { return &AbandonTask{SID: noTask, Reason: "hangup"} }},
		{"abandon without a reason", KindInvalid, "Reason", "Missing", func(d *desk) Command { return &AbandonTask{SID: d.task} }},
		{"abandon for a reason that is no text", KindInvalid, "Reason", "not valid UTF-8", func(d *desk) Command { return &AbandonTask{SID: d.task, Reason: "\xff"} }},

		// No command at all.
		{"nil", KindInvalid, "", "taskrouter: nil: the command is nil; to let time pass use &Advance{}", func(d *desk) Command { return nil }},
		{"nil pointer", KindInvalid, "", "taskrouter: CreateTask: the command is nil", func(d *desk) Command { return (*CreateTask)(nil) }},
		{"a command of another package", KindInvalid, "", "taskrouter: stranger: unknown command", func(d *desk) Command { return &stranger{} }},
		{"a value of another package", KindInvalid, "", "taskrouter: stranger: unknown command", func(d *desk) Command { return stranger{&Advance{}} }},
		{"an embedded nil", KindInvalid, "", "taskrouter: stranger: unknown command", func(d *desk) Command { return stranger{(*Advance)(nil)} }},
	}
	codes := map[ErrorKind]int{
		KindInvalid: CodeInvalid, KindNotFound: CodeNotFound, KindPrecondition: CodePrecondition,
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			d.offer()
			cmd := tt.make(d)
			refusal := refuse(t, d.Engine, cmd)
			assert.Equal(t, tt.kind, refusal.Kind)
			assert.Equal(t, codes[tt.kind], refusal.Code)
			assert.Equal(t, tt.field, refusal.Field)
			assert.Equal(t, commandName(cmd), refusal.Command)
			assert.Contains(t, refusal.Error(), d.message(tt.want))
			assert.True(t, strings.HasPrefix(refusal.Error(), "taskrouter: "+refusal.Command))
		})
	}
}

// TestChannelsInUse refuses to delete the default channel and those that an
// unfinished task, or its reservation, is on.
func TestChannelsInUse(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(*desk) (string, Command)
	}{
		{"the default channel", func(d *desk) (string, Command) {
			return "because it is the default task channel", &DeleteTaskChannel{SID: d.channel("default")}
		}},
		{"of a task that waits", func(d *desk) (string, Command) {
			apply(t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.offline})
			d.task = Find(apply(t, d.Engine, &CreateTask{TaskChannel: "chat"}), TaskCreated).TaskSID
			return "because task {WT} is on it", &DeleteTaskChannel{SID: d.channel("chat")}
		}},
		{"of a task that is assigned", func(d *desk) (string, Command) {
			d.offerOn("chat")
			d.answer("accepted")
			return "because task {WT} is on it", &DeleteTaskChannel{SID: d.channel("chat")}
		}},
		{"of a reservation whose task has moved on", func(d *desk) (string, Command) {
			d.offerOn("chat")
			apply(t, d.Engine, &UpdateTask{SID: d.task, TaskChannel: new("voice")})
			return "because task {WT} is on it", &DeleteTaskChannel{SID: d.channel("chat")}
		}},
		{"of a task that has moved on to it", func(d *desk) (string, Command) {
			d.offerOn("chat")
			apply(t, d.Engine, &UpdateTask{SID: d.task, TaskChannel: new("voice")})
			return "because task {WT} is on it", &DeleteTaskChannel{SID: d.channel("voice")}
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			want, cmd := tt.make(d)
			refusal := refuse(t, d.Engine, cmd)
			assert.ErrorIs(t, refusal, ErrState)
			assert.Equal(t, CodeInvalid, refusal.Code)
			assert.Equal(t, "in use", refusal.State)
			assert.Equal(t, cmd.(*DeleteTaskChannel).SID.String(), refusal.SID)
			assert.Contains(t, refusal.Message, d.message(want))
		})
	}
}

func (d *desk) offerOn(channel string) {
	events := apply(d.t, d.Engine, &CreateTask{TaskChannel: channel})
	d.task, d.reservation = Find(events, TaskCreated).TaskSID, Find(events, ReservationCreated).ReservationSID
}

// stranger is what another package can make of the sealed interface.
type stranger struct{ Command }

func (d *desk) channel(name string) TaskChannelSID {
	ch, ok := d.TaskChannelByName(name)
	require.True(d.t, ok)
	return ch.SID
}

// TestLimits goes to each limit and one beyond.
func TestLimits(t *testing.T) {
	for _, tt := range []struct {
		name   string
		limits Limits
		first  func(*desk) Command // the last that fits
		next   func(*desk) Command
		want   string
	}{
		{"activities", Limits{Activities: 4}, func(d *desk) Command { return &CreateActivity{FriendlyName: "A"} }, func(d *desk) Command { return &CreateActivity{FriendlyName: "B"} }, "at most 4 activities"},
		{"task channels", Limits{TaskChannels: 6}, func(d *desk) Command { return &CreateTaskChannel{UniqueName: "a", FriendlyName: "A"} }, func(d *desk) Command { return &CreateTaskChannel{UniqueName: "b", FriendlyName: "B"} }, "at most 6 task channels"},
		{"task queues", Limits{TaskQueues: 2}, func(d *desk) Command { return &CreateTaskQueue{FriendlyName: "A"} }, func(d *desk) Command { return &CreateTaskQueue{FriendlyName: "B"} }, "at most 2 task queues"},
		{"workflows", Limits{Workflows: 2}, func(d *desk) Command {
			return &CreateWorkflow{FriendlyName: "A", Configuration: d.toQueue(d.queue)}
		}, func(d *desk) Command { return &CreateWorkflow{FriendlyName: "B", Configuration: d.toQueue(d.queue)} }, "at most 2 workflows"},
		{"workers", Limits{Workers: 2}, func(d *desk) Command { return &CreateWorker{FriendlyName: "A"} }, func(d *desk) Command { return &CreateWorker{FriendlyName: "B"} }, "at most 2 workers"},
		{"tasks", Limits{Tasks: 1}, func(d *desk) Command { return &CreateTask{} }, func(d *desk) Command { return &CreateTask{} }, "at most 1 tasks"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, tt.limits)
			apply(t, d.Engine, tt.first(d))
			refusal := refuse(t, d.Engine, tt.next(d))
			assert.ErrorIs(t, refusal, ErrLimit)
			assert.Equal(t, CodeInvalid, refusal.Code)
			assert.Contains(t, refusal.Error(), tt.want)
		})
	}
	t.Run("vendor's activities", func(t *testing.T) {
		d := newDesk(t, Limits{})
		for i := range 97 {
			apply(t, d.Engine, &CreateActivity{FriendlyName: fmt.Sprint(i)})
		}
		assert.ErrorIs(t, refuse(t, d.Engine, &CreateActivity{FriendlyName: "one more"}), ErrLimit)
	})
	t.Run("lengths and durations", func(t *testing.T) {
		d := newDesk(t, Limits{
			FriendlyName: 9, Attributes: 7, Expression: 5, TaskTimeout: 10 * time.Second, ReservationTimeout: 5 * time.Second, Capacity: 2,
		})
		apply(t, d.Engine, &CreateWorker{FriendlyName: "ninechars", Attributes: `{"a":1}`})
		apply(t, d.Engine, &CreateTaskQueue{FriendlyName: "Q", TargetWorkers: new("1 ==1")})
		apply(t, d.Engine, &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "voice", Capacity: new(2)})
		assert.ErrorIs(t, refuse(t, d.Engine, &CreateWorker{FriendlyName: "ten chars."}), ErrInvalid)
		assert.ErrorIs(t, refuse(t, d.Engine, &CreateWorker{FriendlyName: "B", Attributes: `{"a":11}`}), ErrInvalid)
		assert.ErrorIs(t, refuse(t, d.Engine, &CreateTaskQueue{FriendlyName: "R", TargetWorkers: new("1 == 1")}), ErrInvalid)
		assert.ErrorIs(t, refuse(t, d.Engine, &CreateTask{Timeout: 11 * time.Second}), ErrInvalid)
		assert.ErrorIs(t, refuse(t, d.Engine, &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "voice", Capacity: new(3)}), ErrInvalid)

		workflow, _ := d.Workflow(d.workflow)
		assert.Equal(t, 5*time.Second, workflow.TaskReservationTimeout, "the default is within the limit")
		d.offer()
		task, _ := d.Task(d.task)
		assert.Equal(t, 10*time.Second, task.Timeout, "the default is within the limit")
	})
}

// TestConfig refuses each field of the configuration that is out of range.
func TestConfig(t *testing.T) {
	for _, tt := range []struct {
		name   string
		config Config
		field  string
		want   string
	}{
		{"too early", Config{Created: time.Date(1899, 12, 31, 0, 0, 0, 0, time.UTC)}, "Created", "is out of range: want 1900"},
		{"too late", Config{Created: time.Date(2200, 1, 1, 0, 0, 1, 0, time.UTC)}, "Created", "is out of range"},
		{"long name", Config{FriendlyName: strings.Repeat("x", 65)}, "FriendlyName", "want at most 64"},
		{"negative wrap-up time", Config{WrapUpTime: -time.Second}, "WrapUpTime", "out of range"},
		{"events to nowhere", Config{EventCallbackURL: "events"}, "EventCallbackUrl", "Invalid value 'events'"},
		{"filter by an unknown event", Config{EventsFilter: "task.sung"}, "EventsFilter", "Invalid value 'task.sung'"},
		{"another order", Config{PrioritizeQueueOrder: "RANDOM"}, "PrioritizeQueueOrder", `"RANDOM": want FIFO or LIFO`},
		{"negative limit", Config{Limits: Limits{Workers: -1}}, "Limits.Workers", "-1 is out of range: want 1 to 134217727, or 0 for 15000"},
		{"too many channels", Config{Limits: Limits{TaskChannels: 33}}, "Limits.TaskChannels", "33 is out of range: want 1 to 32, or 0 for 15"},
		{"short lifetime", Config{Limits: Limits{TaskTimeout: time.Millisecond}}, "Limits.TaskTimeout", "1ms is out of range"},
		{"broken lifetime", Config{Limits: Limits{TaskTimeout: 1500 * time.Millisecond}}, "Limits.TaskTimeout", "want whole seconds"},
		{"long life of the finished", Config{Limits: Limits{FinishedTask: 51 * 365 * 24 * time.Hour}}, "Limits.FinishedTask", "out of range"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, err := New(tt.config)
			assert.Nil(t, e)
			refusal, ok := errors.AsType[*Error](err)
			require.True(t, ok)
			assert.Equal(t, KindInvalid, refusal.Kind)
			assert.Equal(t, "Config", refusal.Command)
			assert.Equal(t, tt.field, refusal.Field)
			assert.Contains(t, err.Error(), "taskrouter: Config."+tt.field+": ")
			assert.Contains(t, err.Error(), tt.want)
		})
	}
}

// TestTime refuses time that goes back or is out of range, and changes nothing.
func TestTime(t *testing.T) {
	d := newDesk(t, Limits{})
	d.offer()
	apply(t, d.Engine, &Advance{})
	for _, tt := range []struct {
		name string
		now  time.Time
		want string
	}{
		{"a nanosecond back", shiftStart.Add(-1), "taskrouter: Advance: 2026-03-02T08:59:59.999999999Z lies before 2026-03-02T09:00:00Z"},
		{"before everything", time.Time{}, "0001-01-01T00:00:00Z is out of range: want the years 1900 to 2200"},
		{"after everything", time.Date(2200, 1, 1, 0, 0, 0, 1, time.UTC), "out of range"},
		{"far after everything", time.Date(9999, 1, 1, 0, 0, 0, 1, time.UTC), "out of range"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := observe(d.Engine)
			events, err := d.Apply(tt.now, &Advance{})
			assert.ErrorIs(t, err, ErrTime)
			assert.Contains(t, err.Error(), tt.want)
			assert.Empty(t, events)
			assert.Equal(t, before, observe(d.Engine))
		})
	}
	t.Run("in another zone", func(t *testing.T) {
		now := shiftStart.Add(time.Second).In(time.FixedZone("here", -5*3600))
		_, err := d.Apply(now, &Advance{})
		require.NoError(t, err)
		assert.Equal(t, shiftStart.Add(time.Second), d.Now())
	})
	t.Run("nil with time", func(t *testing.T) {
		_, err := d.Apply(time.Time{}, nil)
		assert.ErrorIs(t, err, ErrTime)
	})
	t.Run("to the end of time", func(t *testing.T) {
		end := time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
		_, err := d.Apply(end, &CreateTask{Timeout: 1_209_600 * time.Second})
		require.NoError(t, err)
		require.NoError(t, d.Check())
		due, ok := d.Deadline()
		assert.True(t, ok)
		assert.Equal(t, end.Add(1_209_600*time.Second), due, "beyond the end, so it never happens")
	})
}

// TestRefusalComesAfterTheDeadlines shows that a refused command lets time pass
// all the same, and that its Apply returns what happened on the way.
func TestRefusalComesAfterTheDeadlines(t *testing.T) {
	d := newDesk(t, Limits{})
	d.offer()
	twin := newDesk(t, Limits{})
	twin.offer()
	later := shiftStart.Add(time.Hour)
	want, err := twin.Apply(later, &Advance{})
	require.NoError(t, err)
	got, err := d.Apply(later, &CreateWorker{})
	assert.ErrorIs(t, err, ErrInvalid)
	assert.Equal(t, rendered(want), rendered(got))
	assert.Equal(t, observe(twin.Engine), observe(d.Engine))
}

// TestLongSteps adds up step timeouts beyond what a duration holds: a task's
// lifetime is over long before.
func TestLongSteps(t *testing.T) {
	d := newDesk(t, Limits{TaskTimeout: maxDuration})
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, ActivitySID: d.offline})
	targets := strings.Repeat(fmt.Sprintf(`{"queue":%q,"timeout":2147483647,"skip_if":"1==1"},`, d.queue), 8)
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(
		`{"task_routing":{"filters":[{"expression":"1==1","targets":[` + targets + `{"timeout":1}]}]}}`)})
	end := time.Date(2199, 12, 31, 0, 0, 0, 0, time.UTC)
	_, err := d.Apply(end, &CreateTask{Timeout: maxDuration})
	require.NoError(t, err)
	require.NoError(t, d.Check())
	due, ok := d.Deadline()
	require.True(t, ok)
	assert.Equal(t, end.Add(maxDuration), due)
	for task := range d.Tasks() {
		assert.Equal(t, TaskStatusPending, task.AssignmentStatus)
	}
}

// TestManyUnknownQueues keeps the list of problems short.
func TestManyUnknownQueues(t *testing.T) {
	d := newDesk(t, Limits{})
	targets := strings.Repeat(fmt.Sprintf(`{"queue":%q,"timeout":5},`, noQueue), 150)
	refusal := refuse(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(
		`{"task_routing":{"filters":[{"expression":"1==1","targets":[` + strings.TrimSuffix(targets, ",") + `]}]}}`)})
	problems, ok := errors.AsType[*document.Error](refusal)
	require.True(t, ok)
	assert.Len(t, problems.Problems, document.MaxProblems)
	assert.Equal(t, 150, problems.Total)
	assert.Contains(t, refusal.Error(), "and 50 more")
}

// TestErrors shows what a caller does with an error.
func TestErrors(t *testing.T) {
	d := newDesk(t, Limits{})
	_, err := d.Apply(d.Now(), &CreateTaskQueue{FriendlyName: "Q", TargetWorkers: new("skill-level > 3")})
	cause, ok := errors.AsType[*expr.Error](err)
	require.True(t, ok, "the cause is found through wrapping")
	assert.Equal(t, 6, cause.Column)
	assert.ErrorIs(t, err, ErrInvalid)
	assert.NotErrorIs(t, err, ErrState)

	assert.Equal(t, "taskrouter: not found", ErrNotFound.Error())
	assert.Equal(t, "precondition failed", KindPrecondition.String())
	assert.Equal(t, "ErrorKind(0)", ErrorKind(0).String())
	assert.Equal(t, "ErrorKind(200)", ErrorKind(200).String())

	refusal := refuse(t, d.Engine, &UpdateTask{SID: noTask})
	assert.Equal(t, noTask.String(), refusal.SID)
	refusal = refuse(t, d.Engine, &CreateTask{TaskChannel: "x" + strings.Repeat("é", 100)})
	assert.Contains(t, refusal.Message, " x"+strings.Repeat("é", 79)+"… ", "hostile input is cut, at a character")
}
