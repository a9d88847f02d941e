package main

import (
	"errors"
	"strings"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/workflow"
)

// The addresses of the application, which this program plays too. Nothing is
// ever sent there.
const (
	callURL       = "https://app.example/call"
	sorryURL      = "https://app.example/sorry"
	workerURL     = "https://app.example/worker"
	assignmentURL = "https://app.example/assignment"
)

// open makes the three state machines and wires them: the engine that routes
// tasks, the directory of voice queues, and the machine that runs calls on both.
// What they refuse is reported at its place in the files.
func open(s *shift) (*taskrouter.Engine, *voice.Machine, error) {
	var ps problems
	engine, err := taskrouter.New(taskrouter.Config{Created: s.opens})
	if err != nil {
		return nil, nil, err
	}
	openWorkspace(engine, s, &ps)

	queues, err := queue.New(queue.Config{})
	if err != nil {
		return nil, nil, err
	}
	// The queue in which the callers of a workflow wait has the workflow's SID as
	// its name. It would be made by the first call, with room for 100.
	_, _, err = queues.Create(s.opens, queue.CreateQueue{FriendlyName: s.workflowSID.String(), MaxSize: &s.maxQueueSize})
	ps.addError(s.sizeAt, err)

	machine, err := voice.New(voice.Config{Router: engine, Queues: queues})
	if err != nil {
		return nil, nil, err
	}
	return engine, machine, ps.err()
}

// openWorkspace makes what the engine needs before the first task comes. All of
// it could be changed later, by the same commands' Update forms.
func openWorkspace(engine *taskrouter.Engine, s *shift, ps *problems) {
	apply := func(at place, cmd taskrouter.Command) {
		_, err := engine.Apply(s.opens, cmd)
		ps.addError(at, err)
	}
	for _, a := range s.activities {
		apply(a.at, &taskrouter.CreateActivity{SID: a.sid, FriendlyName: a.name, Available: a.available})
	}
	for _, q := range s.queues {
		apply(q.at, &taskrouter.CreateTaskQueue{SID: q.sid, FriendlyName: q.name, TargetWorkers: &q.targetWorkers})
	}
	_, err := engine.Apply(s.opens, &taskrouter.CreateWorkflow{
		SID: s.workflowSID, FriendlyName: s.workflowName, Configuration: string(s.workflow.text),
		AssignmentCallbackURL: assignmentURL, TaskReservationTimeout: s.answerWithin,
	})
	if wrong, ok := errors.AsType[*workflow.Error](err); ok {
		ps.addError(s.workflow.at(0), wrong) // it knows the places in its file
	} else {
		ps.addError(s.workflowAt, err)
	}
	for _, w := range s.workers {
		a, ok := engine.ActivityByName(w.activity)
		if !ok {
			ps.add(w.activityAt, "no activity %q: want one of %s", w.activity, activityNames(engine))
			continue
		}
		apply(w.at, &taskrouter.CreateWorker{SID: w.sid, FriendlyName: w.name, ActivitySID: a.SID, Attributes: w.attributes})
	}
}

func activityNames(engine *taskrouter.Engine) string {
	var names []string
	for a := range engine.Activities() {
		names = append(names, a.FriendlyName)
	}
	return strings.Join(names, ", ")
}
