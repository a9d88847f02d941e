package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"

	"github.com/goacd/acd/assign"
)

// byTask and byWorker are the two views of one reservation (rest.md §6.3).
func (h *house) byTask(sid, task, worker, name, status string, created, updated time.Duration) v1.TaskrouterV1TaskReservation {
	return v1.TaskrouterV1TaskReservation{
		AccountSid: &h.account, WorkspaceSid: &h.ws, Sid: &sid, TaskSid: &task, WorkerSid: &worker, WorkerName: &name,
		ReservationStatus: &status, DateCreated: later(created), DateUpdated: later(updated),
		Url:   new(h.at + "/Tasks/" + task + "/Reservations/" + sid),
		Links: h.links("task", "/Tasks/"+task, "worker", "/Workers/"+worker, "workspace", ""),
	}
}

func (h *house) byWorker(r v1.TaskrouterV1TaskReservation) v1.TaskrouterV1WorkerReservation {
	view := v1.TaskrouterV1WorkerReservation(r)
	view.Url = new(h.at + "/Workers/" + *r.WorkerSid + "/Reservations/" + *r.Sid)
	return view
}

func testReservations(t *testing.T, seen *record) {
	h := open(t, seen)
	h.workflow("Main", h.queue("Main"))
	alice := h.worker("Alice", "Available")
	task := h.task("{}")
	r := h.offered(task)
	want := h.byTask(r, task, alice, "Alice", "pending", 0, 0)
	fetched(t, want, "0", got(h.FetchTaskReservation(h.ws, task, r)), got(h.FetchTaskReservationWithMetadata(h.ws, task, r)))
	fetched(t, h.byWorker(want), "0", got(h.FetchWorkerReservation(h.ws, alice, r)), got(h.FetchWorkerReservationWithMetadata(h.ws, alice, r)))

	h.clock.pass(time.Minute)
	want = h.byTask(r, task, alice, "Alice", "accepted", 0, time.Minute)
	assert.Equal(t, want, *got(h.UpdateTaskReservation(h.ws, task, r,
		new(v1.UpdateTaskReservationParams).SetReservationStatus("accepted").SetIfMatch("0"))).must(t))
	assert.Equal(t, "assigned", *got(h.FetchTask(h.ws, task)).must(t).AssignmentStatus)
	got(h.UpdateTaskReservation(h.ws, task, r, new(v1.UpdateTaskReservationParams).SetReservationStatus("rejected"))).refused(t, 400, 20001,
		"Reservation "+r+" is already in state [accepted] and cannot be updated to [rejected]")
	h.clock.pass(time.Minute)
	want.ReservationStatus, want.DateUpdated = new("wrapping"), later(2*time.Minute)
	assert.Equal(t, want, answered(t, 200, "2", got(h.UpdateTaskReservationWithMetadata(h.ws, task, r,
		new(v1.UpdateTaskReservationParams).SetReservationStatus("wrapping").SetIfMatch("1")))))
	h.clock.pass(time.Minute)
	want.ReservationStatus, want.DateUpdated = new("completed"), later(3*time.Minute)
	assert.Equal(t, h.byWorker(want), answered(t, 200, "3", got(h.UpdateWorkerReservationWithMetadata(h.ws, alice, r,
		new(v1.UpdateWorkerReservationParams).SetReservationStatus("completed")))))
	assert.Equal(t, "completed", *got(h.FetchTask(h.ws, task)).must(t).AssignmentStatus)

	t.Run("rejected", func(t *testing.T) { testRejected(t, h, alice) })
	t.Run("instructions", func(t *testing.T) { testInstructions(t, h, alice) })
	t.Run("listed", func(t *testing.T) { testReservationLists(t, seen) })
	t.Run("refused", func(t *testing.T) { testReservationsRefused(t, h, task, alice) })
}

