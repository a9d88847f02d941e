package taskrouter

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSetUpIsState tells engines apart by nothing but a set-up, and shows that
// refusals around it leave no trace.
func TestSetUpIsState(t *testing.T) {
	d := newBatch(t)
	d.offer()
	before, version := d.Digest(), there(d.Reservation(d.reservation)).Version
	assert.Empty(t, apply(t, d.Engine, &SuspendAccept{SID: d.reservation}))
	during := d.Digest()
	assert.NotEqual(t, before, during)
	r, _ := d.Reservation(d.reservation)
	assert.True(t, r.AcceptSuspended)
	assert.Equal(t, version, r.Version)
	assert.Equal(t, ReservationStatusPending, r.ReservationStatus)
	for _, cmd := range []Command{
		&UpdateReservation{SID: d.reservation, ReservationStatus: "accepted"},
		&UpdateReservation{SID: d.other, ReservationStatus: "accepted"},
		&SuspendAccept{SID: d.reservation},
		&ResumeAccept{SID: d.other},
		&FailAccept{SID: d.other},
		&FailCallback{SID: d.reservation},
	} {
		assert.ErrorIs(t, refuse(t, d.Engine, cmd), ErrState)
		assert.Equal(t, during, d.Digest(), "%s %+v", commandName(cmd), cmd)
	}
}

// TestSetUpAtTheTimeout suspends in the very instant in which the reservation
// times out: that has happened first, as all deadlines do. A nanosecond earlier
// it does not happen at all.
func TestSetUpAtTheTimeout(t *testing.T) {
	for _, tt := range []struct {
		early time.Duration
		want  ReservationStatus
	}{
		{0, ReservationStatusTimeout},
		{1, ReservationStatusCanceled},
	} {
		d := newDesk(t, Limits{})
		d.offer()
		_, err := d.Apply(shiftStart.Add(2*time.Minute-tt.early), &SuspendAccept{SID: d.reservation})
		assert.Equal(t, tt.want == ReservationStatusTimeout, err != nil)
		_, err = d.Apply(shiftStart.Add(time.Hour), &FailAccept{SID: d.reservation})
		assert.Equal(t, tt.want == ReservationStatusTimeout, err != nil)
		assert.Equal(t, tt.want, there(d.Reservation(d.reservation)).ReservationStatus)
		require.NoError(t, d.Check())
	}
}

// TestForgottenSetUp ends with the task: at its lifetime, or, in a transfer, when
// an assigned task's time is over.
func TestForgottenSetUp(t *testing.T) {
	d := newDesk(t, Limits{})
	d.offer()
	apply(t, d.Engine, &SuspendAccept{SID: d.reservation})
	_, err := d.Apply(shiftStart.Add(24*time.Hour), &Advance{})
	require.NoError(t, err)
	assert.Equal(t, ReservationStatusCanceled, there(d.Reservation(d.reservation)).ReservationStatus)

	h := newHandover(t, Config{})
	h.do(0, &CreateTransfer{ReservationSID: h.reservation, To: h.bob.String()})
	h.do(0, &SuspendAccept{SID: h.other})
	h.log = nil
	h.do(24*time.Hour, &Advance{})
	h.saw("reservation.canceled bob", "task.transfer-failed WARM WORKER failed", "task.system-deleted")
}

func there[V any](v V, ok bool) V {
	if !ok {
		panic("not there")
	}
	return v
}

// A caller hears who will speak with him before he is connected. That takes
// longer than the worker had for his answer, and nothing is lost.
func ExampleSuspendAccept() {
	e, _ := New(Config{})
	now := time.Unix(0, 0)
	do := func(cmd Command) []Event {
		events, err := e.Apply(now, cmd)
		if err != nil {
			fmt.Println(err)
		}
		return events
	}
	do(&CreateTaskQueue{FriendlyName: "Everybody"})
	queue, _ := e.TaskQueueByName("Everybody")
	do(&CreateWorkflow{
		FriendlyName: "All", Configuration: `{"task_routing":{"default_filter":{"queue":"` + queue.SID.String() + `"}}}`,
		TaskReservationTimeout: 5 * time.Second,
	})
	available, _ := e.ActivityByName("Available")
	do(&CreateWorker{FriendlyName: "alice", ActivitySID: available.SID})
	offer := Find(do(&CreateTask{}), ReservationCreated).ReservationSID

	do(&SuspendAccept{SID: offer}) // the caller is taken from the queue
	now = now.Add(20 * time.Second)
	r, _ := e.Reservation(offer)
	fmt.Println(r.ReservationStatus, r.AcceptSuspended)
	for _, ev := range do(&ResumeAccept{SID: offer}) { // the two are connected
		fmt.Println(ev.Type, ev.WorkerName())
	}
	// Output:
	// pending true
	// reservation.accepted alice
}
