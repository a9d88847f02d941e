package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

func TestSeed(t *testing.T) {
	l := start(t, "-seed", "testdata/support.json")
	ws := "/v1/Workspaces/" + l.first.sid.String()
	own := l.get(ws)
	assert.Equal(t, "Support", at(own, "friendly_name"))
	assert.Equal(t, "http://127.0.0.1:3000/events", at(own, "event_callback_url"))
	assert.Equal(t, "task.created,task.completed", at(own, "events_filter"))

	r := l.first.runner
	lunch, err := r.ActivityByName("Lunch")
	require.NoError(t, err)
	assert.False(t, lunch.Available)
	bob, err := r.WorkerByName("Bob")
	require.NoError(t, err)
	assert.Equal(t, lunch.SID, bob.ActivitySID)
	alice, err := r.WorkerByName("Alice")
	require.NoError(t, err)
	assert.JSONEq(t, `{"languages":["en"],"contact_uri":"client:alice"}`, alice.Attributes)
	english, err := r.TaskQueueByName("English")
	require.NoError(t, err)
	everybody, err := r.TaskQueueByName("Everybody")
	require.NoError(t, err)
	assert.Equal(t, taskrouter.LIFO, everybody.TaskOrder)
	calls, err := r.WorkflowByName("Calls")
	require.NoError(t, err)
	assert.Contains(t, calls.Configuration, `{"queue": "`+english.SID.String()+`"}`)
	assert.Contains(t, calls.Configuration, `"default_filter": {"queue": "`+everybody.SID.String()+`"}`)
	assert.Contains(t, calls.Configuration, `say \"queue\": \"x\"`, "a text stays as it is")
	assert.Equal(t, "http://127.0.0.1:3000/assignment", calls.AssignmentCallbackURL)
}

