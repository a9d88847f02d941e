package assign_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/taskrouter"
)

func ExampleParse() {
	instruction, err := assign.Parse([]byte(`{
		"instruction": "dequeue",
		"to": "alice",
		"timeout": "20"
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	switch i := instruction.(type) {
	case nil:
		fmt.Println("the application goes on through the API")
	case *assign.Dequeue:
		fmt.Println("call", i.To, "for", i.Timeout)
	}
	// Output: call client:alice for 20s
}

func ExampleParse_problems() {
	_, err := assign.Parse([]byte(`{"instruction": "call", "to": "5550100", "url": "/agent"}`))
	problems, _ := errors.AsType[*assign.Error](err)
	for _, p := range problems.Problems {
		fmt.Println(p)
	}
	fmt.Println(errors.Is(err, assign.CodeCallFrom))
	// Output:
	// line 1, column 31: to is "5550100": want the number with + and its country, as in +15550100, or client: before a name (code 40110)
	// line 1, column 49: url is "/agent": want an absolute http or https URL, its host without an underscore (code 40112)
	// from is missing: want a caller ID of 1 to 256 printable characters, such as +15550100 (code 40111)
	// true
}

func ExampleMarshal() {
	answer, err := assign.Marshal(&assign.Dequeue{
		To:      assign.MustParseAddress("client:alice"),
		Timeout: 20 * time.Second,
		Record:  assign.RecordFromAnswer,
	})
	fmt.Println(string(answer), err)
	// Output: {"instruction":"dequeue","to":"client:alice","record":"record-from-answer","timeout":20} <nil>
}

func ExampleValidate() {
	fmt.Println(assign.Validate(&assign.Reject{}))
	fmt.Println(assign.Validate(&assign.Dequeue{Timeout: 2 * time.Hour}))
	// Output:
	// <nil>
	// assign: dequeue: timeout is "7200": want a whole number of seconds from 1 to 999 (code 20001)
}

// The same instruction as the API takes it.
func ExampleParseForm() {
	form, _ := url.ParseQuery("Instruction=dequeue&DequeueTo=alice&DequeueTimeout=20&DequeueStatusCallbackEvent=ringing&DequeueStatusCallbackEvent=answered")
	instruction, err := assign.ParseForm(form)
	answer, _ := assign.Marshal(instruction)
	fmt.Println(string(answer), err)

	form, _ = url.ParseQuery("Instruction=conference&Timeout=2m&Beep=loud")
	_, err = assign.ParseForm(form)
	fmt.Println(err)
	// Output:
	// {"instruction":"dequeue","to":"client:alice","timeout":20,"status_callback_events":"ringing,answered"} <nil>
	// assign: conference: Timeout is "2m": want a whole number of seconds from 1 to 999 (code 14233); Beep is "loud": want true, false, onEnter or onExit (code 20001)
}

func ExampleMarshalForm() {
	form, err := assign.MarshalForm(&assign.Conference{
		To:         assign.MustParseAddress("client:alice"),
		EarlyMedia: assign.No,

		ConferenceStatusCallback:       "https://example.com/conference",
		ConferenceStatusCallbackEvents: assign.ConferenceStart | assign.ConferenceEnd,
	})
	for _, key := range slices.Sorted(maps.Keys(form)) {
		fmt.Println(key, form[key])
	}
	fmt.Println(err)
	// Output:
	// ConferenceStatusCallback [https://example.com/conference]
	// ConferenceStatusCallbackEvent [start end]
	// EarlyMedia [false]
	// Instruction [conference]
	// To [client:alice]
	// <nil>
}

// What a conference comes to for the worker and for the caller who waits.
func ExampleConference_Plan() {
	task, _ := taskrouter.ParseTaskSID("WT0123456789abcdef0123456789abcdef")
	plan, err := (&assign.Conference{EndConferenceOnExit: true}).Plan(assign.Facts{
		Status:      "pending",
		TaskSID:     task,
		ContactURI:  "client:alice",                       // the worker's attribute
		TaskCallSID: "CA0123456789abcdef0123456789abcdef", // the task's attributes
		TaskTo:      "+15550100",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("conference", plan.Name)
	fmt.Println("call", plan.Worker.To, "as", plan.Worker.From, "for", plan.Worker.Timeout, "- ends it:", plan.Worker.EndConferenceOnExit)
	fmt.Println("then move", plan.Customer.Call, "- ends it:", plan.Customer.EndConferenceOnExit)
	// Output:
	// conference WT0123456789abcdef0123456789abcdef
	// call client:alice as +15550100 for 1m0s - ends it: true
	// then move CA0123456789abcdef0123456789abcdef - ends it: false
}

func ExampleSupervise_Plan() {
	plan, err := (&assign.Supervise{To: assign.MustParseAddress("client:eve"), Mode: assign.Whisper}).Plan(assign.Facts{
		Status:           "accepted",
		TaskFrom:         "+15550199", // the task's attributes
		ConferenceSID:    "CF0123456789abcdef0123456789abcdef",
		ConferenceWorker: "CA0123456789abcdef0123456789abcdef",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("call", plan.Supervisor.To, "as", plan.Supervisor.From, "into", plan.SID)
	fmt.Println("heard only by", plan.Supervisor.Coach)
	// Output:
	// call client:eve as +15550199 into CF0123456789abcdef0123456789abcdef
	// heard only by CA0123456789abcdef0123456789abcdef
}

// What is written into the task's attribute "conference".
func ExampleConferenceLink() {
	worker, _ := taskrouter.ParseCallSID("CA0123456789abcdef0123456789abcdef")
	text, err := json.Marshal(assign.ConferenceLink{
		SID:          "CF0123456789abcdef0123456789abcdef",
		Participants: assign.ConferenceParticipants{Worker: worker},
	})
	fmt.Println(string(text), err)
	// Output: {"sid":"CF0123456789abcdef0123456789abcdef","participants":{"worker":"CA0123456789abcdef0123456789abcdef"}} <nil>
}

func ExampleResolve() {
	facts := assign.Facts{
		Status:      "pending",
		ContactURI:  "client:alice",                       // the worker's attribute
		TaskCallSID: "CA0123456789abcdef0123456789abcdef", // the task's attributes
		TaskTo:      "+15550100",
	}
	instruction, err := assign.Resolve(&assign.Dequeue{}, facts)
	text, _ := json.Marshal(instruction)
	fmt.Println(string(text), err)

	facts.Status = "accepted"
	_, err = assign.Resolve(&assign.Dequeue{}, facts)
	fmt.Println(errors.Is(err, assign.CodeDequeueNotPending))
	// Output:
	// {"instruction":"dequeue","to":"client:alice","from":"+15550100","timeout":60,"status_callback_events":"completed"} <nil>
	// true
}

func ExampleParseAddress() {
	for _, text := range []string{"+15550100", "alice", "sip:alice@example.com", "5550100"} {
		a, err := assign.ParseAddress(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(a)
	}
	// Output:
	// +15550100
	// client:alice
	// sip:alice@example.com
	// assign: address: "5550100": want the number with + and its country, as in +15550100, or client: before a name (code 20001)
}

// What an application answers to the call that it made to the worker itself.
func ExampleDialReservation() {
	reservation, _ := taskrouter.ParseReservationSID("WR0123456789abcdef0123456789abcdef")
	wrapUp, _ := taskrouter.ParseActivitySID("WA0123456789abcdef0123456789abcdef")
	fmt.Println(assign.DialReservation(reservation, wrapUp))
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Dial><Queue reservationSid="WR0123456789abcdef0123456789abcdef" postWorkActivitySid="WA0123456789abcdef0123456789abcdef"/></Dial></Response>
}

func ExampleRequest_Encode() {
	task, _ := taskrouter.ParseTaskSID("WT0123456789abcdef0123456789abcdef")
	request := assign.Request{
		Timestamp:      time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC),
		TaskSID:        task,
		TaskAttributes: `{"language":"en"}`,
		TaskAge:        4 * time.Second,
		TaskPriority:   1,
	}
	values, _ := url.ParseQuery(request.Encode())
	fmt.Println(values.Get("Timestamp"), values.Get("TaskSid"), values.Get("TaskAttributes"), values.Get("TaskAge"))
	// Output: 1767258000 WT0123456789abcdef0123456789abcdef {"language":"en"} 4
}

func ExampleParseRequest() {
	_, err := assign.ParseRequest(url.Values{"Timestamp": {"noon"}})
	problems, _ := errors.AsType[*assign.Error](err)
	fmt.Println(problems.Problems[0])
	// Output: Timestamp is "noon": want an integer from 0 to 253402300799 (code 20001)
}
