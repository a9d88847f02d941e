package twiml_test

import (
	"fmt"

	"github.com/goacd/acd/twiml"
)

// A team lead opens a conference; the others wait in silence until then.
func ExampleConference() {
	r := twiml.NewResponse(&twiml.Dial{Children: []twiml.DialChild{
		&twiml.Conference{
			Name:                "standup",
			EndConferenceOnExit: twiml.Set(true),
			WaitURL:             twiml.Set(""),
			StatusCallbackEvent: twiml.List(twiml.ConferenceJoin, twiml.ConferenceLeave),
		},
	}})
	fmt.Println(r)
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?><Response><Dial><Conference endConferenceOnExit="true" waitUrl="" statusCallbackEvent="join leave">standup</Conference></Dial></Response>
}

// A stream goes to a service of the application's own while the call is dialed,
// and ends with it.
func ExampleStart() {
	r := twiml.NewResponse(
		&twiml.Start{Children: []twiml.StartChild{
			&twiml.Stream{
				Name: twiml.Set("ears"), URL: twiml.Set("wss://listen.example.com/audio"),
				Track:    twiml.Set(twiml.BothTracks),
				Children: []twiml.StreamChild{&twiml.Parameter{Name: twiml.Set("tenant"), Value: twiml.Set("9")}},
			},
		}},
		&twiml.Dial{Number: "+4930901820"},
		&twiml.Stop{Children: []twiml.StopChild{&twiml.Stream{}}},
	)
	for _, f := range r.Validate(twiml.ValidateOptions{}) {
		fmt.Println(f)
	}
	// Output:
	// -: warning 12200: <Stream> in <Stop> needs: attribute name (/Response/Stop[1]/Stream[1], inferred)
}

// A caller talks to a service that answers in text, and interrupts it with keys
// only.
func ExampleConversationRelay() {
	relay := &twiml.ConversationRelay{
		URL:           twiml.Set("wss://bot.example.com/talk"),
		Interruptible: twiml.Set(twiml.CallerInputDTMF),
		Children:      []twiml.ConversationRelayChild{&twiml.Language{Code: twiml.Set("sv-SE")}},
	}
	fmt.Println(twiml.Effective(relay, &relay.TTSProvider), twiml.Effective(relay, &relay.Interruptible))
	fmt.Println(twiml.NewResponse(&twiml.Connect{Children: []twiml.ConnectChild{relay}}))
	// Output:
	// ElevenLabs dtmf
	// <?xml version="1.0" encoding="UTF-8"?><Response><Connect><ConversationRelay url="wss://bot.example.com/talk" interruptible="dtmf"><Language code="sv-SE"/></ConversationRelay></Connect></Response>
}