// testRejected lets a worker reject and so leave.
func testRejected(t *testing.T, h *house, alice string) {
	task := h.task("{}")
	rejected := got(h.UpdateWorkerReservation(h.ws, alice, h.offered(task), new(v1.UpdateWorkerReservationParams).
		SetReservationStatus("rejected").SetWorkerActivitySid(h.activities["Unavailable"]))).must(t)
	assert.Equal(t, "rejected", *rejected.ReservationStatus)
	assert.Equal(t, "Unavailable", *got(h.FetchWorker(h.ws, alice)).must(t).ActivityName)
	got(h.UpdateWorker(h.ws, alice, new(v1.UpdateWorkerParams).SetActivitySid(h.activities["Available"]))).must(t)
	got(h.UpdateWorker(h.ws, alice, new(v1.UpdateWorkerParams).SetActivitySid(h.activities["Offline"]).SetRejectPendingReservations(true))).must(t)
	both := got(h.ListTaskReservation(h.ws, task, new(v1.ListTaskReservationParams).SetReservationStatus("rejected"))).must(t)
	assert.Len(t, both, 2)
	got(h.UpdateTask(h.ws, task, new(v1.UpdateTaskParams).SetAssignmentStatus("canceled"))).must(t)
	got(h.UpdateWorker(h.ws, alice, new(v1.UpdateWorkerParams).SetActivitySid(h.activities["Available"]))).must(t)
}

// testInstructions gives every instruction: accept and reject to the engine, the
// others to the host's calls with all their parameters.
func testInstructions(t *testing.T, h *house, alice string) {
	task := h.task("{}")
	r := h.offered(task)
	p := func(instruction string) *v1.UpdateTaskReservationParams {
		return new(v1.UpdateTaskReservationParams).SetInstruction(instruction)
	}
	give := func(p *v1.UpdateTaskReservationParams) assign.Instruction {
		t.Helper()
		given := got(h.UpdateTaskReservation(h.ws, task, r, p)).must(t)
		assert.Equal(t, "pending", *given.ReservationStatus)
		all := h.desk.take()
		require.Len(t, all, 1)
		return all[0]
	}
	dequeue := give(p("dequeue").SetDequeueTo("+15550100").SetDequeueFrom("+15550101").SetDequeueTimeout(20).
		SetDequeueRecord("record-from-answer").SetDequeueStatusCallbackUrl("https://app.example/s").
		SetDequeueStatusCallbackEvent([]string{"initiated", "completed"}).SetDequeuePostWorkActivitySid(h.activities["Unavailable"])).(*assign.Dequeue)
	assert.Equal(t, "+15550100", dequeue.To.String())
	assert.Equal(t, "+15550101", dequeue.From)
	assert.Equal(t, h.activities["Unavailable"], dequeue.PostWorkActivitySID.String())
	assert.Equal(t, "initiated,completed", fmt.Sprint(dequeue.StatusCallbackEvents))
	call := give(p("CALL").SetCallFrom("+15550101").SetCallTo("client:alice").SetCallUrl("https://app.example/c").SetCallAccept(true).SetCallTimeout(20)).(*assign.Call)
	assert.Equal(t, "client:alice", call.To.String())
	assert.Equal(t, "https://app.example/c", call.URL)
	assert.True(t, call.Accept)
	redirect := give(p("redirect").SetRedirectCallSid("CA" + nobody).SetRedirectUrl("https://app.example/r").SetRedirectAccept(true)).(*assign.Redirect)
	assert.Equal(t, "CA"+nobody, redirect.CallSID.String())
	assert.True(t, redirect.Accept)
	conference := give(p("conference").SetTo("client:alice").SetFrom("+15550101").SetMuted(true).SetMaxParticipants(3).
		SetStatusCallbackEvent([]string{"ringing"}).SetConferenceStatusCallbackEvent([]string{"start", "end"}).
		SetBeep("onEnter").SetEndConferenceOnExit(true).SetRegion("ie1").SetJitterBufferSize("small"))
	assert.Equal(t, assign.NameConference, conference.Name())
	supervise := give(p("supervise").SetSupervisor("client:boss").SetSupervisorMode("whisper"))
	assert.Equal(t, assign.NameSupervise, supervise.Name())

	dance := got(h.UpdateTaskReservation(h.ws, task, r, p("dance")))
	dance.refused(t, 400, 55555, dance.message(t))
	unknown := got(h.UpdateTaskReservation(h.ws, task, r, p("reject").SetWorkerActivitySid("WA"+nobody)))
	unknown.refused(t, 400, 40100, unknown.message(t))
	missing := got(h.UpdateTaskReservation(h.ws, task, r, p("call").SetCallTo("client:alice")))
	missing.refused(t, 400, 40111, missing.message(t))
	h.desk.fail = errors.New("the switch is on fire")
	got(h.UpdateTaskReservation(h.ws, task, r, p("dequeue"))).refused(t, 500, 20500, "Internal Server Error")
	h.desk.fail, h.desk.given = nil, nil

	for _, text := range []string{everyDequeue, everyCall, everyRedirect, everyConference} {
		text = strings.ReplaceAll(text, "ACTIVITY", h.activities["Unavailable"])
		byTask, byWorker := filled[v1.UpdateTaskReservationParams](t, text), filled[v1.UpdateWorkerReservationParams](t, text)
		first := give(byTask)
		got(h.UpdateWorkerReservation(h.ws, alice, r, byWorker)).must(t)
		assert.Equal(t, []assign.Instruction{first}, h.desk.take(), "the same through both views")
	}

	accepted := got(h.UpdateWorkerReservation(h.ws, alice, r, new(v1.UpdateWorkerReservationParams).SetInstruction("accept"))).must(t)
	assert.Equal(t, "accepted", *accepted.ReservationStatus)
	got(h.UpdateTask(h.ws, task, new(v1.UpdateTaskParams).SetAssignmentStatus("completed").SetReason("done"))).must(t)
}

