package main

import vendor "github.com/twilio/twilio-go/twiml"

func vendorText(verbs []vendor.Element) string { return must(vendor.Voice(verbs)) }

func vendorEnqueue() []vendor.Element {
	return []vendor.Element{&vendor.VoiceEnqueue{
		WorkflowSid: workflowSID,
		Action:      "/after?lang=de&n=1",
		WaitUrl:     "/wait?lang=de&n=1",
		InnerElements: []vendor.Element{
			&vendor.VoiceTask{Body: attributes, Priority: "5", Timeout: "600"},
		},
	}}
}

func vendorIVR() []vendor.Element {
	return []vendor.Element{
		&vendor.VoiceSay{Voice: "Polly.Vicki", Language: "de-DE", Message: "Guten Tag & willkommen."},
		&vendor.VoiceGather{
			Action:    "/menu?step=1&lang=de",
			Method:    "POST",
			Input:     "dtmf speech",
			Timeout:   "3",
			NumDigits: "1",
			InnerElements: []vendor.Element{
				&vendor.VoiceSay{Message: "For sales, press 1. For support, press 2."},
				&vendor.VoicePause{Length: "2"},
			},
		},
		&vendor.VoiceSay{Message: "We did not hear you."},
		&vendor.VoiceDial{
			CallerId: "+15551112222",
			Timeout:  "20",
			Record:   "record-from-answer",
			InnerElements: []vendor.Element{
				&vendor.VoiceNumber{Url: "/whisper", PhoneNumber: "+15558675310"},
			},
		},
		&vendor.VoiceRedirect{Method: "POST", Url: "/menu?step=0&lang=de"},
	}
}
