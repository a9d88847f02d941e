package voice_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/taskrouter"
)

// The facts that the product is asked for, each a test named after it. Its story
// stands in testdata/fact, with documents and everything that is to be seen; what
// a test adds here holds the fact itself, whatever the story prints.

// fact plays the story of a fact.
func fact(t *testing.T, number int) *house {
	files, err := filepath.Glob(filepath.Join("testdata", "fact", twoDigits(number)+"-*.txt"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	return playScript(t, files[0])
}

func twoDigits(n int) string { return strings.TrimPrefix(strconv.Itoa(100+n), "1") }

// attributes decodes those of a task.
func (h *house) attributes(task string) map[string]any {
	sid, err := taskrouter.ParseTaskSID(h.sid("WT", task))
	require.NoError(h.t, err)
	t, ok := h.engine.Task(sid)
	require.True(h.t, ok)
	return decoded(h.t, t.Attributes)
}

func decoded(t testing.TB, text string) map[string]any {
	var m map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &m))
	return m
}

func (h *house) seen(what taskrouter.EventType) []taskrouter.Event {
	var list []taskrouter.Event
	for _, ev := range h.events {
		if ev.Type == what {
			list = append(list, ev)
		}
	}
	return list
}

func TestFact01_AnEnqueuedCallMakesATask(t *testing.T) {
	h := fact(t, 1)
	task, ok := h.engine.Task(h.tasks[0])
	require.True(t, ok)
	assert.Equal(t, h.sid("WW", "Support"), task.WorkflowSID.String())
	assert.Equal(t, "voice", task.TaskChannelUniqueName)
	q, ok := h.machine.Queues().ByName(h.now, h.sid("WW", "Support"))
	require.True(t, ok)
	assert.Equal(t, 1, q.CurrentSize)
	assert.Contains(t, h.actions, voice.Action(&voice.Hold{Call: h.callSID("caller")}))
	assert.Empty(t, h.fetched(voice.ForWait), "the default is the host's, not a request")
}

func TestFact02_TheQueueTakes100Calls(t *testing.T) {
	h := fact(t, 2)
	q, ok := h.machine.Queues().ByName(h.now, h.sid("WW", "Support"))
	require.True(t, ok)
	assert.Equal(t, 5000, q.MaxSize)
	assert.True(t, q.Guarded)

	h = openHouse(t, opened{})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}" action="full"/></Response>`}
	for i := range 101 {
		h.arrive("caller "+strconv.Itoa(i), "/in")
	}
	results := h.fetched(voice.ForEnqueueAction)
	require.Len(t, results, 1, "the 101st alone is refused")
	assert.Equal(t, "queue-full", results[0].Param("QueueResult"))
	assert.Len(t, h.tasks, 100)
}

func TestFact03_TheTaskCarriesTheCallsAttributes(t *testing.T) {
	fact(t, 3)

	h := openHouse(t, opened{})
	h.pages["/in"] = page{media: "text/xml", body: `<Response><Enqueue workflowSid="${WW Support}"><Task>{"skill":"billing"}</Task></Enqueue></Response>`}
	h.do(&voice.CallArrived{
		Call: h.callSID("caller"), From: "+15550001", To: "+15559000", URL: site + "/in",
		FromPlace: voice.Place{City: "Oslo", State: "OS", Zip: "0150", Country: "NO"},
		ToPlace:   voice.Place{City: "Bern", State: "BE", Zip: "3000", Country: "CH"},
	})
	assert.Equal(t, map[string]any{
		"skill":    "billing",
		"call_sid": h.sid("CA", "caller"), "account_sid": h.machine.Queues().AccountSID().String(),
		"from": "+15550001", "to": "+15559000", "called": "+15559000", "caller": "+15550001",
		"direction": "inbound", "call_status": "in-progress", "api_version": "2010-04-01",
		"from_country": "NO", "from_state": "OS", "from_city": "Oslo", "from_zip": "0150",
		"to_country": "CH", "to_state": "BE", "to_city": "Bern", "to_zip": "3000",
		"caller_country": "NO", "caller_state": "OS", "caller_city": "Oslo", "caller_zip": "0150",
		"called_country": "CH", "called_state": "BE", "called_city": "Bern", "called_zip": "3000",
	}, h.attributes("T1"), "all of lifecycle.md §4.1, and nothing else")

	// The body's keys, then the call's in the documented order.
	task, _ := h.engine.Task(h.tasks[0])
	assert.True(t, strings.HasPrefix(task.Attributes, `{"skill":"billing","call_sid":"CA`), task.Attributes)

	// The requests carry the same of the parties.
	first := h.fetches[0]
	for name, want := range map[string]string{
		"FromCity": "Oslo", "FromState": "OS", "FromZip": "0150", "FromCountry": "NO", "ToCity": "Bern", "ToCountry": "CH",
		"CallerCity": "Oslo", "CalledZip": "3000", "CalledState": "BE",
	} {
		assert.Equal(t, want, first.Param(name), name)
	}
	assert.Empty(t, first.Param("CallToken"), "there is none")
}

