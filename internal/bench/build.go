package main

import "github.com/goacd/acd/twiml"

const (
	workflowSID = "WW0123456789abcdef0123456789abcdef"
	attributes  = `{"skill":"billing","vip":true}`
)

// builders are the tasks that end in the bytes of a document.
func builders() []task {
	standingEnqueue, standingIVR := vendorEnqueue(), vendorIVR()
	return []task{
		{"build Enqueue with Task", append(
			ours(acdEnqueue),
			contestant{"twilio-go: string", func() output { return output{text: vendorText(standingEnqueue)} }},
			contestant{"twilio-go: build, string", func() output { return output{text: vendorText(vendorEnqueue())} }},
			contestant{"etree", func() output { return output{text: must(etreeEnqueue().WriteToString())} }},
			contestant{"encoding/xml", func() output { return output{bytes: must(xmlText(xmlEnqueue()))} }},
		)},
		{"build IVR of five verbs", append(
			ours(acdIVR),
			contestant{"twilio-go: string", func() output { return output{text: vendorText(standingIVR)} }},
			contestant{"twilio-go: build, string", func() output { return output{text: vendorText(vendorIVR())} }},
			contestant{"etree", func() output { return output{text: must(etreeIVR().WriteToString())} }},
			contestant{"encoding/xml", func() output { return output{bytes: must(xmlText(xmlIVR()))} }},
		)},
	}
}

// ours are the ways in which twiml prints the document that build makes.
func ours(build func() *twiml.Response) []contestant {
	tree := build()
	var buf []byte
	return []contestant{
		{"acd: print, reused buffer", func() output {
			buf = must(tree.AppendText(buf[:0]))
			return output{bytes: buf}
		}},
		{"acd: print, string", func() output { return output{text: tree.String()} }},
		{"acd: build, print, reused buffer", func() output {
			buf = must(build().AppendText(buf[:0]))
			return output{bytes: buf}
		}},
		{"acd: build, print, string", func() output { return output{text: build().String()} }},
	}
}
