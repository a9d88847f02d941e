package twiml

// The words by which [ConversationRelay], [Assistant], [Language] and
// [Transcription] set their speech.

// TTSProvider is a service that speaks text. It is compared without regard to
// case and written as here; new names are accepted.
type TTSProvider string

// The known providers.
const (
	TTSGoogle     TTSProvider = "Google"
	TTSAmazon     TTSProvider = "Amazon"
	TTSElevenLabs TTSProvider = "ElevenLabs"
)

func (TTSProvider) enum() enum {
	e := openEnum(TTSGoogle, TTSAmazon, TTSElevenLabs)
	e.fold = true
	return e
}

// TranscriptionProvider is a service that understands speech. It is compared
// without regard to case and written as here; new names are accepted.
type TranscriptionProvider string

// The known providers.
const (
	TranscriptionGoogle   TranscriptionProvider = "Google"
	TranscriptionDeepgram TranscriptionProvider = "Deepgram"
)

func (TranscriptionProvider) enum() enum {
	e := openEnum(TranscriptionGoogle, TranscriptionDeepgram)
	e.fold = true
	return e
}

// CallerInput is what a caller does while speech plays. The spellings true and
// false are read as any and none, and kept when printed.
type CallerInput string

// The kinds of input.
const (
	CallerInputNone   CallerInput = "none"
	CallerInputDTMF   CallerInput = "dtmf"
	CallerInputSpeech CallerInput = "speech"
	CallerInputAny    CallerInput = "any"
)

func (CallerInput) enum() enum {
	e := closedEnum(CallerInputNone, CallerInputDTMF, CallerInputSpeech, CallerInputAny)
	e.aliases = map[string]string{"true": string(CallerInputAny), "false": string(CallerInputNone)}
	return e
}

// Sensitivity is how easily a caller interrupts.
type Sensitivity string

// The levels.
const (
	SensitivityLow    Sensitivity = "low"
	SensitivityMedium Sensitivity = "medium"
	SensitivityHigh   Sensitivity = "high"
)

func (Sensitivity) enum() enum {
	return closedEnum(SensitivityLow, SensitivityMedium, SensitivityHigh)
}

// TextNormalization says whether numbers and dates are written out before they
// are spoken.
type TextNormalization string

// The choices.
const (
	NormalizationOn   TextNormalization = "on"
	NormalizationAuto TextNormalization = "auto"
	NormalizationOff  TextNormalization = "off"
)

func (TextNormalization) enum() enum {
	return closedEnum(NormalizationOn, NormalizationAuto, NormalizationOff)
}

// RelayDebug is something told for debugging. New names are accepted.
type RelayDebug string

// The known names.
const (
	DebugDebugging     RelayDebug = "debugging"
	DebugSpeakerEvents RelayDebug = "speaker-events"
	DebugTokensPlayed  RelayDebug = "tokens-played"
)

func (RelayDebug) enum() enum {
	return openEnum(DebugDebugging, DebugSpeakerEvents, DebugTokensPlayed)
}
