package main

import "github.com/beevik/etree"

func etreeDocument() (*etree.Document, *etree.Element) {
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	return doc, doc.CreateElement("Response")
}

// etreeElement adds an element with attributes, given as names and values.
func etreeElement(parent *etree.Element, name, text string, attrs ...string) *etree.Element {
	el := parent.CreateElement(name)
	for i := 0; i < len(attrs); i += 2 {
		el.CreateAttr(attrs[i], attrs[i+1])
	}
	if text != "" {
		el.SetText(text)
	}
	return el
}

func etreeEnqueue() *etree.Document {
	doc, root := etreeDocument()
	enqueue := etreeElement(root, "Enqueue", "",
		"workflowSid", workflowSID, "action", "/after?lang=de&n=1", "waitUrl", "/wait?lang=de&n=1")
	etreeElement(enqueue, "Task", attributes, "priority", "5", "timeout", "600")
	return doc
}

func etreeIVR() *etree.Document {
	doc, root := etreeDocument()
	etreeElement(root, "Say", "Guten Tag & willkommen.", "voice", "Polly.Vicki", "language", "de-DE")
	gather := etreeElement(root, "Gather", "", "action", "/menu?step=1&lang=de", "method", "POST",
		"input", "dtmf speech", "timeout", "3", "numDigits", "1")
	etreeElement(gather, "Say", "For sales, press 1. For support, press 2.")
	etreeElement(gather, "Pause", "", "length", "2")
	etreeElement(root, "Say", "We did not hear you.")
	dial := etreeElement(root, "Dial", "", "callerId", "+15551112222", "timeout", "20", "record", "record-from-answer")
	etreeElement(dial, "Number", "+15558675310", "url", "/whisper")
	etreeElement(root, "Redirect", "/menu?step=0&lang=de", "method", "POST")
	return doc
}
