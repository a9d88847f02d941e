package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
	"github.com/goacd/acd/taskrouter/workflow"
)

// maxSeed is the longest file.
const maxSeed = 16 << 20

// seed is what a file says of a workspace. The zero value is an empty one.
type seed struct {
	name                                   string
	callback, filter                       value // texts, or not there
	activities, queues, workers, workflows value // lists, or not there
}

// readSeed reads the outline of a file. What the lists say is found out by apply.
func readSeed(path string) (seed, error) {
	var s seed
	opened, err := os.Open(path)
	if err != nil {
		return s, fmt.Errorf("-seed: %w", err)
	}
	defer opened.Close()
	f := &file{name: path}
	if f.text, err = io.ReadAll(io.LimitReader(opened, maxSeed+1)); err != nil {
		return s, fmt.Errorf("-seed: %w", err)
	}
	if len(f.text) > maxSeed {
		return s, fmt.Errorf("-seed: %s: want at most %d bytes", path, maxSeed)
	}
	whole, err := f.parse()
	if err != nil {
		return s, err
	}
	return s, s.outline(whole)
}

// outline reads all but what is in the lists.
func (s *seed) outline(whole value) error {
	return whole.fields(map[string]any{
		"friendly_name": &s.name, "event_callback_url": &s.callback, "events_filter": &s.filter,
		"activities": &s.activities, "task_queues": &s.queues, "workers": &s.workers, "workflows": &s.workflows,
	})
}

// decorator makes in a workspace what a seed lists.
type decorator struct {
	*runner.Runner
	queues map[string]taskrouter.TaskQueueSID // by the names in the file
}

// apply makes everything, in an order in which what is named is there already.
func (s *seed) apply(r *runner.Runner) error {
	d := &decorator{r, map[string]taskrouter.TaskQueueSID{}}
	if err := d.events(s); err != nil {
		return err
	}
	for _, step := range []struct {
		list value
		make func(value) error
	}{
		{s.activities, d.activity},
		{s.queues, d.queue},
		{s.workflows, d.workflow},
		{s.workers, d.worker},
	} {
		if err := step.list.list(step.make); err != nil {
			return err
		}
	}
	return nil
}

// do carries out what an entry says; a refusal belongs to it.
func (d *decorator) do(entry value, cmd taskrouter.Command) ([]taskrouter.Event, error) {
	events, err := d.Apply(context.Background(), cmd)
	if err != nil {
		return nil, entry.errorf("%w", err)
	}
	return events, nil
}

// events says where events go, and which.
func (d *decorator) events(s *seed) error {
	for _, field := range []struct {
		name  string
		given value
		set   func(text *string) *taskrouter.UpdateWorkspace
	}{
		{"event_callback_url", s.callback, func(text *string) *taskrouter.UpdateWorkspace {
			return &taskrouter.UpdateWorkspace{EventCallbackURL: text}
		}},
		{"events_filter", s.filter, func(text *string) *taskrouter.UpdateWorkspace {
			return &taskrouter.UpdateWorkspace{EventsFilter: text}
		}},
	} {
		if !field.given.isThere() {
			continue
		}
		var text string
		if err := field.given.decode(field.name, &text); err != nil {
			return err
		}
		if _, err := d.do(field.given, field.set(&text)); err != nil {
			return err
		}
	}
	return nil
}

func (d *decorator) activity(entry value) error {
	cmd := &taskrouter.CreateActivity{}
	if err := entry.fields(map[string]any{"friendly_name": &cmd.FriendlyName, "available": &cmd.Available}); err != nil {
		return err
	}
	_, err := d.do(entry, cmd)
	return err
}

