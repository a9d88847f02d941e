package taskrouter

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter/expr"
)

// groupFor is a group of tasks that have just come, of which their step reads these values.
func groupFor(s *step, ch *taskChannel, values ...expr.Value) *group {
	g := &group{full: true}
	g.enter(s, ch, values)
	return g
}

// TestClockIsJudgedForThoseWhoWaitAlready: where a step reads the clock, the task
// that comes is not the only one whom the new time concerns.
func TestClockIsJudgedForThoseWhoWaitAlready(t *testing.T) {
	d := newDesk(t, Limits{})
	hour := shiftStart.Truncate(time.Hour).Add(time.Hour)
	create := func(minute int, cmd Command) []Event {
		events, err := d.Apply(hour.Add(time.Duration(minute)*time.Minute), cmd)
		require.NoError(t, err)
		require.NoError(t, d.Check())
		return events
	}
	create(0, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
		`{"task_routing":{"default_filter":{"queue":%q,"expression":"taskrouter.currentMin >= 30"}}}`, d.queue))})

	events := create(10, &CreateTask{})
	first := Find(events, TaskCreated).TaskSID
	require.Nil(t, Find(events, ReservationCreated))

	offer := Find(create(40, &CreateTask{}), ReservationCreated)
	require.NotNil(t, offer)
	assert.Equal(t, first, offer.TaskSID)
}

// TestSameAttributesInTwoWorkflows gives two workflows a task of the same text
// each: what one has looked up of it is not what the other reads.
func TestSameAttributesInTwoWorkflows(t *testing.T) {
	d := newDesk(t, Limits{})
	workflow := func(name string) WorkflowSID {
		return Find(apply(t, d.Engine, &CreateWorkflow{FriendlyName: name, Configuration: fmt.Sprintf(
			`{"task_routing":{"filters":[{"expression":"%s == 1","targets":[{"queue":%q}]}]}}`, name, d.queue)}), WorkflowCreated).workflow.SID
	}
	a, b := workflow("a"), workflow("b")
	for range 2 {
		for _, tt := range []struct {
			workflow WorkflowSID
			taken    bool
		}{{a, true}, {b, false}} {
			events := apply(t, d.Engine, &CreateTask{WorkflowSID: tt.workflow, Attributes: `{"a":1,"b":2}`})
			assert.Equal(t, tt.taken, Find(events, TaskQueueEntered) != nil)
			assert.Equal(t, !tt.taken, Find(events, TaskCanceled) != nil)
		}
	}
}

// TestSparesKeep plays on a ring of two places.
func TestSparesKeep(t *testing.T) {
	s := spares{size: 2}
	a, b, c, d := &group{key: "a"}, &group{key: "b"}, &group{key: "c"}, &group{key: "d"}
	for _, tt := range []struct {
		name string
		keep *group
		used *group // somebody waits in it before that
		gone *group
		ring []*group
	}{
		{name: "the first", keep: a, ring: []*group{a}},
		{name: "the second", keep: b, ring: []*group{a, b}},
		{name: "the oldest goes", keep: c, gone: a, ring: []*group{c, b}},
		{name: "one in use does not go", keep: d, used: b, ring: []*group{c, d}},
		{name: "one that was in use comes back", keep: b, gone: c, ring: []*group{b, d}},
		{name: "one comes back to another place", keep: b, used: b, gone: d, ring: []*group{b, b}},
		{name: "and does not go for its former place", keep: a, ring: []*group{a, b}},
	} {
		if tt.used != nil {
			tt.used.spare = 0
		}
		assert.Same(t, tt.gone, s.keep(tt.keep), tt.name)
		assert.Equal(t, tt.ring, s.ring, tt.name)
		assert.Same(t, tt.keep, s.ring[tt.keep.spare-1], tt.name)
	}
}

// TestSparesHaveASize fills the ring of the usual size.
func TestSparesHaveASize(t *testing.T) {
	var s spares
	first := &group{}
	require.Nil(t, s.keep(first))
	for range mostSpares - 1 {
		require.Nil(t, s.keep(&group{}))
	}
	require.Same(t, first, s.keep(&group{}))
	assert.Len(t, s.ring, mostSpares)
}

// TestSpareGroups is about which groups the engine knows of: the spare ones until
// they have to go, and those that somebody waits in.
func TestSpareGroups(t *testing.T) {
	d := newDesk(t, Limits{})
	d.routing.spares.size = 2
	apply(t, d.Engine, &UpdateWorkerChannel{WorkerSID: d.worker, TaskChannel: "default", Capacity: new(10)})
	apply(t, d.Engine, &UpdateWorkflow{SID: d.workflow, Configuration: new(fmt.Sprintf(
		`{"task_routing":{"default_filter":{"queue":%q,"expression":"task.n != worker.no"}}}`, d.queue))})
	apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(`{"no":9}`)})
	no := func(n int) {
		apply(t, d.Engine, &UpdateWorker{SID: d.worker, Attributes: new(`{"no":` + strconv.Itoa(n) + `}`)})
	}
	known := func(want ...int) {
		t.Helper()
		var got []int
		for _, g := range d.routing.groups {
			n, ok := g.values[0].Int()
			require.True(t, ok)
			got = append(got, int(n))
		}
		assert.ElementsMatch(t, want, got)
		require.NoError(t, d.Check())
	}
	task := func(n int) {
		apply(t, d.Engine, &CreateTask{Attributes: `{"n":` + strconv.Itoa(n) + `}`})
	}
	wait := func(n int) {
		no(n) // whoever waits is offered now
		task(n)
	}
	task(1)
	known() // who finds somebody at once joins no group
	wait(1)
	wait(2)
	wait(3)
	known(1, 2, 3)
	wait(4)
	known(2, 3, 4)
	no(9)
	known(3, 4)
	wait(3)
	known(3, 4)
	wait(5)
	known(3, 4, 5)
	no(9)
	known(3, 5)
}
