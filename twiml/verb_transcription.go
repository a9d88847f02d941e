package twiml

// Transcription writes down what is said while the call goes on.
type Transcription struct {
	Common `twiml:"Transcription,flavor=voice"`

	// Name is unique in the call; a [Stop] needs it.
	Name Attr[string] `twiml:"name"`
	// Track is the side that is written down; both by default.
	Track Attr[StreamTrack] `twiml:"track,default=both_tracks"`
	// StatusCallbackURL is told what was said. It must be absolute, and its
	// name differs from the StatusCallback of other elements.
	StatusCallbackURL Attr[string] `twiml:"statusCallbackUrl,url,absoluteOnly"`
	// StatusCallbackMethod is that of StatusCallbackURL; POST by default.
	StatusCallbackMethod Attr[Method] `twiml:"statusCallbackMethod,default=POST"`
	// InboundTrackLabel names the caller's side in the transcript.
	InboundTrackLabel Attr[string] `twiml:"inboundTrackLabel"`
	// OutboundTrackLabel names the other side in the transcript.
	OutboundTrackLabel Attr[string] `twiml:"outboundTrackLabel"`
	// PartialResults sends what was understood so far; false by default.
	PartialResults Attr[bool] `twiml:"partialResults,default=false"`
	// LanguageCode is a tag such as de-DE; en-US by default.
	LanguageCode Attr[string] `twiml:"languageCode,default=en-US"`
	// TranscriptionEngine is google by default. Other names are accepted.
	TranscriptionEngine Attr[TranscriptionEngine] `twiml:"transcriptionEngine,default=google"`
	// SpeechModel is one of the engine's; telephony by default.
	SpeechModel Attr[string] `twiml:"speechModel,default=telephony"`
	// ProfanityFilter hides swear words; true by default.
	ProfanityFilter Attr[bool] `twiml:"profanityFilter,default=true"`
	// EnableAutomaticPunctuation writes commas and full stops; true by default.
	EnableAutomaticPunctuation Attr[bool] `twiml:"enableAutomaticPunctuation,default=true"`
	// EnableProviderData sends what the engine itself said; false by default.
	EnableProviderData Attr[bool] `twiml:"enableProviderData,default=false"`
	// Hints are expected phrases, separated by commas.
	Hints Attr[string] `twiml:"hints"`
	// IntelligenceService receives the transcript, by SID or name; none by
	// default.
	IntelligenceService Attr[string] `twiml:"intelligenceService"`
	// ConversationConfiguration names stored settings of a conversation.
	ConversationConfiguration Attr[string] `twiml:"conversationConfiguration"`
	// ConversationID is the conversation that receives the transcript.
	ConversationID Attr[string] `twiml:"conversationId"`

	// Children are options and parameters for the engine.
	Children []TranscriptionChild `twiml:"#children"`

	_ rule `twiml:"requiredUnder,of=@name,parents=Stop,warning=12200,inferred"`
}

// TranscriptionChild is what may stand in a [Transcription]: [*Config],
// [*Parameter] and [Misc].
type TranscriptionChild interface {
	Node
	transcriptionChild()
}

var transcriptionSpec = define[Transcription]()

func (*Transcription) spec() *spec   { return transcriptionSpec }
func (*Transcription) startChild()   {}
func (*Transcription) stopChild()    {}
func (anywhere) transcriptionChild() {}

// TranscriptionEngine is what understands the speech. New names are accepted.
type TranscriptionEngine string

// The known engines.
const (
	EngineGoogle   TranscriptionEngine = "google"
	EngineDeepgram TranscriptionEngine = "deepgram"
)

func (TranscriptionEngine) enum() enum { return openEnum(EngineGoogle, EngineDeepgram) }
