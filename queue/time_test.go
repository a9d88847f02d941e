package queue

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimeNeverGoesBack(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'A', "support")
	d.create(0, "empty", 5)
	d.dial(10, 'X', "empty", time.Minute)
	q := d.queue(10, "support")
	methods := map[string]func(now time.Time) ([]Event, error){
		"Advance": d.Directory.Advance,
		"Create": func(now time.Time) ([]Event, error) {
			_, e, err := d.Create(now, CreateQueue{FriendlyName: "x"})
			return e, err
		},
		"Update": func(now time.Time) ([]Event, error) {
			_, e, err := d.Update(now, q.SID, UpdateQueue{MaxSize: new(1)})
			return e, err
		},
		"Delete": func(now time.Time) ([]Event, error) { return d.Delete(now, q.SID) },
		"Enqueue": func(now time.Time) ([]Event, error) {
			_, e, err := d.Enqueue(now, Enqueue{Call: call('B'), Queue: "empty"})
			return e, err
		},
		"Dial": func(now time.Time) ([]Event, error) {
			_, e, err := d.Dial(now, Dial{Agent: call('Y'), Queue: "support"})
			return e, err
		},
		"Take":         func(now time.Time) ([]Event, error) { _, e, err := d.Take(now, call('A'), call('Y')); return e, err },
		"CancelDial":   func(now time.Time) ([]Event, error) { _, e, err := d.CancelDial(now, call('X')); return e, err },
		"Hangup":       func(now time.Time) ([]Event, error) { _, e, err := d.Hangup(now, call('A')); return e, err },
		"Dequeue":      func(now time.Time) ([]Event, error) { _, e, err := d.Dequeue(now, q.SID, call('A')); return e, err },
		"DequeueFront": func(now time.Time) ([]Event, error) { _, e, err := d.DequeueFront(now, q.SID); return e, err },
	}
	outside := []time.Time{
		at(9.9), {}, time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC), time.Date(2200, 1, 2, 0, 0, 0, 0, time.UTC),
	}
	for name, method := range methods {
		for _, now := range outside {
			events, err := method(now)
			requireError(t, err, ErrTime, KindTime, 0)
			assert.Nil(t, events, name)
			assert.Equal(t, at(10), d.Now(), name)
			require.NoError(t, d.Check(), name)
		}
	}
	assert.Equal(t, "A", d.members(10, "support"))
	assert.Equal(t, 1, d.queue(10, "empty").AgentsWaiting)
	d.enqueue(10, 'B', "support") // equal instants are fine
}

func TestRefusalKeepsWhatFellDue(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "support", 5)
	d.dial(0, 'X', "support", 10*time.Second)
	_, events, err := d.Create(at(20), CreateQueue{FriendlyName: "support"})
	require.ErrorIs(t, err, ErrNameTaken)
	require.Len(t, events, 1)
	assert.Equal(t, "10s dial.ended agent=X no-answer", textOf(events[0]))
	assert.Equal(t, at(20), d.Now())
	require.NoError(t, d.Check())
}

func TestReadsNeverShowNegativeWaits(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'A', "support")
	d.enqueue(10, 'B', "support")
	for _, now := range []time.Time{at(-5), {}, at(10)} {
		w, err := d.Wait(now, call('B'))
		require.NoError(t, err)
		assert.Zero(t, w.QueueTime)
		assert.Equal(t, 5*time.Second, w.AvgQueueTime)
	}
}

func TestZonesAndMonotonicReadingsDoNotMatter(t *testing.T) {
	d := newDesk(t, Config{})
	_, events, err := d.Enqueue(at(0).In(time.FixedZone("far", 9*3600)), Enqueue{Call: call('A'), Queue: "q"})
	d.done(events, err)
	assert.Equal(t, at(0), d.events[0].At)
	assert.Equal(t, time.UTC, d.events[0].At.Location())
}

func TestFarInstants(t *testing.T) {
	d := newDesk(t, Config{})
	_, events, err := d.Enqueue(earliest, Enqueue{Call: call('A'), Queue: "q"})
	d.done(events, err)
	_, events, err = d.Enqueue(latest, Enqueue{Call: call('B'), Queue: "q"})
	d.done(events, err)
	q, _ := d.ByName(latest, "q")
	assert.Equal(t, latest.Sub(earliest)/2, q.AverageWaitTime, "115 years")
	m, err := d.Front(latest, q.SID)
	require.NoError(t, err)
	assert.Equal(t, latest.Sub(earliest), m.WaitTime)
	_, events, err = d.Dial(latest, Dial{Agent: call('X'), Queue: "q", Timeout: maxTimeout})
	d.done(events, err)
}

func TestNamesOfValues(t *testing.T) {
	assert.Equal(t, "waiting", EntryWaiting.String())
	assert.Equal(t, "EntryState(9)", EntryState(9).String())
	assert.Equal(t, "connected", AgentConnected.String())
	assert.Equal(t, "call.joined", CallJoined.String())
	assert.Equal(t, "EventType(0)", EventType(0).String())
	assert.Equal(t, "queue: not found", KindNotFound.Error())
	assert.Equal(t, "queue: queue is full", ErrFull.Error())
	assert.Equal(t, "queue: Reason(0)", Reason(0).Error())
	for r := ErrConfig; r <= ErrState; r++ {
		assert.NotEmpty(t, reasons[r].text, uint8(r))
		assert.NotZero(t, reasons[r].kind, r)
	}
	assert.NotErrorIs(t, refusal("x", ErrFull, "y"), assert.AnError)
}
