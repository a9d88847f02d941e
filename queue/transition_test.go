package queue

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every cell of state × happening, as queue.md §6 and twiml.md §6 have them.
// The agent X dialed the queue, so that he goes on when his call is lost.

func TestEveryTransition(t *testing.T) {
	type cell struct {
		result QueueResult
		agent  string // the agent's event, or ""
	}
	const (
		waitsOn   = "9s agent.waiting agent=X"
		completed = "9s dial.ended A agent=X completed"
		canceled  = "9s dial.ended A agent=X canceled"
	)
	type row map[EntryState]cell
	table := map[string]row{
		"Leave":   {EntryWaiting: {ResultLeave, ""}},
		"Fault":   {EntryWaiting: {ResultError, ""}},
		"Dequeue": {EntryWaiting: {ResultRedirected, ""}},
		"Hangup": {
			EntryWaiting: {ResultHangup, ""},
			EntryTaken:   {ResultBridgingInProcess, waitsOn},
			EntryBridged: {ResultBridged, completed},
		},
		"Redirect": {
			EntryWaiting: {ResultRedirected, ""},
			EntryTaken:   {ResultBridgingInProcess, waitsOn},
			EntryBridged: {ResultRedirectedFromBridged, completed},
		},
		"Fail": {
			EntryWaiting: {ResultSystemError, ""},
			EntryTaken:   {ResultBridgingInProcess, waitsOn},
			EntryBridged: {ResultBridged, completed},
		},
		"Connect": {EntryTaken: {"", ""}},
		"Part":    {EntryBridged: {ResultBridged, completed}},
		"CancelDial": {
			EntryTaken:   {ResultBridgingInProcess, canceled},
			EntryBridged: {ResultBridged, completed},
		},
	}
	require.Len(t, table, int(happenings), "a row for each happening")
	for h := range happenings {
		for state := EntryWaiting; state <= EntryBridged; state++ {
			op := happeningOps[h]
			t.Run(op+" when "+state.String(), func(t *testing.T) {
				d := newDesk(t, Config{})
				bring(d, state)
				before, err := d.Entry(at(9), call('A'))
				require.NoError(t, err)
				events, err := happen(d, op)
				want, legal := table[op][state]
				if !legal {
					requireRefused(t, err, op, state)
					after, err := d.Entry(at(9), call('A'))
					require.NoError(t, err)
					assert.Equal(t, before, after, "nothing changed")
					require.NoError(t, d.Check())
					return
				}
				d.done(events, err)
				if op == "Connect" {
					assert.Equal(t, []string{"9s call.bridged A agent=X"}, d.log())
					return
				}
				assert.Equal(t, want.result, d.events[0].Result)
				assert.Equal(t, before.Queue, d.events[0].Queue)
				if want.agent == "" {
					assert.Len(t, d.events, 1)
				} else {
					assert.Equal(t, want.agent, d.log()[1])
				}
				_, err = d.Entry(at(9), call('A'))
				require.ErrorIs(t, err, ErrUnknownCall, "ended Enqueues are forgotten")
			})
		}
	}
}

// bring has call A in a state at 4 s: it joined at 1 s and was taken at 3 s.
func bring(d *desk, state EntryState) {
	d.t.Helper()
	d.enqueue(1, 'A', "support")
	if state >= EntryTaken {
		d.dial(3, 'X', "support", time.Minute)
	}
	if state == EntryBridged {
		d.tell(d.Connect, 4, 'A')
	}
}

func happen(d *desk, op string) (events []Event, err error) {
	switch op {
	case "CancelDial":
		_, events, err = d.CancelDial(at(9), call('X'))
	case "Dequeue":
		_, events, err = d.Directory.Dequeue(at(9), d.queue(9, "support").SID, call('A'))
	default:
		_, events, err = map[string]telling{
			"Leave": d.Leave, "Fault": d.Fault, "Hangup": d.Hangup, "Redirect": d.Redirect,
			"Fail": d.Fail, "Connect": d.Connect, "Part": d.Part,
		}[op](at(9), call('A'))
	}
	return events, err
}

func requireRefused(t *testing.T, err error, op string, state EntryState) {
	t.Helper()
	switch {
	case op == "Dequeue":
		requireError(t, err, ErrUnknownCall, KindNotFound, 20404) // it is no member any more
	case op == "CancelDial" && state == EntryWaiting:
		requireError(t, err, ErrUnknownAgent, KindNotFound, 20404) // X dials nothing
	default:
		requireError(t, err, ErrState, KindState, 0)
		assert.ErrorContains(t, err, "is "+state.String()+", not ")
	}
}

func TestQueueTimeEndsWhenTheCallIsTaken(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(1.5, 'A', "support")
	e, err := d.Entry(at(3.4), call('A'))
	require.NoError(t, err)
	assert.Equal(t, time.Second, e.QueueTime, "so far, in whole seconds")
	d.dial(5.2, 'X', "support", time.Minute)
	assert.Equal(t, 3*time.Second, d.events[0].QueueTime, "the whisper's QueueTime")
	d.tell(d.Connect, 20, 'A')
	e = d.tell(d.Redirect, 80.9, 'A')
	assert.Equal(t, 3*time.Second, e.QueueTime)
	assert.Equal(t, at(1.5), e.DateEnqueued)
	assert.Equal(t, 60*time.Second, d.events[1].Duration, "DialCallDuration")
	assert.Equal(t, 3*time.Second, d.events[1].QueueTime)
}

func TestACallThatEnqueuesAgainStartsAtTheEnd(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'A', "support")
	d.enqueue(1, 'B', "support")
	d.tell(d.Leave, 2, 'A')
	e := d.enqueue(2, 'A', "support")
	assert.Equal(t, at(2), e.DateEnqueued)
	assert.Equal(t, "BA", d.members(2, "support"))
}

func TestResultsSayWhatTheCallDoesNext(t *testing.T) {
	continues := map[QueueResult]bool{ // twiml.md §6.1, last column
		ResultBridged: true, ResultBridgingInProcess: false, ResultError: true,
		ResultHangup: false, ResultLeave: true, ResultRedirected: false,
		ResultRedirectedFromBridged: false, ResultQueueFull: true, ResultSystemError: true,
	}
	for result, want := range continues {
		assert.Equal(t, want, result.Continues(), result)
	}
}
