package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBadFiles hands in one bad file after the other. Each makes the program
// end with status 1, nothing on the standard output, and a line that says where
// the problem is and what would be right.
func TestBadFiles(t *testing.T) {
	tests := []struct {
		name, flag, file string
		old, text        string // what is replaced in the built-in file, by what
		want             string // after the path
	}{
		{
			"TwiML that is not well-formed", "call", "call.xml", "</Enqueue>", "</Enqueu>",
			":7:3: end tag </Enqueu> where </Enqueue> is due for the tag at 5:3 (code 12100)",
		},
		{
			"TwiML with a bad attribute", "call", "call.xml", `action="after"`, `method="PUT"`,
			`:5:76: attribute method of <Enqueue> is "PUT"; it should be one of GET, POST (code 14201)`,
		},
		{
			"a verb that may not stand in a wait document", "wait", "wait.xml", "<Play>https://app.example/music.mp3</Play>", "<Dial>+15550199</Dial>",
			":4:3: <Dial> is not allowed in the document of Enqueue.waitUrl",
		},
		{
			"a call for another workflow", "call", "call.xml", "f90001", "f90002",
			`:5:12: workflowSid "WW5d1c3e07a94b4f2f8a6be0d2c7f90002" is not the workspace's workflow: want "WW5d1c3e07a94b4f2f8a6be0d2c7f90001"`,
		},
		{
			"a reservation that is none", "worker", "worker.xml", `"WR0`, `"XX0`,
			":6:12: attribute reservationSid of <Queue> is ",
		},
		{
			"an instruction that is not known", "dequeue", "dequeue.json", `"dequeue"`, `"dequeu"`,
			`:2:18: instruction is "dequeu": want accept, reject, dequeue, call, redirect, conference or supervise (code 55555)`,
		},
		{
			"an instruction that is not JSON", "dequeue", "dequeue.json", `"dequeue",`, `"dequeue"`,
			":3:3: ",
		},
		{
			"a workflow with a bad expression", "workflow", "workflow.json", "type == 'support'", "type == 'support' && vip",
			`:6:42: task_routing.filters[0].expression: found "&&": there is no such operator; write AND`,
		},
		{
			"a workflow with a bad timeout", "workflow", "workflow.json", `"timeout": 30`, `"timeout": "soon"`,
			":8:70: task_routing.filters[0].targets[0].timeout: ",
		},
		{
			"a workflow with an unknown queue", "workflow", "workflow.json", "3a0001", "3a0009",
			":8:21: task_routing.filters[0].targets[0].queue: task queue WQ8e4a1b6c2d3f4e5a9b7c6d5e4f3a0009 not found",
		},
		{
			"a workflow that is not JSON", "workflow", "workflow.json", `"filters": [`, `"filters": `,
			":12:5: configuration: the text cannot be read: ",
		},
		{
			"workers that are not JSON", "workers", "workers.json", "\n]", "\n",
			":27:1: not JSON: the text ends too early: close every bracket, brace and quote",
		},
		{
			"workers with a stray comma", "workers", "workers.json", `"wrap_up_seconds": 20`, `"wrap_up_seconds": 20,`,
			":9:3: not JSON: invalid character '}' looking for beginning of object key string",
		},
		{
			"workers that are no list", "workers", "workers.json", "[\n  {\n    \"sid\": \"WK7c1d9e5b3a2f4d6c8b0a9e8d7c6b0001\"", "{\"a\":[\n  {\n    \"sid\": 7",
			":",
		},
		{
			"a worker with an unknown key", "workers", "workers.json", `"answer_seconds": 4`, `"answers_seconds": 4`,
			`:7:5: unknown key "answers_seconds": want one of sid, friendly_name, activity, answer_seconds, wrap_up_seconds, attributes`,
		},
		{
			"a worker without a key", "workers", "workers.json", "    \"answer_seconds\": 4,\n", "",
			`:2:3: "answer_seconds" is missing: want a whole number from 0 to 86400`,
		},
		{
			"a worker with a key twice", "workers", "workers.json", `"answer_seconds": 4`, `"answer_seconds": 4, "answer_seconds": 5`,
			`:7:26: "answer_seconds" is there twice: want it once`,
		},
		{
			"a worker's key in another case", "workers", "workers.json", `"answer_seconds": 4`, `"Answer_Seconds": 4`,
			`:7:5: unknown key "Answer_Seconds": want one of`,
		},
		{
			"a time that is negative", "workers", "workers.json", `"answer_seconds": 4`, `"answer_seconds": -4`,
			`:7:23: "answer_seconds" is -4: want a whole number from 0 to 86400`,
		},
		{
			"a time that is no number", "workers", "workers.json", `"answer_seconds": 4`, `"answer_seconds": "4s"`,
			`:7:23: "answer_seconds" is "4s": want a whole number from 0 to 86400`,
		},
		{
			"a worker with a bad SID", "workers", "workers.json", "WK7c1d9e5b3a2f4d6c8b0a9e8d7c6b0001", "WK1",
			`:3:12: "sid" is "WK1": want "WK" and 32 hexadecimal digits, not all of them 0`,
		},
		{
			"a worker in an unknown activity", "workers", "workers.json", `"Available"`, `"On a break"`,
			`:5:17: no activity "On a break": want one of Offline, Available, Unavailable, After-call work`,
		},
		{
			"a worker whose name is taken", "workers", "workers.json", `"bob"`, `"Alice"`,
			":10:3: taskrouter: CreateWorker.FriendlyName: ",
		},
		{
			"attributes that are no object", "workers", "workers.json", `{"role": "lead", "contact_uri": "client:carol"}`, `"{\"role\": \"lead\"}"`,
			`:22:19: "{\"role\": \"lead\"}": want an object in braces`,
		},
		{
			"a worker without an address", "workers", "workers.json", `, "contact_uri": "client:carol"`, "",
			`:22:19: "contact_uri" is missing: want a text in quotes`,
		},
		{
			"a list that holds something else", "calls", "calls.json", "\n]", ",\n  7\n]",
			":48:3: 7: want an object in braces",
		},
		{
			"calls that are no list", "calls", "calls.json", "", "",
			":1:1: {}: want a list in brackets",
		},
		{
			"a call outside the shift", "calls", "calls.json", `"09:00:50"`, `"08:59:59"`,
			`:34:16: "arrives" is outside the shift: want 09:00:00 to 09:30:00`,
		},
		{
			"a call at no time", "calls", "calls.json", `"09:00:50"`, `"ten to nine"`,
			`:34:16: "arrives" is "ten to nine": want a time such as "15:04:05"`,
		},
		{
			"a call with the SID of another", "calls", "calls.json", "c102", "c101",
			`:13:12: "sid" is that of another call too: want one for each`,
		},
		{
			"a call connected in a third way", "calls", "calls.json", `"dial"`, `"conference"`,
			`:19:16: "connect" is "conference": want "dequeue" or "dial"`,
		},
		{
			"a call connected in no way", "calls", "calls.json", `"connect": "dial"`, `"rating": "5"`,
			`:12:3: "connect" is missing: want "dequeue" or "dial"`,
		},
		{
			"a value that is too long to be shown", "calls", "calls.json", `"dial"`, `"` + strings.Repeat("é", 100) + `"`,
			`:19:16: "connect" is "` + strings.Repeat("é", 59) + `…: want "dequeue" or "dial"`,
		},
		{
			"a rating that is no text", "calls", "calls.json", `"rating": "5"`, `"rating": 5`,
			`:10:15: "rating" is 5: want a text in quotes`,
		},
		{
			"a queue with a bad expression", "workspace", "workspace.json", "skills HAS 'support'", "skill-level > 3",
			":8:5: taskrouter: CreateTaskQueue.TargetWorkers: does not parse: ",
		},
		{
			"a voice queue that is too large", "workspace", "workspace.json", `"max_queue_size": 2`, `"max_queue_size": 5001`,
			`:16:21: "max_queue_size" is 5001: want a whole number from 0 to 5000`,
		},
		{
			"a reservation timeout of nothing", "workspace", "workspace.json", `_seconds": 20`, `_seconds": 86401`,
			`:14:41: "task_reservation_timeout_seconds" is 86401: want a whole number from 0 to 86400`,
		},
		{
			"a workflow without a SID", "workspace", "workspace.json", `"sid": "WW5d1c3e07a94b4f2f8a6be0d2c7f90001",`, "",
			`:11:15: "sid" is missing: want "WW" and 32 hexadecimal digits, not all of them 0`,
		},
		{
			"an activity that is neither", "workspace", "workspace.json", `"available": false`, `"available": null`,
			`:5:100: "available" is null: want true or false`,
		},
		{
			"no task queues at all", "workspace", "workspace.json", `"task_queues": [`, `"task_queues": {}, "x": [`,
			`:7:18: {}: want a list in brackets`,
		},
		{
			"no word of task queues", "workspace", "workspace.json", `"task_queues"`, `"queues"`,
			`:1:1: "task_queues" is missing: want a list in brackets`,
		},
		{
			"an activity of which nothing is said", "workspace", "workspace.json", `, "available": false`, "",
			`:5:5: "available" is missing: want true or false`,
		},
		{
			"no closing time", "workspace", "workspace.json", `"closes": "2026-03-02T09:30:00Z",`, "",
			`:1:1: "closes" is missing: want a time such as "2006-01-02T15:04:05Z"`,
		},
		{
			"a house that closes before it opens", "workspace", "workspace.json", "T09:30:00Z", "T08:30:00Z",
			`:3:13: the shift lasts -30m0s: want "closes" after "opens", and at most a day`,
		},
		{
			"an opening time without a zone", "workspace", "workspace.json", "T09:00:00Z", "T09:00:00",
			`:2:12: "opens" is "2026-03-02T09:00:00": want a time such as "2006-01-02T15:04:05Z"`,
		},
		{
			"a file in another encoding", "workspace", "workspace.json", "Support line", "Support \xe9quipe",
			":13:31: not UTF-8: save the file in that encoding",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var path string
			if tt.old == "" {
				path = write(t, tt.file, "{}")
			} else {
				path = edited(t, tt.file, tt.old, tt.text)
			}
			var stdout, stderr bytes.Buffer
			if status := run([]string{"-" + tt.flag, path}, &stdout, &stderr); status != 1 {
				t.Errorf("exit status %d: want 1", status)
			}
			if stdout.Len() > 0 {
				t.Errorf("printed %q: want nothing", stdout.String())
			}
			if !strings.Contains("\n"+stderr.String(), "\n"+path+tt.want) {
				t.Errorf("got\n%s\nwant a line that begins with\n%s", stderr.String(), path+tt.want)
			}
		})
	}
}

