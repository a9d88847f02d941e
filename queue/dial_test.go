package queue

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Agents: queue.md §4.4 and §7, twiml.md §6.3.

func TestDialTakesTheFrontMember(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'A', "support")
	d.enqueue(1, 'B', "support")
	a := d.dial(5, 'X', " support ", time.Minute)
	assert.Equal(t, Agent{
		Agent: call('X'), State: AgentTook, Queue: d.queue(5, "support").SID, FriendlyName: "support",
		Until: at(65), Call: call('A'), QueueTime: 5 * time.Second,
	}, a)
	assert.Equal(t, []string{"5s call.taken A agent=X in-queue=5s"}, d.log())
	assert.Equal(t, "B", d.members(5, "support"))
	assert.Equal(t, call('B'), d.dial(5, 'Y', "support", time.Minute).Call)

	a, err := d.Agent(at(6), call('X'))
	require.NoError(t, err)
	assert.Equal(t, AgentTook, a.State)
	d.tell(d.Connect, 8, 'A')
	a, err = d.Agent(at(11.7), call('X'))
	require.NoError(t, err)
	assert.Equal(t, AgentConnected, a.State)
	assert.Equal(t, 3*time.Second, a.Duration, "so far")
}

func TestAgentsAreServedInTheOrderOfDialing(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "support", 100)
	d.dial(0, 'X', "support", 60*time.Second)
	d.dial(1, 'Y', "support", 10*time.Second)
	d.dial(1, 'Z', "support", 60*time.Second)
	assert.Equal(t, 3, d.queue(1, "support").AgentsWaiting)
	assert.Equal(t, call('X'), d.enqueue(2, 'A', "support").Agent)
	assert.Equal(t, call('Z'), d.enqueue(11, 'B', "support").Agent)
	assert.Equal(t, []string{
		"11s dial.ended agent=Y no-answer", // falls due before the call joins
		"11s call.joined B position=1",
		"11s call.taken B agent=Z in-queue=0s",
	}, d.log())
	assert.Equal(t, EntryWaiting, d.enqueue(12, 'C', "support").State)
}

func TestEqualTimeoutsPassInTheOrderOfDialing(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "b", 100)
	d.create(0, "a", 100)
	d.dial(0, 'Z', "b", 9*time.Second)
	d.dial(1, 'Y', "a", 8*time.Second)
	d.dial(2, 'X', "b", 7*time.Second)
	d.dial(3, 'W', "b", 5*time.Second)
	d.advance(1000)
	assert.Equal(t, []string{
		"8s dial.ended agent=W no-answer", "9s dial.ended agent=Z no-answer",
		"9s dial.ended agent=Y no-answer", "9s dial.ended agent=X no-answer",
	}, d.log())
}

func TestDefaultTimeout(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "support", 100)
	assert.Equal(t, at(30), d.dial(0, 'X', "support", 0).Until)
}

func TestLostCallerLetsTheAgentGoOn(t *testing.T) {
	t.Run("to the next member", func(t *testing.T) {
		d := newDesk(t, Config{})
		d.enqueue(0, 'A', "support")
		d.enqueue(0, 'B', "support")
		d.dial(1, 'X', "support", 10*time.Second)
		d.tell(d.Hangup, 4, 'A')
		assert.Equal(t, []string{
			"4s enqueue.ended A agent=X bridging-in-process in-queue=1s",
			"4s call.taken B agent=X in-queue=4s",
		}, d.log())
	})
	t.Run("to wait for what is left of his timeout, in his old place", func(t *testing.T) {
		d := newDesk(t, Config{})
		d.enqueue(0, 'A', "support")
		d.dial(1, 'X', "support", 10*time.Second)
		d.dial(2, 'Y', "support", 10*time.Second)
		d.tell(d.Hangup, 4, 'A')
		assert.Equal(t, "4s agent.waiting agent=X", d.log()[1])
		due, ok := d.Deadline()
		require.True(t, ok)
		assert.Equal(t, at(11), due)
		assert.Equal(t, call('X'), d.enqueue(5, 'B', "support").Agent, "he dialed before Y")
	})
	t.Run("not after his timeout", func(t *testing.T) {
		d := newDesk(t, Config{})
		d.enqueue(0, 'A', "support")
		d.enqueue(0, 'B', "support")
		d.dial(1, 'X', "support", 10*time.Second)
		d.tell(d.Hangup, 11, 'A')
		assert.Equal(t, []string{
			"11s enqueue.ended A agent=X bridging-in-process in-queue=1s",
			"11s dial.ended agent=X no-answer",
		}, d.log(), "a whisper may last longer than the timeout; a new wait may not")
		assert.Equal(t, "B", d.members(11, "support"))
	})
	t.Run("nowhere when he was after that one call", func(t *testing.T) {
		d := newDesk(t, Config{})
		d.enqueue(0, 'A', "support")
		d.enqueue(0, 'B', "support")
		d.take(1, 'A', 'X')
		d.tell(d.Hangup, 2, 'A')
		assert.Equal(t, "2s dial.ended A agent=X failed", d.log()[1])
		assert.Equal(t, "B", d.members(2, "support"))
	})
}

