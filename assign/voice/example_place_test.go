package voice_test

import (
	"fmt"
	"time"

	"github.com/goacd/acd/assign"
	"github.com/goacd/acd/assign/voice"
	"github.com/goacd/acd/queue"
)

// The application calls somebody, is told how it goes, and lets him hear a text.
func ExamplePlaceCall() {
	machine, err := voice.New(voice.Config{})
	if err != nil {
		panic(err)
	}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	step := func(in voice.Input) {
		actions, err := machine.Step(now, in)
		if err != nil {
			panic(err)
		}
		for _, action := range actions {
			switch a := action.(type) {
			case *voice.Dial:
				fmt.Println("dial", a.To, "for", a.Timeout)
			case *voice.Fetch:
				fmt.Println("tell", a.URL, a.Param("SequenceNumber"), a.Param("CallStatus"))
			case *voice.Say:
				fmt.Println("say", a.Text)
			case *voice.CallEnded:
				fmt.Println("over:", a.Status, "after", a.Duration)
			}
		}
		now = now.Add(5 * time.Second)
	}

	call, _ := queue.ParseCallSID("CA0123456789abcdef0123456789abcdef")
	step(&voice.PlaceCall{
		Call: call, To: "+15558675310", From: "+15017122661", Twiml: "<Response><Say>Ahoy!</Say></Response>",
		StatusCallback: "https://app.example/status", StatusCallbackEvents: assign.CallRinging | assign.CallAnswered | assign.CallCompleted,
	})
	step(&voice.Ringing{Call: call})
	step(&voice.Answered{Call: call})
	step(&voice.HungUp{Call: call})

	// Output:
	// dial +15558675310 for 1m0s
	// tell https://app.example/status 0 ringing
	// tell https://app.example/status 1 in-progress
	// say Ahoy!
	// tell https://app.example/status 2 completed
	// over: completed after 5s
}
