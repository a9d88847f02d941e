package twiml

// Conference is a room to join, made when missing. It must be the only noun of
// its [Dial].
type Conference struct {
	Common `twiml:"Conference,flavor=voice"`

	// Name is that of the room: 1 to 128 characters. It is the leading text as
	// written; the name that counts is [TextOf].
	Name string `twiml:"#text,kind=name,required,max=128,code=13237"`

	// Muted lets the participant listen only; false by default.
	Muted Attr[bool] `twiml:"muted,default=false,code=13230"`
	// Beep says when the others hear that somebody comes or goes; both by
	// default.
	Beep Attr[Beep] `twiml:"beep,default=true,code=13235"`
	// StartConferenceOnEnter starts the conference when this participant joins;
	// until somebody does, those in the room hear the wait document. True by
	// default.
	StartConferenceOnEnter Attr[bool] `twiml:"startConferenceOnEnter,default=true,code=13232"`
	// EndConferenceOnExit ends the conference when this participant leaves;
	// false by default, and a bad value is an error.
	EndConferenceOnExit Attr[bool] `twiml:"endConferenceOnExit,default=false,code=13231"`
	// ParticipantLabel names the participant for the REST API: at most 128
	// characters, unique in the conference, without a slash and no call SID.
	ParticipantLabel Attr[string] `twiml:"participantLabel,maxLength=128,pattern=^[^/]*$,notSID=CA,like=agent-7 without a slash and no call SID,code=16023"`
	// JitterBufferSize trades delay against gaps; large by default.
	JitterBufferSize Attr[JitterBufferSize] `twiml:"jitterBufferSize,default=large"`
	// MaxParticipants is how many may join: 1 to 250; 250 by default.
	MaxParticipants Attr[int] `twiml:"maxParticipants,min=1,max=250,default=250"`
	// WaitURL returns what is heard before the conference starts: Play, Say,
	// Pause and Redirect, or it is error 13238. It is not repeated by itself.
	// Unset is the built-in playlist; empty is silence.
	WaitURL Attr[string] `twiml:"waitUrl,url,emptyAllowed,code=13233,docs=Play Say Pause Redirect,docCode=13238"`
	// WaitMethod is that of WaitURL; POST by default. The built-in playlist is
	// fetched by GET.
	WaitMethod Attr[Method] `twiml:"waitMethod,default=POST,code=13234"`
	// Region is where the audio is mixed; the vendor chooses by default.
	Region Attr[ConferenceRegion] `twiml:"region"`
	// Coach (CA…) is the call that alone hears this participant; other forms are
	// accepted here, and error 13240 if no such call takes part.
	Coach Attr[string] `twiml:"coach,sid=CA,advisory,code=13240"`
	// Whisper is the former name of Coach.
	//
	// Deprecated: write Coach.
	Whisper Attr[string] `twiml:"whisper,sid,deprecated=renamed to coach"`
	// StatusCallback is told what happens in the conference.
	StatusCallback Attr[string] `twiml:"statusCallback,url"`
	// StatusCallbackMethod is that of StatusCallback; POST by default.
	StatusCallbackMethod Attr[Method] `twiml:"statusCallbackMethod,default=POST"`
	// StatusCallbackEvent names what StatusCallback is told; there is no
	// default.
	StatusCallbackEvent Attr[[]ConferenceEvent] `twiml:"statusCallbackEvent"`
	// Record says whether the conference is recorded; it is not by default.
	Record Attr[ConferenceRecord] `twiml:"record,default=do-not-record"`
	// Trim says whether silence at the ends of the recording is cut off; it is
	// by default. Here alone the spellings true and false are read too, and kept
	// when printed; another value is an error.
	Trim Attr[Trim] `twiml:"trim,default=trim-silence,aliases=true:trim-silence false:do-not-trim,code=13239"`
	// RecordingStatusCallback is told what happens to the recording.
	RecordingStatusCallback Attr[string] `twiml:"recordingStatusCallback,url,code=13256"`
	// RecordingStatusCallbackMethod is POST by default.
	RecordingStatusCallbackMethod Attr[Method] `twiml:"recordingStatusCallbackMethod,default=POST"`
	// RecordingStatusCallbackEvent is completed by default.
	RecordingStatusCallbackEvent Attr[[]RecordingEvent] `twiml:"recordingStatusCallbackEvent,default=completed,code=13621"`
	// RecordingConfigurationID names a stored recording configuration.
	RecordingConfigurationID Attr[string] `twiml:"recordingConfigurationId"`
	// EventCallbackURL is the older way to be told about the recording; prefer
	// RecordingStatusCallback (inferred).
	EventCallbackURL Attr[string] `twiml:"eventCallbackUrl,url"`

	Children []Misc `twiml:"#children"`
}