// Instructions with every parameter that is theirs.
const (
	everyDequeue = `{"Instruction":"dequeue","If-Match":"*","DequeuePostWorkActivitySid":"ACTIVITY","DequeueFrom":"+15550101",
		"DequeueTo":"client:alice","DequeueRecord":"record-from-answer","DequeueTimeout":20,
		"DequeueStatusCallbackUrl":"https://app.example/s","DequeueStatusCallbackEvent":["answered","completed"]}`
	everyCall = `{"Instruction":"call","CallFrom":"+15550101","CallTo":"client:alice","CallUrl":"https://app.example/c",
		"CallAccept":true,"CallRecord":"do-not-record","CallTimeout":999,"CallStatusCallbackUrl":"https://app.example/s"}`
	everyRedirect   = `{"Instruction":"redirect","RedirectCallSid":"CA` + nobody + `","RedirectUrl":"https://app.example/r","RedirectAccept":false}`
	everyConference = `{"Instruction":"conference","To":"client:alice","From":"+15550101","Timeout":999,"Record":true,"Muted":true,
		"Beep":"onExit","StartConferenceOnEnter":false,"EndConferenceOnExit":true,"EndConferenceOnCustomerExit":true,
		"BeepOnCustomerEntrance":false,"WaitUrl":"https://app.example/w","WaitMethod":"GET","EarlyMedia":false,"MaxParticipants":250,
		"StatusCallback":"https://app.example/s","StatusCallbackMethod":"GET","StatusCallbackEvent":["initiated","ringing","answered","completed"],
		"ConferenceStatusCallback":"https://app.example/cs","ConferenceStatusCallbackMethod":"GET",
		"ConferenceStatusCallbackEvent":["start","end","join","leave","mute","hold","speaker"],
		"ConferenceRecord":"record-from-start","ConferenceTrim":"do-not-trim","RecordingChannels":"dual",
		"RecordingStatusCallback":"https://app.example/r","RecordingStatusCallbackMethod":"GET",
		"ConferenceRecordingStatusCallback":"https://app.example/cr","ConferenceRecordingStatusCallbackMethod":"GET",
		"Region":"ie1","SipAuthUsername":"alice","SipAuthPassword":"secret","JitterBufferSize":"large"}`
)

// filled is a set of the SDK's parameters, written as JSON by their names.
func filled[T any](t *testing.T, text string) *T {
	t.Helper()
	params := new(T)
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	require.NoError(t, decoder.Decode(params))
	return params
}

