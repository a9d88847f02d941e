package taskrouter

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTooManyAvailableWorkers(t *testing.T) {
	d := newDesk(t, Limits{Available: 2}) // one is available already
	created := apply(t, d.Engine, &CreateWorker{FriendlyName: "second", ActivitySID: d.available})
	second := Find(created, WorkerCreated).WorkerSID
	third := &CreateWorker{FriendlyName: "third", ActivitySID: d.available}
	err := refuse(t, d.Engine, third)
	assert.Equal(t, KindLimit, err.Kind)
	assert.Equal(t, CodeTooManyAvailable, err.Code)

	apply(t, d.Engine, &UpdateWorker{SID: second, ActivitySID: d.available}) // he is one of the two
	apply(t, d.Engine, &UpdateWorker{SID: second, ActivitySID: d.offline})
	apply(t, d.Engine, third)
	err = refuse(t, d.Engine, &UpdateWorker{SID: second, ActivitySID: d.available})
	assert.Equal(t, CodeTooManyAvailable, err.Code)
}

func TestTheEngineMovesWorkersInSpiteOfTheLimit(t *testing.T) {
	d := newDesk(t, Limits{Available: 1})
	d.offer()
	apply(t, d.Engine, &UpdateWorkspace{TimeoutActivitySID: &d.available})
	_, err := d.Apply(d.Now().Add(2*time.Minute), &Advance{}) // the reservation times out
	require.NoError(t, err)
	worker, _ := d.Worker(d.worker)
	assert.True(t, worker.Available)
}

func TestLimitOfReservedWorkers(t *testing.T) {
	d := newDesk(t, Limits{Reserved: 60})
	apply(t, d.Engine, &CreateTaskQueue{FriendlyName: "Sixty", MaxReservedWorkers: 60})
	err := refuse(t, d.Engine, &CreateTaskQueue{FriendlyName: "More", MaxReservedWorkers: 61})
	assert.Contains(t, err.Message, "61 is out of range: want 1 to 60")
}

func TestLimitOfConfigurations(t *testing.T) {
	d := newDesk(t, Limits{Configuration: 200})
	fits := d.toQueue(d.queue)
	require.LessOrEqual(t, len(fits), 200)
	apply(t, d.Engine, &CreateWorkflow{FriendlyName: "Short", Configuration: fits})
	err := refuse(t, d.Engine, &CreateWorkflow{FriendlyName: "Long", Configuration: fits + strings.Repeat(" ", 200)})
	assert.Equal(t, "Configuration", err.Field)
}

// TestLimitOfAttributes counts characters and not bytes.
func TestLimitOfAttributes(t *testing.T) {
	d := newDesk(t, Limits{Attributes: 20})
	longest := `{"a":"` + strings.Repeat("ä", 12) + `"}`
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: &longest})
	apply(t, d.Engine, &CreateTask{Attributes: longest})
	err := refuse(t, d.Engine, &CreateTask{Attributes: longest + " "})
	assert.Contains(t, err.Message, "has 21 characters: want at most 20")
}

// TestLimitOfAssignedTasks removes an assigned task when its time is over, which
// is 24 hours unless the limit says otherwise (lifecycle.md §1.2).
func TestLimitOfAssignedTasks(t *testing.T) {
	for want, limits := range map[time.Duration]Limits{24 * time.Hour: {}, time.Hour: {AssignedTask: time.Hour}} {
		d := newDesk(t, limits)
		d.offer()
		d.answer(ReservationStatusAccepted)
		due, _ := d.Deadline()
		assert.Equal(t, want, due.Sub(d.Now()))
		events, err := d.Apply(due, &Advance{})
		require.NoError(t, err)
		gone := Find(events, TaskSystemDeleted)
		require.NotNil(t, gone)
		assert.Equal(t, TaskStatusAssigned, gone.TaskStatus(), "neither completed nor canceled")
		assert.Empty(t, gone.TaskReason())
		require.NoError(t, d.Check())
	}
}

// TestLimitOfTransferredTasks: the time of an assigned task runs from its first
// acceptance, whoever has it.
func TestLimitOfTransferredTasks(t *testing.T) {
	h := newHandover(t, Config{Limits: Limits{AssignedTask: time.Hour}})
	end := h.Now().Add(time.Hour)
	h.do(20*time.Minute, &CreateTransfer{ReservationSID: h.reservation, To: h.bob.String()})
	h.do(time.Minute, &UpdateReservation{SID: h.other, ReservationStatus: ReservationStatusAccepted})
	due, _ := h.Deadline()
	assert.Equal(t, end, due)
}
