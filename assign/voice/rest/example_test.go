package rest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/assign/voice/driver"
	"github.com/goacd/acd/assign/voice/rest"
	queuerest "github.com/goacd/acd/queue/rest"
	"github.com/goacd/acd/taskrouter"
	"github.com/goacd/acd/taskrouter/runner"
)

// host is a host without telephones, in whose house everybody picks up at once.
type host struct{ driver *driver.Driver }

func (h *host) Do(ctx context.Context, action voice.Action) error {
	switch a := action.(type) {
	case *voice.Dial:
		fmt.Println("calling", a.To)
		return h.driver.Step(ctx, &voice.Answered{Call: a.Call})
	case *voice.Say:
		fmt.Println("saying", a.Text)
		return h.driver.Step(ctx, &voice.HungUp{Call: a.Call})
	}
	return nil
}

// A call is made and fetched, as the vendor's guide does with curl:
//
//	curl -X POST "https://api.twilio.com/2010-04-01/Accounts/$SID/Calls.json" \
//	  --data-urlencode "To=+15558675310" --data-urlencode "From=+15017122661" \
//	  --data-urlencode "Twiml=<Response><Say>Ahoy!</Say></Response>" -u "$SID:$TOKEN"
func Example() {
	account, _ := taskrouter.ParseAccountSID("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
	workspace, err := runner.New(runner.Config{Engine: taskrouter.Config{AccountSID: account}})
	if err != nil {
		panic(err)
	}
	defer workspace.Close()

	phones, over := &host{}, make(chan struct{})
	calls := rest.NewRegister(0)
	phones.driver, err = driver.New(calls.Watch(driver.Config{
		Runner: workspace, Media: phones, Client: http.DefaultClient,
		Observe: func(o driver.Observation) {
			if _, ok := o.Action.(*voice.CallEnded); ok {
				close(over)
			}
		},
	}))
	if err != nil {
		panic(err)
	}
	defer phones.driver.Close()
	handler, err := rest.New(rest.Config{
		Driver: phones.driver, Register: calls, Accounts: []queuerest.Account{{SID: account.String(), Secret: "token"}},
	})
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(handler)
	defer server.Close()

	made := curl("POST", server.URL+"/2010-04-01/Accounts/"+account.String()+"/Calls.json", url.Values{
		"To": {"+15558675310"}, "From": {"+15017122661"}, "Twiml": {"<Response><Say>Ahoy!</Say></Response>"},
	})
	<-over
	fmt.Println(field(made, "status"))
	fetched := curl("GET", server.URL+field(made, "uri"), nil)
	fmt.Println(field(fetched, "status"), field(fetched, "direction"), field(fetched, "to_formatted"))
	// Output:
	// calling +15558675310
	// saying Ahoy!
	// queued
	// completed outbound-api (555) 867-5310
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

// field returns a text of an object.
func field(body, name string) string {
	if found := regexp.MustCompile(`"` + name + `":"([^"]*)"`).FindStringSubmatch(body); found != nil {
		return found[1]
	}
	return ""
}
