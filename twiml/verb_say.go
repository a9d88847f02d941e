package twiml

// Say speaks text. Elements of the speech markup stand between the texts, in
// any order; the basic voices ignore them (unverified).
type Say struct {
	Common `twiml:"Say,flavor=voice"`

	// Text is what is said up to the first child: at most 4096 characters in
	// all. White space is kept as written.
	Text string `twiml:"#text,kind=ssml-mixed,required,max=4096,empty=13520,tooLong=13521"`

	// Voice is one of the Voice constants, or a name such as Polly.Amy. The
	// account decides by default. New names appear often: each is accepted.
	Voice Attr[string] `twiml:"voice,word,inferred,code=13511,under=Gather:13321"`
	// Language is a tag such as de-DE; en-US by default.
	Language Attr[string] `twiml:"language,word,inferred,default=en-US,code=13512"`
	// Loop is how often it is said, once by default; 0 is until hang-up, at most
	// 1000 rounds.
	Loop Attr[int] `twiml:"loop,min=0,default=1,code=13510,under=Gather:13322"`
	// Rate is legacy and has no documented values.
	Rate Attr[string] `twiml:"rate,code=13513"`

	// Children is what follows Text.
	Children []SayChild `twiml:"#children"`
}

// SayChild is what may stand in a [Say]: the speech markup, which is
// [*SSMLBreak], [*SSMLEmphasis], [*SSMLLang], [*SSMLP], [*SSMLPhoneme],
// [*SSMLProsody], [*SSMLS], [*SSMLSayAs], [*SSMLSub] and [*SSMLW], and [Misc].
type SayChild interface {
	Node
	sayChild()
}

var saySpec = define[Say]()

func (*Say) spec() *spec    { return saySpec }
func (*Say) responseChild() {}
func (*Say) gatherChild()   {}
func (*Say) promptChild()   {}
func (anywhere) sayChild()  {}

// The basic voices. Others are named as in the vendor's list, Polly.Amy or
// Google.de-DE-Neural2-B.
const (
	VoiceMan   = "man"
	VoiceWoman = "woman"
	VoiceAlice = "alice" // legacy
)
