package twiml

// Play plays an audio file or keys.
type Play struct {
	Common `twiml:"Play,flavor=voice"`

	// URL is where the audio is; it may be empty when Digits is set. It is the
	// leading text as written; the address that counts is [TextOf].
	URL string `twiml:"#text,kind=url,anyHost,code=13420"`

	// Digits are keys to play: 0-9 A-D # *, w waits half a second and W a
	// second. Not allowed in a [Gather].
	Digits Attr[string] `twiml:"digits,digits=0123456789ABCDWw#*,emptyAllowed,code=13430"`
	// Loop is how often it is played, once by default; 0 is until hang-up, at
	// most 1000 rounds.
	Loop Attr[int] `twiml:"loop,min=0,default=1,code=13410"`

	Children []Misc `twiml:"#children"`

	_ rule `twiml:"atLeastOne,of=#text @digits,warning=13420,inferred"`
	_ rule `twiml:"forbiddenAttributeUnder,of=@digits,parents=Gather,warning=13320,inferred"`
}

var playSpec = define[Play]()

func (*Play) spec() *spec    { return playSpec }
func (*Play) responseChild() {}
func (*Play) gatherChild()   {}
func (*Play) promptChild()   {}
