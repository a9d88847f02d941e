package queue

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The worked scenarios of queue.md §12, each under its own number. Where one is
// about media, this is the queue's part of it.

func TestScenario01AutomaticCreation(t *testing.T) {
	d := newDesk(t, Config{})
	_, ok := d.ByName(at(0), "support")
	require.False(t, ok)

	e := d.enqueue(0, 'A', "support")
	assert.Equal(t, EntryWaiting, e.State)
	assert.Equal(t, []string{"0s queue.created", "0s call.joined A position=1"}, d.log())
	assert.Equal(t, Wait{
		QueuePosition: 1, QueueSid: d.queue(0, "support").SID, QueueTime: 0, AvgQueueTime: 0,
		CurrentQueueSize: 1, MaxQueueSize: 100,
	}, d.wait(0, 'A'))
}

func TestScenario02PositionsAndAverage(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'A', "support")
	d.enqueue(10, 'B', "support")
	d.enqueue(20, 'C', "support")
	for i, letter := range []rune{'A', 'B', 'C'} {
		w := d.wait(30, letter)
		assert.Equal(t, i+1, w.QueuePosition)
		assert.Equal(t, time.Duration(30-10*i)*time.Second, w.QueueTime)
		assert.Equal(t, 20*time.Second, w.AvgQueueTime)
	}

	e := d.tell(d.Hangup, 30, 'A')
	assert.Equal(t, ResultHangup, e.Result)
	assert.Equal(t, 30*time.Second, e.QueueTime)
	assert.Equal(t, []string{"30s enqueue.ended A hangup in-queue=30s"}, d.log())
	assert.Equal(t, "BC", d.members(30, "support"))
	assert.Equal(t, 15*time.Second, d.queue(30, "support").AverageWaitTime)
}

func TestScenario03AgentFirst(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "support", 100)
	a := d.dial(0, 'X', "support", 60*time.Second)
	assert.Equal(t, AgentQueued, a.State)
	assert.Equal(t, at(60), a.Until)

	e := d.enqueue(12, 'D', "support")
	assert.Equal(t, []string{
		"12s call.joined D position=1",
		"12s call.taken D agent=X in-queue=0s",
	}, d.log())
	assert.Equal(t, EntryTaken, e.State)
	assert.Equal(t, call('X'), e.Agent, "DequeingCallSid")
	assert.Equal(t, 0, d.queue(12, "support").CurrentSize)

	d.tell(d.Connect, 15, 'D')
	e = d.tell(d.Hangup, 100, 'D')
	assert.Equal(t, ResultBridged, e.Result)
	assert.Zero(t, e.QueueTime)
	assert.Equal(t, []string{
		"100s enqueue.ended D agent=X bridged in-queue=0s",
		"100s dial.ended D agent=X completed",
	}, d.log())
	assert.True(t, d.events[1].Status.Bridged())
	assert.Equal(t, 85*time.Second, d.events[1].Duration)
}

func TestScenario04AgentTimeout(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "support", 100)
	d.dial(0, 'X', "support", 60*time.Second)
	due, ok := d.Deadline()
	require.True(t, ok)
	assert.Equal(t, at(60), due)

	d.advance(59.9)
	assert.Empty(t, d.log())
	d.advance(75)
	assert.Equal(t, []string{"60s dial.ended agent=X no-answer"}, d.log())
	assert.False(t, d.events[0].Status.Bridged())
	assert.True(t, d.events[0].Call.IsZero(), "no DialCallSid")
	_, ok = d.Deadline()
	assert.False(t, ok)
}

func TestScenario05MissingQueue(t *testing.T) {
	d := newDesk(t, Config{})
	a := d.dial(0, 'X', "nope", 60*time.Second)
	assert.Equal(t, AgentDone, a.State)
	assert.Equal(t, DialFailed, a.Status)
	assert.ErrorIs(t, a.Err, ErrUnknownQueue)
	assert.Equal(t, []string{"0s dial.ended agent=X failed"}, d.log())
	assert.Equal(t, 0, d.Len(), "a Dial makes no queue")
}

func TestScenario06Full(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "support", 2)
	d.enqueue(0, 'A', "support")
	d.enqueue(0, 'B', "support")
	e := d.enqueue(1, 'C', "support")
	assert.Equal(t, EntryEnded, e.State)
	assert.Equal(t, ResultQueueFull, e.Result)
	assert.Equal(t, 14207, e.Code)
	assert.True(t, e.Queue.IsZero(), "no QueueSid")
	assert.ErrorIs(t, e.Err, ErrFull)
	assert.Equal(t, []string{"1s enqueue.ended C queue-full code=14207"}, d.log())

	d.resize(2, "support", 3)
	assert.Equal(t, "AB", d.members(2, "support"), "C is not recalled")
	d.enqueue(3, 'D', "support")
	assert.Equal(t, 3, d.wait(3, 'D').QueuePosition)
}

func TestScenario07Shrinking(t *testing.T) {
	d := newDesk(t, Config{})
	for _, letter := range "ABCD" {
		d.enqueue(0, letter, "support")
	}
	assert.Equal(t, 4, d.resize(1, "support", 2).CurrentSize, "all four stay")
	for _, letter := range "ABC" {
		assert.Equal(t, ResultQueueFull, d.enqueue(2, 'E', "support").Result)
		d.tell(d.Hangup, 2, letter)
	}
	assert.Equal(t, EntryWaiting, d.enqueue(2, 'E', "support").State)
	assert.Equal(t, "DE", d.members(2, "support"))
}

