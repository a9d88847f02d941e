package twiml

import "time"

// Gather collects keys or speech while its children play. Without input the
// next verb runs, unless ActionOnEmptyResult.
type Gather struct {
	Common `twiml:"Gather,flavor=voice"`

	// Action is requested with what was gathered; the current document by
	// default. It must be absolute in an inline document.
	Action Attr[string] `twiml:"action,url,absoluteInline=15004"`
	// Method is that of Action; POST by default.
	Method Attr[Method] `twiml:"method,default=POST,code=13312"`
	// Input says what is collected; keys by default.
	Input Attr[[]GatherInput] `twiml:"input,default=dtmf,code=13326"`
	// Timeout is the pause that ends the input, at least 1 s, or Auto; 5 s by
	// default.
	Timeout Attr[AutoDuration] `twiml:"timeout,unit=s,min=1,default=5,code=13313"`
	// SpeechTimeout is the pause that ends speech, at least 1 s, or Auto; that
	// of Timeout by default. Auto does not go with SpeechModel.
	SpeechTimeout Attr[AutoDuration] `twiml:"speechTimeout,unit=s,min=1,code=13327"`
	// MaxSpeechTime is 1 to 60 s; 60 s by default.
	MaxSpeechTime Attr[time.Duration] `twiml:"maxSpeechTime,unit=s,min=1,max=60,default=60,code=13328"`
	// NumDigits ends the input after so many keys, at least 1; unlimited by
	// default.
	NumDigits Attr[int] `twiml:"numDigits,min=1,code=13314"`
	// FinishOnKey ends the input: one of 0-9 # *; # by default, and none when
	// empty.
	FinishOnKey Attr[string] `twiml:"finishOnKey,digits=0123456789#*,maxLength=1,emptyAllowed,default=#,badCharacter=13310,tooLong=13311"`
	// ActionOnEmptyResult requests Action even if there was no input.
	ActionOnEmptyResult Attr[bool] `twiml:"actionOnEmptyResult,default=false,code=13338"`
	// BargeIn lets the caller interrupt what plays; true by default (inferred).
	BargeIn Attr[bool] `twiml:"bargeIn,default=true,code=13332"`
	// Language is a tag such as de-DE; en-US by default. Each is accepted.
	Language Attr[string] `twiml:"language,word,inferred,default=en-US,code=13331"`
	// Hints are expected phrases, separated by commas: at most 500, each of at
	// most 100 characters.
	Hints Attr[string] `twiml:"hints,items=500,itemLength=100,code=13330"`
	// ProfanityFilter hides swear words; true by default.
	ProfanityFilter Attr[bool] `twiml:"profanityFilter,default=true,code=13333"`
	// SpeechModel is the recogniser's; new names are accepted.
	SpeechModel Attr[SpeechModel] `twiml:"speechModel,default=default,code=13334"`
	// Enhanced is false by default.
	//
	// Deprecated: it belongs to a retired speech model.
	Enhanced Attr[bool] `twiml:"enhanced,default=false,deprecated=it belongs to a retired speech model"`
	// PartialResultCallback is told what was understood so far.
	PartialResultCallback Attr[string] `twiml:"partialResultCallback,url"`
	// PartialResultCallbackMethod is POST by default.
	PartialResultCallbackMethod Attr[Method] `twiml:"partialResultCallbackMethod,default=POST,code=13329"`
	// Debug is false by default (inferred).
	Debug Attr[bool] `twiml:"debug,default=false"`

	// Children are what the caller hears meanwhile.
	Children []GatherChild `twiml:"#children"`

	_ rule `twiml:"childCode,warning=13320"`
	_ rule `twiml:"notCombined,of=@speechTimeout=auto @speechModel,warning=13335"`
}

// GatherChild is what may stand in a [Gather]: [*Say], [*Play], [*Pause] and
// [Misc].
type GatherChild interface {
	Node
	gatherChild()
}

var gatherSpec = define[Gather]()

func (*Gather) spec() *spec    { return gatherSpec }
func (*Gather) responseChild() {}
func (anywhere) gatherChild()  {}

// GatherInput is a kind of input.
type GatherInput string

// The kinds of input.
const (
	InputDTMF   GatherInput = "dtmf"
	InputSpeech GatherInput = "speech"
)

func (GatherInput) enum() enum { return closedEnum(InputDTMF, InputSpeech) }

// SpeechModel names a model of the speech recogniser. New names are accepted.
type SpeechModel string

// The known models.
const (
	ModelDefault                   SpeechModel = "default"
	ModelNumbersAndCommands        SpeechModel = "numbers_and_commands"
	ModelPhoneCall                 SpeechModel = "phone_call"
	ModelExperimentalConversations SpeechModel = "experimental_conversations"
	ModelExperimentalUtterances    SpeechModel = "experimental_utterances"
	ModelGoogleV2Long              SpeechModel = "googlev2_long"
	ModelGoogleV2Short             SpeechModel = "googlev2_short"
	ModelGoogleV2Telephony         SpeechModel = "googlev2_telephony"
	ModelGoogleV2TelephonyShort    SpeechModel = "googlev2_telephony_short"
	ModelDeepgramNova2             SpeechModel = "deepgram_nova-2"
	ModelDeepgramNova3             SpeechModel = "deepgram_nova-3"
)

func (SpeechModel) enum() enum {
	return openEnum(ModelDefault, ModelNumbersAndCommands, ModelPhoneCall,
		ModelExperimentalConversations, ModelExperimentalUtterances,
		ModelGoogleV2Long, ModelGoogleV2Short, ModelGoogleV2Telephony,
		ModelGoogleV2TelephonyShort, ModelDeepgramNova2, ModelDeepgramNova3)
}