var conferenceSpec = define[Conference]()

func (*Conference) spec() *spec { return conferenceSpec }
func (*Conference) dialChild()  {}

// Beep says when a conference hears that somebody comes or goes.
type Beep string

// Always, never, or at one of both moments.
const (
	BeepTrue    Beep = "true"
	BeepFalse   Beep = "false"
	BeepOnEnter Beep = "onEnter"
	BeepOnExit  Beep = "onExit"
)

func (Beep) enum() enum { return closedEnum(BeepTrue, BeepFalse, BeepOnEnter, BeepOnExit) }

// JitterBufferSize is how much late audio a conference waits for.
type JitterBufferSize string

// The sizes, from the most patient to none.
const (
	JitterBufferLarge  JitterBufferSize = "large"
	JitterBufferMedium JitterBufferSize = "medium"
	JitterBufferSmall  JitterBufferSize = "small"
	JitterBufferOff    JitterBufferSize = "off"
)

func (JitterBufferSize) enum() enum {
	return closedEnum(JitterBufferLarge, JitterBufferMedium, JitterBufferSmall, JitterBufferOff)
}

// ConferenceRegion is where a conference is mixed.
type ConferenceRegion string

// The regions.
const (
	RegionUS1 ConferenceRegion = "us1"
	RegionUS2 ConferenceRegion = "us2"
	RegionIE1 ConferenceRegion = "ie1"
	RegionSG1 ConferenceRegion = "sg1"
	RegionBR1 ConferenceRegion = "br1"
	RegionAU1 ConferenceRegion = "au1"
	RegionJP1 ConferenceRegion = "jp1"
	RegionDE1 ConferenceRegion = "de1"
)

func (ConferenceRegion) enum() enum {
	return closedEnum(RegionUS1, RegionUS2, RegionIE1, RegionSG1, RegionBR1, RegionAU1, RegionJP1, RegionDE1)
}

// ConferenceEvent is a step in the life of a conference.
type ConferenceEvent string

// The steps that a conference's status callback can ask for.
const (
	ConferenceStart        ConferenceEvent = "start"
	ConferenceEnd          ConferenceEvent = "end"
	ConferenceJoin         ConferenceEvent = "join"
	ConferenceLeave        ConferenceEvent = "leave"
	ConferenceMute         ConferenceEvent = "mute"
	ConferenceHold         ConferenceEvent = "hold"
	ConferenceModify       ConferenceEvent = "modify"
	ConferenceSpeaker      ConferenceEvent = "speaker"
	ConferenceAnnouncement ConferenceEvent = "announcement"
)

func (ConferenceEvent) enum() enum {
	return closedEnum(ConferenceStart, ConferenceEnd, ConferenceJoin, ConferenceLeave, ConferenceMute,
		ConferenceHold, ConferenceModify, ConferenceSpeaker, ConferenceAnnouncement)
}

// ConferenceRecord says whether a conference is recorded. The spellings true
// and false are read too (inferred), and kept when printed.
type ConferenceRecord string

// The choices.
const (
	ConferenceDoNotRecord     ConferenceRecord = "do-not-record"
	ConferenceRecordFromStart ConferenceRecord = "record-from-start"
)

func (ConferenceRecord) enum() enum {
	e := closedEnum(ConferenceDoNotRecord, ConferenceRecordFromStart)
	e.aliases = map[string]string{
		"true": string(ConferenceRecordFromStart), "false": string(ConferenceDoNotRecord),
	}
	return e
}
