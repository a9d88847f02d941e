package taskrouter

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter/expr"
)

// changes are commands that each change something, one after the other, on a
// desk with an offered task.
func (d *desk) changes() []Command {
	return []Command{
		&UpdateWorkspace{WrapUpTime: new(time.Minute)},
		&UpdateWorkspace{PrioritizeQueueOrder: new(LIFO)},
		&UpdateWorkspace{EventCallbackURL: new("https://example.com/events")},
		&UpdateWorkspace{EventsFilter: new("task.created")},
		&CreateActivity{FriendlyName: "Lunch"},
		&UpdateActivity{SID: d.offline, FriendlyName: new("Gone")},
		&CreateTaskChannel{UniqueName: "mail", FriendlyName: "Mail"},
		&CreateTaskQueue{FriendlyName: "Second"},
		&UpdateTaskQueue{SID: d.queue, TaskOrder: new(LIFO)},
		&UpdateWorkflow{SID: d.workflow, TaskReservationTimeout: new(time.Minute)},
		&CreateWorker{FriendlyName: "bob", ActivitySID: d.offline},
		&UpdateWorker{SID: d.worker, Attributes: new(`{"level":3}`)},
		&UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "chat", Capacity: new(4)},
		&UpdateTask{SID: d.task, Priority: new(3)},
		&UpdateReservation{SID: d.reservation, ReservationStatus: ReservationStatusAccepted},
		&CreateTransfer{ReservationSID: d.reservation, To: d.queue.String()},
		&EndCall{SID: d.reservation},
		&CreateTask{Attributes: `{"n":1}`},
		&CreateTask{Attributes: `{"n":2}`},
	}
}

func TestDigestNoticesEveryChange(t *testing.T) {
	d, twin := newDesk(t, Limits{}), newDesk(t, Limits{})
	d.offer()
	twin.offer()
	require.Equal(t, d.Digest(), twin.Digest())
	for i, cmd := range d.changes() {
		name := fmt.Sprint(i, " ", commandName(cmd))
		before := d.Digest()
		apply(t, d.Engine, cmd)
		assert.NotEqual(t, before, d.Digest(), name)
		apply(t, twin.Engine, cmd)
		assert.Equal(t, d.Digest(), twin.Digest(), name)
	}
	_, err := d.Apply(d.Now().Add(time.Second), &Advance{})
	require.NoError(t, err)
	assert.NotEqual(t, d.Digest(), twin.Digest(), "time is state too")
}

// What is refused must be seen to change nothing even where nobody can look, so
// reading must not change the digest either.
func TestReadingDoesNotChangeTheDigest(t *testing.T) {
	d := newDesk(t, Limits{})
	d.offer()
	before := d.Digest()
	_ = observe(d.Engine)
	_, err := d.WorkspaceCumulative(Window{})
	require.NoError(t, err)
	_, err = d.TaskQueueRealTime(d.queue, "")
	require.NoError(t, err)
	require.NoError(t, d.Check())
	assert.Equal(t, before, d.Digest())
}

func ExampleEngine_Digest() {
	a, _ := New(Config{Seed: 1})
	b, _ := New(Config{Seed: 1})
	fmt.Println(a.Digest() == b.Digest())
	_, _ = a.Apply(time.Unix(1, 0), &CreateActivity{FriendlyName: "Lunch"})
	fmt.Println(a.Digest() == b.Digest())
	_, _ = b.Apply(time.Unix(1, 0), &CreateActivity{FriendlyName: "Lunch"})
	fmt.Println(a.Digest() == b.Digest())
	// Output:
	// true
	// false
	// true
}

// Every command changes a counter or a version too, so what it changes besides
// is tampered with alone here.
func TestDigestNoticesWhatNoCounterTells(t *testing.T) {
	tests := []struct {
		name   string
		tamper func(d *desk, w *worker, task *task, r *reservation)
	}{
		{"attributes of a worker", func(_ *desk, w *worker, _ *task, _ *reservation) {
			w.attributes = must(expr.ParseDocument(`{"level":9}`))
		}},
		{"last reservation of a worker", func(_ *desk, w *worker, _ *task, _ *reservation) { w.last++ }},
		{"capacity", func(_ *desk, w *worker, _ *task, _ *reservation) { w.channels[0].capacity++ }},
		{"attributes of a task", func(_ *desk, _ *worker, x *task, _ *reservation) {
			x.attributes = must(expr.ParseDocument(`{"n":9}`))
		}},
		{"a linked conference", func(_ *desk, _ *worker, x *task, _ *reservation) { x.conference = true }},
		{"priority", func(_ *desk, _ *worker, x *task, _ *reservation) { x.priority++ }},
		{"sum of step timeouts", func(_ *desk, _ *worker, x *task, _ *reservation) { x.stepsEnd++ }},
		{"a task's timer", func(_ *desk, _ *worker, x *task, _ *reservation) { x.life.at++ }},
		{"a step", func(_ *desk, _ *worker, x *task, _ *reservation) { x.step.target++ }},
		{"a reservation's state", func(_ *desk, _ *worker, _ *task, r *reservation) { r.status = ReservationStatusAccepted }},
		{"a reservation's timer", func(_ *desk, _ *worker, _ *task, r *reservation) { r.timeout.at++ }},
		{"a queue's expression", func(d *desk, _ *worker, _ *task, _ *reservation) { d.queues.get(d.queue).cur.TargetWorkers = "1==2" }},
		{"a workflow's configuration", func(d *desk, _ *worker, _ *task, _ *reservation) { d.workflows.get(d.workflow).route.source += " " }},
		{"a minute of statistics", func(d *desk, _ *worker, _ *task, _ *reservation) { d.stats.archive.order[0].sums.counts[0]++ }},
		{"a worker's stay in an activity", func(d *desk, _ *worker, _ *task, _ *reservation) { d.stats.stays.entry(d.stats.stays.last).at++ }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := newDesk(t, Limits{})
			d.offer()
			before := d.Digest()
			tt.tamper(d, d.workers.get(d.worker), d.tasks.get(d.task), d.reservations.get(d.reservation))
			assert.NotEqual(t, before, d.Digest())
		})
	}
}
