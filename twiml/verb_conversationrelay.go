package twiml

// ConversationRelay turns speech into text and back, and talks text to the
// application over a WebSocket.
type ConversationRelay struct {
	Common `twiml:"ConversationRelay,flavor=voice"`

	// URL is the application's socket, a wss address, and must be given.
	URL Attr[string] `twiml:"url,url,schemes=wss,required"`
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
	// BackgroundNoiseReduction, DeepgramSmartFormat, Events, IgnoreBackchannel
	// and SpeechTimeout have no documented values; any text is accepted. All of
	// them but Events are read in lower case too, as several libraries write
	// them.
	BackgroundNoiseReduction Attr[string] `twiml:"backgroundNoiseReduction,alsoNamed=backgroundnoisereduction"`
	// DeepgramSmartFormat belongs to that provider; see above.
	DeepgramSmartFormat Attr[string] `twiml:"deepgramSmartFormat,alsoNamed=deepgramsmartformat"`
	// Events names what is sent besides text; see above.
	Events Attr[string] `twiml:"events"`
	// IgnoreBackchannel lets a caller's "mhm" pass as no interruption; see above.
	IgnoreBackchannel Attr[string] `twiml:"ignoreBackchannel,alsoNamed=ignorebackchannel"`
	// SpeechTimeout is the pause that ends speech; see above.
	SpeechTimeout Attr[string] `twiml:"speechTimeout,alsoNamed=speechtimeout"`

	// Children are further languages, and parameters for the socket.
	Children []ConversationRelayChild `twiml:"#children"`
}

// ConversationRelayChild is what may stand in a [ConversationRelay]:
// [*Language], [*Parameter] and [Misc].
type ConversationRelayChild interface {
	Node
	conversationRelayChild()
}

var conversationRelaySpec = define[ConversationRelay]()

func (*ConversationRelay) spec() *spec   { return conversationRelaySpec }
func (*ConversationRelay) connectChild() {}
func (anywhere) conversationRelayChild() {}

// ConversationRelaySession is a [ConversationRelay] whose settings are stored
// with the vendor.
type ConversationRelaySession struct {
	Common `twiml:"ConversationRelaySession,flavor=voice"`

	// Connector names the connector.
	Connector Attr[string] `twiml:"connector"`
	// SessionConfiguration names the stored settings.
	SessionConfiguration Attr[string] `twiml:"sessionConfiguration"`

	Children []Misc `twiml:"#children"`
}

var conversationRelaySessionSpec = define[ConversationRelaySession]()

func (*ConversationRelaySession) spec() *spec   { return conversationRelaySessionSpec }
func (*ConversationRelaySession) connectChild() {}

// Language gives the voice and the recogniser for one more language. What is
// unset is as in the parent.
type Language struct {
	Common `twiml:"Language,flavor=voice"`

	// Code is a tag such as de-DE, or multi, and must be given.
	Code Attr[string] `twiml:"code,required"`
	// TTSProvider speaks. Other names are accepted.
	TTSProvider Attr[TTSProvider] `twiml:"ttsProvider"`
	// Voice is one of the provider's.
	Voice Attr[string] `twiml:"voice"`
	// TranscriptionProvider listens. Other names are accepted.
	TranscriptionProvider Attr[TranscriptionProvider] `twiml:"transcriptionProvider"`
	// SpeechModel is one of the transcription provider's.
	SpeechModel Attr[string] `twiml:"speechModel"`

	Children []Misc `twiml:"#children"`
}

var languageSpec = define[Language]()

func (*Language) spec() *spec             { return languageSpec }
func (*Language) conversationRelayChild() {}
func (*Language) assistantChild()         {}
