package twiml

// Sim is a wireless SIM to dial.
//
// Deprecated: no longer documented, and refused with 13258 where the account
// has no SIMs.
type Sim struct {
	Common `twiml:"Sim,flavor=voice,deprecated=no longer documented"`

	// SID (DE… or HS…) is the SIM's; other forms are accepted. It is the leading
	// text as written; the SID that counts is [TextOf].
	SID string `twiml:"#text,kind=sid,required,sid=DE HS,advisory"`

	Children []Misc `twiml:"#children"`
}

var simSpec = define[Sim]()

func (*Sim) spec() *spec { return simSpec }
func (*Sim) dialChild()  {}
