package taskrouter

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTurnsAreCountedAnew: when a spot has no room for one more turn or worker,
// nobody's place among the others changes.
func TestTurnsAreCountedAnew(t *testing.T) {
	d := newDesk(t, Limits{})
	available, _ := d.ActivityByName("Available")
	names := map[WorkerSID]string{d.worker: "desk"}
	for i := range 4 {
		name := fmt.Sprint("w", i)
		w := Find(apply(t, d.Engine, &CreateWorker{FriendlyName: name, ActivitySID: available.SID}), WorkerCreated).WorkerSID
		names[w] = name
	}
	// Each has had a task but the last one: two at one instant, the others at others.
	now := d.Now()
	serve := func(after time.Duration) WorkerSID {
		now = now.Add(after)
		events, err := d.Apply(now, &CreateTask{})
		require.NoError(t, err)
		offer := Find(events, ReservationCreated)
		require.NotNil(t, offer)
		worker, reservation := offer.WorkerSID, offer.ReservationSID
		for _, status := range []ReservationStatus{ReservationStatusAccepted, ReservationStatusCompleted} {
			apply(t, d.Engine, &UpdateReservation{SID: reservation, ReservationStatus: status})
		}
		return worker
	}
	for i := range 7 { // desk, w0, w1, w2, w3, desk, w0
		serve(time.Duration(i%2) * time.Second)
	}
	order := func() (list []string) {
		q := d.queues.get(d.queue)
		for w := range d.byIdleness(q, d.channels.get(d.channel("default")).slot) {
			list = append(list, w.name)
		}
		return list
	}
	before, digest := order(), d.Digest()
	require.Len(t, before, 5)
	require.Greater(t, d.turns.made, uint64(3))

	d.countAnew()
	require.NoError(t, d.Check())
	assert.Equal(t, before, order())
	assert.Equal(t, digest, d.Digest())
	assert.Equal(t, uint64(5), d.turns.workers)
	assert.LessOrEqual(t, d.turns.made, uint64(5))

	// Whoever is reserved at the instant of the last turn has that turn, and nobody
	// else's when who had it is gone.
	last := serve(time.Second)
	apply(t, d.Engine, &DeleteWorker{SID: last})
	d.countAnew()
	serve(0)
	require.NoError(t, d.Check())

	// It happens by itself, before a command.
	d.turns.most.made = 1
	assert.Equal(t, names[serve(time.Second)], order()[len(order())-1])
	for range 20 {
		serve(time.Second)
	}
	require.NoError(t, d.Check())
	assert.LessOrEqual(t, d.turns.made, uint64(2*5))
}
