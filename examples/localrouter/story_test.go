package main

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The quickstart, with the application on the loopback: it is asked, and told.
func TestTaskIsAssignedByTheApplication(t *testing.T) {
	app := openApplication(t, defaultToken, "application/json", `{"instruction":"accept"}`)
	told := openApplication(t, defaultToken, "text/plain", "")
	l := start(t, "-allow", "127.0.0.1")
	ws := l.furnished(app.url, "EventCallbackUrl", told.url, "EventsFilter", "task.created,reservation.accepted,workspace.deleted")

	task := l.make(ws+"/Tasks", "Attributes", `{"n":1}`)
	asked := app.got(t, "TaskSid", at(task, "sid"))
	assert.Equal(t, l.account.String(), asked.Get("AccountSid"))
	assert.Equal(t, "Alice", asked.Get("WorkerName"))
	assert.Equal(t, `{"n":1}`, asked.Get("TaskAttributes"))
	eventually(t, "the task is assigned", func() bool { return at(l.get(at(task, "url")), "assignment_status") == "assigned" })
	told.got(t, "EventType", "task.created")
	assert.Equal(t, asked.Get("ReservationSid"), told.got(t, "EventType", "reservation.accepted").Get("ReservationSid"))
	l.do(200, "POST", at(task, "url"), "AssignmentStatus", "completed", "Reason", "solved")

	// A workspace that is deleted is over, and that is told, too.
	l.do(204, "DELETE", ws)
	told.got(t, "EventType", "workspace.deleted")
	l.do(404, "GET", ws)
	assert.Empty(t, l.log.String())
}

// An address that nobody has named is not connected to: alerts tell, and the
// reservation is canceled.
func TestAddressThatIsNotAllowed(t *testing.T) {
	app := openApplication(t, defaultToken, "application/json", `{"instruction":"accept"}`)
	l := start(t)
	ws := l.furnished(app.url, "EventCallbackUrl", app.url+"/events")
	task := at(l.make(ws+"/Tasks", "Attributes", "{}"), "url")
	eventually(t, "the reservation is canceled", func() bool {
		statuses, _ := l.reservations(task)
		return slices.Contains(statuses, "canceled")
	})
	// Who watches is told when it has happened, not before.
	eventually(t, "the question is refused", func() bool { return strings.Contains(l.log.String(), "callback: ask:") })
	eventually(t, "an event is refused, too", func() bool { return strings.Contains(l.log.String(), "callback: send:") })
	assert.Contains(t, l.log.String(), "no public address")
	assert.Empty(t, app.requests)
	assert.NotContains(t, l.log.String(), defaultToken)
}

// A customer is a call to a document of the application's; the instruction dequeue
// calls the worker and connects the two.
func TestCallIsAnswered(t *testing.T) {
	app := openApplication(t, defaultToken, "application/json", `{}`)
	l := start(t, "-allow", "127.0.0.1", "-seed", "testdata/support.json")
	ws := "/v1/Workspaces/" + l.first.sid.String()
	l.do(200, "POST", ws, "EventCallbackUrl", "")
	workflows, _ := l.get(ws + "/Workflows")["workflows"].([]any)
	require.Len(t, workflows, 1)
	workflow, _ := workflows[0].(map[string]any)
	l.do(200, "POST", at(workflow, "url"), "AssignmentCallbackUrl", app.url)

	calls := "/2010-04-01/Accounts/" + l.account.String() + "/Calls"
	call := l.make(calls+".json", "To", "+15550100", "From", "+15550199",
		"Twiml", `<Response><Enqueue workflowSid="`+at(workflow, "sid")+`"><Task>{}</Task></Enqueue></Response>`)
	asked := app.got(t, "WorkerName", "Alice")
	task := ws + "/Tasks/" + asked.Get("TaskSid")
	_, reservations := l.reservations(task)
	require.Len(t, reservations, 1)
	queues, _ := l.get("/2010-04-01/Accounts/" + l.account.String() + "/Queues.json")["queues"].([]any)
	assert.Len(t, queues, 1, "that of the workflow")

	l.do(200, "POST", reservations[0], "Instruction", "dequeue", "DequeueFrom", "+15550199")
	eventually(t, "they talk", func() bool { return at(l.get(task), "assignment_status") == "assigned" })
	l.do(200, "POST", calls+"/"+at(call, "sid")+".json", "Status", "completed")
	eventually(t, "the task wraps up", func() bool { return at(l.get(task), "assignment_status") == "wrapping" })
}

