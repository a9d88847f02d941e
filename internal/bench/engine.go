package main

import (
	"fmt"
	"time"

	"github.com/goacd/acd/taskrouter"
)

// service says what a workspace is made of. Zero fields stand for the case that
// is measured everywhere: one queue, to which every worker belongs, and a
// workflow with one step.
type service struct {
	workers int
	worker  func(i int) string // attributes of a worker; nil for workerAttributes

	queues int                // 0 for 1
	target func(i int) string // TargetWorkers of a queue; nil for everybodyIn

	step     string        // expression of the workflows' steps; "" for a comparison of levels
	order    string        // order_by of the steps; "" for none
	patience time.Duration // for which a task waits at a step; 0 for 30 seconds
	answer   time.Duration // in which a reservation is answered; 0 for the default of two minutes
	assigned time.Duration // after which an assigned task is removed; 0 for a day
}

// engine is the engine of package taskrouter as a contestant: a workspace, and
// the time that passes in it.
type engine struct {
	*taskrouter.Engine
	now       time.Time
	pace      time.Duration // between tasks
	births    int
	available taskrouter.ActivitySID
	offline   taskrouter.ActivitySID
	workers   []taskrouter.WorkerSID
	workflows []taskrouter.WorkflowSID // one for each queue
	queues    []taskrouter.TaskQueueSID

	birth  taskrouter.CreateTask
	answer taskrouter.UpdateReservation
	end    taskrouter.UpdateTask
}

// opening is when every workspace begins.
var opening = time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC)

// Time passes with each task, and a finished task is removed a second after its
// end, so that each life pays for the removal of an earlier one.
const (
	pace         = time.Millisecond
	finishedTask = time.Second
)

// forever is the patience of a step without a timeout.
const forever time.Duration = -1

// everybodyIn is the TargetWorkers that every worker's level satisfies, though it
// asks for a skill first.
func everybodyIn(i int) string { return fmt.Sprintf("skills HAS 'skill%d' OR level > 4", i) }

// newService makes the workspace, in which every worker is available.
func newService(s service) *engine {
	queues := max(1, s.queues)
	e := &engine{now: opening, pace: pace}
	e.Engine = must(taskrouter.New(taskrouter.Config{Created: opening, Limits: taskrouter.Limits{
		Workers: s.workers + 1, Available: s.workers + 1, TaskQueues: queues + 1, Workflows: queues + 1, Tasks: 1 << 24,
		FinishedTask: finishedTask, AssignedTask: s.assigned,
	}}))
	e.available = e.activity("Available")
	e.offline = e.activity("Offline")
	for i := range queues {
		e.addQueue(s, i)
	}
	for i := range s.workers {
		text := workerAttributes(i)
		if s.worker != nil {
			text = s.worker(i)
		}
		e.addWorker(text)
	}
	e.birth = taskrouter.CreateTask{TaskChannel: "voice"}
	e.answer.ReservationStatus = taskrouter.ReservationStatusAccepted
	e.end.AssignmentStatus = taskrouter.TaskStatusCompleted
	return e
}

func (e *engine) activity(name string) taskrouter.ActivitySID {
	a, ok := e.ActivityByName(name)
	if !ok {
		panic("no activity " + name)
	}
	return a.SID
}

// addQueue adds a queue and a workflow whose one step is there.
func (e *engine) addQueue(s service, i int) {
	target := everybodyIn
	if s.target != nil {
		target = s.target
	}
	step := s.step
	if step == "" {
		step = "worker.level >= task.level"
	}
	patience := s.patience
	if patience == 0 {
		patience = 30 * time.Second
	}
	e.do(&taskrouter.CreateTaskQueue{FriendlyName: fmt.Sprint("Queue ", i), TargetWorkers: new(target(i))})
	queue, _ := e.TaskQueueByName(fmt.Sprint("Queue ", i))
	e.queues = append(e.queues, queue.SID)
	more := ""
	if patience != forever {
		more = fmt.Sprintf(`,"timeout":%d`, int(patience.Seconds()))
	}
	if s.order != "" {
		more += fmt.Sprintf(`,"order_by":%q`, s.order)
	}
	e.do(&taskrouter.CreateWorkflow{FriendlyName: fmt.Sprint("Workflow ", i), TaskReservationTimeout: s.answer, Configuration: fmt.Sprintf(
		`{"task_routing":{"filters":[{"expression":"level > 3","targets":[{"queue":%q,"expression":%q%s}]}]}}`, queue.SID, step, more)})
	w, _ := e.WorkflowByName(fmt.Sprint("Workflow ", i))
	e.workflows = append(e.workflows, w.SID)
}

func (e *engine) addWorker(attributes string) {
	name := fmt.Sprint("Worker ", len(e.workers))
	e.do(&taskrouter.CreateWorker{FriendlyName: name, ActivitySID: e.available, Attributes: attributes})
	w, _ := e.WorkerByName(name)
	e.workers = append(e.workers, w.SID)
}

// do applies a command that is in order.
func (e *engine) do(cmd taskrouter.Command) []taskrouter.Event { return must(e.Apply(e.now, cmd)) }

// wait lets time pass.
func (e *engine) wait(d time.Duration) []taskrouter.Event {
	e.now = e.now.Add(d)
	return e.do(&taskrouter.Advance{})
}

func (e *engine) create(attributes string, priority int) (offer, bool) {
	return offered(e.createWith(attributes, priority))
}

// createWith creates the next task, and returns all that follows.
func (e *engine) createWith(attributes string, priority int) []taskrouter.Event {
	e.now = e.now.Add(e.pace)
	e.birth.WorkflowSID = e.workflows[e.births%len(e.workflows)]
	e.births++
	e.birth.Attributes, e.birth.Priority = attributes, priority
	return e.do(&e.birth)
}

func offered(events []taskrouter.Event) (offer, bool) {
	ev := taskrouter.Find(events, taskrouter.ReservationCreated)
	if ev == nil {
		return offer{}, false
	}
	return offer{task: ev.TaskSID, reservation: ev.ReservationSID}, true
}

func (e *engine) accept(o offer) {
	e.answer.SID = o.reservation
	e.do(&e.answer)
}

func (e *engine) complete(o offer) (offer, bool) {
	e.end.SID = o.task
	return offered(e.do(&e.end))
}

func (e *engine) idle() int {
	n := 0
	for _, w := range e.workers {
		busy := false
		for c := range e.WorkerChannels(w) {
			busy = busy || c.AssignedTasks > 0
		}
		if !busy {
			n++
		}
	}
	return n
}
