package queue

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Queues of workflows: queue.md §8.

func TestGuardedQueueKeepsItsNameAndItsMembers(t *testing.T) {
	d := newDesk(t, Config{})
	name := workflow(1).String()
	d.park(0, 'A', workflow(1))
	q := d.queue(1, name)
	tests := []struct {
		name string
		call func() error
		says string
	}{
		{"rename", func() error {
			_, _, err := d.Update(at(1), q.SID, UpdateQueue{FriendlyName: new("mine")})
			return err
		}, "keeps its name"},
		{"delete", func() error { _, err := d.Delete(at(1), q.SID); return err }, "cannot be deleted"},
		{"dequeue by call", func() error { _, _, err := d.Dequeue(at(1), q.SID, call('A')); return err }, "leave by their tasks"},
		{"dequeue the front", func() error { _, _, err := d.DequeueFront(at(1), q.SID); return err }, "leave by their tasks"},
		{"another queue gets a workflow's name", func() error {
			other := d.create(1, "other", 5)
			_, _, err := d.Update(at(1), other.SID, UpdateQueue{FriendlyName: new(workflow(2).String())})
			return err
		}, "is kept for the queue of the workflow"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.call()
			requireError(t, err, ErrGuarded, KindState, 20001)
			assert.ErrorContains(t, err, tt.says)
			assert.Equal(t, q, d.queue(1, name))
			require.NoError(t, d.Check())
		})
	}
}

func TestGuardedQueueIsShutToPlainVerbs(t *testing.T) {
	d := newDesk(t, Config{})
	name := workflow(1).String()
	for _, made := range []bool{false, true} {
		e := d.enqueue(0, 'A', name)
		assert.Equal(t, ResultError, e.Result)
		assert.ErrorIs(t, e.Err, ErrGuarded)
		assert.Zero(t, e.Code)
		a := d.dial(0, 'X', name, time.Minute)
		assert.Equal(t, DialFailed, a.Status)
		assert.ErrorIs(t, a.Err, ErrGuarded)
		if !made {
			assert.Equal(t, 0, d.Len())
			d.park(0, 'B', workflow(1))
		}
	}
	assert.Equal(t, "B", d.members(0, name))
}

func TestGuardedQueueMayBeResized(t *testing.T) {
	d := newDesk(t, Config{})
	name := workflow(1).String()
	made := d.create(0, name, 1) // before its first call
	assert.True(t, made.Guarded)
	assert.Equal(t, made.SID, d.park(0, 'A', workflow(1)).Queue)
	assert.Equal(t, ResultQueueFull, d.park(0, 'B', workflow(1)).Result)
	q, events, err := d.Update(at(1), made.SID, UpdateQueue{FriendlyName: &name, MaxSize: new(5000)})
	d.done(events, err)
	assert.Equal(t, 5000, q.MaxSize, "its own name beside the size is fine")
	assert.Equal(t, EntryWaiting, d.park(1, 'B', workflow(1)).State)
}

func TestGuardedQueueIgnoresTheVerbsName(t *testing.T) {
	d := newDesk(t, Config{DefaultMaxSize: 3})
	e, events, err := d.Enqueue(at(0), Enqueue{Call: call('A'), Queue: strings.Repeat("x", 100), Workflow: workflow(1)})
	d.done(events, err)
	assert.Equal(t, workflow(1).String(), e.FriendlyName)
	assert.Equal(t, 3, d.queue(0, e.FriendlyName).MaxSize, "the configured default")
}

func TestOnlyTheCanonicalSIDGuards(t *testing.T) {
	d := newDesk(t, Config{})
	upper := "WW" + strings.Repeat("AB", 16)
	q := d.create(0, upper, 5)
	assert.False(t, q.Guarded, "names differ by case, and workflows write theirs in lower case")
	assert.True(t, d.create(0, "WW"+strings.Repeat("ab", 16), 5).Guarded)
}

func TestGuardedCallsLeaveByEveryOrdinaryWay(t *testing.T) {
	d := newDesk(t, Config{})
	ways := []struct {
		way  telling
		want QueueResult
	}{
		{d.Leave, ResultLeave},
		{d.Hangup, ResultHangup},
		{d.Redirect, ResultRedirected},
		{d.Fault, ResultError},
		{d.Fail, ResultSystemError},
	}
	for _, tt := range ways {
		d.park(0, 'A', workflow(1))
		assert.Equal(t, tt.want, d.tell(tt.way, 0, 'A').Result)
	}
}
