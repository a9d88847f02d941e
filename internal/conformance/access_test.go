package conformance

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	v2010 "github.com/twilio/twilio-go/rest/api/v2010"
	v1 "github.com/twilio/twilio-go/rest/taskrouter/v1"

	"github.com/goacd/acd/queue"
	queuerest "github.com/goacd/acd/queue/rest"
	"github.com/goacd/acd/taskrouter/rest"
)

// testLimits meets the vendor's rate limits (rest.md §4, §6.4).
func testLimits(t *testing.T, seen *record) {
	h := openWith(t, seen, rest.VendorRateLimits)
	expression := func() result[[]v1.TaskrouterV1Worker] {
		return got(h.ListWorker(h.ws, new(v1.ListWorkerParams).SetTargetWorkersExpression("1==1")))
	}
	for range 3 {
		expression().must(t)
	}
	expression().refused(t, 429, 20429, "Too Many Requests")
	got(h.ListWorker(h.ws, nil)).must(t)
	h.clock.pass(time.Second)
	expression().must(t)

	p := new(v1.CreateTaskQueueBulkRealTimeStatisticsParams).SetBody(map[string]any{"queueSids": []string{h.queue("All")}})
	for range 5 {
		got(h.CreateTaskQueueBulkRealTimeStatistics(h.ws, p)).must(t)
	}
	got(h.CreateTaskQueueBulkRealTimeStatistics(h.ws, p)).refused(t, 429, 20429, "Too Many Requests")
}

// testTraps meets what the Go SDK does on its own (rest.md §8).
func testTraps(t *testing.T, seen *record) {
	h := open(t, seen)
	t.Run("credentials are letters and digits", func(t *testing.T) {
		odd := v1.NewApiServiceWithClient(h.client(h.account, "with-dash"))
		got(odd.FetchWorkspace(h.ws)).refused(t, 400, 21224, "Invalid Password. Illegal chars")
	})
	t.Run("a point and what digits follow it are cut from queries", func(t *testing.T) {
		got(h.CreateWorker(h.ws, new(v1.CreateWorkerParams).SetFriendlyName("Alice").SetAttributes(`{"score":1.2}`))).must(t)
		all := got(h.ListWorker(h.ws, new(v1.ListWorkerParams).SetTargetWorkersExpression("score > 1.5"))).must(t)
		assert.Len(t, all, 1, "it arrives as score > 1")
	})
	t.Run("page tokens get through unharmed", func(t *testing.T) {
		token := ""
		for _, ev := range got(h.ListActivity(h.ws, new(v1.ListActivityParams).SetPageSize(1))).must(t) {
			page := got(h.PageActivity(h.ws, new(v1.ListActivityParams).SetPageSize(1), token, "")).must(t)
			assert.Equal(t, []v1.TaskrouterV1Activity{ev}, page.Activities)
			if page.Meta.NextPageUrl != nil {
				token, _ = strings.CutPrefix((*page.Meta.NextPageUrl)[strings.Index(*page.Meta.NextPageUrl, "PageToken="):], "PageToken=")
				assert.NotContains(t, token, ".")
			}
		}
	})
	t.Run("statuses and SIDs in any case", func(t *testing.T) { // rest.md §1, §2
		h.workflow("Main", h.queue("Main"))
		h.worker("Bob", "Available")
		task := h.task("{}")
		upper := "WT" + strings.ToUpper(task[2:])
		got(h.UpdateTaskReservation(h.ws, upper, h.offered(task), new(v1.UpdateTaskReservationParams).SetReservationStatus("Accepted"))).must(t)
		done := got(h.UpdateTask(h.ws, upper, new(v1.UpdateTaskParams).SetAssignmentStatus("COMPLETED"))).must(t)
		assert.Equal(t, "completed", *done.AssignmentStatus)
		assert.Equal(t, task, *done.Sid)
		assert.Len(t, got(h.ListTask(h.ws, new(v1.ListTaskParams).SetAssignmentStatus([]string{"Completed"}))).must(t), 1)
	})
	t.Run("paths and methods that are not there are refused with JSON", func(t *testing.T) {
		for _, tt := range []struct {
			method, path string
			status       int
		}{
			{"GET", "/v1/Nothing", 404}, {"DELETE", "/v1/Workspaces", 405}, {"PUT", "/v1/Workspaces/" + h.ws, 405},
		} {
			r, err := http.NewRequestWithContext(t.Context(), tt.method, "https://taskrouter.twilio.com"+tt.path, nil)
			require.NoError(t, err)
			r.SetBasicAuth(h.account, token)
			response, err := h.client(h.account, token).HTTPClient.Do(r)
			require.NoError(t, err)
			assert.NoError(t, response.Body.Close())
			assert.Equal(t, tt.status, response.StatusCode, tt.path)
		}
	})
}

// testDirectory serves a bare directory of queues, without calls.
func testDirectory(t *testing.T, seen *record) {
	directory, err := queue.New(queue.Config{Seed: 1})
	require.NoError(t, err)
	h := &house{t: t, seen: seen, clock: &clock{now: epoch}, account: directory.AccountSID().String()}
	const key = "SK" + nobody
	var sent []string
	local := queuerest.NewLocal(directory, h.clock.Now, func(m queue.Member, url, method string) {
		sent = append(sent, m.CallSID.String()+" "+method+" "+url)
	})
	handler, err := queuerest.New(queuerest.Config{
		Accounts: []queuerest.Account{{SID: h.account, Secret: token}, {SID: h.account, User: key, Secret: token}},
		Queues:   local, RequestsPerSecond: 100, Now: h.clock.Now,
	})
	require.NoError(t, err)
	h.serve(handler)
	api := v2010.NewApiServiceWithClient(h.client(key, token)) // by an API key
	made := got(api.CreateQueue(new(v2010.CreateQueueParams).SetFriendlyName("Support"))).must(t)
	call, err := queue.ParseCallSID("CA" + nobody)
	require.NoError(t, err)
	require.NoError(t, local.Do(func(now time.Time, d *queue.Directory) error {
		_, _, err := d.Enqueue(now, queue.Enqueue{Queue: "Support", Call: call})
		return err
	}))
	member := got(api.UpdateMember(*made.Sid, "Front", new(v2010.UpdateMemberParams).SetUrl("https://app.example/next").SetMethod("GET"))).must(t)
	assert.Equal(t, call.String(), *member.CallSid)
	assert.Equal(t, []string{call.String() + " GET https://app.example/next"}, sent)
	assert.NoError(t, h.calls.DeleteQueue(*made.Sid, nil))
}