// testReservationLists fills both lists: a task that goes from one to the next,
// and a worker who has many.
func testReservationLists(t *testing.T, seen *record) {
	h := open(t, seen)
	h.workflow("Main", h.queue("Main"))
	workers := map[string]string{}
	for _, name := range []string{"Alice", "Bob", "Carol", "Dave", "Erin"} {
		workers[h.worker(name, "Available")] = name
	}
	task := h.task("{}")
	var ofTask []string
	for len(ofTask) < len(workers) {
		pending := got(h.ListTaskReservation(h.ws, task, new(v1.ListTaskReservationParams).SetReservationStatus("pending"))).must(t)
		require.Len(t, pending, 1)
		ofTask = append(ofTask, *pending[0].Sid)
		h.clock.pass(time.Second)
		got(h.UpdateTaskReservation(h.ws, task, *pending[0].Sid, new(v1.UpdateTaskReservationParams).SetReservationStatus("rejected").
			SetWorkerActivitySid(h.activities["Offline"]))).must(t)
	}
	list := walk[v1.TaskrouterV1TaskReservation](t, listing{
		service: h.ApiService, noun: "TaskReservation", of: []any{h.ws, task}, params: &v1.ListTaskReservationParams{}, field: "Reservations", key: "reservations",
	}, ofTask)
	last := *list[4].WorkerSid
	assert.Equal(t, h.byTask(ofTask[4], task, last, workers[last], "rejected", 4*time.Second, 5*time.Second), list[4])
	assert.Len(t, got(h.ListTaskReservation(h.ws, task, new(v1.ListTaskReservationParams).SetWorkerSid(last))).must(t), 1)
	assert.Empty(t, got(h.ListTaskReservation(h.ws, task, new(v1.ListTaskReservationParams).SetReservationStatus("accepted"))).must(t))

	got(h.UpdateWorker(h.ws, last, new(v1.UpdateWorkerParams).SetActivitySid(h.activities["Available"]))).must(t)
	ofWorker := []string{ofTask[4]}
	for range 5 {
		pending := got(h.ListWorkerReservation(h.ws, last, new(v1.ListWorkerReservationParams).SetReservationStatus("pending"))).must(t)
		require.Len(t, pending, 1)
		ofWorker = append(ofWorker, *pending[0].Sid)
		h.clock.pass(time.Second)
		h.task("{}")
		got(h.UpdateTask(h.ws, *pending[0].TaskSid, new(v1.UpdateTaskParams).SetAssignmentStatus("canceled"))).must(t)
	}
	reservations := got(h.ListWorkerReservation(h.ws, last, nil)).must(t)
	ofWorker = append(ofWorker, *reservations[len(reservations)-1].Sid)
	walk[v1.TaskrouterV1WorkerReservation](t, listing{
		service: h.ApiService, noun: "WorkerReservation", of: []any{h.ws, last}, params: &v1.ListWorkerReservationParams{}, field: "Reservations", key: "reservations",
	}, ofWorker)
}

func testReservationsRefused(t *testing.T, h *house, task, alice string) {
	at := "The requested resource /Workspaces/" + h.ws
	gone := "WR" + nobody
	got(h.FetchTaskReservation(h.ws, task, gone)).refused(t, 404, 20404, at+"/Tasks/"+task+"/Reservations/"+gone+" was not found")
	got(h.UpdateTaskReservation(h.ws, task, gone, nil)).refused(t, 404, 20404, at+"/Tasks/"+task+"/Reservations/"+gone+" was not found")
	got(h.FetchWorkerReservation(h.ws, alice, gone)).refused(t, 404, 20404, at+"/Workers/"+alice+"/Reservations/"+gone+" was not found")
	got(h.UpdateWorkerReservation(h.ws, alice, gone, nil)).refused(t, 404, 20404, at+"/Workers/"+alice+"/Reservations/"+gone+" was not found")
	got(h.ListTaskReservation(h.ws, "WT"+nobody, nil)).refused(t, 404, 20404, at+"/Tasks/WT"+nobody+"/Reservations was not found")
	got(h.ListWorkerReservation(h.ws, "WK"+nobody, nil)).refused(t, 404, 20404, at+"/Workers/WK"+nobody+"/Reservations was not found")
	got(h.ListTaskReservation(h.ws, task, new(v1.ListTaskReservationParams).SetReservationStatus("lost"))).refused(t, 400, 20001,
		"Invalid value 'lost' for parameter ReservationStatus")
	r := h.offered(h.task("{}"))
	stale := new(v1.UpdateWorkerReservationParams).SetReservationStatus("accepted").SetIfMatch("9")
	got(h.UpdateWorkerReservation(h.ws, alice, r, stale)).refused(t, 412, 20412, "Precondition Failed")
	got(h.UpdateWorkerReservation(h.ws, alice, r, new(v1.UpdateWorkerReservationParams).SetInstruction("conference").SetIfMatch("9"))).refused(t, 412, 20412, "Precondition Failed")
}
