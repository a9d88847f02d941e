package voice_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/internal/script"
)

// TestScripts plays the stories in testdata/script; README.md there describes
// the language. With ACD_SCRIPT_UPDATE=1 what they print is written into them.
// After each story everybody hangs up, and nothing may be left.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/script/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			playScript(t, file)
		})
	}
}

// playScript plays a story to its end and returns the house as it is then.
func playScript(t *testing.T, file string) *house {
	h := openHouse(t, opened{})
	script.Run(t, file, func(c *script.Command) string {
		text, err := h.command(c)
		if err != nil {
			t.Fatalf("%s:%d: %v", file, c.Line, err)
		}
		return folded(text)
	})
	t.Cleanup(h.close)
	return h
}

// folded shows lines that repeat once, and says how often.
func folded(text string) string {
	var b strings.Builder
	lines := strings.SplitAfter(text, "\n")
	for i := 0; i < len(lines); {
		size, times := repeats(lines[i:])
		b.WriteString(strings.Join(lines[i:i+size], ""))
		if times > 1 {
			fmt.Fprintf(&b, "… and so on, %d times\n", times)
		}
		i += size * times
	}
	return b.String()
}

// repeats finds how many lines in front repeat, three times or more.
func repeats(lines []string) (size, times int) {
	for size = 1; size <= 3; size++ {
		for times = 1; (times+1)*size <= len(lines) && slices.Equal(lines[:size], lines[times*size:(times+1)*size]); {
			times++
		}
		if times > 2 {
			return size, times
		}
	}
	return 1, 1
}

// command carries out one command of a script.
func (h *house) command(c *script.Command) (string, error) {
	if f, ok := scriptCommands[c.Name]; ok {
		return f(h, c)
	}
	return "", fmt.Errorf("unknown command %q", c.Name)
}

var scriptCommands map[string]func(*house, *script.Command) (string, error)

func init() {
	scriptCommands = map[string]func(*house, *script.Command) (string, error){
		"open": (*house).reopen, "events": (*house).showEvents, "pass": (*house).passTime, "show": (*house).show,
		"page": (*house).setPage, "come": (*house).come, "answer": (*house).setAnswer,
		"worker": (*house).newWorker, "activity": (*house).setActivity, "workflow": (*house).newWorkflow, "router": (*house).routerCommand,
		"queue": (*house).queueCommand, "call": (*house).newCall, "instruct": (*house).instruct,
		"played": (*house).played, "gathered": (*house).gathered, "failed": (*house).failed, "dequeue": (*house).dequeue,
		"participant": (*house).participant, "end": (*house).endConference, "transfer": (*house).transfer,
	}
	maps.Copy(scriptCommands, mediaCommands)
	maps.Copy(scriptCommands, placeCommands)
	simple := map[string]func(voice.CallSID) voice.Input{
		"answered": func(s voice.CallSID) voice.Input { return &voice.Answered{Call: s} },
		"hangup":   func(s voice.CallSID) voice.Input { return &voice.HungUp{Call: s} },
		"star":     func(s voice.CallSID) voice.Input { return &voice.StarPressed{Call: s} },
		"complete": func(s voice.CallSID) voice.Input { return &voice.CompleteCall{Call: s} },
	}
	for name, input := range simple {
		scriptCommands[name] = func(h *house, c *script.Command) (string, error) {
			return h.do(input(h.callSID(c.Word(0)))), nil
		}
	}
}

func (h *house) reopen(c *script.Command) (string, error) {
	var o opened
	if text, ok := c.Option("queue-limit"); ok {
		o.queues.MaxSizeLimit, _ = strconv.Atoi(text)
	}
	if text, ok := c.Option("queues"); ok {
		o.queues.MaxQueues, _ = strconv.Atoi(text)
	}
	if text, ok := c.Option("task-timeout"); ok {
		o.limits.TaskTimeout, _ = time.ParseDuration(text)
	}
	_, o.single = c.Option("single-tasking")
	_, o.norouter = c.Option("router")
	*h = *openHouse(h.t, o)
	return "", c.Check(0, "queue-limit", "queues", "task-timeout", "router", "single-tasking")
}

func (h *house) passTime(c *script.Command) (string, error) {
	d, err := time.ParseDuration(c.Word(0))
	return h.pass(d), err
}
