package twiml

// RecordMode says whether, from when and in how many channels a conversation
// is recorded. The spellings true and false are read as RecordFromAnswer and
// DoNotRecord, and kept when printed.
type RecordMode string

// The modes.
const (
	DoNotRecord           RecordMode = "do-not-record"
	RecordFromAnswer      RecordMode = "record-from-answer"
	RecordFromRinging     RecordMode = "record-from-ringing"
	RecordFromAnswerDual  RecordMode = "record-from-answer-dual"
	RecordFromRingingDual RecordMode = "record-from-ringing-dual"
)

func (RecordMode) enum() enum {
	e := closedEnum(DoNotRecord, RecordFromAnswer, RecordFromRinging,
		RecordFromAnswerDual, RecordFromRingingDual)
	e.aliases = map[string]string{"true": string(RecordFromAnswer), "false": string(DoNotRecord)}
	return e
}

// RecordingTrack is the side of a conversation that is recorded.
type RecordingTrack string

// The tracks.
const (
	TrackBoth     RecordingTrack = "both"
	TrackInbound  RecordingTrack = "inbound"
	TrackOutbound RecordingTrack = "outbound"
)

func (RecordingTrack) enum() enum { return closedEnum(TrackBoth, TrackInbound, TrackOutbound) }

// RecordingEvent is a step in the life of a recording.
type RecordingEvent string

// The steps that a recording's status callback can ask for.
const (
	RecordingInProgress RecordingEvent = "in-progress"
	RecordingCompleted  RecordingEvent = "completed"
	RecordingAbsent     RecordingEvent = "absent"
)

func (RecordingEvent) enum() enum {
	return closedEnum(RecordingInProgress, RecordingCompleted, RecordingAbsent)
}

// Trim says whether silence at the ends of a recording is cut off.
type Trim string

// The choices.
const (
	TrimSilence Trim = "trim-silence"
	DoNotTrim   Trim = "do-not-trim"
)

func (Trim) enum() enum { return closedEnum(TrimSilence, DoNotTrim) }
