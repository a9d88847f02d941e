package voice_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// TestReconcileRefusals: a faulty list is refused whole.
func TestReconcileRefusals(t *testing.T) {
	call, other := voice.MakeCallSID(1, 1), voice.MakeCallSID(1, 2)
	arrived := func(change func(*voice.LiveCall)) []voice.LiveCall {
		faulty := voice.LiveCall{CallArrived: voice.CallArrived{Call: call}}
		change(&faulty)
		return []voice.LiveCall{{CallArrived: voice.CallArrived{Call: other}}, faulty}
	}
	for _, row := range []struct {
		name string
		live []voice.LiveCall
		want error
	}{
		{"no SID", arrived(func(l *voice.LiveCall) { l.Call = voice.CallSID{} }), voice.ErrInput},
		{"twice", arrived(func(l *voice.LiveCall) { l.Call = other }), voice.ErrBusy},
		{"direction", arrived(func(l *voice.LiveCall) { l.Direction = "odd" }), voice.ErrInput},
		{"URL", arrived(func(l *voice.LiveCall) { l.URL = "/x" }), voice.ErrInput},
		{"fallback URL", arrived(func(l *voice.LiveCall) { l.FallbackURL = "/x" }), voice.ErrInput},
		{"wait URL", arrived(func(l *voice.LiveCall) { l.WaitURL = "/x" }), voice.ErrInput},
		{"method", arrived(func(l *voice.LiveCall) { l.Method = "PUT" }), voice.ErrInput},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, err := voice.New(voice.Config{})
			require.NoError(t, err)
			actions, err := m.Reconcile(start, row.live)
			assert.ErrorIs(t, err, row.want)
			assert.Empty(t, actions)
			assert.Empty(t, m.Left())
		})
	}
	t.Run("time", func(t *testing.T) {
		m, _ := voice.New(voice.Config{})
		_, err := m.Reconcile(time.Time{}, nil)
		assert.ErrorIs(t, err, voice.ErrTime)
	})
	t.Run("not new", func(t *testing.T) {
		h := openHouse(t, opened{norouter: true})
		h.pages["/p"] = page{media: "text/xml", body: `<Response><Pause/></Response>`}
		h.arrive("a", "/p")
		_, err := h.machine.Reconcile(h.now, nil)
		assert.ErrorIs(t, err, voice.ErrState)
		h.close()
	})
	t.Run("a router without tasks", func(t *testing.T) {
		engine, err := taskrouter.New(taskrouter.Config{Created: start})
		require.NoError(t, err)
		m, err := voice.New(voice.Config{Router: struct{ voice.Router }{engine}})
		require.NoError(t, err)
		_, err = m.Reconcile(start, nil)
		assert.ErrorIs(t, err, voice.ErrState)
	})
}

// TestReconcileAnswered: how long a call lasts counts from its answer.
func TestReconcileAnswered(t *testing.T) {
	m, err := voice.New(voice.Config{})
	require.NoError(t, err)
	call, late := voice.MakeCallSID(1, 1), voice.MakeCallSID(1, 2)
	actions, err := m.Reconcile(start, []voice.LiveCall{
		{CallArrived: voice.CallArrived{Call: call, Direction: voice.OutboundDial}, Answered: start.Add(-time.Minute)},
		{CallArrived: voice.CallArrived{Call: late}, Answered: start.Add(time.Minute)},
	})
	require.NoError(t, err)
	assert.Equal(t, []voice.Action{
		&voice.Hangup{Call: call}, &voice.CallEnded{Call: call, Status: voice.StatusCompleted, Duration: time.Minute},
		&voice.Hangup{Call: late}, &voice.CallEnded{Call: late, Status: voice.StatusCompleted},
	}, actions)
}

// TestReconcileFullQueue: a workflow's queue that has become smaller takes back
// only so many, and holds no worker.
func TestReconcileFullQueue(t *testing.T) {
	for _, talking := range []bool{false, true} {
		h := openHouse(t, opened{})
		h.pages["/q"] = page{media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}"/></Response>`}
		h.do(&voice.Command{Command: &taskrouter.CreateWorker{FriendlyName: "Alice", Attributes: `{"contact_uri":"client:alice"}`, ActivitySID: h.available()}})
		if talking {
			h.answer = `{"instruction":"dequeue"}`
		}
		h.arrive("a", "/q")
		live := []voice.LiveCall{{CallArrived: voice.CallArrived{Call: h.callSID("a")}}}
		if talking {
			h.do(&voice.Answered{Call: h.callSID("alice")})
			live = append(live, voice.LiveCall{CallArrived: voice.CallArrived{Call: h.callSID("alice")}})
		}
		size := 0
		queues, err := queue.New(queue.Config{})
		require.NoError(t, err)
		_, _, err = queues.Create(h.now, queue.CreateQueue{FriendlyName: h.sid("WW", "Support"), MaxSize: &size})
		require.NoError(t, err)
		h.machine, err = voice.New(voice.Config{Router: h.engine, Queues: queues, Seed: 9})
		require.NoError(t, err)
		h.saw(h.machine.Reconcile(h.now, live))
		task, _ := h.engine.Task(h.tasks[0])
		want := taskrouter.TaskStatusCanceled
		if talking {
			want = taskrouter.TaskStatusWrapping
		}
		assert.Equal(t, want, task.AssignmentStatus)
		h.live = nil
		h.close()
	}
}

// available returns the activity of that name.
func (h *house) available() taskrouter.ActivitySID {
	a, _ := h.engine.ActivityByName("Available")
	return a.SID
}

// TestMakeCallSID: the same for the same, and no two alike.
func TestMakeCallSID(t *testing.T) {
	seen := map[voice.CallSID]bool{}
	for seed := range uint64(3) {
		for n := range uint64(100) {
			s := voice.MakeCallSID(seed, n)
			assert.Equal(t, s, voice.MakeCallSID(seed, n))
			assert.False(t, seen[s])
			seen[s] = true
		}
	}
}

// TestCallOfNobody: a machine without a router knows no tasks.
func TestCallOfNobody(t *testing.T) {
	m, err := voice.New(voice.Config{})
	require.NoError(t, err)
	task, _ := taskrouter.ParseTaskSID("WT0123456789abcdef0123456789abcdef")
	_, ok := m.CallOf(task)
	assert.False(t, ok)
	h := openHouse(t, opened{})
	_, ok = h.machine.CallOf(task)
	assert.False(t, ok)
	_, err = m.Step(start, &voice.PartialResult{})
	assert.ErrorIs(t, err, voice.ErrInput)
}
