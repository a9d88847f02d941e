package rest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/goacd/acd/queue"
	"github.com/goacd/acd/queue/rest"
)

// The vendor's guide finds the queue of a workflow by its name, and lets more
// callers wait in it:
//
//	curl -X GET "https://api.twilio.com/2010-04-01/Accounts/$SID/Queues.json?FriendlyName=$WORKFLOW" -u "$SID:$TOKEN"
//	curl -X POST "https://api.twilio.com/2010-04-01/Accounts/$SID/Queues/$QUEUE.json" --data-urlencode "MaxSize=1000" -u "$SID:$TOKEN"
func Example() {
	account, _ := queue.ParseAccountSID("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
	workflow, _ := queue.ParseWorkflowSID("WWcccccccccccccccccccccccccccccccc")
	caller, _ := queue.ParseCallSID("CA00000000000000000000000000000001")
	directory, err := queue.New(queue.Config{AccountSID: account, Seed: 1})
	if err != nil {
		panic(err)
	}
	clock := func() time.Time { return time.Date(2015, 8, 4, 18, 39, 9, 0, time.UTC) }
	queues := rest.NewLocal(directory, clock, nil)
	handler, err := rest.New(rest.Config{Queues: queues, Accounts: []rest.Account{{SID: account.String(), Secret: "token"}}})
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()

	// A call is enqueued for the workflow, elsewhere.
	err = queues.Do(func(now time.Time, d *queue.Directory) error {
		_, _, err := d.Enqueue(now, queue.Enqueue{Call: caller, Workflow: workflow})
		return err
	})
	if err != nil {
		panic(err)
	}

	base := server.URL + "/2010-04-01/Accounts/" + account.String()
	found := curl("GET", base+"/Queues.json?FriendlyName="+workflow.String(), nil)
	fmt.Println(strings.Contains(found, `"max_size":100,`))
	q, _ := directory.ByName(clock(), workflow.String())
	fmt.Println(curl("POST", base+"/Queues/"+q.SID.String()+".json", url.Values{"MaxSize": {"1000"}}))
	// Output:
	// true
	// {"account_sid":"ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","average_wait_time":0,"current_size":1,"date_created":"Tue, 04 Aug 2015 18:39:09 +0000","date_updated":"Tue, 04 Aug 2015 18:39:09 +0000","friendly_name":"WWcccccccccccccccccccccccccccccccc","max_size":1000,"sid":"QUe26919423986d4a15b7d8d6069a0690f","uri":"/2010-04-01/Accounts/ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Queues/QUe26919423986d4a15b7d8d6069a0690f.json"}
}

// curl sends a request and returns the answer's body.
func curl(method, address string, form url.Values) string {
	r, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		panic(err)
	}
	r.SetBasicAuth("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "token")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		panic(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		panic(err)
	}
	return string(body)
}