func TestFact04_PriorityAndTimeout(t *testing.T) {
	h := fact(t, 4)
	task, ok := h.engine.Task(h.tasks[1])
	require.True(t, ok)
	assert.Zero(t, task.Priority)
	assert.Equal(t, 24*time.Hour, task.Timeout)
	var findings []string
	for _, a := range h.actions {
		if alert, ok := a.(*voice.Alert); ok && alert.Code == 12200 {
			findings = append(findings, alert.Message)
		}
	}
	require.Len(t, findings, 2, "one for each attribute")
	assert.Contains(t, findings[0], ":3:13: ", "the line and column of priority")
	assert.Contains(t, findings[0], "/Response/Enqueue[1]/Task[1]/@priority")
	assert.Contains(t, findings[1], ":3:29: ", "the line and column of timeout")
}

func TestFact05_WaitURLAndAction(t *testing.T) {
	h := fact(t, 5)
	require.Len(t, h.fetched(voice.ForWait), 2)
	actions := h.fetched(voice.ForEnqueueAction)
	require.Len(t, actions, 1, "once, after the parting")
	assert.Equal(t, "bridged", actions[0].Param("QueueResult"))
	assert.Equal(t, "25", actions[0].Param("QueueTime"), "without the conversation")
}

func TestFact06_TheOlderTaskAttributesStillWork(t *testing.T) {
	h := fact(t, 6)
	assert.Equal(t, "billing", h.attributes("T1")["skill"])
}

func TestFact07_TheAnswerDequeueCallsTheWorkerAndBridges(t *testing.T) {
	h := fact(t, 7)
	i := slices.IndexFunc(h.actions, func(a voice.Action) bool { _, ok := a.(*voice.Callback); return ok })
	require.GreaterOrEqual(t, i, 0)
	cb := h.actions[i].(*voice.Callback)
	assert.Equal(t, site+"/assign", cb.URL)
	assert.Equal(t, site+"/assign-again", cb.FallbackURL)
	values := cb.Request.Values()
	for name, want := range map[string]string{
		"Timestamp": strconv.FormatInt(start.Unix(), 10), "AccountSid": h.engine.Workspace().AccountSID.String(),
		"WorkspaceSid": h.engine.Workspace().SID.String(), "WorkflowSid": h.sid("WW", "Support"), "TaskQueueSid": h.sid("WQ", "Everyone"),
		"WorkerSid": h.sid("WK", "Alice"), "TaskSid": h.sid("WT", "T1"), "ReservationSid": h.sid("WR", "R1"),
		"WorkerAttributes": `{"contact_uri": "client:alice", "skill": "billing"}`, "TaskAge": "0", "TaskPriority": "3",
	} {
		assert.Equal(t, want, values.Get(name), name)
	}
	assert.Equal(t, "billing", decoded(t, values.Get("TaskAttributes"))["skill"])
	assert.Contains(t, h.actions, voice.Action(&voice.Bridge{Caller: h.callSID("caller"), Agent: h.callSID("+15550123")}))
}

