package runner_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

func TestRecordJSON(t *testing.T) {
	tests := []struct {
		name string
		rec  runner.Record
		want string
	}{
		{
			"command",
			runner.Record{Sequence: 2, Now: noon.Add(time.Nanosecond), Command: &taskrouter.CreateTask{Attributes: `{"a":1}`}},
			`{"sequence":2,"now":"2026-03-02T12:00:00.000000001Z","apply":{"command":"CreateTask","body":{"Attributes":"{\"a\":1}"}}}`,
		},
		{
			"advance",
			runner.Record{Sequence: 3, Now: noon, Command: &taskrouter.Advance{}},
			`{"sequence":3,"now":"2026-03-02T12:00:00Z","apply":{"command":"Advance","body":{}}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text, err := json.Marshal(tt.rec)
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(text))
			var back runner.Record
			require.NoError(t, json.Unmarshal(text, &back))
			assert.Equal(t, tt.rec, back)
		})
	}
}

func TestRecordJSONOfACreation(t *testing.T) {
	rec := runner.Record{Sequence: 1, Now: noon, Config: &taskrouter.Config{
		FriendlyName: "Support", Seed: 1<<64 - 1, Created: noon, WrapUpTime: time.Minute, Limits: taskrouter.Limits{Workers: 3},
	}}
	text, err := json.Marshal(rec)
	require.NoError(t, err)
	assert.Contains(t, string(text), `{"sequence":1,"now":"2026-03-02T12:00:00Z","config":{`)
	assert.Contains(t, string(text), `"Seed":18446744073709551615`)
	var back runner.Record
	require.NoError(t, json.Unmarshal(text, &back))
	assert.Equal(t, rec, back)
}

func TestRecordThatIsNone(t *testing.T) {
	for _, rec := range []runner.Record{
		{Sequence: 1, Now: noon},
		{Sequence: 1, Now: noon, Config: &taskrouter.Config{}, Command: &taskrouter.Advance{}},
		{Sequence: 1, Now: noon, Command: (*taskrouter.Advance)(nil)},
	} {
		_, err := json.Marshal(rec)
		require.Error(t, err)
	}
	tests := []struct{ name, text, want string }{
		{"neither", `{"sequence":1,"now":"2026-03-02T12:00:00Z"}`, `either "config" or "apply"`},
		{"both", `{"sequence":1,"now":"2026-03-02T12:00:00Z","config":{},"apply":{"command":"Advance","body":{}}}`, `either "config" or "apply"`},
		{"unknown key", `{"sequence":1,"config":{},"more":1}`, `unknown field "more"`},
		{"unknown key of the configuration", `{"sequence":1,"config":{"More":1}}`, `unknown field "More"`},
		{"unknown command", `{"sequence":2,"apply":{"command":"Dance","body":{}}}`, `unknown command "Dance"`},
		{"unknown key of the command", `{"sequence":2,"apply":{"command":"Advance","body":{"More":1}}}`, `unknown field "More"`},
		{"no time", `{"sequence":2,"now":"noon","apply":{"command":"Advance","body":{}}}`, "parsing time"},
		{"no object", `17`, "cannot unmarshal number"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rec := runner.Record{Sequence: 99}
			require.ErrorContains(t, json.Unmarshal([]byte(tt.text), &rec), tt.want)
			assert.Equal(t, runner.Record{Sequence: 99}, rec, "unchanged")
		})
	}
	var rec runner.Record
	require.ErrorContains(t, rec.UnmarshalJSON([]byte(`{"sequence":1,"config":{}} {}`)), "text after the record")
}

func TestMemoryJournalRefusesWhatItCannotWrite(t *testing.T) {
	var j runner.MemoryJournal
	require.Error(t, j.Append(t.Context(), []runner.Record{{Sequence: 1}}))
	assert.Zero(t, j.Len())
}

func TestMemoryJournalRecordsMayBeLeft(t *testing.T) {
	j := &runner.MemoryJournal{}
	l := start(t, runner.Config{Journal: j})
	l.do(&taskrouter.Advance{})
	n := 0
	for range j.Records() {
		n++
		break
	}
	assert.Equal(t, 1, n)
}

// A workspace in a file: closed, opened, and opened again after a crash that
// cut its last line.
func TestLineJournalInAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "workspace.log")
	open := func() (*os.File, *runner.Runner, error) {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|os.O_APPEND, 0o600)
		require.NoError(t, err)
		t.Cleanup(func() { f.Close() })
		r, err := runner.Open(runner.Config{Journal: runner.NewLineJournal(f, f.Sync)}, runner.ReadLines(f))
		return f, r, err
	}
	var names []string
	session := func(name string) {
		f, r, err := open()
		require.NoError(t, err)
		for _, name := range names {
			_, err := r.ActivityByName(name)
			require.NoError(t, err)
		}
		_, err = r.Apply(t.Context(), &taskrouter.CreateActivity{FriendlyName: name})
		require.NoError(t, err)
		names = append(names, name)
		require.NoError(t, r.Close())
		require.NoError(t, f.Close())
	}
	session("One")
	session("Two")
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, 3, bytes.Count(whole, []byte("\n")))

	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	require.NoError(t, err)
	_, err = f.WriteString(`{"sequence":4,"now":"2026`)
	require.NoError(t, err)
	require.NoError(t, f.Close())
	_, _, err = open()
	require.ErrorIs(t, err, runner.ErrTorn)
	torn, ok := errors.AsType[*runner.LogError](err)
	require.True(t, ok)
	assert.Equal(t, 4, torn.Line)
	assert.Equal(t, int64(len(whole)), torn.Offset)
	require.NoError(t, os.Truncate(path, torn.Offset))
	session("Three")
}

func TestReadLinesSaysWhere(t *testing.T) {
	const good = `{"sequence":1,"now":"2026-03-02T12:00:00Z","config":{}}` + "\n"
	tests := []struct {
		name, text string
		records    int
		want       string
	}{
		{"nothing", "", 0, ""},
		{"whole", good + good, 2, ""},
		{"no JSON", good + "what?\n" + good, 1, "runner: log: line 2 at byte 56: invalid character 'w'"},
		{"empty line", "\n" + good, 0, "runner: log: line 1 at byte 0: unexpected end of JSON input"},
		{"torn", good + strings.TrimSpace(good), 1, "runner: log: line 2 at byte 56: the last line has no end"},
		{"longer than the reader's buffer", good + strings.TrimSpace(good) + strings.Repeat(" ", 10_000) + "\n", 2, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := 0
			var err error
			for _, e := range runner.ReadLines(strings.NewReader(tt.text)) {
				if err = e; err == nil {
					n++
				}
			}
			assert.Equal(t, tt.records, n)
			if tt.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, tt.want)
			}
		})
	}
	for range runner.ReadLines(strings.NewReader(good + good)) {
		break
	}
	for _, err := range runner.ReadLines(iotest.ErrReader(errDisk)) {
		require.ErrorIs(t, err, errDisk)
	}
}

// endless is a line without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestReadLinesIsBounded(t *testing.T) {
	for _, err := range runner.ReadLines(endless{}) {
		require.ErrorContains(t, err, "line 1 at byte 0: the line is longer than 64 MiB")
	}
}

// failing writes half and fails.
type failing struct{ buf bytes.Buffer }

func (w *failing) Write(p []byte) (int, error) {
	n, _ := w.buf.Write(p[:len(p)/2])
	return n, errDisk
}

func TestLineJournalRefusesAfterAFailure(t *testing.T) {
	first := []runner.Record{{Sequence: 8, Now: noon, Command: &taskrouter.Advance{}}}
	w := &failing{}
	j := runner.NewLineJournal(w, nil)
	require.ErrorIs(t, j.Append(t.Context(), first), errDisk)
	size := w.buf.Len()
	require.ErrorIs(t, j.Append(t.Context(), first), errDisk)
	assert.Equal(t, size, w.buf.Len(), "nothing follows half a line")

	var buf bytes.Buffer
	j = runner.NewLineJournal(&buf, func() error { return errDisk })
	require.ErrorIs(t, j.Append(t.Context(), first), errDisk, "of sync")

	j = runner.NewLineJournal(&buf, nil)
	require.NoError(t, j.Append(t.Context(), first), "a log may be continued")
	require.ErrorContains(t, j.Append(t.Context(), first), "record 8 does not follow record 8")
	require.Error(t, j.Append(t.Context(), []runner.Record{{Sequence: 9}}))
	first[0].Sequence = 9
	require.NoError(t, j.Append(t.Context(), first), "what was refused left nothing")
}

// FuzzReadLines feeds hostile logs: no panic, also of the engine, no record invented, and
// what was read is written and read the same again.
func FuzzReadLines(f *testing.F) {
	f.Add([]byte(`{"sequence":1,"now":"2026-03-02T12:00:00Z","config":{"Seed":7}}` + "\n" +
		`{"sequence":2,"now":"2026-03-02T12:00:00Z","apply":{"command":"CreateActivity","body":{"FriendlyName":"Lunch"}}}` + "\n"))
	f.Add([]byte(`{"sequence":2,"now":"2026-03-02T12:00:00.5+02:00","apply":{"command":"CreateTask","body":{"VirtualStartTime":"2026-03-02T12:00:00+01:00"}}}` + "\n"))
	f.Add([]byte(`{"sequence":1,"config":{}}` + "\n" + `{"sequence":2,"apply":`))
	f.Add([]byte("\n\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var records []runner.Record
		for rec, err := range runner.ReadLines(bytes.NewReader(text)) {
			if err == nil {
				records = append(records, rec)
			}
		}
		if len(records) > bytes.Count(text, []byte("\n")) {
			t.Fatalf("%d records in %q", len(records), text)
		}
		first := write(t, records)
		var again []runner.Record
		for rec, err := range runner.ReadLines(bytes.NewReader(first)) {
			if err != nil {
				t.Fatalf("%q was written: %v", first, err)
			}
			again = append(again, rec)
		}
		if second := write(t, again); !bytes.Equal(first, second) {
			t.Fatalf("first %q\nsecond %q", first, second)
		}
		_, err := runner.Replay(runner.ReadLines(bytes.NewReader(text)), nil)
		if panicked, ok := errors.AsType[*runner.PanicError](err); ok {
			t.Fatalf("%v\n%s", panicked, panicked.Stack)
		}
	})
}

func write(t *testing.T, records []runner.Record) []byte {
	var buf bytes.Buffer
	for _, rec := range records {
		if err := json.NewEncoder(&buf).Encode(rec); err != nil {
			t.Fatal(err)
		}
	}
	return buf.Bytes()
}