func (d *decorator) queue(entry value) error {
	cmd := &taskrouter.CreateTaskQueue{}
	var target value
	err := entry.fields(map[string]any{
		"friendly_name": &cmd.FriendlyName, "target_workers": &target,
		"max_reserved_workers": &cmd.MaxReservedWorkers, "task_order": (*string)(&cmd.TaskOrder),
	})
	if err == nil && target.isThere() {
		cmd.TargetWorkers = new(string)
		err = target.decode("target_workers", cmd.TargetWorkers)
	}
	if err != nil {
		return err
	}
	if _, twice := d.queues[cmd.FriendlyName]; twice {
		return entry.errorf("another queue is called %q: want names that tell them apart", cmd.FriendlyName)
	}
	events, err := d.do(entry, cmd)
	if err != nil {
		return err
	}
	made, _ := taskrouter.Find(events, taskrouter.TaskQueueCreated).TaskQueue()
	d.queues[made.FriendlyName] = made.SID
	return nil
}

func (d *decorator) worker(entry value) error {
	cmd := &taskrouter.CreateWorker{}
	var activity, attributes value
	err := entry.fields(map[string]any{"friendly_name": &cmd.FriendlyName, "activity": &activity, "attributes": &attributes})
	if err != nil {
		return err
	}
	if activity.isThere() {
		var name string
		if err := activity.decode("activity", &name); err != nil {
			return err
		}
		found, err := d.ActivityByName(name)
		if err != nil {
			return activity.errorf("%w", err)
		}
		cmd.ActivitySID = found.SID
	}
	if attributes.isThere() {
		cmd.Attributes = string(attributes.raw)
	}
	_, err = d.do(entry, cmd)
	return err
}

func (d *decorator) workflow(entry value) error {
	cmd := &taskrouter.CreateWorkflow{}
	var seconds int
	var configuration value
	err := entry.fields(map[string]any{
		"friendly_name": &cmd.FriendlyName, "assignment_callback_url": &cmd.AssignmentCallbackURL,
		"fallback_assignment_callback_url": &cmd.FallbackAssignmentCallbackURL,
		"task_reservation_timeout":         &seconds, "configuration": &configuration,
	})
	if err != nil {
		return err
	}
	if !configuration.isThere() {
		return entry.errorf(`"configuration" is missing: want the workflow's document`)
	}
	cmd.TaskReservationTimeout = time.Duration(seconds) * time.Second
	if cmd.Configuration, err = d.resolve(configuration); err != nil {
		return err
	}
	_, err = d.Apply(context.Background(), cmd)
	if wrong, ok := errors.AsType[*workflow.Error](err); ok {
		first := wrong.Problems[0]
		line := configuration.file.line(configuration.at) + first.Line - 1
		return fmt.Errorf("%s:%d: %s: %s", configuration.file.name, line, first.Path, first.Message)
	}
	if err != nil {
		return entry.errorf("%w", err)
	}
	return nil
}

// queueKey is where a configuration names a queue. Within a text the quotes would
// have a backslash before them, so this is always a key and its value.
var queueKey = regexp.MustCompile(`("queue"\s*:\s*)("(?:[^"\\]|\\.)*")`)

// resolve puts SIDs in place of the names of queues, and leaves every line where it
// is. A SID stays what it is.
func (d *decorator) resolve(configuration value) (string, error) {
	var out []byte
	text, done := configuration.raw, 0
	for _, m := range queueKey.FindAllSubmatchIndex(text, -1) {
		var name string
		_ = json.Unmarshal(text[m[4]:m[5]], &name) // the text is known to be JSON
		sid, known := d.queues[name]
		if _, err := taskrouter.ParseTaskQueueSID(name); !known && err != nil {
			return "", configuration.file.errorf(configuration.at+m[4], "no queue is called %q: want one of task_queues", clip([]byte(name)))
		}
		out = append(out, text[done:m[4]]...)
		if known {
			out = append(out, `"`+sid.String()+`"`...)
		} else {
			out = append(out, text[m[4]:m[5]]...)
		}
		done = m[5]
	}
	return string(append(out, text[done:]...)), nil
}