func TestScenario08RESTDequeue(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'A', "support")
	d.enqueue(1, 'B', "support")
	q := d.queue(1, "support").SID

	m, events, err := d.DequeueFront(at(5), q)
	d.done(events, err)
	assert.Equal(t, Member{
		CallSID: call('A'), QueueSID: q, Position: 1, WaitTime: 5 * time.Second, DateEnqueued: at(0),
	}, m, "the member as it was just before, under its own SID")
	assert.Equal(t, []string{"5s enqueue.ended A redirected in-queue=5s"}, d.log())
	assert.Equal(t, 1, d.wait(5, 'B').QueuePosition)

	_, _, err = d.Dequeue(at(5), q, call('A'))
	require.ErrorIs(t, err, ErrUnknownCall)
	require.ErrorIs(t, err, KindNotFound)

	_, events, err = d.DequeueFront(at(6), q)
	d.done(events, err)
	assert.Equal(t, []string{"6s enqueue.ended B redirected in-queue=5s"}, d.log(), "Front again takes the next")
	_, _, err = d.DequeueFront(at(6), q)
	require.ErrorIs(t, err, ErrEmpty)
}

func TestScenario09Leave(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'A', "support")
	d.enqueue(0, 'B', "support")
	e := d.tell(d.Leave, 7, 'B')
	assert.Equal(t, ResultLeave, e.Result)
	assert.True(t, e.Result.Continues(), "without action the verb after Enqueue runs")
	assert.Equal(t, "A", d.members(7, "support"))
}

func TestScenario10LeaveThroughGather(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'B', "support")
	// The Gather and its action document run while the call stays a member.
	assert.Equal(t, 1, d.wait(3, 'B').QueuePosition)
	e := d.tell(d.Leave, 4, 'B')
	assert.Equal(t, ResultLeave, e.Result)
	assert.Equal(t, 4*time.Second, e.QueueTime)
	_, _, err := d.Directory.Leave(at(4), call('B'))
	require.ErrorIs(t, err, ErrUnknownCall, "exactly one result")
}

func TestScenario11Delete(t *testing.T) {
	d := newDesk(t, Config{})
	d.create(0, "support", 7)
	d.enqueue(0, 'B', "support")
	old := d.queue(0, "support")
	_, err := d.Delete(at(1), old.SID)
	require.ErrorIs(t, err, ErrNotEmpty)
	assert.Equal(t, "B", d.members(1, "support"))

	d.tell(d.Leave, 2, 'B')
	d.done(d.Delete(at(3), old.SID))
	assert.Equal(t, []string{"3s queue.deleted"}, d.log())
	_, err = d.Fetch(at(3), old.SID)
	require.ErrorIs(t, err, ErrUnknownQueue)
	_, err = d.Delete(at(3), old.SID)
	require.ErrorIs(t, err, ErrUnknownQueue)

	d.enqueue(4, 'C', "support")
	q := d.queue(4, "support")
	assert.NotEqual(t, old.SID, q.SID)
	assert.Equal(t, 100, q.MaxSize, "the earlier size is forgotten")
}

func TestScenario12Rename(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'B', "support")
	old := d.queue(0, "support")
	q, events, err := d.Update(at(1), old.SID, UpdateQueue{FriendlyName: new("help")})
	d.done(events, err)
	assert.Equal(t, "help", q.FriendlyName)
	assert.Equal(t, old.SID, q.SID)
	assert.Equal(t, 1, q.CurrentSize)
	assert.Equal(t, old.SID, d.wait(1, 'B').QueueSid)

	e := d.enqueue(2, 'C', "support")
	assert.NotEqual(t, old.SID, e.Queue, "a second queue")
	assert.Equal(t, "B", d.members(2, "help"))
	assert.Equal(t, "C", d.members(2, "support"))
}

func TestScenario13Loop(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'A', "support")
	for _, s := range []float64{0, 20, 40} {
		w := d.wait(s, 'A')
		assert.Equal(t, time.Duration(s)*time.Second, w.QueueTime)
		assert.Equal(t, w.QueueTime, w.AvgQueueTime)
	}
}

func TestScenario14BadWaitDocument(t *testing.T) {
	d := newDesk(t, Config{})
	d.enqueue(0, 'A', "support")
	e := d.tell(d.Fault, 1, 'A')
	assert.Equal(t, ResultError, e.Result)
	assert.Equal(t, d.queue(1, "support").SID, e.Queue, "it really was enqueued")
}

func TestScenario15Workflow(t *testing.T) {
	d := newDesk(t, Config{})
	w := workflow(1)
	d.park(0, 'A', w)
	q := d.queue(0, w.String())
	assert.True(t, q.Guarded)
	assert.Equal(t, 100, q.MaxSize)
	assert.Equal(t, ResultHangup, d.tell(d.Hangup, 3, 'A').Result)
	assert.Equal(t, "", d.members(3, w.String()))
}

func TestScenario16Reservation(t *testing.T) {
	d := newDesk(t, Config{})
	w := workflow(1)
	for i, letter := range "ABC" {
		d.park(float64(i), letter, w)
	}
	e := d.take(10, 'B', 'X')
	assert.Equal(t, EntryTaken, e.State)
	assert.Equal(t, 9*time.Second, e.QueueTime)
	assert.Equal(t, []string{"10s call.taken B agent=X in-queue=9s"}, d.log())
	assert.Equal(t, "AC", d.members(10, w.String()))
	assert.Equal(t, 2, d.wait(10, 'C').QueuePosition)
}
