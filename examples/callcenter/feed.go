package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// decision is a line of the feed: what was decided, and why.
type decision struct {
	Number uint64 `json:"number"` // of the event; grows
	Clock  string `json:"clock"`
	Kind   string `json:"kind"` // a word for what it is
	What   string `json:"what"`
	Why    string `json:"why,omitempty"`
}

// mostDecisions is how many the feed keeps.
const mostDecisions = 60

// feed follows the workspace and keeps the latest decisions. It is safe for
// concurrent use.
type feed struct {
	runner *runner.Runner
	cancel context.CancelFunc
	done   sync.WaitGroup

	mu   sync.Mutex
	list []decision // the oldest first
}

// openFeed begins to follow the workspace.
func openFeed(r *runner.Runner) *feed {
	f := &feed{runner: r}
	ctx, cancel := context.WithCancel(context.Background())
	f.cancel = cancel
	f.done.Go(func() { f.follow(ctx) })
	return f
}

func (f *feed) close() {
	f.cancel()
	f.done.Wait()
}

func (f *feed) follow(ctx context.Context) {
	events := f.runner.Subscribe(f.runner.Sequence())
	for {
		ev, err := events.Next(ctx)
		if _, lags := errors.AsType[*runner.LagError](err); lags {
			events = f.runner.Subscribe(f.runner.Sequence()) // what nobody has seen is old by now
			continue
		}
		if err != nil {
			return
		}
		if d, ok := decide(&ev); ok {
			f.add(d)
		}
	}
}

func (f *feed) add(d decision) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, d)
	if len(f.list) > mostDecisions {
		f.list = slices.Delete(f.list, 0, len(f.list)-mostDecisions)
	}
}

// latest returns the decisions, the newest first.
func (f *feed) latest() []decision {
	f.mu.Lock()
	defer f.mu.Unlock()
	list := slices.Clone(f.list)
	slices.Reverse(list)
	return list
}

// decide says in words what an event tells; false for what says nothing new.
func decide(ev *taskrouter.Event) (decision, bool) {
	d := decision{Number: ev.Sequence, Clock: ev.At.Format(time.TimeOnly)}
	switch {
	case ev.Type == taskrouter.Alert:
		code, text, _ := ev.Alert()
		d.Kind, d.What, d.Why = "Alert", "Alert "+strconv.Itoa(code), text
	case !ev.ReservationSID.IsZero():
		d.reservation(ev)
	case !ev.TaskSID.IsZero():
		d.task(ev)
	case ev.Type == taskrouter.WorkerActivityUpdate:
		d.activity(ev)
	}
	return d, d.Kind != ""
}

// task tells what was decided about a caller.
func (d *decision) task(ev *taskrouter.Event) {
	c := callerOf(ev.TaskAttributes())
	queue, _ := ev.TaskQueue()
	switch ev.Type {
	case taskrouter.TaskCreated:
		d.Kind, d.What = "Caller", fmt.Sprintf("%s calls about %s", c.number(), cmp.Or(c.Topic, "anything"))
		d.Why = "priority 0"
		if c.VIP {
			d.Why = fmt.Sprintf("important customer: priority %d", ev.TaskPriority())
		}
	case taskrouter.TaskQueueTimeout:
		d.Kind, d.What = "Escalated", fmt.Sprintf("%s is for more agents now", c.number())
		d.Why = fmt.Sprintf("nobody in %s was free for %d s", queue.FriendlyName, whole(escalates))
	case taskrouter.TaskQueueEntered:
		d.Kind, d.What = "Queued", fmt.Sprintf("%s waits in %s", c.number(), queue.FriendlyName)
		d.Why = fmt.Sprintf("for agents with %s; priority %d", queue.TargetWorkers, ev.TaskPriority())
	case taskrouter.TaskCanceled:
		d.Kind, d.What = "Gave up", fmt.Sprintf("%s is gone", c.number())
		d.Why = fmt.Sprintf("%s after %d s", ev.TaskReason(), whole(ev.TaskAge()))
	}
}

// reservation tells what was decided about an agent and a caller.
func (d *decision) reservation(ev *taskrouter.Event) {
	c, name := callerOf(ev.TaskAttributes()), ev.WorkerName()
	queue, _ := ev.TaskQueue()
	switch ev.Type {
	case taskrouter.ReservationCreated:
		d.Kind, d.What = "Offered", fmt.Sprintf("%s is to take %s", name, c.number())
		d.Why = fmt.Sprintf("first in %s: priority %d, waits for %d s; of all who are free and have %s, idle for longest",
			queue.FriendlyName, ev.TaskPriority(), whole(ev.TaskAge()), queue.TargetWorkers)
	case taskrouter.ReservationAccepted:
		d.Kind, d.What = "Answered", fmt.Sprintf("%s talks to %s", name, c.number())
		d.Why = fmt.Sprintf("the agent picked up; the caller waited %d s", whole(ev.TaskAge()))
	case taskrouter.ReservationTimeout:
		d.Kind, d.What = "Missed", fmt.Sprintf("%s did not answer %s", name, c.number())
		d.Why = fmt.Sprintf("timeout after %d s: the agent goes to %s, the caller to the next", whole(ev.ReservationTimeout()), missed)
	case taskrouter.ReservationCanceled:
		d.Kind, d.What = "Canceled", fmt.Sprintf("%s's phone stops ringing", name)
		d.Why = "the application did not answer: the caller is offered again"
		if ev.TaskStatus() == taskrouter.TaskStatusCanceled {
			d.Why = c.number() + " is gone"
		}
	case taskrouter.ReservationWrapup:
		d.Kind, d.What = "Parted", fmt.Sprintf("%s has work after the call", name)
		d.Why = fmt.Sprintf("the call of %s is over", c.number())
	}
}

// activity tells that an agent has a break, or is back: that he has work after a call,
// or has missed one, is told by his reservation.
func (d *decision) activity(ev *taskrouter.Event) {
	to, _ := ev.Activity()
	from, _ := ev.PreviousActivity()
	switch to.FriendlyName {
	case available:
		d.Kind, d.What = "Back", ev.WorkerName()+" is free"
		d.Why = "before: " + strings.ToLower(from.FriendlyName)
	case onBreak:
		d.Kind, d.What = "Break", ev.WorkerName()+" has a break"
		d.Why = "taken by the agent; before: " + strings.ToLower(from.FriendlyName)
	}
}
