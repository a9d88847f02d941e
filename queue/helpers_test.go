package queue

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goacd/acd/internal/sid"
	"github.com/stretchr/testify/require"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// at returns the instant so many seconds into a test.
func at(seconds float64) time.Time {
	return start.Add(time.Duration(seconds * float64(time.Second)))
}

// call returns the SID of call A, B, C …
func call(letter rune) CallSID {
	return sid.FromBytes[sid.Call]([16]byte{15: byte(letter)})
}

func workflow(n byte) WorkflowSID {
	return sid.FromBytes[sid.Workflow]([16]byte{15: n})
}

// desk drives a directory through a story: it stops the test at an unexpected
// error and checks every invariant after each step.
type desk struct {
	*Directory
	t      testing.TB
	events []Event // of the last step
}

func newDesk(t testing.TB, cfg Config) *desk {
	t.Helper()
	d, err := New(cfg)
	require.NoError(t, err)
	return &desk{Directory: d, t: t}
}

func (d *desk) done(events []Event, err error) {
	d.t.Helper()
	require.NoError(d.t, err)
	require.NoError(d.t, d.Check())
	d.events = slices.Clone(events)
}

func (d *desk) create(s float64, name string, size int) Queue {
	d.t.Helper()
	q, events, err := d.Create(at(s), CreateQueue{FriendlyName: name, MaxSize: &size})
	d.done(events, err)
	return q
}

func (d *desk) resize(s float64, name string, size int) Queue {
	d.t.Helper()
	q, events, err := d.Update(at(s), d.queue(s, name).SID, UpdateQueue{MaxSize: &size})
	d.done(events, err)
	return q
}

func (d *desk) enqueue(s float64, letter rune, name string) Entry {
	d.t.Helper()
	e, events, err := d.Enqueue(at(s), Enqueue{Call: call(letter), Queue: name})
	d.done(events, err)
	return e
}

func (d *desk) park(s float64, letter rune, w WorkflowSID) Entry {
	d.t.Helper()
	e, events, err := d.Enqueue(at(s), Enqueue{Call: call(letter), Workflow: w})
	d.done(events, err)
	return e
}

func (d *desk) dial(s float64, letter rune, name string, timeout time.Duration) Agent {
	d.t.Helper()
	a, events, err := d.Dial(at(s), Dial{Agent: call(letter), Queue: name, Timeout: timeout})
	d.done(events, err)
	return a
}

func (d *desk) take(s float64, letter, agent rune) Entry {
	d.t.Helper()
	e, events, err := d.Take(at(s), call(letter), call(agent))
	d.done(events, err)
	return e
}

type telling func(time.Time, CallSID) (Entry, []Event, error)

func (d *desk) tell(f telling, s float64, letter rune) Entry {
	d.t.Helper()
	e, events, err := f(at(s), call(letter))
	d.done(events, err)
	return e
}

func (d *desk) cancel(s float64, letter rune) Agent {
	d.t.Helper()
	a, events, err := d.CancelDial(at(s), call(letter))
	d.done(events, err)
	return a
}

func (d *desk) advance(s float64) {
	d.t.Helper()
	d.done(d.Advance(at(s)))
}

func (d *desk) queue(s float64, name string) Queue {
	d.t.Helper()
	q, ok := d.ByName(at(s), name)
	require.True(d.t, ok, "queue %q", name)
	return q
}

func (d *desk) wait(s float64, letter rune) Wait {
	d.t.Helper()
	w, err := d.Wait(at(s), call(letter))
	require.NoError(d.t, err)
	return w
}

// members lists the letters of the calls that wait, in order, and checks that
// positions are 1…n.
func (d *desk) members(s float64, name string) string {
	d.t.Helper()
	members, err := d.Members(at(s), d.queue(s, name).SID)
	require.NoError(d.t, err)
	var b strings.Builder
	n := 0
	for m := range members {
		n++
		require.Equal(d.t, n, m.Position)
		b.WriteString(letterOf(m.CallSID))
	}
	require.Equal(d.t, n, d.queue(s, name).CurrentSize)
	return b.String()
}

func letterOf(c CallSID) string {
	if c.IsZero() {
		return ""
	}
	b := c.Bytes()
	return string(rune(b[15]))
}

// log renders the last step's events, one short line each.
func (d *desk) log() []string {
	lines := make([]string, 0, len(d.events))
	for _, e := range d.events {
		lines = append(lines, textOf(e))
	}
	return lines
}

// textOf renders what an event says beyond its queue.
func textOf(e Event) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%gs %v", e.At.Sub(start).Seconds(), e.Type)
	word := func(format string, v any, show bool) {
		if show {
			fmt.Fprintf(&b, " "+format, v)
		}
	}
	word("%s", letterOf(e.Call), !e.Call.IsZero())
	word("agent=%s", letterOf(e.Agent), !e.Agent.IsZero())
	word("position=%d", e.Position, e.Position > 0)
	word("%s", string(e.Result), e.Result != "")
	word("%s", string(e.Status), e.Status != "")
	word("in-queue=%v", e.QueueTime, e.Type == CallTaken || e.Type == EnqueueEnded && !e.Queue.IsZero())
	word("code=%d", e.Code, e.Code > 0)
	return b.String()
}
