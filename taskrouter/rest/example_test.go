package rest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/rest"
	"github.com/goacd/acd/taskrouter/runner"
)

// A unit test serves an engine with a clock of its own, and lets the code under
// test talk to it over HTTP. Ninety seconds pass at once.
func ExampleForEngine() {
	clock := time.Date(2024, 5, 14, 10, 0, 0, 0, time.UTC)
	engine, err := taskrouter.New(taskrouter.Config{Seed: 1, Created: clock})
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(rest.ForEngine(engine, func() time.Time { return clock }, "token"))
	defer server.Close()

	own := engine.Workspace()
	call := func(method, path string, form url.Values) map[string]any {
		r, err := http.NewRequest(method, server.URL+"/v1/Workspaces/"+own.SID.String()+path, strings.NewReader(form.Encode()))
		if err != nil {
			log.Fatal(err)
		}
		r.SetBasicAuth(own.AccountSID.String(), "token")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			log.Fatal(err)
		}
		defer answer.Body.Close()
		var body map[string]any
		if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
			log.Fatal(err)
		}
		return body
	}

	queue := call("POST", "/TaskQueues", url.Values{"FriendlyName": {"Everybody"}})
	call("POST", "/Workflows", url.Values{
		"FriendlyName":  {"Main"},
		"Configuration": {fmt.Sprintf(`{"task_routing":{"default_filter":{"queue":%q}}}`, queue["sid"])},
	})
	task := call("POST", "/Tasks", url.Values{"Attributes": {`{"type":"billing"}`}})
	clock = clock.Add(90 * time.Second)
	task = call("GET", "/Tasks/"+task["sid"].(string), nil)
	fmt.Println(task["assignment_status"], "in", task["task_queue_friendly_name"], "for", task["age"], "seconds")

	refused := call("POST", "/Tasks/"+task["sid"].(string), url.Values{"AssignmentStatus": {"wrapping"}})
	fmt.Println(refused["status"], refused["code"])
	// Output:
	// pending in Everybody for 90 seconds
	// 400 20001
}

// A service puts runners behind the handler, makes others on request, and leaves
// the rest to its http.Server.
func ExampleNew() {
	account := "AC" + strings.Repeat("1", 32)
	handler, err := rest.New(rest.Config{
		Accounts: []rest.Account{{SID: account, Secret: "token"}},
		NewWorkspace: func(_ context.Context, cfg taskrouter.Config) (rest.Workspace, error) {
			return runner.New(runner.Config{Engine: cfg})
		},
		Deleted:    func(w rest.Workspace) { w.(*runner.Runner).Close() },
		RateLimits: rest.VendorRateLimits,
	})
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second}

	// What server.Serve would hand to the handler:
	for _, r := range []*http.Request{
		httptest.NewRequest("POST", "/v1/Workspaces", strings.NewReader("FriendlyName=Support&Template=FIFO")),
		httptest.NewRequest("GET", "/v1/Workspaces", nil),
	} {
		r.SetBasicAuth(account, "token")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		server.Handler.ServeHTTP(w, r)
		fmt.Println(r.Method, w.Code)
	}
	// Output:
	// POST 201
	// GET 200
}
