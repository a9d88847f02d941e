package twiml

// Assistant is a hosted AI assistant that talks to the caller. Its speech is
// set as in a [ConversationRelay].
type Assistant struct {
	Common `twiml:"Assistant,flavor=voice"`

	// ID is the assistant's, and must be given.
	ID Attr[string] `twiml:"id,required"`
	// Language is a tag such as de-DE for both directions, unless
	// TTSLanguage or TranscriptionLanguage says otherwise; en-US by default.
	Language Attr[string] `twiml:"language,default=en-US"`
	// TTSLanguage is the language that is spoken; Language by default.
	TTSLanguage Attr[string] `twiml:"ttsLanguage"`
	// TTSProvider speaks; ElevenLabs by default. Other names are accepted.
	TTSProvider Attr[TTSProvider] `twiml:"ttsProvider,default=ElevenLabs"`
	// Voice is one of the provider's; it decides by default.
	Voice Attr[string] `twiml:"voice"`
	// ElevenLabsTextNormalization writes numbers and dates out before that
	// provider speaks them; off by default.
	ElevenLabsTextNormalization Attr[TextNormalization] `twiml:"elevenlabsTextNormalization,default=off"`
	// TranscriptionLanguage is the language that is heard; Language by default.
	TranscriptionLanguage Attr[string] `twiml:"transcriptionLanguage"`
	// TranscriptionProvider listens; Deepgram by default. Other names are
	// accepted.
	TranscriptionProvider Attr[TranscriptionProvider] `twiml:"transcriptionProvider,default=Deepgram"`
	// SpeechModel is one of the transcription provider's; it decides by default.
	SpeechModel Attr[string] `twiml:"speechModel"`
	// Hints are expected phrases, separated by commas.
	Hints Attr[string] `twiml:"hints"`
	// ProfanityFilter hides swear words; the provider decides by default.
	ProfanityFilter Attr[bool] `twiml:"profanityFilter"`
	// PartialPrompts sends what was understood so far; false by default
	// (inferred).
	PartialPrompts Attr[bool] `twiml:"partialPrompts,default=false"`
	// DTMFDetection sends keys too; false by default (inferred).
	DTMFDetection Attr[bool] `twiml:"dtmfDetection,default=false"`
	// WelcomeGreeting is said first; nothing by default.
	WelcomeGreeting Attr[string] `twiml:"welcomeGreeting"`
	// WelcomeGreetingInterruptible says what ends the greeting early; any input
	// by default.
	WelcomeGreetingInterruptible Attr[CallerInput] `twiml:"welcomeGreetingInterruptible,default=any"`
	// Interruptible says what ends other speech early; any input by default.
	Interruptible Attr[CallerInput] `twiml:"interruptible,default=any"`
	// InterruptSensitivity is how easily it ends; high by default.
	InterruptSensitivity Attr[Sensitivity] `twiml:"interruptSensitivity,default=high"`
	// Preemptible lets the next speech cut off the current one; false by
	// default.
	Preemptible Attr[bool] `twiml:"preemptible,default=false"`
	// ReportInputDuringAgentSpeech says what is sent while speech plays; nothing
	// by default.
	ReportInputDuringAgentSpeech Attr[CallerInput] `twiml:"reportInputDuringAgentSpeech,default=none"`
	// IntelligenceService receives the transcript, by SID or name; none by
	// default.
	IntelligenceService Attr[string] `twiml:"intelligenceService"`
	// Debug names what is sent for debugging; nothing by default. Other words
	// are accepted.
	Debug Attr[[]RelayDebug] `twiml:"debug"`

	// Children are further languages, and parameters for the assistant.
	Children []AssistantChild `twiml:"#children"`
}

// AssistantChild is what may stand in an [Assistant]: [*Language],
// [*Parameter] and [Misc].
type AssistantChild interface {
	Node
	assistantChild()
}

var assistantSpec = define[Assistant]()

func (*Assistant) spec() *spec   { return assistantSpec }
func (*Assistant) connectChild() {}
func (anywhere) assistantChild() {}
