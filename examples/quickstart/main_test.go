package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite testdata/timeline.txt")

// shiftOf plays a shift and returns what was printed.
func shiftOf(t *testing.T, args ...string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if status := run(args, &stdout, &stderr); status != 0 {
		t.Fatalf("exit status %d for %q: %s", status, args, stderr.String())
	}
	if stderr.Len() > 0 {
		t.Fatalf("printed on the standard error for %q: %s", args, stderr.String())
	}
	return stdout.String()
}

// write makes a file of a text and returns its path.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// edited returns the path of a copy of a built-in file, with one text replaced
// by another.
func edited(t *testing.T, name, old, text string) string {
	t.Helper()
	source, err := builtIn.ReadFile("shift/" + name)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(source), old) {
		t.Fatalf("%s does not contain %q", name, old)
	}
	return write(t, name, strings.ReplaceAll(string(source), old, text))
}

// TestTimeline compares the whole output with testdata/timeline.txt. After a
// change that is meant, rewrite it with "go test ./examples/quickstart -update"
// and read the difference.
func TestTimeline(t *testing.T) {
	got := shiftOf(t)
	const golden = "testdata/timeline.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(gotLines), len(wantLines)) {
		if i >= len(gotLines) || i >= len(wantLines) || gotLines[i] != wantLines[i] {
			t.Fatalf("from line %d on\ngot\n%s\nwant\n%s", i+1,
				strings.Join(gotLines[min(i, len(gotLines)):], "\n"), strings.Join(wantLines[min(i, len(wantLines)):], "\n"))
		}
	}
}

// TestFilesOfOnesOwn hands in a copy of each built-in file, from another
// folder, and expects the same shift.
func TestFilesOfOnesOwn(t *testing.T) {
	want := shiftOf(t)
	folder := t.TempDir()
	if err := os.CopyFS(folder, builtIn); err != nil {
		t.Fatal(err)
	}
	t.Chdir(folder)
	var args []string
	for _, in := range inputs {
		args = append(args, "-"+in.flag, filepath.Join("shift", in.name))
	}
	got := shiftOf(t, args...)
	if got = strings.ReplaceAll(got, "shift"+string(filepath.Separator), ""); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestVariations changes one file and looks for what must follow.
func TestVariations(t *testing.T) {
	tests := []struct {
		name, flag, file, old, text string
		want                        []string
	}{
		{
			"a worker who does not answer goes to the timeout activity, and the next one is asked",
			"workers", "workers.json", `"answer_seconds": 4`, `"answer_seconds": 60`,
			[]string{
				"09:00:25  CA…c101  reservation WR…e04a of alice timeout\n",
				"09:00:25  alice    Available → Offline\n",
				"09:00:31  CA…c101  talks to bob",
			},
		},
		{
			"a larger queue refuses nobody", "workspace", "workspace.json", `"max_queue_size": 2`, `"max_queue_size": 3`,
			[]string{"CA…c105  +15550115  09:01:00  1m30s   1m0s    Team leads  carol   dequeue  bridged\n"},
		},
		{
			"a size of nothing refuses everybody", "workspace", "workspace.json", `"max_queue_size": 2`, `"max_queue_size": 0`,
			[]string{"\n0 of 5 calls answered\n"},
		},
		{
			"without a wait document the caller hears the house's music", "call", "call.xml", ` waitUrl="wait"`, "",
			[]string{"CA…c101  hears the hold music of the house\n"},
		},
		{
			"a task that ends while its caller waits", "call", "call.xml", `priority="5"`, `timeout="10"`,
			[]string{
				"09:00:55  CA…c103  waits for nobody: task WT…ecd3 is canceled\n",
				"09:00:55  CA…c103  leaves the voice queue after 10 s: redirected\n",
				"09:00:55  CA…c103  runs sorry.xml\n",
			},
		},
		{
			"a priority that is no number counts as absent", "call", "call.xml", `priority="5"`, `priority="high"`,
			[]string{"alert 12200", "waits in Support with priority 0\n"},
		},
		{
			"an instruction that cannot be carried out", "dequeue", "dequeue.json", "10ab0001", "10ab0002",
			[]string{"alert 40130", "reservation WR…e04a of alice timeout\n"},
		},
		{
			"no instruction at all", "dequeue", "dequeue.json", `"post_work_activity_sid"`, `"post_work"`,
			[]string{"alice hangs up\n", "reservation WR…e04a of alice completed\n"},
		},
		{
			"documents that send a call in circles", "call", "call.xml", "<Say>Welcome. The next free colleague is yours.</Say>", "<Redirect/>",
			[]string{"want no documents that send a call in circles\n", "\n0 of 5 calls answered\n"},
		},
		{
			"a number that nobody has", "sorry", "sorry.xml", "<Hangup/>", "<Dial>+15550199</Dial><Say>Nobody there.</Say>",
			[]string{" calls +15550199\n", "CA…c105  hears \"Nobody there.\"\n"},
		},
		{
			"a caller who gives up while the application's own call rings",
			"calls", "calls.json", "\"patience_seconds\": 120,\n    \"talk_seconds\": 90", "\"patience_seconds\": 8,\n    \"talk_seconds\": 90",
			[]string{
				"09:00:28  CA…c102  reservation WR…ebba of bob canceled\n",
				"09:00:28  CA…c102  task WT…d009 canceled (hangup)\n",
				"CA…c102  +15550112  09:00:20  3s ",
			},
		},
		{
			"a target for somebody who is not known", "workflow", "workflow.json", `"priority": 20`, `"known_worker_sid": "task.nobody"`,
			[]string{"09:01:15  CA…c103  alert 40155: "},
		},
		{
			"a worker who rejects is asked again until the task has been offered too often",
			"dequeue", "dequeue.json", `"dequeue"`, `"reject"`,
			[]string{"09:00:05  CA…c101  task WT…0e02 canceled (Task TTL Exceeded or Max assignment count exceeded)\n"},
		},
		{
			"a call that is declined", "call", "call.xml", "<Say>Welcome. The next free colleague is yours.</Say>", `<Reject reason="busy"/>`,
			[]string{"CA…c101  rejected: busy\n", "CA…c101  +15550111  09:00:00  0s      -       -           -       -   busy\n"},
		},
		{
			"closing time", "workspace", "workspace.json", "T09:30:00Z", "T09:01:00Z",
			[]string{"09:01:00  CA…c103  closing time\n", "CA…c101  +15550111  09:00:00  4s      51s     Support     alice   dequeue  bridged\n"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := shiftOf(t, "-"+tt.flag, edited(t, tt.file, tt.old, tt.text))
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("the output does not contain %q:\n%s", want, got)
				}
			}
		})
	}
}
