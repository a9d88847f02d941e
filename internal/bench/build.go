package main

import "github.com/goacd/acd/twiml"

const (
	workflowSID = "WW0123456789abcdef0123456789abcdef"
	attributes  = `{"skill":"billing","vip":true}`
)

// builders end in the bytes of a document.
func builders() []document {
	standingEnqueue, standingIVR := vendorEnqueue(), vendorIVR()
	return []document{
		{"build Enqueue with Task", append(
			ours(acdEnqueue),
			library{"twilio-go: string", func() output { return output{text: vendorText(standingEnqueue)} }},
			library{"twilio-go: build, string", func() output { return output{text: vendorText(vendorEnqueue())} }},
			library{"etree", func() output { return output{text: must(etreeEnqueue().WriteToString())} }},
			library{"encoding/xml", func() output { return output{bytes: must(xmlText(xmlEnqueue()))} }},
		)},
		{"build IVR of five verbs", append(
			ours(acdIVR),
			library{"twilio-go: string", func() output { return output{text: vendorText(standingIVR)} }},
			library{"twilio-go: build, string", func() output { return output{text: vendorText(vendorIVR())} }},
			library{"etree", func() output { return output{text: must(etreeIVR().WriteToString())} }},
			library{"encoding/xml", func() output { return output{bytes: must(xmlText(xmlIVR()))} }},
		)},
	}
}

// ours are the ways in which twiml prints the document that build makes.
func ours(build func() *twiml.Response) []library {
	tree := build()
	var buf []byte
	return []library{
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
