package main

import (
	"bytes"
	"encoding/xml"
)

// xmlNode is an element for encoding/xml: an element has few attributes in
// these documents, so that one struct with all of them does for every verb.
type xmlNode struct {
	XMLName     xml.Name
	Voice       string `xml:"voice,attr,omitempty"`
	Language    string `xml:"language,attr,omitempty"`
	Action      string `xml:"action,attr,omitempty"`
	Method      string `xml:"method,attr,omitempty"`
	Input       string `xml:"input,attr,omitempty"`
	Priority    int    `xml:"priority,attr,omitempty"`
	CallerID    string `xml:"callerId,attr,omitempty"`
	Timeout     int    `xml:"timeout,attr,omitempty"`
	NumDigits   int    `xml:"numDigits,attr,omitempty"`
	Record      string `xml:"record,attr,omitempty"`
	Length      int    `xml:"length,attr,omitempty"`
	URL         string `xml:"url,attr,omitempty"`
	WaitURL     string `xml:"waitUrl,attr,omitempty"`
	WorkflowSID string `xml:"workflowSid,attr,omitempty"`
	Text        string `xml:",chardata"`
	Children    []xmlNode
}

func xmlName(local string) xml.Name { return xml.Name{Local: local} }

func xmlText(root xmlNode) ([]byte, error) {
	b := bytes.NewBufferString(`<?xml version="1.0" encoding="UTF-8"?>`)
	err := xml.NewEncoder(b).Encode(root)
	return b.Bytes(), err
}

func xmlEnqueue() xmlNode {
	return xmlNode{XMLName: xmlName("Response"), Children: []xmlNode{{
		XMLName: xmlName("Enqueue"), WorkflowSID: workflowSID,
		Action: "/after?lang=de&n=1", WaitURL: "/wait?lang=de&n=1",
		Children: []xmlNode{{XMLName: xmlName("Task"), Text: attributes, Priority: 5, Timeout: 600}},
	}}}
}

func xmlIVR() xmlNode {
	return xmlNode{XMLName: xmlName("Response"), Children: []xmlNode{
		{XMLName: xmlName("Say"), Voice: "Polly.Vicki", Language: "de-DE", Text: "Guten Tag & willkommen."},
		{
			XMLName: xmlName("Gather"), Action: "/menu?step=1&lang=de", Method: "POST",
			Input: "dtmf speech", Timeout: 3, NumDigits: 1,
			Children: []xmlNode{
				{XMLName: xmlName("Say"), Text: "For sales, press 1. For support, press 2."},
				{XMLName: xmlName("Pause"), Length: 2},
			},
		},
		{XMLName: xmlName("Say"), Text: "We did not hear you."},
		{
			XMLName: xmlName("Dial"), CallerID: "+15551112222", Timeout: 20, Record: "record-from-answer",
			Children: []xmlNode{{XMLName: xmlName("Number"), URL: "/whisper", Text: "+15558675310"}},
		},
		{XMLName: xmlName("Redirect"), Method: "POST", Text: "/menu?step=0&lang=de"},
	}}
}
