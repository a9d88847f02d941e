package main

import (
	"time"

	"github.com/goacd/acd/twiml"
)

func acdEnqueue() *twiml.Response {
	return twiml.NewResponse(&twiml.Enqueue{
		WorkflowSID: twiml.Set(workflowSID),
		Action:      twiml.Set("/after?lang=de&n=1"),
		WaitURL:     twiml.Set("/wait?lang=de&n=1"),
		Children: []twiml.EnqueueChild{&twiml.Task{
			Attributes: attributes,
			Priority:   twiml.Set(5),
			Timeout:    twiml.Set(10 * time.Minute),
		}},
	})
}

func acdIVR() *twiml.Response {
	return twiml.NewResponse(
		&twiml.Say{Voice: twiml.Set("Polly.Vicki"), Language: twiml.Set("de-DE"), Text: "Guten Tag & willkommen."},
		&twiml.Gather{
			Action:    twiml.Set("/menu?step=1&lang=de"),
			Method:    twiml.Set(twiml.POST),
			Input:     twiml.List(twiml.InputDTMF, twiml.InputSpeech),
			Timeout:   twiml.Set(twiml.AutoDuration(3 * time.Second)),
			NumDigits: twiml.Set(1),
			Children: []twiml.GatherChild{
				&twiml.Say{Text: "For sales, press 1. For support, press 2."},
				&twiml.Pause{Length: twiml.Set(2 * time.Second)},
			},
		},
		&twiml.Say{Text: "We did not hear you."},
		&twiml.Dial{
			CallerID: twiml.Set("+15551112222"),
			Timeout:  twiml.Set(20 * time.Second),
			Record:   twiml.Set(twiml.RecordFromAnswer),
			Children: []twiml.DialChild{&twiml.Number{URL: twiml.Set("/whisper"), Number: "+15558675310"}},
		},
		&twiml.Redirect{Method: twiml.Set(twiml.POST), URL: "/menu?step=0&lang=de"},
	)
}