func TestTake(t *testing.T) {
	d := newDesk(t, Config{})
	for i, letter := range "ABC" {
		d.enqueue(float64(i), letter, "support")
	}
	e := d.take(10, 'B', 'X')
	assert.Equal(t, call('X'), e.Agent)
	assert.Equal(t, "AC", d.members(10, "support"))
	a, err := d.Agent(at(10), call('X'))
	require.NoError(t, err)
	assert.True(t, a.Until.IsZero())
	_, ok := d.Deadline()
	assert.False(t, ok)

	refused := []struct {
		name        string
		call, agent CallSID
		reason      Reason
	}{
		{"taken already", call('B'), call('Y'), ErrState},
		{"in no queue", call('Q'), call('Y'), ErrUnknownCall},
		{"the agent has a call", call('A'), call('X'), ErrBusy},
		{"the agent waits in a queue himself", call('A'), call('C'), ErrBusy},
		{"no agent", call('A'), CallSID{}, ErrNoCall},
	}
	for _, tt := range refused {
		t.Run(tt.name, func(t *testing.T) {
			_, events, err := d.Take(at(11), tt.call, tt.agent)
			require.ErrorIs(t, err, tt.reason)
			assert.Empty(t, events)
			require.NoError(t, d.Check())
			assert.Equal(t, "AC", d.members(11, "support"))
		})
	}
}

func TestCancelDial(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "support", 100)
	d.dial(0, 'X', "support", time.Minute)
	a := d.cancel(3, 'X')
	assert.Equal(t, DialCanceled, a.Status)
	assert.Equal(t, []string{"3s dial.ended agent=X canceled"}, d.log())
	assert.Equal(t, EntryWaiting, d.enqueue(4, 'A', "support").State, "nobody waits any more")

	d.dial(5, 'X', "support", time.Minute)
	a = d.cancel(6, 'X')
	assert.Equal(t, DialCanceled, a.Status)
	assert.Equal(t, call('A'), a.Call)
	assert.Equal(t, "", d.members(6, "support"), "a member once taken is never returned")

	d.enqueue(7, 'B', "support")
	d.dial(8, 'X', "support", time.Minute)
	d.tell(d.Connect, 9, 'B')
	a = d.cancel(20, 'X')
	assert.Equal(t, DialCompleted, a.Status)
	assert.Equal(t, 11*time.Second, a.Duration)
	assert.Equal(t, AgentDone, a.State)

	_, _, err := d.CancelDial(at(21), call('X'))
	requireError(t, err, ErrUnknownAgent, KindNotFound, 20404)
	_, err = d.Agent(at(21), call('X'))
	requireError(t, err, ErrUnknownAgent, KindNotFound, 20404)
}

func TestBusyCallsAreRefused(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'A', "support")
	d.create(0, "empty", 5)
	d.dial(0, 'X', "empty", time.Minute)
	for _, letter := range "AX" {
		_, _, err := d.Enqueue(at(1), Enqueue{Call: call(letter), Queue: "other"})
		requireError(t, err, ErrBusy, KindState, 0)
		_, _, err = d.Dial(at(1), Dial{Agent: call(letter), Queue: "support"})
		requireError(t, err, ErrBusy, KindState, 0)
	}
	_, _, err := d.Enqueue(at(1), Enqueue{Queue: "support"})
	requireError(t, err, ErrNoCall, KindInvalid, 20001)
	_, _, err = d.Dial(at(1), Dial{Queue: "support"})
	requireError(t, err, ErrNoCall, KindInvalid, 20001)
	assert.Equal(t, 2, d.Len(), "no queue was made")
}

func TestDialTimeoutRange(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "support", 5)
	for _, timeout := range []time.Duration{-1, 24*time.Hour + 1} {
		_, _, err := d.Dial(at(0), Dial{Agent: call('X'), Queue: "support", Timeout: timeout})
		requireError(t, err, ErrTimeout, KindInvalid, 0)
	}
	assert.Equal(t, AgentQueued, d.dial(0, 'X', "support", 24*time.Hour).State)
}

func TestRenamingKeepsTheAgents(t *testing.T) {
	d := newDesk(t, Config{})
	q := d.create(0, "support", 5)
	d.dial(0, 'X', "support", time.Minute)
	_, events, err := d.Update(at(1), q.SID, UpdateQueue{FriendlyName: new("help")})
	d.done(events, err)
	assert.Equal(t, call('X'), d.enqueue(2, 'A', "help").Agent)
}