// What the calls refuse is a refusal of the API, with the code.
func TestInstructionThatCannotBeCarriedOut(t *testing.T) {
	app := openApplication(t, defaultToken, "application/json", `{}`)
	l := start(t, "-allow", "127.0.0.1")
	ws := l.furnished(app.url)
	task := at(l.make(ws+"/Tasks", "Attributes", "{}"), "url")
	app.got(t, "WorkerName", "Alice")
	_, reservations := l.reservations(task)
	require.Len(t, reservations, 1)
	for name, tt := range map[string]struct{ form []string }{
		"no contact":   {[]string{"Instruction", "dequeue", "DequeueFrom", "+15550199"}},
		"no caller":    {[]string{"Instruction", "dequeue", "DequeueFrom", "+15550199", "DequeueTo", "client:alice"}},
		"no such call": {[]string{"Instruction", "redirect", "RedirectCallSid", "CA" + strings.Repeat("1", 32), "RedirectUrl", app.url}},
	} {
		t.Run(name, func(t *testing.T) {
			refused := l.do(400, "POST", reservations[0], tt.form...)
			assert.NotZero(t, refused["code"])
			assert.NotEqual(t, float64(20001), refused["code"])
			assert.NotEmpty(t, refused["message"])
		})
	}
	l.do(200, "POST", reservations[0], "Instruction", "accept")
}

// The first workspace can be deleted like any other; calls go on, and the program.
func TestFirstWorkspaceIsDeleted(t *testing.T) {
	l := start(t)
	ws := "/v1/Workspaces/" + l.first.sid.String()
	l.do(204, "DELETE", ws)
	l.do(404, "GET", ws)
	l.get("/2010-04-01/Accounts/" + l.account.String() + "/Calls.json")
	another := l.make("/v1/Workspaces", "FriendlyName", "Another")
	assert.NotEqual(t, l.first.sid.String(), at(another, "sid"))
	select {
	case <-l.first.driver.Done():
		assert.Fail(t, "the calls have ended")
	default:
	}
}

// The line for Go: every connection comes here, whatever the SDK asks for, and
// links lead here.
func TestTransportOfTheGoLine(t *testing.T) {
	l := start(t)
	transport := &http.Transport{DialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", strings.TrimPrefix(l.url, "http://"))
	}}
	defer transport.CloseIdleConnections()
	r, err := http.NewRequestWithContext(t.Context(), "GET", "https://taskrouter.vendor.example/v1/Workspaces", nil)
	require.NoError(t, err)
	r.SetBasicAuth(defaultAccount, defaultToken)
	answer, err := (&http.Client{Transport: transport}).Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	var list map[string]any
	require.NoError(t, json.NewDecoder(answer.Body).Decode(&list))
	assert.Equal(t, l.url+"/v1/Workspaces?PageSize=50&Page=0", at(list, "meta", "first_page_url"))
}

// The same start makes the same SIDs.
func TestSIDsAreTheSameEveryTime(t *testing.T) {
	var made [2][2]string
	for i := range made {
		t.Run("", func(t *testing.T) {
			l := start(t)
			made[i] = [2]string{l.first.sid.String(), at(l.make("/v1/Workspaces", "FriendlyName", "A"), "sid")}
		})
	}
	assert.Equal(t, made[0], made[1])
	assert.NotEqual(t, made[0][0], made[0][1])
}

// When everything ends, so does what is asked of it.
func TestEndedWorkspaces(t *testing.T) {
	l := start(t)
	all := l.workspaces
	l.close()
	_, err := all.create(t.Context(), l.cfg())
	assert.ErrorIs(t, err, errEnding)
	assert.ErrorIs(t, all.Instruct(t.Context(), l.first.sid, zeroReservation, nil), errEnding)
}
