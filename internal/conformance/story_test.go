package conformance

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/twilio/twilio-go/client"
	v2010 "github.com/twilio/twilio-go/rest/api/v2010"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"

	"github.com/goacd/acd/assign/voice"
)

// testQuickstart is the vendor's quickstart, told through the SDK and what the
// application is sent over HTTP.
func testQuickstart(t *testing.T, seen *record) {
	s := openSwitchboard(t, seen)
	events := s.app.answers("/events", "")
	assignment := s.app.answers("/assignment", `{"instruction":"accept"}`)
	got(s.UpdateWorkspace(s.ws, new(v1.UpdateWorkspaceParams).SetEventCallbackUrl(events))).must(t)
	queue := s.queue("English")
	workflow := *got(s.CreateWorkflow(s.ws, new(v1.CreateWorkflowParams).SetFriendlyName("Support").
		SetConfiguration(leadsTo(queue)).SetAssignmentCallbackUrl(assignment).SetTaskReservationTimeout(30))).must(t).Sid
	alice := s.worker("Alice", "Available")

	t.Run("enqueue, reserve, accept, complete", func(t *testing.T) {
		task := *got(s.CreateTask(s.ws, new(v1.CreateTaskParams).SetAttributes(`{"selected_language":"en"}`).SetWorkflowSid(workflow))).must(t).Sid
		asked := s.app.got(t, "/assignment")
		assert.Equal(t, task, asked.Get("TaskSid"))
		assert.Equal(t, alice, asked.Get("WorkerSid"))
		assert.Equal(t, workflow, asked.Get("WorkflowSid"))
		assert.Equal(t, queue, asked.Get("TaskQueueSid"))
		assert.Equal(t, s.ws, asked.Get("WorkspaceSid"))
		assert.Equal(t, s.account, asked.Get("AccountSid"))
		assert.Equal(t, `{"selected_language":"en"}`, asked.Get("TaskAttributes"))
		reservation := asked.Get("ReservationSid")
		s.app.got(t, "/events", "EventType", "task.created", "TaskSid", task)
		s.app.got(t, "/events", "EventType", "reservation.created", "ReservationSid", reservation)
		s.app.got(t, "/events", "EventType", "reservation.accepted", "ReservationSid", reservation)
		assert.Equal(t, "assigned", *got(s.FetchTask(s.ws, task)).must(t).AssignmentStatus)
		assert.Equal(t, "accepted", *got(s.FetchTaskReservation(s.ws, task, reservation)).must(t).ReservationStatus)

		s.clock.pass(time.Minute)
		done := got(s.UpdateTask(s.ws, task, new(v1.UpdateTaskParams).SetAssignmentStatus("completed").SetReason("solved"))).must(t)
		assert.Equal(t, "completed", *done.AssignmentStatus)
		assert.Equal(t, "solved", *done.Reason)
		assert.Equal(t, "60", s.app.got(t, "/events", "EventType", "task.completed", "TaskSid", task).Get("TaskAge"))
		assert.Equal(t, "completed", *got(s.FetchTaskReservation(s.ws, task, reservation)).must(t).ReservationStatus)
	})
	t.Run("cancel on hang-up", func(t *testing.T) { testHangUp(t, s, workflow, alice) })
	t.Run("410 on a rescinded reservation", func(t *testing.T) { testRescinded(t, seen) })
	t.Run("412 on a stale version", func(t *testing.T) { testStale(t, s) })
	t.Run("an instruction that the calls refuse", func(t *testing.T) { testRefusedInstruction(t, seen) })
}

// testRefusedInstruction redirects a call that there is not: the refusal is that of
// the calls, with its code.
func testRefusedInstruction(t *testing.T, seen *record) {
	s := openSwitchboard(t, seen)
	workflow := *got(s.CreateWorkflow(s.ws, new(v1.CreateWorkflowParams).SetFriendlyName("Calls").
		SetConfiguration(leadsTo(s.queue("All"))).SetAssignmentCallbackUrl(s.app.answers("/assignment", `{}`)))).must(t).Sid
	s.worker("Alice", "Available")
	task := *got(s.CreateTask(s.ws, new(v1.CreateTaskParams).SetWorkflowSid(workflow))).must(t).Sid
	reservation := s.app.got(t, "/assignment", "TaskSid", task).Get("ReservationSid")
	_, err := s.UpdateTaskReservation(s.ws, task, reservation, new(v1.UpdateTaskReservationParams).
		SetInstruction("redirect").SetRedirectCallSid("CA"+nobody).SetRedirectUrl(s.app.url))
	var refused *client.TwilioRestError
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, 400, refused.Status)
	assert.Equal(t, 40122, refused.Code, refused.Message)
}

