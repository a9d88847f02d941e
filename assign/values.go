package assign

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/goacd/acd/taskrouter"
)

// The types below are the sorts of values that instructions have. Each is a
// pointer into an instruction's struct and implements value.

// address is where the worker is called.
type address struct{ at *Address }

const wantAddress = "an E.164 number, client:name or sip:user@host"

func (v address) isZero() bool { return v.at.IsZero() }

// check has nothing to do: an Address is well-formed.
func (v address) check() string { return "" }

func (v address) read(s scalar) string {
	if s.kind != isString && s.kind != isNumber {
		return wantAddress
	}
	a, want := parseAddress(s.text)
	*v.at = a
	return want
}

func (v address) appendJSON(dst []byte) []byte { return appendText(dst, v.at.String()) }

// callerID is the number or name that the worker sees.
type callerID struct{ at *string }

const maxCallerID = 256

const wantCallerID = "a caller ID of 1 to 256 printable characters, such as +15550100"

func (v callerID) isZero() bool { return *v.at == "" }

func (v callerID) check() string {
	// Which numbers and names may be shown is the host's to know.
	if strings.TrimSpace(*v.at) == "" || utf8.RuneCountInString(*v.at) > maxCallerID || !isPrintable(*v.at) {
		return wantCallerID
	}
	return ""
}

func (v callerID) read(s scalar) string {
	if s.kind != isString && s.kind != isNumber {
		return wantCallerID
	}
	*v.at = s.text
	return ""
}

func (v callerID) appendJSON(dst []byte) []byte { return appendText(dst, *v.at) }

// webURL is an absolute http or https URL.
type webURL struct{ at *string }

const wantURL = "an absolute http or https URL, its host without an underscore"

func (v webURL) isZero() bool { return *v.at == "" }

func (v webURL) check() string {
	u, err := url.Parse(*v.at)
	if err != nil || u.Hostname() == "" || strings.Contains(u.Hostname(), "_") || // twiml.md §3
		u.Scheme != "http" && u.Scheme != "https" ||
		!isPrintable(*v.at) || strings.ContainsFunc(*v.at, unicode.IsSpace) {
		return wantURL
	}
	return ""
}

func (v webURL) read(s scalar) string {
	if s.kind != isString || s.text == "" {
		return wantURL
	}
	*v.at = s.text
	return ""
}

func (v webURL) appendJSON(dst []byte) []byte { return appendText(dst, *v.at) }

// activitySID names an activity of the workspace. Whether the workspace has it
// shows only when the instruction is carried out.
type activitySID struct{ at *taskrouter.ActivitySID }

func (v activitySID) isZero() bool  { return v.at.IsZero() }
func (v activitySID) check() string { return "" }

func (v activitySID) read(s scalar) string {
	sid, err := taskrouter.ParseActivitySID(s.text)
	if s.kind != isString || err != nil {
		return "the SID of an activity: WA and 32 hexadecimal digits"
	}
	*v.at = sid
	return ""
}

func (v activitySID) appendJSON(dst []byte) []byte { return appendText(dst, v.at.String()) }

// callSID names a call.
type callSID struct{ at *taskrouter.CallSID }

const wantCall = "the SID of a call: CA and 32 hexadecimal digits"

func (v callSID) isZero() bool { return v.at.IsZero() }

func (v callSID) check() string {
	if v.at.IsZero() {
		return wantCall
	}
	return ""
}

func (v callSID) read(s scalar) string {
	sid, err := taskrouter.ParseCallSID(s.text)
	if s.kind != isString || err != nil {
		return wantCall
	}
	*v.at = sid
	return ""
}

func (v callSID) appendJSON(dst []byte) []byte { return appendText(dst, v.at.String()) }

// defaultTimeout is [DefaultTimeout] as the table has it.
const defaultTimeout = "60"

// ringTime is how long the worker's phone rings. Its range depends on where it
// rings.
type ringTime struct {
	at *time.Duration
	to *Address
}

func (v ringTime) most() time.Duration {
	if v.to.Kind() == AddressSIP {
		return MaxSIPTimeout
	}
	return MaxTimeout
}

func (v ringTime) want() string {
	want := "a whole number of seconds from 1 to " + strconv.Itoa(int(v.most()/time.Second))
	if v.to.Kind() == AddressSIP {
		want += " for a SIP address"
	}
	return want
}

func (v ringTime) isZero() bool { return *v.at == 0 }

func (v ringTime) check() string {
	if *v.at < time.Second || *v.at > v.most() || *v.at%time.Second != 0 {
		return v.want()
	}
	return ""
}

func (v ringTime) read(s scalar) string {
	n, ok := s.integer()
	if !ok || n < 1 || n > int64(v.most()/time.Second) {
		return v.want()
	}
	*v.at = time.Duration(n) * time.Second
	return ""
}

func (v ringTime) appendJSON(dst []byte) []byte {
	if *v.at%time.Second != 0 {
		return appendText(dst, v.at.String()) // only for the message
	}
	return strconv.AppendInt(dst, int64(*v.at/time.Second), 10)
}

// flag is a choice that is off by default.
type flag struct{ at *bool }

func (v flag) isZero() bool  { return !*v.at }
func (v flag) check() string { return "" }

func (v flag) read(s scalar) string {
	b, ok := s.boolean()
	if !ok {
		return wantBoolean
	}
	*v.at = b
	return ""
}

func (v flag) appendJSON(dst []byte) []byte { return strconv.AppendBool(dst, *v.at) }

// recording is the choice of being recorded. true and false are read as <Dial
// record> reads them (twiml.md §8.3; chosen: the instruction's page gives only
// the words).
type recording struct{ at *Recording }

const wantRecording = "do-not-record or record-from-answer"

func (v recording) isZero() bool { return *v.at == DoNotRecord }

func (v recording) check() string {
	if *v.at > RecordFromAnswer {
		return wantRecording
	}
	return ""
}

func (v recording) read(s scalar) string {
	record, ok := s.boolean()
	switch {
	case ok && record, s.kind == isString && s.text == RecordFromAnswer.String():
		*v.at = RecordFromAnswer
	case ok, s.kind == isString && s.text == DoNotRecord.String():
		*v.at = DoNotRecord
	default:
		return wantRecording
	}
	return ""
}

func (v recording) appendJSON(dst []byte) []byte { return appendText(dst, v.at.String()) }
