package taskrouter

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/taskrouter/expr"
)

// manyQueues is a workspace with a worker and a hundred queues, of which he is
// in three.
func manyQueues(t *testing.T) (*Engine, *worker) {
	e, err := New(Config{Created: shiftStart})
	require.NoError(t, err)
	for i := range 100 {
		source := fmt.Sprintf("(team == %d AND level > 3) OR skills HAS 's%d'", i, i)
		apply(t, e, &CreateTaskQueue{FriendlyName: fmt.Sprint("Queue ", i), TargetWorkers: &source})
	}
	s := Find(apply(t, e, &CreateWorker{FriendlyName: "Alice", Attributes: `{"team":1,"level":4,"skills":["s2","s3","s3"]}`}), WorkerCreated).WorkerSID
	require.NoError(t, e.Check())
	return e, e.workers.get(s)
}

func namesOf(queues []*taskQueue) []string {
	var names []string
	for _, q := range queues {
		names = append(names, q.cur.FriendlyName)
	}
	return names
}

func TestMembershipLooksAtFewQueues(t *testing.T) {
	for _, tt := range []struct {
		name, attributes string
		changed          int
		looked           []string // at these and no others
		in               []string
	}{
		{"nothing", `{"team":1,"level":4,"skills":["s2","s3","s3"]}`, 0, nil, []string{"Queue 1", "Queue 2", "Queue 3"}},
		{"what nobody reads", `{"team":1,"level":4,"note":"x","skills":["s2","s3","s3"]}`, 0, nil, []string{"Queue 1", "Queue 2", "Queue 3"}},
		{"the order of members", `{"skills":["s2","s3","s3"],"team":1,"level":4}`, 0, nil, []string{"Queue 1", "Queue 2", "Queue 3"}},
		{"what many read", `{"team":1,"level":2,"skills":["s2","s3","s3"]}`, 1, []string{"Queue 1", "Queue 2", "Queue 3"}, []string{"Queue 2", "Queue 3"}},
		{"a key of the index", `{"team":7,"level":5,"skills":["s2","s3","s3"]}`, 2, []string{"Queue 1", "Queue 2", "Queue 3", "Queue 7"}, []string{"Queue 2", "Queue 3", "Queue 7"}},
		{"an element", `{"team":1,"level":4,"skills":["s99"]}`, 1, []string{"Queue 1", "Queue 2", "Queue 3", "Queue 99"}, []string{"Queue 1", "Queue 99"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, w := manyQueues(t)
			m := &e.members
			next := must(expr.ParseDocument(tt.attributes))
			m.changed = m.changed[:0]
			if m.mayDiffer(w.attributes, next) {
				m.former = m.appendInputs(m.former[:0], w, w.name, w.attributes)
				m.values = m.appendInputs(m.values[:0], w, w.name, next)
				m.compare()
			}
			require.Len(t, m.changed, tt.changed)
			if tt.changed > 0 {
				assert.ElementsMatch(t, tt.looked, namesOf(m.affected(nil, w.class.queues)))
			}
			apply(t, e, &UpdateWorker{SID: w.sid, Attributes: &tt.attributes})
			assert.Equal(t, tt.in, namesOf(w.class.queues))
			require.NoError(t, e.Check())
		})
	}
}

// Queues that come and go with paths of their own leave nothing behind.
func TestMembershipForgetsPaths(t *testing.T) {
	e, w := manyQueues(t)
	for i := range 500 {
		source := fmt.Sprintf("path%d == 1 OR friendly_name == 'Bob'", i)
		q := Find(apply(t, e, &CreateTaskQueue{FriendlyName: "Short", TargetWorkers: &source}), TaskQueueCreated).queue.SID
		apply(t, e, &UpdateWorker{SID: w.sid, Attributes: new(fmt.Sprintf(`{"path%d":1,"team":1,"level":4}`, i))})
		assert.Equal(t, []string{"Queue 1", "Short"}, namesOf(w.class.queues))
		apply(t, e, &DeleteTaskQueue{SID: q})
	}
	assert.Less(t, e.members.paths.Len(), 50)
	apply(t, e, &UpdateWorker{SID: w.sid, Attributes: new(`{"team":1,"level":4,"skills":["s5"]}`)})
	assert.Equal(t, []string{"Queue 1", "Queue 5"}, namesOf(w.class.queues))
	require.NoError(t, e.Check())
}

// BenchmarkJudge finds the queues of a new worker, by the index and by a look at
// all of them.
func BenchmarkJudge(b *testing.B) {
	queues := sized(500, 50_000)
	c := newCrowd(b, 10, queues, 20, "skills HAS 's%d' AND level > 3")
	w := c.Engine.workers.get(c.workers[0])
	b.Run(fmt.Sprintf("queues=%d/index", queues), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m := &c.members
			m.values = m.appendInputs(m.values[:0], w, w.name, w.attributes)
			n := 0
			for _, q := range m.candidates(nil) {
				if c.isMember(w, q, m.values) {
					n++
				}
			}
			if n != 20 {
				b.Fatal(n)
			}
		}
	})
	b.Run(fmt.Sprintf("queues=%d/scan", queues), func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m := &c.members
			m.values = m.appendInputs(m.values[:0], w, w.name, w.attributes)
			n := 0
			for q := range c.Engine.queues.all() {
				if c.isMember(w, q, m.values) {
					n++
				}
			}
			if n != 20 {
				b.Fatal(n)
			}
		}
	})
}