// testHangUp lets a caller hang up while nobody is there to help him.
func testHangUp(t *testing.T, s *switchboard, workflow, alice string) {
	got(s.UpdateWorker(s.ws, alice, new(v1.UpdateWorkerParams).SetActivitySid(s.activities["Offline"]))).must(t)
	welcome := s.app.answers("/welcome", `<Response><Enqueue workflowSid="`+workflow+`"><Task>{"selected_language":"en"}</Task></Enqueue></Response>`)
	call := *got(s.calls.CreateCall(new(v2010.CreateCallParams).SetTo(customer).SetFrom(house800).SetUrl(welcome))).must(t).Sid
	s.step(t, &voice.Answered{Call: wait[*voice.Dial](t, s.phones).Call})
	task := s.app.got(t, "/events", "EventType", "task.created").Get("TaskSid")
	waiting := got(s.FetchTask(s.ws, task)).must(t)
	assert.Equal(t, "pending", *waiting.AssignmentStatus)
	assert.Equal(t, "voice", *waiting.TaskChannelUniqueName)
	assert.Contains(t, *waiting.Attributes, call)

	got(s.calls.UpdateCall(call, new(v2010.UpdateCallParams).SetStatus("completed"))).must(t)
	s.app.got(t, "/events", "EventType", "task.canceled", "TaskSid", task)
	over := got(s.FetchTask(s.ws, task)).must(t)
	assert.Equal(t, "canceled", *over.AssignmentStatus)
	assert.Equal(t, "hangup", *over.Reason)
}

// testRescinded offers one task to two workers: the second comes too late.
func testRescinded(t *testing.T, seen *record) {
	h := open(t, seen)
	h.workflow("Main", *got(h.CreateTaskQueue(h.ws, new(v1.CreateTaskQueueParams).SetFriendlyName("Both").SetMaxReservedWorkers(2))).must(t).Sid)
	h.worker("Alice", "Available")
	h.worker("Bob", "Available")
	task := h.task("{}")
	both := got(h.ListTaskReservation(h.ws, task, nil)).must(t)
	require.Len(t, both, 2)
	accept := func(r v1.TaskrouterV1TaskReservation) result[*v1.TaskrouterV1WorkerReservation] {
		return got(h.UpdateWorkerReservation(h.ws, *r.WorkerSid, *r.Sid, new(v1.UpdateWorkerReservationParams).SetReservationStatus("accepted")))
	}
	accept(both[0]).must(t)
	accept(both[1]).refused(t, 410, 20001, "Reservation "+*both[1].Sid+" has been rescinded")
	assert.Equal(t, "rescinded", *got(h.FetchTaskReservation(h.ws, task, *both[1].Sid)).must(t).ReservationStatus)
}

// testStale changes a task that somebody else has changed meanwhile.
func testStale(t *testing.T, s *switchboard) {
	task := s.task(`{"n":1}`)
	mine := got(s.FetchTaskWithMetadata(s.ws, task)).must(t).GetHeader("Etag")
	change := func(attributes, version string) result[*v1.TaskrouterV1Task] {
		return got(s.UpdateTask(s.ws, task, new(v1.UpdateTaskParams).SetAttributes(attributes).SetIfMatch(version)))
	}
	change(`{"n":2}`, mine).must(t)
	change(`{"n":3}`, mine).refused(t, 412, 20412, "Precondition Failed")
	assert.Equal(t, `{"n":2}`, *got(s.FetchTask(s.ws, task)).must(t).Attributes)
	change(`{"n":3}`, `"`+got(s.FetchTaskWithMetadata(s.ws, task)).must(t).GetHeader("Etag")+`"`).must(t)
}
