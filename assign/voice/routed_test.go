package voice_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// A router that others command: the caller's task is canceled behind the
// machine's back, and the machine is told.
func TestObserve(t *testing.T) {
	engine, err := taskrouter.New(taskrouter.Config{})
	require.NoError(t, err)
	m, err := voice.New(voice.Config{Router: engine})
	require.NoError(t, err)
	now := start
	apply := func(cmd taskrouter.Command) []taskrouter.Event {
		t.Helper()
		events, err := engine.Apply(now, cmd)
		require.NoError(t, err)
		return events
	}
	apply(&taskrouter.CreateTaskQueue{FriendlyName: "Q"})
	q, _ := engine.TaskQueueByName("Q")
	apply(&taskrouter.CreateWorkflow{FriendlyName: "W", Configuration: `{"task_routing":{"default_filter":{"queue":"` + q.SID.String() + `"}}}`})
	wf, _ := engine.WorkflowByName("W")
	call, _ := queue.ParseCallSID("CA0123456789abcdef0123456789abcdef")
	actions, err := m.Step(now, &voice.CallArrived{Call: call, URL: site})
	require.NoError(t, err)
	document := `<Response><Enqueue workflowSid="` + wf.SID.String() + `"/></Response>`
	actions, err = m.Step(now, &voice.Fetched{Op: actions[0].(*voice.Fetch).Op, ContentType: "text/xml", Body: []byte(document)})
	require.NoError(t, err)
	var task taskrouter.TaskSID
	for _, a := range actions {
		if a, ok := a.(*voice.Routed); ok && a.Event.Type == taskrouter.TaskCreated {
			task = a.Event.TaskSID
		}
	}

	now = now.Add(time.Second)
	events := apply(&taskrouter.UpdateTask{SID: task, AssignmentStatus: taskrouter.TaskStatusCanceled})
	actions, err = m.Observe(now, events)
	require.NoError(t, err)
	require.NotEmpty(t, actions)
	assert.Equal(t, &voice.TaskEnded{Call: call, Task: task, Status: taskrouter.TaskStatusCanceled}, actions[len(actions)-1])
	for i, a := range actions[:len(actions)-1] {
		assert.Equal(t, events[i].Type, a.(*voice.Routed).Event.Type)
	}
	require.NoError(t, m.Check())

	_, err = m.Observe(now.Add(-1), nil)
	require.ErrorIs(t, err, voice.ErrTime)
	_, err = m.Observe(time.Time{}, nil)
	require.ErrorIs(t, err, voice.ErrTime)
	_, err = m.Step(now, &voice.HungUp{Call: call})
	require.NoError(t, err)
	require.NoError(t, m.Check())

	alone, err := voice.New(voice.Config{})
	require.NoError(t, err)
	_, err = alone.Observe(now, events)
	require.ErrorIs(t, err, voice.ErrState)
	assert.True(t, strings.HasPrefix(err.Error(), "voice: Observe: "), err.Error())
}
