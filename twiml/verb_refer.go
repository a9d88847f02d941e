package twiml

// Refer asks the SIP endpoint of the current call to call somebody else. On a
// leg that is not SIP it is error 13801.
type Refer struct {
	Common `twiml:"Refer,flavor=voice"`

	// Action is requested afterwards with ReferCallStatus, ReferSipResponseCode
	// and NotifySipResponseCode.
	Action Attr[string] `twiml:"action,url"`
	// Method is that of Action; POST by default.
	Method Attr[Method] `twiml:"method,default=POST"`

	// Children holds the one target.
	Children []ReferChild `twiml:"#children,min=Sip:1,max=Sip:1"`
}

// ReferChild is what may stand in a [Refer]: [*ReferSip] and [Misc].
type ReferChild interface {
	Node
	referChild()
}

var referSpec = define[Refer]()

func (*Refer) spec() *spec    { return referSpec }
func (*Refer) responseChild() {}
func (anywhere) referChild()  {}

// ReferSip is the target of a [Refer]. A document writes it Sip, as it does the
// Sip of a [Dial], which has attributes.
type ReferSip struct {
	Common `twiml:"Sip,key=Sip.refer,flavor=voice"`

	// URI is the SIP address, at most 255 characters without its headers; the
	// scheme may be left out. It is the leading text as written; the address that
	// counts is [TextOf].
	URI string `twiml:"#text,kind=sip-uri,required,max=255,code=13243"`

	Children []Misc `twiml:"#children"`
}

var referSipSpec = define[ReferSip]()

func (*ReferSip) spec() *spec { return referSipSpec }
func (*ReferSip) referChild() {}