func TestBadSeeds(t *testing.T) {
	flow := func(configuration string) string {
		return `{"task_queues":[{"friendly_name":"Q"}],"workflows":[{"friendly_name":"W",` + "\n" + `"configuration":` + configuration + `}]}`
	}
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", ":1: not JSON"},
		{"broken", "{\n\"workers\": [}", ":2: not JSON: invalid character '}'"},
		{"two values", "{}\n{}", ":2: not JSON"},
		{"a list", "\n[]", ":2: []: want an object in braces"},
		{"null", "null", ":1: null: want an object"},
		{"unknown key", "{\n\n\"queues\": []}", `:3: unknown key "queues": want one of activities, event_callback_url`},
		{"a key of another case", `{"Workers":[]}`, `:1: unknown key "Workers"`},
		{"a key twice", "{\"workers\":[],\n\"workers\":[]}", `:2: "workers" is there twice`},
		{"no list", "{\"workers\":\n{}}", ":2: {}: want a list in brackets"},
		{"no object", "{\"workers\":[\n1]}", ":2: 1: want an object in braces"},
		{"no text", "{\"friendly_name\":\n7}", `:2: "friendly_name" is 7: want a text in quotes`},
		{"no text but null", `{"friendly_name":null}`, `"friendly_name" is null: want a text`},
		{"no truth value", `{"activities":[{"available":"no"}]}`, `"available" is "no": want true or false`},
		{"no number", `{"task_queues":[{"max_reserved_workers":1.5}]}`, `"max_reserved_workers" is 1.5: want a whole number`},
		{"activity there already", "{\"activities\":[{\"friendly_name\":\"A\"},\n{\"friendly_name\":\"Available\"}]}", ":2: taskrouter"},
		{"events to nowhere", "{\n\"event_callback_url\": \"events\"}", ":2: taskrouter: UpdateWorkspace.EventCallbackUrl: Invalid value 'events'"},
		{"events to a number", `{"event_callback_url":1}`, `"event_callback_url" is 1: want a text`},
		{"no event", "{\"events_filter\":\n\"task.sung\"}", ":2: taskrouter: UpdateWorkspace.EventsFilter: Invalid value 'task.sung'"},
		{"worker without a name", `{"workers":[{}]}`, ":1: taskrouter"},
		{"worker elsewhere", "{\"workers\":[{\"friendly_name\":\"A\",\n\"activity\":\"Nowhere\"}]}", `:2: taskrouter: no activity has the name "Nowhere"`},
		{"worker in a number", `{"workers":[{"activity":1}]}`, `"activity" is 1: want a text`},
		{"worker with odd attributes", "{\"workers\":[\n{\"friendly_name\":\"A\",\"attributes\":[]}]}", ":2: taskrouter"},
		{"worker with an unknown key", `{"workers":[{"skill":"x"}]}`, `unknown key "skill": want one of activity, attributes, friendly_name`},
		{"queue twice", "{\"task_queues\":[{\"friendly_name\":\"Q\"},\n{\"friendly_name\":\"Q\"}]}", `:2: another queue is called "Q"`},
		{"queue of nobody's kind", "{\"task_queues\":[\n{\"friendly_name\":\"Q\",\"target_workers\":\"HAS\"}]}", ":2: taskrouter"},
		{"queue of a number", `{"task_queues":[{"target_workers":1}]}`, `"target_workers" is 1: want a text`},
		{"queue with an unknown key", `{"task_queues":[{"x":1}]}`, `unknown key "x"`},
		{"workflow without a document", `{"workflows":[{"friendly_name":"W"}]}`, `"configuration" is missing`},
		{"workflow with an unknown key", `{"workflows":[{"x":1}]}`, `unknown key "x"`},
		{"workflow to nowhere", flow("{\"task_routing\":{\"default_filter\":{\n\"queue\":\"Nowhere\"}}}"), `:3: no queue is called "Nowhere"`},
		{"workflow with a mistake", flow("{\"task_routing\":{\"filters\":[\n\n{\"expression\":\"HAS\",\"targets\":[{\"queue\":\"Q\"}]}]}}"), ":4: "},
		{"workflow of a long offer", strings.Replace(flow(`{"task_routing":{"default_filter":{"queue":"Q"}}}`), "\n", `"task_reservation_timeout":9999999,`, 1), ":1: taskrouter"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			noLeaks(t)
			path := filepath.Join(t.TempDir(), "bad.json")
			require.NoError(t, os.WriteFile(path, []byte(tt.text), 0o600))
			var stdout, stderr output
			assert.Equal(t, 1, run(t.Context(), []string{"-addr", "127.0.0.1:0", "-seed", path}, noEnvironment, &stdout, &stderr))
			assert.Contains(t, stderr.String(), "localrouter: "+path)
			assert.Contains(t, stderr.String(), tt.want)
			assert.Equal(t, 1, strings.Count(stderr.String(), "\n"), "one line")
			assert.Empty(t, stdout.String())
		})
	}
}

// A SID in a configuration stays what it is, known or not: the engine judges.
func TestQueueBySID(t *testing.T) {
	d := &decorator{queues: map[string]taskrouter.TaskQueueSID{}}
	const text = `{"queue" : "WQ11111111111111111111111111111111"}`
	got, err := d.resolve(value{file: &file{}, raw: []byte(text)})
	require.NoError(t, err)
	assert.Equal(t, text, got)
}

// No file makes the program panic, or be refused without a line.
func FuzzSeed(f *testing.F) {
	good, err := os.ReadFile("testdata/support.json")
	require.NoError(f, err)
	f.Add(string(good))
	f.Add(`{"workers":[{"friendly_name":"A","attributes":{}}]}`)
	f.Add("[\n")
	f.Fuzz(func(t *testing.T, text string) {
		file := &file{name: "seed.json", text: []byte(text)}
		var s seed
		whole, err := file.parse()
		if err == nil {
			err = s.outline(whole)
		}
		if err == nil {
			r, failed := runner.New(runner.Config{})
			require.NoError(t, failed)
			defer r.Close()
			err = s.apply(r)
		}
		if err != nil {
			parts := strings.SplitN(err.Error(), ":", 3)
			assert.True(t, len(parts) == 3 && parts[0] == "seed.json" && !slices.Contains(parts, "0"), err.Error())
		}
	})
}
