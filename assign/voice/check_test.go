package voice

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/sid"
	"github.com/goacd/acd/queue"
)

var source = sid.NewSource(1, "check")

// TestCheckFindsWhatIsBroken breaks one invariant after the other, and says what
// Check must say about it.
func TestCheckFindsWhatIsBroken(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(m *Machine, waiting, agent, caller *call)
		want  string
	}{
		{"nowhere", func(m *Machine, w, _, _ *call) { w.enqueue = nil }, "is in 0 places, not one"},
		{"in two places", func(m *Machine, w, a, _ *call) { w.dial = a.dial }, "is in two places"},
		{"over", func(m *Machine, w, _, _ *call) { w.over = true }, "is over or on its way, and was kept"},
		{"another's operation", func(m *Machine, w, _, _ *call) { w.foreground = 7 }, "waits for operation 7, which is not its own"},
		{"nobody's operation", func(m *Machine, w, _, _ *call) { m.ask(w, playing, nil) }, "is nobody's"},
		{"pause run out", func(m *Machine, w, _, _ *call) { w.pause = &timer{} }, "has run out, and was kept"},
		{"lost timer", func(m *Machine, _, _, _ *call) { m.after(time.Second, nil) }, "2 timers are kept, and 1 live"},
		{"not parked", func(m *Machine, w, _, _ *call) { delete(m.parked, w.sid) }, "is not among the parked"},
		{"linked to nothing", func(m *Machine, w, _, _ *call) { w.enqueue.task = sid.Make[sid.Task](source, 1) }, "is not linked to its call"},
		{"task of nobody", func(m *Machine, w, _, _ *call) { m.tasks[sid.Make[sid.Task](source, 1)] = w }, "1 linked tasks are kept, and 0 live"},
		{"taken by nobody", func(m *Machine, w, a, _ *call) { w.enqueue.dial = &dial{call: a} }, "is waiting in the queue, not taken"},
		{"taken by a Dial that is over", func(m *Machine, _, _, c *call) { c.enqueue.dial = &dial{call: c, connected: true} }, "was taken by a Dial that is over"},
		{"dials nobody", func(m *Machine, _, a, _ *call) { delete(m.dialers, a.sid) }, "dials nobody"},
		{"unknown to the queue", func(m *Machine, w, _, _ *call) { w.dial = &dial{call: w}; m.dialers[w.sid] = w.dial }, "dials a queue that does not know it"},
		{"leg that is over", func(m *Machine, _, a, c *call) {
			delete(m.dialers, a.sid)
			a.dial.legs = []*call{{sid: sid.Make[sid.Call](source, 9)}}
		}, "is over"},
		{"leg of a Dial that is over", func(m *Machine, w, _, c *call) { w.party = &dial{call: c} }, "was called for a Dial that is over"},
		{"rings for nothing", func(m *Machine, w, _, _ *call) { w.ring = &ring{} }, "is not that of its reservation"},
		{"facts", func(m *Machine, _, _, _ *call) { m.later(func() {}) }, "1 facts are kept, and 0 live"},
		{"unknown member", func(m *Machine, _, _, _ *call) {
			_, _, err := m.queues.Enqueue(m.now, queue.Enqueue{Call: sid.Make[sid.Call](source, 8), Queue: "q"})
			must(err)
		}, "2 members are kept, and 1 live"},
	}
	for _, x := range tests {
		t.Run(x.name, func(t *testing.T) {
			m, calls := threeCalls(t)
			require.NoError(t, m.Check())
			x.spoil(m, calls[0], calls[1], calls[2])
			require.ErrorContains(t, m.Check(), x.want)
		})
	}
}

// threeCalls makes a machine with a call that waits, and an agent in
// conversation with a caller.
func threeCalls(t *testing.T) (*Machine, [3]*call) {
	m, err := New(Config{})
	require.NoError(t, err)
	const in, agent = `<Response><Enqueue waitUrl="">q</Enqueue></Response>`, `<Response><Dial><Queue>q</Queue></Dial></Response>`
	var calls [3]*call
	for i, x := range []struct {
		at  int
		doc string
	}{{2, in}, {1, agent}, {0, in}} {
		s := sid.Make[sid.Call](source, uint64(i+1))
		actions, err := m.Step(earliest, &CallArrived{Call: s, URL: "https://app.example/"})
		require.NoError(t, err)
		_, err = m.Step(earliest, &Fetched{Op: actions[0].(*Fetch).Op, ContentType: "text/xml", Body: []byte(x.doc)})
		require.NoError(t, err)
		calls[x.at] = m.calls[s]
	}
	return m, [3]*call{calls[0], calls[1], calls[2]}
}

// TestResolve: what the validator never lets through goes to the host as it
// stands.
func TestResolve(t *testing.T) {
	m, calls := threeCalls(t)
	require.NotNil(t, m)
	p := calls[0].enqueue.program
	require.Equal(t, "https://app.example/x", p.resolve("x"))
	require.Equal(t, "%zz", p.resolve("%zz"))
}

func TestMust(t *testing.T) {
	require.PanicsWithValue(t, "voice: broken invariant: voice: Tick: oops", func() {
		err := refusal(ReasonState, "oops")
		err.Input = "Tick"
		must(err)
	})
}

func TestClipKeepsCharactersWhole(t *testing.T) {
	require.Equal(t, "short", clip("short"))
	require.Equal(t, strings.Repeat("x", 79)+"…", clip(strings.Repeat("x", 79)+"é"+"y"))
}
