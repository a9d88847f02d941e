package voice_test

import (
	"fmt"
	"time"

	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/twiml"
)

// A host that records reports what becomes of it.
func ExampleRecordingChanged() {
	m, _ := voice.New(voice.Config{})
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	call := voice.MakeCallSID(1, 1)
	actions, _ := m.Step(now, &voice.CallArrived{Call: call, URL: "https://app.example/voicemail"})
	actions, _ = m.Step(now, &voice.Fetched{
		Op: actions[0].(*voice.Fetch).Op, ContentType: "text/xml",
		Body: []byte(`<Response><Record maxLength="60" recordingStatusCallback="done"/></Response>`),
	})
	record := actions[1].(*voice.Record)
	fmt.Println("record for", record.MaxLength)
	now = now.Add(20 * time.Second)
	actions, _ = m.Step(now, &voice.Recorded{Op: record.Op, URL: "https://host.example/1.wav", Duration: 20 * time.Second, Digits: "#"})
	fmt.Println(actions[0].(*voice.Fetch).URL, actions[0].(*voice.Fetch).Param("Digits"))
	actions, _ = m.Step(now, &voice.RecordingChanged{Recording: record.Recording.SID, Status: twiml.RecordingCompleted})
	fmt.Println(actions[0].(*voice.Fetch).URL, actions[0].(*voice.Fetch).Param("RecordingDuration"))
	// Output:
	// record for 1m0s
	// https://app.example/voicemail #
	// https://app.example/done 20
}

// After a restart the host says which calls it still has.
func ExampleMachine_Reconcile() {
	m, _ := voice.New(voice.Config{Seed: 2}) // with the router that came back from its log
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	actions, err := m.Reconcile(now, []voice.LiveCall{
		{CallArrived: voice.CallArrived{Call: voice.MakeCallSID(1, 1), URL: "https://app.example/sorry"}},
		{CallArrived: voice.CallArrived{Call: voice.MakeCallSID(1, 2)}},
	})
	fmt.Println(err)
	for _, a := range actions {
		fmt.Printf("%T\n", a)
	}
	// Output:
	// <nil>
	// *voice.Fetch
	// *voice.Hangup
	// *voice.CallEnded
}

// A wait document may tell how long it will take, with the error in mind.
func ExampleMachine_Estimate() {
	m, _ := voice.New(voice.Config{})
	_, known := m.Estimate(voice.MakeCallSID(1, 1))
	fmt.Println(known)
	// Output: false
}
