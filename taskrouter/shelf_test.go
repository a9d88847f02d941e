package taskrouter

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shelved is a desk with so many tasks, each accepted by the worker.
func shelved(t *testing.T, tasks int) (d *desk, made []TaskSID) {
	d = newDesk(t, Limits{})
	apply(t, d.Engine, &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "default", Capacity: new(50)})
	for i := range tasks {
		d.offer()
		d.answer(ReservationStatusAccepted)
		apply(t, d.Engine, &UpdateTask{SID: d.task, Attributes: new(fmt.Sprintf(`{"n":%d}`, i))})
		made = append(made, d.task)
	}
	return d, made
}

// TestShelfTakesWhatIsRemoved: records are used again when their Apply is through,
// and keep nothing of who had them.
func TestShelfTakesWhatIsRemoved(t *testing.T) {
	d, made := shelved(t, 2)
	apply(t, d.Engine, &DeleteTask{SID: made[0]})
	require.Len(t, d.shelves.tasks.free, 1)
	require.Len(t, d.shelves.reservations.free, 1)
	assert.Equal(t, task{}, *d.shelves.tasks.free[0])
	assert.Equal(t, reservation{}, *d.shelves.reservations.free[0])

	d.offer()
	assert.Empty(t, d.shelves.tasks.free)
	assert.Empty(t, d.shelves.reservations.free)
	got, _ := d.Task(d.task)
	assert.Equal(t, "{}", got.Attributes)
	assert.Equal(t, 1, len(slices.Collect(d.TaskReservations(d.task))))
	_, ok := d.Task(made[0])
	assert.False(t, ok)

	refuse(t, d.Engine, &CreateTask{Priority: -1})
	assert.Len(t, d.shelves.tasks.free, 1, "what was refused gives its record back")
}

// TestShelfIsFull keeps no more records than it has room for.
func TestShelfIsFull(t *testing.T) {
	var s shelf[task]
	for range mostShelved + 1 {
		s.put(&task{priority: 7})
	}
	assert.Len(t, s.free, mostShelved)
	for range mostShelved + 1 {
		assert.Equal(t, task{}, *s.take())
	}
}

// TestListingsKeepTheirRecords: while a listing goes on, what it may have come to is
// not used again, so that it shows nobody else's.
func TestListingsKeepTheirRecords(t *testing.T) {
	replace := func(d *desk, s TaskSID) {
		apply(t, d.Engine, &DeleteTask{SID: s})
		d.offer()
		d.answer(ReservationStatusAccepted)
	}
	t.Run("tasks", func(t *testing.T) {
		d, made := shelved(t, 4)
		var got []TaskSID
		for task := range d.Tasks() {
			got = append(got, task.SID)
			if len(got) == 2 {
				replace(d, made[1])
				replace(d, made[2])
			}
		}
		assert.Equal(t, []TaskSID{made[0], made[1], made[3]}, got[:3])
		assert.Equal(t, d.task, got[len(got)-1], "what comes meanwhile comes last")
		assert.Empty(t, d.shelves.tasks.free)
	})
	t.Run("tasks behind one that goes", func(t *testing.T) {
		d, made := shelved(t, 3)
		list, ok := d.TasksAfter(made[0])
		require.True(t, ok)
		var got []TaskSID
		for task := range list {
			if got = append(got, task.SID); len(got) == 1 {
				replace(d, made[0])
			}
		}
		assert.Equal(t, []TaskSID{made[1], made[2], d.task}, got)
		for range list {
			t.Error("the task that it begins behind is gone by now")
		}
	})
	t.Run("reservations of a task", func(t *testing.T) {
		d := newBatch(t)
		d.offer()
		first, n := d.task, 0
		for r := range d.TaskReservations(first) {
			if n++; n == 1 {
				apply(t, d.Engine, &DeleteTask{SID: first})
				d.offer()
			}
			assert.Equal(t, first, r.TaskSID)
		}
		assert.Equal(t, 2, n)
	})
	t.Run("reservations of a worker", func(t *testing.T) {
		d, made := shelved(t, 3)
		var got []TaskSID
		for r := range d.WorkerReservations(d.worker) {
			if got = append(got, r.TaskSID); len(got) == 1 {
				replace(d, made[0])
				replace(d, made[1])
			}
		}
		assert.Equal(t, []TaskSID{made[0], made[2]}, got[:2])
		assert.Equal(t, d.task, got[len(got)-1])
	})
	t.Run("reservations behind one that goes", func(t *testing.T) {
		d, made := shelved(t, 2)
		first := slices.Collect(d.TaskReservations(made[0]))[0]
		list, ok := d.WorkerReservationsAfter(d.worker, first.SID)
		require.True(t, ok)
		replace(d, made[0])
		for range list {
			t.Error("the reservation that it begins behind is gone by now")
		}
	})
}

// TestLifeAllocatesNothing: where tasks come and go, what one leaves the next one
// takes.
func TestLifeAllocatesNothing(t *testing.T) {
	d := newDesk(t, Limits{FinishedTask: time.Second})
	now := d.Now()
	life := func() {
		now = now.Add(time.Millisecond)
		events := must(d.Apply(now, &CreateTask{}))
		offer := Find(events, ReservationCreated)
		accept, complete := UpdateReservation{SID: offer.ReservationSID, ReservationStatus: "accepted"}, UpdateTask{SID: offer.TaskSID, AssignmentStatus: "completed"}
		must(d.Apply(now, &accept))
		must(d.Apply(now, &complete))
	}
	for range 3_000 {
		life()
	}
	const commands = 3 // which are the caller's
	assert.Less(t, testing.AllocsPerRun(2_000, life), commands+0.5)
}

// BenchmarkShelf lives with records that are used again, and with new ones, as while
// a listing goes on.
func BenchmarkShelf(b *testing.B) {
	for _, tt := range []struct {
		name  string
		walks int
	}{{"used again", 0}, {"made anew", 1}} {
		b.Run(tt.name, func(b *testing.B) {
			d := newDesk(b, Limits{FinishedTask: time.Second})
			now := d.Now()
			var accept UpdateReservation
			var complete UpdateTask
			accept.ReservationStatus, complete.AssignmentStatus = ReservationStatusAccepted, TaskStatusCompleted
			create := &CreateTask{}
			d.tasks.walks += tt.walks
			b.ReportAllocs()
			for b.Loop() {
				now = now.Add(time.Millisecond)
				offer := Find(must(d.Apply(now, create)), ReservationCreated)
				accept.SID, complete.SID = offer.ReservationSID, offer.TaskSID
				must(d.Apply(now, &accept))
				must(d.Apply(now, &complete))
			}
		})
	}
}
