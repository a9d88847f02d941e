package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// The activities of agents.
const (
	available = "Available" // the workspace begins with it
	afterCall = "After call"
	onBreak   = "On break"
	missed    = "Missed call" // where an agent is moved who does not answer
)

const (
	offerLasts   = 25 * time.Second // how long an agent is asked
	phoneRings   = 20 * time.Second // his phone, of that
	escalates    = 30 * time.Second // after which more agents are asked
	serviceLevel = 20 * time.Second // who waits for no longer counts as answered in time
	overflow     = "Experienced"    // the queue of those who are asked then
)

// topics are what callers call about, by the key that they press.
var topics = map[string]string{"1": "sales", "2": "support", "3": "billing"}

// queueOf is the queue of a topic.
var queueOf = map[string]string{"sales": "Sales", "support": "Support", "billing": "Billing"}

// workspace makes what the contact center consists of, by commands, as anybody
// would through an API.
type workspace struct {
	runner     *runner.Runner
	workflow   taskrouter.WorkflowSID
	activities map[string]taskrouter.ActivitySID
}

// furnish makes activities, queues, the workflow and the agents. Assignment
// callbacks go to a URL of the application.
func furnish(r *runner.Runner, agents int, callbackURL string) (*workspace, error) {
	w := &workspace{runner: r, activities: map[string]taskrouter.ActivitySID{}}
	var err error
	apply := func(cmd taskrouter.Command) {
		if err == nil {
			_, err = r.Apply(context.Background(), cmd)
		}
	}
	for _, name := range []string{afterCall, onBreak, missed} {
		apply(&taskrouter.CreateActivity{FriendlyName: name})
	}
	for _, name := range []string{available, afterCall, onBreak, missed} {
		if err == nil {
			var a taskrouter.Activity
			a, err = r.ActivityByName(name)
			w.activities[name] = a.SID
		}
	}
	apply(&taskrouter.UpdateWorkspace{TimeoutActivitySID: new(w.activities[missed])})
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Sales", TargetWorkers: new(`skills HAS "sales"`)})
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Support", TargetWorkers: new(`skills HAS "support"`)})
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Billing", TargetWorkers: new(`skills HAS "billing"`)})
	apply(&taskrouter.CreateTaskQueue{FriendlyName: overflow, TargetWorkers: new(`level >= 2`)})
	if err != nil {
		return nil, err
	}
	if w.workflow, err = createWorkflow(r, callbackURL); err != nil {
		return nil, err
	}
	for i := range agents {
		apply(agentOf(i).command(w.activities[available]))
	}
	return w, err
}

// createWorkflow makes the workflow: each topic has its queue, and who has waited
// there is offered to everybody with experience too, at a higher priority.
func createWorkflow(r *runner.Runner, callbackURL string) (taskrouter.WorkflowSID, error) {
	queues := map[string]string{}
	for _, name := range []string{"Sales", "Support", "Billing", overflow} {
		q, err := r.TaskQueueByName(name)
		if err != nil {
			return taskrouter.WorkflowSID{}, err
		}
		queues[name] = q.SID.String()
	}
	type target map[string]any
	filter := func(topic string) map[string]any {
		return map[string]any{
			"filter_friendly_name": queueOf[topic], "expression": fmt.Sprintf("topic == %q", topic),
			"targets": []target{
				{"queue": queues[queueOf[topic]], "timeout": int(escalates.Seconds())},
				{"queue": queues[overflow], "priority": 15},
			},
		}
	}
	configuration, err := json.Marshal(map[string]any{"task_routing": map[string]any{
		"filters":        []any{filter("sales"), filter("support"), filter("billing")},
		"default_filter": target{"queue": queues[overflow]},
	}})
	if err != nil {
		return taskrouter.WorkflowSID{}, err
	}
	_, err = r.Apply(context.Background(), &taskrouter.CreateWorkflow{
		FriendlyName: "Calls", Configuration: string(configuration),
		AssignmentCallbackURL: callbackURL, TaskReservationTimeout: offerLasts,
	})
	if err != nil {
		return taskrouter.WorkflowSID{}, err
	}
	w, err := r.WorkflowByName("Calls")
	return w.SID, err
}

// agent is somebody who works here.
type agent struct {
	name    string
	contact string // his phone
	skills  []string
	level   int
}

var firstNames = []string{
	"Ada", "Ben", "Clara", "David", "Elif", "Frank", "Grace", "Hugo", "Ines", "Jonas", "Kira", "Luis",
	"Mina", "Noah", "Olga", "Paul", "Rosa", "Samir", "Tessa", "Umut", "Vera", "Wen", "Yara", "Zeno",
}

// agentOf makes up agent number i: everybody knows one topic or two, every third
// one all of them.
func agentOf(i int) agent {
	a := agent{name: firstNames[i%len(firstNames)], contact: fmt.Sprintf("client:agent-%d", i+1), level: 1}
	if again := i / len(firstNames); again > 0 {
		a.name = fmt.Sprintf("%s %d", a.name, again+1)
	}
	order := []string{"sales", "support", "billing"}
	switch i % 3 {
	case 0:
		a.skills, a.level = order, 2
	case 1:
		a.skills = []string{order[i/3%3]}
	case 2:
		a.skills, a.level = []string{order[i/3%3], order[(i/3+1)%3]}, 1+i/3%2
	}
	return a
}

func (a agent) command(activity taskrouter.ActivitySID) taskrouter.Command {
	attributes, _ := json.Marshal(map[string]any{"contact_uri": a.contact, "skills": a.skills, "level": a.level}) // texts and a number
	return &taskrouter.CreateWorker{FriendlyName: a.name, Attributes: string(attributes), ActivitySID: activity}
}
