package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
)

// timeline prints what happens: when, to which call or worker, and what.
type timeline struct {
	*host
	out io.Writer
}

// say prints a line about a call.
func (t *timeline) say(c queue.CallSID, format string, args ...any) {
	t.line(short(c), format, args...)
}

func (t *timeline) line(who, format string, args ...any) {
	fmt.Fprintf(t.out, "%s  %-7s  %s\n", t.now.Format(time.TimeOnly), who, fmt.Sprintf(format, args...))
}

// short is a SID cut to its kind and its last four digits.
func short(sid fmt.Stringer) string {
	text := sid.String()
	if len(text) < 6 {
		return text
	}
	return text[:2] + "…" + text[len(text)-4:]
}

// callOf returns the call that a task's attributes name.
func callOf(attributes string) queue.CallSID {
	var of struct {
		CallSID queue.CallSID `json:"call_sid"`
	}
	_ = json.Unmarshal([]byte(attributes), &of) // of a task without a call: zero
	return of.CallSID
}

// opening prints what there is when the house opens.
func (t *timeline) opening(s *shift) {
	for _, q := range s.queues {
		var names []string
		for sid := range t.engine.WorkersOf(q.sid) {
			names = append(names, t.people.workers[sid].name)
		}
		fmt.Fprintf(t.out, "task queue %s: %s (%s)\n", q.name, strings.Join(names, ", "), q.targetWorkers)
	}
	fmt.Fprintf(t.out, "workflow %s: room for %d callers who wait\n\n", s.workflowName, s.maxQueueSize)
}

func (t *timeline) arrives(c *caller) { t.say(c.sid, "%s calls %s", c.from, c.to) }

// fetch prints which document a call gets.
func (t *timeline) fetch(f *voice.Fetch, name string) {
	switch f.Purpose {
	case voice.ForWait:
		t.say(f.Call, "waits with %s: position %s of %s, %s s so far", name,
			f.Param("QueuePosition"), f.Param("CurrentQueueSize"), f.Param("QueueTime"))
	case voice.ForEnqueueAction:
		if f.Param("CallStatus") != "in-progress" {
			t.say(f.Call, "QueueResult %s is told to the application", f.Param("QueueResult"))
			return
		}
		t.say(f.Call, "QueueResult %s: goes on with %s", f.Param("QueueResult"), name)
	case voice.ForGatherAction:
		t.say(f.Call, "pressed %q", f.Param("Digits"))
	default:
		t.say(f.Call, "runs %s", name)
	}
}

// instructed prints the answer to an assignment callback.
func (t *timeline) instructed(c *caller, answer assign.Instruction) {
	if answer == nil {
		t.say(c.sid, "assignment callback: no instruction, the application calls the worker itself")
		return
	}
	text, err := assign.Marshal(answer)
	if err != nil {
		text = []byte(err.Error())
	}
	t.say(c.sid, "assignment callback: %s", text)
}

func (t *timeline) workerAnswers(c *caller, w *worker, leg queue.CallSID) {
	t.say(c.sid, "%s answers the application's call %s", w.name, short(leg))
}

// refused prints an input that the machine did not take.
func (t *timeline) refused(err error) { t.line("", "refused: %v", err) }

// show prints an action of the machine, as far as it tells something new.
func (t *timeline) show(action voice.Action) {
	switch a := action.(type) {
	case *voice.Answer:
		t.say(a.Call, "answered")
	case *voice.Reject:
		t.say(a.Call, "rejected: %s", a.Reason)
	case *voice.Say:
		t.say(a.Call, "hears %q", a.Text)
	case *voice.Hold:
		t.say(a.Call, "hears the hold music of the house")
	case *voice.Dial:
		t.dial(a)
	case *voice.Bridge:
		t.bridge(a)
	case *voice.CallEnded:
		if t.people.byCall[a.Call] != nil {
			t.say(a.Call, "call %s", a.Status)
		}
	case *voice.TaskEnded:
		t.say(a.Call, "waits for nobody: task %s is %s", short(a.Task), a.Status)
	case *voice.Alert:
		t.line(short(a.Call), "alert %d: %s", a.Code, a.Message)
	case *voice.Routed:
		t.routed(&a.Event)
	case *voice.Queued:
		t.queued(&a.Event)
	}
}

func (t *timeline) dial(d *voice.Dial) {
	who := d.Parent
	if r, ok := t.engine.Reservation(d.Reservation); ok {
		if c := t.people.byTask[r.TaskSID]; c != nil {
			who = c.sid
		}
	}
	t.say(who, "%s calls %s", short(d.Call), d.To)
}

func (t *timeline) bridge(b *voice.Bridge) {
	name := "nobody's phone"
	if l := t.people.legs[b.Agent]; l != nil {
		name = l.worker.name
	}
	t.say(b.Caller, "talks to %s (%s)", name, short(b.Agent))
}

// queued prints what happens in the voice queues.
func (t *timeline) queued(ev *queue.Event) {
	switch ev.Type {
	case queue.CallJoined:
		t.say(ev.Call, "joins voice queue %s at position %d", short(ev.Queue), ev.Position)
	case queue.EnqueueEnded:
		if ev.Result != queue.ResultBridged && ev.Result != queue.ResultQueueFull {
			t.say(ev.Call, "leaves the voice queue after %d s: %s", int(ev.QueueTime/time.Second), ev.Result)
		}
	}
}
