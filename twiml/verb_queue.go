package twiml

// Queue connects to the front member of a queue, or to the call behind a
// reservation (twiml.md §6.3).
type Queue struct {
	Common `twiml:"Queue,flavor=voice,lax=Response"`

	// Name is the name of the queue: 1 to 64 characters. It is the leading text
	// as written; the name that counts is [TextOf]. With a ReservationSID the
	// name is ignored.
	Name string `twiml:"#text,kind=queue-name,max=64,tooLong=14213,unless=@reservationSid"`

	// URL returns the whisper document, run on the queued caller's leg before
	// both are connected.
	URL Attr[string] `twiml:"url,url,code=14211,docs=Play Say Pause Redirect,docInferred"`
	// Method is that of URL; POST by default.
	Method Attr[Method] `twiml:"method,default=POST,code=14210"`
	// ReservationSID (WR…) connects to the call behind that reservation, which
	// is accepted once both are bridged.
	ReservationSID Attr[string] `twiml:"reservationSid,sid=WR,code=14215"`
	// PostWorkActivitySID (WA…) is the activity of the worker after the call;
	// only with ReservationSID.
	PostWorkActivitySID Attr[string] `twiml:"postWorkActivitySid,sid=WA,code=14216"`

	Children []Misc `twiml:"#children"`

	_ rule `twiml:"atLeastOne,of=#text @reservationSid,error=14212"`
	_ rule `twiml:"requires,if=@postWorkActivitySid,then=@reservationSid,warning=14216,inferred"`
}

var queueSpec = define[Queue]()

func (*Queue) spec() *spec { return queueSpec }
func (*Queue) dialChild()  {}
