package voicetest

import (
	"encoding/json"
	"strings"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/taskrouter"
)

// AssignmentURL is the assignment callback URL of workflows that the network
// makes.
const AssignmentURL = Site + "/assignment"

// TaskQueue makes a task queue for the workers who fit an expression, such as
// "skills HAS 'billing'"; "" for all. More is possible with [Network.Apply].
func (n *Network) TaskQueue(name, targetWorkers string) taskrouter.TaskQueueSID {
	n.t.Helper()
	if targetWorkers == "" {
		targetWorkers = "1==1"
	}
	n.Apply(&taskrouter.CreateTaskQueue{FriendlyName: name, TargetWorkers: &targetWorkers})
	q, _ := n.engine.TaskQueueByName(name)
	return q.SID
}

// Workflow makes a workflow with a configuration (routing.md §2.1). A task queue's
// name in dollar and braces, ${Billing}, stands for its SID; "" is a configuration
// that sends everything to the task queue of the workflow's own name, which is
// made for everybody if it is not there. Reservations last 120 seconds, and what
// to do with them is asked at [AssignmentURL].
func (n *Network) Workflow(name, configuration string) taskrouter.WorkflowSID {
	n.t.Helper()
	if configuration == "" {
		if _, there := n.engine.TaskQueueByName(name); !there {
			n.TaskQueue(name, "")
		}
		configuration = `{"task_routing":{"default_filter":{"queue":"${` + name + `}"}}}`
	}
	for q := range n.engine.TaskQueues() {
		configuration = strings.ReplaceAll(configuration, "${"+q.FriendlyName+"}", q.SID.String())
	}
	n.Apply(&taskrouter.CreateWorkflow{FriendlyName: name, Configuration: configuration, AssignmentCallbackURL: AssignmentURL})
	w, _ := n.engine.WorkflowByName(name)
	return w.SID
}

// Worker makes a worker who is available, and has a phone: the [Person] at the
// address that his attribute contact_uri says, else "client:" and his name in
// lower case, which becomes that attribute. attributes is a JSON object, "" for
// none.
func (n *Network) Worker(name, attributes string) *Person {
	n.t.Helper()
	fields := map[string]any{}
	if attributes != "" {
		if err := json.Unmarshal([]byte(attributes), &fields); err != nil {
			n.t.Fatalf("voicetest: Worker %q: attributes %q: want a JSON object: %v", name, attributes, err)
		}
	}
	address, _ := fields["contact_uri"].(string)
	if address == "" {
		address = "client:" + strings.ToLower(strings.ReplaceAll(name, " ", "_"))
		fields["contact_uri"] = address
	}
	text, _ := json.Marshal(fields) // just decoded; its keys are sorted
	available, _ := n.engine.ActivityByName("Available")
	n.Apply(&taskrouter.CreateWorker{FriendlyName: name, Attributes: string(text), ActivitySID: available.SID})
	return n.Person(address).Named(name)
}

// GoesTo moves a worker to another activity, by its name.
func (n *Network) GoesTo(worker, activity string) {
	n.t.Helper()
	w, found := n.engine.WorkerByName(worker)
	a, there := n.engine.ActivityByName(activity)
	if !found || !there {
		n.t.Fatalf("voicetest: GoesTo: worker %q, activity %q: want ones that are there", worker, activity)
		return
	}
	n.Apply(&taskrouter.UpdateWorker{SID: w.SID, ActivitySID: a.SID})
}

// Events returns what happened in the router so far, in order.
func (n *Network) Events() []taskrouter.Event { return routed(n.actions) }

func routed(actions []voice.Action) []taskrouter.Event {
	var events []taskrouter.Event
	for _, a := range actions {
		if r, ok := a.(*voice.Routed); ok {
			events = append(events, r.Event)
		}
	}
	return events
}

// Actions returns everything that the machine has asked for and told so far, in
// order.
func (n *Network) Actions() []voice.Action { return n.actions }

// Alerts returns the alerts of the machine so far, in order. Those of the router
// are among its events.
func (n *Network) Alerts() []*voice.Alert {
	var alerts []*voice.Alert
	for _, a := range n.actions {
		if alert, ok := a.(*voice.Alert); ok {
			alerts = append(alerts, alert)
		}
	}
	return alerts
}
