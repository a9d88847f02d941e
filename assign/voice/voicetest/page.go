package voicetest

import (
	"time"

	"github.com/goacd/acd/assign/voice"
)

// Document is what the application answers to a request. The zero Document is an
// empty answer, which is a document without verbs.
type Document struct {
	Body        string
	ContentType string // "" for text/xml
	Status      int    // 0 for 200
	URL         string // where it came from after redirects; "" for where it was asked for

	Takes time.Duration // until it comes, by the clock of the network
	Fails int           // the vendor's code with which the request fails; 0 if it does not
}

// Page lets the application have a document at a URL, absolute or a path of
// [Site]; a query of the request does not matter.
func (n *Network) Page(url, document string) {
	n.PageFunc(url, func(*voice.Fetch) Document { return Document{Body: document} })
}

// PageFunc lets the application make the document at a URL when it is asked for
// it. f may use the network.
func (n *Network) PageFunc(url string, f func(*voice.Fetch) Document) {
	n.pages[absolute(url)] = f
}

// Request is a request of the machine with what the application answered.
type Request struct {
	At time.Time
	*voice.Fetch
	Answer Document // what came; zero as long as nothing has
}

// Requests returns the requests there were for a purpose, "" for all, in order.
func (n *Network) Requests(purpose voice.Purpose) []Request {
	var list []Request
	for _, r := range n.requests {
		if purpose == "" || r.Purpose == purpose {
			list = append(list, r)
		}
	}
	return list
}

// fetch has a document made, once the step is over, and brings it.
func (n *Network) fetch(f *voice.Fetch) {
	i := len(n.requests)
	n.requests = append(n.requests, Request{At: n.clock, Fetch: f})
	n.asked++
	n.at(0, func() {
		d := n.document(f)
		n.requests[i].Answer = d
		n.at(max(0, d.Takes), func() {
			n.asked--
			n.report(d.report(f))
		})
	})
}

func (n *Network) document(f *voice.Fetch) Document {
	url, _, _ := cutQuery(f.URL)
	switch page := n.pages[url]; {
	case page != nil:
		return page(f)
	case n.cfg.Handler != nil:
		return serve(n.cfg.Handler, f)
	}
	return Document{Status: 404, ContentType: "text/plain", Body: "not found"}
}

func (d Document) report(f *voice.Fetch) voice.Input {
	if d.Fails != 0 {
		return &voice.FetchFailed{Op: f.Op, Code: d.Fails, Message: "the application cannot be reached"}
	}
	if d.Status == 0 {
		d.Status = 200
	}
	if d.ContentType == "" {
		d.ContentType = "text/xml"
	}
	return &voice.Fetched{Op: f.Op, Status: d.Status, ContentType: d.ContentType, URL: d.URL, Body: []byte(d.Body)}
}