func TestFact08_LaterEventsCarryBothCallSIDs(t *testing.T) {
	h := fact(t, 8)
	for _, x := range []struct{ task, caller, worker string }{{"T1", "caller", "alice"}, {"T2", "second", "alice#2"}} {
		linked := false
		var types []taskrouter.EventType
		for _, ev := range h.events {
			if ev.TaskSID.String() != h.sid("WT", x.task) {
				continue
			}
			linked = linked || ev.Type == taskrouter.TaskUpdated
			if !linked {
				continue
			}
			types = append(types, ev.Type)
			attributes := decoded(t, ev.TaskAttributes())
			assert.Equal(t, h.sid("CA", x.caller), attributes["call_sid"], ev.Type)
			assert.Equal(t, h.sid("CA", x.worker), attributes["worker_call_sid"], ev.Type)
		}
		assert.Contains(t, types, taskrouter.ReservationAccepted)
		assert.Contains(t, types, taskrouter.TaskWrapup)
		assert.Contains(t, types, taskrouter.TaskCompleted)
	}
	completed := h.seen(taskrouter.TaskCompleted)
	require.Len(t, completed, 2)
	assert.Equal(t, h.seen(taskrouter.TaskWrapup)[1].At.Add(30*time.Second), completed[1].At, "by the wrap-up time")
}

func TestFact09_TheApplicationCallsTheWorkerItself(t *testing.T) {
	h := fact(t, 9)
	assert.Equal(t, h.sid("CA", "workers-leg"), h.attributes("T1")["worker_call_sid"])
	assert.Contains(t, h.actions, voice.Action(&voice.Bridge{Caller: h.callSID("caller"), Agent: h.callSID("workers-leg")}))
	assert.Len(t, h.seen(taskrouter.ReservationAccepted), 1)
}

func TestFact10_TheActivityAfterTheCall(t *testing.T) {
	h := fact(t, 10)
	var to []string
	for _, ev := range h.seen(taskrouter.WorkerActivityUpdate) {
		a, _ := ev.Activity()
		to = append(to, a.FriendlyName)
	}
	assert.Equal(t, []string{"After", "Available", "After"}, to, "in both ways, when the call has ended")
}

func TestFact11_TheReservationTimeout(t *testing.T) {
	h := fact(t, 11)
	timeouts := h.seen(taskrouter.ReservationTimeout)
	require.Len(t, timeouts, 2)
	assert.Equal(t, start.Add(120*time.Second), timeouts[0].At, "the default")
	assert.Equal(t, start.Add(150*time.Second), timeouts[1].At, "30 s of the workflow")
}

func TestFact12_TheCallerHangsUp(t *testing.T) {
	h := fact(t, 12)
	task, _ := h.engine.Task(h.tasks[0])
	assert.Equal(t, taskrouter.TaskStatusCanceled, task.AssignmentStatus)
	assert.Equal(t, "hangup", task.Reason)
	r, _ := h.engine.Reservation(h.offers[0])
	assert.Equal(t, taskrouter.ReservationStatusCanceled, r.ReservationStatus)
}

func TestFact13_AcceptedElsewhere(t *testing.T) {
	h := fact(t, 13)
	var codes []int
	for _, a := range h.actions {
		if alert, ok := a.(*voice.Alert); ok {
			codes = append(codes, alert.Code)
		}
	}
	assert.Equal(t, []int{40135, 14217}, codes)
	for _, a := range h.actions {
		switch a.(type) {
		case *voice.Bridge, *voice.Dial:
			t.Errorf("%T: nobody is called or connected", a)
		}
	}
	entry, err := h.machine.Queues().Entry(h.now, h.callSID("caller"))
	require.NoError(t, err)
	assert.Equal(t, queue.EntryWaiting, entry.State, "the caller waits on")
	assert.NotContains(t, h.attributes("T1"), "worker_call_sid", "nothing else changes")
}

func TestFact14_ActivitiesAndCapacityDecide(t *testing.T) {
	h := fact(t, 14)
	created := h.seen(taskrouter.ReservationCreated)
	require.Len(t, created, 2)
	assert.Equal(t, start.Add(30*time.Second), created[0].At, "the moment Alice is available")
	assert.Equal(t, h.seen(taskrouter.ReservationCompleted)[0].At, created[1].At, "the moment she is free")
}
