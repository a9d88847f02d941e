package queue

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The verb's own maxQueueSize: twiml.md §6.1.

func TestMaxQueueSize(t *testing.T) {
	d := newDesk(t, Config{})
	enqueue := func(letter rune, name string, limit int) Entry {
		e, events, err := d.Enqueue(at(0), Enqueue{Call: call(letter), Queue: name, MaxQueueSize: limit})
		d.done(events, err)
		return e
	}
	enqueue('A', "made", 2)
	assert.Equal(t, 2, d.queue(0, "made").MaxSize, "a queue that the verb makes gets it")

	d.create(0, "there", 3)
	enqueue('B', "there", 1)
	assert.Equal(t, 3, d.queue(0, "there").MaxSize, "an existing queue keeps its own")
	e := enqueue('C', "there", 1)
	assert.Equal(t, ResultQueueFull, e.Result)
	assert.Equal(t, 14207, e.Code)
	assert.Equal(t, EntryWaiting, enqueue('D', "there", 5000).State)
	assert.Equal(t, EntryWaiting, enqueue('E', "there", 0).State)
	assert.Equal(t, ResultQueueFull, enqueue('F', "there", 5000).Result, "it raises nothing")

	for _, limit := range []int{-1, 5001} {
		_, events, err := d.Enqueue(at(0), Enqueue{Call: call('G'), Queue: "new", MaxQueueSize: limit})
		requireError(t, err, ErrMaxSize, KindInvalid, 20001)
		assert.Empty(t, events)
	}
	_, ok := d.ByName(at(0), "new")
	assert.False(t, ok)
}

func TestWait(t *testing.T) {
	d := newDesk(t, Config{})
	_, err := d.Wait(at(0), call('A'))
	requireError(t, err, ErrUnknownCall, KindNotFound, 20404)
	d.enqueue(0, 'A', "support")
	d.take(1, 'A', 'X')
	_, err = d.Wait(at(2), call('A'))
	requireError(t, err, ErrState, KindState, 0)
	assert.ErrorContains(t, err, "is taken, not waiting", "its wait document must be cut off")
}

func TestTakenCallsDoNotCount(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "support", 1)
	d.enqueue(0, 'A', "support")
	d.take(1, 'A', 'X')
	assert.Equal(t, EntryWaiting, d.enqueue(1, 'B', "support").State)
}

func TestEndedAndUnknownCalls(t *testing.T) {
	d := newDesk(t, Config{})
	for _, f := range []telling{d.Leave, d.Hangup, d.Redirect, d.Fault, d.Fail, d.Connect, d.Part} {
		_, events, err := f(at(0), call('A'))
		requireError(t, err, ErrUnknownCall, KindNotFound, 20404)
		assert.Empty(t, events)
	}
	_, err := d.Entry(at(0), call('A'))
	require.ErrorIs(t, err, KindNotFound)
}
