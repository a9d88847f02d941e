package assign

import "strconv"

// Recording says whether the conversation of a dequeued or called worker is
// recorded. The zero value is the default: it is not.
type Recording uint8

// The choices for recording.
const (
	DoNotRecord      Recording = iota // no recording
	RecordFromAnswer                  // both legs, from the worker's answer on
)

// String returns "do-not-record" or "record-from-answer".
func (r Recording) String() string {
	switch r {
	case DoNotRecord:
		return "do-not-record"
	case RecordFromAnswer:
		return "record-from-answer"
	}
	return "Recording(" + strconv.Itoa(int(r)) + ")"
}

// RecordingChannels says how the voices are laid out in the recording of a
// conference. The empty one stands for RecordMono.
type RecordingChannels string

// The layouts.
const (
	RecordMono RecordingChannels = "mono" // all voices in one channel
	RecordDual RecordingChannels = "dual" // two channels
)