// TestAllProblemsAtOnce wants every bad file reported, not only the first.
func TestAllProblemsAtOnce(t *testing.T) {
	var stdout, stderr bytes.Buffer
	args := []string{"-calls", write(t, "calls.json", "["), "-wait", write(t, "wait.xml", "<Wait/>"), "-workers", write(t, "workers.json", `[{}]`)}
	if status := run(args, &stdout, &stderr); status != 1 {
		t.Errorf("exit status %d: want 1", status)
	}
	for _, want := range []string{"calls.json:1:2: ", "wait.xml:1:1: ", `workers.json:1:2: "sid" is missing`, `workers.json:1:2: "attributes" is missing`} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("got\n%s\nwant it to contain %q", stderr.String(), want)
		}
	}
}

// TestFilesThatCannotBeRead covers what has no place in a text.
func TestFilesThatCannotBeRead(t *testing.T) {
	large := filepath.Join(t.TempDir(), "large.json")
	if err := os.WriteFile(large, make([]byte, mostBytes+1), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name string
		args []string
		want string
		code int
	}{
		{"no such file", []string{"-calls", "nowhere.json"}, "want a file that can be read, or no -calls for the built-in calls.json", 1},
		{"too large", []string{"-calls", large}, "has 1048577 bytes: want at most 1048576", 1},
		{"unknown flag", []string{"-call-file", "x"}, "flag provided but not defined: -call-file", 2},
		{"argument without a flag", []string{"calls.json"}, `unexpected argument "calls.json": every file has a flag`, 2},
		{"help", []string{"-help"}, "(default: the built-in workflow.json)", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			if status := run(tt.args, &stdout, &stderr); status != tt.code {
				t.Errorf("exit status %d: want %d", status, tt.code)
			}
			if !strings.Contains(stderr.String(), tt.want) {
				t.Errorf("got %q: want it to contain %q", stderr.String(), tt.want)
			}
		})
	}
}
