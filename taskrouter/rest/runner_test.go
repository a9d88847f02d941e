package rest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/goacd/acd/internal/rest/resttest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
	"github.com/goacd/acd/taskrouter/runner"
)

// The three workspaces that there are.
var (
	_ rest.Workspace = (*runner.Runner)(nil)
	_ rest.Workspace = (*rest.Local)(nil)
	_ rest.Reader    = (*taskrouter.Engine)(nil)
)

// serve runs a handler over a runner behind a server, and returns a client.
func serve(t testing.TB) (*runner.Runner, *client) {
	t.Helper()
	resttest.NoLeak(t)
	r, err := runner.New(runner.Config{Engine: taskrouter.Config{Seed: 1}})
	require.NoError(t, err)
	own, err := r.Workspace()
	require.NoError(t, err)
	handler, err := rest.New(rest.Config{
		Accounts:   []rest.Account{{SID: own.AccountSID.String(), Secret: token}},
		Workspaces: []rest.Workspace{r},
	})
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(func() {
		server.Close()
		assert.NoError(t, r.Close())
	})
	server.Client().Transport.(*http.Transport).MaxIdleConnsPerHost = 64
	return r, &client{server.Client(), server.URL + "/v1/Workspaces/" + own.SID.String(), own.AccountSID.String()}
}

type client struct {
	http *http.Client
	url  string
	user string
}

// send returns status and body; it is safe for concurrent use.
func (c *client) send(method, path, form string) (int, map[string]any, error) {
	r, err := http.NewRequest(method, c.url+path, strings.NewReader(form))
	if err != nil {
		return 0, nil, err
	}
	r.SetBasicAuth(c.user, token)
	if form != "" {
		r.Header.Set("Content-Type", resttest.FormType)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode == http.StatusNoContent {
		return answer.StatusCode, nil, err
	}
	var body map[string]any
	return answer.StatusCode, body, json.Unmarshal(text, &body)
}

func (c *client) must(t testing.TB, method, path string, pairs ...string) map[string]any {
	t.Helper()
	status, body, err := c.send(method, path, form(pairs...))
	assert.NoError(t, err)
	assert.Less(t, status, 300, body)
	return body
}

// TestManyClients lets 64 clients work at the same time: each has a worker of its
// own who takes whatever comes, and makes tasks for anybody; all read meanwhile.
// In the end every task is done, once.
func TestManyClients(t *testing.T) {
	r, c := serve(t)
	queue := c.must(t, "POST", "/TaskQueues", "FriendlyName", "All")["sid"].(string)
	c.must(t, "POST", "/Workflows", "FriendlyName", "Main", "Configuration", `{"task_routing":{"default_filter":{"queue":"`+queue+`"}}}`)
	available := c.must(t, "GET", "/Activities?Available=true")["activities"].([]any)[0].(map[string]any)["sid"].(string)
	const clients, each = 64, 4
	var all sync.WaitGroup
	for n := range clients {
		all.Go(func() {
			worker := c.must(t, "POST", "/Workers", "FriendlyName", fmt.Sprintf("w%d", n), "ActivitySid", available)["sid"].(string)
			for range each {
				c.must(t, "POST", "/Tasks", "Attributes", fmt.Sprintf(`{"client":%d}`, n))
				c.must(t, "GET", "/Tasks?PageSize=5&Ordering=Priority:desc&EvaluateTaskAttributes=client+%3E+3")
				c.must(t, "GET", "/TaskQueues/"+queue+"/RealTimeStatistics")
				event := c.must(t, "GET", "/Events?PageSize=2")["events"].([]any)[0].(map[string]any)["sid"].(string)
				c.must(t, "GET", "/Events/"+event)
				status, _, err := c.send("POST", "/Workers/"+worker, form("Attributes", `{"x":1}`, "FriendlyName", fmt.Sprintf("x%d", n%8)))
				assert.NoError(t, err)
				assert.Contains(t, []int{200, 400}, status) // the name may be taken
			}
		})
	}
	all.Wait()
	for done := 0; done < clients*each; {
		for _, item := range c.must(t, "GET", "/Tasks?AssignmentStatus=reserved&PageSize=1000")["tasks"].([]any) {
			task := item.(map[string]any)["sid"].(string)
			all.Go(func() {
				for _, item := range c.must(t, "GET", "/Tasks/"+task+"/Reservations?ReservationStatus=pending")["reservations"].([]any) {
					path := "/Tasks/" + task + "/Reservations/" + item.(map[string]any)["sid"].(string)
					c.must(t, "POST", path, "ReservationStatus", "accepted")
					c.must(t, "POST", path, "ReservationStatus", "completed")
				}
			})
		}
		all.Wait()
		done = len(c.must(t, "GET", "/Tasks?AssignmentStatus=completed&PageSize=1000")["tasks"].([]any))
	}
	assert.EqualValues(t, clients*each, c.must(t, "GET", "/CumulativeStatistics")["tasks_completed"])
	require.NoError(t, r.View(func(v rest.Reader, _ time.Time, _ func() bool) {
		assert.NoError(t, v.(*taskrouter.Engine).Check())
	}))
}

// TestStaleVersionsLose lets many clients change the same task with its first
// version: one gets through.
func TestStaleVersionsLose(t *testing.T) {
	_, c := serve(t)
	queue := c.must(t, "POST", "/TaskQueues", "FriendlyName", "All")["sid"].(string)
	c.must(t, "POST", "/Workflows", "FriendlyName", "Main", "Configuration", `{"task_routing":{"default_filter":{"queue":"`+queue+`"}}}`)
	task := c.must(t, "POST", "/Tasks")["sid"].(string)
	var mu sync.Mutex
	got := map[int]int{}
	var all sync.WaitGroup
	for n := range 16 {
		all.Go(func() {
			r, err := http.NewRequest("POST", c.url+"/Tasks/"+task, strings.NewReader(form("Priority", fmt.Sprint(n))))
			assert.NoError(t, err)
			r.SetBasicAuth(c.user, token)
			r.Header.Set("Content-Type", resttest.FormType)
			r.Header.Set("If-Match", "0")
			answer, err := c.http.Do(r)
			if assert.NoError(t, err) {
				assert.NoError(t, answer.Body.Close())
				mu.Lock()
				got[answer.StatusCode]++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	assert.Equal(t, map[int]int{200: 1, 412: 15}, got)
}

func TestRunnerHasEnded(t *testing.T) {
	r, c := serve(t)
	require.NoError(t, r.Close())
	for _, path := range []string{"", "/Tasks", "/Statistics"} {
		status, body, err := c.send("GET", path, "")
		require.NoError(t, err)
		assert.Equal(t, 503, status)
		assert.EqualValues(t, 20503, body["code"])
	}
}
