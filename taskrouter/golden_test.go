package taskrouter

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/script"
)

// TestGoldenLogs plays the command logs in testdata/golden, which were written
// once and are only ever read since: on every machine, in every process and by
// every later version they give the same events, down to the last parameter.
//
// A log begins with the workspace's configuration. Each command stands on a line
// of its own, with its time, as [MarshalCommand] writes it. Below it stand its
// events: number, time, type and a digest of all parameters. The last line is a
// digest of everything. With ACD_SCRIPT_UPDATE=1 what stands below the commands
// is written anew; a difference that no decision explains is a bug.
func TestGoldenLogs(t *testing.T) {
	files, err := filepath.Glob("testdata/golden/*.log")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".log"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			got := playGolden(t, want)
			require.Equal(t, got, playGolden(t, got), "a replay gives the same bytes")
			if os.Getenv(script.UpdateVariable) != "" {
				require.NoError(t, os.WriteFile(file, got, 0o644))
				want = got
			}
			require.Greater(t, bytes.Count(want, []byte("\n")), 500, "the log is too short to prove anything")
			for i, line := range bytes.Split(want, []byte("\n")) {
				if other := bytes.Split(got, []byte("\n")); i >= len(other) || !bytes.Equal(line, other[i]) {
					t.Fatalf("%s:%d: want\n%s\ngot\n%s", file, i+1, line, append(other, nil)[min(i, len(other))])
				}
			}
		})
	}
}

// playGolden carries out the commands of a log, and writes the log anew.
func playGolden(t *testing.T, log []byte) []byte {
	var (
		e   *Engine
		out bytes.Buffer
		all = sha256.New()
	)
	lines := bufio.NewScanner(bytes.NewReader(log))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		kind, text, _ := strings.Cut(lines.Text(), " ")
		switch kind {
		case "config":
			var cfg Config
			require.NoError(t, json.Unmarshal([]byte(text), &cfg))
			var err error
			e, err = New(cfg)
			require.NoError(t, err)
			fmt.Fprintln(&out, lines.Text())
		case "apply":
			at, body, _ := strings.Cut(text, " ")
			now, err := time.Parse(time.RFC3339Nano, at)
			require.NoError(t, err)
			cmd, err := UnmarshalCommand([]byte(body))
			require.NoError(t, err)
			events, err := e.Apply(now, cmd)
			require.NoError(t, e.Check())
			fmt.Fprintln(&out, lines.Text())
			for i := range events {
				full := rendered(events[i : i+1])
				all.Write([]byte(full))
				fmt.Fprintf(&out, "  %d %s %s %.8x\n", events[i].Sequence, events[i].At.Format(time.RFC3339Nano), events[i].Type, sha256.Sum256([]byte(full)))
			}
			if err != nil {
				all.Write([]byte(err.Error()))
				fmt.Fprintf(&out, "  refused: %s\n", strings.ReplaceAll(err.Error(), "\n", " | "))
			}
		}
	}
	require.NoError(t, lines.Err())
	fmt.Fprintf(&out, "digest %x\n", all.Sum(nil))
	return out.Bytes()
}
