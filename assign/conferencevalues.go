package assign

import (
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/goacd/acd/twiml"
)

// The sorts of values that only conference has, as those of values.go. Its words
// are those of <Conference>, where they mean the same (rest.md §9, twiml.md
// §8.3).

func trim(at *twiml.Trim) value {
	return word[twiml.Trim]{at: at, words: []twiml.Trim{twiml.TrimSilence, twiml.DoNotTrim}}
}

func beep(at *twiml.Beep) value {
	return word[twiml.Beep]{at: at, words: []twiml.Beep{twiml.BeepTrue, twiml.BeepFalse, twiml.BeepOnEnter, twiml.BeepOnExit}}
}

func jitterBufferSize(at *twiml.JitterBufferSize) value {
	return word[twiml.JitterBufferSize]{at: at, words: []twiml.JitterBufferSize{
		twiml.JitterBufferSmall, twiml.JitterBufferMedium, twiml.JitterBufferLarge, twiml.JitterBufferOff,
	}}
}

func region(at *twiml.ConferenceRegion) value {
	return word[twiml.ConferenceRegion]{at: at, words: []twiml.ConferenceRegion{
		twiml.RegionUS1, twiml.RegionUS2, twiml.RegionIE1, twiml.RegionDE1, twiml.RegionSG1, twiml.RegionBR1, twiml.RegionAU1, twiml.RegionJP1,
	}}
}

// conferenceRecord reads the texts "true" and "false" too, as the API does. A
// JSON boolean is ignored, as the vendor's service was seen to ignore it
// (lifecycle.md §3.3).
type conferenceRecord struct{ word[twiml.ConferenceRecord] }

func newConferenceRecord(at *twiml.ConferenceRecord) value {
	words := []twiml.ConferenceRecord{twiml.ConferenceRecordFromStart, twiml.ConferenceDoNotRecord}
	return conferenceRecord{word[twiml.ConferenceRecord]{at: at, words: words}}
}

func (v conferenceRecord) read(s scalar) string {
	on, ok := s.boolean()
	switch {
	case s.kind == isBoolean:
	case ok && on:
		*v.at = twiml.ConferenceRecordFromStart
	case ok:
		*v.at = twiml.ConferenceDoNotRecord
	default:
		return v.word.read(s)
	}
	return ""
}

func recordingChannels(at *RecordingChannels) value {
	return word[RecordingChannels]{at: at, words: []RecordingChannels{RecordMono, RecordDual}}
}

// waitURL is a web URL, or the empty text for silence.
type waitURL struct{ at **string }

func (v waitURL) isZero() bool { return *v.at == nil }

func (v waitURL) check() string {
	if **v.at == "" {
		return ""
	}
	if want := (webURL{*v.at}).check(); want != "" {
		return want + "; empty for silence"
	}
	return ""
}

func (v waitURL) read(s scalar) string {
	if s.kind != isString {
		return wantURL + "; empty for silence"
	}
	*v.at = &s.text
	return ""
}

func (v waitURL) appendJSON(dst []byte) []byte { return appendText(dst, **v.at) }

// participants is how many a conference holds.
type participants struct{ at *int }

func (v participants) want() string {
	return fmt.Sprintf("an integer from %d to %d", MinParticipants, MaxParticipants)
}

func (v participants) isZero() bool { return *v.at == 0 }

func (v participants) check() string {
	if *v.at < MinParticipants || *v.at > MaxParticipants {
		return v.want()
	}
	return ""
}

func (v participants) read(s scalar) string {
	n, ok := s.integer()
	if !ok || n < MinParticipants || n > MaxParticipants {
		return v.want()
	}
	*v.at = int(n)
	return ""
}

func (v participants) appendJSON(dst []byte) []byte { return strconv.AppendInt(dst, int64(*v.at), 10) }

// credential is a name or a password for a SIP phone.
type credential struct{ at *string }

const maxCredential = 256

const wantCredential = "a text of at most 256 printable characters"

func (v credential) isZero() bool { return *v.at == "" }

func (v credential) check() string {
	if utf8.RuneCountInString(*v.at) > maxCredential || !isPrintable(*v.at) {
		return wantCredential
	}
	return ""
}

func (v credential) read(s scalar) string {
	if s.kind != isString && s.kind != isNumber {
		return wantCredential
	}
	*v.at = s.text
	return ""
}

func (v credential) appendJSON(dst []byte) []byte { return appendText(dst, *v.at) }
